"""Frames of games are sent under passing addresses, in one form for all."""

from __future__ import annotations

from catalog.core.frames import FrameRefused
from catalog.models import Frame
from catalog.services import open_frame
from games.core.picture import plain_jpeg
from games.session import Player, load, slot_of, tokens_are_good


def open_picture(player: Player, token: str) -> bytes | None:
    """Return the picture that a token stands for, as a JPEG; None where this player may not see it (any more)."""
    slot = slot_of(token)
    saved = load(player, slot) if slot else None
    if saved is None or token not in saved.pictures or not tokens_are_good(saved):
        return None
    frame = Frame.objects.approved().filter(pk=saved.pictures[token], show__is_listed=True).first()
    try:
        return plain_jpeg(open_frame(frame)) if frame else None
    except FrameRefused:
        return None
