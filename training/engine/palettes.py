"""Pictures painted in the brightness and colours of pictures of another domain, so that neither says the show."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

OPPONENT = torch.tensor([[0.299, 0.587, 0.114], [-0.169, -0.331, 0.5], [0.5, -0.419, -0.081]])
"""RGB to brightness and two colour differences (ITU-R BT.601), which vary nearly apart from one another."""
FURTHEST = 2.0
"""At most so many times as strong or as weak: more makes blocks and noise of what a picture hardly shows."""


class Palettes:
    """Mean and deviation of brightness and colours of N pictures, which each may be given (Reinhard et al. 2001)."""

    def __init__(self, pictures: Sequence[Tensor], domains: Sequence[int]) -> None:
        """`pictures`: uint8 (3, H, W) each; `domains`: the number of each one's domain."""
        measured = [_measure(picture) for picture in pictures]
        self._means = torch.stack([mean for mean, _ in measured]) if measured else torch.empty(0, 3)
        self._deviations = torch.stack([deviation for _, deviation in measured]) if measured else torch.empty(0, 3)
        places = np.asarray(domains)
        self._elsewhere = {domain: np.flatnonzero(places != domain) for domain in set(domains)}
        self._domains = tuple(domains)

    def repaint(self, picture: Tensor, index: int, generator: np.random.Generator) -> Tensor:
        """Return the picture at `index`, uint8 (3, H, W), in the colours of one of another domain, if there is one."""
        elsewhere: npt.NDArray[np.int64] = self._elsewhere[self._domains[index]]
        if not len(elsewhere):
            return picture
        other = int(generator.choice(elsewhere))
        factors = (self._deviations[other] / self._deviations[index]).clamp(1 / FURTHEST, FURTHEST)
        matrix = torch.linalg.inv(OPPONENT) @ torch.diag(factors) @ OPPONENT
        shift = torch.linalg.inv(OPPONENT) @ (self._means[other] - factors * self._means[index])
        painted = torch.addmm(shift[:, None], matrix, picture.reshape(3, -1).float())
        return painted.round_().clamp_(0, 255).to(torch.uint8).reshape(picture.shape)


def _measure(picture: Tensor) -> tuple[Tensor, Tensor]:
    """Return mean and deviation (3,) of one pixel in sixteen, which says as much as all."""
    values = OPPONENT @ picture[:, ::4, ::4].reshape(3, -1).float()
    return values.mean(dim=1), values.std(dim=1, correction=0).clamp_min(1.0)
