"""How often networks of tags see on faces what no data set of faces ever names, such as the weather.

    python -m benchmarks.tags.unsaid FACES TAGS MODEL [MODEL …]

FACES and TAGS are data sets: pictures to ask about (one of ten is taken), and the faces whose tags were learnt.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from pathlib import Path

from PIL import Image

from classifier.core.labels import label_scores
from classifier.core.model_card import read_card
from classifier.core.preprocess import average_views, to_batch
from classifier.predictors.onnx import OnnxPredictor

BATCH = 32
SHOWN = 0.25
"""Less likely tags stand behind a disclosure on the page of an answer."""
NAMED = ("night", "glasses", "outdoors")


def main() -> None:
    """Parse the command line, ask each network, and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("faces", type=Path)
    parser.add_argument("tags", type=Path)
    parser.add_argument("models", type=Path, nargs="+")
    asked = parser.parse_args()
    said = {tag for row in _rows(asked.tags) for tag in row["tags"].split()}
    faces = [Image.open(asked.faces / row["file_name"]).convert("RGB") for row in _rows(asked.faces)[::10]]
    for model in asked.models:
        print(measure(model, faces, said))


def measure(model: Path, faces: list[Image.Image], said: set[str]) -> str:
    """Count on faces the tags that are not among those `said` of faces; return a sentence."""
    card = read_card(model)
    predictor = OnnxPredictor(model, card)
    counted: Counter[str] = Counter()
    shown = 0
    for start in range(0, len(faces), BATCH):
        logits = average_views(predictor.run(to_batch(faces[start : start + BATCH], card.input)).logits, card.input)
        for row in logits:
            unsaid = [score for score in label_scores(row, card) if score.counts and score.label not in said]
            counted.update(score.label for score in unsaid)
            shown += sum(score.confidence >= SHOWN for score in unsaid)
    named = ", ".join(f"{label} on {counted[label] / len(faces):.1%}" for label in NAMED)
    return (
        f"{card.name}: of {len(faces)} faces, {counted.total() / len(faces):.2f} such tags count on each and "
        f"{shown / len(faces):.2f} are shown at once; {named}"
    )


def _rows(dataset: Path) -> list[dict[str, str]]:
    with (dataset / "metadata.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
