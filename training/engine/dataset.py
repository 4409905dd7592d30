"""The pictures of a run, decoded once and kept as bytes in memory."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import Dataset
from tqdm import tqdm

from classifier.core.image import ImageRefused, decode
from classifier.core.preprocess import InputSpec, normalise, to_square
from training.core.manifest import ManifestRow, read_manifest
from training.core.recipe import Recipe
from training.core.vocabulary import truths
from training.core.whole_file import replacing
from training.engine.augment import Augment
from training.engine.palettes import Palettes

P = TypeVar("P")
STRANGER = -1
MIXUP_ALPHA = 0.4


@dataclass(frozen=True)
class Pictures:
    """The rows of one part of a manifest, with where each lies and what is learnt of it.

    `targets`: N, the label among the recipe's (`STRANGER` for strangers); or N x C where any number may be true: 1, 0,
    -1 where nobody said. `companions`: the label among all of the run's, those to know first.
    """

    rows: tuple[ManifestRow, ...]
    paths: tuple[Path, ...]
    targets: npt.NDArray[np.int64]
    companions: tuple[int, ...]

    @cached_property
    def domain_names(self) -> tuple[str, ...]:
        """The domains that rows have, in order."""
        return tuple(sorted({row.domain for row in self.rows}))

    @property
    def domains(self) -> tuple[int, ...]:
        """The place of each row's domain among `domain_names`."""
        places = {name: place for place, name in enumerate(self.domain_names)}
        return tuple(places[row.domain] for row in self.rows)

    def known_counts(self, labels: int) -> npt.NDArray[np.int64]:
        """Return how many pictures of each domain each label has, (D, C), of known pictures with one label."""
        counts = np.zeros((len(self.domain_names), labels), dtype=np.int64)
        known = self.targets >= 0
        np.add.at(counts, (np.asarray(self.domains, dtype=np.int64)[known], self.targets[known]), 1)
        return counts

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, indices: Sequence[int]) -> Pictures:
        """Return the rows at these places."""
        return Pictures(
            tuple(self.rows[index] for index in indices),
            tuple(self.paths[index] for index in indices),
            self.targets[list(indices)],
            tuple(self.companions[index] for index in indices),
        )

    def every(self, step: int) -> Pictures:
        """Return one row in `step`."""
        return self.at(range(0, len(self), step))


@dataclass(frozen=True)
class Skipped:
    """A picture of the manifest that cannot be read any more, and why."""

    row: ManifestRow
    reason: str


def read_pictures(run: Path, recipe: Recipe, split: str) -> Pictures:
    """Read one split of a run's manifest: known pictures and strangers, nothing that was left out."""
    folders = {dataset.name: Path(dataset.path) for dataset in recipe.datasets}
    manifest = [row for row in read_manifest(run / "manifest.csv") if row.role != "left out"]
    strangers = sorted({row.label for row in manifest} - set(recipe.labels))
    companions = {label: index for index, label in enumerate((*recipe.labels, *strangers))}
    rows = tuple(row for row in manifest if row.split == split)
    return Pictures(
        rows=rows,
        paths=tuple(folders[row.dataset] / row.file_name for row in rows),
        targets=_targets(rows, manifest, recipe),
        companions=tuple(companions[row.label] for row in rows),
    )


def _targets(rows: Sequence[ManifestRow], manifest: Sequence[ManifestRow], recipe: Recipe) -> npt.NDArray[np.int64]:
    """Return what rows teach; a data set is heard of a tag that any of its rows in the manifest has."""
    if not recipe.is_multiple:
        places = {label: index for index, label in enumerate(recipe.labels)}
        return np.array([places[row.label] if row.role == "known" else STRANGER for row in rows], dtype=np.int64)
    named: dict[str, set[str]] = {}
    for row in manifest:
        named.setdefault(row.dataset, set()).update(row.label.split())
    heard = {dataset: frozenset(tags) for dataset, tags in named.items()}
    return truths([row.label for row in rows], [row.dataset for row in rows], recipe.labels, heard)


def stranger_count(run: Path) -> int:
    """Return how many labels the pictures of a run have that are not to be known."""
    return len({row.label for row in read_manifest(run / "manifest.csv") if row.role == "stranger"})


Target = np.int64 | npt.NDArray[np.int64]
"""The number of a label, or the C truths of all of them."""


class Example(NamedTuple):
    """One augmented picture (3, S, S), or two of them mixed: `share` of the first and the rest of the other."""

    picture: Tensor
    target: Target
    companion: int
    domain: int
    other_target: Target
    other_companion: int
    other_domain: int
    share: float


