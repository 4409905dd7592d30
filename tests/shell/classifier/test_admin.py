"""The admin shows networks, pictures and answers, and lets nobody edit them."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from classifier.models import Answer, ModelVersion, Upload
from classifier.services import receive_picture
from tests.tiny_network import picture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("network")]

MODELS = ("modelversion", "upload", "answer")


@pytest.fixture
def keeper(db) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("keeper", password="keeper"))
    return client


@pytest.fixture
def upload() -> Upload:
    return receive_picture(picture((255, 0, 0)), owner="somebody")


def _row(model: str) -> object:
    return {"modelversion": ModelVersion, "upload": Upload, "answer": Answer}[model].objects.get()


@pytest.mark.parametrize("model", MODELS)
def test_rows_are_listed_and_looked_at(keeper, upload, model):
    listed = keeper.get(reverse(f"admin:classifier_{model}_changelist"), {"q": "a"})
    looked_at = keeper.get(reverse(f"admin:classifier_{model}_change", args=[_row(model).pk]))

    assert (listed.status_code, looked_at.status_code) == (200, 200)
    assert 'name="_save"' not in looked_at.text


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_added_or_changed(keeper, upload, model):
    assert keeper.get(reverse(f"admin:classifier_{model}_add")).status_code == 403
    assert keeper.post(reverse(f"admin:classifier_{model}_change", args=[_row(model).pk]), {}).status_code == 403


@pytest.mark.parametrize("who", ["owner", "visitor"])
def test_only_staff_see_it(request, who, upload):
    response = request.getfixturevalue(who).get(reverse("admin:classifier_upload_changelist"))

    assert response.status_code == 302


@pytest.mark.parametrize("model", ["modelversion", "answer"])
def test_networks_and_answers_are_not_deleted_by_hand(keeper, upload, model):
    assert keeper.post(reverse(f"admin:classifier_{model}_delete", args=[_row(model).pk])).status_code == 403


def test_deleting_a_picture_deletes_its_file(keeper, upload):
    keeper.post(reverse("admin:classifier_upload_delete", args=[upload.pk]), {"post": "yes"})

    assert not Upload.objects.exists()
    assert not default_storage.exists(upload.image.name)


def test_deleting_pictures_in_bulk_deletes_their_files(keeper, upload):
    keeper.post(
        reverse("admin:classifier_upload_changelist"),
        {"action": "delete_selected", "_selected_action": [upload.pk], "post": "yes"},
    )

    assert not Upload.objects.exists()
    assert not default_storage.exists(upload.image.name)


def test_a_picture_is_shown_while_it_is_kept(keeper, upload):
    url = reverse("admin:classifier_upload_changelist")
    assert f'src="{upload.get_absolute_url()}picture"' in keeper.get(url).text

    Upload.objects.update(image="")

    assert f'src="{upload.get_absolute_url()}picture"' not in keeper.get(url).text


@pytest.mark.parametrize("model", MODELS)
def test_lists_need_the_same_queries_for_any_number_of_rows(keeper, model, django_assert_max_num_queries):
    for number in range(10):
        receive_picture(picture((number, 0, 0)), owner="somebody")

    with django_assert_max_num_queries(12):
        keeper.get(reverse(f"admin:classifier_{model}_changelist"))
