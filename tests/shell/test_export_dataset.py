"""Frames leave the catalogue as a data set, and come back as they were."""

from __future__ import annotations

import csv
import hashlib
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from catalog.core.imagefolder import read_dataset
from catalog.models import Alias, Frame, Franchise, Genre, Show, Studio
from catalog.services import ExportRefused, delete_frames, export_dataset, import_frames, import_shows
from catalog.services.names import update_title_aliases
from tests.shell.pictures import dataset, picture

pytestmark = pytest.mark.django_db

FRAME_FIELDS = (
    "show__slug",
    "episode",
    "time",
    "sha256",
    "phash",
    "image",
    "format",
    "width",
    "height",
    "split",
    "cluster",
    "status",
    "source",
    "flags",
    "truth",
)
SHOW_FIELDS = ("slug", "mal_id", "title", "title_english", "title_japanese", "franchise__name", "year", "demographic")


@pytest.fixture
def catalogue(tmp_path: Path) -> None:
    """Two shows: one with everything that can be known of a frame, one with next to nothing."""
    bleach = Show.objects.create(
        slug="bleach",
        mal_id=269,
        title="Bleach & Fate &amp; Co",
        title_english="Bleach",
        title_japanese="ブリーチ",
        franchise=Franchise.objects.create(name="Bleach"),
        year=2004,
        demographic="Shounen",
    )
    bleach.genres.add(Genre.objects.create(name="Action"))
    bleach.studios.add(Studio.objects.create(name="Pierrot"))
    update_title_aliases(bleach)
    Alias.objects.create(show=bleach, text="bleach tv", language=Alias.Language.LABEL)
    Alias.objects.create(show=bleach, text="Burichi", language=Alias.Language.SYNONYM)
    update_title_aliases(Show.objects.create(slug="naruto", title="Naruto"))
    known = {"label": "bleach tv", "split": "val", "cluster": "v1", "episode": "1", "time": "61.123456789012345"}
    truth = {"tags": "red_hair hat", "character": "Ichigo|Kon, the toy", "boxes": '"[[1, 2, 3, 4.5]]"'}
    rows = [known | truth, known | {"time": "0"}, {"label": "bleach tv", "episode": "2"}, {"label": "naruto"}]
    folder = dataset(tmp_path / "stills", [{"character": '"Kon, the toy"'} | row | _quoted(row) for row in rows])
    import_frames(folder, status=Frame.Status.APPROVED)
    Frame.objects.filter(show=bleach, episode=2).update(flags=["dark", "near copy"], source="correction")


def _quoted(row: dict[str, str]) -> dict[str, str]:
    return {"character": f'"{row["character"]}"'} if "character" in row else {"character": ""}


def values(model: type[Frame] | type[Show], fields: tuple[str, ...]) -> list[dict[str, object]]:
    return list(model._default_manager.order_by("pk" if model is Frame else "slug").values(*fields))


def metadata(folder: Path) -> list[dict[str, str]]:
    with (folder / "metadata.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def empty_the_catalogue() -> None:
    for name in Frame.objects.values_list("image", flat=True):
        default_storage.delete(name)
    for model in (Frame, Show, Franchise, Genre, Studio):
        model._default_manager.all().delete()


def test_what_is_exported_is_imported_as_it_was_field_by_field(catalogue, tmp_path):
    frames, shows = values(Frame, FRAME_FIELDS), values(Show, SHOW_FIELDS)
    aliases = sorted(Alias.objects.values_list("show__slug", "text", "language"))
    written = export_dataset(tmp_path / "kept")
    empty_the_catalogue()
    import_shows(tmp_path / "kept" / "shows.csv")
    import_frames(tmp_path / "kept", status=Frame.Status.APPROVED)
    assert values(Frame, FRAME_FIELDS) == frames
    assert values(Show, SHOW_FIELDS) == shows
    assert sorted(Alias.objects.values_list("show__slug", "text", "language")) == aliases
    assert Show.objects.get(slug="bleach").genres.get().name == "Action"
    assert Show.objects.get(slug="bleach").studios.get().name == "Pierrot"
    for frame in Frame.objects.all():
        with frame.image.open() as file:
            assert hashlib.sha256(file.read()).hexdigest() == frame.sha256
    assert export_dataset(tmp_path / "again").sha256 == written.sha256


def test_the_folder_is_a_data_set_that_says_what_is_known(catalogue, tmp_path):
    written = export_dataset(tmp_path / "kept")
    rows = list(read_dataset(tmp_path / "kept"))
    assert [row.label for row in rows] == ["bleach tv", "bleach tv", "bleach tv", "naruto"]
    assert [row.show for row in rows] == ["bleach", "bleach", "bleach", "naruto"]
    assert [row.domain for row in rows] == ["stills", "stills", "correction", "stills"]
    assert {row.kind for row in rows} == {"anime"}
    first = rows[0]
    assert (first.episode, first.time, first.demographic) == (1, 61.123456789012345, "Shounen")
    assert (first.tags, first.characters) == (("red_hair", "hat"), ("Ichigo", "Kon, the toy"))
    assert (first.boxes[0].x, first.boxes[0].height) == (1, 4.5)
    assert first.file_name == f"images/bleach/{first.sha256}.png"
    assert (tmp_path / "kept" / first.file_name).read_bytes() == picture(0)
    document = json.loads((tmp_path / "kept" / "dataset.json").read_text())
    assert document["sha256"] == written.sha256
    assert (document["name"], document["frames"], document["shows"]) == ("kept", 4, 2)
    assert sum(document["splits"].values()) == 4


def test_no_group_of_a_video_or_of_near_copies_stands_in_two_splits(catalogue, tmp_path):
    naruto = Show.objects.get(slug="naruto")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "copy.webp").write_bytes(picture(0, format_name="WEBP", size=(80, 45)))
    import_frames(tmp_path / "more", show=naruto, status=Frame.Status.APPROVED)
    Frame.objects.filter(show=naruto, format="WEBP").update(split="train")
    export_dataset(tmp_path / "kept")
    rows = metadata(tmp_path / "kept")
    assert rows[0]["cluster"] == rows[1]["cluster"] == rows[4]["cluster"] == "v1"
    assert rows[0]["split"] == rows[1]["split"] == rows[4]["split"] == "train"
    assert [rows[index]["catalogue_split"] for index in (0, 1, 4)] == ["val", "val", "train"]
    assert len({row["cluster"] for row in rows}) == 3


