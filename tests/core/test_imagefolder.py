"""A folder of pictures and what is written about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.core.imagefolder import Box, DatasetError, read_dataset


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "stills"
    (folder / "images").mkdir(parents=True)
    for name in "ab":
        (folder / "images" / f"{name}.jpg").write_bytes(b"not looked at")
    return folder


def describe(folder: Path, text: str) -> Path:
    (folder / "metadata.csv").write_text(text, encoding="utf-8")
    return folder


def test_everything_that_is_known_of_a_picture_is_read(folder):
    describe(
        folder,
        "file_name,label,domain,kind,show,split,cluster,episode,time,tags,character,demographic,boxes,mood\n"
        'images/a.jpg,Naruto,web,anime,naruto,train,v1,3.0,61.5,red_hair  hat,Uzumaki Naruto|Sakura,Shounen,"[1, 2, 3, '
        '4]",glad\n',
    )
    (row,) = read_dataset(folder)
    assert row.path == folder / "images/a.jpg"
    assert (row.file_name, row.line, row.label, row.domain) == ("images/a.jpg", 2, "Naruto", "web")
    assert (row.kind, row.show, row.split, row.cluster) == ("anime", "naruto", "train", "v1")
    assert (row.episode, row.time, row.demographic) == (3, 61.5, "Shounen")
    assert row.tags == ("red_hair", "hat")
    assert row.characters == ("Uzumaki Naruto", "Sakura")
    assert row.boxes == (Box(1, 2, 3, 4),)


def test_gaps_stay_empty_and_the_domain_is_the_name_of_the_folder(folder):
    dataset = read_dataset(describe(folder, "file_name,label,episode,boxes\nimages/a.jpg,,,\n"))
    (row,) = dataset.rows
    assert (dataset.name, row.domain, row.label, row.episode, row.time, row.boxes) == (
        "stills",
        "stills",
        "",
        None,
        None,
        (),
    )


def test_a_byte_order_mark_and_several_boxes_are_read(folder):
    text = '\ufefffile_name,boxes\nimages/a.jpg,"[[1,2,3,4],[5,6,7.5,8]]"\nimages/b.jpg,[]\n'
    first, second = read_dataset(describe(folder, text))
    assert first.boxes == (Box(1, 2, 3, 4), Box(5, 6, 7.5, 8))
    assert second.boxes == ()


def test_a_folder_for_each_label_needs_no_document(tmp_path):
    for name in ("Bleach/1.jpg", "Bleach/deep/2.PNG", "Naruto/3.webp", "Naruto/notes.txt", ".cache/4.jpg"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    rows = [(row.file_name, row.label, row.split) for row in read_dataset(tmp_path)]
    assert rows == [
        ("Bleach/1.jpg", "Bleach", ""),
        ("Bleach/deep/2.PNG", "Bleach", ""),
        ("Naruto/3.webp", "Naruto", ""),
    ]


def test_folders_named_after_splits_are_splits_and_not_labels(tmp_path):
    for name in ("train/Bleach/1.jpg", "validation/Bleach/2.jpg"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_bytes(b"")
    assert [(row.label, row.split) for row in read_dataset(tmp_path)] == [("Bleach", "train"), ("Bleach", "val")]


@pytest.mark.parametrize("name", ["../a.jpg", "images/../../a.jpg", "/etc/passwd", "images\\a.jpg"])
def test_a_path_that_leads_out_of_the_folder_is_refused(folder, name):
    with pytest.raises(DatasetError, match=r"line 2, file_name: .*leads out of the folder"):
        read_dataset(describe(folder, f"file_name\n{name}\n"))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "line 1, file_name: the column is missing"),
        ("label\nNaruto\n", "line 1, file_name: the column is missing"),
        ("file_name,label,label\nimages/a.jpg,x,y\n", "line 1, label: the heading names the column twice"),
        ("file_name\n", "lists no picture"),
        ("file_name,label\nimages/a.jpg,x\n,y\n", "line 3, file_name: is empty"),
        ("file_name\nimages/c.jpg\n", r"line 2, file_name: there is no file images/c\.jpg"),
        ("file_name,label\nimages/a.jpg,x\nimages/a.jpg,y\n", "line 3, file_name: .*already in line 2"),
        ("file_name\nimages/a.jpg,extra\n", "line 2: the line has more or fewer fields"),
        ("file_name,label\nimages/a.jpg\n", "line 2: the line has more or fewer fields"),
        ("file_name,episode\nimages/a.jpg,first\n", "line 2, episode: 'first' is not a number"),
        ("file_name,episode\nimages/a.jpg,1.5\n", "line 2, episode: '1.5' is not a whole number"),
        ("file_name,time\nimages/a.jpg,-1\n", "line 2, time: '-1' is not a number from 0"),
        ("file_name,time\nimages/a.jpg,nan\n", "line 2, time: 'nan' is not a number from 0"),
        ("file_name,boxes\nimages/a.jpg,[1\n", "line 2, boxes: is not JSON"),
        ('file_name,boxes\nimages/a.jpg,"[1,2,3]"\n', "line 2, boxes: is neither"),
        ('file_name,boxes\nimages/a.jpg,"[1,2,0,4]"\n', "line 2, boxes: is neither"),
        ('file_name,boxes\nimages/a.jpg,"[1,2,NaN,4]"\n', "line 2, boxes: is neither"),
        ("file_name,boxes\nimages/a.jpg,7\n", "line 2, boxes: is neither"),
    ],
)
def test_an_error_names_line_and_field(folder, text, complaint):
    with pytest.raises(DatasetError, match=complaint) as caught:
        read_dataset(describe(folder, text))
    assert str(folder / "metadata.csv") in str(caught.value)


def test_a_line_that_stands_there_twice_is_one_picture(folder):
    dataset = read_dataset(describe(folder, "file_name,label\nimages/a.jpg,x\nimages/a.jpg,x\n"))
    assert [(row.file_name, row.line) for row in dataset] == [("images/a.jpg", 2)]


def test_a_document_that_is_not_text_is_refused(folder):
    (folder / "metadata.csv").write_bytes(b"file_name\n\xff\xfe\n")
    with pytest.raises(DatasetError, match=r"metadata\.csv: is not a CSV file in UTF-8"):
        read_dataset(folder)


def test_an_absent_or_empty_folder_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="is not a folder"):
        read_dataset(tmp_path / "nowhere")
    with pytest.raises(DatasetError, match=r"neither a metadata\.csv nor"):
        read_dataset(tmp_path)
