"""The page and the JSON of an answer with all tasks: what counts, how sure, by which network."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from classifier.core.labels import LabelScore
from classifier.models import Answer, ModelVersion
from classifier.services import activate_version, create_version, forget_networks, receive_picture
from classifier.services.said import LabelsSaid
from classifier.templatetags.tasks import counting_groups, less_sure
from tests.networks import make_style, make_tags
from tests.tiny_network import picture, write_model

pytestmark = pytest.mark.django_db(transaction=True)

RED, BLUE = picture((220, 20, 20), (640, 360)), picture((20, 20, 220), (640, 360))


@pytest.fixture
def networks(settings, tmp_path) -> list[ModelVersion]:
    settings.SNN_MODELS = tmp_path / "models"
    forget_networks()
    write_model(tmp_path / "export")
    show = create_version(tmp_path / "export", "show")
    activate_version(show)
    return [show, make_style(), make_tags()]


def page_of(visitor, data: bytes, **changes) -> str:
    upload = receive_picture(data, owner="")
    Answer.objects.filter(sha256=upload.sha256, version__task="show").update(**changes)
    return " ".join(visitor.get(upload.get_absolute_url()).content.decode().split())


def test_the_page_says_all_tasks_with_their_confidence_and_network(networks, visitor):
    page = page_of(visitor, RED)
    assert "<strong>Anime</strong>" in page
    assert "Hair colour" in page
    assert "red hair" in page
    for version in networks:
        assert version.name in page


def test_tags_below_their_threshold_are_in_the_disclosure(networks, visitor):
    page = page_of(visitor, RED)
    counting, _, rest = page.partition("<summary>Less sure</summary>")
    assert "blue eyes" not in counting
    assert "blue eyes" in rest


@pytest.mark.parametrize(("known", "sharpness", "said"), [(False, 3.0, True), (True, 3.0, False), (False, 0.1, False)])
def test_an_unknown_picture_that_is_surely_a_cartoon_is_said_to_be_one(networks, visitor, known, sharpness, said):
    make_style("style-2", sharpness=sharpness)
    page = page_of(visitor, BLUE, known=known, reason="")
    assert ("It looks like a cartoon" in page) is said
    assert ("and the network knows anime only." in page) is said


def test_an_answer_from_before_has_no_such_part(networks, visitor):
    ModelVersion.objects.exclude(task="show").update(state="retired")
    assert "Drawn as" not in page_of(visitor, RED)


def test_a_waiting_answer_page_costs_no_query_a_task(networks, visitor, django_assert_max_num_queries):
    upload = receive_picture(RED, owner="")
    visitor.get(upload.get_absolute_url())
    with django_assert_max_num_queries(14):
        visitor.get(upload.get_absolute_url())


def send(visitor, address: str = "/api/recognise/") -> dict:
    (result,) = visitor.post(address, {"picture": ContentFile(RED, name="a.png")}).json()["results"]
    return result


def test_the_json_holds_all_tasks_whether_stored_or_not(networks, visitor):
    stored, unstored = send(visitor)["answer"], send(visitor, "/api/recognise/?store=nothing")["answer"]
    assert list(stored["tasks"]) == list(unstored["tasks"]) == ["style", "tags"]
    style = stored["tasks"]["style"]
    assert (style["version"], style["kind"]) == ("style-tiny", "single")
    assert set(style["labels"][0]) == {"label", "confidence", "word", "counts", "group"}
    assert (style["labels"][0]["label"], style["labels"][0]["counts"]) == ("anime", True)
    tags = {each["label"]: each for each in stored["tasks"]["tags"]["labels"]}
    assert (tags["red_hair"]["group"], tags["red_hair"]["counts"], tags["blue_eyes"]["counts"]) == (
        "hair colour",
        True,
        False,
    )
    assert stored["tasks"]["tags"]["labels"] == unstored["tasks"]["tags"]["labels"]
    assert stored["version"] == "show-tiny"


def test_the_result_asked_for_again_has_them_too(networks, visitor):
    result = send(visitor)
    assert visitor.get(result["url"]).json()["result"]["answer"] == result["answer"]


def test_a_program_may_choose_tasks_where_nothing_is_stored(networks, visitor):
    assert list(send(visitor, "/api/recognise/?store=nothing&tasks=tags")["answer"]["tasks"]) == ["tags"]
    assert send(visitor, "/api/recognise/?store=nothing&tasks=show")["answer"]["tasks"] == {}


@pytest.mark.parametrize(
    ("query", "said"), [("store=nothing&tasks=weather", "no task 'weather'"), ("tasks=style", "store=nothing")]
)
def test_tasks_that_cannot_be_chosen_are_refused_with_a_sentence(networks, visitor, query, said):
    response = visitor.post(f"/api/recognise/?{query}", {"picture": ContentFile(RED, name="a.png")})
    assert (response.status_code, Answer.objects.exists()) == (400, False)
    assert said in response.json()["error"]


def test_the_card_tells_of_all_networks_that_answer(networks, visitor):
    networks[2].card["metrics"] = {"val": {"tags": {"n": 210, "map": 0.684, "ece": 0.03}}}
    networks[2].save()
    page = visitor.get("/model/").content.decode()
    assert "<strong>style-tiny</strong>" in page
    assert "<strong>tags-tiny</strong>" in page
    assert "68.4" in page


def test_a_tag_that_counts_but_is_unlikely_stands_with_the_less_sure():
    sure, rare, denied = LabelScore("cap", 0.6, True), LabelScore("dawn", 0.1, True), LabelScore("boots", 0.3, False)
    said = LabelsSaid("tags", "one", "multiple", "cpu", 1.0, [sure, denied, rare], {})
    assert counting_groups(said) == [("", [sure])]
    assert less_sure(said) == [denied, rare]
