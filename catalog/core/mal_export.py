"""The anime list that MyAnimeList exports: XML, plain or packed with gzip, from people nobody knows."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

LARGEST = 32 * 1024 * 1024
"""Bytes of XML that are read at most: about thirty thousand entries."""

_ROOT = "myanimelist"
_DEEPEST = 3  # the list, a show, a field
_MOST_FIELDS = 200  # of a show
_GZIP = b"\x1f\x8b"
_LONGEST_TITLE = 300
_NO_LIST = "This is no list exported from MyAnimeList."
_HOW = "Export yours at myanimelist.net/panel.php?go=export and choose the file that you get, packed or not."


class ExportError(ValueError):
    """A file that is no list of anime; the message is a sentence for whoever sent it."""


class Status(StrEnum):
    """How somebody stands to a show."""

    COMPLETED = "completed"
    WATCHING = "watching"
    ON_HOLD = "on-hold"
    DROPPED = "dropped"
    PLANNED = "plan to watch"
    OTHER = "other"


_STATUSES = {
    **{"1": Status.WATCHING, "2": Status.COMPLETED, "3": Status.ON_HOLD, "4": Status.DROPPED, "6": Status.PLANNED},
    **{"paused": Status.ON_HOLD, "onhold": Status.ON_HOLD, "plantowatch": Status.PLANNED},
    **{status.value: status for status in Status},
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list. The id is 0 where the exporter knew none."""

    mal_id: int
    title: str
    status: Status


def read_export(data: bytes) -> list[Entry]:
    """Return the entries of an exported anime list, each show once.

    Raises:
        ExportError: it is another file, a list of manga, damaged, too large unpacked, or made to do harm.
    """
    xml = _unpacked(data) if data.startswith(_GZIP) else data
    if len(xml) > LARGEST:
        raise ExportError(f"The list is larger than {LARGEST // 1024**2} MB unpacked; no list of one person is.")
    try:
        kinds, entries = _read(xml)
    except DefusedXmlException as error:
        raise ExportError(
            "The file defines entities or loads others, which no export does; it was not read."
        ) from error
    except (ParseError, ValueError, LookupError) as error:  # LookupError: an encoding that Python does not know
        raise ExportError(f"{_NO_LIST} {_HOW}") from error
    if "manga" in kinds and "anime" not in kinds:
        raise ExportError("This is a list of manga. Choose the export of your anime list instead.")
    return entries


def _unpacked(data: bytes) -> bytes:
    """Unpack gzip, but never more than may be read."""
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        text = unpacker.decompress(data, LARGEST + 1)
    except zlib.error as error:
        raise ExportError(f"The packed file is damaged. {_HOW}") from error
    if len(text) <= LARGEST and not unpacker.eof:
        raise ExportError(f"The packed file breaks off before its end. {_HOW}")
    return text


def _read(xml: bytes) -> tuple[set[str], list[Entry]]:
    """Return what kinds of things the list holds, and its anime, each once.

    Raises:
        ValueError: it is shaped like no list.
    """
    kinds: set[str] = set()
    entries: dict[tuple[int, str], Entry] = {}
    for element in _things(xml):
        kinds.add(element.tag)
        entry = _entry(element)
        if element.tag == "anime" and (entry.mal_id or entry.title):
            entries[entry.mal_id, "" if entry.mal_id else entry.title] = entry
    return kinds, list(entries.values())


def _things(xml: bytes) -> Iterator[Element]:
    """Give what lies directly in the list, one after the other and without keeping those that were given."""
    path: list[Element] = []
    fields = 0
    for event, element in iterparse(BytesIO(xml), events=("start", "end"), forbid_dtd=True):
        if event == "start":
            path.append(element)
            fields += 1
            if path[0].tag != _ROOT or len(path) > _DEEPEST or fields > _MOST_FIELDS:
                raise ValueError("This is shaped like no list.")
            continue
        path.pop()
        if len(path) == 1:
            yield element
            path[0].clear()
            fields = 0


def _entry(element: Element) -> Entry:
    mal_id = _text(element, "series_animedb_id")
    status = _text(element, "my_status").casefold()
    return Entry(
        int(mal_id) if mal_id.isascii() and mal_id.isdecimal() and len(mal_id) < 10 else 0,
        _text(element, "series_title")[:_LONGEST_TITLE],
        _STATUSES.get(status) or _STATUSES.get(status.replace(" ", "").replace("-", ""), Status.OTHER),
    )


def _text(element: Element, name: str) -> str:
    return " ".join((element.findtext(name) or "").split())
