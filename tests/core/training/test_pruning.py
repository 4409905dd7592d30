"""Which weights can go: never what answers, was chosen, or is needed to go on."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from training.core.condition import Condition
from training.core.pruning import DiskUse, disk_use, removable_epochs


def test_a_finished_run_keeps_its_chosen_and_its_promoted_epochs():
    gone = removable_epochs(Condition.PROMOTED, epochs=range(6), last=5, chosen=3, promoted={1})

    assert gone == (0, 2, 4, 5)


def test_a_run_that_is_to_go_on_keeps_its_newest_epoch():
    gone = removable_epochs(Condition.STOPPED, epochs=range(4), last=9, chosen=1, promoted=())

    assert gone == (0, 2)


def test_before_the_choice_every_epoch_may_still_be_chosen():
    assert removable_epochs(Condition.TRAINED, epochs=range(6), last=5, chosen=None, promoted={1}) == ()


def test_nothing_is_taken_from_a_run_at_work():
    assert removable_epochs(Condition.RUNNING, epochs=range(6), last=9, chosen=2, promoted=()) == ()


@given(
    condition=st.sampled_from(Condition),
    epochs=st.sets(st.integers(0, 20)),
    last=st.integers(0, 25),
    chosen=st.none() | st.integers(0, 20),
    promoted=st.sets(st.integers(0, 20)),
)
def test_what_answers_or_is_needed_never_goes(condition, epochs, last, chosen, promoted):
    gone = set(removable_epochs(condition, epochs=epochs, last=last, chosen=chosen, promoted=promoted))

    assert gone <= epochs
    assert not gone & (promoted | {chosen})
    if epochs and max(epochs) < last:
        assert max(epochs) not in gone


def test_disk_use_is_told_by_what_it_is_for(tmp_path):
    (tmp_path / "checkpoints").mkdir()
    (tmp_path / "checkpoints" / "epoch-000.safetensors").write_bytes(b"x" * 100)
    (tmp_path / "state.pt").write_bytes(b"x" * 30)
    (tmp_path / "recipe.json").write_bytes(b"x" * 7)

    assert disk_use(tmp_path) == DiskUse(weights=100, state=30, rest=7)
    assert disk_use(tmp_path).total == 137
    assert disk_use(tmp_path / "absent").total == 0
