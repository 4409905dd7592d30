"""Measure a network that gives labels on a data set that tells them: anime or cartoon, for whom, tags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from catalog.core.imagefolder import Dataset, DatasetError, Row
from catalog.core.label_facts import Facts, read_facts
from classifier.core.labels import label_confidences
from classifier.core.model_card import ModelCard
from classifier.core.report import Scored, classification_report
from classifier.core.tag_report import map_interval, tag_report
from classifier.models import Task
from classifier.services.dataset_rows import Progress, check_column, logits_of
from classifier.services.network import Network

FACTS = "facts.csv"
"""A list of shows beside the pictures, which is read unless another is named."""


def evaluate_labels(
    dataset: Dataset,
    rows: Sequence[Row],
    network: Network,
    *,
    task: str,
    facts: Sequence[Path],
    progress: Progress | None,
) -> dict[str, Any]:
    """Return the figures of `classifier.core.report`, or of `tag_report`, for those rows whose labels are told.

    Raises:
        DatasetError: no row tells a label that the network knows, or a picture is broken.
        FactsError: a list cannot be read.
        PredictorError: the network cannot be run.
    """
    truths = _truths(dataset, task, facts)
    told = [(row, truth) for row in rows if (truth := truths(row))]
    card = network.card
    if card.kind == "single":  # another label than the network's has no right answer here
        told = [(row, truth) for row, truth in told if truth[0] in card.labels]
    if not told:
        known = ", ".join(card.labels[:5])
        raise DatasetError(dataset.folder, f"tells of no picture a label that {network.name} knows, such as {known}.")
    pictures = [row for row, _ in told]
    logits = logits_of(dataset, pictures, lambda picture: network.run([picture]).logits[0], progress)
    labels = [truth for _, truth in told]
    if card.kind == "multiple":
        return _many(card, logits, labels, [row.cluster or row.file_name for row in pictures])
    targets = np.array([card.labels.index(label) for label, *_ in labels])
    scored = Scored(logits, targets, [_show_of(row) for row in pictures])
    figures = classification_report(scored, temperature=card.temperature, unknown=card.unknown)
    return {**figures, "unknown": {**figures["unknown"], "n": len(rows) - len(told)}}


def _many(card: ModelCard, logits: Any, labels: Sequence[Sequence[str]], clusters: Sequence[str]) -> dict[str, Any]:
    truth = np.array([[label in some for label in card.labels] for some in labels])
    confidences = label_confidences(logits, card)
    figures = tag_report(confidences, truth, labels=card.labels, thresholds=card.thresholds)
    return {**figures, "map_ci95": map_interval(confidences, truth, clusters)}


def _truths(dataset: Dataset, task: str, facts: Sequence[Path]) -> Callable[[Row], Sequence[str]]:
    """Return what tells the labels of a row; none where nothing is told.

    Raises:
        DatasetError: the data set has no column for it, nor a list beside it.
        FactsError: a list cannot be read.
    """
    if task == Task.TAGS:
        check_column(dataset, "tags")
        return lambda row: row.tags
    if task == Task.STYLE:
        check_column(dataset, "kind")
        return lambda row: _one(row.kind)
    beside = dataset.folder / FACTS
    lists = list(facts) or ([beside] if beside.is_file() else [])
    if not lists:
        check_column(dataset, "demographic")
    told = read_facts(lists) if lists else Facts()
    return lambda row: _one(row.demographic or told.of(row.label).demographic)


def _one(label: str) -> Sequence[str]:
    return [label.strip().lower()] if label.strip() else []


def _show_of(row: Row) -> str:
    """Pictures of one show are drawn by the same hands: intervals are drawn over whole shows."""
    return row.show or row.label or row.cluster or row.file_name
