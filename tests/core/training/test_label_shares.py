"""What a picture's domain says of its label before it is looked at, and how a loss leaves that out."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from training.core.label_shares import expected_offsets, label_shares
from training.core.recipe import Recipe
from training.engine.dataset import STRANGER
from training.engine.losses import LabelLosses

DOMAINS = ("demo", "frames", "web")
COUNTS = np.array([[0, 0, 0, 9], [4, 2, 0, 0], [50, 50, 50, 0]])  # of the labels a, b, c and the drawn d
FRAMES, WEB = torch.tensor([1]), torch.tensor([2])


def losses(*balanced: str) -> LabelLosses:
    recipe = Recipe(name="r", task="show", datasets=(), labels=("a", "b", "c", "d"), label_smoothing=0.0)
    return LabelLosses(recipe, label_shares(COUNTS, DOMAINS, balanced), COUNTS.sum(axis=0))


def gradient(domain: torch.Tensor, *balanced: str) -> list[float]:
    """Return how the loss of a picture of `a` pushes each of four equal logits; below 0 is upwards."""
    logits = torch.zeros(1, 4, requires_grad=True)
    losses(*balanced)(logits, torch.tensor([0]), domain).sum().backward()
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
    assert label_shares(COUNTS, DOMAINS, []).flat.tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0])
    stranger = torch.tensor([STRANGER])
    drawn, even = torch.tensor([[0.0, 0.0, 0.0, 3.0]]), torch.tensor([[0.0, 0.0, 0.0, -3.0]])
    assert losses()(even, stranger, WEB) < losses()(drawn, stranger, WEB)


def test_where_every_show_is_drawn_a_stranger_looks_like_all_of_them():
    assert label_shares(COUNTS[:1], DOMAINS[:1], []).flat.tolist() == [0.25] * 4


def test_labels_seen_in_a_domain_can_be_expected_to_make_up_a_share_of_what_is_to_come():
    offsets = expected_offsets(COUNTS, DOMAINS, "frames", 0.8)
    expected = np.exp(offsets) * [1 / 3, 1 / 3, 1 / 3, 0]  # all real labels alike before
    assert expected.tolist() == pytest.approx([0.4, 0.4, 0.2, 0])
    assert offsets[3] == 0


def test_labels_as_likely_as_their_number_says_are_not_moved():
    assert expected_offsets(COUNTS, DOMAINS, "frames", 2 / 3).tolist() == pytest.approx([0] * 4, abs=1e-6)


@pytest.mark.parametrize(
    ("domain", "sentence"),
    [("stills", "no known picture of the domain 'stills'"), ("web", "every label has pictures of the domain 'web'")],
)
def test_where_no_label_was_seen_or_every_one_there_is_nothing_to_expect(domain: str, sentence: str):
    with pytest.raises(ValueError, match=sentence):
        expected_offsets(COUNTS, DOMAINS, domain, 0.8)
