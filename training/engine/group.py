"""Run a job of the engine in several processes under torchrun, and say which of them ended the group, and why.

    python -m training.engine.group --processes 8 train RUN
    python -m training.engine.group --processes 8 --nodes 2 --rendezvous head:29400 train RUN    # the same on each node

One process that ends badly ends all of them; the reason goes to stderr and, for a run, into its `failure.json`.
"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from torch.distributed import run as torchrun
from torch.distributed.elastic.multiprocessing.errors import ChildFailedError, ProcessFailure

from training.engine.checkpoint import whole_epochs
from training.engine.progress import write_failure
from training.engine.stopping import STOPPED


def main() -> None:
    """Parse the command line and run the group."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, required=True, help="on this node")
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--rendezvous", default="", help="HOST:PORT that all nodes reach; needed for several nodes")
    parser.add_argument("job", help="module of training.engine")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    meeting = (
        ["--rdzv-backend", "c10d", "--rdzv-endpoint", asked.rendezvous, "--rdzv-id", "snn"]
        if asked.rendezvous
        else ["--standalone"]
    )
    size = ["--nnodes", str(asked.nodes), "--nproc-per-node", str(asked.processes)]
    try:
        torchrun.main([*meeting, *size, "-m", f"training.engine.{asked.job}", *asked.arguments])
    except ChildFailedError as error:
        rank, failure = error.get_first_failure()
        if failure.exitcode == STOPPED:
            sys.exit(STOPPED)
        reason = reason_of(rank, failure)
        run = Path(asked.arguments[0]) if asked.arguments else Path()
        if failure.exitcode < 0 and (run / "recipe.json").exists():  # else the process could still say why by itself
            write_failure(run, reason, max(whole_epochs(run), default=None))
        sys.exit(f"{asked.job} stopped: {reason}")


def reason_of(rank: int, failure: ProcessFailure) -> str:
    """Return which process ended the group, and how."""
    if failure.exitcode < 0:
        name = signal.Signals(-failure.exitcode).name
        hint = "; the system may have been out of memory" if name == "SIGKILL" else ""
        return f"process {rank} was ended by {name}{hint}, and the others with it"
    return f"process {rank} ended with exit code {failure.exitcode}, and the others with it; it said why above"


if __name__ == "__main__":
    main()
