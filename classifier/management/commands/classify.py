"""Say which show pictures are from: `manage.py classify PATH… --json`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from classifier.core.ranking import confidence_word
from classifier.predictors import PredictorError
from classifier.services import ClassifiedFile, NoNetwork, Recognised, classify_files


class Command(BaseCommand):
    help = "Say which show pictures are from: the five likeliest, and whether the network knows it at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="A picture, or a folder of them.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object a line.")

    def handle(self, *args: Any, **options: Any) -> None:
        as_text = _as_json if options["json"] else _as_sentence
        broken = 0
        try:
            for file in tqdm(classify_files(options["paths"]), unit=" pictures", disable=None):
                broken += bool(file.error)
                with tqdm.external_write_mode(sys.stdout):
                    self.stdout.write(as_text(file))
        except (NoNetwork, PredictorError) as error:
            raise CommandError(str(error)) from error
        if broken:
            raise CommandError(f"{broken} could not be read.")


def _as_json(file: ClassifiedFile) -> str:
    if file.answer is None:
        return json.dumps({"path": str(file.path), "error": file.error}, ensure_ascii=False)
    predictions = [
        {"rank": rank, "slug": show.slug, "title": show.title, "mal_id": show.mal_id, "confidence": confidence}
        for rank, (show, confidence) in enumerate(file.answer.predictions, start=1)
    ]
    answer = {"path": str(file.path), "known": file.answer.ranking.known, "predictions": predictions}
    return json.dumps(answer, ensure_ascii=False)


def _as_sentence(file: ClassifiedFile) -> str:
    if file.answer is None:
        return f"{file.path}: {file.error}"
    return "\n".join([f"{file.path}: {_verdict(file.answer)}", *_lines(file.answer)])


def _verdict(answer: Recognised) -> str:
    if not answer.ranking.known:
        return f"unknown. {answer.ranking.reason} Likeliest were:"
    show, confidence = answer.predictions[0]
    return f"{confidence_word(confidence)}: {show.title}"


def _lines(answer: Recognised) -> list[str]:
    return [
        f"  {rank}. {confidence:6.1%}  {show.title}" for rank, (show, confidence) in enumerate(answer.predictions, 1)
    ]
