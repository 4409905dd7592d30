"""Answers as plain values, in the one shape that the API, commands and batches give them."""

from __future__ import annotations

from typing import Any

from classifier.core.ranking import confidence_word
from classifier.services.said import LabelsSaid, Said


def answer_json(said: Said) -> dict[str, Any]:
    """Return what the networks say of a picture; `classifier.api.shapes.AnswerShape` describes it."""
    return {
        "known": said.known,
        "reason": said.reason,
        "version": said.version.name,
        "device": said.device,
        "ms": round(said.ms, 2),
        "predictions": [
            {
                "rank": rank,
                "slug": guess.show.slug,
                "title": guess.show.title,
                "title_english": guess.show.title_english,
                "mal_id": guess.show.mal_id,
                "anilist_id": guess.show.anilist_id,
                "confidence": round(guess.confidence, 6),
                "word": confidence_word(guess.confidence),
                "frames": guess.frames,
            }
            for rank, guess in enumerate(said.guesses, start=1)
        ],
        "tasks": tasks_json(said),
    }


def tasks_json(said: Said) -> dict[str, Any]:
    """Return what the networks beside the first say, by task; `TaskShape` describes each."""
    return {task: _labels_json(each) for task, each in said.tasks.items()}


def _labels_json(said: LabelsSaid) -> dict[str, Any]:
    return {
        "version": said.version,
        "kind": said.kind,
        "device": said.device,
        "ms": round(said.ms, 2),
        "labels": [
            {
                "label": score.label,
                "confidence": round(score.confidence, 6),
                "word": confidence_word(score.confidence),
                "counts": score.counts,
                "group": said.groups.get(score.label, ""),
            }
            for score in said.labels
        ],
    }
