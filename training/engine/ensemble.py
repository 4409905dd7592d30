"""Put an ensemble together: several networks that answer as one, side by side or with one trunk between them.

    python -m training.engine.ensemble RUN

RUN's recipe names the members (`manage.py ensemble` writes it). It leaves epoch 0 as `training.engine.train` would, so
`choose` and `promote` take the run as any other.

They answer with the mean of their logits. The mean of linear layers is a linear layer, so nothing is approximated: one
neck makes the embedding out of all trunks' features, and one head reads exactly the mean logits from it. The embedding
keeps within its limit by a rotation: first come the directions that the heads read, then those in which the members'
embeddings of training pictures differ most.

Networks whose trunks began with the same weights may share one trunk instead, the mean of theirs weight by weight
(Wortsman et al. 2022), which takes no longer than any of them. What reads it is joined as before: networks that learnt
apart give the numbers of their embeddings different meanings, so these have no mean.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load
from torch import Tensor

from classifier.predictors.timm_network import strangers_in
from training.core.judging import best_temperature, losses
from training.core.recipe import Member, Recipe, read_recipe
from training.core.whole_file import replacing
from training.engine.checkpoint import save_checkpoint
from training.engine.dataset import evaluation_batches, read_pictures, readable_squares
from training.engine.evaluate import BATCH_SIZE, input_spec, judge, score
from training.engine.expectation import expect
from training.engine.network import Network, create_network
from training.engine.progress import memory_mb

SAMPLED_PICTURES = 600
"""So many training pictures say in which directions embeddings differ."""


def main() -> None:
    """Parse the command line and put together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="folder of the run")
    run = parser.parse_args().run
    try:
        put_together(run, read_recipe(run))
    except (ValueError, OSError) as error:
        sys.exit(f"putting together stopped: {error}")


