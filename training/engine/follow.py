"""Score epochs as they come, while the run still learns, so that its curves of validation are live.

    python -m training.engine.follow RUN

Ends once the file `following` in the run's folder is gone, which whoever trains the run puts there and takes away. It
gives way to the training itself; what it did not reach is scored by `choose`.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from training.core.evaluations import evaluation_path
from training.core.following import following_path
from training.core.recipe import Recipe, read_recipe
from training.engine.checkpoint import whole_epochs
from training.engine.distributed import Group, process_group
from training.engine.evaluate import evaluate_run

SECONDS_BETWEEN_LOOKS = 1.0


def main() -> None:
    """Parse the command line and follow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of the run")
    run = parser.parse_args().run
    os.nice(10)
    try:
        with process_group() as group:
            follow(run, read_recipe(run), group)
    except (ValueError, OSError) as error:
        sys.exit(f"following stopped: {error}")


def follow(run: Path, recipe: Recipe, group: Group) -> None:
    """Score what is new, wait for more, until nobody trains the run any more."""
    while following_path(run).exists():
        if any(not evaluation_path(run, epoch).exists() for epoch in whole_epochs(run)):
            evaluate_run(run, recipe, group)
        time.sleep(SECONDS_BETWEEN_LOOKS)


if __name__ == "__main__":
    main()
