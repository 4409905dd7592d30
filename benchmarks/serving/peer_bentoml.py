"""BentoML: a service with two workers, a picture in a form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bentoml

from benchmarks.serving.answerer import Answerer


@bentoml.service(workers=2, traffic={"timeout": 120}, logging={"access": {"enabled": False}})
class Peer:
    """The network between a file and JSON."""

    def __init__(self) -> None:
        self._answerer = Answerer()

    @bentoml.api
    def recognise(self, picture: Path) -> dict[str, Any]:
        """Answer a picture."""
        return self._answerer.answer(picture.read_bytes())