def put_together(run: Path, recipe: Recipe) -> None:
    """Keep the ensemble as epoch 0 of its run."""
    start = time.monotonic()
    networks = [_member(member, labels=len(recipe.labels)) for member in recipe.members]
    spec = input_spec(recipe)
    train = read_pictures(run, recipe, "train")
    sample = train.every(max(1, len(train) // SAMPLED_PICTURES))
    squares, kept = readable_squares(sample, spec)
    ensemble = join(recipe, networks, list(evaluation_batches(squares, spec, BATCH_SIZE)))
    for domain, seen_share in recipe.seen_shares.items():
        expect(ensemble, train, spec, domain, seen_share)
    judged = judge(sample.at(kept), score(ensemble.eval(), squares, spec)).deciding()
    line = {
        "epoch": 0,
        "train_loss": float(losses(judged, best_temperature(judged)).mean()),
        "learning_rate": 0.0,
        "seconds": round(time.monotonic() - start, 1),
        "pictures": len(kept),
        "memory_mb": memory_mb(),
        "skipped": len(sample) - len(kept),
    }
    save_checkpoint(run, 0, ensemble, None, line)
    with replacing(run / "metrics.jsonl") as beside:
        beside.write_text(json.dumps(line) + "\n", encoding="utf-8")


def join(recipe: Recipe, networks: list[Network], batches: list[Tensor]) -> Network:
    """Return one network that answers as all do, with their trunks side by side or, where it has one, their mean.

    `batches`: training pictures (B, 3, S, S), to see in which directions embeddings differ.
    """
    strangers = _strangers(networks, recipe)
    shared = recipe.architecture == recipe.members[0].architecture
    ensemble = create_network(recipe, pretrained=False, strangers=strangers).eval()
    if shared:
        mean = mean_weights([network.trunk.state_dict() for network in networks])
        ensemble.trunk.load_state_dict(mean)
        for network in networks:
            network.trunk = ensemble.trunk
    else:
        for trunk, network in zip(ensemble.trunk.trunks, networks, strict=True):
            trunk.load_state_dict(network.trunk.state_dict())
    with torch.inference_mode():
        embeddings = [torch.cat([network.embed(batch) for batch in batches]) for network in networks]
    members = [
        Layers.of(network, member.temperature, companion=strangers > 0)
        for network, member in zip(networks, recipe.members, strict=True)
    ]
    joined_layers(members, embeddings, recipe.embedding, shared=shared).copy_to(ensemble)
    return ensemble


def mean_weights(states: Sequence[Mapping[str, Tensor]]) -> dict[str, Tensor]:
    """Return the mean of the weights and statistics of networks of one kind; counts of steps are the first's."""
    return {
        name: torch.stack([state[name] for state in states]).mean(dim=0) if tensor.is_floating_point() else tensor
        for name, tensor in states[0].items()
    }


def _strangers(networks: list[Network], recipe: Recipe) -> int:
    """Return how many strangers' labels those tell apart that tell any; 0 where they are not the same ones."""
    counts = {strangers_in(network.state_dict()) for network in networks} - {0}
    return counts.pop() if len(counts) == 1 and recipe.companion_weight else 0


@dataclass(frozen=True)
class Layers:
    """The last layers of a network: `neck` (D, F) with its bias (D), `head` (C, D) with its bias (C).

    `companion` (A, D) and its bias (A) are the second head's, where the network has one.
    """

    neck: Tensor
    neck_bias: Tensor
    head: Tensor
    head_bias: Tensor
    companion: Tensor | None = None
    companion_bias: Tensor | None = None

    @classmethod
    def of(cls, network: Network, temperature: float, *, companion: bool = False) -> Layers:
        """Return those of a network, with its second head where asked; logits come out divided by the temperature."""
        neck, head, second = network.neck, network.head, network.companion
        return cls(
            neck.weight.double(),
            neck.bias.double(),
            head.weight.double() / temperature,
            head.bias.double() / temperature,
            *((second.weight.double(), second.bias.double()) if companion and second is not None else ()),
        )

    @torch.no_grad()
    def copy_to(self, network: Network) -> None:
        """Give a network of the same widths these layers."""
        network.neck.weight.copy_(self.neck)
        network.neck.bias.copy_(self.neck_bias)
        network.head.weight.copy_(self.head)
        network.head.bias.copy_(self.head_bias)
        if network.companion is not None and self.companion is not None and self.companion_bias is not None:
            network.companion.weight.copy_(self.companion)
            network.companion.bias.copy_(self.companion_bias)


def joined_layers(members: list[Layers], embeddings: list[Tensor], width: int, *, shared: bool = False) -> Layers:
    """Return layers whose logits are the mean of the members', a second head's of those that have one.

    They read all members' features, one after the other, or the same ones if `shared`.

    `embeddings`: of the same N pictures by each member, (N, D) each, as its neck gives them; each counts the same,
    however long its embeddings are. `width`: of the joined embedding.

    Raises:
        ValueError: the labels are more than the embedding has room for.
    """
    scales = [1 / float(one.norm(dim=1).mean()) for one in embeddings]
    necks = [scale * one.neck for scale, one in zip(scales, members, strict=True)]
    neck = torch.cat(necks) if shared else torch.block_diag(*necks)
    biases = torch.cat([scale * one.neck_bias for scale, one in zip(scales, members, strict=True)])
    head = _mean_rows([one.head for one in members], members, scales)
    seconds = [one.companion for one in members]
    companion = _mean_rows(seconds, members, scales) if any(second is not None for second in seconds) else None
    points = torch.cat([scale * one.double() for scale, one in zip(scales, embeddings, strict=True)], dim=1)
    read = head if companion is None else torch.cat([head, companion])
    turned = _directions(read, points, width)  # (width, D1 + D2 + …), orthonormal rows
    second_biases = [one.companion_bias for one in members if one.companion_bias is not None]
    return Layers(
        neck=turned @ neck,
        neck_bias=turned @ biases,
        head=head @ turned.T,
        head_bias=torch.stack([one.head_bias for one in members]).mean(dim=0),
        companion=None if companion is None else companion @ turned.T,
        companion_bias=torch.stack(second_biases).mean(dim=0) if second_biases else None,
    )


def _mean_rows(rows: Sequence[Tensor | None], members: list[Layers], scales: list[float]) -> Tensor:
    """Return what reads the mean of rows (C, D) off scaled embeddings that follow one another, (C, D1 + D2 + …)."""
    count = sum(one is not None for one in rows)
    height = next(len(one) for one in rows if one is not None)
    return torch.cat(
        [
            member.neck.new_zeros(height, len(member.neck)) if one is None else one / (scale * count)
            for one, member, scale in zip(rows, members, scales, strict=True)
        ],
        dim=1,
    )


def _directions(heads: Tensor, points: Tensor, width: int) -> Tensor:
    """Return orthonormal rows that hold all that the heads (C, D) read and most of how points (N, D) differ."""
    total = heads.shape[1]
    if width >= total:
        return torch.eye(total, dtype=heads.dtype)
    _, strengths, rows = torch.linalg.svd(heads, full_matrices=False)
    read = rows[strengths > 1e-9 * strengths[0]]
    if len(read) > width:
        raise ValueError(f"an embedding of {width} numbers cannot hold what {len(read)} labels are read from")
    rest = points - points @ read.T @ read
    _, _, most = torch.linalg.svd(rest, full_matrices=True)
    return torch.cat([read, most[: width - len(read)]])


def _member(member: Member, *, labels: int) -> Network:
    data = Path(member.weights).read_bytes()
    if hashlib.sha256(data).hexdigest() != member.sha256:
        raise ValueError(f"{member.weights} is not the file that the ensemble {member.name} was planned with")
    state = {name: tensor.float() for name, tensor in load(data).items()}
    network = Network(
        member.architecture, labels=labels, embedding=len(state["neck.bias"]), strangers=strangers_in(state)
    )
    network.load_state_dict(state)
    return network.eval()


if __name__ == "__main__":
    main()
