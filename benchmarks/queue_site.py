"""SNN with a queue, for benchmarks: a PostgreSQL, a Redis, web and a worker of its own, in a folder that goes."""

from __future__ import annotations

import http.client
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import django
from PIL import Image

if TYPE_CHECKING:
    from snn.startup.stack import Program

DATABASE = "DATABASE_URL"


@dataclass
class QueueSite:
    """A site that runs; its worker does not yet. `waiting`: the key and the public name of each picture that waits."""

    port: int
    waiting: list[tuple[int, str]]
    worker: Program
    received: dict[int, float] = field(default_factory=dict)

    def hold_pages(self) -> list[threading.Thread]:
        """Open the page of each picture, as its own script does; `received` gets the time at which an answer came."""
        holders = [threading.Thread(target=self._hold, args=each, daemon=True) for each in self.waiting]
        for holder in holders:
            holder.start()
        return holders

    def start_worker(self) -> None:
        """Let the pictures be answered."""
        from classifier.tasks import answer_what_waits

        self.worker.start()
        answer_what_waits.delay()

    def _hold(self, upload: int, public_id: str) -> None:
        """Wait as a page does: ask again for as long as only the place in line comes back."""
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                connection.request("GET", f"/answers/{public_id}/waiting", headers={"HX-Request": "true"})
                response = connection.getresponse()
                response.read()
            except OSError:  # the site has ended
                return
            finally:
                connection.close()
            now = time.time()
            if response.status == 200 and "HX-Retarget" not in response.headers:
                self.received[upload] = now
                return


@contextmanager
def queue_site(pages: int, **environment: str) -> Iterator[QueueSite]:
    """Run a site in which so many pictures wait."""
    with tempfile.TemporaryDirectory(prefix="snn-waiting-") as name, ExitStack() as stack:
        from snn.startup.own_servers import OwnPostgres, OwnRedis, free_port, listens, wait_for

        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as a user of its own
        postgres, redis = OwnPostgres(folder / "postgres", free_port()), OwnRedis(folder / "redis", free_port())
        stack.callback(postgres.stop, "immediate")
        postgres.start()
        stack.callback(redis.stop)
        redis.start()
        port = free_port()
        settings = {
            DATABASE: postgres.url,
            "CELERY_BROKER_URL": f"{redis.url}/1",
            "CACHE_URL": f"rediscache://127.0.0.1:{redis.port}/0",
            "SNN_VAR": str(folder / "var"),
            "SNN_MEDIA": str(folder / "media"),
            "PORT": str(port),
            "OMP_NUM_THREADS": "1",
            "LOG_LEVEL": "WARNING",
            "SECRET_KEY": "benchmark",
            "DJANGO_SETTINGS_MODULE": "snn.settings",
            **environment,
        }
        os.environ.update(settings)
        django.setup()
        from django.db import connection

        from snn.startup.stack import CELERY, Program

        stack.callback(connection.close)
        waiting = _queue(pages)
        web = Program("web", [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py"], settings)
        worker = Program("worker", [*CELERY, "worker", "-Q", "predict", "--pool", "solo"], settings)
        stack.callback(web.stop)
        stack.callback(worker.stop)
        web.start()
        wait_for(lambda: listens(port), "The web process does not start.")
        yield QueueSite(port, waiting, worker)


def jpeg(number: int) -> bytes:
    """Return a small picture that no other number gives."""
    buffer = BytesIO()
    Image.new("RGB", (640, 360), (number % 256, number // 256, 99)).save(buffer, "JPEG")
    return buffer.getvalue() + number.to_bytes(4, "big")


def _queue(pages: int) -> list[tuple[int, str]]:
    """Prepare the site, and let pictures wait: their keys and addresses."""
    from django.core.management import call_command

    from catalog.services import load_catalogue
    from classifier.services import load_bundled, receive_picture
    from snn.startup.static import collect_static

    call_command("migrate", verbosity=0)
    collect_static()
    load_catalogue()
    load_bundled()
    uploads = [receive_picture(jpeg(number), owner="benchmark") for number in range(pages)]
    return [(upload.pk, upload.public_id) for upload in uploads]
