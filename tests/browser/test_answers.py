"""An answer in a browser: it appears by itself, its link can be copied, its owner can end it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from classifier.models import Upload
from classifier.services import receive_picture
from tests.tiny_network import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def upload(network) -> Upload:
    return receive_picture(picture((255, 0, 0), (640, 360)), owner="somebody")


@pytest.mark.parametrize("kind", ["page", "plain_page"])
def test_a_waiting_answer_appears_by_itself(request, kind, upload):
    at_work = timezone.now() + timedelta(minutes=1)
    Upload.objects.update(status=Upload.Status.QUEUED, claimed_until=at_work)
    page = request.getfixturevalue(kind)
    page.goto(upload.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("Looking at it …")

    Upload.objects.update(status=Upload.Status.DONE)

    expect(page.get_by_role("heading", level=1)).to_have_text("Fullmetal Alchemist")


def test_the_permanent_link_is_copied(context, page, upload, live_server):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(upload.get_absolute_url())

    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{live_server.url}{upload.get_absolute_url()}"


def test_without_scripts_the_link_stands_there_to_be_selected(plain_page, upload, live_server):
    plain_page.goto(upload.get_absolute_url())

    expect(plain_page.get_by_label("Permanent link")).to_have_value(f"{live_server.url}{upload.get_absolute_url()}")
    expect(plain_page.locator("[data-copy]")).to_be_hidden()


@pytest.mark.parametrize("kind", ["page", "plain_page"])
def test_its_owner_deletes_it(request, kind, scene):
    page = request.getfixturevalue(kind)
    page.goto("/")
    page.locator("input[multiple]").set_input_files(scene)
    if kind == "plain_page":
        page.get_by_role("button", name="Name the show").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fullmetal Alchemist")

    page.get_by_text("Delete now").click()
    page.get_by_role("button", name="Delete for good").click()

    expect(page).to_have_url(re.compile("/answers/$"))
    expect(page.locator(".message")).to_contain_text("are gone")
    assert not Upload.objects.exists()


def test_a_japanese_title_is_drawn_with_the_shipped_font(context, page, upload):
    page.goto(upload.get_absolute_url())
    page.evaluate("document.fonts.ready")

    drawn = _fonts_of(context, page, ":lang(ja)")

    assert [(font["familyName"], font["isCustomFont"]) for font in drawn] == [("Zen Maru Gothic Medium", True)]


def test_only_the_slices_that_the_page_needs_are_loaded(page, upload):
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url) if request.url.endswith(".woff2") else None)
    page.goto(upload.get_absolute_url(), wait_until="networkidle")

    assert 3 <= len(loaded) <= 15


def _fonts_of(context, page, selector):
    """Which fonts Chromium drew the text of an element with."""
    session = context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    return session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
