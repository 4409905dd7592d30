"""`timm` and torchvision for the engine, from where serving imports them, too."""

from __future__ import annotations

from classifier.predictors.timm_import import ModelEmaV3, timm, torchvision, v2

__all__ = ["ModelEmaV3", "timm", "torchvision", "v2"]
