"""The least that an answer can cost: two processes that decode and run, one picture after the other, with no server."""

from __future__ import annotations

import json
import multiprocessing
import time
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any

from benchmarks.serving.load import Load


class Bare:
    """So many processes that take pictures from one heap until none is left."""

    def __init__(self, processes: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._next: Synchronized[int] = context.Value("i", 0)
        self._workers = []
        for _ in range(processes):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs, self._next), daemon=True)
            process.start()
            self._workers.append((process, ours))
        for _, pipe in self._workers:
            pipe.recv()  # it is ready

    def run(self, files: list[Path], numbers: list[bytes], *, processes: int) -> tuple[Load, float]:
        """Answer a picture for each number, which makes it one of its own; return the seconds of the processor, too."""
        self._next.value = 0
        begin = time.perf_counter()
        for _, pipe in self._workers[:processes]:
            pipe.send((files, numbers))
        parts: list[dict[str, Any]] = [pipe.recv() for _, pipe in self._workers[:processes]]
        load = Load(seconds=time.perf_counter() - begin)
        for part in parts:
            load.latencies += part["latencies"]
            load.answers += part["answers"]
        return load, sum(part["cpu"] for part in parts)

    def stop(self) -> None:
        """End the processes."""
        for process, pipe in self._workers:
            pipe.send(None)
            process.join()


def _work(pipe: Connection, heap: Synchronized[int]) -> None:
    from benchmarks.serving.answerer import Answerer

    answerer = Answerer()
    contents: dict[Path, bytes] = {}
    pipe.send("ready")
    while order := pipe.recv():
        files, numbers = order
        contents = contents or {file: file.read_bytes() for file in files}
        latencies, answers, cpu = [], [], time.process_time()
        while True:
            with heap.get_lock():
                place = heap.value
                heap.value += 1
            if place >= len(numbers):
                break
            begin = time.perf_counter()
            answers.append(json.dumps(answerer.answer(contents[files[place % len(files)]] + numbers[place])).encode())
            latencies.append(time.perf_counter() - begin)
        pipe.send({"latencies": latencies, "answers": answers, "cpu": time.process_time() - cpu})
