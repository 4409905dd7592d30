"""With a queue, in a browser: the page tells the place in line, and the answer comes to it without a reload."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from classifier.models import Upload
from classifier.services import answer_next, receive_picture, report_start
from tests.tiny_network import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def uploads(network, settings, monkeypatch) -> list[Upload]:
    """Two pictures in line, a broker that answers and a worker that has not come to them yet."""
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    settings.SNN_BATCH_SIZE = 1
    monkeypatch.setattr("classifier.services.queue.broker_answers", lambda: True)
    monkeypatch.setattr("classifier.views.waiting.SHORTEST", 0.5)
    report_start("cpu@home", "fake")
    return [receive_picture(picture((255, 0, number), (640, 360)), owner="somebody") for number in (1, 2)]


def test_the_place_in_line_moves_up_and_the_answer_comes_by_itself(page, uploads):
    page.goto(uploads[1].get_absolute_url())
    expect(page.locator("#waiting")).to_contain_text("Number 2 in line")
    page.evaluate("window.isTheSamePage = true")
    answer_next()
    expect(page.locator("#waiting")).to_contain_text("Next in line")
    answer_next()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fullmetal Alchemist")
    expect(page.locator("#waiting")).to_have_count(0)
    assert page.evaluate("window.isTheSamePage")


def test_without_scripts_the_page_loads_itself_again(plain_page, uploads):
    plain_page.goto(uploads[0].get_absolute_url())
    expect(plain_page.locator("#waiting")).to_contain_text("Next in line")
    answer_next()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Fullmetal Alchemist")
