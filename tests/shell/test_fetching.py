"""Fetching what a visitor points at: from the public internet only, whatever names and redirects say, and in time."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import time

import pytest

from classifier import fetching
from classifier.fetching import AddressRefused, FetchRefused, fetch
from tests.other_web import PUBLIC, other_web


@pytest.fixture
def web(monkeypatch):
    with other_web(monkeypatch) as web:
        yield web


def test_a_file_comes_as_it_is(web):
    assert fetch(web.serve("/a.jpg?x=1", b"\0picture")) == b"\0picture"
    assert web.asked == ["/a.jpg?x=1"]


def test_redirects_are_followed_also_relative_ones(web):
    web.serve("/end.png", b"end")
    web.lead("/middle/", "../end.png", 307)
    assert fetch(web.lead("/start", "/middle/")) == b"end"


def test_redirects_have_an_end(web):
    with pytest.raises(FetchRefused, match="leads on and on"):
        fetch(web.lead("/loop", "/loop"))
    assert len(web.asked) == fetching.MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    "url",
    [
        "ftp://pictures.example/a.jpg",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "pictures.example/a.jpg",
        "http://",
        "http:///a.jpg",
        "http://[::1",
        "http://exa mple/",
        "http://name:word@pictures.example/",
        "http://pictures.example:22/",
        "http://pictures.example:99999/",
        "http://pictures.example/" + "a" * 2000,
        "",
        "\x00",
    ],
)
def test_what_is_no_address_of_the_web_is_refused_unasked(web, url):
    with pytest.raises(AddressRefused):
        fetch(url)
    assert (web.lookups, web.dialled) == ([], [])


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254"],
)
def test_this_machine_and_its_neighbours_are_refused_however_they_are_written(web, host):
    web.serve("/secret", b"secret")
    with pytest.raises(AddressRefused, match="not on the public internet"):
        fetch(web.url("/secret", host=host))
    assert web.dialled == []


def test_a_name_that_means_this_machine_is_refused(web):
    web.names["inside.example"] = [["127.0.0.1"]]
    web.names["both.example"] = [[PUBLIC, "10.0.0.1"]]
    for host in ("inside.example", "both.example"):
        with pytest.raises(AddressRefused):
            fetch(web.url(host=host))
    assert web.dialled == []


@pytest.mark.parametrize("to", ["http://127.0.0.1:{port}/secret", "//inside.example:{port}/secret", "file:///secret"])
def test_a_redirect_inwards_is_refused(web, to):
    web.names["inside.example"] = [["127.0.0.1"]]
    web.serve("/secret", b"secret")
    with pytest.raises(AddressRefused):
        fetch(web.lead("/start", to.format(port=web.port)))
    assert web.asked == ["/start"]


def test_a_name_that_changes_its_meaning_is_looked_up_once_and_changes_nothing(web):
    web.names["turning.example"] = [[PUBLIC], ["127.0.0.1"]]
    web.serve("/a.jpg", b"picture")
    assert fetch(web.url("/a.jpg", host="turning.example")) == b"picture"
    assert (web.lookups, web.dialled) == (["turning.example"], [PUBLIC])


def test_a_name_that_changed_its_meaning_before_the_next_hop_is_refused(web):
    web.names["turning.example"] = [[PUBLIC], ["127.0.0.1"]]
    web.lead("/start", "/secret")
    web.serve("/secret", b"secret")
    with pytest.raises(AddressRefused):
        fetch(web.url("/start", host="turning.example"))
    assert web.asked == ["/start"]


def test_a_name_that_nobody_has_is_a_sentence(web, monkeypatch):
    def unknown(host, port):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(fetching, "lookup", unknown)
    with pytest.raises(FetchRefused, match=r"There is no server called nowhere\.example"):
        fetch("http://nowhere.example/")


def test_an_error_over_there_is_told_with_its_status(web):
    with pytest.raises(FetchRefused) as refusal:
        fetch(web.url("/not-there"))
    assert refusal.value.remote_status == 404


def test_a_file_that_says_it_is_too_large_is_not_read(web):
    web.serve("/huge", b"", Content_Length=str(26 * 1024 * 1024))
    with pytest.raises(FetchRefused, match="25 MiB") as refusal:
        fetch(web.url("/huge"))
    assert refusal.value.status == 413


def test_a_file_that_does_not_say_how_large_it_is_is_read_so_far_only(web, monkeypatch):
    monkeypatch.setattr(fetching, "MAX_BYTES", 100_000)
    sent = []

    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        while len(sent) < 1000:
            sent.append(handler.wfile.write(b"x" * 65536))

    web.pages["/endless"] = endless
    with pytest.raises(FetchRefused, match="too large"):
        fetch(web.url("/endless"))
    assert len(sent) < 1000


def test_a_packed_body_is_refused(web):
    with pytest.raises(FetchRefused, match="packed"):
        fetch(web.serve("/bomb", b"\x1f\x8b", Content_Encoding="gzip"))


def _drip(handler, pieces):
    for piece in pieces:
        handler.wfile.write(piece)
        handler.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(lambda handler: time.sleep(5), id="silent"),
        pytest.param(lambda handler: _drip(handler, [b"HTTP/1.1 200 OK\r\nX: "] + [b"x"] * 100), id="slow headers"),
        pytest.param(lambda handler: _drip(handler, [b"HTTP/1.1 200 OK\r\n\r\n"] + [b"x"] * 100), id="slow body"),
        pytest.param(
            lambda handler: _drip(handler, [b"HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n"] + [b"x"] * 100),
            id="slow body of a stated length",
        ),
    ],
)
def test_whoever_is_slow_is_left(web, page, monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    web.pages["/slow"] = page
    start = time.monotonic()
    with pytest.raises(FetchRefused, match="took longer") as refusal:
        fetch(web.url("/slow"))
    assert refusal.value.status == 504
    assert time.monotonic() - start < 3


@pytest.mark.parametrize("words", [b"", b"SSH-2.0-OpenSSH\r\n"])
def test_what_is_no_web_server_is_a_sentence(web, words):
    web.pages["/"] = lambda handler: handler.wfile.write(words)
    with pytest.raises(FetchRefused, match="does not answer"):
        fetch(web.url())


def _certificate(folder, name):
    if not (openssl := shutil.which("openssl")):
        pytest.skip("openssl is not installed (Debian: apt install openssl).")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subject = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, *subject]
    subprocess.run(command, check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    return tls, certificate


def test_over_tls_the_certificate_must_be_that_of_the_name(tmp_path, monkeypatch):
    tls, certificate = _certificate(tmp_path, "pictures.example")
    with other_web(monkeypatch, tls) as web:
        web.serve("/a.jpg", b"picture")
        web.names["another.example"] = [[PUBLIC]]
        with pytest.raises(FetchRefused):
            fetch(web.url("/a.jpg", scheme="https"))
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert fetch(web.url("/a.jpg", scheme="https")) == b"picture"
        with pytest.raises(FetchRefused):
            fetch(web.url("/a.jpg", host="another.example", scheme="https"))
        assert web.asked == ["/a.jpg"]
