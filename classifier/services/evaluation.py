"""Measure the active network on a data set: what `manage.py evaluate` asks for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from catalog.core.imagefolder import Dataset, Row, read_dataset
from catalog.models import Alias, Show
from catalog.services import AmbiguousLabel, resolve_label
from classifier.core.calibration import Floats
from classifier.core.report import Scored, classification_report
from classifier.models import ModelVersion, Task
from classifier.services.dataset_rows import Progress, check_column, logits_of, row_error, rows_of
from classifier.services.known import KnownShow, NoNetwork, known_shows
from classifier.services.label_evaluation import evaluate_labels
from classifier.services.network import Network, network_of
from classifier.services.recognition import look_at

STRANGER = -1


def evaluate_dataset(
    folder: Path,
    *,
    task: str,
    split: str = "",
    facts: Sequence[Path] = (),
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Return `task`, `version` and the figures of `classifier.core.report` for the rows of a data set, or of a split.

    Of tags they are those of `classifier.core.tag_report`. Rows with a label that the active network does not know are
    the strangers. `facts` are lists that tell of shows what the data set does not. `progress` is told how many pictures
    are done, and of how many.

    Raises:
        DatasetError: the data set cannot be read, has no such split, or holds a broken picture or an ambiguous label;
            file and line are named.
        FactsError: a list cannot be read.
        NoNetwork: no version is active.
        PredictorError: the files of the active version are absent, altered or broken, or it cannot be run.
    """
    dataset = read_dataset(folder)
    if task == Task.SHOW:
        return _evaluate_shows(dataset, split, progress)
    version = ModelVersion.objects.active(task)
    if version is None:
        raise NoNetwork(task)
    network = network_of(version.pk)
    rows = rows_of(dataset, split)
    figures = evaluate_labels(dataset, rows, network, task=task, facts=facts, progress=progress)
    return {"task": task, "version": network.name, **figures}


def _evaluate_shows(dataset: Dataset, split: str, progress: Progress | None) -> dict[str, Any]:
    check_column(dataset, "label")
    rows = rows_of(dataset, split)
    known = known_shows(Task.SHOW)
    targets = _targets(dataset, rows, known)
    network = network_of(known[0].version_id)
    scored = Scored(
        logits=logits_of(dataset, rows, partial(_look, network=network, known=known), progress),
        targets=targets,
        clusters=[row.cluster or row.file_name for row in rows],
    )
    figures = classification_report(scored, temperature=network.card.temperature, unknown=network.card.unknown)
    return {"task": Task.SHOW.value, "version": network.name, **figures}


def _targets(dataset: Dataset, rows: Sequence[Row], known: Sequence[KnownShow]) -> Any:
    """Return the output of each row's label, -1 for a stranger."""
    outputs: dict[str, int] = {}
    for row in rows:
        if row.label not in outputs:
            try:
                outputs[row.label] = output_of(row.label, known)
            except AmbiguousLabel as error:
                raise row_error(dataset, row, "label", str(error)) from error
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


def _look(picture: Image.Image, *, network: Network, known: Sequence[KnownShow]) -> Floats:
    return np.asarray(look_at([picture], network, known).logits[0])
