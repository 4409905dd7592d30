"""Folders of their own for runs and networks, and three people: who steers, who only looks, who is no staff."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def folders(settings: Settings, tmp_path: Path) -> Path:
    """Keep runs, networks and data sets of each test apart."""
    settings.SNN_RUNS = tmp_path / "runs"
    settings.SNN_MODELS = tmp_path / "models"
    settings.SNN_DATASETS = tmp_path / "datasets"
    settings.CELERY_BROKER_URL = ""
    return tmp_path


@pytest.fixture
def queue(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Say that there is a broker; the list holds what was sent to it."""
    settings.CELERY_BROKER_URL = "memory://"
    sent: list[str] = []
    monkeypatch.setattr("training.tasks.work.delay", lambda: sent.append("work"))
    monkeypatch.setattr("training.tasks.guess.delay", lambda run, sha256: sent.append(f"guess {sha256}"))
    return sent


@pytest.fixture
def keeper(db: None) -> Client:
    """Staff who may do everything with runs."""
    return _staff("keeper", "view", "add", "change")


@pytest.fixture
def onlooker(db: None) -> Client:
    """Staff who may only look."""
    return _staff("onlooker", "view")


def _staff(name: str, *may: str) -> Client:
    user = get_user_model().objects.create_user(name, password=name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=[f"{verb}_trainingrun" for verb in may]))
    client = Client()
    client.force_login(user)
    return client
