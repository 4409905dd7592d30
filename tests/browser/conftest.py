"""A Chromium that visits the running site, and a site with a network that answers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from catalog.models import Show
from classifier.models import ModelVersion
from tests import servers
from tests.answers import FIGURES, PROBABILITIES, make_six_shows
from tests.browser.in_flight import await_answers
from tests.fakes import fake_network
from tests.tiny_network import picture

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SEEN_TIMEOUT = 30_000
"""Milliseconds to wait for what a page should show: a busy machine is slow, not wrong."""

expect.set_options(timeout=SEEN_TIMEOUT)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a module. While it runs, Django takes the thread for one of asyncio's and must be told otherwise."""
    with mock.patch.dict(os.environ, DJANGO_ALLOW_ASYNC_UNSAFE="true"), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=servers.chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def shows(transactional_db: None) -> list[Show]:
    return make_six_shows()


@pytest.fixture
def network(settings, shows) -> ModelVersion:
    version = fake_network(settings, shows, PROBABILITIES)
    version.card["metrics"] = {"val": {"shows": FIGURES}}
    version.save()
    return version


@pytest.fixture
def address(live_server) -> Iterator[str]:
    """The address of the running site; once all browsers of a test are closed, what they asked for is waited for."""
    yield live_server.url
    await_answers()


@pytest.fixture
def context(chromium, address, network) -> Iterator[BrowserContext]:
    """A visitor with scripts."""
    context = chromium.new_context(base_url=address)
    context.set_default_timeout(SEEN_TIMEOUT)
    yield context
    context.close()


@pytest.fixture
def page(context) -> Iterator[Page]:
    """A page of a visitor with scripts. Whatever its scripts or the content policy complain of fails the test."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.extend(_complaint(message)))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []


@pytest.fixture
def plain_page(chromium, address, network) -> Iterator[Page]:
    """A page of a visitor without scripts."""
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    context.set_default_timeout(SEEN_TIMEOUT)
    yield context.new_page()
    context.close()


@pytest.fixture
def scene(tmp_path) -> Path:
    """A file with a picture that the network knows."""
    return _written(tmp_path / "scene.png", picture((255, 0, 0), (640, 360)))


@pytest.fixture
def other_scene(tmp_path) -> Path:
    return _written(tmp_path / "other.png", picture((0, 0, 255), (640, 360)))


@pytest.fixture
def words(tmp_path) -> Path:
    """A file that is no picture."""
    return _written(tmp_path / "words.png", b"only words")


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _complaint(message: ConsoleMessage) -> Iterator[str]:
    answered_with_an_error = message.text.startswith("Failed to load resource: the server responded with a status of")
    if message.type in ("error", "warning") and not answered_with_an_error:
        yield message.text
