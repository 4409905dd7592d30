"""The networks that come with the project are whole, say what they learnt from, and fit into the tree."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from classifier.core.model_card import read_card
from tests.project.tree import ROOT, tracked

BUNDLED = ROOT / "classifier" / "bundled"
CARDS = [ROOT / file for file in tracked() if file.match("classifier/bundled/*/model.json")]
MAX_BYTES = 40 * 1000 * 1000


def test_a_network_for_shows_is_bundled():
    assert BUNDLED / "show" / "model.json" in CARDS


def test_all_bundled_files_together_are_at_most_40_mb():
    size = sum((ROOT / file).stat().st_size for file in tracked() if file.parts[:2] == ("classifier", "bundled"))

    assert size <= MAX_BYTES


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.parent.name)
def test_the_card_says_where_the_network_comes_from(path: Path):
    card = read_card(path)

    assert card.task == path.parent.name
    assert card.learnt_from
    assert card.may_be_used_for
    assert card.recipe_sha256
    assert card.data
    assert card.metrics


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.parent.name)
def test_the_files_are_those_of_the_card(path: Path):
    card = read_card(path)

    assert {"model.onnx", "model.safetensors", "manifest.csv"} <= set(card.files)
    for name, sha256 in card.files.items():
        assert hashlib.sha256((path.parent / name).read_bytes()).hexdigest() == sha256, name


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.parent.name)
def test_the_network_notes_nothing_of_the_machine_that_exported_it(path: Path):
    for file in path.parent.iterdir():
        assert b"site-packages" not in file.read_bytes(), file.name
