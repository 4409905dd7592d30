"""Which pictures an epoch shows, in which order, and how they reach the network in time."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import torch
from torch.utils.data import DataLoader, Sampler

from training.core.recipe import Recipe
from training.engine.dataset import Pictures, TrainingSet

IN_PLACE = 1000
"""An epoch of fewer pictures than this is prepared without a process of its own."""


def create_loader(dataset: TrainingSet, sampler: EpochSampler, *, batch_size: int, world: int, gpu: bool) -> Any:
    """Return batches of one epoch, prepared beside the step under way by processes of their own.

    One process keeps up with a CPU; a GPU takes all cores that its group has. Few pictures are prepared in place, since
    starting a process would take longer.
    """
    workers = min(8, max(1, (os.cpu_count() or 1) // world - 1)) if gpu else 1
    if len(sampler) < IN_PLACE:
        workers = 0
    return DataLoader(
        dataset,
        batch_size=batch_size,
        sampler=sampler,
        num_workers=workers,
        worker_init_fn=_start_worker,
        pin_memory=gpu,
    )


def _start_worker(worker: int) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the trainer's handler was inherited, and would keep it alive
    torch.set_num_threads(1)


class EpochSampler(Sampler[int]):
    """One process's share of every batch of an epoch, in an order drawn anew from (seed, epoch).

    Each effective batch is dealt out in turns, so that it holds the same pictures whatever the number of processes. The
    last batch, where incomplete, is dropped. Known pictures come as often as the recipe repeats their domain.
    """

    def __init__(self, pictures: Pictures, recipe: Recipe, *, rank: int = 0, world: int = 1) -> None:
        if recipe.batch_size % world:
            raise ValueError(f"a batch of {recipe.batch_size} cannot be dealt evenly to {world} processes")
        self._seed, self._batch_size, self._rank, self._world = recipe.seed, recipe.batch_size, rank, world
        length = len(pictures)
        self._known = [
            index + again * length
            for index, row in enumerate(pictures.rows)
            if row.role != "stranger"
            for again in range(recipe.repeats.get(row.domain, 1))
        ]
        self._strangers: dict[str, list[int]] = {}
        for index, row in enumerate(pictures.rows):
            if row.role == "stranger":
                self._strangers.setdefault(row.domain, []).append(index)
        self._quotas = stranger_quotas(
            {domain: len(indices) for domain, indices in self._strangers.items()},
            known=len(self._known),
            share=recipe.stranger_share,
        )
        shown = len(self._known) + sum(self._quotas.values())
        if shown < recipe.batch_size:
            raise ValueError(f"there are {shown} pictures to train on, fewer than one batch of {recipe.batch_size}")
        self.steps = shown // recipe.batch_size
        self.epoch = 0

    def __len__(self) -> int:
        return self.steps * self._batch_size // self._world

    def __iter__(self) -> Iterator[int]:
        generator = np.random.default_rng([self._seed, self.epoch])
        drawn = [
            generator.permutation(self._strangers[domain])[:quota] for domain, quota in sorted(self._quotas.items())
        ]
        order = generator.permutation(np.concatenate([np.asarray(self._known, dtype=np.int64), *drawn]))
        yield from order[: self.steps * self._batch_size][self._rank :: self._world].tolist()


def stranger_quotas(counts: Mapping[str, int], *, known: int, share: float) -> dict[str, int]:
    """Return how many strangers of each domain an epoch shows: alike where there are enough, `share` of it at most."""
    room = sum(counts.values()) if share >= 1 else min(sum(counts.values()), int(known * share / (1 - share)))
    quotas: dict[str, int] = {}
    for place, (domain, count) in enumerate(sorted(counts.items(), key=lambda item: (item[1], item[0]))):
        quotas[domain] = min(count, room // (len(counts) - place))
        room -= quotas[domain]
    return quotas
