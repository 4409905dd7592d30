"""The games, light and dark, as they are chosen, played and told: axe finds nothing, and nothing sticks out."""

from __future__ import annotations

import pytest

from catalog.models import Show
from tests.browser.open_to_everybody import assert_open_to_everybody
from tests.game_catalogue import make_game_shows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def game_shows(network) -> list[Show]:
    shows = make_game_shows(files=True)
    Show.objects.filter(pk=shows[0].pk).update(is_demo=True)
    return shows


def _start(page, game):
    page.goto(f"/games/{game}/")
    with page.expect_navigation():  # and until its scripts are there
        page.locator("button[value=round]").click()


@pytest.mark.parametrize("path", ["/games/", "/games/title/", "/games/daily/frame/", "/games/leaderboards/"])
def test_where_games_are_chosen_is(page, path):
    page.goto(path)

    assert_open_to_everybody(page)


def test_naming_a_show_is(page):
    _start(page, "title")
    page.locator("#answer").press_sequentially("am")
    page.locator(".combo__option").first.wait_for()
    page.keyboard.press("ArrowDown")

    assert_open_to_everybody(page)


def test_the_answer_is(page):
    _start(page, "title")
    page.get_by_role("button", name="I give up").click()
    page.locator(".told").wait_for()
    page.get_by_text("Report this frame").click()

    assert_open_to_everybody(page)


def test_six_frames_are(page):
    _start(page, "frame")
    page.locator("#pick-1").wait_for()

    assert_open_to_everybody(page)


def test_cards_are(page):
    page.goto("/games/matching/")
    page.get_by_label("Nobody", exact=True).check()
    page.get_by_role("button", name="Deal the cards").click()
    page.locator("#card-3").click()
    page.locator("#card-3.turn--up").wait_for()

    assert_open_to_everybody(page)
