"""Tag faces of named characters by what a network says of all faces of each.

    .venv/bin/python -m benchmarks.tags.characters var/runs/tags-001 11 ../shared/data/characters var/characters

A character has the same eyes and hair in all its pictures, so the mean over forty uncertain answers is a sure one. For
each label of the data set and each group of colours, the likeliest tag by mean probability becomes the tag of all its
pictures, where that mean is at least `--least`. OUT becomes a data set (`metadata.csv` and a link to the pictures), all
of it for training. Prints what each character was given.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from pathlib import Path

import numpy as np

from catalog.core.imagefolder import read_dataset
from classifier.core.calibration import sigmoid
from training.core.recipe import read_recipe
from training.core.vocabulary import exclusive_places
from training.engine.checkpoint import judged_weights, load_weights
from training.engine.dataset import evaluation_squares
from training.engine.distributed import default_device, place
from training.engine.evaluate import input_spec, score
from training.engine.network import create_network


def main() -> None:
    """Parse the command line, ask the network, write the data set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("epoch", type=int)
    parser.add_argument("characters", type=Path, help="a data set whose labels are characters")
    parser.add_argument("out", type=Path, help="folder of the new data set; it must not be there yet")
    parser.add_argument("--least", type=float, default=0.35, help="least mean probability of a tag (default: 0.35)")
    arguments = parser.parse_args()
    tags = tags_of(arguments.run, arguments.epoch, arguments.characters, arguments.least)
    for label, given in sorted(tags.items()):
        print(label, *given)
    write(arguments.characters, arguments.out, tags)


def tags_of(run: Path, epoch: int, characters: Path, least: float) -> dict[str, list[str]]:
    """Return the tags of each label of a data set."""
    recipe = read_recipe(run)
    network = place(create_network(recipe, pretrained=False), default_device()).eval()
    load_weights(network, judged_weights(run, epoch))
    spec = input_spec(recipe)
    paths: dict[str, list[Path]] = defaultdict(list)
    for row in read_dataset(characters):
        paths[row.label].append(row.path)
    tags = {}
    for label, mine in paths.items():
        means = sigmoid(score(network, evaluation_squares(mine, spec), spec)).mean(axis=0)
        best = [group[int(np.argmax(means[group]))] for group in exclusive_places(recipe.labels)]
        tags[label] = [recipe.labels[tag] for tag in best if means[tag] >= least]
    return tags


def write(characters: Path, out: Path, tags: dict[str, list[str]]) -> None:
    """Write the data set; pictures of labels without a tag are left out."""
    out.mkdir(parents=True)
    (out / "pictures").symlink_to(characters.resolve())
    with (out / "metadata.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("file_name", "tags", "split"))
        for row in read_dataset(characters):
            if tags[row.label]:
                writer.writerow((f"pictures/{row.file_name}", " ".join(tags[row.label]), "train"))


if __name__ == "__main__":
    main()
