"""What was seen is ticked in a browser, with scripts and without, by a list too, and goes into an account."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from catalog.models import Alias, SeenShow
from tests.browser.open_to_everybody import assert_open_to_everybody

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "lantern-harbor-42"


@pytest.fixture(autouse=True)
def _names(shows):
    """Let search find the shows."""
    for show in shows:
        Alias.objects.get_or_create(show=show, text=show.title, language=Alias.Language.ROMAJI)


@pytest.fixture
def mal_list(tmp_path, shows):
    path = tmp_path / "animelist.xml"
    known = "<series_animedb_id>{}</series_animedb_id><series_title>{}</series_title>"
    entry = f"<anime>{known}<my_status>Completed</my_status></anime>"
    shows[0].mal_id = 424_242
    shows[0].save()
    entries = entry.format(424_242, "Ours") + entry.format(31_337, "Unheard of")
    path.write_text(f"<myanimelist>{entries}</myanimelist>")
    return path


def seen_link(page: Page):
    return page.get_by_role("link", name="Seen:")


def test_a_tick_is_kept_at_once(page, shows):
    page.goto("/about/")
    seen_link(page).click()
    page.get_by_role("checkbox", name=shows[0].display_title).check()
    expect(seen_link(page)).to_have_text("Seen: 1 show")
    page.get_by_role("checkbox", name=shows[1].display_title).check()
    expect(seen_link(page)).to_have_text("Seen: 2 shows")
    page.reload()
    expect(page.get_by_role("checkbox", name=shows[0].display_title)).to_be_checked()
    page.get_by_role("checkbox", name=shows[0].display_title).uncheck()
    expect(seen_link(page)).to_have_text("Seen: 1 show")


def test_a_search_narrows_the_list_while_one_types(page, shows):
    page.goto("/seen/")
    page.get_by_role("searchbox", name="Title").fill(shows[2].title)
    expect(page.get_by_role("checkbox", name="Only")).to_be_visible()
    expect(page.locator(".ticks input[type=checkbox]")).to_have_count(1)
    page.get_by_role("button", name="Tick all", exact=True).click()
    expect(seen_link(page)).to_have_text("Seen: 1 show")


def test_it_works_without_scripts(plain_page, shows):
    plain_page.goto("/seen/")
    plain_page.get_by_role("checkbox", name=shows[0].display_title).check()
    plain_page.get_by_role("button", name="Keep the ticks").click()
    expect(seen_link(plain_page)).to_have_text("Seen: 1 show")
    expect(plain_page.get_by_role("checkbox", name=shows[0].display_title)).to_be_checked()
    plain_page.get_by_role("button", name="Tick all", exact=True).click()
    expect(seen_link(plain_page)).to_have_text(f"Seen: {len(shows)} shows")
    plain_page.get_by_role("button", name="Untick all").click()
    expect(seen_link(plain_page)).to_have_text("Seen: all shows")


@pytest.mark.parametrize("kind", ["page", "plain_page"])
def test_a_list_is_brought_and_comes_along_into_an_account(request, kind, shows, mal_list):
    page = request.getfixturevalue(kind)
    page.goto("/seen/import/")
    page.get_by_label("Your list").set_input_files(mal_list)
    page.get_by_role("button", name="Tick these shows").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 show found")
    expect(page.get_by_text("Unheard of")).to_be_visible()

    page.goto("/account/sign-up/")
    page.get_by_label("Username").fill("alice")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password confirmation").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("link", name="Account of alice")).to_be_visible()
    expect(seen_link(page)).to_have_text("Seen: 1 show")
    assert SeenShow.objects.get().list.user.username == "alice"

    page.goto("/account/")
    page.get_by_role("link", name="Delete my account").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    assert not SeenShow.objects.exists()


@pytest.mark.parametrize(
    "path", ["/seen/", "/seen/?q=zzzz", "/seen/import/", "/account/log-in/", "/account/sign-up/", "/account/reset/"]
)
def test_the_pages_are_open_to_everybody(page, path):
    page.goto(path)
    assert_open_to_everybody(page)
