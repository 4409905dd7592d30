"""From the bytes of a picture to JSON: SNN beside other ways to serve the same network, in one run on two cores.

    python3.11 -m venv PEERS        # outside of the project
    PEERS/bin/pip install -r benchmarks/serving/requirements.txt
    python -m benchmarks.serving --peers PEERS [--requests 128] [--rounds 6] [--only bare,snn-nothing,litserve]

All sides but Flask run the bundled network for shows with the preprocessing and the views of its card, on one thread a
process, two processes a side (Gradio has one). Each gets the same JPEGs of 1280x720 in a form, no two of them alike.
`bare` has no server at all: two processes decode and run. In every round all sides take their turn, in another order,
with one client and with many; a turn is a fixed number of pictures, counted to the last answer. `of the processor` is
what all processes of a side took, its clients left out; the clients take a little of the same cores by the wall clock.
Ratios are paired by round; their 95 % intervals come from resampling the rounds.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import tempfile
from collections import defaultdict
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from tqdm import tqdm

from benchmarks.serving import load
from benchmarks.serving.answerer import BUNDLED, Answerer
from benchmarks.serving.bare import Bare
from benchmarks.serving.figures import Ratio, Round, compare, summary, table
from benchmarks.serving.processes import Server
from benchmarks.serving.sides import ANSWER, BARE, NOTHING, PEERS, SIDES, Side, commands, environment
from classifier.core.model_card import read_card
from snn.startup.own_servers import free_port

PROCESSES = 2
WARM_UP = 8
PICTURES = 12
CLOSE = 2e-3
"""By which a confidence may differ between two sides that run the same network: builds of Pillow and NumPy do."""


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, help="environment with the packages of peers")
    parser.add_argument("--requests", type=int, default=128, help="pictures in a turn")
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--only", default="", help=f"some of {','.join(SIDES)}")
    parser.add_argument("--database", default="", help="DATABASE_URL of an empty PostgreSQL; SQLite without it")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    arguments = parser.parse_args()
    names = arguments.only.split(",") if arguments.only else list(SIDES)
    if unknown := set(names) - set(SIDES):
        parser.error(f"there is no side {', '.join(sorted(unknown))}")
    if set(names) & set(PEERS) and arguments.peers is None:
        parser.error("--peers is missing; see above how to make it, or name other sides in --only")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whoever ends this shall end the servers, too
    with tempfile.TemporaryDirectory(prefix="snn-serving-") as folder:
        measurement = Measurement(Path(folder), [SIDES[name] for name in names], arguments)
        try:
            figures = measurement.run()
        finally:
            measurement.stop()
    print(json.dumps(figures, default=asdict) if arguments.json else table(figures))


class Measurement:
    """All sides, and what their rounds took."""

    def __init__(self, folder: Path, sides: list[Side], arguments: argparse.Namespace) -> None:
        self._folder, self._sides, self._arguments = folder, sides, arguments
        self._files = drawn_pictures(folder)
        self._sent = 0
        self._client_ms: list[float] = []
        self._ports = {name: free_port() for name in ("snn", *PEERS)}
        settings = environment(folder, arguments.database)
        self._servers = {
            name: Server(command, settings, self._ports[name], folder / f"{name}.log")
            for name, command in commands(arguments.peers or Path(sys.prefix), self._ports).items()
            if any(side.server == name for side in sides)
        }
        self._bare: Bare | None = None

    def run(self) -> dict[str, Any]:
        """Start all, let them take turns, return the figures."""
        (self._folder / "var").mkdir()
        for server in tqdm(self._servers.values(), desc="starting", disable=None):
            server.start()
        self._bare = Bare(PROCESSES)
        self._check()
        rounds: dict[str, dict[int, list[Round]]] = defaultdict(lambda: defaultdict(list))
        order = [(side, clients) for side in self._sides for clients in (1, self._arguments.clients)]
        for number in tqdm(range(self._arguments.rounds), desc="rounds", disable=None):
            random.Random(number).shuffle(order)
            for side, clients in order:
                rounds[side.name][clients].append(self._turn(side, clients))
        return self._figures(rounds)

    def stop(self) -> None:
        """End all."""
        if self._bare:
            self._bare.stop()
        for server in self._servers.values():
            server.stop()

    def _check(self) -> None:
        """Warm every side up, and see that it answers, and what: the same network says the same of the same picture."""
        expected = [Answerer().confidences(file.read_bytes()) for file in self._files]
        for side in tqdm(self._sides, desc="warming up", disable=None):
            for answer, wanted in zip(self._ask(side, PICTURES, 1).answers, expected, strict=True):
                said = _confidences(json.loads(answer))
                if side.same and not all(min(abs(each - one) for one in wanted) < CLOSE for each in said):
                    sys.exit(f"{side.title} says {said}, which the network does not say.")
            self._ask(side, WARM_UP, self._arguments.clients)

    def _turn(self, side: Side, clients: int) -> Round:
        count = max(self._arguments.requests // side.share, 2)
        before = self._servers[side.server].cpu() if side.server else 0.0
        taken = self._ask(side, count, clients)
        cpu = self._servers[side.server].cpu() - before if side.server else self._bare_cpu
        if side.server:
            self._client_ms.append(1000 * taken.client_cpu / count)
        return Round(1000 * taken.seconds / count, 1000 * cpu / count, tuple(1000 * each for each in taken.latencies))

    def _ask(self, side: Side, count: int, clients: int) -> load.Load:
        """Send so many pictures, none of which was there before: bytes after the end of a JPEG are not looked at."""
        numbers = [(self._sent + place).to_bytes(8, "big") for place in range(count)]
        self._sent += count
        if side.ask is None or side.server is None:
            assert self._bare is not None
            taken, self._bare_cpu = self._bare.run(self._files, numbers, processes=min(clients, PROCESSES))
            return taken
        contents = [file.read_bytes() for file in self._files]
        pictures = [contents[place % len(contents)] + number for place, number in enumerate(numbers)]
        return load.run(self._ports[side.server], side.ask, pictures, clients=clients)

    def _figures(self, rounds: dict[str, dict[int, list[Round]]]) -> dict[str, Any]:
        card = read_card(BUNDLED)
        pairs = [(name, BARE) for name in rounds if name != BARE]
        pairs += [(NOTHING, name) for name in PEERS if name in rounds and NOTHING in rounds]
        pairs += [(ANSWER, name) for name in PEERS if name in rounds and ANSWER in rounds]
        ratios: dict[str, dict[int, dict[str, Ratio]]] = compare(rounds, pairs)
        return {
            "network": card.name,
            "views": len(card.input.views),
            "pictures": f"{PICTURES} drawn frames of 1280x720, "
            f"{np.mean([file.stat().st_size for file in self._files]) / 1024:.0f} KiB on average",
            "requests": self._arguments.requests,
            "rounds": self._arguments.rounds,
            "clients": [1, self._arguments.clients],
            "client_ms": float(np.median(self._client_ms)) if self._client_ms else 0.0,
            "sides": {
                side.name: {
                    "title": side.title,
                    "memory": self._servers[side.server].memory() if side.server else 0,
                    "by clients": {clients: summary(done) for clients, done in rounds[side.name].items()},
                }
                for side in self._sides
            },
            "ratios": ratios,
        }


def drawn_pictures(folder: Path) -> list[Path]:
    """Draw frames of the demo shows, as JPEGs of 1280x720."""
    from catalog.core.demo import DEMO_SHOWS, draw_frame

    files = []
    for number in range(PICTURES):
        show = DEMO_SHOWS[number % len(DEMO_SHOWS)]
        frame = Image.open(BytesIO(draw_frame(show.slug, 1, 1 + number)))
        files.append(folder / f"{number}.jpg")
        frame.convert("RGB").resize((1280, 720), Image.Resampling.BICUBIC).save(files[-1], quality=90)
    return files


def _confidences(answer: dict[str, Any]) -> list[float]:
    """Return what a side is how sure of: SNN answers several pictures at once."""
    said = answer["results"][0]["answer"] if "results" in answer else answer
    return [float(each["confidence"]) for each in said["predictions"]]


if __name__ == "__main__":
    main()
