"""What scripts add to the games: cards under the arrow keys, suggestions, sounds, and no page loaded for a move."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from catalog.models import Show
from tests.game_catalogue import make_game_shows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def game_shows(network) -> list[Show]:
    return make_game_shows(files=True)


def _state():
    """What the server keeps of the run that is played: the only place where the answers are."""
    runs = (session.get_decoded() for session in Session.objects.all())
    return next(held["run"]["state"]["state"] for held in runs if "run" in held)


def _pairs():
    """Numbers of the cards that make pairs."""
    places = defaultdict(list)
    for number, card in enumerate(_state()["cards"], start=1):
        places[card["show"]].append(number)
    return list(places.values())


def _right_title():
    state = _state()
    return Show.objects.get(pk=state["rounds"][state["at"]]["show"]).title


def _start(page, game, button, *ticks):
    page.goto("/games/")
    card = page.locator(f"#{game}")
    for tick in ticks:
        card.get_by_label(tick, exact=True).check()
    card.get_by_role("button", name=button).click()
    page.wait_for_url(f"**/games/{game}/")  # and until its scripts are there


def _stays_on_the_page(page):
    """Leave a mark that a load of another page would take away."""
    page.evaluate("window.stayed = true")
    return lambda: page.evaluate("window.stayed === true")


def test_the_next_round_comes_without_another_page(page):
    _start(page, "title", "Ten rounds", "Four choices")
    stayed = _stays_on_the_page(page)

    page.locator(".choices button").first.click()
    expect(page.get_by_role("heading", level=3, name=re.compile("^The network was"))).to_be_visible()
    page.get_by_role("button", name="Next round").click()
    expect(page.locator(".reel__cell--now")).to_contain_text("2")

    assert stayed()


def test_cards_under_the_arrow_keys_keep_the_focus_and_tell_nothing(page):
    _start(page, "matching", "Deal the cards", "Nobody")
    first = page.locator("#card-1")
    expect(first).to_have_accessible_name("Card 1 of 12, face down")
    first.focus()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator(".turn--up")).to_have_count(1)
    turned = page.evaluate("document.activeElement.id")
    assert turned not in ("card-1", "")
    expect(page.locator(f"#{turned}")).to_have_accessible_name(re.compile(r"^Card \d+ of 12, face up"))


def test_a_button_pressed_twice_turns_one_card(page):
    _start(page, "matching", "Deal the cards", "Nobody")
    (first, _), (other, _) = _pairs()[:2]

    page.evaluate(f"() => {{ const card = document.getElementById('card-{first}'); card.click(); card.click(); }}")
    expect(page.locator(f"#card-{first}")).to_have_class(re.compile("turn--up"))
    page.locator(f"#card-{other}").click()

    expect(page.get_by_text("No pair.").last).to_be_attached()
    assert _state()["turns"] == 1


def test_the_next_frame_is_loaded_ahead(page):
    _start(page, "title", "Ten rounds", "Four choices")
    page.locator(".choices button").first.click()
    page.locator(".ahead").wait_for(state="attached")
    ahead = page.locator(".ahead").get_attribute("src")

    page.get_by_role("button", name="Next round").click()

    expect(page.locator(".stage__frame").first).to_have_attribute("src", ahead)


def test_sounds_are_off_until_somebody_wants_them(page):
    _start(page, "title", "Ten rounds")
    switch = page.get_by_role("button", name="Sounds")
    expect(switch).to_have_attribute("aria-pressed", "false")

    switch.click()
    page.reload()

    expect(page.get_by_role("button", name="Sounds")).to_have_attribute("aria-pressed", "true")


def test_a_suggestion_is_taken_with_the_keys_and_counts(page):
    _start(page, "title", "Ten rounds")
    field, title = page.get_by_label("Which show is it?"), _right_title()
    field.press_sequentially(title[:5].lower())
    expect(page.get_by_role("option", name=title)).to_be_visible()

    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", re.compile("suggestion-"))
    page.keyboard.press("Enter")
    expect(field).to_have_value(title)
    page.get_by_role("button", name="Guess").click()

    expect(page.get_by_text("Right: 100 points", exact=True)).to_be_visible()
