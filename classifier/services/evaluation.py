"""Measure the active network on a data set: what `manage.py evaluate` asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from catalog.core.imagefolder import METADATA, Dataset, DatasetError, Row, read_dataset
from catalog.models import Alias, Show
from catalog.services import AmbiguousLabel, resolve_label
from classifier.core.calibration import Floats
from classifier.core.report import Scored, classification_report
from classifier.services.files import FileRefused, decode_file, on_every_core
from classifier.services.known import KnownShow, known_shows
from classifier.services.network import Network, network_of

STRANGER = -1


def evaluate_dataset(
    folder: Path, *, task: str, split: str = "", progress: Callable[[int, int], None] | None = None
) -> dict[str, Any]:
    """Return `task`, `version` and the figures of `classifier.core.report` for the rows of a data set, or of a split.

    Rows with a label that the active network does not know are the strangers. `progress` is told how many pictures
    are done, and of how many.

    Raises:
        DatasetError: the data set cannot be read, has no such split, or holds a broken picture or an ambiguous label;
            file and line are named.
        NoNetwork: no version is active.
        PredictorError: the files of the active version are absent, altered or broken, or it cannot be run.
    """
    dataset = read_dataset(folder)
    rows = _rows_of(dataset, split)
    known = known_shows(task)
    targets = _targets(dataset, rows, known)
    network = network_of(known[0].version_id)
    scored = Scored(
        logits=_logits(dataset, rows, network, progress),
        targets=targets,
        clusters=[row.cluster or row.file_name for row in rows],
    )
    figures = classification_report(scored, temperature=network.card.temperature, unknown=network.card.unknown)
    return {"task": task, "version": network.name, **figures}


def _rows_of(dataset: Dataset, split: str) -> list[Row]:
    if "label" not in dataset.columns:
        raise DatasetError(dataset.folder / METADATA, "the column is missing from the heading.", line=1, field="label")
    rows = [row for row in dataset if not split or row.split == split]
    if not rows:
        names = ", ".join(sorted({row.split for row in dataset if row.split})) or "none"
        raise DatasetError(dataset.folder, f"has no split {split!r}; those it has: {names}.")
    return rows


def _targets(dataset: Dataset, rows: Sequence[Row], known: Sequence[KnownShow]) -> Any:
    """Return the output of each row's label, -1 for a stranger."""
    outputs: dict[str, int] = {}
    for row in rows:
        if row.label not in outputs:
            try:
                outputs[row.label] = output_of(row.label, known)
            except AmbiguousLabel as error:
                raise _error(dataset, row, "label", str(error)) from error
    return np.array([outputs[row.label] for row in rows])


def output_of(label: str, known: Sequence[KnownShow]) -> int:
    """Return the output that a label means: by the network's own label or a slug, else by title or alias; -1 for none.

    Raises:
        AmbiguousLabel: several of the shows that the network knows match equally well.
    """
    by_show = {show.show_id: output for output, show in enumerate(known) if show.show_id is not None}
    labelled = Alias.objects.filter(show__in=by_show, text=label, language=Alias.Language.LABEL)
    exact = {by_show[show_id] for show_id in labelled.values_list("show_id", flat=True)}
    exact |= {output for output, show in enumerate(known) if label in (show.label, show.slug)}
    if len(exact) > 1:
        raise AmbiguousLabel(label, list(Show.objects.filter(pk__in=[known[output].show_id for output in exact])))
    if exact:
        return exact.pop()
    show = resolve_label(label, among=Show.objects.filter(pk__in=by_show))
    return STRANGER if show is None else by_show[show.pk]


def _logits(
    dataset: Dataset, rows: Sequence[Row], network: Network, progress: Callable[[int, int], None] | None
) -> Floats:
    """Run every picture: N x C."""

    def run(row: Row) -> Floats:
        try:
            return np.asarray(network.run([decode_file(row.path)]).logits[0])
        except FileRefused as error:
            raise _error(dataset, row, "file_name", f"{row.file_name}: {error}") from error

    logits = []
    for scores in on_every_core(run, rows):
        logits.append(scores)
        if progress:
            progress(len(logits), len(rows))
    return np.stack(logits)


def _error(dataset: Dataset, row: Row, field: str, reason: str) -> DatasetError:
    if row.line is None:
        return DatasetError(row.path, reason)
    return DatasetError(dataset.folder / METADATA, reason, line=row.line, field=field)
