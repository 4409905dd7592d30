"""Tell a finished network how likely its labels are in a domain, before it looks at a picture.

Post-hoc logit adjustment (Menon et al. 2021), where the domain shows in the picture: a direction of the embedding is 1
for pictures of the domain and 0 for others, as near as least squares come, and along it the last layer is shifted. The
network stays what it is, a linear layer on its embedding, and pictures of other domains are answered as before.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from classifier.core.preprocess import InputSpec
from training.core.label_shares import expected_offsets
from training.engine.dataset import Pictures, evaluation_batches, readable_squares
from training.engine.evaluate import BATCH_SIZE
from training.engine.network import Network

SAMPLED_PICTURES = 1200
"""At most so many pictures of the domain, and as many others, say where it lies."""

INSIDE_WEIGHT = 0.1
"""Of the domain's pictures against all: another picture taken for one of them costs more than one that is missed."""

DAMPING = 0.01
"""Of the least squares, as a share of the embedding's variance: a few hundred must not be learnt by heart."""


def expect(network: Network, pictures: Pictures, spec: InputSpec, domain: str, seen_share: float) -> None:
    """Shift the last layer: of known pictures of `domain`, `seen_share` are expected of labels that have some there.

    Raises:
        ValueError: no label has pictures there, or every one has.
    """
    counts = pictures.known_counts(network.head.out_features)
    offsets = torch.from_numpy(expected_offsets(counts, pictures.domain_names, domain, seen_share))
    inside = np.array([row.domain == domain for row in pictures.rows], dtype=bool)
    direction, constant = domain_direction(*(_embedded(network, pictures, spec, side) for side in (inside, ~inside)))
    with torch.no_grad():
        network.head.weight.add_(offsets[:, None] * direction.to(network.head.weight))
        network.head.bias.add_(offsets * constant)


def domain_direction(inside: Tensor, outside: Tensor) -> tuple[Tensor, float]:
    """Return (D,) and a constant: embeddings times that plus this are nearly 1 inside and 0 outside.

    `inside` (N, D), `outside` (M, D): embeddings as the head reads them.
    """
    points = torch.cat([inside, outside]).double()
    wanted = torch.cat([points.new_ones(len(inside)), points.new_zeros(len(outside))]) - INSIDE_WEIGHT
    sides = ((inside, INSIDE_WEIGHT), (outside, 1 - INSIDE_WEIGHT))
    weights = torch.cat([points.new_full((len(side),), weight / len(side)) for side, weight in sides])
    middle = weights @ points
    points = points - middle
    square = (points * weights[:, None]).T @ points
    damping = torch.eye(len(square), dtype=square.dtype) * DAMPING * square.diagonal().mean()
    direction = torch.linalg.solve(square + damping, points.T @ (weights * wanted))
    return direction, float(INSIDE_WEIGHT - middle @ direction)


def _embedded(network: Network, pictures: Pictures, spec: InputSpec, side: np.ndarray) -> Tensor:
    """Return the embeddings of some of the pictures of one side, one for each view."""
    places = np.flatnonzero(side)
    squares, _ = readable_squares(pictures.at(places[:: -(-len(places) // SAMPLED_PICTURES)].tolist()), spec)
    with torch.inference_mode():
        return torch.cat([network.embed(batch) for batch in evaluation_batches(squares, spec, BATCH_SIZE)])
