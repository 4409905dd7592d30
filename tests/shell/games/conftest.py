"""A visitor at a table of the games."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from games.core.registry import GameName
from games.session import Slot
from tests.game_catalogue import make_game_shows, table_of
from tests.shell.pictures import picture


class Table:
    """A visitor's browser at one game, and a look at what only the server knows."""

    def __init__(self, client: Client, game: GameName, *, daily: bool = False) -> None:
        self.client = client
        self.slot = Slot(game, daily)

    def url(self, what: str = "table") -> str:
        names = {"table": "daily"}.get(what, f"{what}_daily") if self.slot.daily else what
        return reverse(f"games:{names}", args=[self.slot.game])

    def start(self, **how: str) -> Any:
        return self.client.post(self.url("start"), how)

    def page(self) -> Any:
        """What pages are made of, as the visitor sees it."""
        return self.client.get(self.url()).context["page"]

    def play(self, nonce: str | None = None, **move: Any) -> Any:
        return self.client.post(self.url("play"), {"nonce": self.page().run.nonce if nonce is None else nonce, **move})

    @property
    def state(self) -> Any:
        return table_of(self.client.session, self.slot)

    @property
    def round(self) -> Any:
        return self.state.rounds[self.state.at]

    def picture(self, token: str) -> Any:
        return self.client.get(reverse("games:picture", args=[token]))


@pytest.fixture
def shows(db: None) -> list[Any]:
    return make_game_shows()


@pytest.fixture
def title_table(client: Client, shows: list[Any]) -> Table:
    return Table(client, GameName.TITLE)


@pytest.fixture
def frame_table(client: Client, shows: list[Any]) -> Table:
    return Table(client, GameName.FRAME)


@pytest.fixture
def matching_table(client: Client, shows: list[Any]) -> Table:
    return Table(client, GameName.MATCHING)


@pytest.fixture
def make_files(shows: list[Any]) -> None:
    """Put a picture where every frame of `make_game_shows` has its."""
    default_storage.save("frames/none.png", ContentFile(picture(1)))
