"""Zips from anywhere: pictures are found and read, bombs and odd names are refused with a sentence."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest

from classifier.core import archive
from classifier.core.archive import Archive, ArchiveRefused, is_archive
from classifier.core.image import MAX_BYTES


def packed(*files: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> BytesIO:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as file:
        for name, content in files:
            file.writestr(zipfile.ZipInfo(name), content, compress_type=how)
    return buffer


def renamed(buffer: BytesIO, old: bytes, new: bytes) -> BytesIO:
    """Write another name of the same length, as no honest program would."""
    return BytesIO(buffer.getvalue().replace(old, new))


def test_pictures_come_by_name_and_what_is_none_is_passed_over():
    found = Archive(
        packed(("b.PNG", b"2"), ("a/z.jpg", b"1"), ("notes.txt", b"3"), ("__MACOSX/a.jpg", b"4"), (".x/y.jpg", b"5"))
    )
    assert [(member.name, member.refused) for member in found.members] == [("a/z.jpg", ""), ("b.PNG", "")]
    assert [found.read(member.place) for member in found.members] == [b"1", b"2"]


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_way_of_packing_is_read(how):
    found = Archive(packed(("a.png", b"picture" * 50), how=how))
    assert found.read(found.members[0].place) == b"picture" * 50


@pytest.mark.parametrize("name", ["../a.png", "/etc/a.png", "a/../../b.png", "C:/a.png"])
def test_a_name_that_leads_out_is_refused_by_itself(name):
    found = Archive(packed((name, b"1"), ("good.png", b"2")))
    odd, good = sorted(found.members, key=lambda member: not member.refused)
    assert "leads out of the zip file" in odd.refused
    with pytest.raises(ArchiveRefused, match="leads out"):
        found.read(odd.place)
    assert found.read(good.place) == b"2"


def test_a_backslash_leads_out_too():
    found = Archive(renamed(packed(("a/b.png", b"1")), b"a/b.png", b"a\\b.png"))
    assert "leads out" in found.members[0].refused


@pytest.mark.parametrize("name", ["a\x07.png", "a\u202egnp.png", "x" * 300 + ".png"])
def test_a_name_that_cannot_be_printed_is_refused_and_shown_without_harm(name):
    (member,) = Archive(packed((name, b"1"))).members
    assert "cannot be printed" in member.refused
    assert member.name.isprintable()
    assert len(member.name) <= 255


def test_what_is_packed_too_tightly_is_not_unpacked():
    found = Archive(packed(("bomb.png", b"\0" * 5_000_000), ("good.png", b"2")))
    bomb = next(member for member in found.members if member.name == "bomb.png")
    assert "packed so tightly" in bomb.refused


def test_more_than_a_picture_may_have_is_never_read_to_its_end():
    import os

    content = os.urandom(1024) * ((MAX_BYTES // 1024) + 200)
    found = Archive(packed(("large.png", content), how=zipfile.ZIP_STORED))
    assert len(found.read(found.members[0].place)) == MAX_BYTES + 1


def test_what_would_be_too_large_as_a_whole_is_refused_whole(monkeypatch):
    monkeypatch.setattr(archive, "MOST_UNPACKED", 1000)
    with pytest.raises(ArchiveRefused, match="larger than 2 GiB"):
        Archive(packed(("a.png", b"1" * 600), ("b.png", b"1" * 600)))


def test_too_many_pictures_are_refused_whole_unless_any_number_may_be():
    buffer = packed(*[(f"{number}.png", b"1") for number in range(4)])
    with pytest.raises(ArchiveRefused, match=r"There are 4 pictures in this zip file; 3 are the most\."):
        Archive(buffer, most=3)
    assert len(Archive(buffer, most=None).members) == 4


def test_a_table_of_contents_that_is_too_long_is_not_read():
    buffer = packed(("a.png", b"1"))
    data = bytearray(buffer.getvalue())
    struct.pack_into("<L", data, len(data) - 22 + 12, 500_000_000)
    with pytest.raises(ArchiveRefused, match="far too many files"):
        Archive(BytesIO(bytes(data)))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip at all", b"PK\x05\x06" + b"\xff" * 18, b"\0" * 100_000])
def test_what_is_no_zip_is_refused_with_a_sentence(data):
    with pytest.raises(ArchiveRefused, match=r"zip file"):
        Archive(BytesIO(data))


def test_a_zip_without_pictures_is_refused():
    with pytest.raises(ArchiveRefused, match="There is no picture"):
        Archive(packed(("notes.txt", b"1")))


def test_damage_and_passwords_are_said_of_the_picture():
    buffer = packed(("a.png", b"picture" * 500))
    data = bytearray(buffer.getvalue())
    data[40:50] = b"\xff" * 10
    damaged = Archive(BytesIO(bytes(data)))
    with pytest.raises(ArchiveRefused, match="damaged"):
        damaged.read(0)
    secret = bytearray(packed(("a.png", b"1")).getvalue())
    place = secret.index(b"PK\x01\x02") + 8
    secret[place] |= 1
    assert "encrypted" in Archive(BytesIO(bytes(secret))).members[0].refused


def test_a_zip_is_known_by_its_first_bytes():
    assert is_archive(packed(("a.png", b"1")).getvalue())
    assert not is_archive(b"\xff\xd8\xff\xe0")
