"""A finished network told which shows to expect of a domain: likelier there, and elsewhere nothing changes."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from django.core.management import CommandError, call_command
from django.test import override_settings
from PIL import Image

from classifier.core.model_card import read_card
from tests.pipeline.conftest import COLOURS, TINY_RECIPE
from training.core.evaluations import evaluation_path, read_judged
from training.core.judging import best_temperature
from training.engine.expectation import domain_direction
from training.launcher import run_job
from training.services import choose, create_run, promote

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

KNOWN = sorted(label for label in COLOURS if "Cartoon" not in label)
SEEN = KNOWN[0]
"""The only known show with pictures of the domain `stripes` to learn from."""


def write_domains(folder: Path) -> Path:
    """Write plain and striped pictures of every show; of one known show and of strangers stripes are learnt, too."""
    generator = np.random.default_rng(1)
    rows = []
    (folder / "images").mkdir(parents=True)
    for label, colour in COLOURS.items():
        for number in range(16):
            striped = number >= 8
            picture = np.clip(np.asarray(colour) + generator.normal(0, 25, (48, 64, 3)), 0, 255)
            if striped:
                picture[:, ::4] = 255
                picture[:, 1::4] = 0
            name = f"images/{label.lower().replace(' ', '-')}-{number}.png"
            Image.fromarray(picture.astype(np.uint8)).save(folder / name)
            learnt = label not in KNOWN or (number % 2 == 0 and (label == SEEN or not striped))
            rows.append(
                {
                    "file_name": name,
                    "label": label,
                    "kind": "anime" if label in KNOWN else "cartoon",
                    "domain": "stripes" if striped else "plain",
                    "split": "train" if learnt else "val",
                    "cluster": name,
                }
            )
    with (folder / "metadata.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("told")
    pictures = write_domains(folder / "domains")
    with override_settings(SNN_RUNS=folder / "runs", SNN_MODELS=folder / "models"):
        options = {**TINY_RECIPE, "epochs": 1, "balanced_domains": ("stripes",)}
        run = create_run(name="even", folders=[pictures], options=options)
        run_job("train", str(run.folder))
        choose("even")
    return folder / "runs"


@pytest.fixture
def even(runs, trained):
    """Return the run, a test's own copy of it."""
    shutil.copytree(trained, runs)
    return runs / "even"


def lead(run: Path, *, domain: str) -> float:
    """Return how many nats the show seen in stripes is ahead of the others, in the mean of a domain."""
    judged = read_judged(evaluation_path(run, 0), "val")
    logits = judged.logits[(judged.domains == domain) & (judged.targets >= 0)]
    place = KNOWN.index(SEEN)
    return float((logits[:, place] - np.delete(logits, place, axis=1).mean(axis=1)).mean())


def test_shows_seen_in_a_domain_are_likelier_there_and_not_elsewhere(even, runs):
    call_command("ensemble", "told", "even", seen_shares=[("stripes", 0.9)])
    choose("told")
    temperature = best_temperature(read_judged(evaluation_path(even, 0), "val").deciding())

    told, before = runs / "told", even
    gained = {
        domain: lead(told, domain=domain) - lead(before, domain=domain) / temperature for domain in ("stripes", "plain")
    }

    asked = np.log(0.9 / (1 - 0.9) * (len(KNOWN) - 1))
    assert 0.6 * asked < gained["stripes"] < 1.2 * asked
    assert abs(gained["plain"]) < 0.2 * asked


def test_the_card_says_what_is_expected(even):
    call_command("ensemble", "told", "even", seen_shares=[("stripes", 0.9)])
    choose("told")

    learnt_from = read_card(promote("told").folder).learnt_from

    assert "expects 90% of pictures like stripes to be of labels that had some" in learnt_from
    assert "; as even-epoch-000; " in learnt_from


@pytest.mark.parametrize(
    ("share", "sentence"),
    [
        (("stripes", 1.0), "seen_shares cannot be"),
        (("plain", 0.5), "every label has pictures"),
        (("film", 0.5), "no known"),
    ],
)
def test_what_cannot_be_expected_is_said_and_leaves_no_run(even, runs, capfd, share, sentence):
    with pytest.raises(CommandError) as refused:
        call_command("ensemble", "told", "even", seen_shares=[share])

    assert sentence in str(refused.value) + capfd.readouterr().err
    assert not (runs / "told").exists()


def test_a_word_that_is_no_share_is_refused(even):
    with pytest.raises(CommandError, match="is no DOMAIN=SHARE"):
        call_command("ensemble", "told", "even", "--expect", "stripes")


def test_a_domain_is_found_among_directions_that_differ_more():
    generator = np.random.default_rng(0)
    points = torch.from_numpy(generator.normal(0, [9.0, 1.0, 1.0, 1.0], (400, 4)))
    points[:100, 1] += 8

    direction, constant = domain_direction(points[:100], points[100:])

    found = points @ direction + constant
    assert found[:100].mean() == pytest.approx(1, abs=0.15)
    assert found[100:].mean() == pytest.approx(0, abs=0.15)
