"""What a list of suggestions costs: ten shows for what is typed, against one bare scan of all names by RapidFuzz.

    python -m benchmarks.titles [--shows N] [--list FILE] [--rounds N] [--json]

The names are those of a CSV list of shows (`docs/commands.md`, `import_shows`; the bundled one unless `--list` names
another), repeated with a number behind them until there are as many shows as asked for. Both sides run in this process
on the same names, taking turns. Bare is `process.extract` with `fuzz.ratio`, its cheapest scan, which finds neither
words in another order nor a title that is half typed. The goal is 50 ms for the slowest query at 40,000 shows.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from statistics import median

from rapidfuzz import fuzz, process

from catalog.core.showlist import read_shows
from catalog.core.title_search import Name, TitleSearch
from catalog.core.titles import normalise

GOAL = 50.0  # milliseconds
LIMIT = 10
BUNDLED = Path(__file__).parent.parent / "catalog" / "fixtures" / "shows.csv"
QUERIES = {
    "two letters": "na",
    "half a title": "shippuu",
    "a whole title": "fullmetal alchemist brotherhood",
    "another order": "titan attack",
    "long vowels": "toukyou",
    "no spaces": "spyfamily",
    "Japanese": "進撃の",
    "slips": "atack on titn",
    "short words": "no wa ga to",
    "nothing like it": "zzzqqq xxyyzz",
}


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of a call: of the processor, which does not mind a busy machine, and by the wall clock."""

    processor: float
    wall: float


def make_names(path: Path, shows: int) -> list[Name]:
    """Return the names of so many shows, those of the list over and over with a number behind them."""
    listed = [[row.title, row.title_english, row.title_japanese, *row.synonyms] for row in read_shows(path)]
    titles = (
        [f"{title} {turn}" if turn else title for title in dict.fromkeys(row) if title]
        for turn in count()
        for row in listed
    )
    return [
        Name(show, title, normalise(title)) for show, row in enumerate(islice(titles, shows), start=1) for title in row
    ]


def time_of(call: Callable[[], object]) -> Spent:
    """Call once and return what it took."""
    processor, wall = time.process_time(), time.perf_counter()
    call()
    return Spent((time.process_time() - processor) * 1000, (time.perf_counter() - wall) * 1000)


def measure(search: TitleSearch, texts: Sequence[str], rounds: int) -> Iterator[tuple[str, Spent, Spent]]:
    """Give for each query its kind, and the medians of ours and of bare."""
    for kind, query in QUERIES.items():
        bare_query = normalise(query)
        ours, bare = [], []
        for _ in range(rounds):
            ours.append(time_of(lambda query=query: search.find(query, LIMIT)))  # type: ignore[misc]
            bare.append(
                time_of(lambda query=bare_query: process.extract(query, texts, scorer=fuzz.ratio, limit=LIMIT))  # type: ignore[misc]
            )
        yield kind, _median(ours), _median(bare)


def _median(spent: Sequence[Spent]) -> Spent:
    return Spent(median(each.processor for each in spent), median(each.wall for each in spent))


def main() -> int:
    """Measure, print, and return 0 where the goal was met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shows", type=int, default=40_000, help="how many shows there are")
    parser.add_argument("--list", type=Path, default=BUNDLED, help="CSV file of the shows whose names are taken")
    parser.add_argument("--rounds", type=int, default=7, help="how often each query is asked")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    names = make_names(options.list, options.shows)
    searches: list[TitleSearch] = []
    reading = time_of(lambda: searches.append(TitleSearch(names)))
    rows = list(measure(searches[0], [name.normalised for name in names], options.rounds))
    slowest = max(ours.processor for _, ours, _ in rows)
    ratio = median(ours.processor for _, ours, _ in rows) / median(bare.processor for _, _, bare in rows)
    if options.json:
        queries = {kind: {"ours": ours.processor, "bare": bare.processor} for kind, ours, bare in rows}
        print(
            json.dumps(
                {
                    "shows": options.shows,
                    "names": len(names),
                    "reading_ms": reading.processor,
                    "queries": queries,
                    "slowest_ms": slowest,
                    "ratio": ratio,
                }
            )
        )
    else:
        print(f"{options.shows:,} shows, {len(names):,} names, read into memory in {reading.processor:,.0f} ms once")
        print(f"{'milliseconds of the processor':32}{'ours':>8}{'bare':>8}")
        for kind, ours, bare in rows:
            print(f"{kind:32}{ours.processor:8.1f}{bare.processor:8.1f}")
        print(f"slowest {slowest:.1f} ms (goal {GOAL:.0f}); median {ratio:.2f} times bare")
    return 0 if slowest <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
