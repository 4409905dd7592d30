"""Twelve fictional shows, drawn by this project, so that it has pictures that it may show and learn from.

Everything follows from fixed seeds: the same frames on every run, in every process and in any order.
"""

from __future__ import annotations

from catalog.core.demo.dataset import DRAWING_VERSION, DemoFrame, draw_frame, frames, write_dataset
from catalog.core.demo.facts import DemoShow
from catalog.core.demo.shows import DEMO_SHOWS

__all__ = ["DEMO_SHOWS", "DRAWING_VERSION", "DemoFrame", "DemoShow", "draw_frame", "frames", "write_dataset"]
