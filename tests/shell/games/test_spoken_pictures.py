"""A picture's alternative text says what a network saw on it ahead of time, and nothing that tells the answer."""

from __future__ import annotations

import re

import pytest

from catalog.models import Frame
from classifier.models import FrameScore, ModelVersion
from games.core.registry import GameName
from tests.game_catalogue import make_game_shows
from tests.shell.games.conftest import Table

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(visitor) -> Table:
    make_game_shows(files=True)
    tags = ModelVersion.objects.create(task="tags", name="tags-1", state="active", path="tags-1")
    seen = [{"label": label, "confidence": 0.9} for label in ("blue_hair", "ayanami_rei", "outdoors", "evangelion")]
    FrameScore.objects.bulk_create(
        FrameScore(
            frame=frame, version=tags, show=frame.show, random_key=0.5, top=seen, knows=False, correct=False, split=""
        )
        for frame in Frame.objects.all()
    )
    return Table(visitor, GameName.TITLE)


def alt_of(table: Table) -> str:
    page = table.client.get(table.url()).content.decode()
    found = re.search(r'<img class="[^"]*" src="/games/picture[^"]*" alt="([^"]*)"', page)
    assert found, page
    return found[1]


def test_it_says_what_is_to_be_seen_and_names_nobody(table):
    Frame.objects.update(truth={})
    table.start()
    alt = alt_of(table)
    assert "blue hair, outdoors" in alt
    assert "rei" not in alt
    assert "evangelion" not in alt


def test_what_somebody_knows_of_a_frame_goes_before_what_a_network_saw(table):
    Frame.objects.update(truth={"tags": ["night"]})
    table.start()
    assert alt_of(table).endswith(": night")
