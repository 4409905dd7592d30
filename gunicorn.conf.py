"""How gunicorn serves SNN.

Without a queue: one synchronous worker a core, each with a network of its own (docs/decisions/0001). With one the web
process runs no network, and serves with threads, so that pages may be held open until their answer is there.
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

wsgi_app = "snn.wsgi"
bind = [f"127.0.0.1:{os.environ.get('PORT', '8000')}"]

worker_class = "gthread" if os.environ.get("CELERY_BROKER_URL") else "sync"
threads = int(os.environ.get("WEB_THREADS") or 256) if worker_class == "gthread" else 1
_cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
workers = int(os.environ.get("WEB_CONCURRENCY") or _cores)
preload_app = False  # an onnxruntime session does not survive a fork

timeout = 60  # a worker that answers nothing for so long is replaced
graceful_timeout = 5  # an answer under way at Ctrl-C is finished, a silent client is not waited for
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - heartbeats must not wait for a disk

accesslog = os.environ.get("GUNICORN_ACCESS_LOG")  # "-" prints one line a request
loglevel = "warning"
control_socket_disable = True  # it would write outside of var/

if os.environ.get("SNN_METRICS_TOKEN"):
    # Each process counts its requests in files here, and any of them can tell the sum.
    _var = Path(os.environ.get("SNN_VAR") or Path(__file__).parent / "var")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_var / "metrics")
    shutil.rmtree(_var / "metrics", ignore_errors=True)
    (_var / "metrics").mkdir(parents=True)

_SILENT_SECONDS = 120
_WAITING_BYTES = 512 * 1024
"""What the kernel takes of a picture that waits its turn (half as much where it allows no more)."""
_ENDING = {signal.SIGINT, signal.SIGQUIT, signal.SIGTERM}


def when_ready(server: Arbiter) -> None:
    """Keep connections that say nothing, which browsers open ahead of need, from occupying a worker."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)  # blocked by whoever became this process
    for listener in server.LISTENERS:
        # A picture that came whole before its turn need not be waited for by the worker that reads it.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _WAITING_BYTES)
        if hasattr(socket, "TCP_DEFER_ACCEPT") and listener.FAMILY != socket.AF_UNIX:
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, _SILENT_SECONDS)


def post_fork(server: Arbiter, worker: Worker) -> None:
    """Let Ctrl-C wait until the application is loaded: in the middle of an import it would leave a traceback."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)


def post_worker_init(worker: Worker) -> None:
    """Hear of Ctrl-C again, and start what is done beside pages: titles are read, what expired goes, frames scored."""
    from django.conf import settings

    from catalog.services import read_titles_beside
    from classifier.batching import start_answering_batches
    from classifier.purge import start_hourly_purge
    from classifier.sweep import start_sweeping
    from classifier.warming import warm_networks
    from snn.sessions import start_clearing_sessions

    for ending in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(ending, worker.handle_exit)  # gunicorn's own would tear a request in two
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    read_titles_beside()  # who types first would wait for it
    start_hourly_purge()
    start_clearing_sessions()
    if not settings.CELERY_BROKER_URL:  # with a queue, its workers run the network
        warm_networks()
        start_sweeping()
        start_answering_batches()
    gc.collect()
    gc.freeze()  # what was loaded stays for good, and need not be looked through again and again


def worker_exit(server: Arbiter, worker: Worker) -> None:
    """Do not let a second signal, sent by gunicorn after the terminal's, kill a worker that is already leaving."""
    if worker.pid == os.getpid():  # gunicorn calls this in its main process, too
        for ending in _ENDING:
            signal.signal(ending, signal.SIG_IGN)
        if worker.booted:
            # A network may be running in a thread: its native code aborts where the interpreter goes away beneath it.
            logging.shutdown()
            os._exit(0)


def child_exit(server: Arbiter, worker: Worker) -> None:
    """Let the figures know that a process is gone."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
