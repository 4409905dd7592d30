"""What an epoch shows: known pictures as often as their domain asks, strangers of all domains alike, anew each time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from training.core.label_shares import label_shares
from training.core.manifest import ManifestRow
from training.core.recipe import DatasetRef, Recipe
from training.engine.augment import Augment
from training.engine.dataset import STRANGER, Pictures
from training.engine.losses import LabelLosses, Labels, mixed_loss
from training.engine.overlays import Captions, paste_borders
from training.engine.sampling import EpochSampler, stranger_quotas

RECIPE = Recipe(
    name="r",
    task="show",
    datasets=(DatasetRef("d", "d", "0", 1),),
    labels=("a", "b"),
    batch_size=4,
    repeats={"frames": 3},
    stranger_share=0.5,
)


def pictures(**counts: int) -> Pictures:
    """`web=2, stranger_web=3` makes two known and three strange pictures of the domain web."""
    rows, targets = [], []
    for name, count in counts.items():
        domain = name.removeprefix("stranger_")
        for number in range(count):
            role = "stranger" if name.startswith("stranger_") else "known"
            rows.append(ManifestRow("d", f"{name}{number}", "", "a", domain, "", "", "", "", "train", role))
            targets.append(STRANGER if role == "stranger" else 0)
    return Pictures(tuple(rows), tuple(Path() for _ in rows), np.array(targets), tuple(0 for _ in rows))


def drawn(sampler: EpochSampler, length: int) -> list[int]:
    return [index % length for index in sampler]


def test_a_repeated_domain_comes_so_often_and_each_time_by_another_key():
    one = pictures(web=6, frames=2)
    order = list(EpochSampler(one, RECIPE))
    assert len(order) == len(set(order)) == 12
    assert [index % 8 for index in order].count(6) == 3


def test_strangers_fill_their_share_with_all_domains_alike():
    assert stranger_quotas({"web": 100, "frames": 100}, known=60, share=0.25) == {"web": 10, "frames": 10}


def test_a_small_domain_of_strangers_leaves_its_room_to_the_others():
    assert stranger_quotas({"web": 100, "frames": 4}, known=60, share=0.25) == {"web": 16, "frames": 4}


def test_a_share_of_one_shows_all_strangers():
    assert stranger_quotas({"web": 100, "frames": 4}, known=1, share=1.0) == {"web": 100, "frames": 4}


def test_other_strangers_come_in_another_epoch():
    one = pictures(web=8, stranger_web=100)
    sampler = EpochSampler(one, RECIPE)
    first = set(drawn(sampler, len(one)))
    sampler.epoch = 1
    assert first != set(drawn(sampler, len(one)))


def test_processes_share_an_epoch_without_overlap():
    one = pictures(web=16, stranger_web=20)
    shares = [list(EpochSampler(one, RECIPE, rank=rank, world=2)) for rank in (0, 1)]
    assert not set(shares[0]) & set(shares[1])
    together = [index for pair in zip(*shares, strict=True) for index in pair]
    assert together == list(EpochSampler(one, RECIPE))


def test_the_same_key_changes_a_picture_in_the_same_way_and_another_in_another():
    recipe = replace(RECIPE, captions=0.5, borders=0.5, blur=0.5)
    augment = Augment(recipe, (0.5,) * 3, (0.5,) * 3)
    picture = torch.randint(0, 256, (3, 90, 120), dtype=torch.uint8)
    first = augment(picture, size=64, epoch=0, index=5)
    assert first.shape == (3, 64, 64)
    assert torch.equal(first, augment(picture, size=64, epoch=0, index=5))
    assert not torch.equal(first, augment(picture, size=64, epoch=1, index=5))


def test_captions_and_borders_cover_a_part_of_the_picture_and_leave_the_rest():
    picture = torch.full((3, 128, 128), 100, dtype=torch.uint8)
    captions = Captions(seed=0)
    torch.manual_seed(0)
    for paste in (captions.paste, paste_borders):
        for _ in range(20):
            changed = (paste(picture) != picture).any(dim=0).float().mean()
            assert changed < 0.8
    assert max(float((captions.paste(picture) != picture).float().mean()) for _ in range(20)) > 0.01
    assert (picture == 100).all(), "the picture given was written to"


def label_losses() -> LabelLosses:
    counts = np.array([[3, 3]])
    return LabelLosses(RECIPE, label_shares(counts, ["web"], []), counts.sum(axis=0))


def test_a_stranger_is_taught_to_look_like_nothing_known():
    flat, sure = torch.zeros(1, 2), torch.tensor([[8.0, 0.0]])
    stranger = torch.tensor([STRANGER])
    losses, domain = label_losses(), torch.tensor([0])
    assert losses(flat, stranger, domain) < losses(sure, stranger, domain)


def test_a_mixed_picture_is_a_mixture_of_both_losses():
    logits = torch.tensor([[2.0, -1.0]])
    none = torch.tensor([0])

    def loss(share: float) -> float:
        labels = Labels(torch.tensor([0]), none, none, torch.tensor([1]), none, none, torch.tensor([share]))
        return float(mixed_loss(logits, None, labels, RECIPE, label_losses()))

    assert loss(0.25) == pytest.approx(0.25 * loss(1.0) + 0.75 * loss(0.0))
