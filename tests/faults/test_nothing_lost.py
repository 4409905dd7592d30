"""A thousand pictures under a killed worker, a Redis, a database and a web process that die, and a full disk."""

from __future__ import annotations

import signal
import tempfile
import threading
import time
from pathlib import Path

import pytest

from snn.startup.own_servers import wait_for
from tests.faults.house import PATIENCE, House

pytestmark = [pytest.mark.slow, pytest.mark.own_servers]

UPLOADS = 1000
SENDERS = 4

BREAK_SOME = """
UPDATE classifier_upload SET image = 'uploads/00/gone.jpg' WHERE id IN (
    SELECT id FROM classifier_upload WHERE status = 'queued' AND claimed_until IS NULL
    ORDER BY id DESC LIMIT 5 FOR UPDATE SKIP LOCKED
) RETURNING id"""
"""Let some waiting pictures lose their file."""

WITHOUT_ANSWER = """
SELECT count(*) FROM classifier_upload u WHERE status = 'done' AND NOT EXISTS (
    SELECT 1 FROM classifier_answer a JOIN classifier_prediction p ON p.answer_id = a.id WHERE a.sha256 = u.sha256
)"""

STILL_WAITING = "SELECT count(*) FROM classifier_upload WHERE status = 'queued'"
TAKEN = "SELECT count(*) FROM classifier_upload"


@pytest.fixture
def house():
    with tempfile.TemporaryDirectory(prefix="snn-faults-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL runs as a user of its own
        house = House(Path(folder))
        try:
            house.start()
            yield house
        finally:
            house.stack.stop()


def until_taken(house: House, wanted: int) -> None:
    wait_for(lambda: house.number(TAKEN) >= wanted, f"{wanted} pictures were not taken.", seconds=PATIENCE)


def test_every_upload_ends_once_whatever_dies_meanwhile(house):
    numbers = iter(range(UPLOADS))
    lock = threading.Lock()

    def turns():
        while True:
            with lock:
                following = next(numbers, None)
            if following is None:
                return
            yield following

    senders = [threading.Thread(target=house.send, args=(turns(),)) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()

    until_taken(house, UPLOADS // 7)
    with house.at_a_batch():
        house.kill("first")
        house.kill("second")
        left_behind = house.number("SELECT count(*) FROM classifier_upload WHERE status = 'queued' AND attempts = 1")
    house.start_worker("first")
    house.start_worker("second")

    until_taken(house, UPLOADS * 2 // 7)
    house.stack.redis.stop(signal.SIGKILL)
    time.sleep(1)
    house.stack.redis.start()

    until_taken(house, UPLOADS * 3 // 7)
    with house.at_a_batch():
        house.stack.postgres.stop("immediate")
    house.stack.postgres.start()

    until_taken(house, UPLOADS * 4 // 7)
    house.kill("web")
    house.start_web()

    until_taken(house, UPLOADS * 5 // 7)
    with house.disk_full():
        time.sleep(1)

    until_taken(house, UPLOADS * 6 // 7)
    with house.at_a_batch():
        until_taken(house, UPLOADS * 6 // 7 + 40)
        broken = house.rows(BREAK_SOME)
    for sender in senders:
        sender.join(PATIENCE)
    wait_for(lambda: house.number(STILL_WAITING) == 0, "Some pictures are still waiting.", seconds=PATIENCE)

    taken = house.number(TAKEN)
    ended = house.rows("SELECT upload_id, count(*) FROM ends GROUP BY upload_id")
    failed = house.rows("SELECT error, count(*) FROM classifier_upload WHERE status = 'failed' GROUP BY error")
    again = house.number("SELECT count(*) FROM classifier_upload WHERE status = 'done' AND attempts > 1")
    print(f"{taken} taken, {left_behind} left by dead workers, {again} answered at a later attempt, failed: {failed}")
    assert taken >= UPLOADS
    assert len(ended) == taken, "every upload ends"
    assert {times for _, times in ended} == {1}, "and once"
    assert left_behind > 0
    assert again > 0
    assert {error for error, _ in failed} <= {"The picture is no longer there."}
    assert sum(times for _, times in failed) == len(broken), "only broken pictures fail, and nobody with them"
    assert house.number(WITHOUT_ANSWER) == 0
