"""Which of the servers and programs that some tests need are here, and where."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

POSTGRES = os.environ.get("SNN_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
"""A server on which the tests may make databases; they drop what they made."""

REDIS = os.environ.get("SNN_TEST_REDIS", "redis://127.0.0.1:6379/15")
"""A server in which the tests may write keys under a prefix of their own."""


@cache
def postgres_missing() -> str:
    """Say why PostgreSQL cannot be used, or nothing."""
    import psycopg

    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.Error:
        return f"No PostgreSQL answers at {POSTGRES} (SNN_TEST_POSTGRES names another)."
    return ""


@cache
def redis_missing() -> str:
    """Say why Redis cannot be used, or nothing."""
    import redis

    try:
        with redis.Redis.from_url(REDIS, socket_connect_timeout=3) as client:
            client.ping()
    except redis.RedisError:
        return f"No Redis answers at {REDIS} (SNN_TEST_REDIS names another)."
    return ""


@cache
def chromium() -> str:
    """Return the path of an installed Chromium, or nothing."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), "")


def chromium_missing() -> str:
    """Say why no browser can be started, or nothing."""
    return "" if chromium() else "No Chromium is installed (Debian: apt install chromium)."


def own_servers_missing() -> str:
    """Say which program is missing with which a test starts servers of its own, or nothing."""
    if not (any(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")) or shutil.which("pg_ctl")):
        return "PostgreSQL is not installed (Debian: apt install postgresql)."
    return "" if shutil.which("redis-server") else "Redis is not installed (Debian: apt install redis-server)."


def compose_missing() -> str:
    """Say why `docker-compose.yml` cannot be read, or nothing."""
    return (
        "" if shutil.which("docker-compose") else "No docker-compose is installed (Debian: apt install docker-compose)."
    )


NEEDED_BY_MARKER = {
    "postgres": postgres_missing,
    "redis": redis_missing,
    "browser": chromium_missing,
    "own_servers": own_servers_missing,
    "compose": compose_missing,
}
