"""My answers: those of this browser and of my account, and nobody else's."""

from __future__ import annotations

import pytest

from classifier.models import Upload
from classifier.services import receive_picture
from tests.answers import make_upload
from tests.tiny_network import picture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("network")]

URL = "/answers/"


def _send(count: int, owner: str = "me") -> None:
    for number in range(count):
        receive_picture(picture((number, 0, 0)), owner=owner)


@pytest.fixture
def me(visitor):
    session = visitor.session
    session["owner"] = "me"
    session.save()
    return visitor


def test_each_answer_is_named_and_linked(me):
    _send(1)

    page = me.get(URL).text

    assert f'<a href="{Upload.objects.get().get_absolute_url()}">Fullmetal Alchemist</a>' in page
    assert "72\u202f%, likely" in page


def test_what_has_no_answer_is_named_too(me):
    make_upload(owner="me", status=Upload.Status.FAILED)
    make_upload(owner="me", status=Upload.Status.QUEUED, sha256="1" * 64)

    page = me.get(URL).text

    assert "No answer" in page
    assert "Looking at it" in page
    assert page.count("Picture gone") == 2


def test_what_others_sent_is_not_listed(me):
    _send(1, owner="you")

    assert "Nothing here yet" in me.get(URL).text


def test_somebody_new_is_invited_and_gets_no_session(visitor):
    make_upload(owner="")

    response = visitor.get(URL)

    assert "Nothing here yet" in response.text
    assert not response.cookies


def test_an_account_keeps_its_answers_in_every_browser(owner, other, owner_user):
    make_upload(user=owner_user, status=Upload.Status.FAILED)

    assert "No answer" in owner.get(URL).text
    assert "Nothing here yet" in other.get(URL).text


def test_the_list_has_pages(me):
    _send(25)

    assert me.get(URL).text.count('class="taken"') == 24
    assert me.get(URL, {"page": 2}).text.count('class="taken"') == 1


@pytest.mark.parametrize("page", ["0", "-1", "99", "one", ""])
def test_a_page_that_is_not_there_leads_to_one_that_is(me, page):
    _send(1)

    assert "Fullmetal Alchemist" in me.get(URL, {"page": page}).text


@pytest.mark.parametrize("count", [1, 20])
def test_the_number_of_queries_is_the_same_for_any_number_of_answers(me, django_assert_num_queries, count):
    _send(count)

    with django_assert_num_queries(6):  # session, seen list, count, uploads, answers and versions, predictions
        me.get(URL)
