"""The cache may be Redis: it keeps, counts and forgets there, and the limits on uploads hold."""

from __future__ import annotations

import pytest
import redis
from django.core.cache import cache

from classifier.throttle import allow
from tests import servers

pytestmark = [pytest.mark.redis, pytest.mark.usefixtures("redis_cache")]


def test_what_is_set_lies_in_redis(redis_cache):
    cache.set("colour", "green", timeout=60)

    with redis.Redis.from_url(servers.REDIS) as client:
        (key,) = client.scan_iter(f"{redis_cache}:*")
        assert 0 < client.ttl(key) <= 60
    assert cache.get("colour") == "green"


def test_counting_is_shared_by_all_connections():
    cache.set("count", 1)
    cache.incr("count")
    cache.close()

    assert cache.incr("count") == 3


def test_a_sender_over_the_limit_is_stopped_and_another_is_not():
    answers = [allow("one", limit=3, seconds=60) for _ in range(4)]

    assert answers == [True, True, True, False]
    assert allow("another", limit=3, seconds=60)
