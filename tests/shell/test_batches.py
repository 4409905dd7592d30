"""Many pictures at once: taken in as a zip or as files, answered bit by bit, taken home as a table, always ended."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from classifier.models import Answer, Batch, BatchItem, ModelVersion, Upload
from classifier.predictors import DeviceError
from classifier.predictors.onnx import OnnxPredictor
from classifier.services import activate_version, create_version, forget_networks
from classifier.services.batch_work import work_on_batches
from classifier.services.batches import purge_batches
from classifier.services.claims import MAX_ATTEMPTS
from tests.networks import make_style
from tests.tiny_network import picture, write_model

pytestmark = pytest.mark.django_db(transaction=True)

RED, BLUE = picture((220, 20, 20)), picture((20, 20, 220))


@pytest.fixture(autouse=True)
def network(settings, tmp_path) -> ModelVersion:
    settings.SNN_MODELS = tmp_path / "models"
    forget_networks()
    write_model(tmp_path / "export")
    version = create_version(tmp_path / "export", "show")
    activate_version(version)
    return version


def packed(*files: tuple[str, bytes]) -> ContentFile:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in files:
            file.writestr(name, content)
    return ContentFile(buffer.getvalue(), name="holiday.zip")


def send(client: Client, *files: ContentFile) -> Batch:
    response = client.post("/batch/", {"pictures": list(files)})
    assert response.status_code == 303, response.content.decode()
    return Batch.objects.get(public_id=response["Location"].strip("/").rpartition("/")[2])


def work() -> None:
    while work_on_batches(5):
        pass


def rows(client: Client, batch: Batch) -> list[dict]:
    text = b"".join(client.get(f"/batch/{batch.public_id}/answers.csv")).decode()
    return list(csv.DictReader(StringIO(text)))


def test_a_zip_is_answered_to_its_end_though_some_pictures_are_bad(visitor):
    make_style()
    batch = send(
        visitor, packed(("b/red.png", RED), ("a.png", BLUE), ("bad.png", b"words"), ("../odd.png", RED), ("x.txt", b""))
    )
    work()
    batch.refresh_from_db()
    assert batch.ended_at is not None
    assert [(row["name"], row["slug"], row["style"]) for row in rows(visitor, batch)] == [
        ("../odd.png", "", ""),
        ("a.png", "blue-show", "cartoon"),
        ("b/red.png", "red-show", "anime"),
        ("bad.png", "", ""),
    ]
    errors = {row["name"]: row["error"] for row in rows(visitor, batch)}
    assert "leads out of the zip file" in errors["../odd.png"]
    assert "not a picture" in errors["bad.png"]
    assert errors["a.png"] == ""


def test_many_files_are_a_batch_too_and_keep_their_names_and_order(visitor):
    batch = send(visitor, *(ContentFile(data, name=name) for name, data in (("z.png", RED), ("a.png", BLUE))))
    work()
    assert [(row["name"], row["slug"]) for row in rows(visitor, batch)] == [
        ("z.png", "red-show"),
        ("a.png", "blue-show"),
    ]


def test_what_is_no_picture_in_a_folder_is_passed_over(visitor):
    batch = send(visitor, ContentFile(RED, name="a.png"), ContentFile(b"x", name="Thumbs.db"))
    assert list(batch.items.values_list("name", flat=True)) == ["a.png"]


def test_the_json_holds_what_the_api_gives(visitor):
    batch = send(visitor, packed(("a.png", RED), ("bad.png", b"words")))
    work()
    document = json.loads(b"".join(visitor.get(f"/batch/{batch.public_id}/answers.json")))
    assert (document["name"], document["done"]) == ("holiday.zip", True)
    first, second = document["results"]
    assert set(first["answer"]) == {"known", "reason", "version", "device", "ms", "predictions", "tasks"}
    assert (second["answer"], second["error"][:24]) == (None, "This is not a picture th")


def test_nothing_of_the_pictures_stays_and_no_other_rows_are_made(visitor):
    batch = send(visitor, packed(("a.png", RED)))
    assert default_storage.exists(batch.file.name)
    work()
    assert default_storage.listdir("batches")[1] == []
    assert not Upload.objects.exists()
    assert not Answer.objects.exists()


def test_the_page_tells_how_far_it_is_and_goes_on_without_scripts(visitor):
    batch = send(visitor, packed(("a.png", RED), ("b.png", BLUE)))
    page = visitor.get(batch.get_absolute_url()).content.decode()
    assert "0 of 2 are done" in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    work()
    page = visitor.get(batch.get_absolute_url()).content.decode()
    assert "All 2 are done" in page
    assert "refresh" not in page
    assert "Red Show" in page


def test_the_part_that_changes_fetches_itself(visitor):
    batch = send(visitor, packed(("a.png", RED)))
    part = visitor.get(batch.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "hx-get" in part
    work()
    assert "hx-get" not in visitor.get(batch.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()


@pytest.mark.parametrize(
    ("files", "status", "said"),
    [
        ([], 400, "nothing was sent"),
        ([ContentFile(b"PK\x03\x04 broken", name="a.zip")], 400, "not a zip file"),
        ([packed(("notes.txt", b"x"))], 400, "no picture in this zip"),
        ([packed(("a.png", RED)), ContentFile(RED, name="b.png")], 400, "Send one zip by itself"),
        ([ContentFile(b"x", name="a.txt"), ContentFile(b"x", name="b.txt")], 400, "no picture among these files"),
    ],
)
def test_what_cannot_be_taken_is_said_in_a_sentence_and_nothing_is_kept(visitor, files, status, said):
    for file in files:
        file.seek(0)
    response = visitor.post("/batch/", {"pictures": files})
    assert response.status_code == status
    assert said in response.content.decode()
    assert not Batch.objects.exists()
    assert not default_storage.exists("batches")


def test_a_bomb_is_refused_by_itself(visitor):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bomb.png", b"\0" * 30_000_000)
        file.writestr("a.png", RED)
    batch = send(visitor, ContentFile(buffer.getvalue(), name="a.zip"))
    work()
    assert {row["name"]: bool(row["error"]) for row in rows(visitor, batch)} == {"bomb.png": True, "a.png": False}


def test_so_many_batches_of_one_sender_wait_at_a_time(visitor):
    for _ in range(3):
        send(visitor, packed(("a.png", RED)))
    assert visitor.post("/batch/", {"pictures": packed(("a.png", RED))}).status_code == 429
    work()
    send(visitor, packed(("a.png", RED)))


def test_who_sent_a_batch_may_delete_it_and_nobody_else(owner, other, visitor):
    batch = send(owner, packed(("a.png", RED)))
    address = f"/batch/{batch.public_id}/delete/"
    assert other.post(address).status_code == visitor.post(address).status_code == 403
    assert visitor.get(batch.get_absolute_url()).status_code == 200  # whoever has the address may see it
    assert owner.post(address).status_code == 303
    assert not Batch.objects.exists()
    assert not BatchItem.objects.exists()
    assert default_storage.listdir("batches")[1] == []
    assert visitor.get(batch.get_absolute_url()).status_code == 404


def test_my_batches_are_listed_for_me_only(owner, visitor):
    send(owner, packed(("a.png", RED)))
    assert "holiday.zip" in owner.get("/batch/").content.decode()
    assert "holiday.zip" not in visitor.get("/batch/").content.decode()


def test_a_worker_goes_on_where_another_died(visitor, settings, monkeypatch):
    settings.SNN_BATCH_SIZE = 1
    batch = send(visitor, packed(("a.png", RED), ("b.png", RED), ("c.png", RED)))
    assert work_on_batches(0) == 1
    assert batch.items.filter(done=True).count() == 1
    Batch.objects.update(claim="of the dead", claimed_until=timezone.now() + timedelta(seconds=60))
    assert work_on_batches(0) == 0, "its lease holds"
    Batch.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    work()
    assert batch.items.filter(done=True, error="").count() == 3


def test_a_picture_that_ends_every_worker_is_given_up_and_the_rest_is_answered(visitor):
    batch = send(visitor, packed(("a.png", RED), ("b.png", RED)))
    Batch.objects.update(attempts=MAX_ATTEMPTS)
    work()
    assert [item.error for item in batch.items.order_by("position")] == [
        "Recognising this picture was given up after several attempts.",
        "",
    ]


def test_a_picture_that_the_network_stumbles_over_fails_alone(visitor, monkeypatch):
    original = OnnxPredictor.run

    def run(self, batch):
        if len(batch) > 1 or batch[0, 2].mean() > 0.5:
            raise ValueError("too blue")
        return original(self, batch)

    batch = send(visitor, packed(("a.png", RED), ("b.png", BLUE), ("c.png", RED)))
    monkeypatch.setattr(OnnxPredictor, "run", run)
    work()
    assert [bool(item.error) for item in batch.items.order_by("position")] == [False, True, False]


def test_a_device_out_of_order_leaves_it_to_others(visitor, monkeypatch):
    batch = send(visitor, packed(("a.png", RED)))

    def run(self, pictures):
        raise DeviceError("the GPU fell off the bus")

    with monkeypatch.context() as patch:
        patch.setattr(OnnxPredictor, "run", run)
        with pytest.raises(DeviceError):
            work_on_batches(5)
    batch.refresh_from_db()
    assert (batch.claimed_until, batch.ended_at) == (None, None)
    work()
    assert batch.items.get().error == ""


def test_without_a_network_every_picture_says_so_and_the_batch_ends(visitor, network):
    batch = send(visitor, packed(("a.png", RED)))
    network.delete()
    forget_networks()
    work()
    batch.refresh_from_db()
    assert batch.ended_at is not None
    assert "No network has been made active" in batch.items.get().error


def test_what_a_worker_says_after_its_lease_does_not_count(visitor, monkeypatch):
    batch = send(visitor, packed(("a.png", RED)))
    original = OnnxPredictor.run

    def run(self, pictures):
        Batch.objects.update(claim="of another")
        return original(self, pictures)

    monkeypatch.setattr(OnnxPredictor, "run", run)
    assert work_on_batches(5) == 0
    assert not batch.items.get().done


def test_after_a_day_its_zip_goes_and_what_waited_says_so(visitor):
    batch = send(visitor, packed(("a.png", RED)))
    assert purge_batches(timezone.now()) == 0
    assert purge_batches(timezone.now() + timedelta(hours=25)) == 1
    assert "Its time was over" in batch.items.get().error
    assert default_storage.listdir("batches")[1] == []


def test_with_a_queue_single_pictures_come_first(visitor, settings, monkeypatch):
    from classifier import tasks
    from classifier.services import receive_picture

    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(tasks, "_send_again", lambda: None)
    batch = send(visitor, packed(("a.png", RED)))
    upload = receive_picture(BLUE, owner="")
    order = []
    original = OnnxPredictor.run

    def run(self, pictures):
        order.append("blue" if pictures[0, 2].mean() > 0.5 else "red")
        return original(self, pictures)

    monkeypatch.setattr(OnnxPredictor, "run", run)
    tasks._work()
    upload.refresh_from_db()
    assert order == ["blue", "red"]
    assert upload.status == "done"
    assert batch.items.get().done