def test_given_splits_can_be_left_out_of_account(catalogue, tmp_path):
    export_dataset(tmp_path / "given")
    call_command("export_dataset", str(tmp_path / "new"), "--new-split", "--val", "0", stdout=StringIO())
    assert {row["split"] for row in metadata(tmp_path / "given")[:2]} == {"val"}
    assert {row["split"] for row in metadata(tmp_path / "new")} == {"train"}


def test_only_approved_frames_leave(catalogue, tmp_path):
    Frame.objects.filter(time=0).update(status=Frame.Status.PENDING)
    delete_frames(Frame.objects.filter(show__slug="naruto"))
    assert export_dataset(tmp_path / "kept").frames == 2


def test_some_shows_alone_can_be_asked_for(catalogue, tmp_path):
    out = StringIO()
    call_command("export_dataset", str(tmp_path / "kept"), "--show", "naruto", "--json", stdout=out)
    document = json.loads(out.getvalue())
    assert (document["frames"], document["shows"], document["folder"]) == (1, 1, str(tmp_path / "kept"))
    assert {row["show"] for row in metadata(tmp_path / "kept")} == {"naruto"}
    with pytest.raises(CommandError, match="no show with the slug nobody"):
        call_command("export_dataset", str(tmp_path / "other"), "--show", "nobody")


def test_a_folder_that_is_there_is_refused(catalogue, tmp_path):
    (tmp_path / "kept").mkdir()
    with pytest.raises(CommandError, match="is there already"):
        call_command("export_dataset", str(tmp_path / "kept"))
    assert list((tmp_path / "kept").iterdir()) == []


def test_an_empty_catalogue_is_refused(tmp_path):
    with pytest.raises(CommandError, match="no approved frame"):
        call_command("export_dataset", str(tmp_path / "kept"))


@pytest.mark.parametrize("share", ["1", "-0.5"])
def test_shares_that_leave_nothing_to_learn_from_are_refused(catalogue, tmp_path, share):
    with pytest.raises(CommandError, match="leave something to learn from"):
        call_command("export_dataset", str(tmp_path / "kept"), f"--val={share}")


def test_a_picture_that_is_gone_or_altered_stops_the_export_and_leaves_nothing(catalogue, tmp_path):
    frame = Frame.objects.order_by("pk")[1]
    path = Path(frame.image.path)
    path.write_bytes(b"another")
    with pytest.raises(ExportRefused, match=rf"The file of the frame {frame.pk} \(.*\) is not the one"):
        export_dataset(tmp_path / "kept")
    path.unlink()
    with pytest.raises(ExportRefused, match=rf"The file of the frame {frame.pk} \(.*\) is gone"):
        export_dataset(tmp_path / "kept")
    assert [entry.name for entry in tmp_path.iterdir() if "kept" in entry.name] == []


def test_a_tag_that_cannot_be_written_is_named(catalogue, tmp_path):
    Frame.objects.filter(show__slug="naruto").update(truth={"tags": ["red hair"]})
    with pytest.raises(CommandError, match=r"of naruto cannot be written: 'red hair' holds ' '"):
        call_command("export_dataset", str(tmp_path / "kept"))
    assert not (tmp_path / "kept").exists()


def test_a_picture_altered_after_the_export_is_not_imported(catalogue, tmp_path):
    export_dataset(tmp_path / "kept")
    naruto = next(row for row in read_dataset(tmp_path / "kept") if row.show == "naruto")
    Frame.objects.all().delete()
    naruto.path.write_bytes(picture(99))
    report = import_frames(tmp_path / "kept")
    assert report.added == 3
    assert report.refused == [
        (str(naruto.path), "The file is not the one that the data set was written with: its SHA-256 differs.")
    ]


def test_frames_cost_the_same_queries_however_many_there_are(catalogue, tmp_path, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        export_dataset(tmp_path / "kept")
