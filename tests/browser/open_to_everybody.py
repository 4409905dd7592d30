"""What is asked of every page: axe finds nothing, light and dark, and nothing sticks out of a narrow phone."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

DRAWN_ANEW = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Wait for two frames: axe, asked in between, would read the colours of both schemes."""


def assert_open_to_everybody(page: Page) -> None:
    """Look at a page as it stands, in both colours and two widths."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(DRAWN_ANEW)
        violations = _found_by_axe(page)
        assert not violations, f"{scheme}: {violations}"
    for narrow in (320, 390):
        page.set_viewport_size({"width": narrow, "height": 800})
        assert _fits_soon(page), f"something sticks out at a width of {narrow}"


def _found_by_axe(page: Page) -> str:
    """Return what axe still finds once the page has had time to take the colours asked for, or nothing."""
    for _ in range(5):
        found = Axe().run(page)
        if not found.violations_count:
            return ""
        page.wait_for_timeout(300)
    return found.generate_report()


def _fits_soon(page: Page) -> bool:
    """Tell whether nothing sticks out; the page is laid out anew some time after its size was set."""
    for _ in range(30):
        if page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
            return True
        page.wait_for_timeout(100)
    return False
