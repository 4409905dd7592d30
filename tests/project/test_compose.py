"""`docker-compose.yml` can be read by docker-compose, names every part of the house, and only settings of ours."""

from __future__ import annotations

import os
import re
import subprocess

import pytest

from tests.project.tree import ROOT, read

PARTS = {"postgres", "redis", "web", "cpu-worker", "gpu-worker", "training-worker", "beat"}


def _compose(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["docker-compose", "--profile", "gpu", "--profile", "training", "config", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.compose
def test_docker_compose_reads_it_and_finds_every_part():
    done = _compose("--services", SECRET_KEY="secret", POSTGRES_PASSWORD="password")
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) == PARTS


@pytest.mark.compose
def test_without_a_password_nothing_starts():
    done = _compose("--quiet", SECRET_KEY="secret", POSTGRES_PASSWORD="")
    assert done.returncode != 0
    assert "set it in .env" in done.stderr


def test_the_settings_it_names_are_ours():
    named = set(re.findall(r"^ +((?:SNN|CELERY|WEB|CACHE|DATABASE|SECRET)_\w+):", read("docker-compose.yml"), re.M))
    ours = set(re.findall(r"^#? ?([A-Z_]+)=", read(".env.example"), re.M))
    assert len(named) > 5
    assert named <= ours


def test_both_images_are_built_by_the_dockerfile():
    wanted = set(re.findall(r"target: (\w+)", read("docker-compose.yml")))
    assert wanted == set(re.findall(r"^FROM \S+ AS (\w+)", read("Dockerfile"), re.M)) == {"web", "gpu"}
