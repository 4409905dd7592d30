"""Difficulty, franchises, what may be said of a frame, what is passed on, and pictures that tell nothing."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from games.core.candidates import Guess
from games.core.difficulty import at_level, difficulty
from games.core.franchise import Names, story_keys
from games.core.picture import BYTES, SIZE, plain_jpeg
from games.core.rules import Level, Outcome
from games.core.share import Mark, Summary, in_symbols, in_words
from games.core.telling import spoken_tags
from tests.game_candidates import make_candidates

SURE = (Guess(1, "one", 0.9),)


def _difficulty(shown=0, right=0, guesses=SURE, knows=True):
    return difficulty(shown=shown, right=right, guesses=guesses, show=1, knows=knows)


def test_without_answers_the_network_says_how_hard_it_is():
    assert _difficulty() < 0.5 < _difficulty(guesses=(Guess(2, "two", 0.9),))


def test_a_network_that_does_not_know_the_show_says_nothing():
    assert _difficulty(guesses=(Guess(2, "two", 0.9),), knows=False) == 0.5


def test_many_answers_of_people_outweigh_the_network():
    assert _difficulty(shown=100, right=2) > 0.9


def test_hard_ones_are_harder_than_easy_ones():
    def hardness(level):
        return sum(one.frames[0].difficulty for one in at_level(make_candidates(30), level, 10, "seed"))

    assert hardness(Level.EASY) < hardness(Level.NORMAL) < hardness(Level.HARD)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Naruto", "Naruto: Shippuuden"),
        ("Naruto", "Naruto Shippuuden"),
        ("Mushoku Tensei: Isekai Ittara Honki Dasu", "Mushoku Tensei II"),
        ("Lantern Harbor Nights", "Lantern Harbor Nights 2nd Season"),
    ],
)
def test_entries_of_one_story_are_told_by_their_titles(one, other):
    assert _are_one_story(("", one), ("", other))
    assert _are_one_story(("", other), ("", one))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Fate", "Fate/Zero"), ("Fate", "Lord El-Melloi II Sei no Jikenbo"), True),
        (("Naruto", "Naruto"), ("", "Naruto Shippuuden"), True),  # of one nobody has said it
        (("", "Shingeki no Kyojin"), ("Attack on Titan", "Shingeki no Kyojin Season 2"), True),
        (("Amber", "Amber Harbor Story"), ("Birch", "Amber Harbor Tales"), False),
        (("", "Dune Story"), ("", "Kelp Story"), False),
    ],
)
def test_a_franchise_that_is_known_goes_before_titles(one, other, same):
    assert _are_one_story(one, other) is same
    assert _are_one_story(other, one) is same


def _are_one_story(one, other):
    key, other_key = story_keys([Names(franchise, (title,)) for franchise, title in (one, other)])
    return key == other_key


def test_only_tags_of_a_general_kind_are_said():
    assert spoken_tags(["1girl", "sailor_moon_(character)", "long_hair", "my_title"]) == ("1girl", "long hair")
    assert spoken_tags(["blue_eyes", "rei_hair", "blonde_hair"]) == ("blue eyes", "blonde hair")


SUMMARY = Summary(
    "Name the show, no. 3",
    230,
    1000,
    400,
    (Mark(Outcome.RIGHT, helped=False), Mark(Outcome.RIGHT, helped=True), Mark(Outcome.WRONG, helped=False)),
)


def test_symbols_differ_by_shape():
    assert in_symbols(SUMMARY).splitlines() == ["SNN Name the show, no. 3: 230/1000", "●◐× – network 400"]


def test_words_can_be_read_aloud():
    assert in_words(SUMMARY) == (
        "I played “Name the show, no. 3” on SNN: 230 of 1000 points, 2 of 3 right, 1 of them with help. "
        "The network got 400."
    )


@pytest.mark.parametrize("size", [(1920, 1080), (640, 480), (90, 300), (1, 1)])
@pytest.mark.parametrize("noisy", [False, True])
def test_every_picture_has_one_size_in_pixels_and_bytes_and_no_metadata(size, noisy):
    pixels = np.random.default_rng(0).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8) * np.uint8(noisy)
    image = Image.fromarray(pixels)
    image.info["comment"] = b"Episode 3 of a secret show"
    image.getexif()[0x010E] = "a secret show"

    data = plain_jpeg(image)

    with Image.open(BytesIO(data)) as sent:
        sent.load()
        assert (sent.size, len(data)) == (SIZE, BYTES)
        assert not {"exif", "comment", "icc_profile", "xmp"} & set(sent.info)
    assert b"secret" not in data
