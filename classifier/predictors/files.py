"""The files of a model, read only as the card knows them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from classifier.core.model_card import ModelCard
from classifier.predictors import PredictorError


def read_checked(folder: Path, name: str, card: ModelCard) -> bytes:
    """Return the bytes of a file whose SHA-256 is the card's.

    Raises:
        PredictorError: the file is absent, cannot be read, is not on the card, or is another than the card's.
    """
    path = folder / name
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PredictorError(f"{path} cannot be read ({error.strerror}).") from error
    if name not in card.files:
        raise PredictorError(f"{path} does not stand on the card of {card.name}.")
    if hashlib.sha256(data).hexdigest() != card.files[name]:
        raise PredictorError(f"{path} is not the file on the card of {card.name}: its SHA-256 differs.")
    return data
