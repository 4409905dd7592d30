"""Gradio: a function behind an interface, asked through the API that comes with it."""

from __future__ import annotations

import sys
from typing import Any

import gradio

from benchmarks.serving.answerer import Answerer

answerer = Answerer()


def recognise(picture: bytes) -> dict[str, Any]:
    """Answer a picture."""
    return answerer.answer(picture)


if __name__ == "__main__":
    interface = gradio.Interface(
        recognise, gradio.File(type="binary"), gradio.JSON(), api_name="recognise", flagging_mode="never"
    )
    interface.queue(default_concurrency_limit=2).launch(
        server_name="127.0.0.1", server_port=int(sys.argv[1]), quiet=True, share=False
    )
