"""What the classifier can be asked to do: one public function a use case."""

from __future__ import annotations
