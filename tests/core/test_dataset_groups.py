"""Which frames of an export must not be parted, and which part each group goes to."""

from __future__ import annotations

import random

import pytest

from catalog.core.dataset_groups import Placed, group_frames
from catalog.core.dataset_parts import Shares, deal_parts


def frame(name: str, **facts: object) -> Placed:
    return Placed(sha256=name * 64, show="bleach", **facts)  # type: ignore[arg-type]


def groups(*frames: Placed) -> list[int]:
    """Number the groups in the order in which they come."""
    names = group_frames(frames)
    return [list(dict.fromkeys(names)).index(name) for name in names]


def test_frames_of_one_cluster_or_episode_stay_together():
    assert groups(frame("a", cluster="v1"), frame("b", cluster="v2"), frame("c", cluster="v1")) == [0, 1, 0]
    assert groups(frame("a", episode=1), frame("b", episode=2), frame("c", episode=1)) == [0, 1, 0]


def test_the_same_word_of_two_sources_is_not_one_cluster():
    assert groups(frame("a", cluster="v1", source="web"), frame("b", cluster="v1", source="mine")) == [0, 1]


def test_the_same_number_of_two_shows_is_not_one_episode():
    assert groups(frame("a", episode=1), Placed("b" * 64, "naruto", episode=1)) == [0, 1]


def test_near_copies_stay_together_also_across_shows():
    near = Placed("b" * 64, "naruto", phash="ff00ff00ff00ff3f")  # 6 bits from the first
    far = Placed("c" * 64, "naruto", phash="ff00ff00ff00ff7f")  # 7 bits from it, and 1 from the second
    first = frame("a", phash="ff00ff00ff00ff00")
    assert groups(first, near) == [0, 0]
    assert groups(first, far) == [0, 1]
    assert groups(first, far, near) == [0, 0, 0], "what is near to one of a group belongs to it"


def test_pictures_of_one_colour_have_no_hash_and_are_no_copies():
    assert groups(frame("a"), frame("b")) == [0, 1]


def test_near_copies_are_found_wherever_they_stand():
    draw = random.Random(0)
    many = [Placed(f"{n:03d}".ljust(64, "0"), "x", phash=f"{draw.getrandbits(64):016x}") for n in range(300)]
    assert len(set(group_frames(many))) == 300
    copies = [*many, Placed("z" * 64, "x", phash=many[5].phash), Placed("y" * 64, "x", phash=many[290].phash)]
    names = group_frames(copies)
    assert (names[300], names[301]) == (names[5], names[290])


def test_a_group_keeps_its_name_when_more_frames_come():
    first = [frame("a", cluster="v1", phash="0000000000000000"), frame("b", phash="ffff0000ffff0000")]
    before = group_frames(first)
    assert before == ["v1", "b" * 16]
    assert group_frames([*first, frame("0", cluster="new", phash="0000000000000001")])[:2] == before


def test_a_name_that_two_groups_would_bear_is_borne_by_none():
    names = group_frames([frame("a", cluster="v1", source="web"), frame("b", cluster="v1", source="mine")])
    assert names == ["a" * 16, "b" * 16]


MANY = [f"video-{number}" for number in range(400)]


def deal(given: dict[str, str], names: list[str] = MANY, **shares: float) -> dict[str, str]:
    parts = deal_parts(names, ["bleach"] * len(names), [given.get(name, "") for name in names], Shares(**shares))
    return dict(zip(names, parts, strict=True))


def test_about_the_share_that_was_asked_for_judges():
    parts = list(deal({}, val=0.2, test=0.1).values())
    assert 0.14 < parts.count("val") / len(parts) < 0.26
    assert 0.06 < parts.count("test") / len(parts) < 0.14


def test_more_frames_later_move_nobody():
    later = deal({}, [*MANY, "video-400", "video-401"])
    assert {name: later[name] for name in MANY} == deal({})


def test_a_given_split_is_kept():
    given = {MANY[0]: "test", MANY[1]: "train", MANY[2]: "val"}
    assert {name: deal(given)[name] for name in given} == given


@pytest.mark.parametrize(
    ("given", "part"), [(["val", "train"], "train"), (["test", "val"], "val"), (["", "test"], "test"), (["mine"], None)]
)
def test_a_group_of_several_splits_goes_where_least_is_asked_of_it(given, part):
    parts = deal_parts(["v1"] * len(given), ["bleach"] * len(given), given, Shares(val=0))
    assert set(parts) == {part or "train"}


def test_a_show_with_three_groups_has_one_that_judges():
    for number in range(50):
        names = [f"{number}-{group}" for group in range(3)]
        assert "val" in deal({}, names, val=0.01).values()
        assert "val" not in deal({}, names, val=0.0).values()


def test_a_group_across_shows_is_not_parted():
    parts = deal_parts(["g", "h", "i", "g"], ["a", "a", "a", "b"], [""] * 4, Shares())
    assert parts[0] == parts[3]


@pytest.mark.parametrize("shares", [{"val": -0.1}, {"val": 0.5, "test": 0.5}, {"val": 1.0}])
def test_shares_must_leave_something_to_learn_from(shares):
    with pytest.raises(ValueError, match="leave something to learn from"):
        Shares(**shares)
