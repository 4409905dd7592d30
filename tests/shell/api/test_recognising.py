"""POST /api/recognise/: what programs send, what they get, what is kept, and how they are told no."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from classifier.core.image import MAX_BYTES
from classifier.models import Answer, ApiKey, ModelVersion, Upload
from classifier.services import receive_picture
from classifier.services.api_keys import make_key, revoke_keys
from tests.shell.api.conftest import BLUE, RED

pytestmark = pytest.mark.usefixtures("shows")

URL = "/api/recognise/"
FIELDS = {"name", "status", "error", "id", "url", "page", "place", "answer"}


def _file(data=RED, name="scene.png"):
    return ContentFile(data, name=name)


def _only(response):
    (result,) = response.json()["results"]
    return result


def test_a_picture_gets_five_shows_the_likeliest_first(visitor):
    response = visitor.post(URL, {"picture": _file()})

    assert response.status_code == 200
    result = _only(response)
    assert set(result) == FIELDS
    assert (result["name"], result["status"], result["error"]) == ("scene.png", "done", "")
    answer = result["answer"]
    assert (answer["known"], answer["version"]) == (True, ModelVersion.objects.get().name)
    assert [guess["rank"] for guess in answer["predictions"]] == [1, 2, 3, 4, 5]
    best = answer["predictions"][0]
    assert (best["title"], best["mal_id"], best["anilist_id"], best["frames"]) == ("Red Show", 77, 777, None)
    assert best["word"] == "almost certain"


def test_the_result_is_asked_for_again_and_has_a_page(visitor, frames):
    result = _only(visitor.post(URL, {"picture": _file()}))

    again = visitor.get(result["url"], {"nearest": "1"}).json()
    assert again["result"] == {**result, "name": ""}
    assert [near["frame"]["id"] for near in again["nearest"]] == [frames[1].sha256]
    assert visitor.get(result["page"]).status_code == 200


@pytest.mark.parametrize("kind", ["image/png", "image/jpeg", "application/octet-stream"])
def test_the_body_may_be_the_picture(visitor, kind):
    assert _only(visitor.generic("POST", URL, RED, kind))["answer"]["predictions"][0]["title"] == "Red Show"


def test_several_pictures_are_answered_in_their_order_and_one_bad_one_does_not_stop_the_others(visitor):
    response = visitor.post(URL, {"picture": [_file(RED, "a"), _file(b"only words", "b"), _file(BLUE, "c")]})

    assert response.status_code == 200
    results = response.json()["results"]
    assert [(each["name"], each["status"]) for each in results] == [("a", "done"), ("b", "refused"), ("c", "done")]
    assert all(set(each) == FIELDS for each in results)
    assert "not a picture" in results[1]["error"]


def test_more_than_are_taken_at_once_are_refused_whole(visitor, settings):
    settings.SNN_PICTURES_AT_ONCE = 1
    response = visitor.post(URL, {"picture": [_file(), _file()]})
    assert (response.status_code, Upload.objects.count()) == (413, 0)


def test_a_picture_is_fetched_from_its_address(visitor, web):
    url = web.serve("/red.png", RED)
    for response in (
        visitor.post(URL, {"url": url}, content_type="application/json"),
        visitor.post(URL, {"urls": [url]}, content_type="application/json"),
        visitor.post(f"{URL}?url={url}"),
        visitor.post(URL, {"url": url}),
    ):
        assert response.status_code == 200, response.content
        assert _only(response)["name"] == url
        assert _only(response)["answer"]["predictions"][0]["title"] == "Red Show"


def test_an_address_inwards_is_refused_with_a_sentence(visitor, web):
    web.serve("/secret", RED)
    response = visitor.post(URL, {"url": f"http://127.0.0.1:{web.port}/secret"}, content_type="application/json")
    assert (response.status_code, web.asked) == (400, [])
    assert "not on the public internet" in response.json()["error"]


def test_what_is_fetched_is_decoded_like_what_is_sent(visitor, web):
    response = visitor.post(URL, {"url": web.serve("/page", b"<html>")}, content_type="application/json")
    assert (response.status_code, Upload.objects.count()) == (415, 0)


def test_a_site_may_fetch_nothing(visitor, web, settings):
    settings.SNN_FETCH = False
    response = visitor.post(URL, {"url": web.serve("/red.png", RED)}, content_type="application/json")
    assert (response.status_code, web.asked) == (400, [])


@pytest.mark.parametrize("store", ["nothing", "false", "False"])
def test_nothing_is_stored_where_that_is_asked_for(visitor, store, django_assert_max_num_queries):
    visitor.post(f"{URL}?store={store}", {"picture": _file()})  # loads the network
    with django_assert_max_num_queries(4) as queries:
        result = _only(visitor.post(f"{URL}?store={store}", {"picture": _file()}))

    assert result["answer"]["predictions"][0]["title"] == "Red Show"
    assert (result["id"], result["url"], result["page"]) == (None, None, None)
    assert (Upload.objects.count(), Answer.objects.count()) == (0, 0)
    assert not default_storage.exists("uploads")
    assert all(query["sql"].startswith("SELECT") for query in queries.captured_queries)


def test_the_answer_alone_is_stored_where_that_is_asked_for(visitor):
    result = _only(visitor.post(URL, {"picture": _file(), "store": "answer"}))

    assert result["answer"] == visitor.get(result["url"]).json()["result"]["answer"]
    assert Upload.objects.get().image.name == ""
    assert not default_storage.exists("uploads")


def test_stored_and_not_stored_it_is_the_same_answer(visitor):
    stored, unstored = (
        _only(visitor.post(f"{URL}?store={store}", {"picture": _file()}))["answer"] for store in ("picture", "nothing")
    )
    assert {**stored, "ms": 0} == {**unstored, "ms": 0}


@pytest.mark.parametrize(
    ("query", "body", "status", "words"),
    [
        ("", {}, 400, "Send a picture"),
        ("?store=some", {"picture": "x"}, 400, "store: Say picture, answer or nothing."),
        ("?wait=99", {}, 400, "wait"),
        ("?wait=nan", {}, 400, "wait"),
        ("?url=ftp://x/", {}, 400, "http://"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(visitor, query, body, status, words):
    response = visitor.post(URL + query, body)
    assert response.status_code == status
    assert response.json()["status"] == status
    assert words in response.json()["error"]


ERRORS = {
    "cut JSON": ("POST", b"{", "application/json", 400),
    "JSON of another shape": ("POST", b"[]", "application/json", 400),
    "a number for addresses": ("POST", b'{"urls": 5}', "application/json", 400),
    "much JSON": ("POST", b"x" * (1024 * 1024 + 1), "application/json", 413),
    "words": ("POST", b"words", "text/plain", 415),
    "a form without an end": ("POST", b"x", "multipart/form-data", 400),
    "half a picture": ("POST", RED[: len(RED) // 2], "image/png", 400),
    "a huge file": ("POST", b"\0" * (MAX_BYTES + 1), "image/png", 413),
    "another method": ("PUT", b"", "image/png", 405),
    "no method for it": ("GET", b"", "image/png", 405),
}


@pytest.mark.parametrize("case", ERRORS)
def test_every_error_is_json(visitor, case):
    method, body, kind, status = ERRORS[case]
    response = visitor.generic(method, URL, body, kind)
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json"
    assert response.json()["status"] == status
    assert response.json()["error"]


@pytest.mark.parametrize("address", ["/api/nothing/", "/api/shows/no-such-show/", "/api/results/xx/", "/api/a/b"])
def test_an_address_that_is_none_is_json_too(visitor, address):
    response = visitor.get(address, headers={"accept": "text/html"})
    assert (response.status_code, response.json()["status"]) == (404, 404)


def test_a_failure_of_ours_is_json_too(visitor, monkeypatch):
    def fail(*args, **options):
        raise RuntimeError("secret words")

    monkeypatch.setattr("classifier.taking.receive_picture", fail)
    response = visitor.post(URL, {"picture": _file()})
    assert response.status_code == 500
    assert "secret" not in response.text
    assert response.json()["error"] == "Something went wrong here. It has been logged."


def test_too_much_at_once_is_json_too(visitor, settings):
    settings.SNN_REQUEST_BYTES = 100
    response = visitor.post(URL, {"picture": _file()})
    assert (response.status_code, response.json()["status"]) == (413, 413)


def test_the_quota_of_an_address_is_told_spent_and_explained(visitor, settings):
    settings.SNN_API_QUOTA = 2
    first = visitor.post(URL, {"picture": _file()})
    assert (first["X-Quota-Limit"], first["X-Quota-Remaining"]) == ("2", "1")
    assert 0 < int(first["X-Quota-Reset"]) <= 86400
    assert visitor.post(URL, {"picture": _file(b"words")})["X-Quota-Remaining"] == "1"
    assert visitor.post(URL, {"picture": _file(BLUE)})["X-Quota-Remaining"] == "0"

    spent = visitor.post(URL, {"picture": _file()})
    assert spent.status_code == 429
    assert "Your 2 pictures of today are used up" in spent.json()["error"]
    assert int(spent["Retry-After"]) == spent.json()["retry_after"] > 0
    assert visitor.get("/api/quota/").json()["remaining"] == 0


def test_pictures_of_a_minute_are_counted_together_with_those_of_the_pages(visitor, settings):
    settings.SNN_UPLOADS_PER_MINUTE = 2
    visitor.post("/recognise/", {"picture": _file()})
    assert visitor.post(URL, {"picture": _file(BLUE)})["RateLimit-Remaining"] == "0"
    response = visitor.post(URL, {"picture": _file()})
    assert response.status_code == 429
    assert "At most 2 pictures a minute" in response.json()["error"]
    assert 0 < int(response["Retry-After"]) <= 60


@pytest.mark.parametrize("header", ["Authorization", "X-API-Key"])
def test_a_key_has_a_quota_of_its_own(visitor, owner_user, settings, header):
    settings.SNN_API_QUOTA = 0
    key, text = make_key("bot", owner_user)
    headers = {header: f"Bearer {text}" if header == "Authorization" else text}

    response = visitor.post(URL, {"picture": _file()}, headers=headers)

    assert response.status_code == 200
    assert response["X-Quota-Remaining"] == str(key.quota - 1)
    assert Upload.objects.get().user == owner_user
    key.refresh_from_db()
    assert key.used_on is not None
    assert text not in str(ApiKey.objects.values())


def test_a_key_without_a_quota_may_send_any_number(visitor):
    key, text = make_key("benchmark")
    ApiKey.objects.filter(pk=key.pk).update(quota=None)
    response = visitor.post(URL, {"picture": _file()}, headers={"x-api-key": text})
    assert response.status_code == 200
    assert "X-Quota-Limit" not in response
    assert visitor.get("/api/quota/", headers={"x-api-key": text}).json()["quota"] is None


def test_a_key_that_is_none_or_was_taken_back_is_refused(visitor, owner_user):
    key, text = make_key("old", owner_user)
    revoke_keys(ApiKey.objects.filter(pk=key.pk))
    for wrong in (text, "snn_wrong", "\udcff"):
        response = visitor.post(URL, {"picture": _file()}, headers={"x-api-key": wrong})
        assert (response.status_code, Upload.objects.count()) == (401, 0)
        assert "not known here" in response.json()["error"]


def test_a_result_is_deleted_by_the_account_that_sent_it(visitor, other, owner_user):
    _, text = make_key("bot", owner_user)
    url = _only(visitor.post(URL, {"picture": _file()}, headers={"x-api-key": text}))["url"]
    assert visitor.delete(url).status_code == 403
    assert other.delete(url, headers={"x-csrftoken": "x"}).status_code == 403
    assert visitor.delete(url, headers={"x-api-key": text}).status_code == 204
    assert visitor.get(url).status_code == 404


def test_nobody_deletes_what_was_sent_without_a_key(visitor):
    url = _only(visitor.post(URL, {"picture": _file()}))["url"]
    assert visitor.delete(url).status_code == 403


class TestQueue:
    """With workers, pictures wait for them."""

    @pytest.fixture(autouse=True)
    def queue(self, settings, monkeypatch):
        settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
        monkeypatch.setattr("classifier.tasks._send", lambda upload_id: None)

    def test_a_picture_waits_at_an_address(self, visitor):
        response = visitor.post(URL, {"picture": _file()})
        assert response.status_code == 202
        result = _only(response)
        assert (result["status"], result["place"], result["answer"]) == ("queued", 1, None)

        from classifier.services import answer_next

        answer_next()
        done = visitor.get(result["url"]).json()["result"]
        assert (done["status"], done["answer"]["predictions"][0]["title"]) == ("done", "Red Show")

    def test_a_full_queue_says_when_to_come_again(self, visitor, settings):
        settings.SNN_QUEUE_LIMIT = 1
        receive_picture(BLUE, owner="")
        response = visitor.post(URL, {"picture": _file()})
        assert response.status_code == 503
        assert int(response["Retry-After"]) == response.json()["retry_after"] > 0

    @pytest.mark.parametrize("store", ["answer", "nothing"])
    def test_it_cannot_be_kept_from_the_workers(self, visitor, store):
        response = visitor.post(f"{URL}?store={store}", {"picture": _file()})
        assert (response.status_code, Upload.objects.count()) == (400, 0)
        assert "leave out" in response.json()["error"]
