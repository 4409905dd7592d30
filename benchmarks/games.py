"""What a move of a game costs, with a million frames of 40,000 shows in the database.

    python -m benchmarks.games [--shows N] [--frames N] [--runs N] [--postgres | --database URL] [--json]

Builds its own database (SQLite in a temporary folder; `--postgres` starts a server there, `--database` names an empty
one) and plays each game to its end through every layer: middleware, view, rules, database, template. A move is a POST
whose answer is the page after it, as the pages themselves send it. Statements on sessions, users and transactions are
not counted. The goal is at most 3 statements and 20 ms a move, by the clock of the processor: a busy machine has
nothing to do with it. What a deal and the pages beside the games take is told, too.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

QUERIES, MILLISECONDS = 3, 20
NOT_COUNTED = ("django_session", "accounts_user", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")
SEEN = 3000


@dataclass
class Cost:
    """What the requests of one kind took."""

    wall: list[float] = field(default_factory=list)  # milliseconds
    processor: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Sum up."""
        return {
            "requests": len(self.wall),
            "processor_ms": round(statistics.median(self.processor), 2),
            "processor_ms_p95": round(sorted(self.processor)[int(0.95 * len(self.processor))], 2),
            "wall_ms": round(statistics.median(self.wall), 2),
            "queries": max(self.queries),
        }


Costs = defaultdict[str, Cost]


@contextmanager
def measured(cost: Cost) -> Iterator[None]:
    """Time what happens inside, and count its statements."""
    from django.db import connection

    counted = 0

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal counted
        counted += not any(name in sql for name in NOT_COUNTED)
        return execute(sql, *rest)

    wall, processor = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(count):
        yield
    cost.wall.append((time.perf_counter() - wall) * 1000)
    cost.processor.append((time.process_time() - processor) * 1000)
    cost.queries.append(counted)


class Table:
    """A browser at one game."""

    def __init__(self, client: Any, game: str, costs: Costs) -> None:
        self.client, self.game, self.costs = client, game, costs

    def start(self, kind: str, **how: str) -> None:
        with measured(self.costs[f"{self.game}: deal, {kind}"]):
            answer = self.client.post(f"/games/{self.game}/start/", how)
        assert answer.status_code == 303, answer.content[:2000]

    def state(self) -> Any:
        """Return run and state, as only the server knows them."""
        from django.contrib.auth.models import AnonymousUser

        from games.core.registry import GameName
        from games.services.runs import read_state
        from games.session import Player, Slot, load

        saved = load(Player(self.client.session, AnonymousUser(), ""), Slot(GameName(self.game)))
        return saved, read_state(saved)

    def move(self, kind: str, **move: Any) -> None:
        saved, _ = self.state()
        data = {"nonce": saved.nonce, **move}
        with measured(self.costs[f"{self.game}: {kind}"]):
            answer = self.client.post(f"/games/{self.game}/play/", data, headers={"HX-Request": "true"})
        assert answer.status_code == 200, answer.content[:2000]


def play_title(table: Table) -> None:
    """Name ten shows, half of them wrongly first, with a hint each."""
    from catalog.models import Show

    for number in range(10):
        _, state = table.state()
        title = Show.objects.get(pk=state.rounds[number].show).title
        table.move("hint", hint="year")
        if number % 2:
            table.move("wrong answer", answer="nothing of the kind")
        table.move("last answer" if number == 9 else "right answer", answer=title)
        if number < 9:
            table.move("next", act="next")


def play_frame(table: Table) -> None:
    """Find ten frames, half of them at the second pick."""
    from games.core.frame import right_place

    for number in range(10):
        right = right_place(table.state()[1].rounds[number])
        if number % 2:
            table.move("wrong pick", choice=(right + 1) % 6)
        table.move("last pick" if number == 9 else "right pick", choice=right)
        if number < 9:
            table.move("next", act="next")


def play_matching(table: Table) -> None:
    """Take turns with the network until every pair is found."""
    from games.core import matching

    while not matching.is_complete(state := table.state()[1]):
        if state.turn == "network":
            table.move("network", act="go on")
            continue
        hidden = sorted(set(range(12)) - matching.taken(state))
        pair = next(place for place in hidden[1:] if state.cards[place].show == state.cards[hidden[0]].show)
        for place in (hidden[0], pair if state.turns % 2 else hidden[1]):
            table.move("card", choice=place)


PLAYED = {"title": (play_title, {}), "frame": (play_frame, {}), "matching": (play_matching, {"against": "hard"})}


