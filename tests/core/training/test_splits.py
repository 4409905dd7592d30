"""Nothing near a judged picture was learnt from."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.manifest import ManifestRow
from training.core.splits import Parts, SplitError, split_rows


def row(number: int, label: str, *, cluster: str = "", split: str = "", dataset: str = "web") -> ManifestRow:
    return ManifestRow(
        dataset=dataset,
        file_name=f"{number:04d}.jpg",
        sha256=f"{number:064d}",
        label=label,
        domain=dataset,
        show="",
        episode="",
        time="",
        cluster=cluster,
        split=split,
        role="known",
    )


def by_split(rows) -> dict[str, set[str]]:
    found = defaultdict(set)
    for one in rows:
        found[one.split].add(one.cluster or one.sha256)
    return found


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), min_size=1, max_size=60),
    st.integers(0, 5),
)
def test_no_cluster_of_known_rows_is_parted(pictures, seed):
    rows = [row(number, label, cluster=f"v{video}") for number, (label, video) in enumerate(pictures)]
    splits = by_split(split_rows(rows, known="abc", parts=Parts(val=0.3, test=0.2), seed=seed))
    assert not splits["train"] & splits["val"]
    assert not splits["train"] & splits["test"]
    assert not splits["val"] & splits["test"]
    assert sum(map(len, splits.values())) == len({one.cluster for one in rows})


def test_every_label_with_clusters_enough_is_judged_on_some():
    rows = [row(number, label, cluster=f"{label}{number}") for number in range(10) for label in "ab"]
    done = split_rows(rows, known="ab", parts=Parts(val=0.2), seed=0)
    for label in "ab":
        assert sum(one.split == "val" for one in done if one.label == label) == 2


def test_given_splits_are_kept():
    rows = [row(number, "a", split="val" if number < 3 else "train") for number in range(10)]
    done = split_rows(rows, known="ab", parts=Parts(val=0.5), seed=0)
    assert [one.split for one in done] == ["val"] * 3 + ["train"] * 7


def test_for_a_last_fit_a_share_of_the_given_validation_clusters_judges_and_the_rest_learns():
    rows = [row(number, label, split="val", cluster=f"{label}{number // 2}") for number in range(12) for label in "ab"]
    rows += [row(number, label, split="train") for number in range(20, 30) for label in "ab"]
    done = split_rows(rows, known="ab", parts=Parts(keep_val=0.34), seed=0)
    judging = [one for one in done if one.split == "val"]
    assert {label: sum(one.label == label for one in judging) for label in "ab"} == {"a": 4, "b": 4}
    assert not {one.cluster for one in judging} & {one.cluster for one in done if one.split == "train"}
    assert all(one.split == "train" for one in done if not one.cluster)


def test_a_data_set_that_names_only_train_gets_a_val_and_the_one_beside_it_keeps_its_own():
    rows = [row(number, "a", split="train") for number in range(10)]
    rows += [row(number + 10, "a", split="val" if number < 2 else "train", dataset="frames") for number in range(10)]
    done = split_rows(rows, known="ab", parts=Parts(val=0.3), seed=0)
    assert sum(one.split == "val" for one in done if one.dataset == "web") == 3
    assert [one.file_name for one in done if one.dataset == "frames" and one.split == "val"] == ["0010.jpg", "0011.jpg"]


def test_a_test_part_is_made_only_when_asked_for():
    rows = [row(number, "a") for number in range(20)]
    assert {one.split for one in split_rows(rows, known="a", parts=Parts(), seed=0)} == {"train", "val"}
    asked = split_rows(rows, known="a", parts=Parts(test=0.1), seed=0)
    assert {one.split for one in asked} == {"train", "val", "test"}


def test_strangers_are_parted_by_label_whatever_their_split_says():
    rows = [row(number, f"cartoon {number % 5}", split="val" if number % 2 else "train") for number in range(40)]
    done = split_rows(rows, known="ab", parts=Parts(val=0.4), seed=0)
    assert {one.role for one in done} == {"stranger"}
    homes = defaultdict(set)
    for one in done:
        homes[one.label].add(one.split)
    assert all(len(splits) == 1 for splits in homes.values())
    assert sum(splits == {"val"} for splits in homes.values()) == 2


def test_a_picture_without_a_label_is_left_out_with_its_reason():
    (done,) = split_rows([row(1, "")], known="ab", parts=Parts(), seed=0)
    assert (done.role, done.split, done.reason) == ("left out", "", "it has no label")


def test_a_cluster_that_the_data_set_itself_parts_is_refused_by_name():
    rows = [row(1, "a", cluster="v1", split="train"), row(2, "a", cluster="v1", split="val")]
    with pytest.raises(SplitError, match=r"v1.*0001\.jpg in train.*0002\.jpg in val"):
        split_rows(rows, known="a", parts=Parts(), seed=0)


def test_a_lonely_cluster_is_learnt_from():
    (done,) = split_rows([row(1, "a", cluster="v1")], known="a", parts=Parts(val=0.5), seed=0)
    assert done.split == "train"


def test_the_same_seed_deals_the_same_whatever_the_order():
    rows = [row(number, "ab"[number % 2], cluster=f"v{number // 2}") for number in range(40)]
    forward = split_rows(rows, known="ab", parts=Parts(), seed=7)
    assert split_rows(rows[::-1], known="ab", parts=Parts(), seed=7) == forward
    assert split_rows(rows, known="ab", parts=Parts(), seed=8) != forward
