"""The network that comes with the program answers from the first start, and gives way to the keeper's own."""

from __future__ import annotations

import pytest

from catalog.models import Alias, Show
from classifier.models import ModelVersion
from classifier.services import (
    VersionError,
    activate_version,
    create_version,
    forget_networks,
    load_bundled,
    rollback_version,
)
from tests.tiny_network import COLOURS, write_model

pytestmark = pytest.mark.django_db

READY, ACTIVE, RETIRED = ModelVersion.State.READY, ModelVersion.State.ACTIVE, ModelVersion.State.RETIRED


@pytest.fixture
def bundled(settings, tmp_path, monkeypatch):
    """The folder of the network that comes with the program; `ModelVersion.folder` finds it beside the models."""
    settings.SNN_MODELS = tmp_path / "models"
    forget_networks()
    monkeypatch.setattr("classifier.services.bundled.BUNDLED", tmp_path / "bundled")
    monkeypatch.setattr("classifier.models.versions.__file__", str(tmp_path / "models" / "versions.py"))
    return tmp_path / "bundled" / "show"


def states() -> dict[str, str]:
    return dict(ModelVersion.objects.values_list("name", "state"))


def test_without_a_bundled_network_nothing_answers(bundled):
    assert load_bundled() is None
    assert not ModelVersion.objects.exists()


def test_the_first_start_makes_it_answer(bundled):
    write_model(bundled, name="bundled-1")
    version = load_bundled()
    assert (version.name, version.state, version.path) == ("bundled-1", ACTIVE, "bundled/show")
    assert version.folder == bundled
    assert version.labels.count() == len(COLOURS)


def test_it_makes_no_shows_and_knows_those_that_are_there(bundled):
    red = Show.objects.create(slug="red", title="Red Show")
    Alias.objects.create(show=red, text="Red Show", language=Alias.Language.LABEL)
    write_model(bundled)
    version = load_bundled()
    assert Show.objects.count() == 1
    assert list(version.labels.exclude(show=None).values_list("label", "show__slug")) == [("Red Show", "red")]


def test_ambiguous_and_doubled_labels_do_not_stop_the_start(bundled):
    for slug in ("one", "two"):
        Alias.objects.create(show=Show.objects.create(slug=slug, title=slug), text="Red Show")
    blue = Show.objects.create(slug="blue", title="Blue Show")
    Alias.objects.create(show=blue, text="Blue Show")
    Alias.objects.create(show=blue, text="Green Show")
    write_model(bundled)
    named = dict(load_bundled().labels.exclude(show=None).values_list("label", "show__slug"))
    assert list(named.values()) == ["blue"]


def test_a_second_start_changes_nothing_and_asks_little(bundled, django_assert_num_queries):
    write_model(bundled)
    first = load_bundled()
    with django_assert_num_queries(3):
        assert load_bundled() == first
    assert ModelVersion.objects.count() == 1


def test_a_newer_bundled_network_replaces_an_older_one(bundled):
    write_model(bundled, name="bundled-1")
    load_bundled()
    write_model(bundled, name="bundled-2", sharpness=3.0)
    assert load_bundled().name == "bundled-2"
    assert states() == {"bundled-1": RETIRED, "bundled-2": ACTIVE}
    with pytest.raises(VersionError, match="No earlier version"):
        rollback_version("show")


def test_it_never_displaces_what_the_keeper_promoted(bundled, tmp_path):
    write_model(bundled, name="bundled-1")
    load_bundled()
    write_model(tmp_path / "own", name="own", sharpness=5.0)
    activate_version(create_version(tmp_path / "own", "show"))
    write_model(bundled, name="bundled-2", sharpness=3.0)
    assert load_bundled().name == "own"
    assert states() == {"bundled-1": RETIRED, "own": ACTIVE, "bundled-2": READY}


def test_the_keeper_can_go_back_to_it(bundled, tmp_path):
    write_model(bundled, name="bundled-1")
    load_bundled()
    write_model(tmp_path / "own", name="own", sharpness=5.0)
    activate_version(create_version(tmp_path / "own", "show"))
    assert rollback_version("show").name == "bundled-1"
    assert load_bundled().name == "bundled-1"


def test_a_network_changed_under_the_same_name_is_registered_anew(bundled):
    write_model(bundled, name="bundled")
    load_bundled()
    write_model(bundled, name="bundled", colours=dict(list(COLOURS.items())[:3]), sharpness=3.0)
    version = load_bundled()
    assert states() == {"bundled": ACTIVE}
    assert version.labels.count() == 3


def test_a_damaged_bundled_network_is_said_plainly_and_not_registered(bundled):
    write_model(bundled)
    (bundled / "model.onnx").write_bytes(b"nonsense")
    with pytest.raises(VersionError, match="SHA-256 differs"):
        load_bundled()
    assert not ModelVersion.objects.exists()
