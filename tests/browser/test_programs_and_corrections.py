"""Correcting an answer and making keys: with scripts and without, open to everybody."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from catalog.services import update_title_aliases
from classifier.models import Correction
from tests.browser.open_to_everybody import assert_open_to_everybody

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def names(shows):
    for show in shows:
        update_title_aliases(show)


def _send(page, scene):
    page.goto("/")
    page.locator("input[type=file]").first.set_input_files(scene)


def test_titles_are_suggested_while_somebody_types(page, scene):
    _send(page, scene)
    page.get_by_text("It is actually …").click()
    assert_open_to_everybody(page)
    field = page.get_by_label("Title, in any language")
    field.press_sequentially("mush")
    expect(page.locator("#actually-shows option[value=Mushishi]")).to_be_attached()
    field.fill("Mushishi")
    page.get_by_label("Keep my picture.").check()
    page.get_by_role("button", name="Say so").click()

    expect(page.get_by_text("Not looked at yet")).to_be_visible()
    correction = Correction.objects.get()
    assert (correction.show.title, correction.frame.status) == ("Mushishi", "pending")
    assert_open_to_everybody(page)


def test_without_scripts_a_title_that_fits_several_is_asked_back(plain_page, scene):
    plain_page.goto("/")
    plain_page.locator("input[multiple]").set_input_files(scene)
    plain_page.get_by_role("button", name="Name the show").click()
    plain_page.get_by_text("It is actually …").click()
    plain_page.get_by_label("Title, in any language").fill("m")
    plain_page.get_by_role("button", name="Say so").click()
    plain_page.get_by_role("heading", name="Which one do you mean?").wait_for()
    plain_page.get_by_role("button", name="Monster").click()

    expect(plain_page.get_by_text("Not looked at yet")).to_be_visible()
    plain_page.get_by_role("button", name="Take it back").click()
    expect(plain_page.get_by_text("Taken back.")).to_be_visible()
    assert Correction.objects.count() == 0


def test_the_page_that_asks_back_is_open_to_everybody(page, scene):
    _send(page, scene)
    page.get_by_text("It is actually …").click()
    page.get_by_label("Title, in any language").fill("m")
    page.get_by_role("button", name="Say so").click()
    page.get_by_role("heading", name="Which one do you mean?").wait_for()
    assert_open_to_everybody(page)


def test_what_programs_may_ask_is_open_to_everybody(page):
    page.goto("/api/docs/")
    page.get_by_text("What it takes and gives").nth(4).click()
    assert_open_to_everybody(page)


def test_keys_are(page, client, live_server):
    client.force_login(get_user_model().objects.create_user("owner"))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto("/account/keys/")
    page.get_by_label("What is it for?").fill("my bot")
    page.get_by_role("button", name="Make a key").click()
    expect(page.get_by_label("Your new key.")).to_have_value(re.compile(r"snn_[\w-]{40,}"))
    assert_open_to_everybody(page)
