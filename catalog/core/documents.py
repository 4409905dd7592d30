"""Tables that people write: CSV with a heading, read so that every error names the file, the line and the field."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path


class DocumentError(ValueError):
    """A file that cannot be read as it should; the message names the file, the line and the field."""

    def __init__(self, path: Path, reason: str, *, line: int | None = None, field: str = "") -> None:
        where = str(path) + (f", line {line}" if line is not None else "") + (f", {field}" if field else "")
        super().__init__(f"{where}: {reason}")


class Table:
    """A CSV file in UTF-8 whose lines are read once, in order."""

    def __init__(self, path: Path, *, required: str, error: type[DocumentError] = DocumentError) -> None:
        self.path = path
        self.required = required
        self.error = error
        self.columns: tuple[str, ...] = ()

    def lines(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Yield line number and cells (stripped) of each line; the columns are known from the first one on.

        Raises:
            DocumentError (or the type asked for): not there, not CSV in UTF-8, or a line that the heading does not fit.
        """
        try:
            with self.path.open(newline="", encoding="utf-8-sig") as file:
                reader = csv.DictReader(file)
                self._read_heading(list(reader.fieldnames or []))
                for cells in reader:
                    if None in cells or None in cells.values():
                        reason = "the line has more or fewer fields than the heading."
                        raise self.error(self.path, reason, line=reader.line_num)
                    yield reader.line_num, {name: value.strip() for name, value in cells.items()}
        except (UnicodeDecodeError, csv.Error) as error:
            raise self.error(self.path, f"is not a CSV file in UTF-8 ({error}).") from error
        except OSError as error:
            raise self.error(self.path, f"cannot be read ({error.strerror}).") from error

    def _read_heading(self, columns: list[str]) -> None:
        if self.required not in columns:
            raise self.error(self.path, "the column is missing from the heading.", line=1, field=self.required)
        for name in columns:
            if columns.count(name) > 1:
                raise self.error(self.path, "the heading names the column twice.", line=1, field=name)
        self.columns = tuple(columns)
