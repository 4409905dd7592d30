"""Where the keyboard stands after a move, even where the browser sent the form before htmx could."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from catalog.models import Show
from tests.game_catalogue import make_game_shows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SENT_BY_THE_BROWSER = """() => {
  const button = [...document.querySelectorAll("button")].find((each) => each.textContent.includes("I give up"));
  const act = document.createElement("input");
  Object.assign(act, { type: "hidden", name: button.name, value: button.value });
  button.form.append(act);
  button.form.submit();
}"""


@pytest.fixture(autouse=True)
def game_shows(network) -> list[Show]:
    return make_game_shows(files=True)


def test_the_end_of_a_round_has_the_focus_when_it_came_as_a_whole_page(page):
    page.goto("/games/title/")
    with page.expect_navigation():
        page.locator("button[value=round]").click()
    page.get_by_role("button", name="I give up").wait_for()
    with page.expect_navigation():
        page.evaluate(SENT_BY_THE_BROWSER)

    expect(page.locator(".told h2")).to_be_focused()
