"""What lists say of shows, by whatever name a data set calls them."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.core.imagefolder import Row
from catalog.core.label_facts import Facts, FactsError, ShowFact, read_facts
from training.core.targets import label_of
from training.core.tasks import TASKS


def written(tmp_path: Path, name: str, text: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_show_is_found_by_any_of_its_names(tmp_path):
    path = written(tmp_path, "a.csv", "title,title_english,synonyms,demographics\nBoku,My Show&#039;s,B1|B2,Shounen\n")
    facts = read_facts([path])
    assert {facts.of(name).demographic for name in ("boku", "My Show's", "B2")} == {"shounen"}
    assert facts.of("another") == ShowFact()


def test_the_first_list_that_names_a_show_decides(tmp_path):
    first = written(tmp_path, "a.csv", "label,franchise,demographic\nBoku,The Boku,Seinen\n")
    second = written(tmp_path, "b.csv", "title,demographics\nBoku,Shounen\nWatashi,Josei\n")
    facts = read_facts([first, second])
    assert facts.of("Boku") == ShowFact("seinen", "The Boku")
    assert facts.of("Watashi").demographic == "josei"


def test_a_title_counts_before_a_synonym_of_another_show(tmp_path):
    path = written(tmp_path, "a.csv", "title,synonyms,demographics\nOther,Boku,Josei\nBoku,,Seinen\n")
    assert read_facts([path]).of("Boku").demographic == "seinen"


def test_shows_of_one_name_for_different_people_and_shows_for_several_tell_nothing(tmp_path):
    path = written(tmp_path, "a.csv", "title,demographics\nBoku,Seinen\nBoku,Josei\nAll,Kids|Josei\n")
    facts = read_facts([path])
    assert (facts.of("Boku").demographic, facts.of("All").demographic) == ("", "")


@pytest.mark.parametrize(("name", "text"), [("no.csv", None), ("a.csv", "colour\nred\n")])
def test_a_list_that_cannot_be_read_is_named(tmp_path, name, text):
    path = tmp_path / name if text is None else written(tmp_path, name, text)
    with pytest.raises(FactsError, match=name):
        read_facts([path])


def test_each_task_learns_its_own_column():
    row = Row("a.jpg", Path("a.jpg"), 2, label="Boku", kind="Anime", tags=("blue_eyes", "smile"))
    facts = Facts({"boku": ShowFact("seinen")})
    learnt = {name: label_of(row, task, facts) for name, task in TASKS.items()}
    assert learnt == {"show": "Boku", "style": "anime", "demographic": "seinen", "tags": "blue_eyes smile"}
