"""`manage.py evaluate`: how good the active network is on a data set, strangers counted apart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from sklearn.metrics import roc_auc_score

from catalog.models import Alias, Show
from classifier.services import activate_version, create_version, forget_networks
from tests.tiny_network import COLOURS, picture, write_model

pytestmark = pytest.mark.django_db

SHARPNESS = 3.0
RED, BLUE = COLOURS["Red Show"], COLOURS["Blue Show"]
PINK, GREY = (240, 120, 160), (120, 120, 120)
FIELDS = ["task", "version", "n", "top1", "top1_ci95", "top5", "top5_ci95", "macro_top1", "nll", "ece", "unknown"]


@pytest.fixture(autouse=True)
def network(settings, tmp_path):
    settings.SNN_MODELS = tmp_path / "models"
    forget_networks()
    write_model(tmp_path / "export", sharpness=SHARPNESS)
    version = create_version(tmp_path / "export", "show")
    activate_version(version)
    return version


Line = tuple[str, tuple[int, int, int], str, str]  # label, colour, split, cluster


@pytest.fixture
def dataset(tmp_path):
    def write(lines: Sequence[Line]) -> Path:
        folder = tmp_path / "dataset"
        folder.mkdir()
        table = ["file_name,label,split,cluster"]
        for number, (label, colour, split, cluster) in enumerate(lines):
            (folder / f"{number}.png").write_bytes(picture(colour))
            table.append(f"{number}.png,{label},{split},{cluster}")
        (folder / "metadata.csv").write_text("\n".join(table) + "\n")
        return folder

    return write


def evaluate(folder: Path, *options: str) -> dict:
    out = StringIO()
    call_command("evaluate", str(folder), "--task", "show", "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def probabilities(colour) -> np.ndarray:
    """What the tiny network says, computed by hand."""
    distances = [((np.array(colour) / 255 - np.array(other) / 255) ** 2).sum() for other in COLOURS.values()]
    scores = np.exp(-SHARPNESS * np.array(distances))
    return scores / scores.sum()


LINES: list[Line] = [
    ("Red Show", RED, "train", "a"),
    ("Red Show", PINK, "val", "b"),
    ("Red Show", BLUE, "val", "b"),  # wrong
    ("Blue Show", BLUE, "val", "c"),
    ("Some cartoon", GREY, "val", "d"),
    ("", PINK, "train", "e"),
]


def test_the_figures_are_those_computed_by_hand(dataset):
    figures = evaluate(dataset(LINES))
    assert list(figures) == FIELDS
    assert (figures["task"], figures["version"], figures["n"]) == ("show", "show-tiny", 4)
    known = [(0, probabilities(RED)), (0, probabilities(PINK)), (0, probabilities(BLUE)), (2, probabilities(BLUE))]
    hits = [int(p.argmax() == target) for target, p in known]
    assert figures["top1"] == pytest.approx(np.mean(hits))
    assert figures["top5"] == pytest.approx(np.mean([target in np.argsort(-p)[:5] for target, p in known]))
    assert figures["macro_top1"] == pytest.approx((np.mean(hits[:3]) + 1) / 2)
    assert figures["nll"] == pytest.approx(np.mean([-np.log(p[target]) for target, p in known]), abs=1e-4)
    strangers = [probabilities(GREY).max(), probabilities(PINK).max()]
    scores = [p.max() for _, p in known] + strangers
    assert figures["unknown"]["n"] == 2
    assert figures["unknown"]["auroc"] == pytest.approx(roc_auc_score([1, 1, 1, 1, 0, 0], scores))
    assert 0 <= figures["unknown"]["fpr95"] <= 1
    low, high = figures["top1_ci95"]
    assert low <= figures["top1"] <= high


def test_calibration_is_measured_in_15_bins_of_the_top_confidence(dataset):
    figures = evaluate(dataset(LINES[:4]))
    tops = [probabilities(colour).max() for _, colour, _, _ in LINES[:4]]
    hits = [1, probabilities(PINK).argmax() == 0, 0, 1]
    gaps = 0.0
    for low in range(15):
        inside = [index for index, top in enumerate(tops) if low / 15 < top <= (low + 1) / 15]
        if inside:
            gaps += abs(sum(tops[i] - hits[i] for i in inside))
    assert figures["ece"] == pytest.approx(gaps / 4, abs=1e-4)


def test_whole_clusters_are_drawn_for_the_intervals(dataset):
    """Where all pictures are of one cluster every resample is the same."""
    one = evaluate(dataset([(label, colour, split, "same") for label, colour, split, _ in LINES]))
    assert one["top1_ci95"] == [one["top1"], one["top1"]]


def test_a_split_measures_its_rows_only(dataset):
    folder = dataset(LINES)
    assert evaluate(folder, "--split", "val")["n"] == 3
    assert evaluate(folder, "--split", "train")["n"] == 1
    assert evaluate(folder, "--split", "val")["unknown"]["n"] == 1


def test_a_split_that_is_not_there_is_an_error_that_names_those_that_are(dataset):
    with pytest.raises(CommandError, match=r"has no split 'test'; those it has: train, val\."):
        evaluate(dataset(LINES), "--split", "test")


def test_without_strangers_nothing_is_said_of_them(dataset):
    assert evaluate(dataset(LINES[:4]))["unknown"] == {"n": 0, "auroc": None, "fpr95": None}


def test_without_known_pictures_only_the_strangers_are_counted(dataset):
    figures = evaluate(dataset(LINES[4:]))
    assert figures["n"] == 0
    assert figures["top1"] is None
    assert figures["unknown"] == {"n": 2, "auroc": None, "fpr95": None}


def test_a_folder_for_each_label_is_measured_too(tmp_path):
    for label, colour in COLOURS.items():
        (tmp_path / "folders" / label).mkdir(parents=True)
        (tmp_path / "folders" / label / "1.png").write_bytes(picture(colour))
    figures = evaluate(tmp_path / "folders")
    assert (figures["n"], figures["top1"]) == (6, 1.0)


@pytest.mark.parametrize("label", ["Red Show", "red-show", "RED SHOW!", "Akai", "アカイ"])
def test_a_label_is_matched_by_label_slug_title_or_alias(dataset, label):
    show = Show.objects.get(slug="red-show")
    Alias.objects.create(show=show, text="Akai", language=Alias.Language.SYNONYM)
    Alias.objects.create(show=show, text="あかい", language=Alias.Language.JAPANESE)
    figures = evaluate(dataset([(label, RED, "", "")]))
    assert (figures["n"], figures["top1"]) == (1, 1.0)


def test_a_show_of_the_catalogue_that_the_network_does_not_know_is_a_stranger(dataset):
    stranger = Show.objects.create(slug="stranger", title="Stranger")
    Alias.objects.create(show=stranger, text="Stranger", language=Alias.Language.ROMAJI)
    Alias.objects.create(show=stranger, text="Red Show", language=Alias.Language.SYNONYM)
    figures = evaluate(dataset([("Stranger", RED, "", ""), ("Red Show", RED, "", "")]))
    assert (figures["n"], figures["unknown"]["n"]) == (1, 1)


def test_a_slug_goes_before_the_alias_of_another_show(dataset):
    Alias.objects.create(show=Show.objects.get(slug="blue-show"), text="red-show", language=Alias.Language.SYNONYM)
    assert evaluate(dataset([("red-show", RED, "", "")]))["top1"] == 1.0


@pytest.mark.parametrize(("label", "language"), [("both", Alias.Language.SYNONYM), ("red-show", Alias.Language.LABEL)])
def test_a_label_of_two_shows_is_an_error_that_names_both_and_the_line(dataset, label, language):
    for slug in ("red-show", "blue-show"):
        Alias.objects.create(show=Show.objects.get(slug=slug), text=label, language=language)
    with pytest.raises(CommandError) as caught:
        evaluate(dataset([("Green Show", RED, "", ""), (label, RED, "", "")]))
    message = str(caught.value)
    assert "metadata.csv, line 3, label" in message
    assert "(red-show)" in message
    assert "(blue-show)" in message


def test_a_broken_picture_is_an_error_that_names_the_line(dataset):
    folder = dataset(LINES)
    (folder / "2.png").write_bytes(b"no picture")
    with pytest.raises(CommandError, match=r"metadata\.csv, line 4, file_name: 2\.png: This is not a picture"):
        evaluate(folder)


def test_a_broken_picture_of_another_split_does_not_matter(dataset):
    folder = dataset(LINES)
    (folder / "0.png").write_bytes(b"no picture")
    assert evaluate(folder, "--split", "val")["n"] == 3


def test_a_data_set_without_labels_is_an_error(tmp_path):
    (tmp_path / "1.png").write_bytes(picture(RED))
    (tmp_path / "metadata.csv").write_text("file_name,show\n1.png,Red Show\n")
    with pytest.raises(CommandError, match=r"metadata\.csv, line 1, label: the column is missing"):
        evaluate(tmp_path)


@pytest.mark.parametrize("name", ["absent", "empty"])
def test_a_folder_that_holds_no_data_set_is_an_error(tmp_path, name):
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError, match=name):
        evaluate(tmp_path / name)


def test_without_a_network_the_reason_is_said(network, dataset):
    network.delete()
    with pytest.raises(CommandError, match="No network answers for the task show yet"):
        evaluate(dataset(LINES))


def test_a_task_that_does_not_exist_is_refused(dataset):
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("evaluate", str(dataset(LINES)), "--task", "weather")


def test_people_read_a_table(dataset):
    out = StringIO()
    call_command("evaluate", str(dataset(LINES)), "--task", "show", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "show-tiny on 4 pictures of shows it knows"
    assert lines[1].split()[:2] == ["top1", f"{evaluate_top1(LINES):.3f}"]
    assert "and on 2 of strangers" in lines


def evaluate_top1(lines: Sequence[Line]) -> float:
    titles = list(COLOURS)
    known = [(titles.index(label), probabilities(colour)) for label, colour, _, _ in lines if label in COLOURS]
    return float(np.mean([p.argmax() == target for target, p in known]))
