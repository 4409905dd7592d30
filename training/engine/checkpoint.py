"""What a run keeps: the weights of every epoch as safetensors with a JSON beside, and the newest state to resume from.

Everything is written beside and moved, so a file that is there is whole.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save
from torch import nn

from training.core.whole_file import replacing, write_json


def checkpoint_path(run: Path, epoch: int, *, ema: bool) -> Path:
    """Return where the weights of an epoch lie: the trained ones, or their moving average."""
    return run / "checkpoints" / f"epoch-{epoch:03d}{'-ema' if ema else ''}.safetensors"


def save_checkpoint(run: Path, epoch: int, network: nn.Module, ema: nn.Module | None, facts: dict[str, Any]) -> None:
    """Keep an epoch: weights, averaged weights where there are any, then `facts` as JSON, which marks it whole."""
    for module, is_ema in ((network, False), (ema, True)):
        if module is not None:
            path = checkpoint_path(run, epoch, ema=is_ema)
            path.parent.mkdir(parents=True, exist_ok=True)
            state = {name: tensor.detach().cpu().contiguous() for name, tensor in module.state_dict().items()}
            with replacing(path) as beside:
                beside.write_bytes(save(state))  # written by Python, so that a full disk is an OSError
    write_json(run / "checkpoints" / f"epoch-{epoch:03d}.json", facts)


def whole_epochs(run: Path) -> list[int]:
    """List the epochs whose checkpoints are whole, in order."""
    return sorted(int(path.stem.removeprefix("epoch-")) for path in (run / "checkpoints").glob("epoch-*.json"))


def judged_weights(run: Path, epoch: int) -> Path:
    """Return the weights by which an epoch is judged and exported: averaged ones where they were kept."""
    averaged = checkpoint_path(run, epoch, ema=True)
    return averaged if averaged.exists() else checkpoint_path(run, epoch, ema=False)


def load_weights(network: nn.Module, path: Path) -> None:
    """Load the weights of one checkpoint into a network of the same shape.

    Raises:
        ValueError: it has other layers.
    """
    try:
        network.load_state_dict(load_file(path))
    except RuntimeError as error:
        raise ValueError(
            f"{path} does not hold this network's layers; a run that an older version began cannot go on: train it anew"
        ) from error


def save_state(run: Path, state: dict[str, Any]) -> None:
    """Keep what a later process needs to go on from here."""
    buffer = io.BytesIO()
    torch.save(state, buffer)
    with replacing(run / "state.pt") as beside:
        beside.write_bytes(buffer.getbuffer())


def load_state(run: Path) -> dict[str, Any] | None:
    """Return the newest state, or None where the run has none yet. Nothing is unpickled but tensors and numbers."""
    path = run / "state.pt"
    return torch.load(path, map_location="cpu", weights_only=True) if path.exists() else None
