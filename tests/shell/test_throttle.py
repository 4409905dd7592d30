"""So many in so long, counted by key, over whatever cache there is."""

from __future__ import annotations

import subprocess
import sys

import pytest
import time_machine

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


@time_machine.travel("2026-01-01T00:00:00Z", tick=False)
def test_it_counts_in_a_cache_of_files(settings, tmp_path):
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": str(tmp_path / "cache")}}
    assert [allow("a", limit=2, seconds=60) for _ in range(3)] == [True, True, False]


COUNT = """
import sys
import django
from django.conf import settings
settings.configure(CACHES={"default": {
    "BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": sys.argv[1], "KEY_PREFIX": sys.argv[2],
}})
from classifier.throttle import allow
sys.stdin.readline()
print(sum(allow("shared", limit=300, seconds=10**9) for _ in range(250)))
"""


@pytest.mark.redis
def test_two_processes_on_redis_share_one_exact_count(redis_cache, settings):
    location = settings.CACHES["default"]["LOCATION"]
    command = [sys.executable, "-c", COUNT, location, redis_cache]
    both = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR)
        for _ in range(2)
    ]
    for process in both:
        process.stdin.write("go\n")
        process.stdin.flush()
    allowed = [int(process.communicate(timeout=60)[0]) for process in both]
    assert sum(allowed) == 300
