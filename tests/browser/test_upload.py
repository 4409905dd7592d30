"""Pictures get in by click, drop, paste and sample, one or several, with scripts and without."""

from __future__ import annotations

import base64
import re

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from catalog.models import Frame
from classifier.models import Upload
from tests.tiny_network import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANSWER = re.compile(r"/answers/[\w-]{20,}/$")

MAKE_TRANSFER = """([data, name]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type: "image/png" }));
  return transfer;
}"""


def _transfer(page, path):
    """What a browser hands over with a drop or paste of a file."""
    return page.evaluate_handle(MAKE_TRANSFER, [base64.b64encode(path.read_bytes()).decode(), path.name])


def _choose(page, *paths):
    with page.expect_file_chooser() as chooser:
        page.get_by_label("Choose pictures").click()
    chooser.value.set_files(paths)


def test_a_chosen_picture_leads_to_its_answer(page, scene):
    page.goto("/")

    _choose(page, scene)

    expect(page).to_have_url(ANSWER)
    expect(page.get_by_role("heading", level=1)).to_have_text("Fullmetal Alchemist")


def test_a_picture_can_be_dropped_anywhere_on_the_page(page, scene):
    page.goto("/")
    transfer = _transfer(page, scene)

    page.locator("footer").dispatch_event("dragover", {"dataTransfer": transfer})
    expect(page.locator("[data-zone]")).to_have_class(re.compile("drop__zone--over"))
    page.locator("footer").dispatch_event("drop", {"dataTransfer": transfer})

    expect(page).to_have_url(ANSWER)


def test_a_picture_can_be_pasted(page, scene):
    page.goto("/")

    transfer = _transfer(page, scene)
    page.evaluate(
        "(transfer) => document.body.dispatchEvent("
        "new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true }))",
        transfer,
    )

    expect(page).to_have_url(ANSWER)


def test_words_that_are_pasted_are_left_alone(page):
    page.goto("/")

    page.evaluate(
        "() => { const words = new DataTransfer(); words.setData('text/plain', 'hello');"
        "document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: words, bubbles: true })); }"
    )

    expect(page.locator("[data-takes]")).to_be_hidden()


def test_several_pictures_stay_and_each_shows_what_became_of_it(page, scene, other_scene, words):
    page.goto("/")

    _choose(page, scene, other_scene, words)

    takes = page.locator("[data-takes] > li")
    expect(takes).to_have_count(3)
    expect(takes.nth(0).get_by_role("link")).to_have_text("Fullmetal Alchemist: likely")
    expect(takes.nth(1).get_by_role("link")).to_have_attribute("href", ANSWER)
    expect(takes.nth(2)).to_contain_text("not a picture")
    expect(page.get_by_role("status")).to_have_text("2 of 3 pictures answered.")
    page.get_by_role("link", name="All my answers").click()
    expect(page.locator("li.taken")).to_have_count(2)


def test_a_picture_on_its_way_is_seen(page, scene, other_scene):
    page.goto("/")

    _choose(page, scene, other_scene)

    image = page.locator("[data-takes] img").first
    expect(image).to_be_visible()
    assert image.evaluate("(image) => image.naturalWidth") == 640


def test_a_refused_picture_says_why_and_the_form_takes_another(page, scene, words):
    page.goto("/")
    _choose(page, words)
    expect(page.locator("[data-takes]")).to_contain_text("not a picture")

    _choose(page, scene)

    expect(page).to_have_url(ANSWER)


def test_a_file_over_the_limit_is_refused_before_it_is_sent(page, tmp_path):
    page.goto("/")
    large = tmp_path / "large.png"
    large.write_bytes(picture((255, 0, 0)) + b"0" * 25 * 1024**2)

    _choose(page, large)

    expect(page.locator("[data-takes]")).to_contain_text("Too large: 25 MiB is the most.")
    assert not Upload.objects.exists()


def test_when_the_server_is_gone_the_page_says_so(page, scene):
    page.goto("/")
    page.route("**/recognise/", lambda route: route.fulfill(status=502, body="bad gateway"))

    _choose(page, scene)

    expect(page.locator("[data-takes]")).to_contain_text("could not be sent")


def test_the_camera_is_offered_where_there_is_one(chromium, live_server, network):
    phone = chromium.new_context(base_url=live_server.url, has_touch=True, is_mobile=True)
    page = phone.new_page()
    page.goto("/")

    expect(page.get_by_text("Take a photo")).to_be_visible()
    expect(page.locator("input[capture]")).to_have_attribute("capture", "environment")
    phone.close()


def test_without_scripts_one_picture_leads_to_its_answer(plain_page, scene):
    plain_page.goto("/")

    plain_page.locator("input[multiple]").set_input_files(scene)
    plain_page.get_by_role("button", name="Name the show").click()

    expect(plain_page).to_have_url(ANSWER)
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Fullmetal Alchemist")


def test_without_scripts_several_lead_to_my_answers_with_a_word_for_each_refused(plain_page, scene, words):
    plain_page.goto("/")

    plain_page.locator("input[multiple]").set_input_files([scene, words])
    plain_page.get_by_role("button", name="Name the show").click()

    expect(plain_page).to_have_url(re.compile("/answers/$"))
    expect(plain_page.locator("li.taken")).to_have_count(1)
    expect(plain_page.locator(".message")).to_contain_text("words.png was not taken.")


@pytest.mark.parametrize("kind", ["page", "plain_page"])
def test_a_sample_leads_to_its_answer(request, kind, shows):
    frame = Frame(show=shows[2], sha256="a" * 64, split="val", status=Frame.Status.APPROVED, format="PNG")
    frame.image.save("sample.png", ContentFile(picture((9, 9, 9), (640, 360))), save=False)
    frame.width, frame.height = 640, 360
    frame.save()
    page = request.getfixturevalue(kind)
    page.goto("/")

    page.get_by_role("button", name="Sample picture 1").click()

    expect(page).to_have_url(ANSWER)
