"""Just enough HTTP for a load generator that shall cost little beside the servers it measures."""

from __future__ import annotations

import secrets
from collections.abc import Generator
from dataclasses import dataclass

Conversation = Generator[bytes, "Response", "Response"]
"""Requests out, responses in, the last response returned: most sides need one, Gradio's API three."""


class BadAnswer(Exception):  # noqa: N818 - it reads as what it is
    """A server said something else than an answer."""


@dataclass(frozen=True)
class Response:
    """A whole response; the names of `headers` in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def closes(self) -> bool:
        """Whether the connection ends with it."""
        return self.headers.get("connection", "").lower() == "close"


def get(path: str) -> bytes:
    """Return a GET request."""
    return _request("GET", path, "", b"")


def post(path: str, content_type: str, body: bytes) -> bytes:
    """Return a POST request."""
    return _request("POST", path, content_type, body)


def post_form(path: str, field: str, picture: bytes) -> bytes:
    """Return a form with a JPEG as its only file, as a browser or `curl -F` sends it."""
    mark = secrets.token_hex(16).encode()
    head = f'Content-Disposition: form-data; name="{field}"; filename="scene.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    body = b"--" + mark + b"\r\n" + head.encode() + picture + b"\r\n--" + mark + b"--\r\n"
    return post(path, f"multipart/form-data; boundary={mark.decode()}", body)


def parse(received: bytes | bytearray, *, ended: bool) -> Response | None:
    """Return the response as soon as all of it is there; `ended`: the server sends no more.

    Raises:
        BadAnswer: it is cut short.
    """
    response = _parsed(bytes(received), ended=ended)
    if response is None and ended:
        raise BadAnswer("The server ended the connection in the middle of its answer.")
    return response


def _parsed(received: bytes, *, ended: bool) -> Response | None:
    head, mark, body = received.partition(b"\r\n\r\n")
    if not mark:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    status = int(first.split(" ")[1])
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if headers.get("transfer-encoding", "") == "chunked":
        whole = _joined(body)
        return None if whole is None else Response(status, headers, whole)
    if "content-length" in headers:
        length = int(headers["content-length"])
        return Response(status, headers, body[:length]) if len(body) >= length else None
    return Response(status, headers | {"connection": "close"}, body) if ended else None


def _request(method: str, path: str, content_type: str, body: bytes) -> bytes:
    typed = f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n" if content_type else ""
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n{typed}\r\n".encode() + body


def _joined(body: bytes) -> bytes | None:
    """Return chunks put together, None where the last has not come."""
    parts: list[bytes] = []
    place = 0
    while (end := body.find(b"\r\n", place)) >= 0:
        size = int(body[place:end].split(b";")[0], 16)
        if size == 0:
            return b"".join(parts)
        if len(body) < end + 2 + size + 2:
            return None
        parts.append(body[end + 2 : end + 2 + size])
        place = end + 2 + size + 2
    return None
