"""The rest of the web: a server on this machine, names for it, and what they lead to. Nothing leaves the machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext

from classifier import fetching

PUBLIC = "93.184.216.34"
"""An address that is public; whoever dials it reaches our server instead."""


@dataclass
class OtherWeb:
    """Names and what they mean at each lookup, the last for ever; pages by path; and what was asked for."""

    port: int
    names: dict[str, list[list[str]]] = field(default_factory=lambda: {"pictures.example": [[PUBLIC]]})
    pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    lookups: list[str] = field(default_factory=list)
    dialled: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "pictures.example", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def serve(self, path: str, content: bytes, **headers: str) -> str:
        """Let a path answer with a file, and return its address."""

        def page(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            for name, value in {"Content_Length": str(len(content)), **headers}.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(content)

        self.pages[path] = page
        return self.url(path)

    def lead(self, path: str, to: str, status: int = 302) -> str:
        """Let a path lead to another address."""

        def page(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Location", to)
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        self.pages[path] = page
        return self.url(path)

    def lookup(self, host: str, port: int) -> list[str]:
        self.lookups.append(host)
        if host in self.names:
            meanings = self.names[host]
            return meanings.pop(0) if len(meanings) > 1 else meanings[0]
        return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]

    def dial(self, address: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append(address)
        return socket.create_connection(("127.0.0.1" if address == PUBLIC else address, port), timeout=seconds)


@contextmanager
def other_web(monkeypatch: object, tls: SSLContext | None = None) -> Iterator[OtherWeb]:
    """Serve, and stand in for the name server and for the way to public addresses."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.asked.append(self.path)
            if self.path in web.pages:
                web.pages[self.path](self)
            else:
                self.send_error(404)

        def log_message(self, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *args: object) -> None:
            """Whoever hangs up early is what the tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    web = OtherWeb(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    monkeypatch.setattr(fetching, "lookup", web.lookup)
    monkeypatch.setattr(fetching, "dial", web.dial)
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
