"""The tables of the three games over HTTP: what they show, and what they do with forms of every kind."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session

from catalog.models import Frame, Show
from classifier.models import FrameScore
from games.core import frame, matching, title
from games.models import Appeal, GameResult, Report
from tests.game_catalogue import make_game_shows

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def game_shows(db) -> list[Show]:
    return make_game_shows(12, files=True)


def _state():
    runs = (session.get_decoded() for session in Session.objects.all())
    return next(held["run"]["state"]["state"] for held in runs if "run" in held)


def _round():
    state = _state()
    return state["rounds"][state["at"]]


def _right_show():
    return Show.objects.get(pk=_round()["show"])


def _text(visitor, game="title"):
    return visitor.get(f"/games/{game}/").content.decode()


def _nonce(text):
    return re.search(r'name="nonce" value="([^"]+)"', text)[1]


def _play(visitor, game="title", *, follow=True, **move):
    nonce = move.pop("nonce", None) or _nonce(_text(visitor, game))
    return visitor.post(f"/games/{game}/play/", {"nonce": nonce, **move}, follow=follow).content.decode()


def test_a_move_leads_back_to_the_table_so_that_a_reload_repeats_nothing(visitor):
    visitor.post("/games/title/start/")
    response = visitor.post("/games/title/play/", {"nonce": _nonce(_text(visitor)), "act": "give up"})
    assert (response.status_code, response["Location"]) == (303, "/games/title/")


def test_htmx_gets_the_table_at_once_and_caches_can_tell(visitor):
    visitor.post("/games/title/start/")
    nonce = _nonce(_text(visitor))
    part = visitor.post("/games/title/play/", {"nonce": nonce, "act": "give up"}, headers=HTMX)
    assert part.status_code == 200
    assert "<html" not in part.content.decode()
    assert 'id="said" hx-swap-oob="true"' in part.content.decode()
    assert "HX-Request" in part["Vary"]
    assert "no-store" in part["Cache-Control"]


def test_a_right_title_is_told_with_the_network_and_how_others_did(visitor):
    visitor.post("/games/title/start/")
    show = _right_show()
    text = _play(visitor, answer=show.title)
    for words in ("Right: 100 points", show.title, "The network was right", "It had never seen this frame before"):
        assert words in text
    assert "You are the first who had this frame." in text


def test_a_frame_that_the_network_learnt_from_is_told_to_be_one(visitor):
    FrameScore.objects.update(split="train")
    visitor.post("/games/title/start/", {"learnt": "on"})
    assert "It learnt from this very frame" in _play(visitor, act="give up")


def test_a_show_that_the_network_does_not_know_does_not_count_against_it(visitor):
    FrameScore.objects.update(knows=False)
    visitor.post("/games/title/start/")
    text = _play(visitor, act="give up")
    assert "The network does not know this show" in text
    assert "this round does not count against it" in text


def test_a_wrong_title_leaves_two_tries_and_stands_there(visitor):
    visitor.post("/games/title/start/")
    text = _play(visitor, answer="No Such Show")
    assert "2 tries left" in text
    assert "<s>No Such Show</s>" in text


def test_a_title_with_one_slip_too_many_is_said_to_be_nearly_right_and_costs_no_try(visitor):
    visitor.post("/games/title/start/")
    typed = f"{_right_show().title}zzz"
    text = _play(visitor, answer=typed)
    assert f"{typed}: the spelling is nearly right, not counted" in text
    assert "3 tries left" in text
    assert "was wrong" not in text
    assert "<s>" not in text


def test_what_is_typed_cannot_become_markup(visitor):
    visitor.post("/games/title/start/")
    assert "<script>alert" not in _play(visitor, answer="<script>alert(1)</script>")


@pytest.mark.parametrize(
    ("game", "points"),
    [
        ("title", [*title.POINTS_BY_TRY, title.POINTS_OF_CHOICE]),
        ("frame", frame.POINTS_BY_PICK),
        ("matching", [matching.POINTS_ALONE, matching.POINTS_LOST_A_TURN, matching.POINTS_OF_PAIR]),
    ],
)
def test_the_rules_are_told_with_the_points_that_are_given(visitor, game, points):
    text = visitor.get(f"/games/{game}/").content.decode()
    told = text[text.index("How points are counted") :]
    assert all(f"{number} " in told for number in points)


def test_a_hint_is_told_and_costs(visitor):
    visitor.post("/games/title/start/")
    text = _play(visitor, hint="year")
    assert f"<b>{_right_show().year}</b>" in text
    assert "<b>90</b> points now" in text


def test_an_empty_answer_is_refused_with_a_sentence(visitor):
    visitor.post("/games/title/start/")
    assert "Type a title first." in _play(visitor, answer="  ")


@pytest.mark.parametrize("move", [{"choice": "x"}, {"hint": "ending"}, {"act": "win"}, {}])
def test_what_is_no_move_is_refused_with_a_sentence(visitor, move):
    visitor.post("/games/title/start/")
    assert "That cannot be done in this game." in _play(visitor, **move)


def test_the_same_form_sent_twice_counts_once(visitor):
    visitor.post("/games/title/start/")
    nonce = _nonce(_text(visitor))
    for _ in range(2):
        _play(visitor, nonce=nonce, answer="No Such Show")
    assert len(_round()["tries"]) == 1


def test_an_older_page_is_told_where_the_game_is(visitor):
    visitor.post("/games/title/start/")
    old = _nonce(_text(visitor))
    _play(visitor, answer="No Such Show")
    _play(visitor, answer="Nor This One")
    assert "That page was from before your last move." in _play(visitor, nonce=old, act="give up")


def test_a_move_without_a_run_leads_to_the_start(visitor):
    response = visitor.post("/games/title/play/", {"act": "next"}, follow=True)
    assert response.status_code == 200
    assert "How points are counted" in response.content.decode()


def test_a_run_ends_with_a_result_to_keep(visitor):
    visitor.post("/games/frame/start/")
    for _ in range(10):
        text = _play(visitor, "frame", act="give up")
        if "See the result" not in text:
            _play(visitor, "frame", act="next")
    result = GameResult.objects.get()
    assert f"/games/results/{result.public_id}/" in text


def test_practice_has_no_end_and_no_result(visitor):
    visitor.post("/games/frame/start/", {"mode": "practice"})
    for _ in range(11):
        _play(visitor, "frame", act="give up")
        text = _play(visitor, "frame", act="next")
    assert "Round <b>12</b>" in text
    assert not GameResult.objects.exists()


def test_six_frames_are_six_buttons_that_differ_in_nothing_but_their_place(visitor):
    visitor.post("/games/frame/start/")
    buttons = re.findall(r'<button class="pick".*?</button>', _text(visitor, "frame"), re.DOTALL)
    assert len(buttons) == 6
    assert len({re.sub(r"picture/[\w-]+/|\d", "", button) for button in buttons}) == 1


def test_the_reveal_of_the_frame_game_says_where_each_is_from(visitor):
    visitor.post("/games/frame/start/")
    text = _play(visitor, "frame", act="give up")
    titles = Show.objects.filter(pk__in=[choice["show"] for choice in _round()["choices"]]).values_list("title")
    assert all(f">{title}</a></p>" in text for (title,) in titles)


def test_cards_face_down_differ_in_nothing_but_their_number(visitor):
    visitor.post("/games/matching/start/", {"against": "nobody"})
    cards = re.findall(r'<button class="turn".*?</button>', _text(visitor, "matching"), re.DOTALL)
    assert len(cards) == 12
    assert len({re.sub(r"\d", "", card.replace("of 12", "")) for card in cards}) == 1


def test_a_card_that_is_turned_shows_its_frame_and_no_other(visitor):
    visitor.post("/games/matching/start/", {"against": "nobody"})
    text = _play(visitor, "matching", choice=4)
    assert len(re.findall(r"/games/picture/", text)) == 1
    assert "Card 5 of 12, face up" in text
    assert "Now its partner." in text


def test_whoever_finds_a_pair_is_told_which_and_of_what_show(visitor):
    visitor.post("/games/matching/start/", {"against": "nobody"})
    state = _state()
    first = state["cards"][0]["show"]
    pair = [place for place, card in enumerate(state["cards"]) if card["show"] == first]
    _play(visitor, "matching", choice=pair[0])
    text = _play(visitor, "matching", choice=pair[1])

    assert f"A pair: {Show.objects.get(pk=first).display_title}." in text
    assert "<b>1</b> of 6 pairs" in text


def test_a_title_can_be_asked_to_count_and_a_frame_be_reported(visitor):
    visitor.post("/games/title/start/")
    _play(visitor, answer="Its Other Name")
    text = _play(visitor, act="give up")
    assert "My answer should count: “Its Other Name”" in text
    visitor.post("/games/title/appeal/", {"nonce": _nonce(text)})
    text = visitor.post(
        "/games/title/report/", {"nonce": _nonce(text), "reason": "tells"}, follow=True
    ).content.decode()
    assert "Sent: a curator looks at your answer" in text
    assert "Reported. Thank you" in text
    assert (Appeal.objects.get().text, Report.objects.get().reason) == ("Its Other Name", "tells")


def test_a_frame_taken_away_in_the_middle_counts_for_nobody(visitor):
    visitor.post("/games/title/start/")
    Frame.objects.filter(pk=_round()["drawn"]["frame"]).update(status=Frame.Status.REJECTED)
    text = _text(visitor)
    assert "This frame was taken away" in text
    assert "Next round" in text
    assert "Which show is it?" in _play(visitor, act="next")


@pytest.mark.parametrize("address", ["start", "play", "report", "appeal"])
def test_moves_are_posts(visitor, address):
    assert visitor.get(f"/games/title/{address}/").status_code == 405
