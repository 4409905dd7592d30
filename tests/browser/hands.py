"""How people play: by mouse, by keys alone, by touch, and in a browser without scripts."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

COLUMNS = 4
"""Cards in a row of the deck, in a window as wide as a browser's usual one."""

_MOST_TABS = 60


class Hand:
    """A mouse; also whoever has no scripts, for whom every press loads a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, button: Locator) -> None:
        button.click()

    def choose(self, number: int) -> None:
        """Choose one of four titles or of six frames, by its number."""
        self.press(self.page.locator(f"[data-key='{number}']"))

    def turn(self, number: int) -> None:
        """Turn a card."""
        self.press(self.page.locator(f"#card-{number}"))

    def name(self, title: str) -> None:
        """Type a title and send it."""
        self.page.get_by_label("Which show is it?").fill(title)
        self.press(self.page.get_by_role("button", name="Guess"))

    def let_the_network_play(self) -> None:
        self.press(self.page.get_by_role("button", name="Let the network play"))

    def go_on(self) -> None:
        """Leave a round that has ended."""
        self.press(self.page.get_by_role("button", name="Next round"))

    def see_the_result(self) -> None:
        self.press(self.page.get_by_role("link", name="See the result"))


class Finger(Hand):
    """A finger on a phone."""

    def press(self, button: Locator) -> None:
        button.tap()


class Keys(Hand):
    """Nothing but a keyboard: where the focus is matters."""

    def press(self, button: Locator) -> None:
        self._reach(button)
        self.page.keyboard.press("Enter")

    def choose(self, number: int) -> None:
        self.page.keyboard.press(str(number))

    def turn(self, number: int) -> None:
        if not self.page.evaluate("Boolean(document.activeElement.closest('[data-deck]'))"):
            self._reach(self.page.locator("[data-deck] button:not([disabled])").first)
        self.page.keyboard.press("Home")
        row, column = divmod(number - 1, COLUMNS)
        for key in ["ArrowDown"] * row + ["ArrowRight"] * column:
            self.page.keyboard.press(key)
        expect(self.page.locator(f"#card-{number}")).to_be_focused()
        self.page.keyboard.press("Enter")

    def name(self, title: str) -> None:
        self._reach(self.page.locator("#answer"))
        self.page.keyboard.type(title)
        self.page.keyboard.press("Enter")

    def let_the_network_play(self) -> None:
        expect(self.page.get_by_role("button", name="Let the network play")).to_be_focused()
        self.page.keyboard.press("Enter")

    def go_on(self) -> None:
        expect(self.page.locator(".told h2")).to_be_focused()
        self.page.keyboard.press("Enter")

    def see_the_result(self) -> None:
        expect(self.page.locator(".told h2")).to_be_focused()
        self.press(self.page.get_by_role("link", name="See the result"))

    def _reach(self, place: Locator) -> None:
        """Walk to a place with the tabulator, as somebody would who cannot point at it."""
        place.wait_for()
        for _ in range(_MOST_TABS):
            if place.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The tabulator does not lead to {place}.")
