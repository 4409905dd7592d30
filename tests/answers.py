"""A network that always answers the same, for tests of what is around it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import numpy as np
from django.utils import timezone
from PIL import Image

from catalog.models import Genre, Show, Studio
from classifier.core.model_card import ModelCard, card_to_json
from classifier.core.preprocess import InputSpec
from classifier.core.unknown import UnknownRule
from classifier.models import ModelLabel, ModelVersion, Task, Upload
from classifier.predictors import Batch, Outputs

PREDICTOR = "tests.answers.FakePredictor"
PROBABILITIES = (0.72, 0.12, 0.08, 0.05, 0.02, 0.01)


class FakePredictor:
    """Gives fixed probabilities to bright pictures, and the same to every show to dark ones."""

    device = "fake"

    def __init__(self, folder: Path, card: ModelCard) -> None:
        self.labels = len(card.labels)

    def run(self, batch: Batch) -> Outputs:
        sure = np.log(np.array(PROBABILITIES[: self.labels], dtype=np.float32))
        bright = batch.mean(axis=(1, 2, 3)) > 0.5
        logits = np.where(bright[:, None], sure, np.float32(np.log(1 / self.labels)))  # N x C
        return Outputs(logits, np.ones((len(batch), 1), dtype=np.float32))


def make_shows() -> list[Show]:
    """Six shows with all kinds of gaps; the first has every fact."""
    shows = [
        Show.objects.create(
            slug="fullmetal-alchemist",
            mal_id=121,
            title="Hagane no Renkinjutsushi",
            title_english="Fullmetal Alchemist",
            title_japanese="鋼の錬金術師",
            type=Show.Type.TV,
            year=2003,
            season=Show.Season.FALL,
            episodes=51,
            demographic=Show.Demographic.SHOUNEN,
        ),
        Show.objects.create(slug="mushishi", title="Mushishi", title_japanese="蟲師", year=2005, episodes=26),
        Show.objects.create(slug="lantern-road", title="Lantern Road", is_demo=True),
        Show.objects.create(slug="monster", title="Monster", mal_id=19, title_japanese="モンスター"),
        Show.objects.create(slug="akira", title="Akira", type=Show.Type.MOVIE, year=1988, episodes=1),
        Show.objects.create(slug="a-long-one", title="A Very Long Title That Goes On and On: " * 3, year=2011),
    ]
    shows[0].studios.add(Studio.objects.create(name="Bones"))
    shows[0].genres.add(Genre.objects.create(name="Adventure"), Genre.objects.create(name="Drama"))
    return shows


def make_card(labels: tuple[str, ...]) -> ModelCard:
    figures = {
        "n": 120,
        "top1": 0.71,
        "top1_ci95": [0.66, 0.76],
        "top5": 0.9,
        "top5_ci95": [0.87, 0.93],
        "macro_top1": 0.69,
        "nll": 1.1,
        "ece": 0.031,
        "unknown": {"n": 60, "auroc": 0.83, "fpr95": 0.52},
    }
    nothing = {**dict.fromkeys(figures), "n": 0, "unknown": {"n": 0, "auroc": None, "fpr95": None}}
    return ModelCard(
        name="show-test",
        task="show",
        labels=labels,
        input=InputSpec(size=8, resize=8, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0)),
        outputs={"logits": len(labels), "embedding": 1},
        temperature=1.0,
        unknown=UnknownRule("max_probability", 0.5, "95 % of known validation pictures are accepted"),
        metrics={"val": {"web": figures, "frames": nothing}},
        architecture="efficientnet_lite0",
        run="first",
        epoch=7,
        created="2026-11-21T12:00:00+00:00",
        recipe_sha256="ab" * 32,
        data=({"name": "shows", "sha256": "cd" * 32, "rows": 4347},),
        files={"model.onnx": "ef" * 32},
        learnt_from="Pictures of 45 anime that belong to other people, and our own drawings.",
        may_be_used_for="Private, non-commercial use.",
    )


def make_version(shows: list[Show]) -> ModelVersion:
    """An active network that knows these shows, answered for by `FakePredictor`."""
    card = make_card(tuple(show.slug for show in shows))
    version = ModelVersion.objects.create(
        task=Task.SHOW, name=card.name, path=card.name, card=card_to_json(card), state=ModelVersion.State.ACTIVE
    )
    for index, show in enumerate(shows):
        ModelLabel.objects.create(version=version, index=index, label=show.slug, show=show)
    return version


def make_upload(**fields: object) -> Upload:
    """A row without a picture."""
    defaults = {"sha256": "0" * 64, "expires_at": timezone.now() + timedelta(days=1), "width": 640, "height": 360}
    return Upload.objects.create(**{**defaults, **fields})


def picture(colour: str = "#e8c39e", size: tuple[int, int] = (640, 360), format: str = "PNG") -> bytes:
    """A plain picture; a bright one is known to `FakePredictor`, a dark one is not."""
    buffer = BytesIO()
    Image.new("RGB", size, colour).save(buffer, format)
    return buffer.getvalue()
