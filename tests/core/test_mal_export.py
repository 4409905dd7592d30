"""A list exported from MyAnimeList is read as it comes; what is none, or means harm, is refused with a sentence."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.core import mal_export
from catalog.core.mal_export import Entry, ExportError, Status, read_export


def show(mal_id=1, title="Bleach", status="Completed"):
    return (
        f"<anime><series_animedb_id>{mal_id}</series_animedb_id><series_title><![CDATA[{title}]]></series_title>"
        f"<my_watched_episodes>3</my_watched_episodes><my_status>{status}</my_status></anime>"
    )


def export(*shows, head='<?xml version="1.0" encoding="UTF-8" ?>'):
    info = "<myinfo><user_id>7</user_id><user_name>alice</user_name><user_export_type>1</user_export_type></myinfo>"
    return f"{head}<myanimelist>{info}{''.join(shows)}</myanimelist>".encode()


def test_entries_have_id_title_and_status():
    assert read_export(export(show(), show(20, "ナルト & <friends>", "Watching"))) == [
        Entry(1, "Bleach", Status.COMPLETED),
        Entry(20, "ナルト & <friends>", Status.WATCHING),
    ]


def test_a_packed_list_is_the_same_list():
    assert read_export(gzip.compress(export(show()))) == read_export(export(show()))


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("Completed", Status.COMPLETED),
        ("2", Status.COMPLETED),
        ("Watching", Status.WATCHING),
        ("1", Status.WATCHING),
        ("On-Hold", Status.ON_HOLD),
        ("Paused", Status.ON_HOLD),
        ("on hold", Status.ON_HOLD),
        ("Dropped", Status.DROPPED),
        ("Plan to Watch", Status.PLANNED),
        ("6", Status.PLANNED),
        ("", Status.OTHER),
        ("Loved", Status.OTHER),
    ],
)
def test_statuses_are_read_as_exporters_write_them(written, status):
    assert read_export(export(show(status=written)))[0].status is status


def test_what_an_exporter_leaves_out_is_no_reason_to_stop():
    assert read_export(export("<anime><series_animedb_id>5</series_animedb_id></anime>")) == [
        Entry(5, "", Status.OTHER)
    ]
    assert read_export(export("<anime></anime>")) == []
    assert read_export(export(show(0, "Unmapped"), show("x", "Odd"))) == [
        Entry(0, "Unmapped", Status.COMPLETED),
        Entry(0, "Odd", Status.COMPLETED),
    ]
    assert read_export(export()) == []


def test_a_show_that_comes_twice_counts_once_as_it_was_last_written():
    assert read_export(export(show(1, status="Watching"), show(1))) == [Entry(1, "Bleach", Status.COMPLETED)]


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">'
FILE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("head", [BOMB, OUTSIDE, FILE], ids=["bomb", "outside", "file"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_entities_are_refused(head, pack):
    with pytest.raises(ExportError, match="entities"):
        read_export(pack(export(show(title="&b;"), head=head)))


def test_what_unpacks_to_more_than_a_list_ever_is_is_not_unpacked():
    packer = zlib.compressobj(wbits=31)
    bomb = b"".join(packer.compress(b" " * 1024**2) for _ in range(64)) + packer.flush()
    assert len(bomb) < 100_000
    with pytest.raises(ExportError, match="larger than 32 MB"):
        read_export(bomb)


def test_a_plain_list_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(mal_export, "LARGEST", 100)
    with pytest.raises(ExportError, match="larger than"):
        read_export(export(show()))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a list",
        b"<html><body>Log in</body></html>",
        b'{"anime": []}',
        b"\x89PNG\r\n\x1a\n",
        export(show())[:-20],
        export().replace(b"UTF-8", b"latin-99"),
        export("<anime>" + "<a>" * 50 + "</a>" * 50 + "</anime>"),
        export("<anime>" + "<a/>" * 5000 + "</anime>"),
    ],
    ids=["empty", "text", "page", "json", "picture", "cut off", "encoding", "deep", "wide"],
)
def test_what_is_no_list_is_refused_with_what_to_do(data):
    with pytest.raises(ExportError, match=r"panel\.php"):
        read_export(data)


@pytest.mark.parametrize("data", [gzip.compress(export(show()))[:-30], b"\x1f\x8bnothing"], ids=["cut-off", "nothing"])
def test_a_damaged_package_is_refused(data):
    with pytest.raises(ExportError, match="packed file"):
        read_export(data)


def test_a_list_of_manga_is_told_apart():
    with pytest.raises(ExportError, match="manga"):
        read_export(export("<manga><manga_mangadb_id>1</manga_mangadb_id></manga>"))


@given(st.binary(max_size=200))
def test_any_file_is_read_or_refused(data):
    for candidate in (data, gzip.compress(data), b"\x1f\x8b" + data, b"<myanimelist>" + data + b"</myanimelist>"):
        said = ""
        try:
            read_export(candidate)
        except ExportError as error:
            said = str(error)
        assert not said or said.endswith(".")
