"""Shows, frames, the seen list, networks, and what the API says of itself."""

from __future__ import annotations

import pytest

from catalog.models import SeenShow
from classifier.models import ApiKey
from classifier.services.api_keys import make_key

pytestmark = pytest.mark.usefixtures("shows")


@pytest.fixture
def key(owner_user):
    return {"x-api-key": make_key("bot", owner_user)[1]}


def test_shows_are_listed_found_and_asked_for(visitor, shows):
    found = visitor.get("/api/shows/", {"q": "blue"}).json()
    assert [show["title"] for show in found["results"]] == ["Blue Show"]
    assert visitor.get(found["results"][0]["url"]).json() == found["results"][0]
    pages = visitor.get("/api/shows/", {"page_size": 4}).json()
    assert (pages["count"], len(pages["results"])) == (len(shows), 4)
    assert len(visitor.get(pages["next"]).json()["results"]) == len(shows) - 4


def test_unlisted_shows_are_nowhere(visitor, shows):
    show = shows["Red Show"]
    show.is_listed = False
    show.save()
    assert "Red Show" not in visitor.get("/api/shows/").text
    assert visitor.get(f"/api/shows/{show.slug}/").status_code == 404


def test_frames_are_listed_without_those_that_are_kept_for_games(visitor, frames):
    listed = visitor.get("/api/frames/", {"show": "red-show"}).json()["results"]
    assert [frame["id"] for frame in listed] == [frames[0].sha256, frames[1].sha256]
    assert visitor.get(f"/api/frames/{frames[1].sha256}/").json() == listed[1]
    assert visitor.get(listed[1]["picture"]).status_code == 200
    assert visitor.get(f"/api/frames/{frames[2].sha256}/").status_code == 404
    assert len(visitor.get("/api/frames/", {"episode": "3"}).json()["results"]) == 1
    assert visitor.get("/api/frames/", {"episode": "x"}).json()["results"] == []


def test_a_list_of_seen_shows_is_kept_for_the_account_of_the_key(visitor, owner, key):
    said = {"content_type": "application/json", "headers": key}
    assert visitor.get("/api/seen/", headers=key).json() == {"shows": []}
    assert visitor.put("/api/seen/", {"shows": ["77", "blue-show"]}, **said).json()["shows"] == [
        "blue-show",
        "red-show",
    ]
    assert visitor.post("/api/seen/", {"shows": ["green-show"]}, **said).json()["shows"][1] == "green-show"
    assert visitor.delete("/api/seen/", {"shows": ["blue-show"]}, **said).json() == {
        "shows": ["green-show", "red-show"]
    }
    assert visitor.put("/api/seen/", {"shows": ["white-show"]}, **said).json() == {"shows": ["white-show"]}
    ticked = owner.get("/seen/", {"ticked": "on"}).text
    assert "White Show" in ticked
    assert "Blue Show" not in ticked
    assert visitor.delete("/api/seen/", headers=key).json() == {"shows": []}


def test_a_show_that_nobody_has_changes_nothing(visitor, key):
    said = {"content_type": "application/json", "headers": key}
    visitor.put("/api/seen/", {"shows": ["blue-show"]}, **said)
    response = visitor.put("/api/seen/", {"shows": ["red-show", "nothing"]}, **said)
    assert response.status_code == 400
    assert "no show 'nothing' here" in response.json()["error"]
    assert list(SeenShow.objects.values_list("show__slug", flat=True)) == ["blue-show"]


def test_a_list_needs_an_account(visitor):
    _, text = make_key("of nobody")
    for headers in ({}, {"x-api-key": text}):
        response = visitor.get("/api/seen/", headers=headers)
        assert response.status_code == 401
        assert "a key" in response.json()["error"]


def test_networks_are_listed_with_their_figures(visitor, version):
    (listed,) = visitor.get("/api/versions/").json()["results"]
    assert (listed["name"], listed["state"], listed["labels"]) == (version.name, "active", 6)
    assert visitor.get(f"/api/versions/{version.name}/").json() == listed


