"""The dialect of trace.moe, spoken by two clients as they are published, against the running server."""

from __future__ import annotations

import asyncio

import pytest
from aiotracemoeapi import TraceMoe as Aio
from aiotracemoeapi import exceptions
from django.core.files.base import ContentFile

from classifier.models import Answer, Upload, UsageLog
from classifier.services.api_keys import make_key
from tests.shell.api.conftest import BLUE, RED

pytestmark = [pytest.mark.usefixtures("shows")]

SEARCH = "/tracemoe/search"


@pytest.fixture
def site(live_server):
    return f"{live_server.url}/tracemoe"


def run(site, ask, token=None):
    """Let the client aiotracemoeapi ask."""

    async def session():
        async with Aio(token, base_url=site) as client:
            return await ask(client)

    return asyncio.run(session())


def search(visitor, query="", data=RED):
    return visitor.post(SEARCH + query, {"image": ContentFile(data, name="image")})


class TestAioTraceMoe:
    def test_a_picture_is_found_with_show_episode_time_and_record(self, site, frames):
        found = run(site, lambda client: client.search(RED))

        assert len(found.result) == 5
        best = found.best_result if hasattr(found, "best_result") else found.result[0]
        assert best.anilist_id == 777
        assert best.anilist_info.id_mal == 77
        assert best.anilist_info.title.romaji == "Red Show"
        assert (best.episode, best.anime_from, best.at, best.anime_to) == (3, 83.5, 83.5, 83.5)
        assert 0.9 < best.similarity <= 1
        assert found.frame_count == len(frames)
        assert Upload.objects.count() == Answer.objects.count() == 0

    def test_a_picture_is_found_by_its_address(self, site, web):
        url = web.serve("/red.png", RED)
        assert run(site, lambda client: client.search(url, anilist_info=False)).result[0].anilist == 777

    def test_both_previews_have_addresses(self, site, frames, visitor):
        best = run(site, lambda client: client.search(RED)).result[0]
        image = visitor.get(best.image_url("s").replace(site, "/tracemoe"))
        assert (image.status_code, image["Content-Type"]) == (200, "image/jpeg")
        video = visitor.get(best.video_url("l", mute=True).replace(site, "/tracemoe"))
        assert video.status_code == 404
        assert "no video" in video.json()["error"]

    def test_one_show_alone_is_searched(self, site, frames):
        only = run(site, lambda client: client.search(RED, anilist_id=888))
        assert [each.anilist_id for each in only.result] == [888]
        assert only.result[0].similarity < 0.1
        assert run(site, lambda client: client.search(RED, anilist_id=999)).result == []

    def test_the_quota_is_told_and_spent(self, site, settings):
        settings.SNN_API_QUOTA = 1
        before = run(site, lambda client: client.me())
        assert (before.quota, before.quota_used, before.id) == (1, 0, "127.0.0.1")
        assert before.limits.limit == settings.SNN_UPLOADS_PER_MINUTE
        run(site, lambda client: client.search(RED))
        assert run(site, lambda client: client.me()).quota_left == 0
        with pytest.raises(exceptions.SearchQuotaDepleted):
            run(site, lambda client: client.search(RED))

    def test_a_key_is_known(self, site, owner_user):
        key, text = make_key("bot", owner_user)
        run(site, lambda client: client.search(RED), text)
        told = run(site, lambda client: client.me(), text)
        assert (told.id, told.quota, told.quota_used, told.priority) == ("bot", key.quota, 1, 1)
        with pytest.raises(exceptions.InvalidAPIKey):
            run(site, lambda client: client.me(), "snn_wrong")

    def test_what_was_asked_is_told(self, site):
        run(site, lambda client: client.search(RED))
        with pytest.raises(exceptions.TraceMoeAPIError):
            run(site, lambda client: client.search(b"words"))
        (step,) = run(site, lambda client: client.usage("hour"))
        assert (step.total, step.by_status[200], step.by_status[400]) == (2, 1, 1)

    @pytest.mark.parametrize(
        ("ask", "name"),
        [
            (lambda client: client.search("http://127.0.0.1:1/x"), "InvalidImageURL"),
            (lambda client: client.search("http://pictures.example:81/x", is_url=True), "InvalidImageURL"),
            (lambda client: client.search(b"words"), "FailedToProcessImage"),
            (lambda client: client.search_vector([1] * 33), "InvalidVectorFormat"),
        ],
        ids=["inward address", "strange port", "no picture", "vector"],
    )
    def test_errors_are_those_that_the_client_knows(self, site, web, ask, name):
        with pytest.raises(exceptions.TraceMoeAPIError) as error:
            run(site, ask)
        assert type(error.value) is not exceptions.TraceMoeAPIError, f"not recognised; {name} was expected"
        assert error.value.status_code == 400


