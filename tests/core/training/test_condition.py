"""How far a run has come, from what its files tell."""

from __future__ import annotations

import pytest

from training.core.condition import Condition, Facts, Job, condition_of, possible_jobs


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(made=False), Condition.WAITING),
        (Facts(made=False, failed=True), Condition.FAILED),
        (Facts(epochs=5), Condition.STOPPED),
        (Facts(epochs=5, epochs_done=2, alive=True), Condition.RUNNING),
        (Facts(epochs=5, epochs_done=2, failed=True), Condition.FAILED),
        (Facts(epochs=5, epochs_done=5, failed=True), Condition.TRAINED),
        (Facts(epochs=5, epochs_done=2), Condition.STOPPED),
        (Facts(epochs=5, epochs_done=5), Condition.TRAINED),
        (Facts(epochs=5, epochs_done=5, chosen=True), Condition.CHOSEN),
        (Facts(epochs=5, epochs_done=5, chosen=True, promoted=True), Condition.PROMOTED),
        (Facts(epochs=5, epochs_done=5, promoted=True, alive=True), Condition.RUNNING),
    ],
)
def test_the_files_tell_how_far_a_run_has_come(facts, expected):
    assert condition_of(facts) is expected


def test_nothing_is_asked_of_a_run_that_a_process_works_on():
    assert possible_jobs(Condition.RUNNING, epochs=5, epochs_done=2, scored=2) == frozenset()


def test_a_stopped_run_goes_on_or_is_chosen_from_as_it_is():
    assert possible_jobs(Condition.STOPPED, epochs=5, epochs_done=2, scored=0) == {Job.TRAIN, Job.CHOOSE}


def test_a_run_at_its_end_is_not_trained_again():
    assert possible_jobs(Condition.CHOSEN, epochs=5, epochs_done=5, scored=5) == {Job.CHOOSE, Job.PROMOTE}


def test_a_run_without_a_whole_epoch_can_only_be_trained():
    assert possible_jobs(Condition.FAILED, epochs=5, epochs_done=0, scored=0) == {Job.TRAIN}
