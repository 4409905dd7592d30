"""Where the processor's time of one request to SNN goes, step by step: `python -m benchmarks.serving.profile`.

The whole application runs in this process, on one core, without gunicorn and without a socket: a form with a JPEG of
1280x720 goes in as WSGI hands it over, JSON comes out. Medians of the processor, in milliseconds.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from benchmarks.recognition import Stopwatch, now
from benchmarks.serving.exchange import post_form
from benchmarks.serving.sides import environment

WARM_UP = 5

STEPS = (
    ("form read", "rest_framework.request.Request._parse"),
    ("limits counted", "classifier.callers.Caller.check"),
    ("limits counted", "classifier.callers.Caller.charge"),
    ("decoded", "classifier.taking.decode"),
    ("decoded", "classifier.services.uploads.decode"),
    ("views cut and scaled", "classifier.services.network.to_batch"),
    ("network", "classifier.predictors.onnx.OnnxPredictor.run"),
    ("heat map kept", "classifier.services.recognition._activation"),
    ("ranked", "classifier.services.recognition.top_shows"),
    ("rows written and read", "django.db.backends.utils.CursorWrapper.execute"),
    ("rows written and read", "django.db.backends.utils.CursorWrapper.executemany"),
)
"""What is timed, by the name under which it is called; none of them calls another."""


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60)
    rounds = parser.parse_args().rounds
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory(prefix="snn-profile-") as folder:
        (Path(folder) / "var").mkdir()
        os.environ |= {**environment(Path(folder), ""), "DJANGO_SETTINGS_MODULE": "snn.settings"}
        import django

        django.setup()
        from benchmarks.serving.site import prepare

        prepare()
        print(table({store: measure(store, rounds) for store in ("nothing", "answer")}))


def measure(store: str, rounds: int) -> dict[str, float]:
    """Return the median of each step and of all together."""
    from benchmarks.recognition import drawn_picture
    from snn.wsgi import application

    picture, spent = drawn_picture(), defaultdict(list)
    for number in range(-WARM_UP, rounds):
        watch = Stopwatch()
        request = _request(store, picture + f"{store}{number}".encode())
        with _watched(watch):
            start = now()
            _answer(application, request)
            whole = now() - start
        if number >= 0:
            for name in dict.fromkeys(name for name, _ in STEPS):
                spent[name].append(watch.spent[name][1])
            spent["all else"].append((whole - sum(watch.spent.values()))[1])
            spent["together"].append(whole[1])
    return {name: float(np.median(values)) for name, values in spent.items()}


def table(figures: dict[str, dict[str, float]]) -> str:
    """Say the figures in Markdown."""
    stores = list(figures)
    lines = [f"| ms of the processor | {' | '.join(f'`store={store}`' for store in stores)} |", "|---" * 3 + "|"]
    lines += [
        f"| {name} | {' | '.join(f'{figures[store][name]:.2f}' for store in stores)} |" for name in figures[stores[0]]
    ]
    return "\n".join(lines)


def _request(store: str, picture: bytes) -> dict[str, Any]:
    head, _, body = post_form("/", "picture", picture).partition(b"\r\n\r\n")
    content_type = next(line for line in head.decode().split("\r\n") if line.startswith("Content-Type: "))
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/api/recognise/",
        "QUERY_STRING": f"store={store}",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": content_type.removeprefix("Content-Type: "),
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }


def _answer(application: Callable[..., Any], request: dict[str, Any]) -> None:
    statuses: list[str] = []
    response = application(request, lambda status, headers: statuses.append(status))
    body = b"".join(response)
    response.close()
    assert statuses == ["200 OK"], body


@contextmanager
def _watched(watch: Stopwatch) -> Iterator[None]:
    """Time the steps for as long as it lasts."""
    from django.utils.module_loading import import_string

    with ExitStack() as stack:
        for name, place in STEPS:
            stack.enter_context(mock.patch(place, watch.timed(name, _found(place, import_string))))
        yield


def _found(place: str, load: Callable[[str], Any]) -> Any:
    """Return a function of a module, or of a class in one."""
    owner, _, name = place.rpartition(".")
    try:
        return load(place)
    except ImportError:
        return getattr(load(owner), name)


if __name__ == "__main__":
    main()
