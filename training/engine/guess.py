"""What each epoch of a run says of one picture.

    python -m training.engine.guess RUN PICTURE [--write FILE]

Prints, or writes to FILE, one JSON object: `epochs` in order, each with the five likeliest labels at the epoch's own
temperature (1 where it was not scored). Epochs whose weights were pruned are left out.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from classifier.core.calibration import sigmoid, softmax
from classifier.core.image import ImageRefused
from training.core.history import read_history
from training.core.recipe import Recipe, read_recipe
from training.core.whole_file import write_json
from training.engine.checkpoint import judged_weights, whole_epochs
from training.engine.dataset import evaluation_squares
from training.engine.distributed import default_device, place
from training.engine.evaluate import input_spec, score
from training.engine.network import load_network

GUESSES = 5


def main() -> None:
    """Parse the command line and guess."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of the run")
    parser.add_argument("picture", type=Path, help="a picture of any format that is taken elsewhere")
    parser.add_argument("--write", type=Path, help="file for the answer, in place of standard output")
    arguments = parser.parse_args()
    try:
        document = guess(arguments.run, read_recipe(arguments.run), arguments.picture)
        if arguments.write:
            write_json(arguments.write, document)
        else:
            print(json.dumps(document, ensure_ascii=False))
    except ImageRefused as refused:
        sys.exit(f"guessing stopped: {refused.message}")
    except (ValueError, OSError) as error:
        sys.exit(f"guessing stopped: {error}")


def guess(run: Path, recipe: Recipe, picture: Path) -> dict[str, Any]:
    """Ask every kept epoch, from the first to the newest."""
    epochs = whole_epochs(run)
    if not epochs:
        raise ValueError(f"{run.name} keeps no weights to ask")
    temperatures = {figures.epoch: figures.temperature for figures in read_history(run)}
    spec = input_spec(recipe)
    squares = evaluation_squares([picture], spec)
    said = []
    for epoch in epochs:
        network = place(load_network(recipe, judged_weights(run, epoch)), default_device()).eval()
        logits = score(network, squares, spec)[0]
        said.append({"epoch": epoch, "guesses": likeliest(logits, recipe, temperatures.get(epoch) or 1.0)})
    return {"run": run.name, "epochs": said}


def likeliest(logits: np.ndarray, recipe: Recipe, temperature: float) -> list[dict[str, Any]]:
    """Name the labels with the largest of C logits, with their probabilities."""
    shares = (sigmoid if recipe.is_multiple else softmax)(logits, temperature)
    order = np.argsort(-shares)[:GUESSES]
    return [{"label": recipe.labels[index], "confidence": round(float(shares[index]), 4)} for index in order]


if __name__ == "__main__":
    main()
