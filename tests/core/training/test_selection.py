"""The last epoch before overfitting, and the two common rules beside it."""

from __future__ import annotations

import numpy as np
import pytest

from training.core.selection import Scores, choose_epoch


def scores(losses, *, train=None, top1=None, pictures=400, noise=0.3, raw=None) -> Scores:
    """Make pictures whose mean loss is as asked, with noise that all epochs share in part, as real ones do."""
    generator = np.random.default_rng(0)
    shared = generator.normal(0, 1.0, pictures)

    def table(means):
        own = generator.normal(0, noise, (len(means), pictures))
        values = shared + own
        return values - values.mean(axis=1, keepdims=True) + np.asarray(means)[:, None]

    top1 = np.linspace(0.5, 0.7, len(losses)) if top1 is None else np.asarray(top1)
    return Scores(
        epochs=list(range(len(losses))),
        calibrated=table(losses),
        raw=table(losses if raw is None else raw),
        hits=(np.arange(pictures)[None, :] < (top1 * pictures)[:, None]).astype(float),
        train=np.asarray(np.linspace(1.5, 0.2, len(losses)) if train is None else train),
        clusters=[f"c{index}" for index in range(pictures)],
    )


def test_a_later_epoch_proven_not_worse_is_taken_over_the_minimum():
    choice = choose_epoch(scores([2.0, 1.500, 1.501, 1.502, 1.8], noise=0.05))
    assert (choice.best, choice.epoch) == (1, 3)
    assert "epoch 3 is chosen" in choice.reason.lower()


def test_an_epoch_that_is_worse_ends_the_search_even_if_a_later_one_is_good_again():
    choice = choose_epoch(scores([2.0, 1.5, 1.9, 1.501], noise=0.05))
    assert choice.epoch == 1


def test_few_pictures_make_the_rule_more_careful():
    losses = [2.0, 1.500, 1.505, 1.8]
    assert choose_epoch(scores(losses, pictures=4000, noise=0.4)).epoch == 2
    assert choose_epoch(scores(losses, pictures=40, noise=0.4)).epoch == 1


def test_copies_of_pictures_do_not_make_it_bolder():
    few = scores([2.0, 1.500, 1.505, 1.8], pictures=40, noise=0.4)
    copies = 50
    copied = Scores(
        few.epochs,
        np.repeat(few.calibrated, copies, axis=1),
        np.repeat(few.raw, copies, axis=1),
        np.repeat(few.hits, copies, axis=1),
        few.train,
        np.repeat(few.clusters, copies).tolist(),
    )
    assert choose_epoch(copied).epoch == choose_epoch(few).epoch == 1


def test_overfitting_is_read_from_the_raw_loss_while_training_loss_falls():
    raw = [2.0, 1.5, 1.7, 1.9]
    choice = choose_epoch(scores([2.0, 1.5, 1.501, 1.502], raw=raw, noise=0.05))
    assert (choice.overfitted, choice.overfitted_from, choice.min_loss) == (True, 2, 1)
    assert choice.epoch == 3, "overconfidence alone is mended by the temperature"


def test_a_rise_that_few_pictures_do_not_prove_is_said_and_longer_training_is_not_advised():
    choice = choose_epoch(scores([1.9, 0.88, 0.96, 0.97], pictures=12, noise=1.0))
    assert not choice.overfitted
    assert "Raw loss rose by 0.090 after epoch 1" in choice.reason
    assert "training longer hardly helps" in choice.reason


def test_longer_training_is_advised_while_the_loss_still_falls():
    assert choose_epoch(scores([2.0, 1.5, 1.2])).reason.endswith("training longer may help.")


def test_a_single_epoch_is_not_told_to_train_longer():
    assert "training longer" not in choose_epoch(scores([1.5])).reason


def test_a_loss_that_rises_with_the_training_loss_is_no_overfitting():
    raw = [2.0, 1.5, 1.7, 1.9]
    choice = choose_epoch(scores(raw, raw=raw, train=[1.5, 0.9, 1.0, 1.1], noise=0.05))
    assert not choice.overfitted
    assert "longer" in choice.reason


def test_the_common_rules_stand_beside():
    choice = choose_epoch(scores([2.0, 1.5, 1.6, 1.9], top1=[0.5, 0.6, 0.8, 0.7], noise=0.05))
    assert (choice.min_loss, choice.max_top1) == (1, 2)
    assert [row.epoch for row in choice.table] == [0, 1, 2, 3]
    row = choice.table[2]
    assert row.top1 == pytest.approx(0.8)
    assert row.loss_ci95[0] < row.loss < row.loss_ci95[1]


def test_the_order_of_pictures_does_not_matter():
    made = scores([2.0, 1.5, 1.505, 1.8], pictures=60)
    order = np.random.default_rng(5).permutation(60)
    shuffled = Scores(
        made.epochs,
        made.calibrated[:, order],
        made.raw[:, order],
        made.hits[:, order],
        made.train,
        [made.clusters[index] for index in order],
    )
    assert choose_epoch(shuffled).epoch == choose_epoch(made).epoch


def test_one_epoch_is_chosen_for_want_of_another():
    assert choose_epoch(scores([1.5])).epoch == 0


def test_no_epoch_is_an_error():
    with pytest.raises(ValueError, match="no epoch"):
        choose_epoch(scores([]))
