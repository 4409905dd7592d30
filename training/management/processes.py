"""The options by which a command shares its job among processes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from training.launcher import Processes


def add_process_arguments(parser: CommandParser) -> None:
    """Add `--gpus`, `--nodes` and `--rendezvous`."""
    parser.add_argument(
        "--gpus",
        "--processes",
        dest="processes",
        type=int,
        default=1,
        metavar="N",
        help="processes under torchrun, one a GPU; on a machine without GPUs they share its cores (default: 1)",
    )
    parser.add_argument("--nodes", type=int, default=1, help="machines that train together, run folder shared")
    parser.add_argument("--rendezvous", default="", metavar="HOST:PORT", help="where several nodes meet")


def processes_of(options: dict[str, Any]) -> Processes:
    """Read the options; a ValueError says what is missing."""
    return Processes(options["processes"], options["nodes"], options["rendezvous"])
