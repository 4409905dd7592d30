"""Scalars for TensorBoard beside `metrics.jsonl`: `tensorboard --logdir var/runs` draws all runs together.

Each epoch has event files of its own, named by its number, so that an epoch done again replaces what it had said.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tensorboardX.proto.event_pb2 import Event
from tensorboardX.proto.summary_pb2 import Summary
from tensorboardX.record_writer import RecordWriter

from training.core.whole_file import replacing

FOLDER = "tensorboard"


def write_scalars(run: Path, part: str, line: Mapping[str, Any]) -> None:
    """Write every number of one line of figures as `<part>/<name>` at its epoch; `part` is `train` or `val`."""
    epoch = int(line["epoch"])
    path = run / FOLDER / f"events.out.tfevents.{epoch:010d}.{part}"
    path.parent.mkdir(exist_ok=True)
    values = {name: value for name, value in line.items() if name != "epoch" and _is_number(value)}
    summary = Summary(value=[Summary.Value(tag=f"{part}/{name}", simple_value=value) for name, value in values.items()])
    with replacing(path) as beside:
        writer = RecordWriter(str(beside))
        try:
            for event in (Event(file_version="brain.Event:2"), Event(step=epoch, summary=summary)):
                event.wall_time = time.time()
                writer.write(event.SerializeToString())
        finally:
            writer.close()


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
