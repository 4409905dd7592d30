"""The card of a model is read back as it was written, and says what is wrong with it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from classifier.core.model_card import CardError, ModelCard, card_from_json, card_to_json, read_card
from classifier.core.preprocess import InputSpec
from classifier.core.unknown import UnknownRule


@pytest.fixture
def card() -> ModelCard:
    return ModelCard(
        name="show-1",
        task="show",
        labels=("A", "B"),
        input=InputSpec(size=64, resize=72, mean=(0.5,) * 3, std=(0.5,) * 3, views=("start", "end")),
        outputs={"logits": 2, "embedding": 16},
        temperature=1.3,
        unknown=UnknownRule(score="max_probability", threshold=0.4, operating_point="95 %"),
        metrics={"val": {"web": {"n": 3}}},
        architecture="tiny",
        run="run",
        epoch=4,
        created="2026-11-21T00:00:00+00:00",
        recipe_sha256="0" * 64,
        data=({"name": "web", "sha256": "0" * 64, "rows": 3},),
        files={"model.onnx": "0" * 64},
        learnt_from="drawings",
        may_be_used_for="anything",
    )


def test_a_card_survives_being_written_and_read(card, tmp_path):
    (tmp_path / "model.json").write_text(json.dumps(card_to_json(card)))
    assert read_card(tmp_path) == card


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"format": 2}, "format"),
        ({"labels": ["A", "A"]}, "labels"),
        ({"labels": "A"}, "labels"),
        ({"temperature": 0}, "temperature"),
        ({"temperature": None}, "temperature"),
        ({"outputs": {"logits": 3, "embedding": 16}}, "outputs.logits"),
        ({"outputs": {"logits": 2, "embedding": 300}}, "outputs.embedding"),
        ({"input": {"size": 64}}, "resize"),
        ({"unknown": {"score": "hunch", "threshold": 0.5, "operating_point": ""}}, "score"),
        ({"unknown": {"score": "energy", "threshold": None, "operating_point": ""}}, "threshold"),
        ({"kind": "several"}, "kind"),
        ({"kind": "multiple"}, "thresholds"),
        ({"kind": "multiple", "thresholds": [0.5]}, "thresholds"),
        ({"kind": "multiple", "thresholds": [0.5, 1.5]}, "thresholds"),
        ({"thresholds": [0.5, 0.5]}, "thresholds"),
        ({"thresholds": 0.5}, "thresholds"),
        ({"label_groups": {"C": "letters"}}, "label_groups"),
    ],
)
def test_what_is_wrong_is_named_with_the_field(card, change, said):
    with pytest.raises(CardError, match=f"here.*{said}"):
        card_from_json({**card_to_json(card), **change}, source="here")


def test_a_missing_field_is_named(card):
    data = card_to_json(card)
    del data["temperature"]
    with pytest.raises(CardError, match="temperature is missing"):
        card_from_json(data)


@pytest.mark.parametrize(("text", "said"), [(None, "no such file"), ("{", "not JSON"), ("[]", "not a JSON object")])
def test_a_file_that_is_no_card_is_named(tmp_path, text, said):
    if text is not None:
        (tmp_path / "model.json").write_text(text)
    with pytest.raises(CardError, match=said):
        read_card(tmp_path)


def test_a_card_of_many_labels_survives_being_written_and_read(card, tmp_path):
    tags = replace(
        card,
        task="tags",
        kind="multiple",
        thresholds=(0.3, 0.7),
        label_groups={"A": "hair colour"},
        left_out={"C": 2},
        unknown=UnknownRule(score="none", threshold=None, operating_point=""),
    )
    (tmp_path / "model.json").write_text(json.dumps(card_to_json(tags)))
    assert read_card(tmp_path) == tags


def test_a_card_from_before_there_were_other_tasks_has_one_label_a_picture(card):
    new = ("kind", "thresholds", "label_groups", "left_out")
    old = {name: value for name, value in card_to_json(card).items() if name not in new}
    assert card_from_json(old) == card