class TestPicImageSearch:
    @pytest.fixture
    def client(self, site):
        from PicImageSearch.sync import TraceMoe

        loop = asyncio.new_event_loop()  # the client would make one of its own and leave it open
        asyncio.set_event_loop(loop)
        yield TraceMoe(base_url=site, base_url_api=site, size="l", mute=True)
        asyncio.set_event_loop(None)
        loop.close()

    def test_a_file_is_found_and_its_facts_are_fetched(self, client, frames, site, visitor):
        found = client.search(file=RED)

        best = found.raw[0]
        assert (best.anilist, best.idMal, best.title_romaji) == (777, 77, "Red Show")
        assert (best.episode, best.From, best.To) == (3, 83.5, 83.5)
        assert best.similarity > 90
        assert (best.type, best.format, best.isAdult) == ("ANIME", "TV", False)
        assert visitor.get(best.cover_image.partition("/shows")[1] + best.cover_image.partition("/shows")[2])
        assert visitor.get(best.image.replace(site, "/tracemoe")).status_code == 200
        assert visitor.get(best.video.replace(site, "/tracemoe")).status_code == 404
        assert len(found.raw) == 5  # those without a number at AniList have their facts, too
        assert all(each.title_romaji for each in found.raw)

    def test_an_address_is_found(self, client, web):
        assert client.search(url=web.serve("/red.png", RED)).raw[0].anilist == 777

    def test_one_show_alone(self, client):
        assert [each.anilist for each in client.search(file=RED, anilist_id=888).raw] == [888]

    def test_its_quota(self, client, settings):
        assert client.me().quota == settings.SNN_API_QUOTA


def test_without_the_flag_a_show_is_a_number_with_it_a_record(visitor, frames):
    assert search(visitor).json()["result"][0]["anilist"] == 777
    assert search(visitor, "?anilistInfo").json()["result"][0]["anilist"]["id"] == 777


def test_no_key_of_a_row_is_missing_where_a_show_has_no_frames(visitor):
    keys = {"anilist", "filename", "episode", "episode_start", "episode_end", "from", "at", "to", "duration"}
    for row in search(visitor).json()["result"]:
        assert set(row) == keys | {"similarity", "video", "image"}
        assert (row["episode"], row["from"]) == (None, 0.0)
        assert visitor.get(row["image"]).status_code == 404


def test_what_is_kept_for_games_is_never_shown(visitor, frames):
    rows = str(search(visitor).json())
    assert frames[2].sha256 not in rows
    assert visitor.get(f"/tracemoe/image/{frames[2].sha256}").status_code == 404


@pytest.mark.parametrize("kind", ["image/png", "application/octet-stream", "application/x-www-form-urlencoded"])
def test_a_raw_body_is_read(visitor, kind):
    assert visitor.generic("POST", SEARCH, RED, kind).json()["result"][0]["anilist"] == 777


def test_the_name_of_the_field_does_not_matter(visitor):
    assert visitor.post(SEARCH, {"whatever": ContentFile(RED, name="x")}).status_code == 200


@pytest.mark.parametrize(("said", "cut"), [("0", 0), ("false", 0), ("", 1), ("1", 1), ("true", 1), ("2", 2)])
def test_borders_are_cut_where_that_is_asked_for(visitor, settings, said, cut):
    from io import BytesIO

    import numpy as np
    from PIL import Image

    noise = np.array([200, 30, 30]) + np.random.default_rng(0).integers(-10, 10, (90, 320, 3))
    framed = Image.new("RGB", (320, 240))
    framed.paste(Image.fromarray(noise.clip(0, 255).astype(np.uint8)), (0, 75))
    file = BytesIO()
    framed.save(file, "PNG")

    plain = search(visitor, data=file.getvalue()).json()
    response = search(visitor, f"?cutBorders={said}", file.getvalue()).json()

    assert plain["result"][0]["anilist"] != 777, "the bars are most of the picture"
    assert (response["result"][0]["anilist"] == 777) == (cut > 0)
    assert search(visitor).json()["quotaUsed"] == 1 + max(cut, 1)


