"""What an answer costs: from the bytes of a JPEG to five stored predictions, against bare decoding and running.

    python -m benchmarks.recognition [--model FOLDER] [--picture FILE] [--rounds N] [--json]

Both sides run in this process, on one core, taking turns, on the same 1280x720 JPEG and the same network (the bundled
one unless `--model` names another). Bare is Pillow's full decoding and as many forward passes as the card has views,
on an input prepared beforehand. Ours is `classifier.services.receive_picture` on a fresh SQLite database, without
what is storage: encoding the picture again and writing it. Medians; the goal is at most 2.0 times bare, the aim 1.4.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import wraps
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import numpy.typing as npt
from PIL import Image

GOAL, AIM = 2.0, 1.4
WARM_UP = 5
OWNER = "benchmark"

STEPS = (
    ("decode", "classifier.services.uploads.decode"),
    ("hash", "classifier.services.uploads.fingerprint"),
    ("storage", "classifier.services.uploads.encode"),
    ("storage", "classifier.services.uploads.store_whole"),
    ("preprocess", "classifier.services.network.to_batch"),
    ("ranking", "classifier.services.recognition.top_shows"),
)
"""What is timed, by the name under which it is called."""


Spent = npt.NDArray[np.float64]  # milliseconds by the wall clock, and of the processor


def now() -> Spent:
    """Read both clocks: the wall's is what a person waits, the processor's does not mind a busy machine."""
    return np.array([time.perf_counter(), time.process_time()]) * 1000


@dataclass
class Times:
    """What each round spent, and on what."""

    rounds: dict[str, list[Spent]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, spent: Spent) -> None:
        self.rounds[name].append(spent)

    def medians(self) -> dict[str, Spent]:
        return {name: np.median(spent, axis=0) for name, spent in self.rounds.items()}


class Stopwatch:
    """Adds up what named steps spend within one round."""

    def __init__(self) -> None:
        self.spent: dict[str, Spent] = defaultdict(lambda: np.zeros(2))

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap a function so that its time is counted."""

        @wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            start = now()
            try:
                return function(*args, **kwargs)
            finally:
                self.spent[name] = self.spent[name] + now() - start

        return wrapper


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, help="folder with model.onnx and model.json")
    parser.add_argument("--picture", type=Path, help="a JPEG; a drawn frame of 1280x720 without it")
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="snn-benchmark-") as folder:
        _start_django(Path(folder))
        picture = arguments.picture.read_bytes() if arguments.picture else drawn_picture()
        figures = measure(picture, model=arguments.model, rounds=arguments.rounds)
    print(json.dumps(figures) if arguments.json else table(figures))
    sys.exit(0 if figures["ratio"]["wall"] <= GOAL else 1)


