"""Folders of pictures become frames."""

from __future__ import annotations

import hashlib
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from catalog.core.imagefolder import DatasetError
from catalog.models import Alias, Frame, Show
from catalog.services import delete_frames, import_frames, update_title_aliases
from tests.shell.pictures import dataset, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def bleach() -> Show:
    return make("bleach", "Bleach")


def make(slug: str, title: str) -> Show:
    show = Show.objects.create(slug=slug, title=title)
    update_title_aliases(show)
    return show


def test_a_picture_is_kept_byte_for_byte_with_all_that_is_known_of_it(bleach, tmp_path):
    row = {
        "label": "BLEACH!",
        "split": "train",
        "cluster": "v1",
        "episode": "2",
        "time": "61.5",
        "tags": "hat red_hair",
    }
    folder = dataset(tmp_path / "stills", [row | {"character": "Ichigo|Rukia", "boxes": '"[[1, 2, 3, 4]]"'}])
    report = import_frames(folder, status=Frame.Status.APPROVED)
    assert (report.added, report.known, report.unknown, report.refused) == (1, 0, [], [])
    frame = Frame.objects.get()
    data = picture(0)
    with frame.image.open() as file:
        assert file.read() == data
    assert frame.sha256 == hashlib.sha256(data).hexdigest()
    assert frame.image.name == f"frames/{frame.sha256[:2]}/{frame.sha256}.png"
    assert (frame.show, frame.episode, frame.time, frame.split, frame.cluster) == (bleach, 2, 61.5, "train", "v1")
    assert (frame.format, frame.width, frame.height, frame.source) == ("PNG", 64, 36, "stills")
    assert frame.truth == {
        "tags": ["hat", "red_hair"],
        "characters": ["Ichigo", "Rukia"],
        "boxes": [[1.0, 2.0, 3.0, 4.0]],
    }
    assert len(frame.phash) == 16


def test_frames_wait_for_a_curator_unless_they_are_said_to_be_approved(bleach, tmp_path):
    folder = dataset(tmp_path / "a", [{"label": "bleach"}])
    import_frames(folder)
    bleach.refresh_from_db()
    assert Frame.objects.get().status == Frame.Status.PENDING
    assert bleach.eligible_frames == 0


def test_approved_frames_are_counted_in_their_show(bleach, tmp_path):
    import_frames(dataset(tmp_path / "a", [{"label": "bleach"}] * 3), status=Frame.Status.APPROVED)
    bleach.refresh_from_db()
    assert bleach.eligible_frames == 3


def test_the_same_file_twice_is_one_frame(bleach, tmp_path):
    folder = dataset(tmp_path / "a", [{"label": "bleach"}])
    (folder / "images" / "again.png").write_bytes(picture(0))
    with (folder / "metadata.csv").open("a") as file:
        file.write("images/again.png,bleach\n")
    first, second = import_frames(folder), import_frames(folder)
    assert (first.added, first.known) == (1, 1)
    assert (second.added, second.known) == (0, 2)
    assert Frame.objects.count() == 1


def test_a_deleted_frame_does_not_come_back_by_importing_it_again(bleach, tmp_path):
    folder = dataset(tmp_path / "a", [{"label": "bleach"}])
    import_frames(folder)
    delete_frames(Frame.objects.all())
    import_frames(folder)
    assert not Frame.objects.present().exists()


def test_a_picture_saved_anew_is_flagged_as_a_near_copy_within_its_show(bleach, tmp_path):
    import_frames(dataset(tmp_path / "a", [{"label": "bleach"}]))
    other = make("naruto", "Naruto")
    for show, folder in ((bleach, tmp_path / "b"), (other, tmp_path / "c")):
        folder.mkdir()
        (folder / "1.webp").write_bytes(picture(0, format_name="WEBP", size=(80 if show == bleach else 96, 54)))
        import_frames(folder, show=show)
    assert "near copy" in Frame.objects.get(show=bleach, format="WEBP").flags
    assert "near copy" not in Frame.objects.get(show=other).flags


def test_a_broken_picture_is_skipped_counted_and_listed(bleach, tmp_path, capsys):
    folder = dataset(tmp_path / "a", [{"label": "bleach"}] * 2)
    (folder / "images" / "1.png").write_bytes(picture(1)[:100])
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 files are no pictures"):
        call_command("import_frames", str(folder), stdout=out, stderr=err)
    assert out.getvalue() == "1 frames added, 0 known already.\n"
    assert "1.png: The file is no JPEG" in err.getvalue()
    assert Frame.objects.count() == 1


def test_the_command_prints_one_json_document(bleach, tmp_path):
    folder = dataset(tmp_path / "a", [{"label": "bleach"}, {"label": "nobody"}])
    out = StringIO()
    call_command("import_frames", str(folder), "--json", "--skip-unknown", "--status", "approved", stdout=out)
    assert json.loads(out.getvalue()) == {"added": 1, "known": 0, "unknown": ["nobody"], "refused": []}


