"""The page of an answer: what it shows, to whom, and what it says when there is no answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from catalog.models import Show
from classifier.models import Answer, Upload
from classifier.services import receive_picture
from tests.answers import make_upload
from tests.tiny_network import picture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("network")]


@pytest.fixture
def upload() -> Upload:
    return receive_picture(picture((255, 0, 0)), owner="somebody")


def _owned(client, upload):
    """Let a client be the sender of an upload."""
    session = client.session
    session["owner"] = upload.owner
    session.save()
    return client


def test_five_shows_are_named_with_number_and_word(visitor, upload):
    page = visitor.get(upload.get_absolute_url()).text

    titles = ["Fullmetal Alchemist", "Mushishi", "Lantern Road", "Monster", "Akira"]
    places = [page.index(f">{title}</a>") for title in titles]
    assert places == sorted(places)
    assert "A Very Long Title" not in page
    assert page.count('role="meter"') == 5
    assert 'aria-valuenow="72"' in page
    assert "72\u202f%" in page
    assert ">likely<" in page


def test_titles_stand_in_all_three_tongues(visitor, upload):
    page = visitor.get(upload.get_absolute_url()).text

    assert '<span lang="ja">鋼の錬金術師</span>' in page
    assert '<span lang="ja-Latn">Hagane no Renkinjutsushi</span>' in page


def test_every_known_fact_is_shown(visitor, upload):
    page = visitor.get(upload.get_absolute_url()).text

    for fact in ("TV", "Autumn 2003", "51 episodes", "Bones", "Shounen", "Adventure", "Drama", "Film", "26 episodes"):
        assert f">{fact}</li>" in page


def test_a_gap_shows_nothing(visitor, upload):
    Show.objects.exclude(slug="lantern-road").update(is_listed=False)

    page = visitor.get(upload.get_absolute_url()).text

    assert "Lantern Road" in page
    assert "None" not in page
    assert '<ul class="chips' not in page
    assert '<ul class="facts-line' not in page


def test_only_a_show_with_an_id_links_to_myanimelist(visitor, upload):
    page = visitor.get(upload.get_absolute_url()).text

    assert page.count("https://myanimelist.net/anime/") == 2
    assert "https://myanimelist.net/anime/121" in page
    assert "https://myanimelist.net/anime/19" in page


def test_the_version_that_answered_and_the_permanent_link_are_shown(visitor, upload):
    page = visitor.get(upload.get_absolute_url()).text

    assert "show-fake" in page
    assert f'value="http://testserver{upload.get_absolute_url()}"' in page


def test_unknown_is_said_with_its_reason_and_the_guesses_are_called_guesses(visitor, upload):
    Answer.objects.update(known=False, reason="It is not enough like any show.")

    page = visitor.get(upload.get_absolute_url()).text

    assert "<h1>Unknown</h1>" in page
    assert "It is not enough like any show." in page
    assert "Only guesses" in page
    assert page.count('role="meter"') == 5
    assert "Next in line" not in page


def test_a_show_that_was_unlisted_since_is_not_named(visitor, upload):
    Show.objects.filter(slug="mushishi").update(is_listed=False)

    assert "Mushishi" not in visitor.get(upload.get_absolute_url()).text


def test_a_failure_is_told_with_its_reason(visitor):
    upload = make_upload(status=Upload.Status.FAILED, error="The network is out of order.")

    page = visitor.get(upload.get_absolute_url()).text

    assert "No answer this time" in page
    assert "The network is out of order." in page


def test_an_answer_that_went_with_its_network_is_told(visitor, upload, network):
    network.delete()

    assert "no longer kept" in visitor.get(upload.get_absolute_url()).text


def test_a_picture_that_was_deleted_is_told_and_its_answer_stays(visitor, upload):
    Upload.objects.update(image="")

    page = visitor.get(upload.get_absolute_url()).text

    assert "The picture is gone." in page
    assert "Fullmetal Alchemist" in page
    assert f"{upload.get_absolute_url()}picture" not in page


class TestWaiting:
    @pytest.fixture
    def waiting(self) -> Upload:
        """A worker is at it."""
        return make_upload(claimed_until=timezone.now() + timedelta(minutes=1))

    def test_a_waiting_page_asks_again_by_itself_also_without_scripts(self, visitor, waiting):
        page = visitor.get(waiting.get_absolute_url()).text

        assert "Looking at it" in page
        assert 'hx-trigger="load delay:2s"' in page
        assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page

    def test_the_longer_it_waits_the_more_rarely_it_asks(self, visitor, waiting):
        with time_machine.travel(waiting.created_at + timedelta(seconds=50), tick=False):
            assert "delay:7s" in visitor.get(waiting.get_absolute_url()).text
        with time_machine.travel(waiting.created_at + timedelta(days=1), tick=False):
            Upload.objects.update(claimed_until=timezone.now() + timedelta(minutes=1))
            assert "delay:15s" in visitor.get(waiting.get_absolute_url()).text

    def test_asking_again_brings_only_the_answer(self, visitor, waiting):
        page = visitor.get(waiting.get_absolute_url(), headers={"hx-request": "true"}).text

        assert page.lstrip().startswith("<article")
        assert "<html" not in page

    def test_an_answered_page_asks_no_more(self, visitor, upload):
        page = visitor.get(upload.get_absolute_url()).text

        assert "hx-get" not in page
        assert "http-equiv" not in page

    def test_what_no_worker_is_at_is_answered_by_the_visit(self, visitor, upload):
        Upload.objects.update(status=Upload.Status.QUEUED, claimed_until=timezone.now() - timedelta(seconds=1))

        assert "Fullmetal Alchemist" in visitor.get(upload.get_absolute_url()).text


class TestWhoSeesIt:
    def test_the_owner_may_delete_it(self, visitor, upload):
        assert "Delete now" in _owned(visitor, upload).get(upload.get_absolute_url()).text

    def test_its_sender_may_delete_it_from_another_browser(self, owner, owner_user, upload):
        Upload.objects.update(user=owner_user)

        assert "Delete now" in owner.get(upload.get_absolute_url()).text

    def test_others_see_the_answer_but_no_delete(self, other, visitor, upload):
        for client in (other, visitor):
            response = client.get(upload.get_absolute_url())
            assert response.status_code == 200
            assert "Delete now" not in response.text

    def test_a_guessed_address_leads_nowhere(self, visitor, upload):
        response = visitor.get(f"/answers/{upload.public_id[:-1]}/")

        assert response.status_code == 404
        assert "This frame is missing" in response.text

    def test_search_engines_and_caches_keep_away(self, visitor, upload):
        response = visitor.get(upload.get_absolute_url())

        assert response["X-Robots-Tag"] == "noindex"
        assert "no-store" in response["Cache-Control"]

    def test_nothing_is_written_by_a_visit(self, visitor, upload):
        visitor.get(upload.get_absolute_url())

        assert not visitor.session.keys()


def test_the_number_of_queries_does_not_grow_with_the_facts(visitor, upload, django_assert_num_queries):
    with django_assert_num_queries(5):  # upload, answer and version, predictions and shows, genres, studios
        visitor.get(upload.get_absolute_url())
