"""How gunicorn serves SNN: one synchronous worker a core, each with a network of its own (docs/decisions/0001)."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

wsgi_app = "snn.wsgi"
bind = [f"127.0.0.1:{os.environ.get('PORT', '8000')}"]

worker_class = "sync"
_cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
workers = int(os.environ.get("WEB_CONCURRENCY") or _cores)
preload_app = False  # an onnxruntime session does not survive a fork

timeout = 60  # a worker that answers nothing for so long is replaced
graceful_timeout = 5  # an answer under way at Ctrl-C is finished, a silent client is not waited for
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - heartbeats must not wait for a disk

accesslog = os.environ.get("GUNICORN_ACCESS_LOG")  # "-" prints one line a request
loglevel = "warning"
control_socket_disable = True  # it would write outside of var/

_SILENT_SECONDS = 120
_ENDING = {signal.SIGINT, signal.SIGQUIT, signal.SIGTERM}


def when_ready(server: Arbiter) -> None:
    """Keep connections that say nothing, which browsers open ahead of need, from occupying a worker."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)  # blocked by whoever became this process
    if hasattr(socket, "TCP_DEFER_ACCEPT"):
        for listener in server.LISTENERS:
            if listener.FAMILY != socket.AF_UNIX:
                listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, _SILENT_SECONDS)


def post_fork(server: Arbiter, worker: Worker) -> None:
    """Let Ctrl-C wait until the application is loaded: in the middle of an import it would leave a traceback."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)


def post_worker_init(worker: Worker) -> None:
    """Hear of Ctrl-C again, and delete expired pictures every hour as long as the server runs."""
    from classifier.purge import start_hourly_purge

    for ending in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(ending, worker.handle_exit)  # gunicorn's own would tear a request in two
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    start_hourly_purge()


def worker_exit(server: Arbiter, worker: Worker) -> None:
    """Do not let a second signal, sent by gunicorn after the terminal's, kill a worker that is already leaving."""
    if worker.pid == os.getpid():  # gunicorn calls this in its main process, too
        for ending in _ENDING:
            signal.signal(ending, signal.SIG_IGN)
