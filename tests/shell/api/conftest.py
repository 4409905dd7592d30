"""A network that knows shows by their colour, frames to compare with, and the rest of the web."""

from __future__ import annotations

import pytest

from catalog.models import Frame, Show
from classifier.models import ModelVersion
from classifier.services import activate_version, create_version, forget_networks, score_frames
from tests.frames import make_frame
from tests.other_web import other_web
from tests.tiny_network import picture, write_model

RED = picture((220, 20, 20), (640, 360))
BLUE = picture((20, 20, 220), (640, 360))


@pytest.fixture
def version(transactional_db, settings, tmp_path) -> ModelVersion:
    settings.SNN_MODELS = tmp_path / "models"
    forget_networks()
    write_model(tmp_path / "export")
    version = create_version(tmp_path / "export", "show")
    activate_version(version)
    return version


@pytest.fixture
def shows(version) -> dict[str, Show]:
    """Two with numbers of their own elsewhere, four without."""
    Show.objects.filter(title="Red Show").update(anilist_id=777, mal_id=77, type="TV", season="fall", year=2003)
    Show.objects.filter(title="Blue Show").update(anilist_id=888, title_english="The Blue Show")
    return {show.title: show for show in Show.objects.all()}


@pytest.fixture
def frames(version, shows) -> list[Frame]:
    """Two of the red show, the second more like its pictures, one that is kept for games and like no other."""
    made = [
        make_frame(1, shows["Red Show"], (200, 90, 90), episode=1, time=10.0),
        make_frame(2, shows["Red Show"], (221, 21, 21), episode=3, time=83.5),
        make_frame(3, shows["Red Show"], (220, 20, 20), episode=9, time=1.0, split="test"),
        make_frame(4, shows["White Show"], (245, 245, 245)),
    ]
    score_frames(version)
    return made


@pytest.fixture
def web(monkeypatch):
    with other_web(monkeypatch) as web:
        yield web
