"""The table of docs/choice.md, from the lines of `benchmarks/choice.csv`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.choice_judging import OURS, RULES, Line

HEADING = (
    "| data set | rule | epochs taken | loss | against ours | top-1 | against ours |",
    "|---|---|---|---|---|---|---|",
)


def table(lines: Sequence[Line]) -> str:
    """Return markdown: a row for each data set and rule, then one for each rule over all of them."""
    rows = list(HEADING)
    datasets = list(dict.fromkeys(line.dataset for line in lines))
    for dataset in datasets:
        rows += _rows(dataset, [line for line in lines if line.dataset == dataset])
    if len(datasets) > 1:
        rows += [_over_all(rule, [line for line in lines if line.rule == rule]) for rule in RULES]
    return "\n".join(rows)


def _rows(dataset: str, lines: Sequence[Line]) -> Iterator[str]:
    for rule in RULES:
        mine = [line for line in lines if line.rule == rule]
        taken = ", ".join(str(line.epoch) for line in mine)
        yield f"| {dataset} | {rule} | {taken} | {_cells(mine)} |"
    some = [line for line in lines if line.rule == OURS]
    best = f"{_mean(some, 'best_loss'):.3f} | | {_mean(some, 'best_top1'):.3f}"
    yield f"| {dataset} | *best there was* | | {best} | |"


def _over_all(rule: str, lines: Sequence[Line]) -> str:
    """Weigh data sets alike."""
    return f"| **all** | {rule} | | {_cells(lines)} |"


def _cells(lines: Sequence[Line]) -> str:
    figures = ((f"{_mean_of_datasets(lines, name):.3f}", _more(lines, name)) for name in ("loss", "top1"))
    return " | ".join(cell for pair in figures for cell in pair)


def _mean(lines: Sequence[Line], name: str) -> float:
    return float(np.mean([getattr(line, name) for line in lines]))


def _mean_of_datasets(lines: Sequence[Line], name: str) -> float:
    datasets = sorted({line.dataset for line in lines})
    return float(np.mean([_mean([line for line in lines if line.dataset == dataset], name) for dataset in datasets]))


def _more(lines: Sequence[Line], name: str) -> str:
    """Return the mean difference with its 95 % interval.

    The runs of a data set share their pictures, so their errors are taken as one: the interval is as wide as that of a
    single run of average width. Data sets share nothing, so theirs add up as of independent ones.
    """
    if lines[0].rule == OURS:
        return ""
    datasets = sorted({line.dataset for line in lines})
    variances = [
        np.mean([getattr(line, f"{name}_more_se") ** 2 for line in lines if line.dataset == dataset])
        for dataset in datasets
    ]
    half = 1.96 * float(np.sqrt(np.sum(variances))) / len(datasets)
    mean = _mean_of_datasets(lines, f"{name}_more")
    return f"{mean:+.3f} [{mean - half:+.3f}, {mean + half:+.3f}]"
