"""The admin works under the site's content policy."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from playwright.sync_api import expect

from classifier.services import receive_picture
from tests.tiny_network import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def keeper(page, live_server, client):
    client.force_login(get_user_model().objects.create_superuser("keeper", password="keeper"))
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
    return page


@pytest.mark.parametrize(
    "name",
    [
        *("catalog_show", "catalog_frame", "classifier_upload", "classifier_answer", "classifier_modelversion"),
        *("classifier_correction", "classifier_apikey"),
    ],
)
def test_lists_open_without_a_complaint(keeper, name):
    receive_picture(picture((255, 0, 0)), owner="somebody")

    keeper.goto(reverse(f"admin:{name}_changelist"))

    expect(keeper.locator("#content h1")).to_be_visible()


def test_a_show_is_edited(keeper, shows):
    keeper.goto(reverse("admin:catalog_show_change", args=[shows[0].pk]))

    keeper.get_by_label("Year").fill("1999")
    keeper.get_by_role("button", name="Save", exact=True).click()

    expect(keeper.locator(".messagelist .success")).to_be_visible()
    shows[0].refresh_from_db()
    assert shows[0].year == 1999
