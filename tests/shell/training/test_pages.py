"""The pages of runs, as staff see them, and that nobody else does."""

from __future__ import annotations

import os
import re

import pytest

from tests.runs import write_choice, write_progress, write_run, write_score
from training.models import TrainingRun

pytestmark = pytest.mark.django_db


def text(response):
    """Return what a page says, without tags and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


ADDRESSES = ["/training/", "/training/mine/", "/training/mine/curves/", "/training/mine/mistakes/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_staff_see_runs(address, visitor, owner, onlooker):
    write_run("mine", scored=1)

    assert visitor.get(address).headers["Location"].startswith("/admin/login/")
    assert owner.get(address).headers["Location"].startswith("/admin/login/")
    assert onlooker.get(address).status_code in (200, 286)


def test_a_run_made_by_the_command_line_is_on_the_list(keeper):
    write_run("from-the-command-line", epochs=4, done=3)

    said = text(keeper.get("/training/"))

    assert "from-the-command-line" in said
    assert "3 of 4" in said
    assert "Stopped" in said


def test_a_run_whose_folder_went_is_no_longer_listed(keeper):
    TrainingRun.objects.create(name="gone", task="show", condition="trained")

    assert "gone" not in text(keeper.get("/training/"))


def test_a_run_that_is_not_there_is_not_found(keeper):
    assert keeper.get("/training/nowhere/").status_code == 404
    assert keeper.get("/training/.host/").status_code == 404


def test_the_page_shows_curves_and_every_epoch(keeper):
    write_run("mine", scored=4, chosen=2)

    page = keeper.get("/training/mine/")

    assert page.content.count(b'class="plot"') == 4, "loss, top-1, rate, speed; memory was not measured"
    assert b'aria-label="Loss by epoch; validation is' in page.content
    assert "Epoch 2 was chosen" in text(page)
    assert "none that follows is proven not worse" in text(page)
    assert "83.3 % 60.0 to 95.0" in text(page)


def test_the_page_of_a_run_at_work_says_where_it_stands_and_asks_again(keeper, monkeypatch):
    run = write_run("mine", epochs=4, done=1)
    write_progress(run, pid=os.getpid())
    monkeypatch.setattr("training.process._trains", lambda pid, folder: pid == os.getpid())

    page = keeper.get("/training/mine/")

    assert "Epoch 1 of 4, step 3 of 10" in text(page)
    assert "Time left 4 min" in text(page)
    assert "812 MB" in text(page)
    assert b'hx-get="/training/mine/curves/"' in page.content
    assert keeper.get("/training/mine/curves/").status_code == 200


def test_a_run_at_rest_ends_the_asking(keeper):
    write_run("mine")

    assert b"hx-trigger" not in keeper.get("/training/mine/").content
    stopped = keeper.get("/training/mine/curves/")
    assert stopped.status_code == 286
    assert stopped.headers["HX-Refresh"] == "true"


def test_a_failure_says_its_reason(keeper):
    run = write_run("mine", epochs=4, done=1)
    (run / "failure.json").write_text('{"reason": "the loss became nan in epoch 1", "epoch": 1}')

    said = text(keeper.get("/training/mine/"))

    assert "Failed" in said
    assert "the loss became nan in epoch 1" in said


def test_what_an_epoch_gets_wrong_is_shown_with_its_pictures(keeper):
    write_run("mine", scored=2)

    page = keeper.get("/training/mine/")

    assert "Amber Field Crimson Pier 1 of 2" in text(page)
    assert "5 of 6 known validation pictures are right" in text(page)
    (picture,) = re.findall(r'class="still" src="([^"]+)"', page.content.decode())
    sent = keeper.get(picture)
    assert (sent.status_code, sent.headers["Content-Type"]) == (200, "image/jpeg")


def test_another_epoch_can_be_looked_at(keeper):
    write_run("mine", scored=3)

    assert "What epoch 2 gets wrong" in text(keeper.get("/training/mine/mistakes/")), "the newest, without a choice"
    assert "What epoch 1 gets wrong" in text(keeper.get("/training/mine/mistakes/?epoch=1"))
    assert "What epoch 2 gets wrong" in text(keeper.get("/training/mine/mistakes/?epoch=99"))


def test_pictures_of_data_sets_are_for_staff_and_only_those_of_the_run(keeper, visitor, folders):
    write_run("mine")
    (folders / "secret.png").write_bytes(b"secret")

    assert keeper.get(f"/training/mine/pictures/{'0' * 64}/").status_code == 404
    assert keeper.get("/training/mine/pictures/..secret/").status_code == 404
    assert visitor.get(f"/training/mine/pictures/{'0' * 64}/").status_code == 302


def test_a_recipe_that_cannot_be_read_is_a_row_that_says_so(keeper):
    run = write_run("broken")
    (run / "recipe.json").write_text("{")

    assert keeper.get("/training/").status_code == 200
    assert "not JSON" in TrainingRun.objects.get(name="broken").note


def test_without_a_queue_the_page_shows_the_commands(keeper):
    write_run("mine", epochs=4, done=3, scored=3, chosen=1)

    page = keeper.get("/training/mine/").content.decode()

    for words in ("train --resume mine", "choose mine", "promote mine"):
        assert f'value=".venv/bin/python manage.py {words}"' in page
    assert 'value="choose"' not in page


def test_with_a_queue_the_page_has_buttons(keeper, onlooker, queue):
    write_run("mine", epochs=4, done=3, scored=3, chosen=1)

    page = keeper.get("/training/mine/").content.decode()

    assert [value for value in ("train", "choose", "promote") if f'name="action" value="{value}"' in page] == [
        "train",
        "choose",
        "promote",
    ]
    assert "manage.py" not in page
    assert 'name="action"' not in onlooker.get("/training/mine/").content.decode()


def test_a_later_choice_is_what_the_page_shows(keeper):
    run = write_run("mine", scored=3, chosen=1)
    write_score(run, 3)
    write_choice(run, 3, 4)

    assert "Epoch 3 was chosen" in text(keeper.get("/training/mine/"))


def test_only_what_differs_from_the_usual_recipe_is_set_off(keeper):
    write_run("mine", repeats={"frames": 4})

    page = keeper.get("/training/mine/").content.decode()

    assert "<dt>repeats</dt><dd><strong>frames 4</strong></dd>" in page
    assert "<dt>planned</dt><dd>none</dd>" in page
