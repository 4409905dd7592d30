"""The engine: every epoch kept, killed and resumed alike, one process or two, an unhappy end with its reason."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from safetensors.numpy import load_file

from classifier.core.model_card import card_to_json
from tests.tiny_network import write_model
from training.engine.checkpoint import checkpoint_path, whole_epochs
from training.launcher import JobError, Processes, run_job

pytestmark = pytest.mark.slow


def losses(run: Path) -> list[float]:
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    assert [line["epoch"] for line in lines] == list(range(len(lines)))
    return [line["train_loss"] for line in lines]


def test_every_epoch_leaves_raw_and_averaged_weights_and_a_line(made_run):
    run = made_run("kept")
    run_job("train", str(run))
    assert whole_epochs(run) == [0, 1, 2]
    for epoch in range(3):
        raw, averaged = (load_file(checkpoint_path(run, epoch, ema=ema)) for ema in (False, True))
        assert any((raw[name] != averaged[name]).any() for name in raw)
    assert losses(run)[2] < losses(run)[0]
    assert not list(run.rglob("*.part"))


def test_a_killed_run_resumes_and_ends_as_the_unbroken_one(made_run):
    unbroken, killed = (
        made_run("unbroken", epochs=4, companion_weight=0.3),
        made_run("killed", epochs=4, companion_weight=0.3),
    )
    run_job("train", str(unbroken))
    process = subprocess.Popen([sys.executable, "-m", "training.engine.train", str(killed)])
    deadline = time.monotonic() + 120
    while not (killed / "state.pt").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL, "the run ended before it could be killed"
    run_job("train", str(killed))
    assert losses(killed) == pytest.approx(losses(unbroken), abs=1e-6)
    ours, theirs = (load_file(checkpoint_path(run, 3, ema=True)) for run in (killed, unbroken))
    for name in theirs:
        assert ours[name] == pytest.approx(theirs[name], abs=1e-5), name


# Without dropout, whose masks each process draws for itself, and without batch statistics.
def test_two_processes_learn_the_same_as_one(made_run):
    changes = {
        "mixup": 0.5,
        "companion_weight": 0.3,
        "captions": 0.5,
        "borders": 0.3,
        "blur": 0.3,
        "repeats": {"colours": 2},
        "balanced_domains": ("colours",),
        "trunk_rate": 0.5,
        "frozen_epochs": 1,
    }
    one, two = made_run("one", dropout=0.0, **changes), made_run("two", dropout=0.0, **changes)
    run_job("train", str(one))
    run_job("train", str(two), processes=Processes(2))
    assert losses(two) == pytest.approx(losses(one), abs=1e-4)


def test_a_frozen_trunk_stands_still_until_its_epochs_are_over(made_run):
    run = made_run("frozen", frozen_epochs=2)
    run_job("train", str(run))
    first, second, third = (load_file(checkpoint_path(run, epoch, ema=False)) for epoch in range(3))
    trunk = [name for name in first if name.startswith("trunk.")]
    assert trunk
    assert all((first[name] == second[name]).all() for name in trunk)
    assert any((second[name] != third[name]).any() for name in trunk)
    assert (first["head.weight"] != second["head.weight"]).any()


def test_a_trunk_that_learns_slowly_moves_less(made_run):
    def moved(run: Path) -> float:
        run_job("train", str(run))
        before, after = (load_file(checkpoint_path(run, epoch, ema=False)) for epoch in (0, 2))
        return sum(float(abs(after[name] - before[name]).sum()) for name in after if name.startswith("trunk."))

    assert moved(made_run("slow", trunk_rate=0.01)) < 0.2 * moved(made_run("fast"))


def test_accumulation_keeps_the_batch_the_same(made_run):
    at_once, in_parts = made_run("at-once", epochs=1), made_run("in-parts", epochs=1, micro_batch_size=4)
    for run in (at_once, in_parts):
        run_job("train", str(run))
    assert losses(in_parts) == pytest.approx(losses(at_once), abs=1e-4)


def test_a_run_is_trained_by_one_process_at_a_time(made_run, capfd):
    run = made_run("busy")
    with (run / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(JobError):
            run_job("train", str(run))
    assert "another process is training busy already" in capfd.readouterr().err
    assert whole_epochs(run) == []


def test_a_command_that_is_killed_takes_its_job_along(made_run):
    run = made_run("orphan", epochs=500)
    command = [sys.executable, "manage.py", "train", "--resume", run.name]
    place = {"DJANGO_SETTINGS_MODULE": "snn.settings", "SNN_VAR": str(run.parent.parent)}
    process = subprocess.Popen(command, env={**os.environ, **place})
    deadline = time.monotonic() + 120
    while not (run / "state.pt").exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert process.poll() is None, "the command ended before it could be killed"
    process.kill()
    process.wait()
    with (run / "lock").open("w") as file:
        while time.monotonic() < deadline:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(0.05)
            else:
                return
    pytest.fail("the job went on training")


def test_a_loss_that_is_no_number_stops_the_run_and_keeps_the_epochs_before(made_run, capfd):
    run = made_run("wild", learning_rate=1e30, epochs=2)
    with pytest.raises(JobError, match="train ended with exit code 1"):
        run_job("train", str(run))
    assert "the loss became" in capfd.readouterr().err


def test_an_architecture_timm_does_not_know_is_a_sentence(made_run, capfd):
    run = made_run("typo", architecture="tf_efficientnet_lite9")
    with pytest.raises(JobError):
        run_job("train", str(run))
    assert "timm knows no architecture 'tf_efficientnet_lite9'" in capfd.readouterr().err


@pytest.mark.parametrize("architecture", ["tf_efficientnet_lite0", "tf_efficientnet_lite1", "tf_efficientnet_lite2"])
def test_packaged_weights_fill_every_layer_of_the_trunk(architecture):
    from training.engine.timm_import import timm
    from training.engine.weights import load_pretrained

    trunk = timm.create_model(architecture, num_classes=0)
    fresh = {name: tensor.clone() for name, tensor in trunk.state_dict().items()}
    load_pretrained(trunk, architecture, "package")
    loaded = trunk.state_dict()
    kernels = [name for name, tensor in loaded.items() if tensor.ndim == 4]
    assert kernels
    assert all((loaded[name] != fresh[name]).any() for name in kernels)


def test_a_promoted_version_is_gone_on_from_whole_while_another_s_trunk_alone_is_taken(tmp_path, made_run):
    import torch
    from safetensors.torch import save_file

    from training.core.recipe import read_recipe
    from training.engine.network import create_network

    recipe = read_recipe(made_run("later"))
    earlier = create_network(recipe).state_dict()
    card = write_model(tmp_path, colours=dict.fromkeys(recipe.labels, (1, 2, 3)))
    outputs = {"logits": len(recipe.labels), "embedding": recipe.embedding}
    card = replace(card, architecture=recipe.architecture, outputs=outputs)
    (tmp_path / "model.json").write_text(json.dumps(card_to_json(card)))
    weights = tmp_path / "model.safetensors"
    save_file({name: tensor + 1 for name, tensor in earlier.items()}, weights)

    whole = create_network(replace(recipe, pretrained=str(weights))).state_dict()
    assert all(torch.equal(whole[name], earlier[name] + 1) for name in earlier)

    others = replace(recipe, pretrained=str(weights), labels=tuple(reversed(recipe.labels)))
    trunk_only = create_network(others).state_dict()
    assert torch.equal(trunk_only["head.weight"], earlier["head.weight"])
    assert torch.equal(trunk_only["trunk.conv_stem.weight"], earlier["trunk.conv_stem.weight"] + 1)


def test_weights_for_another_architecture_are_refused():
    from training.engine.timm_import import timm
    from training.engine.weights import load_pretrained

    trunk = timm.create_model("test_efficientnet", num_classes=0)
    with pytest.raises(ValueError, match="no installed package carries weights for test_efficientnet"):
        load_pretrained(trunk, "test_efficientnet", "package")
    with pytest.raises(ValueError, match="there is no file of weights"):
        load_pretrained(trunk, "test_efficientnet", "/nowhere/weights.safetensors")


def test_the_exported_network_answers_like_the_trained_one_also_with_batch_normalisation(made_run, tmp_path):
    """Half precision is applied once: what onnxruntime runs are the very weights that torch reads."""
    run = made_run("exported", architecture="test_efficientnet", epochs=1)
    run_job("train", str(run))
    folder = tmp_path / "model"
    folder.mkdir()
    run_job("export", str(run), "0", str(folder))
    parity = json.loads((folder / "export.json").read_text())["parity"]
    assert parity["logits"] < 1e-4
    assert parity["embedding"] < 1e-4
    weights = folder / "model.safetensors"
    assert {str(array.dtype) for array in load_file(weights).values()} == {"float16", "int64"}
    assert (folder / "model.onnx").stat().st_size < 3 * weights.stat().st_size
