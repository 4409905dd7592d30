"""The shows that the active network knows, and which of them may be named now."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from catalog.models import Alias
from classifier.models import ModelLabel, ModelVersion
from classifier.services.labels import find_show


class NoNetwork(Exception):  # noqa: N818 - it reads as what it is
    """No version is active for a task."""

    def __init__(self, task: str) -> None:
        super().__init__(f"No network answers for the task {task} yet: none was promoted.")


class KnownShow(NamedTuple):
    """One output of the active version and the show it means; the fields of a show are None where it is gone."""

    version_id: int
    label: str
    show_id: int | None
    slug: str | None
    title: str | None
    mal_id: int | None
    is_listed: bool | None


_FIELDS = ("version_id", "label", "show_id", "show__slug", "show__title", "show__mal_id", "show__is_listed")

_resolved_up_to: dict[int, int] = {}  # newest alias when the labels of a version were last resolved, by version


def known_shows(task: str) -> list[KnownShow]:
    """Return what each output of the active network means, in one query.

    Raises:
        NoNetwork: no version is active.
    """
    known = _read(task)
    if not known:
        raise NoNetwork(task)
    if any(show.show_id is None for show in known) and _resolve_again(known[0].version_id):
        return _read(task)
    return known


def nameable(known: Sequence[KnownShow]) -> npt.NDArray[np.bool_]:
    """Tell of each output whether its show is in the catalogue and listed."""
    return np.array([bool(show.is_listed) for show in known])


def nameable_hash(known: Sequence[KnownShow]) -> str:
    """Return the same text exactly where the same shows may be named for the same outputs."""
    shows = [show.show_id if show.is_listed else None for show in known]
    return hashlib.sha256(repr(shows).encode()).hexdigest()


def _read(task: str) -> list[KnownShow]:
    labels = ModelLabel.objects.filter(version__task=task, version__state=ModelVersion.State.ACTIVE)
    return [KnownShow(*row) for row in labels.order_by("index").values_list(*_FIELDS)]


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
