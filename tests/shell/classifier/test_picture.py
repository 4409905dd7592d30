"""The picture of an upload: for whoever knows the address, kept by nobody in between."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from classifier.models import Upload
from classifier.services import receive_picture
from tests.answers import make_upload
from tests.tiny_network import picture

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("network")]


@pytest.fixture
def upload() -> Upload:
    return receive_picture(picture((255, 0, 0), (64, 36)), owner="somebody")


def _get(client, upload):
    return client.get(f"{upload.get_absolute_url()}picture")


@pytest.mark.parametrize("who", ["owner", "other", "visitor"])
def test_whoever_knows_the_address_sees_it(request, upload, who):
    response = _get(request.getfixturevalue(who), upload)

    assert response.status_code == 200
    assert Image.open(BytesIO(b"".join(response))).size == (64, 36)


def test_it_is_sent_as_a_picture_and_as_nothing_else(visitor, upload):
    response = _get(visitor, upload)

    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    response.close()


def test_no_proxy_and_no_search_engine_keeps_it(visitor, upload):
    response = _get(visitor, upload)

    assert response["Cache-Control"].startswith("private")
    assert response["X-Robots-Tag"] == "noindex"
    response.close()


def test_a_purged_picture_is_not_found(visitor):
    assert _get(visitor, make_upload()).status_code == 404


def test_a_file_that_is_missing_is_not_found(visitor, upload):
    upload.image.storage.delete(upload.image.name)

    assert _get(visitor, upload).status_code == 404


def test_its_hash_is_no_address(visitor, upload):
    assert visitor.get(f"/answers/{upload.sha256}/picture").status_code == 404
