"""Which of our drawn pictures the front page offers: a handful, each of another show, others tomorrow."""

from __future__ import annotations

import random
from datetime import date

from catalog.models import Frame

SHOWN = 6


def sample_frames(day: date) -> list[Frame]:
    """Return up to six samples for a day, no two of one show; empty where the drawn shows were taken out."""
    chance = random.Random(day.toordinal())
    frames = list(Frame.objects.samples().only("sha256", "width", "height", "show_id").order_by("pk"))
    chance.shuffle(frames)
    of_each_show = {frame.show_id: frame for frame in frames}
    return list(of_each_show.values())[:SHOWN]
