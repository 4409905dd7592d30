"""Light and dark: the system's choice, or the visitor's own, which is remembered and never flashes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BACKGROUND = "() => getComputedStyle(document.documentElement).backgroundColor"
LIGHT, DARK = "rgb(247, 237, 219)", "rgb(23, 19, 29)"

THEME_AT_FIRST = """
new MutationObserver((_, observer) => {
  if (!document.body) return;
  window.themeAtFirst = document.documentElement.dataset.theme;
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });
"""


@pytest.mark.parametrize(("scheme", "colour"), [("light", LIGHT), ("dark", DARK)])
def test_the_systems_choice_holds_first(page, scheme, colour):
    page.emulate_media(color_scheme=scheme)
    page.goto("/about/")

    assert page.evaluate(BACKGROUND) == colour


def test_without_scripts_too(chromium, live_server, network):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto("/about/")

    assert page.evaluate(BACKGROUND) == DARK
    expect(page.locator("[data-theme-switch]")).to_be_hidden()
    context.close()


def test_the_switch_is_remembered_on_other_pages_before_anything_is_drawn(page):
    page.emulate_media(color_scheme="light")
    page.goto("/about/")
    switch = page.get_by_role("button", name="Dark colours")
    expect(switch).to_have_attribute("aria-pressed", "false")

    switch.click()

    expect(switch).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(BACKGROUND) == DARK
    page.add_init_script(THEME_AT_FIRST)
    page.goto("/privacy/")
    assert page.evaluate("window.themeAtFirst") == "dark"
    assert page.evaluate(BACKGROUND) == DARK


def test_switching_back_to_what_the_system_says_follows_the_system_again(page):
    page.emulate_media(color_scheme="light")
    page.goto("/about/")
    switch = page.get_by_role("button", name="Dark colours")
    switch.click()
    switch.click()

    page.reload()
    page.emulate_media(color_scheme="dark")

    assert page.evaluate(BACKGROUND) == DARK
