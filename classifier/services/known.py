"""The shows that the active network knows, and which of them may be named now."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from django.db.models import Q

from catalog.models import Alias
from classifier.models import ModelLabel, ModelVersion
from classifier.services.labels import find_show
from classifier.services.prototypes import Framed, framed_shows
from classifier.services.remembered import Memory


class NoNetwork(Exception):  # noqa: N818 - it reads as what it is
    """No version is active for a task."""

    def __init__(self, task: str) -> None:
        super().__init__(f"No network answers for the task {task} yet: none was promoted.")


class KnownShow(NamedTuple):
    """One answer of a version and the show it means; the fields of a show are None where it is gone.

    Most are outputs of the network; `framed` tells of a show that is known by its frames only, after all outputs.
    """

    version_id: int
    label: str
    show_id: int | None
    slug: str | None
    title: str | None
    mal_id: int | None
    is_listed: bool | None
    framed: Framed | None = None


_FIELDS = ("version_id", "label", "show_id", "show__slug", "show__title", "show__mal_id", "show__is_listed")

_memory: Memory[list[KnownShow]] = Memory()
_resolved_up_to: dict[int, int] = {}  # newest alias when the labels of a version were last resolved, by version


def known_shows(task: str) -> list[KnownShow]:
    """Return what each output of the active network means, then the shows that it answers by their frames.

    The list is remembered for a moment, so it is not to be changed.

    Raises:
        NoNetwork: no version is active.
    """
    return _memory.get(task, partial(_known_now, task))


def shows_known_to(version: ModelVersion) -> list[KnownShow]:
    """Return what each output of any version means, without what it would answer by frames."""
    return _known(Q(version=version))


def nameable(known: Sequence[KnownShow]) -> npt.NDArray[np.bool_]:
    """Tell of each output whether its show is in the catalogue and listed."""
    return np.array([bool(show.is_listed) for show in known])


def nameable_hash(known: Sequence[KnownShow]) -> str:
    """Return the same text exactly where the same shows may be named for the same outputs, and by the same frames."""
    shows: list[object] = [show.show_id if show.is_listed else None for show in known]
    shows += [show.framed.changed for show in known if show.framed]
    return hashlib.sha256(repr(shows).encode()).hexdigest()


def _known_now(task: str) -> list[KnownShow]:
    """Ask the database; two queries."""
    active = Q(version__task=task, version__state=ModelVersion.State.ACTIVE)
    known = _known(active)
    if not known:
        raise NoNetwork(task)
    version = known[0].version_id
    return known + [
        KnownShow(version, show.slug, show.show_id, show.slug, show.title, show.mal_id, show.is_listed, framed)
        for show, framed in framed_shows(version)
    ]


def _known(which: Q) -> list[KnownShow]:
    known = _read(which)
    if any(show.show_id is None for show in known) and _resolve_again(known[0].version_id):
        return _read(which)
    return known


def _read(which: Q) -> list[KnownShow]:
    labels = ModelLabel.objects.filter(which).order_by("index")
    return [KnownShow(*row) for row in labels.values_list(*_FIELDS)]


def _resolve_again(version_id: int) -> bool:
    """Find the shows of labels without one, if names were added to the catalogue since the last time."""
    newest = Alias.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if _resolved_up_to.get(version_id) == newest:
        return False
    _resolved_up_to[version_id] = newest
    found = False
    for label in ModelLabel.objects.filter(version=version_id, show=None):
        label.show = find_show(label.label)
        if label.show is not None:
            label.save(update_fields=["show"])
            found = True
    return found