def test_an_unknown_label_stops_everything_and_names_its_line(bleach, tmp_path):
    folder = dataset(tmp_path / "a", [{"label": "bleach"}, {"label": "nobody"}])
    with pytest.raises(DatasetError, match=r"metadata\.csv, line 3, label: no show is called 'nobody'"):
        import_frames(folder)
    assert not Frame.objects.exists()


def test_a_label_of_two_shows_is_an_error_that_names_both(bleach, tmp_path):
    Alias.objects.create(show=make("bleach-2022", "Bleach: Sennen Kessen-hen"), text="Bleach")
    folder = dataset(tmp_path / "a", [{"label": "BLEACH"}])
    with pytest.raises(CommandError, match=r"line 2, label: .*\(bleach\) and .*\(bleach-2022\)"):
        call_command("import_frames", str(folder))
    assert not Frame.objects.exists()


def test_the_column_show_goes_before_the_label(bleach, tmp_path):
    import_frames(dataset(tmp_path / "a", [{"label": "Ichigo", "show": "bleach"}]))
    assert Frame.objects.get().show == bleach


def test_a_plain_folder_is_imported_for_the_show_that_is_named(bleach, tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "1.png").write_bytes(picture(1))
    call_command("import_frames", str(tmp_path), "--show", "bleach")
    assert Frame.objects.get().show == bleach
    with pytest.raises(CommandError, match="no show with the slug nobody"):
        call_command("import_frames", str(tmp_path), "--show", "nobody")


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(bleach, tmp_path, settings):
    (tmp_path / "file").write_text("no folder")
    settings.MEDIA_ROOT = tmp_path / "file"
    with pytest.raises(CommandError, match="A picture cannot be stored"):
        call_command("import_frames", str(dataset(tmp_path / "a", [{"label": "bleach"}])))
    assert not Frame.objects.exists()


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"cluster": "x" * 101}, "line 2, cluster: has more than 100 letters"),
        ({"split": "trainingset"}, "line 2, split: has more than 10 letters"),
        ({"episode": "40000"}, "line 2, episode: 40000 is no number of an episode"),
    ],
)
def test_what_does_not_fit_the_tables_stops_everything(bleach, tmp_path, row, complaint):
    with pytest.raises(DatasetError, match=complaint):
        import_frames(dataset(tmp_path / "a", [{"label": "bleach"} | row]))
    assert not Frame.objects.exists()


def test_a_batch_of_frames_costs_the_same_queries_however_many_there_are(
    bleach, tmp_path, django_assert_max_num_queries
):
    folder = dataset(tmp_path / "a", [{"label": "bleach"}] * 30)
    with django_assert_max_num_queries(8):
        import_frames(folder)


def test_all_labels_that_fit_no_show_or_several_are_named_at_once(bleach, tmp_path):
    make("dororo-1969", "Dororo")
    make("dororo-2019", "Dororo")
    folder = dataset(tmp_path / "a", [{"label": "bleach"}, {"label": "Dororo"}, {"label": "nobody"}])
    with pytest.raises(DatasetError, match="line 3") as raised:
        import_frames(folder)
    assert "Dororo (dororo-1969) and Dororo (dororo-2019)" in str(raised.value)
    assert "no show is called 'nobody'" in str(raised.value)
    assert not Frame.objects.exists()


def test_a_label_of_several_shows_is_left_out_where_the_unknown_are(bleach, tmp_path):
    make("dororo-1969", "Dororo")
    make("dororo-2019", "Dororo")
    folder = dataset(tmp_path / "a", [{"label": "bleach"}, {"label": "Dororo"}])
    assert import_frames(folder, skip_unknown=True).unknown == ["Dororo"]


def test_what_a_label_means_need_be_said_only_once(tmp_path):
    make("dororo-1969", "Dororo")
    meant = make("dororo-2019", "Dororo")
    folder = dataset(tmp_path / "a", [{"label": "Dororo"}])
    call_command("import_frames", str(folder), "--label", "Dororo=dororo-2019", stdout=StringIO())
    assert Frame.objects.get().show == meant
    assert import_frames(folder).known == 1


@pytest.mark.parametrize(
    ("said", "reason"),
    [("bleach", "slug"), ("=bleach", "slug"), ("Bleach=gone", "slug gone"), ("Naruto=bleach", "labelled 'Naruto'")],
)
def test_a_label_said_wrongly_imports_nothing(bleach, tmp_path, said, reason):
    folder = dataset(tmp_path / "a", [{"label": "bleach"}])
    with pytest.raises(CommandError, match=reason):
        call_command("import_frames", str(folder), "--label", said)
    assert not Frame.objects.exists()
    assert not Alias.objects.filter(text="Naruto").exists()
