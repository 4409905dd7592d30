"""Accounts: made, entered, left, renamed, and deleted with everything that is theirs."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.models import SeenList, Show
from catalog.services import count_seen, tick_shows
from classifier.models import Upload
from snn.accounts import throttle
from tests.fakes import make_shows

pytestmark = pytest.mark.django_db

User = get_user_model()
PASSWORD = "lantern-harbor-42"


def address(name):
    return reverse(f"accounts:{name}")


@pytest.fixture
def alice():
    return User.objects.create_user("alice", "alice@example.org", PASSWORD)


@pytest.fixture
def signed_in(alice):
    client = Client()
    client.force_login(alice)
    return client


def sign_up(client, name="alice", password=PASSWORD, **extra):
    return client.post(address("sign_up"), {"username": name, "password1": password, "password2": password} | extra)


def log_in(client, name="alice", password=PASSWORD, **extra):
    return client.post(address("log_in"), {"username": name, "password": password} | extra)


def test_somebody_makes_an_account_and_is_in(visitor):
    assert sign_up(visitor)["Location"] == "/"
    page = visitor.get("/").content.decode()
    assert "alice" in page
    assert "Log in" not in page


@pytest.mark.parametrize(
    ("entered", "sentence"),
    [
        ({"name": "Alice"}, "already exists"),
        ({"password": "12345678"}, "numeric"),
        ({"name": "bob", "password2": "other"}, "match"),
        ({"name": "bob", "email": "nonsense"}, "valid email"),
    ],
)
def test_what_cannot_be_an_account_is_explained(visitor, alice, entered, sentence):
    answer = sign_up(visitor, **{"name": "carol"} | entered)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert User.objects.count() == 1


def test_logging_in_goes_back_where_one_came_from_but_never_elsewhere(visitor, alice):
    assert log_in(visitor, next="/seen/")["Location"] == "/seen/"
    assert log_in(Client(), next="https://evil.example/")["Location"] == "/"
    assert sign_up(Client(), name="eve", next="//evil.example/")["Location"] == "/"


def test_a_wrong_password_is_refused_and_says_nothing_of_which_was_wrong(visitor, alice):
    wrong, nobody = log_in(visitor, password="wrong"), log_in(visitor, name="nobody")
    assert wrong.status_code == nobody.status_code == 400
    assert [str(error) for error in wrong.context["form"].non_field_errors()] == [
        str(error) for error in nobody.context["form"].non_field_errors()
    ]


def test_guessing_passwords_ends_after_some_tries_even_with_the_right_one(visitor, alice):
    for _ in range(throttle.LOG_IN_AS_SOMEBODY.times):
        log_in(visitor, name="ALICE", password="wrong")
    answer = log_in(visitor)
    assert answer.status_code == 429
    assert "tried too often" in answer.content.decode()
    assert log_in(Client(REMOTE_ADDR="10.0.0.9")).status_code == 302


def test_the_admins_door_counts_too(visitor, alice):
    for _ in range(throttle.LOG_IN_AS_SOMEBODY.times):
        log_in(visitor, password="wrong")
    answer = visitor.post("/admin/login/", {"username": "alice", "password": PASSWORD})
    assert "tried too often" in answer.content.decode()


def test_logging_out_is_a_post(signed_in):
    assert signed_in.get(address("log_out")).status_code == 405
    signed_in.post(address("log_out"))
    assert "Log in" in signed_in.get("/").content.decode()


def test_what_a_visitor_ticked_is_theirs_once_they_log_in(visitor, alice):
    shows = make_shows(3)
    tick_shows(alice, "", Show.objects.filter(pk=shows[0].pk))
    visitor.post(reverse("catalog:seen"), {"listed": shows[1].pk, "seen": shows[1].pk, "action": "keep"})
    log_in(visitor)
    assert count_seen(alice, "") == 2
    assert SeenList.objects.count() == 1
    visitor.post(address("log_out"))
    assert "Seen: all<" in visitor.get("/about/").content.decode()


def test_what_a_visitor_ticked_comes_along_into_a_new_account(visitor):
    show = make_shows(1)[0]
    visitor.post(reverse("catalog:seen"), {"listed": show.pk, "seen": show.pk, "action": "keep"})
    sign_up(visitor)
    assert count_seen(User.objects.get(), "") == 1


@pytest.mark.parametrize("page", ["account", "change_password", "delete"])
def test_pages_of_an_account_are_for_those_who_have_one(visitor, signed_in, page):
    assert visitor.get(address(page))["Location"] == f"{address('log_in')}?next={address(page)}"
    assert visitor.post(address(page))["Location"].startswith(address("log_in"))
    assert signed_in.get(address(page)).status_code == 200


def test_a_name_for_the_leaderboards_is_chosen(signed_in, alice):
    signed_in.post(address("account"), {"display_name": " Ａlice   of Harbor ", "email": "new@example.org"})
    alice.refresh_from_db()
    assert (alice.display_name, alice.email) == ("Alice of Harbor", "new@example.org")
    signed_in.post(address("account"), {"display_name": "", "email": ""})
    alice.refresh_from_db()
    assert (alice.display_name, alice.display_key, alice.public_name) == ("", None, "Somebody")


@pytest.mark.parametrize("name", ["moon rabbit", "MOON RABBIT", "Moon-Rabbit", "Móon Rabbit", "Ｍoon rabbit"])
def test_a_name_that_looks_like_anothers_is_taken(signed_in, alice, name):
    User.objects.create_user("bob", display_name="Moon Rabbit")
    answer = signed_in.post(address("account"), {"display_name": name})
    assert answer.status_code == 400
    assert "Somebody has this name" in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["x", "x" * 21, "<b>bold</b>", "a\u202eb", "12345", "Admin", "the  NETWORK", "!!", "a\nb\x00"]
)
def test_names_that_cannot_be_chosen_are_explained(signed_in, alice, name):
    answer = signed_in.post(address("account"), {"display_name": name})
    assert answer.status_code == 400
    assert answer.context["form"].errors["display_name"]
    alice.refresh_from_db()
    assert alice.display_name == ""


def test_several_may_have_no_name(alice):
    User.objects.create_user("bob")
    User.objects.create_user("carol")
    assert User.objects.filter(display_key=None).count() == 3


def test_the_password_is_changed(signed_in, alice):
    new = "snowline-signal-77"
    entered = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert signed_in.post(address("change_password"), entered | {"old_password": "wrong"}).status_code == 400
    assert signed_in.post(address("change_password"), entered)["Location"] == address("account")
    assert log_in(Client(), password=new).status_code == 302


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(visitor, alice):
    answer = visitor.post(address("reset"), {"email": "alice@example.org"})
    assert answer["Location"] == address("reset_sent")
    link = re.search(r"http://testserver(/account/reset/\S+)", mail.outbox[0].body)[1]
    form = visitor.get(link, follow=True)
    new = "snowline-signal-77"
    answer = visitor.post(form.request["PATH_INFO"], {"new_password1": new, "new_password2": new})
    assert answer["Location"] == address("account")
    assert log_in(Client(), password=new).status_code == 302
    assert "used already" in Client().get(link, follow=True).content.decode()


def test_whether_an_address_is_known_is_not_told(visitor, alice):
    answer = visitor.post(address("reset"), {"email": "nobody@example.org"})
    assert answer["Location"] == address("reset_sent")
    assert mail.outbox == []


def test_mail_and_accounts_are_not_made_without_end(visitor, monkeypatch):
    monkeypatch.setattr(throttle, "RESET", throttle.Limit(1, 3600))
    monkeypatch.setattr(throttle, "SIGN_UP", throttle.Limit(1, 3600))
    visitor.post(address("reset"), {"email": "a@example.org"})
    assert visitor.post(address("reset"), {"email": "a@example.org"}).status_code == 429
    sign_up(visitor)
    assert sign_up(Client(), name="bob").status_code == 429
    assert not User.objects.filter(username="bob").exists()


def upload(**whose):
    return Upload.objects.create(sha256="a" * 64, status="done", expires_at=timezone.now(), **whose)


def test_an_account_goes_with_everything_that_is_its_own_and_nothing_else(signed_in, alice):
    bob = User.objects.create_user("bob")
    shows = make_shows(2)
    for user in (alice, bob):
        tick_shows(user, "", Show.objects.filter(pk=shows[0].pk))
    upload(user=alice)
    kept = upload(user=bob)
    answer = signed_in.post(address("delete"), {"password": PASSWORD}, follow=True)
    assert "Your account is gone" in answer.content.decode()
    assert list(User.objects.all()) == [bob]
    assert list(Upload.objects.all()) == [kept]
    assert SeenList.objects.get().user == bob
    assert signed_in.get(address("account")).status_code == 302


def test_what_was_sent_from_this_browser_before_logging_in_goes_too(visitor, alice):
    session = visitor.session
    session["owner"] = "token"
    session.save()
    upload(owner="token")
    log_in(visitor)
    visitor.post(address("delete"), {"password": PASSWORD})
    assert not Upload.objects.exists()


def test_an_account_does_not_go_without_its_password(signed_in, alice):
    answer = signed_in.post(address("delete"), {"password": "wrong"})
    assert answer.status_code == 400
    assert "not your password" in answer.content.decode()
    assert User.objects.filter(pk=alice.pk).exists()
