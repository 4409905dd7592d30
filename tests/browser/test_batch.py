"""Many pictures at once in a real browser: the page goes on by itself with scripts, and without them by refreshing."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from classifier.services.batch_work import work_on_batches
from tests.tiny_network import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pack(tmp_path) -> Path:
    path = tmp_path / "holiday.zip"
    with zipfile.ZipFile(path, "w") as file:
        for number in range(3):
            file.writestr(f"scene {number}.png", picture((60 * number, 0, 0)))
        file.writestr("broken.png", b"no picture")
    return path


def _send(page, pack: Path) -> None:
    page.goto("/batch/")
    page.get_by_label("Pictures, or one zip").set_input_files(pack)
    page.get_by_role("button", name="Answer them all").click()
    expect(page.get_by_text("0 of 4 are done")).to_be_visible()


def test_the_page_goes_on_by_itself_and_gives_the_table(page, pack):
    _send(page, pack)
    while work_on_batches(5):
        pass
    expect(page.get_by_text("All 4 are done; 1 could not be answered.")).to_be_visible()
    expect(page.get_by_role("link", name="Fullmetal Alchemist").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Table (CSV)").click()
    assert download.value.suggested_filename == "holiday.csv"
    assert len(download.value.path().read_text().splitlines()) == 5


def test_without_scripts_it_refreshes(plain_page, pack):
    _send(plain_page, pack)
    while work_on_batches(5):
        pass
    expect(plain_page.get_by_text("All 4 are done; 1 could not be answered.")).to_be_visible()
