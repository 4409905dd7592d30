"""Folders of training runs as the engine leaves them, made without torch: three shows, six pictures to judge by."""

from __future__ import annotations

import hashlib
import json
import socket
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from tests.tiny_network import picture
from training.core.evaluations import Judged, evaluation_path, write_judged
from training.core.manifest import ManifestRow, write_manifest
from training.core.recipe import DatasetRef, Recipe, recipe_to_json
from training.core.selection import Choice, EpochRow

LABELS = ("Amber Field", "Crimson Pier", "Teal Harbour")
COLOURS = ((220, 160, 40), (190, 40, 50), (30, 150, 150))


def write_run(
    name: str, *, epochs: int = 4, done: int = 4, scored: int = 0, chosen: int | None = None, **recipe_fields: Any
) -> Path:
    """Write a run with `done` whole epochs, of which `scored` were evaluated, and perhaps a choice."""
    run = Path(settings.SNN_RUNS) / name
    dataset = run.parent.parent / "colours"
    run.mkdir(parents=True)
    recipe = Recipe(
        name=name,
        task="show",
        datasets=(DatasetRef("colours", str(dataset), "0" * 64, 6),),
        labels=LABELS,
        epochs=epochs,
        size=96,
        resize=96,
        **recipe_fields,
    )
    (run / "recipe.json").write_text(json.dumps(recipe_to_json(recipe)))
    write_manifest(run / "manifest.csv", _pictures(dataset))
    for epoch in range(done):
        write_epoch(run, epoch)
    for epoch in range(scored):
        write_score(run, epoch)
    if done:
        (run / "state.pt").write_bytes(b"s" * 50)
    if chosen is not None:
        write_choice(run, chosen, scored)
    return run


def write_epoch(run: Path, epoch: int) -> None:
    """Leave what the engine leaves of a whole epoch."""
    line = {"epoch": epoch, "train_loss": 2.0 / (epoch + 1), "learning_rate": 1e-3, "seconds": 9.0, "pictures": 90}
    (run / "checkpoints").mkdir(exist_ok=True)
    (run / "checkpoints" / f"epoch-{epoch:03d}.safetensors").write_bytes(b"w" * 1000)
    (run / "checkpoints" / f"epoch-{epoch:03d}-ema.safetensors").write_bytes(b"w" * 1000)
    (run / "checkpoints" / f"epoch-{epoch:03d}.json").write_text(json.dumps(line))
    with (run / "metrics.jsonl").open("a") as file:
        file.write(json.dumps(line) + "\n")


def write_score(run: Path, epoch: int) -> None:
    """Leave what an evaluation leaves: the first picture is wrong, the others right."""
    targets = np.array([0, 0, 1, 1, 2, 2])
    logits = np.full((6, 3), -1.0, dtype=np.float32)
    logits[np.arange(6), targets] = 2.0
    logits[0] = [0.0, 3.0, 0.0]
    names = np.array([f"video-{n}" for n in range(6)])
    judged = Judged(logits, targets, np.array(["colours"] * 6), names)
    write_judged(evaluation_path(run, epoch), {"val": judged, "train": judged})
    figures = {"val_loss": 1.5, "val_loss_raw": 1.6, "temperature": 1.2, "top1": 5 / 6, "top5": 1.0, "train_loss": 1.1}
    with (run / "evaluations.jsonl").open("a") as file:
        file.write(json.dumps({"epoch": epoch, **figures}) + "\n")


def write_choice(run: Path, epoch: int, scored: int) -> None:
    """Leave the choice of an epoch."""
    rows = tuple(EpochRow(n, 1.5, (1.2, 1.8), 0.0, 1.6, 1.1, 5 / 6, (0.6, 0.95)) for n in range(scored))
    reason = f"Epoch {epoch} is chosen: none that follows is proven not worse."
    choice = Choice(epoch, epoch, 0, 1, overfitted=False, overfitted_from=None, margin=0.02, reason=reason, table=rows)
    (run / "choice.json").write_text(json.dumps(asdict(choice)))


def write_progress(run: Path, *, pid: int, host: str = "", epoch: int = 1) -> None:
    """Leave what a process at work says of itself."""
    says = {"epoch": epoch, "step": 3, "steps": 10, "loss": 1.234, "pictures_per_second": 61.5, "memory_mb": 812}
    who = {"time_left_seconds": 250, "pid": pid, "host": host or socket.gethostname()}
    (run / "progress.json").write_text(json.dumps(says | who))


def _pictures(dataset: Path) -> list[ManifestRow]:
    rows = []
    (dataset / "images").mkdir(parents=True, exist_ok=True)
    for number in range(6):
        label, colour = LABELS[number // 2], COLOURS[number // 2]
        data = picture(colour, (64 + number, 36))
        file_name = f"images/{number}.png"
        (dataset / file_name).write_bytes(data)
        sha256 = hashlib.sha256(data).hexdigest()
        where = {"dataset": "colours", "file_name": file_name, "sha256": sha256, "label": label, "domain": "colours"}
        facts = {"show": "", "episode": "", "time": "", "cluster": f"video-{number}", "split": "val"}
        rows.append(ManifestRow(**where, **facts, role="known"))
    return rows
