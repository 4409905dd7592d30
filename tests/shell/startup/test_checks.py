"""What stops a start says so in one sentence, before anything is written."""

from __future__ import annotations

import socket

import pytest

from snn.startup.checks import MIB, StartError, check_port, check_space, check_writable, listen


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return port


def test_a_taken_port_is_named_and_another_is_proposed(taken_port):
    with pytest.raises(StartError, match=rf"Port {taken_port} is taken .* PORT={taken_port + 1} make run"):
        check_port("127.0.0.1", taken_port)


def test_a_host_that_is_not_ours_is_named():
    with pytest.raises(StartError, match=r"192\.0\.2\.1 is not an address of this machine"):
        check_port("192.0.2.1", 8000)


def test_checking_a_port_leaves_it_free(free_port):
    check_port("127.0.0.1", free_port)

    with listen("127.0.0.1", free_port):
        pass


def test_a_connection_made_before_the_server_is_up_waits_for_it(free_port):
    with listen("127.0.0.1", free_port) as listener, socket.create_connection(("127.0.0.1", free_port), timeout=5):
        listener.settimeout(5)
        accepted, _ = listener.accept()
        accepted.close()


def test_a_port_just_left_can_be_taken_again(free_port):
    with listen("127.0.0.1", free_port) as listener:
        client = socket.create_connection(("127.0.0.1", free_port), timeout=5)
        served, _ = listener.accept()
        served.close()  # the server closes first, so its side of the connection lingers
        client.close()

    check_port("127.0.0.1", free_port)


def test_a_folder_is_made(tmp_path):
    check_writable(tmp_path / "new" / "var")

    assert list((tmp_path / "new" / "var").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(StartError, match=r"file/var cannot be written \(Not a directory\)"):
        check_writable(tmp_path / "file" / "var")


def test_a_full_disk_says_what_is_free_and_what_is_needed(tmp_path):
    with pytest.raises(StartError, match=r"The disk is full: .* \d+ MB free, and \d+ MB are needed"):
        check_space(tmp_path, needed=2**60)


def test_enough_space_is_enough(tmp_path):
    check_space(tmp_path, needed=MIB)
