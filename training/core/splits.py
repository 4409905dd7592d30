"""Who learns, who judges: pictures are parted so that nothing near a judged picture was learnt from.

Known labels are parted by cluster (near copies, frames of one video), strangers by label (a stranger seen in training
is no stranger). A given split is kept only where it respects that.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from training.core.manifest import ManifestRow

TRAIN, VAL, TEST = "train", "val", "test"
DEMO_DOMAIN = "demo"


class SplitError(ValueError):
    """A data set that cannot be parted as it asks to be."""


@dataclass(frozen=True)
class Parts:
    """Shares of clusters (or stranger labels) that judge; the rest learn.

    `keep_val`: share of the clusters that a data set itself gives to `val` that judges; below 1 the others learn, for a
    last fit on nearly all there is. `folds`: a data set's known clusters cut into n folds, of which the k-th (from 1)
    judges: `{"frames": (1, 3)}`.
    """

    val: float = 0.15
    test: float = 0.0
    keep_val: float = 1.0
    folds: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def split_rows(
    rows: Iterable[ManifestRow], *, known: Collection[str], parts: Parts, seed: int
) -> tuple[ManifestRow, ...]:
    """Give every row its split and role.

    Rows left out stay so, and rows without a label join them. Rows that name a split keep it; where a data set's known
    rows name no `val`, one is made by cluster. Strangers are always parted anew, by label.

    Raises:
        SplitError: a cluster of known rows stands in two splits.
    """
    known = set(known)
    done: list[ManifestRow] = []
    groups: dict[str, list[ManifestRow]] = defaultdict(list)
    strangers: list[ManifestRow] = []
    for row in rows:
        if row.role == "left out":
            done.append(row)
        elif not row.label:
            done.append(replace(row, split="", role="left out", reason="it has no label"))
        elif row.label in known:
            groups[row.dataset].append(row)
        else:
            strangers.append(row)
    for dataset in sorted(groups):
        if dataset in parts.folds:
            done += _fold(groups[dataset], *parts.folds[dataset], seed)
        else:
            _refuse_parted_clusters(groups[dataset])
            done += _split_known(_learn_from_val(groups[dataset], parts.keep_val, seed), parts, seed)
    done += _split_strangers(strangers, parts, seed)
    return tuple(sorted(done, key=lambda row: (row.dataset, row.file_name)))


def _learn_from_val(rows: Sequence[ManifestRow], keep: float, seed: int) -> list[ManifestRow]:
    """Leave a share of the given validation clusters to judge, label by label; the rest learns."""
    if keep >= 1:
        return list(rows)
    clusters: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.split == VAL:
            clusters[row.label].add(_cluster(row))
    dealt: dict[str, str] = {}
    for label, names in sorted(clusters.items()):
        dealt |= deal(sorted(names - dealt.keys()), {VAL: keep}, f"{seed}/keep/{label}")
    return [replace(row, split=dealt[_cluster(row)]) if row.split == VAL else row for row in rows]


def _split_known(rows: Sequence[ManifestRow], parts: Parts, seed: int) -> list[ManifestRow]:
    """Keep the given splits; deal out what is missing of val and test from the rows that train, label by label."""
    given = {row.split for row in rows}
    shares = {
        VAL: parts.val if VAL not in given else 0.0,
        TEST: parts.test if TEST not in given else 0.0,
    }
    clusters: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.split in {"", TRAIN}:
            clusters[row.label].add(_cluster(row))
    dealt: dict[str, str] = {}
    for label, names in sorted(clusters.items()):
        free = sorted(names - dealt.keys())  # a cluster of two labels goes where its first label sent it
        dealt |= deal(free, shares, f"{seed}/{label}")
    return [
        replace(row, split=dealt[_cluster(row)] if row.split in {"", TRAIN} else row.split, role="known")
        for row in rows
    ]


def _fold(rows: Sequence[ManifestRow], fold: int, folds: int, seed: int) -> list[ManifestRow]:
    """Let one fold of the clusters judge, whatever splits were given: over all folds every picture is judged once."""
    if not 1 <= fold <= folds:
        raise SplitError(f"fold {fold} of {folds} is none: there are folds 1 to {folds}")
    clusters = sorted({_cluster(row) for row in rows})
    random.Random(f"{seed}/folds").shuffle(clusters)
    judged = set(clusters[fold - 1 :: folds])
    return [replace(row, split=VAL if _cluster(row) in judged else TRAIN, role="known") for row in rows]


def _split_strangers(rows: Sequence[ManifestRow], parts: Parts, seed: int) -> list[ManifestRow]:
    assigned: dict[str, str] = {}
    by_domain: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        by_domain[row.domain].add(row.label)
    for domain, labels in sorted(by_domain.items()):
        shares = {VAL: parts.val, TEST: parts.test}
        for label, split in deal(sorted(labels), shares, f"{seed}/strangers/{domain}").items():
            assigned.setdefault(label, split)
    return [replace(row, split=assigned[row.label], role="stranger") for row in rows]


def deal(names: Sequence[str], shares: dict[str, float], seed: str) -> dict[str, str]:
    """Shuffle names and give each split its share, at least one where there are enough; the rest train."""
    shuffled = sorted(names)
    random.Random(seed).shuffle(shuffled)
    dealt = dict.fromkeys(shuffled, TRAIN)
    for split, share in shares.items():
        wanted = max(1, round(share * len(names))) if share > 0 and len(names) > len(shares) else 0
        for _ in range(min(wanted, max(len(shuffled) - 1, 0))):  # one at least is left to learn from
            dealt[shuffled.pop()] = split
    return dealt


def _refuse_parted_clusters(rows: Sequence[ManifestRow]) -> None:
    seen: dict[str, ManifestRow] = {}
    for row in rows:
        if not row.split:
            continue
        first = seen.setdefault(_cluster(row), row)
        if first.split != row.split:
            raise SplitError(
                f"{row.dataset}: what must not be parted ({row.cluster or 'the same picture'}) stands in two splits: "
                f"{first.file_name} in {first.split}, {row.file_name} in {row.split}"
            )


def _cluster(row: ManifestRow) -> str:
    """Return what must not be parted; a picture without a cluster stands for itself."""
    return f"{row.dataset}/{row.cluster}" if row.cluster else row.sha256
