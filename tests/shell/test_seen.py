"""What somebody has seen is theirs: kept under a token or an account, and merged at log-in."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from catalog.models import SeenList, SeenShow, Show
from catalog.services import (
    count_seen,
    merge_seen,
    seen_among,
    seen_list_of,
    seen_show_ids,
    tick_shows,
    untick_shows,
)
from tests.fakes import make_shows

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture
def shows():
    return make_shows(4)


def _shows(*shows):
    return Show.objects.filter(pk__in=[show.pk for show in shows])


def _ids(user, token):
    ids = seen_show_ids(seen_list_of(user, token))
    return None if ids is None else set(ids)


def test_nothing_ticked_means_all_shows(shows):
    assert seen_list_of(NOBODY, "token") is None
    assert seen_show_ids(None) is None
    tick_shows(NOBODY, "token", _shows(shows[0]))
    untick_shows(NOBODY, "token")
    assert seen_show_ids(seen_list_of(NOBODY, "token")) is None


def test_a_session_remembers_what_it_ticked_and_another_does_not_see_it(shows):
    assert tick_shows(NOBODY, "mine", _shows(*shows[:2])) == 2
    assert _ids(NOBODY, "mine") == {shows[0].pk, shows[1].pk}
    assert count_seen(NOBODY, "mine") == 2
    assert _ids(NOBODY, "other") is None
    assert count_seen(NOBODY, "other") == 0


def test_ticking_twice_is_ticking_once(shows):
    tick_shows(NOBODY, "mine", _shows(*shows[:2]))
    assert tick_shows(NOBODY, "mine", _shows(*shows[1:3])) == 1
    assert count_seen(NOBODY, "mine") == 3


def test_shows_are_taken_off_again(shows):
    tick_shows(NOBODY, "mine", _shows(*shows[:3]))
    assert untick_shows(NOBODY, "mine", _shows(shows[0], shows[3])) == 1
    assert _ids(NOBODY, "mine") == {shows[1].pk, shows[2].pk}
    assert seen_among(seen_list_of(NOBODY, "mine"), [shows[0].pk, shows[1].pk]) == {shows[1].pk}


def test_a_person_with_an_account_has_one_list_in_every_session(shows, owner_user, other_user):
    tick_shows(owner_user, "laptop", _shows(shows[0]))
    assert _ids(owner_user, "phone") == {shows[0].pk}
    assert _ids(other_user, "laptop") is None
    assert _ids(NOBODY, "laptop") is None


def test_a_visitor_without_token_has_no_list(shows):
    assert seen_list_of(NOBODY, "") is None
    assert untick_shows(NOBODY, "") == 0
    with pytest.raises(ValueError, match="token"):
        tick_shows(NOBODY, "", _shows(shows[0]))
    assert not SeenList.objects.exists()


def test_logging_in_adds_what_the_session_ticked(shows, owner_user):
    tick_shows(owner_user, "", _shows(*shows[:2]))
    tick_shows(NOBODY, "mine", _shows(*shows[1:3]))
    assert merge_seen(owner_user, "mine") == 1
    assert _ids(owner_user, "") == {show.pk for show in shows[:3]}
    assert not SeenList.objects.filter(token="mine").exists()
    assert merge_seen(owner_user, "mine") == 0


def test_logging_in_with_an_empty_session_keeps_the_list(shows, owner_user):
    tick_shows(owner_user, "", _shows(shows[0]))
    merge_seen(owner_user, "never ticked")
    merge_seen(owner_user, "")
    assert _ids(owner_user, "") == {shows[0].pk}


def test_a_show_or_an_account_that_goes_takes_its_ticks_along(shows, owner_user):
    tick_shows(owner_user, "", _shows(*shows[:2]))
    shows[0].delete()
    assert count_seen(owner_user, "") == 1
    owner_user.delete()
    assert not SeenList.objects.exists()
    assert not SeenShow.objects.exists()


def test_ticking_thousands_takes_few_queries(shows, django_assert_max_num_queries):
    Show.objects.bulk_create(Show(slug=f"many-{n}", title=f"Many {n}") for n in range(3000))
    with django_assert_max_num_queries(7):
        assert tick_shows(NOBODY, "mine", Show.objects.all()) == 3004
    with django_assert_max_num_queries(7):
        assert untick_shows(NOBODY, "mine") == 3004
