"""A number of clients that ask a server at once until a fixed number of requests is answered, in one thread."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from benchmarks.serving.exchange import BadAnswer, Conversation, Response, parse

PATIENCE = 120.0
"""Seconds in which something must come back."""

_CHUNK = 1 << 18


@dataclass
class Load:
    """What became of the requests: seconds from the first to the last, and the seconds and the answer of each."""

    seconds: float = 0.0
    client_cpu: float = 0.0
    latencies: list[float] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)


def run(port: int, ask: Callable[[bytes], Conversation], pictures: list[bytes], *, clients: int) -> Load:
    """Send each picture once, by so many clients, and wait for the last answer.

    Raises:
        BadAnswer: a request was not answered with 200.
    """
    load, waiting = Load(), iter(pictures)
    with selectors.DefaultSelector() as selector:
        everybody = [_Client(port, selector, ask, waiting, load) for _ in range(clients)]
        begin, begin_cpu = time.perf_counter(), time.process_time()
        try:
            busy = sum(client.next_picture() for client in everybody)
            while busy:
                ready = selector.select(PATIENCE)
                if not ready:
                    raise BadAnswer(f"Nothing came back within {PATIENCE:.0f} seconds.")
                busy -= sum(not key.data.go_on(events) for key, events in ready)
        finally:
            for client in everybody:
                client.hang_up()
        load.seconds, load.client_cpu = time.perf_counter() - begin, time.process_time() - begin_cpu
    return load


class _Client:
    """One client: it sends a picture, reads the answer, and takes the next; its connection stays where it may."""

    def __init__(
        self,
        port: int,
        selector: selectors.BaseSelector,
        ask: Callable[[bytes], Conversation],
        pictures: Iterator[bytes],
        load: Load,
    ) -> None:
        self._port, self._selector, self._ask, self._pictures, self._load = port, selector, ask, pictures, load
        self._socket: socket.socket | None = None
        self._begin = 0.0
        self._request = b""
        self._rest = memoryview(b"")
        self._received = bytearray()
        self._is_used = False

    def next_picture(self) -> bool:
        """Begin with the next picture; tell whether there was one."""
        picture = next(self._pictures, None)
        if picture is None:
            self.hang_up()
            return False
        self._begin = time.perf_counter()
        self._conversation = self._ask(picture)
        self._send(next(self._conversation))
        return True

    def go_on(self, events: int) -> bool:
        """Send or read what can be; tell whether there is more to do."""
        assert self._socket is not None
        if events & selectors.EVENT_WRITE:
            self._rest = self._rest[self._socket.send(self._rest[:_CHUNK]) :]
            if not self._rest:
                self._selector.modify(self._socket, selectors.EVENT_READ, self)
            return True
        try:
            data = self._socket.recv(_CHUNK)
        except ConnectionResetError:
            data = b""
        if not data and not self._received and self._is_used:  # it was closed between two requests
            self.hang_up()
            self._send(self._request)
            return True
        self._received += data
        response = parse(self._received, ended=not data)
        return self._hear(response) if response else True

    def _send(self, request: bytes) -> None:
        self._is_used = self._socket is not None
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socket.setblocking(False)
            self._selector.register(self._socket, selectors.EVENT_WRITE, self)
        else:
            self._selector.modify(self._socket, selectors.EVENT_WRITE, self)
        self._request, self._rest, self._received = request, memoryview(request), bytearray()

    def _hear(self, response: Response) -> bool:
        if not 200 <= response.status < 300:
            raise BadAnswer(f"status {response.status}: {response.body[:500].decode(errors='replace')}")
        if response.closes:
            self.hang_up()
        try:
            self._send(self._conversation.send(response))
        except StopIteration as end:
            self._load.latencies.append(time.perf_counter() - self._begin)
            self._load.answers.append(end.value.body)
            return self.next_picture()
        return True

    def hang_up(self) -> None:
        """Close the connection."""
        if self._socket is not None:
            self._selector.unregister(self._socket)
            self._socket.close()
            self._socket = None
