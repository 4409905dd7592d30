"""What the tables of frames and shows refuse, and what curators do to frames."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from catalog.models import Alias, Frame, Show
from catalog.services import approve_frames, delete_frames, reject_frames, restore_frames

pytestmark = pytest.mark.django_db


@pytest.fixture
def show() -> Show:
    return Show.objects.create(slug="bleach", title="Bleach", mal_id=269)


def make(show: Show, number: int, **facts) -> Frame:
    return Frame.objects.create(show=show, sha256=f"{number:064x}", format="PNG", **facts)


def eligible(show: Show) -> int:
    show.refresh_from_db()
    return show.eligible_frames


def test_approving_counts_and_tells_how_many_are_new(show):
    for number in range(3):
        make(show, number)
    assert approve_frames(Frame.objects.filter(sha256=f"{0:064x}")) == 1
    assert eligible(show) == 1
    assert approve_frames(Frame.objects.all()) == 2
    assert eligible(show) == 3


def test_rejecting_takes_frames_out_of_the_count(show):
    make(show, 1, status=Frame.Status.APPROVED)
    make(show, 2)
    assert reject_frames(Frame.objects.all()) == 2
    assert eligible(show) == 0


def test_deleting_keeps_the_row_and_can_be_undone(show):
    make(show, 1)
    approve_frames(Frame.objects.all())
    assert delete_frames(Frame.objects.all()) == 1
    assert delete_frames(Frame.objects.all()) == 0
    assert Frame.objects.count() == 1
    assert not Frame.objects.present().exists()
    assert not Frame.objects.approved().exists()
    assert eligible(show) == 0
    assert restore_frames(Frame.objects.all()) == 1
    assert eligible(show) == 1


def test_a_deleted_frame_is_not_approved_by_mistake(show):
    make(show, 1)
    delete_frames(Frame.objects.all())
    assert approve_frames(Frame.objects.all()) == 0
    assert eligible(show) == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"sha256": "1" * 64},
        {"sha256": "2" * 64, "time": -1},
        {"sha256": "2" * 64, "random_key": 1.0},
    ],
)
def test_the_table_of_frames_refuses_what_cannot_be(show, facts):
    Frame.objects.create(show=show, sha256="1" * 64, format="PNG")
    with pytest.raises(IntegrityError), transaction.atomic():
        Frame.objects.create(show=show, format="PNG", **facts)


@pytest.mark.parametrize(
    "facts",
    [
        {"slug": "bleach", "title": "Other"},
        {"slug": "other", "title": ""},
        {"slug": "other", "title": "Other", "mal_id": 269},
        {"slug": "other", "title": "Other", "year": 1200},
    ],
)
def test_the_table_of_shows_refuses_what_cannot_be(show, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        Show.objects.create(**facts)


def test_a_show_has_a_name_once_in_a_language(show):
    Alias.objects.create(show=show, text="B", language="synonym")
    Alias.objects.create(show=show, text="B", language="label")
    with pytest.raises(IntegrityError), transaction.atomic():
        Alias.objects.create(show=show, text="B", language="synonym")
