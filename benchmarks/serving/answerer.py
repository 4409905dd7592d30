"""What every side but SNN runs: the bundled network, with the preprocessing and the views that its card asks for."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from classifier.core.calibration import softmax
from classifier.core.model_card import read_card
from classifier.core.preprocess import average_views, to_batch
from classifier.predictors.onnx import OnnxPredictor

BUNDLED = Path(__file__).parents[2] / "classifier" / "bundled" / "show"
BEST = 5


class Answerer:
    """A loaded network, on one thread."""

    def __init__(self) -> None:
        self._card = read_card(BUNDLED)
        self._predictor = OnnxPredictor(BUNDLED, self._card)

    def answer(self, data: bytes) -> dict[str, Any]:
        """Return the likeliest shows of a picture, as the smallest answer that is of use."""
        with Image.open(BytesIO(data)) as image:
            picture = image if image.mode == "RGB" else image.convert("RGB")
            batch = to_batch([picture], self._card.input)
        logits = average_views(self._predictor.run(batch).logits, self._card.input)[0]
        confidences = softmax(np.asarray(logits, dtype=np.float64), self._card.temperature)
        best = np.argsort(-confidences)[:BEST]
        return {
            "predictions": [
                {"label": self._card.labels[index], "confidence": round(float(confidences[index]), 6)} for index in best
            ]
        }

    def confidences(self, data: bytes) -> list[float]:
        """Return those of all labels, by which the answers of other sides are checked."""
        with Image.open(BytesIO(data)) as image:
            batch = to_batch([image.convert("RGB")], self._card.input)
        logits = average_views(self._predictor.run(batch).logits, self._card.input)[0]
        found: list[float] = softmax(np.asarray(logits, dtype=np.float64), self._card.temperature).tolist()
        return found
