"""A button pressed twice: of many posts of one form that come in the same moment, one counts, on real databases."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.project.tree import ROOT

pytestmark = pytest.mark.slow

PRESS = """
import threading
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import connection
from games.core import title
from games.models import FrameStat, GameResult
from games.services import play, start_run, title_page
from games.session import Slot
from games.core.registry import GameName
from tests.game_catalogue import make_game_shows, table_of, visitor_player

make_game_shows(8, frames=2)
player, slot = visitor_player(), Slot(GameName.TITLE)
assert start_run(player, slot, title.TitleOptions(choices=True, rounds=1)) is None
nonce = title_page(player, slot).run.nonce
right = (played := table_of(player.session, slot).rounds[0]).choices.index(played.show)
together, counted = threading.Barrier(6), []

def press(place):
    together.wait()
    counted.append(not play(player, slot, nonce, title.Choose(place)).stale)
    connection.close()

threads = [threading.Thread(target=press, args=((right + number) % 4,)) for number in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
played = table_of(player.session, slot).rounds[0]
stat = FrameStat.objects.get(pk=played.drawn.frame)
print(counted.count(True), len(counted), len(played.tries), stat.shown, GameResult.objects.count())
"""


def _press(url: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PRESS],
        cwd=ROOT,
        env=os.environ | {"SNN_TEST_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.strip()


def test_six_posts_at_once_count_once_on_sqlite(tmp_path):
    assert _press(f"sqlite:///{tmp_path / 'db.sqlite3'}") == "1 6 1 1 1"


@pytest.mark.postgres
def test_six_posts_at_once_count_once_on_postgres(postgres_database):
    assert _press(postgres_database) == "1 6 1 1 1"
