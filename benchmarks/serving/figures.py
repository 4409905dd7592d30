"""What the rounds say: medians, and ratios with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

RESAMPLES = 10_000


@dataclass(frozen=True)
class Round:
    """One side's turn, a picture: `wall` and `cpu` (of the server) in milliseconds, `latencies` of all pictures."""

    wall: float
    cpu: float
    latencies: tuple[float, ...]


@dataclass(frozen=True)
class Ratio:
    """A ratio and the 95 % interval of it."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} ({self.low:.2f} to {self.high:.2f})"


def ratio(ours: Sequence[float], theirs: Sequence[float], *, seed: int = 0) -> Ratio:
    """Return how many times ours is theirs: paired by round, geometric mean, rounds resampled."""
    logs: npt.NDArray[np.float64] = np.log(np.asarray(ours)) - np.log(np.asarray(theirs))
    picks = np.random.default_rng(seed).integers(0, len(logs), (RESAMPLES, len(logs)))
    low, high = np.percentile(logs[picks].mean(axis=1), (2.5, 97.5))
    return Ratio(float(np.exp(logs.mean())), float(np.exp(low)), float(np.exp(high)))


def summary(rounds: Sequence[Round]) -> dict[str, float]:
    """Return medians over the rounds, and percentiles over all pictures, in milliseconds."""
    latencies = np.concatenate([one.latencies for one in rounds])
    return {
        "wall": float(np.median([one.wall for one in rounds])),
        "cpu": float(np.median([one.cpu for one in rounds])),
        **{f"p{share}": float(np.percentile(latencies, share)) for share in (50, 95, 99)},
    }


def compare(
    rounds: Mapping[str, Mapping[int, Sequence[Round]]], pairs: Sequence[tuple[str, str]]
) -> dict[str, dict[int, dict[str, Ratio]]]:
    """Return ratios by the wall clock and of the processor for pairs of sides, by the number of clients."""
    return {
        f"{ours} / {theirs}": {
            clients: {
                clock: ratio(
                    [getattr(one, clock) for one in rounds[ours][clients]],
                    [getattr(one, clock) for one in rounds[theirs][clients]],
                )
                for clock in ("wall", "cpu")
            }
            for clients in rounds[ours]
        }
        for ours, theirs in pairs
        if ours in rounds and theirs in rounds
    }


def table(figures: Mapping[str, Any]) -> str:
    """Say the figures in Markdown."""
    many = max(figures["clients"])
    lines = [
        f"{figures['network']}, {figures['views']} views; {figures['pictures']}; {figures['rounds']} rounds; "
        f"clients took {figures['client_ms']:.1f} ms of the processor a picture.",
        "",
        f"| | one at a time: ms | of the processor | {many} clients: pictures a second | of the processor, ms | "
        "slowest of 100, ms | memory, MB |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, side in figures["sides"].items():
        one, all_ = side["by clients"][1], side["by clients"][many]
        memory = f"{side['memory'] / 1e6:.0f}" if side["memory"] else ""
        lines.append(
            f"| {side['title']} | {one['p50']:.1f} | {one['cpu']:.1f} | {1000 / all_['wall']:.1f} | "
            f"{all_['cpu']:.1f} | {'' if name == 'bare' else format(all_['p99'], '.0f')} | {memory} |"
        )
    lines += [
        "",
        f"| | one at a time | of the processor | {many} clients | of the processor |",
        "|---|---|---|---|---|",
    ]
    for pair, by_clients in figures["ratios"].items():
        cells = [str(by_clients[clients][clock]) for clients in (1, many) for clock in ("wall", "cpu")]
        lines.append(f"| {pair} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
