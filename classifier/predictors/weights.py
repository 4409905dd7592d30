"""Single weights of a model, read from `model.safetensors` with nothing but NumPy."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from classifier.core.model_card import ModelCard
from classifier.predictors import PredictorError
from classifier.predictors.files import read_checked

FILE = "model.safetensors"

_KINDS = {"F16": np.float16, "F32": np.float32}


def read_weights(folder: Path, card: ModelCard, names: Sequence[str]) -> list[npt.NDArray[np.float32]] | None:
    """Return some weights by name, float32; None where the model has one of them not, or no such file.

    Raises:
        PredictorError: the file is altered or broken.
    """
    if FILE not in card.files:
        return None
    data = read_checked(folder, FILE, card)
    try:
        (length,) = struct.unpack_from("<Q", data)
        heading = json.loads(data[8 : 8 + length])
        return [_tensor(data, 8 + length, heading[name]) for name in names]
    except KeyError:
        return None
    except (ValueError, struct.error) as error:
        raise PredictorError(f"{folder / FILE} cannot be read: {error}") from error


def _tensor(data: bytes, start: int, entry: dict[str, Any]) -> npt.NDArray[np.float32]:
    first, last = entry["data_offsets"]
    kind: npt.DTypeLike = _KINDS[entry["dtype"]]
    values: npt.NDArray[Any] = np.frombuffer(data[start + first : start + last], dtype=kind)
    return values.reshape(entry["shape"]).astype(np.float32)
