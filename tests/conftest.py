"""What every test can ask for: three people, a fresh place for files, and the servers that some tests need."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from tests import servers


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, with a line, what needs a server that is not here; on CI that is a failure."""
    for marker, missing in servers.NEEDED_BY_MARKER.items():
        if item.get_closest_marker(marker) and (reason := missing()):
            if os.environ.get("CI") == "true":
                pytest.fail(f"{reason} Under CI=true nothing is skipped.", pytrace=False)
            pytest.skip(reason)


@pytest.fixture(autouse=True)
def _fresh_files(settings: Settings, tmp_path: Path) -> None:
    """Give each test its own media folder and an empty cache, so that no test sees another's."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SNN_INDEXES = tmp_path / "indexes"
    cache.clear()


@pytest.fixture
def owner_user(db: None) -> AbstractBaseUser:
    return get_user_model().objects.create_user("owner", password="owner")


@pytest.fixture
def other_user(db: None) -> AbstractBaseUser:
    return get_user_model().objects.create_user("other", password="other")


@pytest.fixture
def owner(owner_user: AbstractBaseUser) -> Client:
    """Somebody signed in, whose thing it is: may."""
    client = Client()
    client.force_login(owner_user)
    return client


@pytest.fixture
def other(other_user: AbstractBaseUser) -> Client:
    """Somebody else signed in: may not."""
    client = Client()
    client.force_login(other_user)
    return client


@pytest.fixture
def visitor(db: None) -> Client:
    """Somebody not signed in."""
    return Client()


@pytest.fixture
def postgres_database() -> Iterator[str]:
    """Make an empty PostgreSQL database, give its URL, drop it."""
    import psycopg
    from psycopg import sql

    name = f"snn_tests_{secrets.token_hex(6)}"
    with psycopg.connect(servers.POSTGRES, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield servers.POSTGRES.rpartition("/")[0] + f"/{name}"
        for made in (name, f"test_{name}"):  # Django's own test run adds the second
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(made)))


@pytest.fixture
def redis_cache(settings: Settings) -> Iterator[str]:
    """Let Django's cache be Redis for one test, under a key prefix of its own that is removed again."""
    import redis

    prefix = f"snn-tests-{secrets.token_hex(6)}"
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": servers.REDIS,
            "KEY_PREFIX": prefix,
        }
    }
    yield prefix
    with redis.Redis.from_url(servers.REDIS) as client:
        for key in client.scan_iter(f"{prefix}:*"):
            client.delete(key)
