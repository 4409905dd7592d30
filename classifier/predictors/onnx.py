"""A network run by onnxruntime on one core: what a laptop and a CPU worker use."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime

from classifier.core.model_card import ModelCard
from classifier.predictors import Batch, DeviceError, Outputs, PredictorError
from classifier.predictors.files import read_checked

WEIGHTS = "model.safetensors"


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
        if WEIGHTS.encode() in model:  # it keeps its weights there, so that must be the card's, too
            read_checked(folder, WEIGHTS, card)
        try:
            self._session = onnxruntime.InferenceSession(model, _options(folder), providers=["CPUExecutionProvider"])
        except Exception as error:  # onnxruntime's exceptions have no common class
            raise PredictorError(f"{self._path} cannot be loaded: {error}") from error
        self._input = self._session.get_inputs()[0].name
        given = {output.name for output in self._session.get_outputs()}
        missing = {"logits", "embedding"} - given
        if missing:
            raise PredictorError(f"{self._path} has no output named {' and '.join(sorted(missing))}.")
        self._outputs = ["logits", "embedding", *sorted(given & {"features"})]

    @classmethod
    def check(cls, device: str) -> str:
        if device != "cpu":
            raise DeviceError(f"onnxruntime runs on the CPU here, but SNN_DEVICE is {device}.")
        return cls.device

    def run(self, batch: Batch) -> Outputs:
        try:
            logits, embedding, *features = self._session.run(self._outputs, {self._input: batch})
        except Exception as error:
            raise PredictorError(f"{self._path} cannot be run: {error}") from error
        if not np.isfinite(logits).all():
            raise PredictorError(f"{self._path} gives numbers that are not finite.")
        as_floats = (np.asarray(values, dtype=np.float32) for values in (logits, embedding, *features))
        return Outputs(*as_floats)


def _options(folder: Path) -> onnxruntime.SessionOptions:
    """One thread that does not spin: every worker process has a core of its own."""
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(folder))
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3  # errors reach us as exceptions
    return options
