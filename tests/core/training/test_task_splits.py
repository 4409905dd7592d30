"""Tasks that judge whole shows never learn from a judged show; tags are dealt out whatever they are."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.core.manifest import ManifestRow
from training.core.splits import Parts, SplitError
from training.core.task_splits import LEAST_SHOWS, judged_by_the_unseen, show_groups, split_for
from training.core.tasks import TASKS


def row(number: int, label: str, *, cluster: str = "", split: str = "", dataset: str = "web") -> ManifestRow:
    place = (dataset, f"{number:04d}.jpg", f"{number:064d}")
    return ManifestRow(*place, label, dataset, "", "", "", cluster, split, "known")


def shows_by_split(rows) -> dict[str, set[str]]:
    found = defaultdict(set)
    for one in rows:
        found[one.split].add(one.cluster)
    return found


def test_every_task_goes_by_its_own_name():
    assert all(task.name == name for name, task in TASKS.items())
    assert set(TASKS) == {"show", "style", "demographic", "tags"}


@given(st.lists(st.tuples(st.integers(0, 11), st.booleans()), min_size=30, max_size=80), st.integers(0, 5))
def test_no_show_is_parted_even_between_data_sets(pictures, seed):
    rows = [
        row(number, "anime" if show < 6 else "cartoon", cluster=f"s{show}", dataset="frames" if other else "web")
        for number, (show, other) in enumerate(pictures)
    ]
    done = split_for(TASKS["style"], rows, known=("anime", "cartoon"), parts=Parts(val=0.2, test=0.2), seed=seed)
    shows = shows_by_split(one for one in done if one.role == "known")
    assert not shows["train"] & (shows["val"] | shows["test"])
    assert not shows["val"] & shows["test"]
    for label in ("anime", "cartoon"):
        there = {one.cluster for one in rows if one.label == label}
        if len(there) >= LEAST_SHOWS:
            assert {one.split for one in done if one.label == label} == {"train", "val", "test"}


def test_given_splits_do_not_count_where_whole_shows_are_parted():
    rows = [row(n, "anime", cluster=f"s{n // 3}", split="val" if n % 3 else "train") for n in range(30)]
    done = split_for(TASKS["style"], rows, known=("anime", "cartoon"), parts=Parts(val=0.2), seed=0)
    assert sum(one.split == "val" for one in done) == 6


def test_a_label_with_too_few_shows_is_left_out_with_its_reason():
    rows = [row(n, "josei" if n < 6 else "seinen", cluster=f"s{n // 2}") for n in range(20)]
    done = split_for(TASKS["demographic"], rows, known=("josei", "seinen"), parts=Parts(val=0.2), seed=0)
    left = [one for one in done if one.role == "left out"]
    assert {one.label for one in left} == {"josei"}
    assert {one.reason for one in left} == {"there are pictures of 3 shows of 'josei'; 4 are needed"}


def test_a_fold_of_a_data_set_is_refused_where_whole_shows_are_parted():
    with pytest.raises(SplitError, match="whole shows"):
        split_for(TASKS["style"], [], known=("anime",), parts=Parts(folds={"web": (1, 3)}), seed=0)


def test_tags_are_dealt_out_by_cluster_and_keep_their_labels():
    rows = [row(n, f"blue_eyes tag{n}", cluster=f"c{n // 2}") for n in range(40)]
    done = split_for(TASKS["tags"], rows, known=("blue_eyes",), parts=Parts(val=0.25), seed=0)
    assert [one.label for one in done] == [one.label for one in rows]
    assert sum(one.split == "val" for one in done) == 10
    shows = shows_by_split(done)
    assert not shows["train"] & shows["val"]


def test_shows_with_near_copies_of_each_other_stay_together():
    groups = show_groups(["Naruto", "Shippuden", "Bleach", "Naruto", ""], ["c1", "c1", "c2", "", ""])
    assert groups[0] == groups[1] == groups[3]
    assert groups[2] == "Bleach"
    assert groups[4] == ""


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["", "1", "2", "3"])), max_size=30))
def test_whatever_shares_a_show_or_copies_is_in_one_group(pictures):
    groups = show_groups([show for show, _ in pictures], [cluster for _, cluster in pictures])
    for (show, cluster), group in zip(pictures, groups, strict=True):
        for (other, copies), its in zip(pictures, groups, strict=True):
            if show == other or (cluster and cluster == copies):
                assert group == its


def test_exactly_the_shows_that_the_first_weights_never_saw_judge():
    rows = [row(n, "anime", cluster=f"s{n // 3}") for n in range(12)]
    done = judged_by_the_unseen(rows, {rows[0].sha256, rows[4].sha256})
    assert shows_by_split(done) == {"train": {"s0", "s1"}, "val": {"s2", "s3"}}
    with pytest.raises(SplitError, match="nobody is left to judge"):
        judged_by_the_unseen(rows, {one.sha256 for one in rows})
