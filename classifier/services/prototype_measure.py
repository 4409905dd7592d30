"""What shows answered by their frames are worth with the active network, and the rule that makes them so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from catalog.core.imagefolder import DatasetError, Row, read_dataset
from catalog.services import AmbiguousLabel
from classifier.core.calibration import Floats
from classifier.core.image import fingerprint
from classifier.core.learnt import Learnt
from classifier.core.prototype_trials import Figures, Looked, eligible, measure, try_shows
from classifier.core.prototypes import PrototypeRule, fit_rule
from classifier.models import ModelVersion, Task
from classifier.services.evaluation import output_of
from classifier.services.files import FileRefused, decode_file, on_every_core
from classifier.services.frame_scores import learnt_by
from classifier.services.known import KnownShow, NoNetwork, shows_known_to
from classifier.services.network import Network, network_of

SHOTS = (5, 10)
DRAWS = 5


@dataclass(frozen=True)
class Measured:
    """`rule`: set on everything that was tried. `known`: whether shows that the network knows had to be tried."""

    version: str
    rule: PrototypeRule
    known: bool
    figures: tuple[Figures, ...]


def measure_prototypes(
    folders: Sequence[Path],
    *,
    keep: bool = False,
    shots: Sequence[int] = SHOTS,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Measured:
    """Try the shows of data sets as if they were new, and return figures and the rule; `keep` lets it hold from now on.

    Tried are the labels that the active network does not know, and have enough pictures; where there are none, those it
    knows. The pictures it knows and did not learn from are the others, all that is left the strangers.

    Raises:
        DatasetError: a data set cannot be read, or no label of theirs can be tried.
        NoNetwork, PredictorError: there is no network, or it cannot be run.
    """
    version = ModelVersion.objects.active(Task.SHOW)
    if version is None:
        raise NoNetwork(Task.SHOW)
    looked = _look(folders, version, progress)
    labels = eligible(looked, max(shots))
    tried = [one for frames in shots for one in try_shows(looked, labels, frames, draws=DRAWS, seed=seed)]
    if not tried:
        raise DatasetError(folders[0], f"has no show with {max(shots)} pictures and other videos to ask about.")
    rule = fit_rule([one.trial for one in tried])
    if keep:
        version.prototype_rule = asdict(rule)
        version.save(update_fields=["prototype_rule"])
    known = bool((looked.outputs[looked.labels == labels[0]] >= 0).all())
    return Measured(version.name, rule, known, tuple(measure(looked, tried, seed=seed)))


def _look(folders: Sequence[Path], version: ModelVersion, progress: Callable[[int, int], None] | None) -> Looked:
    rows = [row for folder in folders for row in read_dataset(folder)]
    network, learnt = network_of(version.pk), learnt_by(version)
    outputs = _outputs(rows, shows_known_to(version))
    seen: list[_Seen] = []
    for one in on_every_core(lambda row: _see(row, network, learnt), rows):
        seen.append(one)
        if progress:
            progress(len(seen), len(rows))
    return Looked(
        labels=np.array([row.label for row in rows], dtype=np.str_),
        clusters=np.array([f"{row.domain}/{row.cluster or row.file_name}" for row in rows], dtype=np.str_),
        outputs=np.array([outputs[row.label] for row in rows], dtype=np.int64),
        taught=np.array([one.taught for one in seen]),
        logits=np.stack([one.logits for one in seen]) / network.card.temperature,
        embeddings=np.stack([one.embedding for one in seen]),
    )


class _Seen(NamedTuple):
    """What the network said of one picture, and whether the picture taught it."""

    logits: Floats
    embedding: Floats
    taught: bool


def _see(row: Row, network: Network, learnt: Learnt) -> _Seen:
    try:
        scores = network.run([decode_file(row.path)])
        sha256 = fingerprint(row.path.read_bytes())
    except FileRefused as error:
        raise DatasetError(row.path, str(error), line=row.line) from error
    drawn = (row.show, row.episode, row.time) if row.episode is not None and row.time is not None else None
    return _Seen(scores.logits[0], scores.embedding[0], learnt.split_of(sha256, drawn=drawn) == "train")


def _outputs(rows: Sequence[Row], known: Sequence[KnownShow]) -> dict[str, int]:
    """Return the output that each label means, -1 for a stranger."""
    outputs: dict[str, int] = {}
    for row in rows:
        if row.label not in outputs:
            try:
                outputs[row.label] = output_of(row.label, known)
            except AmbiguousLabel as error:
                raise DatasetError(row.path, str(error), line=row.line, field="label") from error
    return outputs
