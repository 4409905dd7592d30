"""So many in so long, counted by key, over whatever cache there is."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
import time_machine

from classifier.counts import FileCounts
from classifier.throttle import allow


@time_machine.travel("2026-01-01T00:00:00Z", tick=False)
def test_the_first_few_are_allowed_and_the_next_is_not():
    assert [allow("a", limit=3, seconds=60) for _ in range(5)] == [True, True, True, False, False]


def test_after_the_window_it_starts_anew_however_often_was_asked_in_between():
    with time_machine.travel("2026-01-01T00:00:00Z", tick=False) as clock:
        for second in (0, 20, 40):
            clock.move_to(f"2026-01-01T00:00:{second:02d}Z")
            allow("a", limit=1, seconds=60)
        assert not allow("a", limit=1, seconds=60)
        clock.move_to("2026-01-01T00:01:00Z")
        assert allow("a", limit=1, seconds=60)


@time_machine.travel("2026-01-01T00:00:00Z", tick=False)
def test_keys_are_counted_apart_whatever_is_in_them():
    assert allow("a", limit=1, seconds=60)
    assert allow("b", limit=1, seconds=60)
    assert allow("ä b\n" * 200, limit=1, seconds=60)
    assert not allow("a", limit=1, seconds=60)


@pytest.fixture
def files(settings, tmp_path):
    """A cache of files."""
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": str(tmp_path / "cache")}}
    return settings.CACHES["default"]


@time_machine.travel("2026-01-01T00:00:00Z", tick=False)
@pytest.mark.usefixtures("files")
def test_it_counts_beside_a_cache_of_files():
    assert [allow("a", limit=2, seconds=60) for _ in range(3)] == [True, True, False]
    assert allow("b", limit=1, seconds=60)


def test_two_processes_with_a_cache_of_files_share_one_exact_count(files, settings):
    assert sum(allowed_by_two(files, settings.BASE_DIR)) == 300


def test_counts_in_files_are_forgotten_after_two_days(tmp_path):
    counts = FileCounts(tmp_path)
    counts.add("old")
    counts.add("new")
    long_ago = (tmp_path / "old").stat().st_mtime - FileCounts.KEPT - 1
    os.utime(tmp_path / "old", (long_ago, long_ago))

    FileCounts(tmp_path).add("another")

    assert (counts.read("old"), counts.read("new"), counts.read("another")) == (0, 1, 1)


def test_where_counts_cannot_be_written_nobody_is_turned_away(files, tmp_path):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "counts").write_text("no folder")

    assert allow("a", limit=0, seconds=60)


COUNT = """
import json, sys
import django
from django.conf import settings
settings.configure(CACHES={"default": json.loads(sys.argv[1])})
from classifier.throttle import allow
sys.stdin.readline()
print(sum(allow("shared", limit=300, seconds=10**9) for _ in range(250)))
"""


@pytest.mark.redis
def test_two_processes_on_redis_share_one_exact_count(redis_cache, settings):
    cache = settings.CACHES["default"] | {"KEY_PREFIX": redis_cache}

    assert sum(allowed_by_two(cache, settings.BASE_DIR)) == 300


def allowed_by_two(cache, folder):
    """Let two processes ask 250 times each, at once, where 300 are allowed; return how often each may."""
    command = [sys.executable, "-c", COUNT, json.dumps(cache)]
    both = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder)
        for _ in range(2)
    ]
    for process in both:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [int(process.communicate(timeout=60)[0]) for process in both]


def test_while_the_cache_is_away_nobody_is_turned_away(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert allow("a", limit=0, seconds=60)
