"""`timm`, imported where torchvision was built for another torch.

Beside the CPU build of torch, torchvision's builds fail on import for want of two operators, which are never called
here (docs/decisions/0002). Everything that needs timm or torchvision imports it from here.
"""

from __future__ import annotations

import sys

import torch

_libraries: list[torch.library.Library] = []  # a declaration lives as long as its library


def _declare_missing_operators() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "torchvision"]:
        del sys.modules[name]
    library = torch.library.Library("torchvision", "DEF")
    library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    _libraries.append(library)


try:
    import torchvision
except RuntimeError as error:
    if "torchvision::nms" not in str(error):
        raise
    _declare_missing_operators()
    import torchvision

import timm  # noqa: E402
from timm.utils.model_ema import ModelEmaV3  # noqa: E402
from torchvision.transforms import v2  # noqa: E402

__all__ = ["ModelEmaV3", "timm", "torchvision", "v2"]
