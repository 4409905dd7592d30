"""How many answers stay right when pictures are flipped, captioned, photographed: a table for docs/robustness.md.

    python -m benchmarks.robustness DATASET [--split val] [--model FOLDER] [--most 400] [--json]

Every picture of a show that the network knows is sent as it is and under each distortion of `benchmarks.distortions`.
Three ways of answering stand side by side: the network's likeliest show; the show of the nearest of the undistorted
pictures by the network's embedding; and of the nearest by the 33 numbers of the colour layout that trace.moe searches
by. The last two are asked for pictures that they hold, so undistorted they are always right; the network is asked for
pictures that it has not learnt from, if the split says so. "Kept" is the share of what was right before. A second table
tells what changes where the network's card said otherwise: borders cut or left in, mirrored views looked at or not.
Pictures that become right and pictures that become wrong are counted; over all that was tried, their difference has an
interval, from resampling pictures.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from PIL import Image
from tqdm import tqdm

from benchmarks.colour_layout import colour_layout, nearest
from benchmarks.distortions import DISTORTIONS
from catalog.core.imagefolder import Row, read_dataset
from classifier.core.image import decode, fingerprint
from classifier.core.learnt import read_learnt
from classifier.core.model_card import ModelCard, read_card
from classifier.core.preprocess import InputSpec, View, average_views, to_batch, unit_length
from classifier.predictors.onnx import OnnxPredictor

BUNDLED = Path(__file__).parents[1] / "classifier" / "bundled" / "show"
TRIED = ("as sent", "flipped", "cropped to 70 %", "black borders", "photo of a screen")
"""What other inputs are tried on."""

RESAMPLES = 2000


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path, help="folder with metadata.csv")
    parser.add_argument("--split", default="", help="only pictures that were in this split when the network learnt")
    parser.add_argument("--model", type=Path, default=BUNDLED, help="folder with model.onnx and model.json")
    parser.add_argument("--most", type=int, default=400, help="pictures at most, spread over the data set")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    figures = measure(arguments.dataset, arguments.model, split=arguments.split, most=arguments.most)
    print(json.dumps(figures) if arguments.json else table(figures))


@dataclass(frozen=True)
class Subject:
    """A network and the pictures it is tried on, with the index of each one's show."""

    card: ModelCard
    predictor: OnnxPredictor
    rows: Sequence[Row]
    targets: npt.NDArray[np.intp]


@dataclass(frozen=True)
class Seen:
    """What is known of N pictures: N x C logits, N x D embeddings, N x 33 colour layouts."""

    logits: npt.NDArray[np.float32]
    embeddings: npt.NDArray[np.float32]
    layouts: npt.NDArray[np.float64]


def measure(dataset: Path, model: Path, *, split: str = "", most: int = 400) -> dict[str, Any]:
    """Return the share of right answers of each way under each distortion, and how many pictures there were."""
    subject = _subject(dataset, model, split, most)
    spec = subject.card.input
    rounds = [("", name, spec) for name in DISTORTIONS]
    rounds += [(how, name, other) for how, other in other_inputs(spec).items() for name in TRIED]
    shares: dict[str, dict[str, float]] = {}
    own: dict[str, npt.NDArray[np.int_]] = {}
    changes: dict[str, dict[str, npt.NDArray[np.int_]]] = defaultdict(dict)
    stored: Seen | None = None
    for how, name, tried in tqdm(rounds, desc="distortions", disable=None):
        seen = _look(subject, name, tried)
        is_right = (seen.logits.argmax(axis=1) == subject.targets).astype(int)
        if how:
            changes[how][name] = is_right - own[name]
        else:
            own[name] = is_right
            stored = stored or seen
            shares[name] = _shares(subject, seen, stored)
    return {
        "network": subject.card.name,
        "dataset": dataset.name,
        "split": split,
        "n": len(subject.rows),
        "views": list(spec.views),
        "borders": "cut" if spec.cut_borders else "left in",
        "right": shares,
        "changes": {how: change(found) for how, found in changes.items()},
    }


def other_inputs(spec: InputSpec) -> dict[str, InputSpec]:
    """Return what else the card could say, by what it would mean."""
    plain = tuple(view for view in spec.views if not view.endswith("-flip"))
    mirrored = cast("tuple[View, ...]", tuple(f"{view}-flip" for view in plain))
    has_mirrored = len(plain) < len(spec.views)
    return {
        "borders left in" if spec.cut_borders else "borders cut": replace(spec, cut_borders=not spec.cut_borders),
        "no mirrored views" if has_mirrored else "mirrored views, too": replace(
            spec, views=plain if has_mirrored else plain + mirrored
        ),
    }


