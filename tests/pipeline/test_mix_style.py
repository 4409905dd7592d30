"""Pictures that lend one another their look: what changes, when, and where it cannot be had."""

from __future__ import annotations

import pytest
import torch

from training.engine.mix_style import mix_styles_of, mixed
from training.engine.timm_import import timm

FIRST_OF_THE_OTHER = torch.tensor([1, 0])


@pytest.fixture
def maps():
    """Maps of a dark, dull and of a bright, lively picture."""
    generator = torch.Generator().manual_seed(0)
    noise = torch.randn((2, 4, 8, 8), generator=generator)
    return noise * torch.tensor([0.5, 3.0]).reshape(2, 1, 1, 1) + torch.tensor([-2.0, 5.0]).reshape(2, 1, 1, 1)


def test_a_picture_takes_the_mean_and_spread_of_another_and_keeps_what_it_shows(maps):
    changed = mixed(maps, FIRST_OF_THE_OTHER, torch.zeros(2))

    assert torch.allclose(changed.mean(dim=(2, 3)), maps[[1, 0]].mean(dim=(2, 3)), atol=1e-4)
    assert torch.allclose(changed.std(dim=(2, 3)), maps[[1, 0]].std(dim=(2, 3)), atol=1e-4)
    for before, after in zip(maps.flatten(2).unbind(), changed.flatten(2).unbind(), strict=True):
        for one, other in zip(before, after, strict=True):
            assert torch.corrcoef(torch.stack([one, other]))[0, 1] == pytest.approx(1, abs=1e-4)


def test_a_picture_with_the_whole_share_stays_as_it_is(maps):
    assert torch.allclose(mixed(maps, FIRST_OF_THE_OTHER, torch.ones(2)), maps, atol=1e-4)


def test_only_training_mixes():
    pictures = torch.randn((4, 3, 64, 64), generator=torch.Generator().manual_seed(0))
    torch.manual_seed(0)
    trunk = timm.create_model("test_efficientnet_gn", num_classes=0)
    plain = trunk.eval()(pictures)
    mix_styles_of(trunk, 1.0)

    assert torch.equal(trunk.eval()(pictures), plain)
    assert not torch.allclose(trunk.train()(pictures), plain)


def test_an_architecture_without_stages_is_refused():
    with pytest.raises(ValueError, match="stages"):
        mix_styles_of(torch.nn.Linear(2, 2), 0.5)
