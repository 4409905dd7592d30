"""Static files are gathered once for each change."""

from __future__ import annotations

import shutil

import pytest

from snn.startup.static import collect_static


@pytest.fixture
def site(settings, tmp_path):
    """A site with one style, in folders of its own."""
    styles = tmp_path / "styles"
    styles.mkdir()
    (styles / "site.css").write_text("body { color: black }")
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [styles]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    return styles


def test_the_first_time_everything_is_gathered(site, tmp_path):
    assert collect_static() is True
    assert (tmp_path / "static" / "site.css").exists()


def test_the_second_time_there_is_nothing_to_do(site):
    collect_static()

    assert collect_static() is False


def test_a_change_is_noticed(site, tmp_path):
    collect_static()
    (site / "site.css").write_text("body { color: darkred }")

    assert collect_static() is True
    assert (tmp_path / "static" / "site.css").read_text() == "body { color: darkred }"


def test_what_was_gathered_before_and_is_gone_now_is_removed(site, tmp_path):
    (site / "old.css").write_text("")
    collect_static()
    (site / "old.css").unlink()

    collect_static()

    assert not (tmp_path / "static" / "old.css").exists()


def test_files_that_somebody_deleted_come_back(site, tmp_path):
    collect_static()
    shutil.rmtree(tmp_path / "static")

    assert collect_static() is True
