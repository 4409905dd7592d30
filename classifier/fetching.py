"""Pictures from addresses that people name: the only code that fetches what a visitor chose.

A name is looked up once for each connection, and the connection goes to an address that was checked then: a name that
means another address a moment later changes nothing. Redirects are followed here, each checked like the first.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from typing import Any, Self
from urllib.parse import urljoin

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.util import Url, parse_url

from classifier.core.addresses import is_public
from classifier.core.image import MAX_BYTES, ImageRefused

SECONDS = 10.0
"""For all of it: redirects, headers and body."""

MOST_REDIRECTS = 5
LONGEST_URL = 2000

_PIECE = 64 * 1024
_REDIRECTS = (301, 302, 303, 307, 308)
_HEADERS = {"Accept": "image/*", "Accept-Encoding": "identity", "User-Agent": "SNN (fetches a picture for a visitor)"}
_WEB_PORTS = (80, 443)
_FIRST_FREE_PORT = 1024


class FetchRefused(ImageRefused):
    """A picture that could not be fetched; `remote_status` is what the other server said, where it said anything."""

    def __init__(self, message: str, status: int = 400, *, remote_status: int | None = None) -> None:
        super().__init__(message, status)
        self.remote_status = remote_status


class AddressRefused(FetchRefused):
    """An address that is none, or that leads nowhere a visitor may send this server."""


def fetch(url: str) -> bytes:
    """Fetch the file at an address. What it is, only `classifier.core.image.decode` decides.

    Raises:
        AddressRefused: it is no http(s) address, or it or a redirect leads to an address that is not public.
        FetchRefused: nobody answers, not in time, with an error, or with more than 25 MiB.
    """
    end = time.monotonic() + SECONDS
    for _ in range(MOST_REDIRECTS + 1):
        with _opened(_checked(url), end) as response:
            if response.status not in _REDIRECTS:
                content = _body(response)
                if time.monotonic() >= end:  # it was cut short, maybe without an error
                    raise _too_slow()
                return content
            url = urljoin(url, response.headers.get("Location", ""))
    raise FetchRefused(f"The address leads on and on: more than {MOST_REDIRECTS} times.")


def lookup(host: str, port: int) -> Sequence[str]:
    """Return the IP addresses of a host."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def dial(address: str, port: int, seconds: float) -> socket.socket:
    """Open a connection to an IP address."""
    return socket.create_connection((address, port), timeout=seconds)


def _checked(url: str) -> Url:
    """Take an address apart with the parser that will be used to connect."""
    try:
        parsed = parse_url(url.strip()) if len(url) <= LONGEST_URL else Url()
    except (LocationParseError, ValueError) as error:
        raise AddressRefused("That is no address that can be read.") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise AddressRefused("An address starts with http:// or https://, and has at most 2,000 letters.")
    if parsed.auth:
        raise AddressRefused("An address with a name and a password in it is not fetched.")
    if parsed.port is not None and parsed.port not in _WEB_PORTS and parsed.port < _FIRST_FREE_PORT:
        raise AddressRefused("That port is not one of the web.")
    return parsed


@contextmanager
def _opened(url: Url, end: float) -> Iterator[BaseHTTPResponse]:
    """Ask for a file; the connection is shut at `end`, whatever the other side is doing by then."""
    with _Watch(end) as watch, _pool(url, watch) as pool:
        try:
            response = pool.urlopen(
                "GET",
                url.request_uri,
                headers=_HEADERS,
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
            )
            with closing(response):
                yield response
        except FetchRefused:
            raise
        except (HTTPError, OSError, ValueError) as error:
            if watch.left <= 0:
                raise _too_slow() from error
            raise FetchRefused("The other server does not answer, or not as a web server does.", 502) from error


def _body(response: BaseHTTPResponse) -> bytes:
    """Read the file, as far as a picture may be long."""
    if not 200 <= response.status < 300:
        raise FetchRefused(f"The other server answers {response.status}.", 502, remote_status=response.status)
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise FetchRefused("The other server sends the file packed, although it was asked not to.", 502)
    too_large = FetchRefused(f"The file is too large: {MAX_BYTES // 1024**2} MiB is the most.", 413)
    stated = response.headers.get("Content-Length", "")
    if stated.isdecimal() and int(stated) > MAX_BYTES:
        raise too_large
    content = bytearray()
    while piece := response.read(_PIECE):
        content += piece
        if len(content) > MAX_BYTES:
            raise too_large
    return bytes(content)


def _too_slow() -> FetchRefused:
    return FetchRefused(f"The other server took longer than {SECONDS:.0f} seconds.", 504)


class _Watch:
    """Shuts connections at a moment: of a body that comes byte by byte no timeout of a socket ever runs out."""

    def __init__(self, end: float) -> None:
        self._end = end
        self._held: list[socket.socket] = []
        self._timer = threading.Timer(max(self.left, 0), self._shut)
        self._timer.daemon = True

    @property
    def left(self) -> float:
        """Seconds until then."""
        return self._end - time.monotonic()

    def hold(self, connection: socket.socket) -> None:
        """Watch a connection, by a second handle: TLS takes over the first."""
        self._held.append(connection.dup())

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()
        self._timer.join()
        for handle in self._held:
            handle.close()

    def _shut(self) -> None:
        for handle in self._held:
            with suppress(OSError):  # the other side closed it
                handle.shutdown(socket.SHUT_RDWR)


class _ToPublic:
    """Lets a connection of urllib3 go to a checked address of its host; certificates are checked for the host."""

    host: str
    port: int

    def __init__(self, *args: Any, watch: _Watch, **options: Any) -> None:
        super().__init__(*args, **options)
        self._watch = watch

    def _new_conn(self) -> socket.socket:
        address = _public_address(self.host, self.port)
        if self._watch.left <= 0:
            raise TimeoutError
        connection = dial(address, self.port, self._watch.left)
        self._watch.hold(connection)
        return connection


class _Plain(_ToPublic, HTTPConnection):
    pass


class _Secure(_ToPublic, HTTPSConnection):
    pass


def _public_address(host: str, port: int) -> str:
    """Look a host up and return its first address; one address that is not public is enough to refuse."""
    try:
        addresses = lookup(host, port)
    except (OSError, UnicodeError) as error:
        raise FetchRefused(f"There is no server called {host}.") from error
    if not addresses or not all(map(is_public, addresses)):
        raise AddressRefused("That address is not on the public internet, so it is not fetched from here.")
    return addresses[0]


def _pool(url: Url, watch: _Watch) -> HTTPConnectionPool:
    kind, connection = (HTTPSConnectionPool, _Secure) if url.scheme == "https" else (HTTPConnectionPool, _Plain)
    pool = kind(str(url.host), url.port, timeout=Timeout(total=max(watch.left, 0.01)), watch=watch)
    pool.ConnectionCls = connection
    return pool