class TrainingSet(Dataset[Example]):
    """Augmented pictures of the epoch that was set.

    An index beyond the number of pictures means one of them again (modulo), changed in another way.
    """

    def __init__(self, pictures: Pictures, recipe: Recipe, augment: Augment, *, quiet: bool) -> None:
        # A crop of the smallest share still has the input's size in pixels to choose from.
        side = round(recipe.resize * 1.25)
        self._tensors, kept, self.skipped = _decoded(
            pictures, lambda image: _to_tensor(image, shorter_side=side), quiet=quiet
        )
        self.pictures = pictures.at(kept)
        self._labels = tuple(zip(self.pictures.targets, self.pictures.companions, self.pictures.domains, strict=True))
        self._palettes = Palettes(self._tensors, self.pictures.domains) if recipe.palettes else None
        self._recipe = recipe
        self._augment = augment
        self.epoch = 0

    def __len__(self) -> int:
        return len(self._labels)

    def __getitem__(self, index: int) -> Example:
        # The partner is drawn from the same key as the change, so mixing, too, is the same for any number of processes.
        generator = np.random.default_rng([self._recipe.seed, self.epoch, index])
        picture, labels = self._changed(index, index)
        if generator.random() >= self._recipe.mixup:
            return Example(picture, *labels, *labels, 1.0)
        share = float(generator.beta(MIXUP_ALPHA, MIXUP_ALPHA))
        other, other_labels = self._changed(int(generator.integers(len(self))), index)
        return Example(picture.mul_(share).add_(other, alpha=1 - share), *labels, *other_labels, share)

    def _changed(self, index: int, key: int) -> tuple[Tensor, tuple[Target, int, int]]:
        row = index % len(self)
        size = self._recipe.size_in(self.epoch)
        picture = self._repainted(row, key)
        return self._augment(picture, size=size, epoch=self.epoch, index=key), self._labels[row]

    def _repainted(self, row: int, key: int) -> Tensor:
        if self._palettes is None:
            return self._tensors[row]
        generator = np.random.default_rng([self._recipe.seed, self.epoch, key, row])
        if generator.random() >= self._recipe.palettes:
            return self._tensors[row]
        return self._palettes.repaint(self._tensors[row], row, generator)


def _decoded(
    pictures: Pictures, prepare: Callable[[Image.Image], P], *, quiet: bool = False
) -> tuple[list[P], list[int], tuple[Skipped, ...]]:
    """Decode and prepare every picture that can still be read; return them, their places, and what was skipped."""
    prepared, kept, skipped = [], [], []
    bar = tqdm(pictures.paths, desc="decoding", unit="picture", disable=None if not quiet else True)
    for index, path in enumerate(bar):
        try:
            prepared.append(prepare(decode(path.read_bytes())))
            kept.append(index)
        except ImageRefused as refused:
            skipped.append(Skipped(pictures.rows[index], refused.message))
        except OSError as error:
            skipped.append(Skipped(pictures.rows[index], error.strerror or str(error)))
    for one in skipped:
        print(f"skipped {one.row.dataset}/{one.row.file_name}: {one.reason}", file=sys.stderr)
    return prepared, kept, tuple(skipped)


def write_skipped(run: Path, skipped: Sequence[Skipped]) -> None:
    """List in `skipped.csv` what could not be read any more when the run was trained; no file where all could."""
    path = run / "skipped.csv"
    if not skipped:
        path.unlink(missing_ok=True)
        return
    with replacing(path) as beside, beside.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("dataset", "file_name", "reason"))
        writer.writerows((one.row.dataset, one.row.file_name, one.reason) for one in skipped)


def _to_tensor(image: Image.Image, *, shorter_side: int) -> Tensor:
    scale = shorter_side / min(image.size)
    if scale < 1:
        image = image.resize(
            (round(image.width * scale), round(image.height * scale)), Image.Resampling.BICUBIC, reducing_gap=3.0
        )
    return torch.from_numpy(np.array(image).transpose(2, 0, 1))


def evaluation_squares(paths: Sequence[Path], spec: InputSpec) -> np.ndarray:
    """Decode pictures exactly as serving does: uint8, (N x V) x S x S x 3.

    Raises:
        ImageRefused, OSError: one of them cannot be read.
    """
    return _stacked([_views(decode(path.read_bytes()), spec) for path in paths], spec)


def readable_squares(pictures: Pictures, spec: InputSpec, *, quiet: bool = False) -> tuple[np.ndarray, list[int]]:
    """Decode those pictures that can be read, as serving does; return the places of those that could, too."""
    prepared, kept, _ = _decoded(pictures, lambda image: _views(image, spec), quiet=quiet)
    return _stacked(prepared, spec), kept


def _views(image: Image.Image, spec: InputSpec) -> np.ndarray:
    return np.stack([to_square(image, spec, view) for view in spec.views])  # (V, S, S, 3)


def _stacked(views: Sequence[np.ndarray], spec: InputSpec) -> np.ndarray:
    return np.concatenate(views) if views else np.empty((0, spec.size, spec.size, 3), dtype=np.uint8)


def evaluation_batches(squares: np.ndarray, spec: InputSpec, batch_size: int) -> Iterator[Tensor]:
    """Yield normalised batches (B, 3, S, S) in order."""
    for start in range(0, len(squares), batch_size):
        yield torch.from_numpy(normalise(squares[start : start + batch_size], spec))
