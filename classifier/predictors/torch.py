"""A network run by torch: what a GPU worker uses. Nothing names this module but `SNN_PREDICTOR`, by its dotted path.

The trunk runs in bfloat16 on a GPU and in float32 on a CPU; the last layers are always float32, so that shows that lie
close together keep their order.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import torch
from django.conf import settings
from safetensors.torch import load
from torch import Tensor, nn

from classifier.core.model_card import ModelCard
from classifier.predictors import Batch, DeviceError, Outputs, PredictorError
from classifier.predictors.files import read_checked
from classifier.predictors.timm_network import Network, strangers_in

FILE = "model.safetensors"


class TorchPredictor:
    """Runs `model.safetensors`, rebuilt as the card says. One process a GPU; it must not be made before a fork."""

    def __init__(self, folder: Path, card: ModelCard, device: str | None = None) -> None:
        """Load the network onto a device, that of `SNN_DEVICE` unless another is named.

        Raises:
            DeviceError: the device is not here, or does not take the network: no picture shall fail for that.
            PredictorError: the file is absent, altered, or does not fit its card.
        """
        name = device or settings.SNN_DEVICE
        self.device = self.check(name)
        self._device = torch.device(name)
        self._half = self._device.type == "cuda"
        self._path = folder / FILE
        network = _built(card, self._path, read_checked(folder, FILE, card))
        # nn.Module's own setter takes any layer; what Network declares are the plain ones.
        network.neck = _FullPrecision(network.neck)  # type: ignore[assignment]
        network.head = _FullPrecision(network.head)  # type: ignore[assignment]
        if network.companion is not None:
            network.companion = _FullPrecision(network.companion)  # type: ignore[assignment]
        self._network = self._placed(network.eval())

    @classmethod
    def check(cls, device: str) -> str:
        if device == "cpu":
            return "cpu (torch)"
        if not torch.cuda.is_available():
            raise DeviceError(f"SNN_DEVICE is {device}, but torch finds no GPU here{_visible()}.")
        index, there = torch.device(device).index or 0, torch.cuda.device_count()
        if index >= there:
            raise DeviceError(f"SNN_DEVICE is {device}, but torch counts GPUs from 0 and finds {there}{_visible()}.")
        try:
            return f"cuda:{index} {torch.cuda.get_device_name(index)[:25]} (torch bf16)"
        except RuntimeError as error:
            raise DeviceError(f"SNN_DEVICE is {device}, but that GPU is out of order: {error}") from error

    def run(self, batch: Batch) -> Outputs:
        try:
            outputs = self._run(torch.from_numpy(batch))
        except torch.OutOfMemoryError as error:
            raise PredictorError(f"{self._path} needs more memory than {self.device} has: {error}") from error
        except RuntimeError as error:
            if self._device.type == "cuda":  # whatever went wrong on a GPU, it answers nothing more in this process
                raise DeviceError(f"{self.device} is out of order: {error}") from error
            raise PredictorError(f"{self._path} cannot be run: {error}") from error
        if not np.isfinite(outputs.logits).all():
            raise PredictorError(f"{self._path} gives numbers that are not finite.")
        return outputs

    def _placed(self, network: Network) -> Network:
        """Bring the network onto the device."""
        try:
            placed: Network = network.to(self._device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        except RuntimeError as error:  # no memory left, or in use by another process alone
            raise DeviceError(f"{self.device} does not take {self._path}: {error}") from error
        return placed

    def _run(self, batch: Tensor) -> Outputs:
        pictures = batch.to(self._device, memory_format=torch.channels_last)
        with torch.inference_mode(), torch.autocast(self._device.type, torch.bfloat16, enabled=self._half):
            maps, pooled = self._network.features(pictures)
            logits, embedding = self._network.classify(pooled)
        arrays = [tensor.float().cpu().numpy() for tensor in (logits, embedding, maps)]
        return Outputs(arrays[0], arrays[1], arrays[2] if arrays[2].ndim == 4 else None)


class _FullPrecision(nn.Module):
    """A layer that stays float32 among others that do not."""

    def __init__(self, layer: nn.Module) -> None:
        super().__init__()
        self.layer = layer

    def forward(self, values: Tensor) -> Tensor:
        with torch.autocast(values.device.type, enabled=False):
            result: Tensor = self.layer(values.float())
        return result


def _visible() -> str:
    """Say which GPUs this process may see, where that was narrowed."""
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    return "" if visible is None else f" (CUDA_VISIBLE_DEVICES is {visible!r})"


def _built(card: ModelCard, path: Path, data: bytes) -> Network:
    """Build the network of a card and fill in its weights."""
    try:
        weights = {name: tensor.float() for name, tensor in load(data).items()}
        network = Network(
            card.architecture,
            labels=card.outputs["logits"],
            embedding=card.outputs["embedding"],
            strangers=strangers_in(weights),
        )
        network.load_state_dict(weights)
    except Exception as error:  # timm, safetensors and torch raise what they like
        raise PredictorError(f"{path} cannot be loaded: {error}") from error
    return network
