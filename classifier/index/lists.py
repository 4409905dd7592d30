"""The rows of an index put into lists by likeness, so that a search reads few of them (an inverted file, IVF-Flat).

Centres are found by spherical k-means; each row stands in the list of its nearest centre, and a search reads the lists
whose centres are nearest. One file, memory-mapped: four arrays in NumPy's own format, one after the other. It is built
beside its place and moved there; what was added since stands at the end of the rows and is searched one by one.
benchmarks/index.py says how often the nearest is found, and how quickly.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from classifier.core.calibration import Floats

PROBES = 48
"""How many lists a search reads."""

_SAMPLE_A_LIST = 40  # rows that the centres are learnt from, for each of them
_ROUNDS = 6
_CHUNK = 20_000

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Lists:
    """`centres`: L x D. List l holds `rows` and `embeddings` (of all N) from `starts[l]` to `starts[l + 1]`."""

    centres: FloatArray
    starts: IntArray
    rows: IntArray
    embeddings: FloatArray

    @property
    def covered(self) -> int:
        """How many rows stand in lists: the first so many."""
        return len(self.rows)

    def search(self, vector: Floats, *, probes: int = PROBES) -> tuple[IntArray, FloatArray]:
        """Return rows of the nearest lists and their likeness to a vector (D), in no order."""
        probes = min(probes, len(self.centres))
        nearest = np.argpartition(-(self.centres @ vector), probes - 1)[:probes]
        parts = [slice(self.starts[place], self.starts[place + 1]) for place in nearest]
        likeness = [self.embeddings[part] @ vector for part in parts]
        return np.concatenate([self.rows[part] for part in parts]), np.concatenate(likeness)


def build_lists(file: Path, embeddings: FloatArray, *, seed: int = 0) -> None:
    """Put N x D embeddings of length 1 into lists and write them beside `file`, then move them there."""
    count = len(embeddings)
    centres = _centres(embeddings, lists=max(1, round(2 * count**0.5)), seed=seed)
    nearest = _nearest_centres(embeddings, centres)
    order = np.argsort(nearest, kind="stable").astype(np.int64)
    starts = np.searchsorted(nearest[order], np.arange(len(centres) + 1)).astype(np.int64)
    descriptor, beside = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as out:
            for array in (centres, starts, order):
                np.save(out, array)
            _save_in_order(out, embeddings, order)
            out.flush()
            os.fsync(out.fileno())
        Path(beside).replace(file)
    finally:
        with suppress(FileNotFoundError):  # it was moved
            os.unlink(beside)


def read_lists(file: Path) -> Lists | None:
    """Map the lists into memory; None where none were built yet."""
    try:
        stat = file.stat()
    except FileNotFoundError:
        return None
    return _mapped(file, (stat.st_ino, stat.st_mtime_ns, stat.st_size))


@lru_cache(maxsize=4)
def _mapped(file: Path, _stamp: tuple[int, int, int]) -> Lists:
    """Map a file once for as long as it is the same one."""
    with file.open("rb") as source:
        centres, starts, rows, embeddings = (_map_next(source, file) for _ in range(4))
    return Lists(centres, starts, rows, embeddings)


def _map_next(source: IO[bytes], file: Path) -> Any:
    """Map the array that begins here, and go on to the one after it."""
    np.lib.format.read_magic(source)  # 1.0, as above and as np.save writes numbers
    shape, _, kind = np.lib.format.read_array_header_1_0(source)
    array = np.memmap(file, dtype=kind, mode="r", offset=source.tell(), shape=shape)
    source.seek(array.nbytes, os.SEEK_CUR)
    return array


def _save_in_order(out: IO[bytes], embeddings: FloatArray, order: IntArray) -> None:
    """Write the rows of N x D in an order without holding all of them."""
    header = {"shape": embeddings.shape, "fortran_order": False, "descr": np.dtype(np.float32).str}
    np.lib.format.write_array_header_1_0(out, header)
    for start in range(0, len(order), _CHUNK):
        out.write(np.ascontiguousarray(embeddings[order[start : start + _CHUNK]]).tobytes())


def _centres(embeddings: FloatArray, *, lists: int, seed: int) -> FloatArray:
    random = np.random.default_rng(seed)
    chosen = random.choice(len(embeddings), min(len(embeddings), _SAMPLE_A_LIST * lists), replace=False)
    sample = np.asarray(embeddings[np.sort(chosen)])
    centres = sample[random.choice(len(sample), lists, replace=False)]
    for _ in range(_ROUNDS):
        centres = _moved(centres, sample, _nearest_centres(sample, centres))
    return centres


def _moved(centres: FloatArray, sample: FloatArray, nearest: IntArray) -> FloatArray:
    """Move each centre into the middle of its rows; one without any stays."""
    sums = centres.copy()
    order = np.argsort(nearest, kind="stable")
    taken, starts = np.unique(nearest[order], return_index=True)
    sums[taken] = np.add.reduceat(sample[order], starts, axis=0)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.maximum(lengths, 1e-12), dtype=np.float32)


def _nearest_centres(embeddings: FloatArray, centres: FloatArray) -> IntArray:
    chunks = (embeddings[start : start + _CHUNK] for start in range(0, len(embeddings), _CHUNK))
    return np.concatenate([(np.asarray(chunk) @ centres.T).argmax(axis=1) for chunk in chunks])
