"""Pictures in a zip file from anywhere: found by its table of contents, read one by one, never unpacked to a disk.

What is no picture by its name is passed over, as in a folder. What is packed too tightly, encrypted or oddly named is
refused by itself; what would take too much as a whole is refused whole.
"""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from catalog.core.imagefolder import PICTURE_SUFFIXES
from classifier.core.image import MAX_BYTES

MOST_PICTURES = 1000
MOST_UNPACKED = 2 * 1024**3
MOST_CONTENTS = 4 * 1024**2
"""Bytes of a table of contents; one of so many entries that it is longer is not even read."""

TIGHTEST = 200
"""Pictures are packed already: what shrinks to less than this part of its size is made to fill a disk."""

LONGEST_NAME = 255

_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x07"
_SMALL = 1024**2


class ArchiveRefused(ValueError):  # noqa: N818 - a refusal with a sentence for people
    """A zip that is not taken, or a picture in one; the message is a sentence."""


@dataclass(frozen=True)
class Member:
    """A picture in an archive: the name it goes by, its place in the table of contents, and why it is not read."""

    name: str
    place: int
    refused: str = ""


def is_archive(beginning: bytes) -> bool:
    """Tell a zip from its first bytes, an empty one too."""
    return beginning.startswith((b"PK\x03\x04", _END))


class Archive:
    """An open zip; `members` are its pictures by name."""

    def __init__(self, file: BinaryIO, *, most: int | None = MOST_PICTURES) -> None:
        """Read the table of contents; at most `most` pictures are taken, None for any number.

        Raises:
            ArchiveRefused: it is no zip, holds no picture, or too many or too much.
        """
        _check_end(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise _not_a_zip() from error
        self._entries = self._zip.infolist()
        self.members = sorted(
            (_member(entry, place) for place, entry in enumerate(self._entries) if _is_picture(entry)),
            key=lambda member: member.name,
        )
        if not self.members:
            raise ArchiveRefused("There is no picture in this zip file.")
        if most is not None and len(self.members) > most:
            raise ArchiveRefused(f"There are {len(self.members):,} pictures in this zip file; {most:,} are the most.")
        if sum(entry.file_size for entry in self._entries) > MOST_UNPACKED:
            raise ArchiveRefused("Unpacked this zip file would be larger than 2 GiB. Send it in parts.")

    def read(self, place: int) -> bytes:
        """Return the bytes of the picture at a place: one more than is allowed where there are more.

        Raises:
            ArchiveRefused: it is refused, or damaged.
        """
        if not 0 <= place < len(self._entries):
            raise ArchiveRefused("It is not in the zip file any more.")
        if refused := _member(self._entries[place], place).refused:
            raise ArchiveRefused(refused)
        try:
            with self._zip.open(self._entries[place]) as file:
                return file.read(MAX_BYTES + 1)
        except Exception as error:  # zipfile, zlib, lzma and bz2 each raise what they like
            raise ArchiveRefused("It is damaged in the zip file, or packed in a way that is not read here.") from error


def _check_end(file: BinaryIO) -> None:
    """Look at the end of the file, where it says how long its table of contents is, before that is read."""
    file.seek(0, 2)
    start = max(0, file.tell() - 65_557)  # the longest comment, and the record itself
    file.seek(start)
    tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < 22:
        raise _not_a_zip()
    (length,) = struct.unpack_from("<L", tail, end + 12)
    if length > MOST_CONTENTS or tail[max(0, end - 20) : end].startswith(_END_64):
        raise ArchiveRefused("This zip file holds far too many files, or is far too large. Send it in parts.")


def _not_a_zip() -> ArchiveRefused:
    return ArchiveRefused("This is not a zip file that can be read: it is damaged, or something else.")


def _is_picture(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename)
    hidden = any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in path.parts)
    return not entry.is_dir() and not hidden and path.suffix.lower() in PICTURE_SUFFIXES


def _member(entry: zipfile.ZipInfo, place: int) -> Member:
    return Member(_shown(entry.filename), place, _why_not(entry))


def _why_not(entry: zipfile.ZipInfo) -> str:
    name = entry.orig_filename or entry.filename
    if "\\" in name or name.startswith("/") or name[1:2] == ":" or ".." in PurePosixPath(name).parts:
        return "Its name leads out of the zip file. Pack it anew, with plain names."
    if len(name) > LONGEST_NAME or not name.isprintable():
        return "Its name is too long or cannot be printed. Give it a plain one."
    if entry.flag_bits & 1:
        return "It is encrypted. Pack it anew without a password."
    if entry.file_size > _SMALL and entry.file_size > TIGHTEST * max(entry.compress_size, 1):
        return "It is packed so tightly that it is no ordinary picture, and is not unpacked."
    return ""


def _shown(name: str) -> str:
    """Return a name that can be printed, its end kept."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name)[-LONGEST_NAME:]
