"""Small networks of our own, to compare the large ones with; timm knows them once this is imported."""

from __future__ import annotations

from training.engine.architectures import dense, small_cnn

__all__ = ["dense", "small_cnn"]
