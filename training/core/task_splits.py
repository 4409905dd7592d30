"""Who learns and who judges, as each task has it: by near copies and videos, or by whole shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from training.core.manifest import ManifestRow
from training.core.splits import TEST, TRAIN, VAL, Parts, SplitError, deal, split_rows
from training.core.task import Task

LEAST_SHOWS = 4
"""With fewer shows of a label, one would judge what two or none had taught."""


def split_for(
    task: Task, rows: Iterable[ManifestRow], *, known: Collection[str], parts: Parts, seed: int
) -> tuple[ManifestRow, ...]:
    """Give every row its split and role; for tasks by show, `cluster` must name the show (`show_groups`).

    Raises:
        SplitError: the rows cannot be parted so.
    """
    if task.split_by == "show":
        return _split_whole_shows(list(rows), known=known, parts=parts, seed=seed)
    if task.kind == "multiple":
        return _split_by_cluster_alone(list(rows), parts=parts, seed=seed)
    return split_rows(rows, known=known, parts=parts, seed=seed)


def show_groups(shows: Sequence[str], clusters: Sequence[str]) -> list[str]:
    """Return for each picture the name of what must not be parted: its show, with shows of which it has near copies.

    `shows`: of each picture, empty where nobody knows. `clusters`: of its near copies, empty where it has none. A
    picture with neither stands for itself, and its name is empty.
    """
    first: dict[str, str] = {}

    def root(name: str) -> str:
        while first.setdefault(name, name) != name:
            name = first[name]
        return name

    names = [f"show:{show}" if show else "" for show in shows]
    for name, cluster in zip(names, clusters, strict=True):
        if name and cluster:
            one, other = sorted((root(name), root(f"copies:{cluster}")), reverse=True)
            first[other] = one  # a show's name sorts after that of copies, so groups go by a show
    return [
        root(name or f"copies:{cluster}").partition(":")[2] if name or cluster else ""
        for name, cluster in zip(names, clusters, strict=True)
    ]


def judged_by_the_unseen(rows: Iterable[ManifestRow], learnt: Collection[str]) -> tuple[ManifestRow, ...]:
    """Let exactly those shows judge of which the first weights saw no picture; `learnt`: the sha256 of what they saw.

    Raises:
        SplitError: they saw every show, or none would be left to learn from.
    """
    rows = tuple(rows)
    seen = {_show(row) for row in rows if row.role == "known" and row.sha256 in learnt}
    done = [replace(row, split=TRAIN if _show(row) in seen else VAL) if row.role == "known" else row for row in rows]
    if {row.split for row in done if row.role == "known"} != {TRAIN, VAL}:
        raise SplitError("the first weights learnt from all of these shows, or from none: nobody is left to judge")
    return tuple(done)


def _split_by_cluster_alone(rows: Sequence[ManifestRow], *, parts: Parts, seed: int) -> tuple[ManifestRow, ...]:
    """Deal out clusters whatever their labels: a picture has several, and few share all of them."""
    labels = {(row.dataset, row.file_name): row.label for row in rows}
    alike = [replace(row, label="any" if row.label else "") for row in rows]
    done = split_rows(alike, known={"any"}, parts=parts, seed=seed)
    return tuple(replace(row, label=labels[row.dataset, row.file_name]) for row in done)


def _split_whole_shows(
    rows: Sequence[ManifestRow], *, known: Collection[str], parts: Parts, seed: int
) -> tuple[ManifestRow, ...]:
    """Deal out shows over all data sets, label by label, whatever splits were given."""
    if parts.folds or parts.keep_val < 1:
        raise SplitError("this task is parted by whole shows: there is no fold or given val of a data set")
    shows: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.role != "left out" and row.label in known:
            shows[row.label].add(_show(row))
    dealt: dict[str, str] = {}
    for label, names in sorted(shows.items()):
        if len(names) >= LEAST_SHOWS:
            free = sorted(names - dealt.keys())  # a show of two labels goes where its first label sent it
            dealt |= deal(free, {VAL: parts.val, TEST: parts.test}, f"{seed}/{label}")
    done = [_placed(row, shows, dealt) for row in rows]
    return tuple(sorted(done, key=lambda row: (row.dataset, row.file_name)))


def _placed(row: ManifestRow, shows: Mapping[str, Collection[str]], dealt: Mapping[str, str]) -> ManifestRow:
    if row.role == "left out":
        return row
    there = len(shows.get(row.label, ()))
    if there >= LEAST_SHOWS:
        return replace(row, split=dealt[_show(row)], role="known")
    reason = f"there are pictures of {there} shows of {row.label!r}; {LEAST_SHOWS} are needed"
    return replace(row, split="", role="left out", reason=reason if there else f"{row.label!r} is no label of the task")


def _show(row: ManifestRow) -> str:
    return row.cluster or row.sha256
