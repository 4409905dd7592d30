"""A small catalogue that games can be dealt from, with what a network would have said of every frame."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from catalog.models import Alias, Frame, Franchise, Show
from classifier.models import FrameScore, ModelVersion
from games.services.pages import NoRun
from games.services.runs import read_state
from games.session import Player, Slot, load
from tests.shell.pictures import picture

FIRST_SHOW, FIRST_FRAME = 770_000, 9_000_000
"""Keys that are found in a text by chance only once in a long time."""

NAMES = ["Amber", "Birch", "Cobalt", "Dune", "Ember", "Fjord", "Garnet", "Hazel", "Indigo", "Jasper", "Kelp", "Lotus"]
SURNAMES = ["Harbor", "Tower", "Meadow", "Lagoon"]


def make_version(name: str = "show-fake") -> ModelVersion:
    """Make an active version, without files."""
    return ModelVersion.objects.create(
        task="show",
        name=name,
        state=ModelVersion.State.ACTIVE,
        path=name,
        card={"outputs": {"logits": 3, "embedding": 4}},
        activated_at=timezone.now(),
    )


def make_game_shows(
    count: int = 12, *, frames: int = 4, split: str = "test", right: bool = True, files: bool = False
) -> list[Show]:
    """Make shows that a game may use, each with frames that the active version has answered, all right or all wrong."""
    version = ModelVersion.objects.active("show") or make_version()
    shows = [_make_show(number) for number in range(1, count + 1)]
    for number, show in enumerate(shows):
        other = shows[(number + 1) % len(shows)]
        for time in range(frames):
            frame = _make_frame(show, time, files=files)
            score_frame(frame, version, named=[show, other] if right else [other], split=split)
    Show.objects.filter(pk__in=[show.pk for show in shows]).update(eligible_frames=frames)
    return shows


def score_frame(
    frame: Frame, version: ModelVersion, *, named: Sequence[Show], split: str = "test", knows: bool = True
) -> FrameScore:
    """Write down what a version says of a frame: these shows, each half as likely as the one before."""
    top = [{"show": show.pk, "label": show.slug, "confidence": 0.8 / 2**rank} for rank, show in enumerate(named)]
    return FrameScore.objects.create(
        frame=frame,
        version=version,
        show=frame.show,
        random_key=frame.random_key,
        top=top,
        knows=knows,
        correct=bool(named) and named[0] == frame.show,
        split=split,
    )


def visitor_player(token: str = "a" * 24) -> Player:
    """Return somebody without an account, with an empty session."""
    return Player(SessionStore(), AnonymousUser(), token, "198.51.100.7")


def player_with_account(user: AbstractBaseUser) -> Player:
    """Return somebody with an account, with an empty session."""
    return Player(SessionStore(), user, "", "198.51.100.8")


def _make_show(number: int) -> Show:
    name = f"{NAMES[(number - 1) % len(NAMES)]} {SURNAMES[(number - 1) // len(NAMES)]}"
    show = Show.objects.create(
        pk=FIRST_SHOW + number,
        slug=f"show-{number}",
        title=f"{name} Story",
        franchise=Franchise.objects.create(name=name),
        type="TV",
        year=2000 + number,
        episodes=12,
    )
    Alias.objects.create(show=show, text=show.title, language=Alias.Language.ROMAJI)
    return show


def _make_frame(show: Show, time: int, *, files: bool) -> Frame:
    name = "frames/none.png"
    if files:
        data = picture(show.pk * 100 + time, size=(320, 180))
        name = default_storage.save(f"frames/{show.pk}-{time}.png", ContentFile(data))
    return Frame.objects.create(
        pk=FIRST_FRAME + show.pk * 100 + time,
        show=show,
        episode=3,
        time=60.0 * time,
        sha256=hashlib.sha256(f"{show.pk} {time}".encode()).hexdigest(),
        format="PNG",
        status=Frame.Status.APPROVED,
        split="test",
        truth={"tags": ["close-up", "secret_name"]},
        image=name,
        width=320,
        height=180,
    )


def table_of(player_session: SessionBase, slot: Slot) -> Any:
    """Return the state of a run, as only the server knows it."""
    saved = load(Player(player_session, AnonymousUser(), ""), slot)
    assert saved is not None
    state = read_state(saved)
    assert not isinstance(state, NoRun)
    return state
