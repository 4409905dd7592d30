"""The sides: how each is started, and how it is asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.serving.exchange import BadAnswer, Conversation, get, post, post_form
from benchmarks.serving.processes import ROOT

SLOW = 16
"""A side that is slow gets so many times fewer pictures: the figures are a picture's."""


@dataclass(frozen=True)
class Side:
    """One way to get an answer.

    `server`: what it is asked of, by its name in `commands`; None of the bare loop. `same`: whether it runs the same
    network, so that its answers can be checked.
    """

    name: str
    title: str
    server: str | None
    ask: Callable[[bytes], Conversation] | None = None
    same: bool = True
    share: int = 1


def commands(peers: Path, port_of: dict[str, int]) -> dict[str, list[str]]:
    """Return how to start each server; `peers` is the environment that holds those of others."""
    python = str(peers / "bin" / "python")
    own = [sys.executable, "-m", "benchmarks.serving.site"]
    found = {"snn": own, **{name: [python, "-m", f"benchmarks.serving.peer_{name}"] for name in PEERS}}
    starts = {name: [*command, str(port_of[name])] for name, command in found.items()}
    starts["bentoml"] = [python, "-m", "bentoml", "serve", "benchmarks.serving.peer_bentoml:Peer"]
    starts["bentoml"] += ["--host", "127.0.0.1", "--port", str(port_of["bentoml"]), "--working-dir", str(ROOT)]
    return starts


def environment(folder: Path, database: str) -> dict[str, str]:
    """Return what the servers find in their environment: one thread a network, no limits, no line a request."""
    return {
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": str(ROOT),
        "SNN_VAR": str(folder / "var"),
        "SNN_MEDIA": str(folder / "media"),
        "DATABASE_URL": database or f"sqlite:///{folder / 'var' / 'db.sqlite3'}",
        "CACHE_URL": f"filecache://{folder / 'var' / 'cache'}",
        "CELERY_BROKER_URL": "",
        "SNN_UPLOADS_PER_MINUTE": "1000000000",
        "SNN_API_QUOTA": "1000000000",
        "LOG_LEVEL": "WARNING",
        "BENTOML_DO_NOT_TRACK": "true",
        "BENTOML_HOME": str(folder / "bentoml"),
        "GRADIO_ANALYTICS_ENABLED": "False",
        "GRADIO_TEMP_DIR": str(folder / "gradio"),
        "DO_NOT_TRACK": "1",
    }


def _once(path: str, picture: bytes) -> Conversation:
    response = yield post_form(path, "picture", picture)
    return response


def _ask_gradio(picture: bytes) -> Conversation:
    """Upload, call, listen: as its documentation tells programs to."""
    uploaded = yield post_form("/gradio_api/upload", "files", picture)
    file = {"path": json.loads(uploaded.body)[0], "meta": {"_type": "gradio.FileData"}}
    call = json.dumps({"data": [file]}).encode()
    begun = yield post("/gradio_api/call/recognise", "application/json", call)
    heard = yield get(f"/gradio_api/call/recognise/{json.loads(begun.body)['event_id']}")
    event, _, data = heard.body.partition(b"\ndata: ")
    if event != b"event: complete":
        raise BadAnswer(heard.body[:500].decode())
    return type(heard)(heard.status, heard.headers, json.dumps(json.loads(data)[0]).encode())


BARE = "bare"
NOTHING, ANSWER = "snn-nothing", "snn-answer"
PEERS = ("litserve", "bentoml", "gradio", "flask")

SIDES = {
    side.name: side
    for side in (
        Side(BARE, "bare: decode and run", None),
        Side(NOTHING, "SNN, nothing stored", "snn", partial(_once, "/api/recognise/?store=nothing")),
        Side(ANSWER, "SNN, answer stored", "snn", partial(_once, "/api/recognise/?store=answer")),
        Side("litserve", "LitServe", "litserve", partial(_once, "/recognise")),
        Side("bentoml", "BentoML", "bentoml", partial(_once, "/recognise")),
        Side("gradio", "Gradio", "gradio", _ask_gradio),
        Side("flask", "Flask, ResNet-50 in torch", "flask", partial(_once, "/recognise"), same=False, share=SLOW),
    )
}