def test_every_address_of_the_index_answers(visitor, key):
    for name, address in visitor.get("/api/").json().items():
        response = visitor.get(address, headers=key)
        assert response.status_code == (405 if name == "recognise" else 200), name


def test_the_description_is_valid_and_complete(visitor):
    from drf_spectacular.validation import validate_schema

    described = visitor.get("/api/schema/").json()
    validate_schema(described)
    assert "/api/recognise/" in described["paths"]
    assert set(described["components"]["schemas"]["ResultShape"]["properties"]) >= {"status", "answer", "place"}


def test_people_can_read_it(visitor):
    page = visitor.get("/programs/", follow=True).text
    assert "http://testserver/api/recognise/" in page
    assert "http://testserver/tracemoe</pre>" in page
    assert "/api/seen/" in page


class TestOtherSites:
    """Pages of other sites ask from the browsers of their visitors."""

    ORIGIN = "https://bot.example"

    def ask(self, visitor, address="/api/quota/", **headers):
        return visitor.options(address, headers={"origin": self.ORIGIN, **headers})

    def test_nobody_may_unless_it_is_set(self, visitor):
        assert "Access-Control-Allow-Origin" not in self.ask(visitor)

    def test_those_that_are_named_may(self, visitor, settings):
        settings.SNN_CORS_ORIGINS = [self.ORIGIN]
        asked = self.ask(visitor, **{"access-control-request-method": "POST"})
        assert asked.status_code == 204
        assert asked["Access-Control-Allow-Origin"] == self.ORIGIN
        assert "X-API-Key" in asked["Access-Control-Allow-Headers"]
        assert "Access-Control-Allow-Credentials" not in asked
        got = visitor.get("/tracemoe/me", headers={"origin": self.ORIGIN})
        assert got["Access-Control-Allow-Origin"] == self.ORIGIN
        assert "Origin" in got["Vary"]

    def test_others_may_not(self, visitor, settings):
        settings.SNN_CORS_ORIGINS = ["https://another.example"]
        assert "Access-Control-Allow-Origin" not in self.ask(visitor)

    def test_all_may_where_that_is_set(self, visitor, settings):
        settings.SNN_CORS_ORIGINS = ["*"]
        assert visitor.get("/api/quota/", headers={"origin": self.ORIGIN})["Access-Control-Allow-Origin"] == "*"

    def test_pages_are_never_part_of_it(self, visitor, settings):
        settings.SNN_CORS_ORIGINS = ["*"]
        assert "Access-Control-Allow-Origin" not in visitor.get("/about/", headers={"origin": self.ORIGIN})


class TestKeysPage:
    def test_a_key_is_made_shown_once_and_taken_back(self, owner, visitor, owner_user):
        page = owner.post("/account/keys/", {"name": "my bot"}).text
        text = page.partition('value="snn_')[2].partition('"')[0]
        assert visitor.get("/api/quota/", headers={"x-api-key": f"snn_{text}"}).json()["key"] == "my bot"
        assert text not in owner.get("/account/keys/").text

        key = ApiKey.objects.get(user=owner_user)
        owner.post(f"/account/keys/{key.pk}/take-back/")
        assert visitor.get("/api/quota/", headers={"x-api-key": f"snn_{text}"}).status_code == 401

    def test_nobody_elses(self, owner_user, other, visitor):
        key, _ = make_key("mine", owner_user)
        assert other.post(f"/account/keys/{key.pk}/take-back/").status_code == 404
        assert visitor.get("/account/keys/").status_code == 302
        assert "mine" not in other.get("/account/keys/").text

    def test_without_a_name_there_is_none(self, owner):
        assert owner.post("/account/keys/", {"name": " "}).status_code == 400
        assert ApiKey.objects.count() == 0

    def test_there_is_an_end_to_it(self, owner, monkeypatch):
        monkeypatch.setattr("classifier.services.api_keys.MOST_KEYS", 1)
        owner.post("/account/keys/", {"name": "a"})
        response = owner.post("/account/keys/", {"name": "b"})
        assert response.status_code == 400
        assert "Take one back first" in response.text
        assert ApiKey.objects.count() == 1
