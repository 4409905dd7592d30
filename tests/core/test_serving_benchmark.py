"""The benchmark of serving: its clients count every answer, and its ratios are paired."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.serving.exchange import BadAnswer, parse, post_form
from benchmarks.serving.figures import Round, compare, ratio, summary
from benchmarks.serving.load import run


class Echo(BaseHTTPRequestHandler):
    """Answers with the length of what was sent; `protocol_version` says whether the connection stays."""

    def do_POST(self):
        length = len(self.rfile.read(int(self.headers["Content-Length"])))
        body = str(length).encode()
        self.send_response(200 if length < 10_000 else 500)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture(params=["HTTP/1.0", "HTTP/1.1"])
def port(request):
    handler = type("Handler", (Echo,), {"protocol_version": request.param})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,)).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def ask(picture):
    return (yield post_form("/", "picture", picture))


@pytest.mark.parametrize("clients", [1, 4, 20])
def test_every_picture_is_sent_once_and_counted_to_the_end(port, clients):
    load = run(port, ask, [b"x" * (100 + number) for number in range(10)], clients=clients)

    bare = len(post_form("/", "picture", b"").partition(b"\r\n\r\n")[2])
    assert sorted(map(int, load.answers)) == [bare + 100 + number for number in range(10)]
    assert len(load.latencies) == 10
    assert max(load.latencies) <= load.seconds


def test_an_error_is_no_answer(port):
    with pytest.raises(BadAnswer, match="status 500"):
        run(port, ask, [b"x" * 20_000], clients=1)


def test_a_response_is_read_once_all_of_it_is_there():
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
    assert [parse(whole[:end], ended=False) for end in range(len(whole))] == [None] * len(whole)
    assert parse(whole, ended=False).body == b"hello"


def test_chunks_are_put_together():
    whole = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
    assert parse(whole[:-6], ended=False) is None
    assert parse(whole, ended=False).body == b"hello"


def test_without_a_length_the_end_of_the_connection_ends_the_response():
    whole = b"HTTP/1.1 200 OK\r\n\r\nhello"
    assert parse(whole, ended=False) is None
    assert (parse(whole, ended=True).body, parse(whole, ended=True).closes) == (b"hello", True)


def test_a_response_that_was_cut_short_is_an_error():
    with pytest.raises(BadAnswer):
        parse(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", ended=True)


def test_a_ratio_is_paired_by_round():
    """Where the machine slows both sides down alike, the interval stays narrow."""
    theirs = [10.0, 30.0, 12.0, 50.0]

    found = ratio([1.5 * each for each in theirs], theirs)

    assert (found.value, found.low, found.high) == pytest.approx((1.5, 1.5, 1.5))


def test_an_interval_is_as_wide_as_rounds_differ():
    found = ratio([12.0, 9.0, 11.0, 8.0], [10.0, 10.0, 10.0, 10.0])

    assert 0.8 <= found.low < found.value < found.high <= 1.2


def test_figures_are_medians_and_ratios_of_each_pair():
    def rounds(wall):
        return {1: [Round(wall, wall / 2, (wall, 2 * wall))] * 3}

    assert summary(rounds(8.0)[1]) == pytest.approx({"wall": 8, "cpu": 4, "p50": 12, "p95": 16, "p99": 16})
    ratios = compare({"a": rounds(8.0), "b": rounds(4.0)}, [("a", "b"), ("a", "absent")])
    assert list(ratios) == ["a / b"]
    assert ratios["a / b"][1]["wall"].value == pytest.approx(2)
