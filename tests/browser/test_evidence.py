"""Checking an answer by eye: the map over the picture, and a part of it drawn, typed, or sent without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from classifier.models import Answer, Upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


def open_answer(page: Page, scene) -> Upload:
    """Send a picture and open its answer."""
    page.goto("/")
    page.set_input_files("input[name=picture] >> nth=0", scene)
    page.wait_for_function("() => document.querySelector('[data-takes] a, .answer')")
    upload = Upload.objects.get()
    page.goto(upload.get_absolute_url())
    return upload


def test_a_part_is_drawn_on_the_picture_and_asked_about(page, scene):
    open_answer(page, scene)
    page.get_by_text("Ask about a part of it").click()
    box = page.locator(".shot__part").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.9, steps=4)
    page.mouse.up()
    assert float(page.get_by_label("Left").input_value()) == pytest.approx(25, abs=1.5)
    assert float(page.get_by_label("Width").input_value()) == pytest.approx(50, abs=2)
    page.get_by_role("button", name="Ask about this part").click()
    page.wait_for_url(lambda url: not url.endswith(Upload.objects.order_by("pk").first().get_absolute_url()))
    part = Upload.objects.order_by("-pk").first()
    assert part.width == pytest.approx(320, abs=16)


def test_the_rectangle_follows_the_numbers(page, scene):
    open_answer(page, scene)
    page.get_by_text("Ask about a part of it").press("Enter")
    page.get_by_label("Left").fill("50")
    page.get_by_label("Width").fill("25")
    edge = page.locator(".shot__part-edge")
    expect(edge).to_have_attribute("x", "320")
    expect(edge).to_have_attribute("width", "160")


def test_the_map_is_seen_while_it_is_asked_for(page, scene):
    upload = open_answer(page, scene)
    maps = {"boxes": [[0, 0, 1, 1]], "maps": [[[0, 255], [0, 0]]]}
    Answer.objects.filter(sha256=upload.sha256).update(activation=maps)
    page.reload()
    heat = page.locator(".shot__heat")
    expect(heat).to_have_css("opacity", "0")
    page.get_by_text("Where the network looked").click()
    expect(heat).to_have_css("opacity", "1")


def test_without_scripts_numbers_say_the_part(plain_page, scene):
    page = plain_page
    page.goto("/")
    page.set_input_files("input[name=picture] >> nth=0", scene)
    page.get_by_role("button", name="Name the show").click()
    page.get_by_text("Ask about a part of it").click()
    page.get_by_label("Width").fill("50")
    page.get_by_role("button", name="Ask about this part").click()
    assert Upload.objects.order_by("-pk").first().width == 320
