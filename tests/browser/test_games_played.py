"""Each game, alone, against the network and as the challenge of the day, is played to its end by every kind of hand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from catalog.models import Show
from games.models import GameResult
from tests.browser.hands import Finger, Hand, Keys
from tests.game_catalogue import make_game_shows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RESULT = re.compile(r"/games/results/[\w-]+/$")


@pytest.fixture(autouse=True)
def game_shows(network) -> list[Show]:
    return make_game_shows(files=True)


@pytest.fixture(params=["mouse", "keys", "touch", "no scripts"])
def hand(request, page, plain_page, chromium, address) -> Iterator[Hand]:
    if request.param == "touch":
        phone = chromium.new_context(
            base_url=address, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844}
        )
        yield Finger(phone.new_page())
        phone.close()
    else:
        yield {"mouse": Hand(page), "keys": Keys(page), "no scripts": Hand(plain_page)}[request.param]


def test_shows_are_named(hand):
    _start(hand, "title", "Ten rounds")
    _name_ten_shows(hand)

    _assert_result(hand, "1000")


def test_one_of_four_titles_is_chosen(hand):
    _start(hand, "title", "Ten rounds", "Four choices")
    for number in range(1, 11):
        _in_round(hand, number)
        played = _round()
        hand.choose(played["choices"].index(played["show"]) + 1)
        _leave_round(hand, number)

    _assert_result(hand, "500")


def test_frames_are_found(hand):
    _start(hand, "frame", "Ten rounds")
    _find_ten_frames(hand)

    _assert_result(hand, "1000")


def test_pairs_are_found_alone(hand):
    _start(hand, "matching", "Deal the cards", "Nobody")
    _find_six_pairs(hand)

    _assert_result(hand, "1000")


def test_pairs_are_found_against_the_network(hand):
    _start(hand, "matching", "Deal the cards", "Sharp network")
    while len(_state()["found"]) < 6:
        state = _state()
        if state["turn"] == "network":
            hand.let_the_network_play()
            expect(hand.page.get_by_role("button", name="Let the network play")).to_have_count(0)
        else:
            _take(hand, next(pair for pair in _pairs() if not set(pair) & _taken(state)))
            expect(hand.page.locator(".turn--found")).to_have_count(2 * len(state["found"]) + 2)

    expect(hand.page.get_by_role("heading", name=re.compile("beat the network|A draw"))).to_be_visible()
    hand.see_the_result()
    expect(hand.page).to_have_url(RESULT)
    result = GameResult.objects.get()
    assert result.score + result.network_score == 600
    assert result.score >= 300
    expect(hand.page.locator(".versus")).to_contain_text(f"{result.network_score} points")


@pytest.mark.parametrize("game", ["title", "matching", "frame"])
def test_the_challenge_of_the_day_is_played_once(hand, game):
    names = {"title": "Name the show", "matching": "Find the pairs", "frame": "Find the frame"}
    play = {"title": _name_ten_shows, "matching": _find_six_pairs, "frame": _find_ten_frames}
    page = hand.page
    page.goto("/games/")
    hand.press(page.locator(".today").get_by_role("button", name=names[game]))
    page.wait_for_url(f"**/games/daily/{game}/")
    expect(page.get_by_text("the same for everybody")).to_be_visible()
    play[game](hand)

    _assert_result(hand, "1000")
    expect(page.get_by_role("heading", level=1)).to_contain_text("challenge No.")
    page.goto("/games/")
    hand.press(page.locator(".today__game--played").get_by_role("link", name=names[game]))
    _assert_result(hand, "1000")


def _start(hand, game, button, *ticks):
    page = hand.page
    page.goto("/games/")
    card = page.locator(f"#{game}")
    for tick in ticks:
        card.get_by_label(tick, exact=True).check()
    hand.press(card.get_by_role("button", name=button))
    page.wait_for_url(f"**/games/{game}/")  # and until its scripts are there


def _name_ten_shows(hand):
    for number in range(1, 11):
        _in_round(hand, number)
        hand.name(Show.objects.get(pk=_round()["show"]).title)
        expect(hand.page.get_by_text("Right: 100 points", exact=True)).to_be_visible()
        _leave_round(hand, number)


def _find_ten_frames(hand):
    for number in range(1, 11):
        _in_round(hand, number)
        played = _round()
        shows = [choice["show"] for choice in played["choices"]]
        hand.choose(shows.index(played["show"]) + 1)
        expect(hand.page.locator(".pick--right")).to_have_count(1)
        _leave_round(hand, number)


def _find_six_pairs(hand):
    for found, pair in enumerate(_pairs(), start=1):
        _take(hand, pair)
        expect(hand.page.locator(".turn--found")).to_have_count(2 * found)
    expect(hand.page.get_by_role("heading", name="All six pairs in 6 turns")).to_be_visible()
    hand.see_the_result()


def _take(hand, pair):
    first, second = pair
    hand.turn(first)
    # Not that it lies face up: the network may have left it so, and then the press is still under way.
    expect(hand.page.locator(f"#card-{first}")).to_have_attribute("aria-disabled", "true")
    hand.turn(second)


def _in_round(hand, number):
    expect(hand.page.locator(".reel__cell--now")).to_contain_text(str(number))


def _leave_round(hand, number):
    expect(hand.page.locator(".told")).to_be_visible()
    if number < 10:
        hand.go_on()
    else:
        hand.see_the_result()


def _assert_result(hand, points):
    expect(hand.page).to_have_url(RESULT)
    expect(hand.page.locator(".final__points")).to_contain_text(points)
    assert GameResult.objects.get().score == int(points)


def _state():
    """What the server keeps of the run that is played: the only place where the answers are."""
    runs = (session.get_decoded() for session in Session.objects.all())
    return next(held["run"]["state"]["state"] for held in runs if "run" in held)


def _round():
    state = _state()
    return state["rounds"][state["at"]]


def _pairs():
    """Numbers of the cards that make pairs."""
    places = defaultdict(list)
    for number, card in enumerate(_state()["cards"], start=1):
        places[card["show"]].append(number)
    return list(places.values())


def _taken(state):
    """Numbers of the cards that were found."""
    return {found[end] + 1 for found in state["found"] for end in ("first", "second")}
