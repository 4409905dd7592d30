"""The heat map lies where the picture speaks for the show, whatever views looked at it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from classifier.core.heatmap import (
    Activation,
    activation_from_json,
    activation_of,
    activation_to_json,
    class_weights,
    heat_map,
)

RED_WEIGHT = np.array([1, 0, 0])


def features(*places: tuple[int, int], side: int = 4) -> np.ndarray:
    """One view of 3 features, whose first is strong at some places (row, column)."""
    found = np.zeros((3, side, side))
    for row, column in places:
        found[0, row, column] = 5
    return found


def hottest(image) -> tuple[int, int]:
    """Column and row of the most opaque pixel, apart from what is only dimmed."""
    pixels = np.asarray(image).astype(int)
    heat = np.where(pixels[..., 0] > 100, pixels[..., 3], 0)
    row, column = np.unravel_index(heat.argmax(), heat.shape)
    return int(column), int(row)


def test_weights_of_two_layers_count_against_the_mean_of_all_shows():
    neck = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]])
    head = np.array([[1.0, 0.0], [1.0, 2.0]])
    np.testing.assert_allclose(class_weights(neck, head), [[0, -1, 0], [0, 1, 0]])


def test_shares_of_all_places_add_up_to_the_logit():
    random = np.random.default_rng(0)
    weights = class_weights(random.random((4, 3)), random.random((5, 4)))
    seen = random.random((1, 3, 6, 6))
    maps = np.einsum("vfhw,f->vhw", seen, weights[2])
    assert maps.mean() == pytest.approx(weights[2] @ seen[0].mean(axis=(1, 2)))
    found = activation_of(seen, weights[2], boxes=[(0, 0, 9, 9)], views=["center"], size=(9, 9))
    np.testing.assert_allclose(found.maps, np.maximum(maps, 0) / maps.max(), atol=1e-6)


def test_the_hottest_place_lies_where_the_view_looked():
    boxes = [(100.0, 0.0, 200.0, 100.0)]  # the right half of a picture of 200 x 100
    found = activation_of(features((0, 3))[None], RED_WEIGHT, boxes=boxes, views=["end"], size=(200, 100))
    column, row = hottest(heat_map(found, (200, 100)))
    assert column > 175
    assert row < 25


def test_a_mirrored_view_is_turned_back():
    boxes = [(0.0, 0.0, 100.0, 100.0)]
    found = activation_of(features((2, 3))[None], RED_WEIGHT, boxes=boxes, views=["center-flip"], size=(100, 100))
    column, row = hottest(heat_map(found, (100, 100)))
    assert column < 25
    assert 50 <= row < 75


def test_where_views_overlap_they_agree_on_one_map():
    left, right = features((1, 3)), features((1, 1))
    found = activation_of(
        np.stack([left, right]),
        RED_WEIGHT,
        boxes=[(0.0, 0.0, 100.0, 100.0), (50.0, 0.0, 150.0, 100.0)],
        views=["start", "end"],
        size=(150, 100),
    )
    column, row = hottest(heat_map(found, (150, 100)))
    assert 75 <= column < 100, "the fourth column of one and the second of the other"
    assert 25 <= row < 50


def test_what_no_view_looked_at_is_dimmed_and_what_speaks_against_is_clear():
    found = activation_of(
        -features((0, 0))[None], RED_WEIGHT, boxes=[(0, 0, 50, 100)], views=["start"], size=(100, 100)
    )
    pixels = np.asarray(heat_map(found, (100, 100)))
    assert not pixels[:, :50, 3].any()
    assert (pixels[:, 50:, 3] > 0).all()


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (3, 1), (1, 1)])
def test_the_map_has_the_shape_of_the_picture_and_is_small(size):
    found = Activation(((0.0, 0.0, 1.0, 1.0), (0.999, 0.0, 1.0, 1.0)), np.ones((2, 3, 3), dtype=np.float32))
    image = heat_map(found, size)
    assert max(image.size) <= 480
    assert image.width / image.height == pytest.approx(size[0] / size[1], rel=0.01)


def test_it_survives_json():
    random = np.random.default_rng(0)
    found = Activation(((0.1, 0.0, 0.66667, 1.0),), random.random((1, 6, 6)).astype(np.float32))
    again = activation_from_json(json.loads(json.dumps(activation_to_json(found))))
    assert again.boxes == ((0.1, 0.0, 0.6667, 1.0),)
    np.testing.assert_allclose(again.maps, found.maps, atol=1 / 255)
