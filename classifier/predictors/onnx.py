"""A network run by onnxruntime on one core: what a laptop and a CPU worker use."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime

from classifier.core.model_card import ModelCard
from classifier.predictors import Batch, Outputs, PredictorError
from classifier.predictors.files import read_checked


class OnnxPredictor:
    """Runs `model.onnx`. Several threads may share one; it must not be made before a fork."""

    device = "cpu (onnxruntime)"

    def __init__(self, folder: Path, card: ModelCard) -> None:
        """Load the network, checked against its card.

        Raises:
            PredictorError: the file is absent, altered, no network, or has not the outputs of the card.
        """
        self._path = folder / "model.onnx"
        model = read_checked(folder, "model.onnx", card)
        try:
            self._session = onnxruntime.InferenceSession(model, _options(), providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's exceptions have no common class
            raise PredictorError(f"{self._path} cannot be loaded: {error}") from error
        self._input = self._session.get_inputs()[0].name
        missing = {"logits", "embedding"} - {output.name for output in self._session.get_outputs()}
        if missing:
            raise PredictorError(f"{self._path} has no output named {' and '.join(sorted(missing))}.")

    def run(self, batch: Batch) -> Outputs:
        try:
            logits, embedding = self._session.run(["logits", "embedding"], {self._input: batch})
        except Exception as error:
            raise PredictorError(f"{self._path} cannot be run: {error}") from error
        if not np.isfinite(logits).all():
            raise PredictorError(f"{self._path} gives numbers that are not finite.")
        return Outputs(np.asarray(logits, dtype=np.float32), np.asarray(embedding, dtype=np.float32))


def _options() -> onnxruntime.SessionOptions:
    """One thread that does not spin: every worker process has a core of its own."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3  # errors reach us as exceptions
    return options
