"""How large training pictures are in each epoch, how often each comes, and which fold judges."""

from __future__ import annotations

import pytest

from training.core.manifest import ManifestRow
from training.core.recipe import DatasetRef, Recipe, RecipeError, recipe_from_json, recipe_to_json
from training.core.splits import Parts, SplitError, split_rows


def recipe(**changes):
    data = (DatasetRef("shows", "shows", "0", 1),)
    return Recipe(name="r", task="show", datasets=data, labels=("a", "b"), **changes)


def test_pictures_keep_one_size_unless_a_first_size_is_named():
    assert {recipe(size=192, epochs=10).size_in(epoch) for epoch in range(10)} == {192}


def test_pictures_grow_in_steps_of_sixteen_and_stay_at_full_size():
    growing = recipe(size=192, first_size=128, growth=0.5, epochs=8)
    assert [growing.size_in(epoch) for epoch in range(8)] == [128, 144, 160, 176, 192, 192, 192, 192]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mixup", 1.5),
        ("captions", -0.1),
        ("first_size", 16),
        ("repeats", {"frames": 0}),
        ("companion_weight", -1.0),
        ("seen_shares", {"frames": 1.0}),
        ("precision", "int8"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(field, value):
    with pytest.raises(RecipeError, match=field):
        recipe(**{field: value})


@pytest.mark.parametrize(
    ("precision", "cpu", "cuda"), [("auto", False, True), ("float32", False, False), ("bfloat16", True, True)]
)
def test_arithmetic_is_halved_on_gpus_or_where_the_recipe_says_so(precision, cpu, cuda):
    one = recipe(precision=precision)
    assert (one.halves("cpu"), one.halves("cuda")) == (cpu, cuda)


def test_repeats_survive_the_file():
    one = recipe(repeats={"frames": 4})
    assert recipe_from_json(recipe_to_json(one)).repeats == {"frames": 4}


def frames(count: int) -> list[ManifestRow]:
    return [
        ManifestRow(
            "frames", f"{n}.jpg", f"{n}", "ab"[n % 2], "frames", "", "", "", f"video-{n // 2}", "train", "known"
        )
        for n in range(count)
    ]


def test_over_all_folds_every_picture_judges_once_and_no_video_is_parted():
    judged = []
    for fold in (1, 2, 3):
        rows = split_rows(frames(24), known=("a", "b"), parts=Parts(folds={"frames": (fold, 3)}), seed=0)
        chosen = [row for row in rows if row.split == "val"]
        judged += [row.file_name for row in chosen]
        assert {row.cluster for row in chosen}.isdisjoint(row.cluster for row in rows if row.split == "train")
    assert sorted(judged) == sorted(row.file_name for row in frames(24))


def test_a_fold_that_is_none_is_refused():
    with pytest.raises(SplitError, match="folds 1 to 3"):
        split_rows(frames(6), known=("a", "b"), parts=Parts(folds={"frames": (4, 3)}), seed=0)
