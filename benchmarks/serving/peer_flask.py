"""The way that hobby projects do it: Flask's own server, a ResNet-50 in torch, 640x360, in the request.

The weights are random: what is measured is what such a site costs, not what it knows.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import numpy as np
import torch
from flask import Flask, jsonify, request
from PIL import Image
from torch import nn

from benchmarks.serving.answerer import BEST

LABELS = 57
STAGES = ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2))  # width, blocks, stride: He et al. 2015

app = Flask(__name__)


class Block(nn.Module):
    """A bottleneck; the stride stands in its first convolution, as in Keras."""

    def __init__(self, given: int, width: int, stride: int) -> None:
        super().__init__()
        wide = 4 * width
        self.body = nn.Sequential(
            *_convolved(given, width, 1, stride), nn.ReLU(), *_convolved(width, width, 3), nn.ReLU()
        )
        self.body.extend(_convolved(width, wide, 1))
        self.skip = nn.Sequential(*_convolved(given, wide, 1, stride)) if given != wide else nn.Identity()

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        return torch.relu(self.body(values) + self.skip(values))


def resnet50() -> nn.Module:
    """Return the network, as it answers."""
    layers: list[nn.Module] = [*_convolved(3, 64, 7, 2), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
    given = 64
    for width, blocks, stride in STAGES:
        for block in range(blocks):
            layers.append(Block(given, width, stride if block == 0 else 1))
            given = 4 * width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(given, LABELS)).eval()


def _convolved(given: int, width: int, size: int, stride: int = 1) -> Iterator[nn.Module]:
    yield nn.Conv2d(given, width, size, stride, size // 2, bias=False)
    yield nn.BatchNorm2d(width)


network = resnet50()


@app.post("/recognise")
def recognise() -> Any:
    """Answer a picture."""
    image = Image.open(BytesIO(request.files["picture"].read())).convert("RGB").resize((640, 360))
    values = torch.from_numpy(np.asarray(image, dtype=np.float32).transpose(2, 0, 1)[None] / 255)
    with torch.no_grad():
        best = network(values).softmax(1)[0].topk(BEST)
    rows = zip(best.indices.tolist(), best.values.tolist(), strict=True)
    return jsonify(predictions=[{"label": str(label), "confidence": confidence} for label, confidence in rows])


if __name__ == "__main__":
    app.run("127.0.0.1", int(sys.argv[1]), threaded=True)
