"""`manage.py compare_datasets`: what changed between two data sets."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Frame, Show
from catalog.services import export_dataset, import_frames
from tests.shell.pictures import dataset


def compare(*arguments: object) -> str:
    out = StringIO()
    call_command("compare_datasets", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_what_changed_is_said_in_lines(tmp_path):
    old = dataset(tmp_path / "old", [{"label": "Bleach", "split": "train"}] * 3)
    new = dataset(tmp_path / "new", [{"label": "Bleach", "split": "val"}, {"label": "Naruto", "split": "train"}])
    (new / "images" / "1.png").rename(new / "images" / "one.png")
    (new / "metadata.csv").write_text((new / "metadata.csv").read_text().replace("images/1.png", "images/one.png"))
    lines = compare(old, new).splitlines()
    assert lines[0] == f"{old}: 3 pictures"
    assert lines[2:] == [
        "0 added",
        "1 removed",
        "  images/2.png (Bleach, train)",
        "1 relabelled",
        "  images/one.png: Bleach -> Naruto",
        "1 moved to another split",
        "  images/0.png: train -> val",
        "0 unchanged",
    ]


def test_the_json_names_every_picture(tmp_path):
    old = dataset(tmp_path / "old", [{"label": "Bleach"}])
    new = dataset(tmp_path / "new", [{"label": "Bleach"}] * 14)
    found = json.loads(compare(old, new, "--json"))
    assert found["before"] == {"folder": str(old), "rows": 1, "is_sealed": None}
    assert len(found["added"]) == 13
    assert (found["same"], found["unchanged"], found["removed"]) == (False, 1, [])
    assert "  … and 3 more (--all names them)" in compare(old, new).splitlines()
    assert "images/13.png (Bleach)" in compare(old, new, "--all")


def test_the_same_twice_is_the_same(tmp_path):
    old = dataset(tmp_path / "old", [{"label": "Bleach"}] * 2)
    assert compare(old, old).splitlines()[-1] == "The same 2 pictures, labels and splits."


@pytest.mark.django_db
def test_an_export_tells_whether_it_was_changed_since(tmp_path):
    show = Show.objects.create(slug="bleach", title="Bleach")
    import_frames(dataset(tmp_path / "a", [{}] * 2), show=show, status=Frame.Status.APPROVED)
    kept = tmp_path / "kept"
    export_dataset(kept)
    assert "2 pictures, as it was exported" in compare(kept, kept)
    table = kept / "metadata.csv"
    table.write_text(table.read_text().replace(",bleach,a,", ",Bleach,a,"))
    assert "2 pictures, changed since it was exported" in compare(kept, kept)


def test_a_folder_that_is_no_data_set_is_an_error(tmp_path):
    with pytest.raises(CommandError, match="is not a folder"):
        compare(tmp_path / "a", tmp_path / "b")
