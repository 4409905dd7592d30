"""Scalars for TensorBoard, read back by the format's own definition."""

from __future__ import annotations

import struct

from tensorboardX.proto.event_pb2 import Event

from training.engine.tensorboard import write_scalars


def read_events(path):
    """Read the records of an event file: a length, its checksum, the bytes, their checksum."""
    data, place, events = path.read_bytes(), 0, []
    while place < len(data):
        (length,) = struct.unpack_from("<Q", data, place)
        events.append(Event.FromString(data[place + 12 : place + 12 + length]))
        place += 12 + length + 4
    return events


def scalars(folder):
    return {
        (event.step, value.tag): round(value.simple_value, 4)
        for path in sorted(folder.iterdir())
        for event in read_events(path)
        for value in event.summary.value
    }


def test_every_number_of_an_epoch_becomes_a_scalar(tmp_path):
    write_scalars(tmp_path, "train", {"epoch": 0, "train_loss": 1.5, "skipped": 2, "note": "words", "whole": True})
    write_scalars(tmp_path, "val", {"epoch": 0, "top1": 0.25})

    assert scalars(tmp_path / "tensorboard") == {
        (0, "train/train_loss"): 1.5,
        (0, "train/skipped"): 2.0,
        (0, "val/top1"): 0.25,
    }


def test_an_event_file_says_its_format_first(tmp_path):
    write_scalars(tmp_path, "train", {"epoch": 3, "train_loss": 1.5})

    first, *_ = read_events(next((tmp_path / "tensorboard").iterdir()))

    assert first.file_version == "brain.Event:2"


def test_an_epoch_done_again_replaces_what_it_said(tmp_path):
    for loss in (2.0, 1.0):
        write_scalars(tmp_path, "train", {"epoch": 1, "train_loss": loss})

    assert scalars(tmp_path / "tensorboard") == {(1, "train/train_loss"): 1.0}