def _start_django(folder: Path) -> None:
    """Take one core, and keep everything that is written in a folder that goes away."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "snn.settings",
        "SNN_VAR": str(folder),
        "SNN_MEDIA": str(folder / "media"),
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "CACHE_URL": "locmemcache://",
    }
    import django
    from django.core.management import call_command

    django.setup()
    logging.disable(logging.INFO)  # a line for each answer would be measured, and drown the figures
    call_command("migrate", verbosity=0)


def drawn_picture() -> bytes:
    """Return a frame of the demo shows as a JPEG of 1280x720."""
    from catalog.core.demo import DEMO_SHOWS, draw_frame

    frame = Image.open(BytesIO(draw_frame(DEMO_SHOWS[0].slug, 1, 1)))
    buffer = BytesIO()
    frame.resize((1280, 720), Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def measure(picture: bytes, *, model: Path | None, rounds: int) -> dict[str, Any]:
    """Let both sides take turns and return medians in milliseconds, and the ratio of the two sums."""
    from classifier.services import receive_picture
    from classifier.services.known import known_shows
    from classifier.services.network import network_of

    _promote(model)
    network = network_of(known_shows("show")[0].version_id)
    times, bare = Times(), _bare(picture, network)
    for number in range(-WARM_UP, rounds):
        decode, run = bare()
        watch = Stopwatch()
        with _watched(watch, network):
            start = now()
            # Bytes after the end of a JPEG are not looked at, and make it a picture that was not answered before.
            upload = receive_picture(picture + number.to_bytes(4, "big", signed=True), owner=OWNER)
            whole = now() - start
        assert upload.status == upload.Status.DONE, upload.error
        if number >= 0:
            _note(times, decode, run, whole, watch)
    return _figures(times, picture, network)


def _promote(model: Path | None) -> None:
    """Let a network answer in the fresh database, with a show for each of its labels."""
    from classifier.core.model_card import read_card
    from classifier.services import activate_version, create_version
    from classifier.services.bundled import BUNDLED

    folder = model or BUNDLED / "show"
    activate_version(create_version(folder, read_card(folder).task))


def _bare(picture: bytes, network: Any) -> Callable[[], tuple[Spent, Spent]]:
    """Return a function that decodes and runs, and gives what each of the two spent."""
    from classifier.core.preprocess import to_batch

    batch = to_batch([Image.open(BytesIO(picture)).convert("RGB")], network.card.input)

    def run() -> tuple[Spent, Spent]:
        start = now()
        Image.open(BytesIO(picture)).convert("RGB")
        decoded = now()
        network.predictor.run(batch)
        return decoded - start, now() - decoded

    return run


@contextmanager
def _watched(watch: Stopwatch, network: Any) -> Iterator[None]:
    """Time the steps for as long as it lasts."""
    with ExitStack() as stack:
        for name, place in STEPS:
            module, _, function = place.rpartition(".")
            original = getattr(sys.modules[module], function)
            stack.enter_context(mock.patch(place, watch.timed(name, original)))
        original = network.predictor.run
        stack.enter_context(mock.patch.object(network.predictor, "run", watch.timed("network", original)))
        yield


def _note(times: Times, decode: Spent, run: Spent, whole: Spent, watch: Stopwatch) -> None:
    times.add("bare decode", decode)
    times.add("bare network", run)
    times.add("bare", decode + run)
    times.add("ours", whole - watch.spent["storage"])
    times.add("database and the rest", whole - sum(watch.spent.values()))
    for name, spent in watch.spent.items():
        times.add(name, spent)


def _figures(times: Times, picture: bytes, network: Any) -> dict[str, Any]:
    medians = times.medians()
    wall, processor = (medians["ours"] / medians["bare"]).tolist()
    return {
        "network": network.name,
        "passes": len(network.card.input.views),
        "picture": {"bytes": len(picture), "size": list(Image.open(BytesIO(picture)).size)},
        "rounds": len(times.rounds["ours"]),
        "ms": {name: {"wall": spent[0], "processor": spent[1]} for name, spent in medians.items()},
        "ratio": {"wall": wall, "processor": processor},
    }


def table(figures: dict[str, Any]) -> str:
    """Say the figures so that a person sees where the difference goes."""
    width, height = figures["picture"]["size"]
    picture = f"JPEG of {width}x{height}, {figures['picture']['bytes'] // 1024} KiB"
    ms, ratio, storage = figures["ms"], figures["ratio"], figures["ms"]["storage"]
    together = ms | {"bare together": ms["bare"], "together": ms["ours"]}
    return "\n".join(
        [
            f"{figures['network']}; forward passes: {figures['passes']}; one core; {picture}",
            f"medians of {figures['rounds']} rounds in milliseconds",
            "",
            f"{'':<24}{'by the wall clock':>24}    {'of the processor':>24}",
            f"{'':<24}{'bare':>8}{'ours':>8}{'more':>8}    {'bare':>8}{'ours':>8}{'more':>8}",
            *(_line(ms, name) for name in ("decode", "network", "preprocess", "hash", "ranking")),
            _line(ms, "database and the rest"),
            _line(together, "together"),
            "",
            f"ratio {ratio['wall']:.2f} by the wall clock, {ratio['processor']:.2f} of the processor "
            f"(goal at most {GOAL}, aim {AIM})",
            f"storage, apart: {storage['wall']:.2f} ({storage['processor']:.2f}) to encode again and write",
        ]
    )


def _line(ms: dict[str, dict[str, float]], name: str) -> str:
    cells = []
    for clock in ("wall", "processor"):
        bare, ours = ms.get(f"bare {name}", {}).get(clock, 0.0), ms[name][clock]
        cells.append(f"{bare:>8.2f}{ours:>8.2f}{ours - bare:>+8.2f}")
    return f"{name:<24}{cells[0]}    {cells[1]}"


if __name__ == "__main__":
    main()
