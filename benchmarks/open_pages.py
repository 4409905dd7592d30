"""What other visitors notice while 200 pages wait for their answers: `python -m benchmarks.open_pages`.

Starts a site with a queue, as `make stack` does, and holds the pages open. Then a few clients ask for the front page, a
list of shows, the page of a show, a waiting answer, the status page and `/readyz`, and send pictures; first while
nobody answers, then while a worker answers one picture after the other on the same cores. A fixed number of requests is
counted to the end, after some that only warm the fresh web processes up. The goal is at most two seconds for 99 of 100.
Prints one JSON object a part, `warming up` among them.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from itertools import count
from typing import Any

import numpy as np

from benchmarks.queue_site import QueueSite, jpeg, queue_site
from benchmarks.serving import load
from benchmarks.serving.exchange import Conversation, get, post

GOAL = 2.0
CLIENTS = 8
WARM_UP = 84


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--requests", type=int, default=400)
    arguments = parser.parse_args()
    limits = {"SNN_UPLOADS_PER_MINUTE": "1000000", "SNN_API_QUOTA": "1000000"}
    with queue_site(arguments.pages, **limits) as site:
        site.hold_pages()
        time.sleep(10)  # until all of them are held
        numbers = count(arguments.pages)
        for part in ("warming up", "nobody answers", "a worker answers"):
            if part == "a worker answers":
                site.start_worker()
                time.sleep(5)  # it loads its network
            requests = WARM_UP if part == "warming up" else arguments.requests
            print(json.dumps(_measure(site, part, numbers, requests)), flush=True)


def _measure(site: QueueSite, part: str, numbers: count[int], requests: int) -> dict[str, Any]:
    paths = [
        "/",
        "/shows/",
        "/api/shows/",
        f"/answers/{site.waiting[-1][1]}/",
        "/status/",
        "/readyz",
    ]
    asked = [
        post("/api/recognise/", "image/jpeg", jpeg(next(numbers))) if place % 7 == 6 else get(paths[place % 7])
        for place in range(requests)
    ]
    held = len(site.waiting) - len(site.received)
    done = load.run(site.port, _ask, asked, clients=CLIENTS)
    p50, p99 = (float(np.percentile(done.latencies, share)) for share in (50, 99))
    return {
        "part": part,
        "pages held": [held, len(site.waiting) - len(site.received)],
        "requests": len(done.latencies),
        "median_ms": round(1000 * p50),
        "p99_ms": round(1000 * p99),
        "most_ms": round(1000 * max(done.latencies)),
        "goal_met": p99 <= GOAL,
        "load": os.getloadavg()[0],
    }


def _ask(request: bytes) -> Conversation:
    return (yield request)


if __name__ == "__main__":
    main()
