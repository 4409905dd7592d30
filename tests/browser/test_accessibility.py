"""Every page, light and dark: axe finds nothing, and nothing sticks out of a narrow phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.utils import timezone

from catalog.models import Frame
from classifier.models import Answer, Upload
from classifier.services import receive_picture
from tests.answers import make_upload
from tests.browser.open_to_everybody import assert_open_to_everybody
from tests.tiny_network import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    "front": "/",
    "shows": "/shows/",
    "search": "/shows/?q=alchemist",
    "search without a find": "/shows/?q=zzzz",
    "show": "/shows/fullmetal-alchemist/",
    "show with gaps": "/shows/lantern-road/",
    "show with a long title": "/shows/a-long-one/",
    "known": "/answers/known/",
    "unknown": "/answers/unknown/",
    "waiting": "/answers/waiting/",
    "failed": "/answers/failed/",
    "purged": "/answers/purged/",
    "my answers": "/answers/",
    "card": "/model/",
    "about": "/about/",
    "privacy": "/privacy/",
    "credits": "/credits/",
    "not found": "/nothing-here/",
}


@pytest.fixture
def site(network, shows) -> None:
    """An answer of every kind under an address that is easy to guess, and a sample."""
    for number, kind in enumerate(("known", "unknown", "purged")):
        upload = receive_picture(picture((number, 0, 0), (640, 360)), owner="me")
        Upload.objects.filter(pk=upload.pk).update(public_id=kind)
    Answer.objects.filter(sha256=Upload.objects.get(public_id="unknown").sha256).update(
        known=False, reason="It is not enough like any show that the network knows."
    )
    Upload.objects.filter(public_id="purged").update(image="")
    make_upload(public_id="waiting", owner="me", claimed_until=timezone.now() + timedelta(hours=1))
    make_upload(public_id="failed", owner="me", sha256="f" * 64, status=Upload.Status.FAILED, error="It broke.")
    frame = Frame(show=shows[2], sha256="a" * 64, split="val", status=Frame.Status.APPROVED, format="PNG")
    frame.image.save("sample.png", ContentFile(picture((9, 9, 9), (640, 360))), save=False)
    frame.width, frame.height = 640, 360
    frame.save()


@pytest.fixture
def my_page(site, context, page, client, live_server):
    """A page of the sender of it all."""
    session = client.session
    session["owner"] = "me"
    session.save()
    context.add_cookies(
        [{"name": django_settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}]
    )
    return page


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_open_to_everybody(my_page, path):
    my_page.goto(path)

    assert_open_to_everybody(my_page)


def test_pictures_on_their_way_are(my_page, scene, words):
    my_page.goto("/")
    my_page.locator("input[multiple]").set_input_files([scene, words])
    my_page.get_by_role("link", name="All my answers").wait_for()

    assert_open_to_everybody(my_page)


def test_a_refusal_is(page, words):
    page.goto("/")
    page.locator("input[multiple]").evaluate("(input) => input.replaceWith(input.cloneNode())")  # without our script
    page.locator("input[multiple]").set_input_files(words)
    page.locator("[data-recognise]").evaluate("(form) => form.submit()")
    page.get_by_role("heading", name="That could not be taken").wait_for()

    assert_open_to_everybody(page)


def test_an_empty_list_of_answers_is(page):
    page.goto("/answers/")

    assert_open_to_everybody(page)


def test_a_site_without_a_network_is(page, network):
    network.delete()
    page.goto("/model/")

    assert_open_to_everybody(page)


def test_too_much_is(page, settings):
    page.goto("/")
    settings.SNN_REQUEST_BYTES = 10
    page.locator("[data-recognise]").evaluate("(form) => form.submit()")
    page.get_by_role("heading", name="That is too much at once").wait_for()

    assert_open_to_everybody(page)


def test_too_often_is(page, settings, scene):
    settings.SNN_UPLOADS_PER_MINUTE = 0
    page.goto("/")
    page.locator("input[multiple]").evaluate("(input) => input.replaceWith(input.cloneNode())")
    page.locator("input[multiple]").set_input_files(scene)
    page.locator("[data-recognise]").evaluate("(form) => form.submit()")
    page.get_by_role("heading", name="One at a time, please").wait_for()

    assert_open_to_everybody(page)


def test_a_stale_form_is(page, context):
    page.goto("/")
    context.clear_cookies()
    page.locator("[data-recognise]").evaluate("(form) => form.submit()")
    page.get_by_role("heading", name="This form has gone stale").wait_for()

    assert_open_to_everybody(page)


def test_the_keyboard_reaches_the_form(page):
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.name") == "picture"
    label = page.locator(".choose__label").first
    assert label.evaluate("(label) => getComputedStyle(label).outlineStyle") == "solid"
