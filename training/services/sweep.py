"""Many runs of one recipe: tried round by round, hopeless ones stopped, and what came of it written down."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from training.core.halving import Result, best_epoch, going_on, standing
from training.core.splits import Parts
from training.core.sweep import LOWER_IS_BETTER, Options, Sweep, SweepError, as_json, read_sweep
from training.core.sweep_table import as_csv, as_markdown
from training.core.whole_file import replacing, write_json
from training.launcher import JobError, Processes, run_job
from training.services.runs import create_run, derive_run, run_folder, train_run

STATE = "sweep.json"
Say = Callable[[str], None]


@dataclass(frozen=True)
class Swept:
    """What came of a sweep: the tries, best first, and the folder with `results.md`, `results.csv`, `sweep.svg`."""

    folder: Path
    metric: str
    standing: tuple[Result, ...]
    tries: Mapping[int, Options]
    table: str


def run_sweep(path: Path, *, processes: Processes = Processes(), say: Say = lambda text: None) -> Swept:  # noqa: B008
    """Follow a sweep's file to its end, from where it stopped; `say` is told of each run.

    Its runs are ordinary ones, `<name>-001` and so on. A run that fails is put last with its reason; the tables are
    written anew after every run.

    Raises:
        SweepError: the file is wrong, another sweep has its name, or every try failed.
        DatasetError, SplitError, RunError: no run can be made of it.
        JobError: torch is not installed, or a run was stopped or killed; the same call goes on.
    """
    sweep = read_sweep(path)
    tries = dict(enumerate(sweep.candidates(), start=1))
    state = _State.open(Path(settings.VAR) / "sweeps" / sweep.name, sweep)
    race = _Race(sweep, tries, state, processes, say)
    race.run()
    run_job("sweep_curves", str(state.folder))
    table = (state.folder / "results.md").read_text(encoding="utf-8")
    return Swept(state.folder, sweep.metric, tuple(race.standing()), tries, table)


class _State:
    """What was trained so far, in `sweep.json`: the sweep itself, and the result of each run by its name."""

    def __init__(self, folder: Path, document: dict[str, Any]) -> None:
        self.folder = folder
        self._document = document

    @classmethod
    def open(cls, folder: Path, sweep: Sweep) -> _State:
        """Begin a sweep, or go on with one of the same file."""
        asked = as_json(sweep)
        path = folder / STATE
        if not path.exists():
            taken = sorted(Path(settings.SNN_RUNS).glob(f"{sweep.name}-[0-9][0-9][0-9]"))
            if taken:
                raise SweepError(f"there are runs named {taken[0].name} and the like already: take another name")
            folder.mkdir(parents=True, exist_ok=True)
            write_json(path, {"format": 1, "sweep": asked, "runs": {}})
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if document["sweep"] != asked:
            reason = f"a sweep named {sweep.name} was begun with another file: take another name, or delete {folder}"
            raise SweepError(reason)
        return cls(folder, document)

    def run_of(self, number: int, epochs: int, options: Options) -> str:
        """Return the name of the run of a try in a round, numbered in the order in which runs begin."""
        runs = self._document["runs"]
        for name, told in runs.items():
            if (told["number"], told["epochs"]) == (number, epochs):
                return str(name)
        name = f"{self._document['sweep']['name']}-{len(runs) + 1:03d}"
        runs[name] = {"options": {field: options[field] for field in self._document["sweep"]["space"]}}
        self._keep(Result(number, name, epochs, None))
        return name

    def result_of(self, run: str) -> Result | None:
        """Return the result of a run that ended, well or not."""
        told = {name: value for name, value in self._document["runs"][run].items() if name != "options"}
        return Result(**told) if told["value"] is not None or told["reason"] else None

    def first_made(self) -> str:
        """Return the first run that is there, empty where none is."""
        there = (name for name in self._document["runs"] if (run_folder(name) / "manifest.csv").exists())
        return next(there, "")

    def end(self, result: Result) -> Result:
        """Keep how a run ended."""
        self._keep(result)
        return result

    def _keep(self, result: Result) -> None:
        told = self._document["runs"].get(result.run, {})
        self._document["runs"][result.run] = told | asdict(result)
        write_json(self.folder / STATE, self._document)


class _Race:
    """The rounds of a sweep while they are run."""

    def __init__(
        self, sweep: Sweep, tries: Mapping[int, Options], state: _State, processes: Processes, say: Say
    ) -> None:
        self.sweep, self.tries, self.state, self.processes, self.say = sweep, tries, state, processes, say
        self.rounds: list[list[Result]] = []

    def run(self) -> None:
        racing = list(self.tries)
        for epochs in self.sweep.rungs:
            self.rounds.append([])
            for number in racing:
                self.rounds[-1].append(self._result(number, epochs))
                self._write_tables()
            racing = going_on(self.rounds[-1], keep=self.sweep.keep, lower_is_better=self._lower)
            if not racing:
                reason = self.rounds[-1][0].reason
                raise SweepError(f"every try of {self.sweep.name} failed; the first says: {reason}")

    def standing(self) -> list[Result]:
        return standing(self.rounds, lower_is_better=self._lower)

    @property
    def _lower(self) -> bool:
        return LOWER_IS_BETTER[self.sweep.metric]

    def _result(self, number: int, epochs: int) -> Result:
        """Train and score one try for one round, unless that was done before."""
        options = self.tries[number]
        run = self.state.run_of(number, epochs, options)
        if known := self.state.result_of(run):
            return known
        self.say(f"{run}: {epochs} epochs with " + ", ".join(f"{name} {options[name]}" for name in self.sweep.space))
        _make(self.sweep, self.state, run, options | {"epochs": epochs})
        try:
            train_run(run, processes=self.processes)
        except JobError:
            if reason := _failure(run):
                self.say(f"{run} failed: {reason}")
                return self.state.end(Result(number, run, epochs, None, reason=reason))
            raise  # stopped or killed: what it is worth is not known, so the sweep waits
        run_job("evaluate", str(run_folder(run)))
        value, epoch = best_epoch(_evaluations(run), self.sweep.metric, lower_is_better=self._lower)
        self.say(f"{run}: {self.sweep.metric} {value:.4f} at epoch {epoch}")
        return self.state.end(Result(number, run, epochs, value, epoch))

    def _write_tables(self) -> None:
        sweep = self.sweep
        varied = {number: {name: values[name] for name in sweep.space} for number, values in self.tries.items()}
        documents = {
            "results.md": as_markdown(self.standing(), varied, metric=sweep.metric, longest=sweep.rungs[-1]),
            "results.csv": as_csv(self.rounds, varied, metric=sweep.metric),
        }
        for name, text in documents.items():
            with replacing(self.state.folder / name) as beside:
                beside.write_text(text, encoding="utf-8")


def _evaluations(run: str) -> list[dict[str, float]]:
    lines = (run_folder(run) / "evaluations.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _make(sweep: Sweep, state: _State, run: str, options: Options) -> None:
    """Make a run unless it is there; all share the pictures and parts of the first, which are read once."""
    if (run_folder(run) / "recipe.json").exists():
        return
    first = state.first_made()
    if first:
        derive_run(run, first, options)
        return
    create_run(
        name=run,
        task=sweep.task,
        folders=sweep.datasets,
        known=sweep.known,
        parts=Parts(val=sweep.val),
        options=options,
    )


def _failure(run: str) -> str:
    """Return why the engine gave a run up, in its own words; empty where it left none."""
    try:
        return str(json.loads((run_folder(run) / "failure.json").read_text(encoding="utf-8"))["reason"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
