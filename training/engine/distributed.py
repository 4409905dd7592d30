"""One process or many: the same code under `python -m` and under torchrun (NCCL on GPUs, gloo on CPUs)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor, nn
from torch import distributed as dist

N = TypeVar("N", bound=nn.Module)
V = TypeVar("V")


@dataclass(frozen=True)
class Group:
    """The processes of a run: this one's `rank` of `world`, and the device it computes on."""

    rank: int
    world: int
    device: torch.device

    @property
    def leads(self) -> bool:
        """Whether this process writes the files."""
        return self.rank == 0

    def sum(self, values: Tensor) -> Tensor:
        """Return the sum over all processes, on every one of them."""
        if self.world > 1:
            dist.all_reduce(values)
        return values

    def gather(self, value: V) -> list[V]:
        """Return the values of all processes, by rank, on every one of them."""
        if self.world == 1:
            return [value]
        values: list[V] = [value] * self.world
        dist.all_gather_object(values, value)
        return values

    def wait(self) -> None:
        """Wait until every process is here."""
        if self.world > 1:
            dist.barrier()


def default_device() -> torch.device:
    """Return the GPU of this process where there is one, else the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
    return torch.device("cpu")


def place(network: N, device: torch.device) -> N:
    """Move a network to a device, in the layout that convolutions are quickest in."""
    return network.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]


@contextmanager
def process_group() -> Iterator[Group]:
    """Join the group that torchrun's environment describes, or be a group of one."""
    world = int(os.environ.get("WORLD_SIZE", "1"))
    device = default_device()
    if world > 1:
        if device.type == "cuda":
            torch.cuda.set_device(device)
        dist.init_process_group("nccl" if device.type == "cuda" else "gloo")
    try:
        yield Group(rank=int(os.environ.get("RANK", "0")), world=world, device=device)
    finally:
        if world > 1:
            dist.destroy_process_group()
