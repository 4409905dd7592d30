"""One way from a picture to the input of a network."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from classifier.core.preprocess import InputSpec, average_views, crop_box, normalise, to_batch, to_square


def spec(**changes) -> InputSpec:
    values = {"size": 90, "resize": 100, "mean": (0.5, 0.5, 0.5), "std": (0.5, 0.5, 0.5)}
    return InputSpec(**{**values, **changes})


@pytest.mark.parametrize(
    ("size", "view", "box"),
    [
        ((400, 200), "center", (110, 10, 290, 190)),
        ((400, 200), "start", (10, 10, 190, 190)),
        ((400, 200), "end", (210, 10, 390, 190)),
        ((200, 400), "start", (10, 10, 190, 190)),
        ((200, 400), "end-flip", (10, 210, 190, 390)),
        ((200, 200), "end", (10, 10, 190, 190)),
    ],
)
def test_a_view_is_a_square_along_the_longer_side(size, view, box):
    assert crop_box(*size, spec(), view) == pytest.approx(box)


def test_a_picture_of_the_size_of_the_input_is_taken_as_it_is():
    image = Image.fromarray(np.random.default_rng(0).integers(0, 256, (90, 90, 3), dtype=np.uint8))
    assert np.array_equal(to_square(image, spec(resize=90)), np.asarray(image))


def test_a_flipped_view_is_the_mirror_of_the_view():
    image = Image.fromarray(np.random.default_rng(0).integers(0, 256, (120, 200, 3), dtype=np.uint8))
    assert np.array_equal(to_square(image, spec(), "start-flip"), to_square(image, spec(), "start")[:, ::-1])


def test_channels_are_normalised_each_with_its_own_mean_and_deviation():
    squares = np.full((1, 2, 2, 3), (0, 127.5, 255), dtype=np.uint8)
    batch = normalise(squares, spec(size=2, resize=2, mean=(0.1, 0.2, 0.3), std=(1.0, 0.5, 0.25)))
    assert batch.shape == (1, 3, 2, 2)
    assert batch.dtype == np.float32
    assert batch[0, :, 0, 0] == pytest.approx([-0.1, (127 / 255 - 0.2) / 0.5, (1 - 0.3) / 0.25], abs=1e-6)


def test_views_of_one_picture_lie_side_by_side_and_are_averaged_back():
    images = [Image.new("RGB", (200, 100), colour) for colour in ("red", "blue")]
    two_views = spec(views=("start", "end"))
    batch = to_batch(images, two_views)
    assert batch.shape == (4, 3, 90, 90)
    colours = average_views(batch.mean(axis=(2, 3)), two_views)
    assert colours == pytest.approx(np.array([[1, -1, -1], [-1, -1, 1]]))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"size": 101}, "size"),
        ({"interpolation": "nearest"}, "interpolation"),
        ({"views": ()}, "views"),
        ({"views": ("middle",)}, "views"),
        ({"std": (0.5, 0.0, 0.5)}, "std"),
    ],
)
def test_a_description_that_cannot_be_followed_is_refused_by_name(changes, reason):
    with pytest.raises(ValueError, match=reason):
        spec(**changes)
