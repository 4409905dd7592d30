"""What the processes under fault use instead of the real thing: a disk that fills up, a network that can be stopped."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from classifier.predictors import Batch, Outputs
from classifier.predictors.onnx import OnnxPredictor

FULL = "disk-is-full"
"""While a file of this name lies beside the media folder, nothing can be stored in it."""


class FillingStorage(FileSystemStorage):
    """A disk without room for as long as a test says so."""

    def _save(self, name: str, content: Any) -> str:
        if (Path(self.location).parent / FULL).exists():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super()._save(name, content)


HOLD = "hold"
"""While a file of this name lies beside the media folder, a network that was asked does not answer."""


class HeldPredictor(OnnxPredictor):
    """Can be held up, so that its worker can be killed in the middle of a batch."""

    def run(self, batch: Batch) -> Outputs:
        while (Path(settings.MEDIA_ROOT).parent / HOLD).exists():
            time.sleep(0.05)
        return super().run(batch)
