"""The front page and what a visitor may want to know of the site."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import RequestFactory
from django.views.defaults import server_error

from catalog.models import Frame, Show
from snn.pages.credits import FONTS, SERVING, TRAINING
from snn.pages.samples import sample_frames
from tests.answers import FIGURES, NOT_MEASURED, PROBABILITIES, make_six_shows
from tests.fakes import fake_network

ROOT = Path(django_settings.BASE_DIR)


def _sample(show: Show, number: int, **fields: object) -> Frame:
    return Frame(
        show=show,
        sha256=f"{show.pk:032x}{number:032x}",
        image=f"frames/{show.pk}-{number}.png",
        width=640,
        height=360,
        **{"status": Frame.Status.APPROVED, "split": "val", **fields},
    )


@pytest.fixture
def samples(db) -> list[Show]:
    """Eight drawn shows with three samples each."""
    shows = [Show.objects.create(slug=f"demo-{n}", title=f"Demo {n}", is_demo=True) for n in range(8)]
    Frame.objects.bulk_create(_sample(show, number) for show in shows for number in range(3))
    return shows


class TestHome:
    def test_it_takes_pictures_with_and_without_scripts(self, visitor):
        page = visitor.get("/").text

        assert '<form class="drop" method="post" enctype="multipart/form-data" action="/recognise/"' in page
        assert re.search(r'<input[^>]*type="file" name="picture"[^>]* multiple', page)
        assert 'capture="environment"' in page
        assert "Name the show</button>" in page

    def test_it_says_how_long_a_picture_is_kept(self, visitor, settings):
        settings.SNN_PICTURE_HOURS = 7

        assert "After 7 hours" in visitor.get("/").text

    def test_it_offers_six_samples_of_six_shows(self, visitor, samples):
        page = visitor.get("/").text

        offered = [int(pk) for pk in re.findall(r'name="sample" value="(\d+)"', page)]
        assert len(offered) == 6
        assert Frame.objects.filter(pk__in=offered).values("show").distinct().count() == 6

    def test_without_drawn_shows_it_offers_none(self, visitor):
        page = visitor.get("/").text

        assert "Try one of ours" not in page

    def test_it_needs_one_query(self, visitor, samples, django_assert_num_queries):
        with django_assert_num_queries(1):
            visitor.get("/")

    def test_a_visit_alone_starts_no_session(self, visitor):
        assert "sessionid" not in visitor.get("/").cookies


class TestSamples:
    def test_they_are_the_same_all_day_and_others_tomorrow(self, samples):
        today = date(2026, 11, 21)

        assert sample_frames(today) == sample_frames(today)
        assert sample_frames(today) != sample_frames(today + timedelta(days=1))

    @pytest.mark.parametrize(
        "fields", [{"split": "test"}, {"split": "train"}, {"status": Frame.Status.PENDING}], ids=str
    )
    def test_no_other_frames_are_offered(self, samples, fields):
        Frame.objects.update(**fields)

        assert sample_frames(date(2026, 11, 21)) == []

    @pytest.mark.parametrize("fields", [{"is_demo": False}, {"is_listed": False}], ids=str)
    def test_no_frames_of_other_shows_are_offered(self, samples, fields):
        Show.objects.update(**fields)

        assert sample_frames(date(2026, 11, 21)) == []


@pytest.mark.parametrize("url", ["/", "/about/", "/privacy/", "/credits/", "/model/"])
def test_nothing_inline_and_nothing_from_elsewhere(visitor, url):
    response = visitor.get(url)

    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=", response.text)
    assert not re.search(r'(?:src|href)="(?:https?:)?//[^"]+\.(?:js|css|woff2|svg)"', response.text)


@pytest.mark.parametrize("url", ["/", "/about/", "/privacy/", "/credits/", "/model/"])
def test_pages_only_show(visitor, url):
    assert visitor.post(url).status_code == 405


def test_privacy_says_how_long_a_picture_is_kept(visitor, settings):
    settings.SNN_PICTURE_HOURS = 7

    assert "<strong>7 hours</strong>" in visitor.get("/privacy/").text


class TestCredits:
    def test_every_library_that_is_pinned_is_named(self):
        pinned = set()
        for file in ("requirements.in", "requirements-torch.txt"):
            pinned |= set(re.findall(r"^([\w-]+)(?:\[\w+\])?==", (ROOT / file).read_text(), flags=re.MULTILINE))

        assert {work.package for work in (*SERVING, *TRAINING) if work.package} == pinned

    def test_every_font_that_is_shipped_is_named_and_carries_its_licence(self):
        families = set(re.findall(r'font-family: "([^"]+)"', (ROOT / "static/css/fonts.css").read_text()))

        assert {work.name for work in FONTS} == families
        for folder in (ROOT / "static/fonts").iterdir():
            assert "SIL OPEN FONT LICENSE" in (folder / "LICENSE").read_text().upper()

    def test_the_page_names_all_with_their_licences(self, visitor):
        page = visitor.get("/credits/").text

        for work in (*FONTS, *SERVING, *TRAINING):
            assert f">{work.name}</a>" in page
            assert work.licence in page

    def test_the_use_of_the_weights_is_said(self, visitor):
        assert "private, non-commercial use" in visitor.get("/credits/").text


class TestModelCard:
    @pytest.fixture
    def network(self, settings, db):
        version = fake_network(settings, make_six_shows(), PROBABILITIES)
        version.card["metrics"] = {"val": {"shows": FIGURES, "frames": NOT_MEASURED}}
        version.card["may_be_used_for"] = "Nothing but tests."
        version.card["learnt_from"] = "Six colours."
        version.save()
        return version

    def test_without_a_network_it_says_so_plainly(self, visitor):
        response = visitor.get("/model/")

        assert response.status_code == 200
        assert "No network is installed" in response.text

    def test_it_says_what_the_network_learnt_from_and_what_it_may_be_used_for(self, visitor, network):
        page = visitor.get("/model/").text

        assert "Six colours." in page
        assert "Nothing but tests." in page

    def test_figures_stand_by_domain_with_their_intervals(self, visitor, network):
        page = visitor.get("/model/").text

        assert "web pictures" in page
        assert "71.4\u202f%" in page
        assert "66.2 to 76.1" in page

    def test_what_was_not_measured_is_a_dash(self, visitor, network):
        page = visitor.get("/model/").text

        assert "episode frames" in page
        assert "–" in page
        assert "None" not in page

    def test_calibration_and_the_operating_point_are_said(self, visitor, network):
        page = visitor.get("/model/").text

        assert "3.1\u202f%" in page
        assert "Operating point: chosen by hand" in page
        assert "83.0\u202f%" in page

    def test_it_says_which_figures_are_hopeful_because_no_pictures_were_set_apart(self, visitor, network):
        assert "No episode frames or web pictures were set apart" in visitor.get("/model/").text

        network.card["metrics"]["test"] = {"shows": FIGURES}
        network.save()
        assert "No episode frames were set apart" in visitor.get("/model/").text

        network.card["metrics"]["test"]["frames"] = FIGURES
        network.save()
        assert "a little hopeful" not in visitor.get("/model/").text

    def test_it_links_the_shows_that_may_be_named(self, visitor, network):
        Show.objects.filter(slug="mushishi").update(is_listed=False)

        page = visitor.get("/model/").text

        assert '<a href="/shows/akira/">Akira</a>' in page
        assert "Mushishi" not in page


class TestErrors:
    def test_a_missing_page_keeps_the_face(self, visitor):
        response = visitor.get("/nothing-here/")

        assert response.status_code == 404
        assert "This frame is missing" in response.text
        assert 'class="header"' in response.text

    def test_a_failure_keeps_the_face_and_needs_neither_database_nor_request(self):
        # No database is allowed in this test.
        response = server_error(RequestFactory().get("/"))

        assert response.status_code == 500
        assert "We dropped the film" in response.text
        assert 'class="header"' in response.text

    def test_a_failing_page_answers_with_it(self, visitor, monkeypatch):
        visitor.raise_request_exception = False
        monkeypatch.setattr("snn.pages.views.sample_frames", lambda day: 1 / 0)

        response = visitor.get("/")

        assert response.status_code == 500
        assert "We dropped the film" in response.text