def change(found: Mapping[str, npt.NDArray[np.int_]], *, seed: int = 0) -> dict[str, Any]:
    """Count what became right (1) and wrong (-1) under each distortion; say what share that is, how surely."""
    all_of = np.stack(list(found.values()))  # distortions x pictures
    picks = np.random.default_rng(seed).integers(0, all_of.shape[1], (RESAMPLES, all_of.shape[1]))
    low, high = np.percentile(all_of.mean(axis=0)[picks].mean(axis=1), (2.5, 97.5))
    return {
        "by distortion": {name: [int((each > 0).sum()), int((each < 0).sum())] for name, each in found.items()},
        "gain": float(all_of.mean()),
        "gain_ci95": [float(low), float(high)],
    }


def _subject(dataset: Path, model: Path, split: str, most: int) -> Subject:
    card = read_card(model)
    indices = {label: index for index, label in enumerate(card.labels)}
    part_of = _parts(model)
    rows = [row for row in read_dataset(dataset) if row.label in indices and split in ("", part_of(row))]
    if not rows:
        sys.exit(f"{dataset} holds no picture of a show that {card.name} knows, in that split.")
    rows = rows[:: max(1, -(-len(rows) // most))]
    return Subject(card, OnnxPredictor(model, card), rows, np.array([indices[row.label] for row in rows]))


def _parts(model: Path) -> Callable[[Row], str]:
    """Return what tells the split of a picture: as the network had it, which may have learnt from some of `val`."""
    manifest = model / "manifest.csv"
    learnt = read_learnt(manifest.read_text(encoding="utf-8")) if manifest.is_file() else None
    return lambda row: (learnt.split_of(fingerprint(row.path.read_bytes())) if learnt else "") or row.split


def _look(subject: Subject, name: str, spec: InputSpec) -> Seen:
    def look(row: Row) -> tuple[Any, Any, Any]:
        picture = _distorted(row, name)
        outputs = subject.predictor.run(to_batch([picture], spec))
        embedding = unit_length(average_views(outputs.embedding, spec))
        return average_views(outputs.logits, spec)[0], embedding[0], colour_layout(picture)

    with ThreadPoolExecutor() as pool:
        parts = list(pool.map(look, subject.rows))
    logits, embeddings, layouts = (np.stack(part) for part in zip(*parts, strict=True))
    return Seen(logits, embeddings, layouts)


def _distorted(row: Row, name: str) -> Image.Image:
    """Distort a picture, the same way each time."""
    seed = zlib.crc32(f"{name} {row.file_name}".encode())
    return DISTORTIONS[name](decode(row.path.read_bytes()), np.random.default_rng(seed))


def _shares(subject: Subject, seen: Seen, stored: Seen) -> dict[str, float]:
    by_embedding = (seen.embeddings @ stored.embeddings.T).argmax(axis=1)
    answers = {
        "network": seen.logits.argmax(axis=1),
        "nearest by embedding": subject.targets[by_embedding],
        "nearest by colour layout": subject.targets[nearest(seen.layouts, stored.layouts)],
    }
    return {way: float((answer == subject.targets).mean()) for way, answer in answers.items()}


def table(figures: dict[str, Any]) -> str:
    """Say the figures as tables in Markdown."""
    before = figures["right"]["as sent"]
    error = 1.96 * np.sqrt(before["network"] * (1 - before["network"]) / figures["n"])
    split = f", split {figures['split']}" if figures["split"] else ""
    lines = [
        f"{figures['network']} on {figures['n']} pictures of {figures['dataset']}{split}; "
        f"{len(figures['views'])} views, borders {figures['borders']}. "
        f"The network's share has an error of about {error:.1%}.",
        "",
        "| pictures | network: right | kept | nearest by embedding: right | nearest by colour layout: right |",
        "|---|---|---|---|---|",
    ]
    for title, right in figures["right"].items():
        kept = right["network"] / before["network"] if before["network"] else 0.0
        lines.append(
            f"| {title} | {right['network']:.1%} | {kept:.0%} | {right['nearest by embedding']:.1%} | "
            f"{right['nearest by colour layout']:.1%} |"
        )
    lines += ["", "| otherwise | " + " | ".join(TRIED) + " | more right, of all |", "|---" * (len(TRIED) + 2) + "|"]
    for how, changed in figures["changes"].items():
        cells = [f"+{mended} -{spoilt}" for mended, spoilt in changed["by distortion"].values()]
        low, high = changed["gain_ci95"]
        lines.append(f"| {how} | " + " | ".join(cells) + f" | {changed['gain']:+.1%} ({low:+.1%} to {high:+.1%}) |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