def measure(runs: int) -> Costs:
    """Play every game so often; the first time is not counted, since it reads titles and templates into memory."""
    from django.test import Client

    warm, costs = Costs(Cost), Costs(Cost)
    for game, (play, how) in PLAYED.items():
        for number in range(runs + 1):
            client = Client()
            table = Table(client, game, costs if number else warm)
            table.start("all shows", **how)
            play(table)
            if number:
                _tick_some(client)
                table.start(f"{SEEN} shows ticked", **how)
    return costs


def visit_pages(costs: Costs, times: int) -> None:
    """Look at the pages beside the games: the choosing of a game, what was seen, and suggestions."""
    from django.test import Client

    client = Client()
    tick, clear, found = {"action": "tick", "q": "amber"}, {"action": "clear"}, {"q": "amber kelp"}
    asked: tuple[tuple[str, Callable[..., Any], str, dict[str, str]], ...] = (
        ("games", client.get, "/games/", {}),
        ("seen", client.get, "/seen/", {}),
        ("seen, searched", client.get, "/seen/", found),
        ("seen, all found are ticked", client.post, "/seen/", tick),
        ("seen, all is cleared", client.post, "/seen/", clear),
        ("suggestions", client.get, "/suggest/", found),
    )
    for number in range(times + 1):
        for kind, ask, path, data in asked:
            with measured(costs[f"page: {kind}"] if number else Cost()):
                answer = ask(path, data)
            assert answer.status_code in (200, 302), answer.content[:2000]


def _tick_some(client: Any) -> None:
    from django.contrib.auth.models import AnonymousUser

    from catalog.models import Show
    from catalog.services import tick_shows

    tick_shows(AnonymousUser(), client.session["owner"], Show.objects.filter(pk__lte=SEEN))


def main() -> int:
    """Build, measure, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shows", type=int, default=40_000)
    parser.add_argument("--frames", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--postgres", action="store_true", help="in a PostgreSQL of its own, not in SQLite")
    kept.add_argument("--database", help="URL of an empty database")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, _database(options, Path(folder)) as url:
        os.environ |= {"SNN_VAR": folder, "DJANGO_SETTINGS_MODULE": "snn.settings", "ALLOWED_HOSTS": "testserver"}
        os.environ |= {"DATABASE_URL": url, "CACHE_URL": "locmemcache://"}
        figures = _run(options.shows, options.frames, options.runs)
    print(json.dumps(figures) if options.json else _table(figures))
    return int(not figures["ok"])


@contextmanager
def _database(options: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Give the URL of the database that was asked for."""
    if not options.postgres:
        yield options.database or f"sqlite:///{folder}/db.sqlite3"
        return
    from snn.startup.own_servers import OwnPostgres, free_port

    folder.chmod(0o755)  # its server may run as somebody else
    server = OwnPostgres(folder / "postgres", free_port())
    server.start()
    try:
        yield server.url
    finally:
        from django.db import connections

        connections.close_all()
        server.stop("immediate")


def _run(shows: int, frames: int, runs: int) -> dict[str, Any]:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from benchmarks.games_database import build

    # Static files under their own names: hashing them is no part of a move.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    build(shows, frames)
    built = time.perf_counter() - started
    costs = measure(runs)
    visit_pages(costs, 2 * runs)
    kinds = {kind: cost.figures() for kind, cost in sorted(costs.items())}
    moves = [figures for kind, figures in kinds.items() if ": deal" not in kind and not kind.startswith("page: ")]
    ok = all(one["queries"] <= QUERIES and one["processor_ms"] <= MILLISECONDS for one in moves)
    return {
        "database": connection.vendor,
        "shows": shows,
        "frames": frames,
        "seconds_to_build": round(built, 1),
        "costs": kinds,
        "ok": ok,
    }


def _table(figures: dict[str, Any]) -> str:
    lines = [
        f"{figures['frames']:,} frames of {figures['shows']:,} shows on {figures['database']}, "
        f"built in {figures['seconds_to_build']} s",
        f"{'':40}{'requests':>9}{'processor ms':>14}{'95 %':>8}{'wall ms':>9}{'queries':>9}",
    ]
    for kind, one in figures["costs"].items():
        lines.append(
            f"{kind:40}{one['requests']:>9}{one['processor_ms']:>14}{one['processor_ms_p95']:>8}"
            f"{one['wall_ms']:>9}{one['queries']:>9}"
        )
    goal = f"at most {QUERIES} queries and {MILLISECONDS} ms of the processor a move (deals and pages are none)"
    return "\n".join([*lines, f"goal: {goal}: {'reached' if figures['ok'] else 'MISSED'}"])


if __name__ == "__main__":
    sys.exit(main())
