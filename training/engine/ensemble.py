"""Put an ensemble together: several networks as one, by the mean of their logits or of their weights.

    python -m training.engine.ensemble RUN

RUN's recipe names the members (`manage.py ensemble` writes it). It leaves epoch 0 as `training.engine.train` would, so
`choose` and `promote` take the run as any other.

Side by side, networks answer with the mean of their logits. The mean of linear layers is a linear layer, so nothing
is approximated: one neck makes the embedding out of all trunks' features, and one head reads exactly the mean logits
from it. The embedding keeps within its limit by a rotation: first come the directions that the heads read, then those
in which the members' embeddings of training pictures differ most.

Networks that began with the same weights may be averaged weight by weight instead (Wortsman et al. 2022), which makes
one that takes no longer than any of them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load
from torch import Tensor, nn

from classifier.predictors.timm_network import strangers_in
from training.core.judging import best_temperature, losses
from training.core.recipe import Member, Recipe, read_recipe
from training.core.whole_file import replacing
from training.engine.checkpoint import save_checkpoint
from training.engine.dataset import evaluation_batches, read_pictures, readable_squares
from training.engine.evaluate import BATCH_SIZE, input_spec, judge, score
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
    if recipe.architecture == recipe.members[0].architecture:
        ensemble = create_network(recipe, pretrained=False, strangers=_strangers(networks, recipe))
        mean = mean_weights([network.state_dict() for network in networks])
        ensemble.load_state_dict({name: mean[name] for name in ensemble.state_dict()})
    else:
        ensemble = _side_by_side(recipe, networks, list(evaluation_batches(squares, spec, BATCH_SIZE)))
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


def mean_weights(states: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """Return the mean of the weights and statistics that several networks share; counts of steps are the first's."""
    first, others = states[0], states[1:]
    shared = [
        name
        for name, tensor in first.items()
        if all(name in state and state[name].shape == tensor.shape for state in others)
    ]
    return {
        name: torch.stack([state[name] for state in states]).mean(dim=0)
        if first[name].is_floating_point()
        else first[name]
        for name in shared
    }


def _strangers(networks: list[Network], recipe: Recipe) -> int:
    """Return how many strangers' labels all of them tell apart; 0 where they are not the same, or one has none."""
    counts = {strangers_in(network.state_dict()) for network in networks}
    return counts.pop() if len(counts) == 1 and recipe.companion_weight else 0


def _side_by_side(recipe: Recipe, networks: list[Network], batches: list[Tensor]) -> Network:
    with torch.inference_mode():
        embeddings = [torch.cat([network.embed(batch) for batch in batches]) for network in networks]
    strangers = _strangers(networks, recipe)
    layers = joined_layers(
        [
            Layers.of(network, member.temperature, companion=strangers > 0)
            for network, member in zip(networks, recipe.members, strict=True)
        ],
        embeddings,
        recipe.embedding,
    )
    ensemble = create_network(recipe, pretrained=False, strangers=strangers)
    for trunk, network in zip(ensemble.trunk.trunks, networks, strict=True):
        trunk.load_state_dict(network.trunk.state_dict())
    with torch.no_grad():
        ensemble.neck.weight.copy_(layers.neck)
        ensemble.neck.bias.copy_(layers.neck_bias)
        for head, rows in _heads(ensemble, layers):
            head.weight.copy_(layers.head[rows])
            head.bias.copy_(layers.head_bias[rows])
    return ensemble


@dataclass(frozen=True)
class Layers:
    """The last layers of a network: `neck` (D, F) with its bias (D), `head` (C, D) with its bias (C).

    The rows of a second head follow those of the first.
    """

    neck: Tensor
    neck_bias: Tensor
    head: Tensor
    head_bias: Tensor

    @classmethod
    def of(cls, network: Network, temperature: float, *, companion: bool = False) -> Layers:
        """Return those of a network, with its second head where asked; logits come out divided by the temperature."""
        neck, head = network.neck, network.head
        weight, bias = head.weight.double() / temperature, head.bias.double() / temperature
        if companion and network.companion is not None:
            weight = torch.cat([weight, network.companion.weight.double()])
            bias = torch.cat([bias, network.companion.bias.double()])
        return cls(neck.weight.double(), neck.bias.double(), weight, bias)


def _heads(network: Network, layers: Layers) -> list[tuple[nn.Linear, slice]]:
    """Return the heads of a network, each with its rows in the layers."""
    labels = network.head.out_features
    heads = [(network.head, slice(labels))]
    return heads if network.companion is None else [*heads, (network.companion, slice(labels, len(layers.head)))]


def joined_layers(members: list[Layers], embeddings: list[Tensor], width: int) -> Layers:
    """Return layers over all members' features, one after the other, whose logits are the mean of the members'.

    `embeddings`: of the same N pictures by each member, (N, D) each, as its neck gives them; each counts the same,
    however long its embeddings are. `width`: of the joined embedding.

    Raises:
        ValueError: the labels are more than the embedding has room for.
    """
    count = len(members)
    scales = [1 / float(one.norm(dim=1).mean()) for one in embeddings]
    necks = torch.block_diag(*(scale * one.neck for scale, one in zip(scales, members, strict=True)))
    biases = torch.cat([scale * one.neck_bias for scale, one in zip(scales, members, strict=True)])
    heads = torch.cat([one.head / (scale * count) for scale, one in zip(scales, members, strict=True)], dim=1)
    points = torch.cat([scale * one.double() for scale, one in zip(scales, embeddings, strict=True)], dim=1)
    turned = _directions(heads, points, width)  # (width, D1 + D2 + …), orthonormal rows
    return Layers(
        neck=turned @ necks,
        neck_bias=turned @ biases,
        head=heads @ turned.T,
        head_bias=torch.stack([one.head_bias for one in members]).mean(dim=0),
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
