"""How soon a ready answer is on its page while 200 pages wait: `python -m benchmarks.waiting`.

Starts a PostgreSQL, a Redis, a web process and a worker of its own. Every page is a connection held open as the page's
own script holds it. Measured is the time from the end that the database notes for an upload (`ended_at`) to the last
byte of its page; all on one machine, so by one clock. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Sequence

from benchmarks.queue_site import QueueSite, queue_site


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    pages = parser.parse_args().pages
    with queue_site(pages, WEB_CONCURRENCY="1", WEB_THREADS=str(pages * 2)) as site:
        holders = site.hold_pages()
        time.sleep(10)  # until all of them are held
        site.start_worker()
        for holder in holders:
            holder.join(600)
        _print(site, pages)


def _print(site: QueueSite, pages: int) -> None:
    from classifier.models import Upload

    ended = {row.pk: row.ended_at.timestamp() for row in Upload.objects.exclude(ended_at=None) if row.ended_at}
    delays = sorted((site.received[key] - ended[key]) * 1000 for key in site.received if key in ended)
    figures = {
        "pages": pages,
        "answered": len(delays),
        "median_ms": round(statistics.median(delays)),
        "p95_ms": round(_share(delays, 0.95)),
        "most_ms": round(delays[-1]),
        "load": os.getloadavg()[0],
    }
    print(json.dumps(figures))


def _share(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


if __name__ == "__main__":
    main()