@pytest.mark.parametrize(
    ("method", "address", "kind", "body", "status", "words"),
    [
        ("GET", "search", "", b"", 405, "Method Not Allowed"),
        ("POST", "search", "text/plain", b"x", 405, "Method Not Allowed"),
        ("POST", "search", "image/png", b"x", 400, "Failed to process image"),
        ("POST", "search", "application/json", b"{", 400, "Failed to process image"),
        ("GET", "search?url=words", "", b"", 400, "Invalid image url words"),
        ("GET", "me?period=year", "", b"", 400, "Invalid period"),
        ("GET", "stats?type=x", "", b"", 400, "Invalid type"),
        ("GET", "status?id=x", "", b"", 400, "Invalid param id: must be a number"),
        ("GET", "anilist", "", b"", 400, "Missing search query parameter 'q'"),
        ("GET", "anilist?q=%20", "", b"", 400, "Search query cannot be empty"),
        ("POST", "anilist", "application/json", b"{}", 400, "variables.id"),
        ("POST", "anilist", "application/json", b'{"variables": {"id": "x"}}', 400, "must be a number"),
        ("GET", "image/none?size=xl", "", b"", 400, "Invalid param size"),
        ("GET", "image/none", "", b"", 404, ""),
        ("GET", "nothing/here", "", b"", 404, "nothing at this address"),
    ],
    ids=str,
)
def test_every_error_is_json(visitor, method, address, kind, body, status, words):
    response = visitor.generic(method, f"/tracemoe/{address}", body, kind)
    assert response.status_code == status, response.content
    assert words in response.json()["error"]


def test_a_server_that_answers_with_an_error_gives_its_status(visitor, web):
    response = visitor.post(f"{SEARCH}?url={web.url('/gone')}")
    assert response.status_code == 404
    assert response.json()["error"].startswith(f"Failed to fetch image {web.url('/gone')}")


def test_too_many_in_a_minute(visitor, settings):
    settings.SNN_UPLOADS_PER_MINUTE = 1
    search(visitor)
    response = search(visitor)
    assert response.status_code == 429
    assert response.json()["error"].startswith("Too many requests")
    assert int(response["Retry-After"]) > 0


def test_searches_that_fail_cost_nothing(visitor):
    search(visitor, data=b"words")
    assert search(visitor).json()["quotaUsed"] == 0


def test_how_much_there_is(visitor, frames):
    status = visitor.get("/tracemoe/status").json()
    assert (status["rowCount"], status["mediaCount"], status["mediaFramesTotal"]) == (4, 2, 4)
    paths = visitor.get("/tracemoe/status?id=777").json()
    assert paths == [{"path": "Red Show/1"}, {"path": "Red Show/3"}], "an episode of games is not told"
    assert visitor.get("/tracemoe/status?id=1").json() == []


def test_statistics_of_all(visitor):
    search(visitor)
    search(visitor, data=BLUE)
    assert visitor.get("/tracemoe/stats?type=traffic&period=day").json()[0]["200"] == 2
    speed = visitor.get("/tracemoe/stats?type=speed&period=minute").json()
    assert 0 < speed[0]["p0"] <= speed[0]["p100"]
    assert visitor.get("/tracemoe/stats?type=accuracy").json()[-1]["p50"] > 0.9


def test_shows_are_found_by_title(visitor):
    rows = visitor.get("/tracemoe/anilist", {"q": "red show"}).json()
    assert (rows[0]["id"], rows[0]["title"], rows[0]["similarity"]) == (777, "Red Show", 1.0)
    assert rows[0]["anilist"]["idMal"] == 77


def test_an_address_is_never_noted_as_it_is(visitor):
    search(visitor)
    assert "127.0.0.1" not in str(UsageLog.objects.values())


def test_with_workers_a_search_waits_for_one(visitor, settings, monkeypatch):
    from classifier.services import answer_next
    from classifier.tracemoe import search as module

    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr("classifier.tasks._send", lambda upload_id: None)
    monkeypatch.setattr(module.room, "wait", lambda upload_id, seconds: answer_next())
    assert search(visitor).json()["result"][0]["anilist"] == 777

    monkeypatch.setattr(module.room, "wait", lambda upload_id, seconds: True)
    slow = search(visitor, data=BLUE)
    assert (slow.status_code, slow["Retry-After"]) == (504, "25")


def test_somebody_is_here(visitor):
    assert visitor.get("/tracemoe/").text == "ok"
