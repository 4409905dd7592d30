"""Expired sessions and runs of games do not pile up."""

from __future__ import annotations

import runpy
import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from games.core.registry import GameName
from games.session import Player, Saved, Slot, load, save_new
from snn.sessions import clear_expired_sessions, start_clearing_sessions

CLEARING = "snn.sessions.start_clearing_sessions"


@pytest.fixture
def player(client, db):
    session = client.session
    session.save()
    return Player(session, None, "")


def _deal(player, game):
    save_new(player, Saved(Slot(game), state={}, mode="round", seed="seed"))
    return player.session["games"][Slot(game).code]


def _expire(key):
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))


def test_what_expired_goes_and_what_is_good_stays(player):
    old, new = _deal(player, GameName.TITLE), _deal(player, GameName.FRAME)
    _expire(old)

    clear_expired_sessions()

    assert not Session.objects.filter(pk=old).exists()
    assert Session.objects.filter(pk=player.session.session_key).exists()
    assert load(player, Slot(GameName.FRAME)) is not None
    assert new != old


@pytest.mark.django_db(transaction=True)
def test_the_running_server_clears_at_its_start(player):
    old = _deal(player, GameName.MATCHING)
    _expire(old)
    stop = threading.Event()
    stop.set()

    start_clearing_sessions(stop=stop).join(timeout=60)

    assert not Session.objects.filter(pk=old).exists()


def test_each_worker_of_the_server_clears(monkeypatch):
    started = []
    others = (
        "purge.start_hourly_purge",
        "sweep.start_sweeping",
        "warming.warm_networks",
        "batching.start_answering_batches",
    )
    for name in (*(f"classifier.{other}" for other in others), "catalog.services.read_titles_beside", CLEARING):
        monkeypatch.setattr(name, lambda name=name: started.append(name))
    monkeypatch.setattr("signal.signal", lambda *ending: None)

    runpy.run_path("gunicorn.conf.py")["post_worker_init"](SimpleNamespace(handle_exit=None))

    assert CLEARING in started
