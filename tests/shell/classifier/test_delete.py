"""Deleting an answer: its owner may, nobody else."""

from __future__ import annotations

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from classifier.models import Answer, Upload
from tests.tiny_network import picture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("network")]


@pytest.fixture
def upload(owner, tmp_path) -> Upload:
    file = tmp_path / "scene.png"
    file.write_bytes(picture((255, 0, 0)))
    with file.open("rb") as scene:
        owner.post("/recognise/", {"picture": scene})
    return Upload.objects.get()


def _url(upload: Upload) -> str:
    return f"{upload.get_absolute_url()}delete/"


def test_the_owner_deletes_picture_answer_and_address(owner, upload):
    response = owner.post(_url(upload))

    assert (response.status_code, response.url) == (303, "/answers/")
    assert not Upload.objects.exists()
    assert not Answer.objects.exists()
    assert not default_storage.exists(upload.image.name)
    assert owner.get(upload.get_absolute_url()).status_code == 404


def test_the_owner_is_told(owner, upload):
    assert "are gone" in owner.post(_url(upload), follow=True).text


@pytest.mark.parametrize("who", ["other", "visitor"])
def test_nobody_else_may(request, upload, who):
    response = request.getfixturevalue(who).post(_url(upload))

    assert response.status_code == 403
    assert "not yours" in response.text
    assert Upload.objects.exists()


def test_somebody_who_sent_pictures_of_their_own_may_not_either(visitor, upload, tmp_path):
    with (tmp_path / "scene.png").open("rb") as scene:
        visitor.post("/recognise/", {"picture": scene})

    assert visitor.post(_url(upload)).status_code == 403


def test_a_link_does_not_delete(owner, upload):
    assert owner.get(_url(upload)).status_code == 405
    assert Upload.objects.exists()


def test_another_site_cannot_delete_in_the_owners_name(owner_user, upload):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner_user)

    assert client.post(_url(upload)).status_code == 403
    assert Upload.objects.exists()


def test_deleting_twice_is_not_found(owner, upload):
    owner.post(_url(upload))

    assert owner.post(_url(upload)).status_code == 404
