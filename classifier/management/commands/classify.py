"""Say what pictures show, in files, folders and zips: `manage.py classify PATH… --json`."""

from __future__ import annotations

import csv
import json
import sys
from argparse import ArgumentTypeError
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from catalog.models import Frame
from classifier.core.answer_table import COLUMNS, table_row
from classifier.core.ranking import confidence_word
from classifier.predictors import PredictorError
from classifier.services import ClassifiedFile, NoNetwork, classify_files
from classifier.services.answer_json import answer_json, tasks_json
from classifier.services.nearest_frames import NearFrame, nearest_frames
from classifier.services.said import LabelsSaid, Said


def _path(text: str) -> Path:
    """Refuse what a forgotten shell variable leaves: an empty path would mean the whole folder one stands in."""
    if not text:
        raise ArgumentTypeError("a PATH is empty; a dot stands for the folder you are in")
    return Path(text)


class Command(BaseCommand):
    help = "Say which show pictures are from, whether it is known at all, and what the other networks see in them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths", nargs="+", type=_path, metavar="PATH", help="A picture, a folder of them, or a zip file."
        )
        parser.add_argument(
            "--nearest", type=int, default=0, metavar="N", help="Also name the N frames of the catalogue most like it."
        )
        shape = parser.add_mutually_exclusive_group()
        shape.add_argument("--json", action="store_true", help="Print one JSON object a line.")
        shape.add_argument("--csv", action="store_true", help="Print a table, a line a picture.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["nearest"] < 0 or (options["nearest"] and options["csv"]):
            raise CommandError("--nearest takes a number of frames, and has no place in the table of --csv.")
        as_text = _as_json if options["json"] else _as_csv if options["csv"] else _as_sentence
        broken = 0
        try:
            files = classify_files(options["paths"])
            if options["csv"]:
                self.stdout.write(_line(dict(zip(COLUMNS, COLUMNS, strict=True))))
            for file in tqdm(files, unit=" pictures", disable=None):
                broken += bool(file.error)
                with tqdm.external_write_mode(sys.stdout):
                    self.stdout.write(as_text(file, _nearest(file, options["nearest"])))
        except (NoNetwork, PredictorError) as error:
            raise CommandError(str(error)) from error
        if broken:
            raise CommandError(f"{broken} could not be read.")


def _nearest(file: ClassifiedFile, count: int) -> list[NearFrame]:
    if not count or file.answer is None or file.answer.embedding is None:
        return []
    return nearest_frames(file.answer.version, file.answer.embedding, count, among=Frame.objects.public())


def _as_json(file: ClassifiedFile, near: Sequence[NearFrame]) -> str:
    if file.answer is None:
        return json.dumps({"path": str(file.path), "error": file.error}, ensure_ascii=False)
    predictions = [
        {
            "rank": rank,
            "slug": guess.show.slug,
            "title": guess.show.title,
            "mal_id": guess.show.mal_id,
            "confidence": guess.confidence,
        }
        | ({"frames": guess.frames} if guess.frames else {})
        for rank, guess in enumerate(file.answer.guesses, start=1)
    ]
    answer = {
        "path": str(file.path),
        "known": file.answer.known,
        "predictions": predictions,
        "tasks": tasks_json(file.answer),
    }
    if near:
        answer["nearest"] = [
            {
                "slug": each.frame.show.slug,
                "title": each.frame.show.title,
                "episode": each.frame.episode,
                "time": each.frame.time,
                "likeness": round(each.likeness, 4),
            }
            for each in near
        ]
    return json.dumps(answer, ensure_ascii=False)


def _as_csv(file: ClassifiedFile, near: Sequence[NearFrame]) -> str:
    return _line(table_row(str(file.path), answer_json(file.answer) if file.answer else None, file.error))


def _line(row: dict[str, Any]) -> str:
    text = StringIO()
    csv.DictWriter(text, COLUMNS, lineterminator="").writerow(row)
    return text.getvalue()


def _as_sentence(file: ClassifiedFile, near: Sequence[NearFrame]) -> str:
    if file.answer is None:
        return f"{file.path}: {file.error}"
    others = map(_other, file.answer.tasks.values())
    return "\n".join([f"{file.path}: {_verdict(file.answer)}", *_lines(file.answer), *others, *map(_near, near)])


def _near(near: NearFrame) -> str:
    return f"  alike {near.likeness:.2f}: {near.frame}"


def _verdict(answer: Said) -> str:
    if not answer.known:
        cartoon = " It looks like a cartoon." if answer.cartoon else ""
        return f"unknown. {answer.reason}{cartoon} Likeliest were:"
    best = answer.guesses[0]
    return f"{confidence_word(best.confidence)}: {best.show.title}"


def _lines(answer: Said) -> list[str]:
    return [
        f"  {rank}. {guess.confidence:6.1%}  {guess.show.title}"
        + (f" (known by {guess.frames} frames only)" if guess.frames else "")
        for rank, guess in enumerate(answer.guesses, 1)
    ]


def _other(said: LabelsSaid) -> str:
    counting = ", ".join(f"{score.label} {score.confidence:.0%}" for score in said.counting)
    return f"  {said.task}: {counting or 'nothing that is sure enough'}"
