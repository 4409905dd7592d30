"""What is typed is completed and judged by all names of the catalogue as it is now."""

from __future__ import annotations

import pytest

from catalog.core.title_match import Kind
from catalog.models import Alias, Franchise, Show
from catalog.services import Suggestion, catalogue_changed, import_shows, judge_title, known_titles, suggest_shows

pytestmark = pytest.mark.django_db


def add(title, *aliases, english="", **facts):
    show = Show.objects.create(slug=f"show-{Show.objects.count()}", title=title, title_english=english, **facts)
    for text in dict.fromkeys([title, *aliases, *([english] if english else [])]):
        Alias.objects.create(show=show, text=text)
    return show


def test_a_show_is_suggested_by_any_of_its_names_under_the_title_people_see():
    show = add("Shingeki no Kyojin", "AoT", english="Attack on Titan")
    assert suggest_shows("attack") == [Suggestion(show.pk, "Attack on Titan")]
    assert suggest_shows("shingeki") == [Suggestion(show.pk, "Attack on Titan", "Shingeki no Kyojin")]
    assert suggest_shows("aot") == [Suggestion(show.pk, "Attack on Titan", "AoT")]


def test_at_most_ten_are_suggested_unless_told_otherwise():
    for number in range(12):
        add(f"Idol {number}")
    assert len(suggest_shows("idol")) == 10
    assert len(suggest_shows("idol", limit=3)) == 3


def test_unlisted_shows_are_neither_suggested_nor_right():
    show = add("Secret", is_listed=False)
    assert suggest_shows("secret") == []
    assert judge_title(show.pk, "secret").kind is Kind.WRONG


def test_nobody_waits_until_a_large_catalogue_is_read_again(monkeypatch, django_capture_on_commit_callbacks):
    add("Bleach")
    suggest_shows("ble")
    started = []
    monkeypatch.setattr(known_titles, "SMALL", 0)
    monkeypatch.setattr(known_titles, "read_titles_beside", lambda: started.append(True))
    with django_capture_on_commit_callbacks(execute=True):
        new = add("Blend S")
        catalogue_changed()

    assert [found.title for found in suggest_shows("ble")] == ["Bleach"]
    assert started
    assert judge_title(new.pk, "blend s").kind is Kind.EXACT  # a show that was not there is waited for
    assert [found.title for found in suggest_shows("ble")] == ["Bleach", "Blend S"]


def test_nobody_waits_when_a_small_catalogue_becomes_a_large_one(monkeypatch, django_capture_on_commit_callbacks):
    add("Bleach")
    suggest_shows("ble")
    started = []
    monkeypatch.setattr(known_titles, "SMALL", 3)
    monkeypatch.setattr(known_titles, "read_titles_beside", lambda: started.append(True))
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(4):
            add(f"Blend {number}")
        catalogue_changed()

    assert [found.title for found in suggest_shows("ble")] == ["Bleach"]
    assert started


@pytest.mark.django_db(transaction=True)
def test_a_thread_reads_the_names():
    add("Bleach")
    thread = known_titles.read_titles_beside()
    thread.join(60)

    assert [found.title for found in suggest_shows("ble")] == ["Bleach"]


@pytest.mark.django_db(transaction=True)
def test_what_changes_in_the_catalogue_is_known_at_once(tmp_path):
    show = add("Bleach")
    assert [found.title for found in suggest_shows("ble")] == ["Bleach"]
    Alias.objects.create(show=show, text="Soul Society")
    assert [found.matched for found in suggest_shows("soul")] == ["Soul Society"]
    show.title_english = "Blanch"
    show.save()
    assert [found.title for found in suggest_shows("soul")] == ["Blanch"]
    (tmp_path / "shows.csv").write_text("mal_id,title\n1,Blossom\n")
    import_shows(tmp_path / "shows.csv")
    assert [found.title for found in suggest_shows("bloss")] == ["Blossom"]
    show.delete()
    assert [found.title for found in suggest_shows("bl")] == ["Blossom"]


@pytest.mark.django_db(transaction=True)
def test_bulk_changes_are_known_once_they_are_told(django_assert_num_queries):
    add("Bleach")
    assert suggest_shows("bl")
    with django_assert_num_queries(0):
        assert suggest_shows("blea")
    Show.objects.update(is_listed=False)
    catalogue_changed()
    assert suggest_shows("bl") == []


def test_a_slip_is_forgiven_and_another_season_is_told_apart():
    first = add("Mob Psycho 100")
    second = add("Mob Psycho 100 II")
    assert judge_title(first.pk, "mob pyscho 100").kind is Kind.TYPO
    assert judge_title(second.pk, "mob psycho 100 2nd season").kind is Kind.EXACT
    assert judge_title(second.pk, "mob psycho 100").kind is Kind.FRANCHISE
    assert judge_title(second.pk, "one punch man").kind is Kind.WRONG


def test_shows_of_one_franchise_need_no_common_word():
    franchise = Franchise.objects.create(name="Evangelion")
    show = add("Neon Genesis Evangelion", franchise=franchise)
    add("The End", franchise=franchise)
    add("Another End")
    assert judge_title(show.pk, "the end").kind is Kind.FRANCHISE
    assert judge_title(show.pk, "another end").kind is Kind.WRONG


def test_the_part_before_the_subtitle_is_enough_where_it_means_one_show_only():
    alone = add("Mushoku Tensei: Jobless Reincarnation")
    first = add("Fate: Zero")
    add("Fate: Apocrypha")
    assert judge_title(alone.pk, "mushoku tensei").kind is Kind.EXACT
    assert judge_title(first.pk, "fate").kind is Kind.FRANCHISE


def test_a_slip_that_fits_another_show_as_well_does_not_count():
    show = add("Bleach")
    add("Blench")
    assert judge_title(show.pk, "blerch").kind is Kind.AMBIGUOUS


def test_two_short_titles_that_begin_alike_are_two_stories():
    show = add("K-On!")
    add("K")
    assert judge_title(show.pk, "k").kind is Kind.WRONG
