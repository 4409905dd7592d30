"""What a picture's domain says of its label before it is looked at, and how a loss leaves that out."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from training.core.label_shares import label_shares
from training.core.recipe import Recipe
from training.engine.dataset import STRANGER
from training.engine.losses import LabelLosses

DOMAINS = ("demo", "frames", "web")
COUNTS = np.array([[0, 0, 0, 9], [4, 2, 0, 0], [50, 50, 50, 0]])  # of the labels a, b, c and the drawn d
FRAMES, WEB = torch.tensor([1]), torch.tensor([2])


def losses(*balanced: str, seen_share: float = 0.0) -> LabelLosses:
    recipe = Recipe(name="r", task="show", datasets=(), labels=("a", "b", "c", "d"), label_smoothing=0.0)
    return LabelLosses(recipe, label_shares(COUNTS, DOMAINS, balanced, seen_share), COUNTS.sum(axis=0))


def gradient(domain: torch.Tensor, *balanced: str, seen_share: float = 0.0) -> list[float]:
    """Return how the loss of a picture of `a` pushes each of four equal logits; below 0 is upwards."""
    logits = torch.zeros(1, 4, requires_grad=True)
    losses(*balanced, seen_share=seen_share)(logits, torch.tensor([0]), domain).sum().backward()
    assert logits.grad is not None
    return [round(value, 3) for value in logits.grad[0].tolist()]


def test_a_frame_says_next_to_nothing_of_a_show_without_frames():
    assert gradient(FRAMES)[2] == 0.25
    assert 0 < gradient(FRAMES, "frames")[2] < 0.02


def test_a_frame_still_denies_shows_with_frames_and_drawn_shows():
    _, other, _, drawn = gradient(FRAMES, "frames")
    assert other > 0.15
    assert drawn > 0.15


def test_only_the_domains_named_are_balanced():
    assert gradient(WEB, "frames") == gradient(WEB) == gradient(FRAMES)


def test_a_label_that_has_twice_the_frames_is_expected_twice_as_often():
    shifts = label_shares(COUNTS, DOMAINS, ["frames"]).shifts[1]
    assert shifts[0] - shifts[1] == pytest.approx(np.log(2))


def test_a_stranger_looks_like_real_shows_alike_and_like_no_drawn_one():
    assert label_shares(COUNTS, DOMAINS, []).flat[2].tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0])
    stranger = torch.tensor([STRANGER])
    drawn, even = torch.tensor([[0.0, 0.0, 0.0, 3.0]]), torch.tensor([[0.0, 0.0, 0.0, -3.0]])
    assert losses()(even, stranger, WEB) < losses()(drawn, stranger, WEB)


def test_where_every_show_is_drawn_a_stranger_looks_like_all_of_them():
    assert label_shares(COUNTS[:1], DOMAINS[:1], []).flat.tolist() == [[0.25] * 4]


@pytest.mark.parametrize(("seen_share", "expected"), [(0.0, [1 / 3, 1 / 3, 1 / 3]), (0.8, [0.4, 0.4, 0.2])])
def test_a_network_that_tells_no_more_than_the_domain_learns_the_share_expected_of_labels_seen(
    seen_share: float, expected: list[float]
):
    logits = torch.tensor([*np.log(expected), -20.0], requires_grad=True)
    known, stranger = torch.tensor([0] * 4 + [1] * 2), torch.tensor([STRANGER] * 6)
    own = losses("frames", seen_share=seen_share)
    for targets in (known, stranger):
        logits.grad = None
        own(logits.expand(6, 4), targets, FRAMES.expand(6)).mean().backward()
        assert logits.grad is not None
        assert logits.grad.abs().max() < 0.02


def test_the_share_of_labels_seen_says_nothing_of_other_domains():
    assert gradient(WEB, "frames", seen_share=0.8) == gradient(WEB)
    shares = label_shares(COUNTS, DOMAINS, ["frames"], 0.8)
    assert shares.flat[0].tolist() == shares.flat[2].tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0])


def test_a_label_less_expected_has_less_to_fear_from_pictures_of_others():
    even, uneven = (label_shares(COUNTS, DOMAINS, ["frames"], share).shifts[1] for share in (0.0, 0.8))
    assert (uneven - even).tolist() == pytest.approx([0, 0, np.log(2), 0], abs=1e-6)


def test_where_every_real_label_has_been_seen_all_are_expected_alike():
    counts = np.array([[0, 0, 0, 9], [4, 2, 1, 0], [50, 50, 50, 0]])
    shares = label_shares(counts, DOMAINS, ["frames"], 0.8)
    assert shares.flat[1].tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0])
    assert shares.shifts.tolist() == label_shares(counts, DOMAINS, ["frames"]).shifts.tolist()
