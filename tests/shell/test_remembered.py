"""What hardly changes is remembered for a moment: fewer queries a picture, and anything new seen soon after."""

from __future__ import annotations

import pytest

from classifier.core.image import decode
from classifier.services import activate_version, create_version, forget_networks, known, labelling, remembered, said
from classifier.services.remembered import Memory
from tests.tiny_network import picture, write_model

RED = decode(picture((220, 20, 20), (64, 36)))


@pytest.fixture
def clock(monkeypatch, settings):
    """A clock that stands until it is moved; what was asked is remembered for two seconds."""
    settings.SNN_REMEMBER_SECONDS = 2
    now = [1000.0]
    monkeypatch.setattr(remembered.time, "monotonic", lambda: now[0])
    for module, name in ((known, "_memory"), (labelling, "_memory"), (said, "_remembered_shows")):
        monkeypatch.setattr(module, name, Memory())
    return now


@pytest.fixture
def versions(db, settings, tmp_path):
    """Two networks; the first answers."""
    settings.SNN_MODELS = tmp_path / "models"
    forget_networks()
    made = []
    for name in ("first", "second"):
        write_model(tmp_path / name, name=name)
        made.append(create_version(tmp_path / name, "show"))
    activate_version(made[0])
    return made


def test_a_value_is_made_anew_once_it_is_too_old(clock):
    made = iter("abc")
    memory = Memory()
    first, second = memory.get("x", lambda: next(made)), memory.get("x", lambda: next(made))
    clock[0] += 2

    assert (first, second, memory.get("x", lambda: next(made))) == ("a", "a", "b")


@pytest.mark.usefixtures("clock")
def test_a_failure_is_not_remembered():
    memory = Memory()
    with pytest.raises(ZeroDivisionError):
        memory.get("x", lambda: 1 / 0)

    assert memory.get("x", lambda: 1) == 1


@pytest.mark.usefixtures("clock", "versions")
def test_the_second_picture_asks_the_database_nothing(django_assert_num_queries):
    first = said.say(RED)

    with django_assert_num_queries(0):
        second = said.say(RED)

    assert [guess.show for guess in second.guesses] == [guess.show for guess in first.guesses]


def test_a_promotion_and_a_show_taken_off_are_seen_once_the_moment_is_over(clock, versions):
    before = said.say(RED)
    activate_version(versions[1])
    best = before.guesses[0].show
    type(best).objects.filter(pk=best.pk).update(is_listed=False)
    clock[0] += 2

    after = said.say(RED)

    assert (before.version.name, after.version.name) == ("first", "second")
    assert best not in [guess.show for guess in after.guesses]


def test_without_a_moment_everything_is_seen_at_once(clock, versions, settings):
    settings.SNN_REMEMBER_SECONDS = 0
    said.say(RED)
    activate_version(versions[1])

    assert said.say(RED).version.name == "second"
