"""Lists of shows enter the catalogue."""

from __future__ import annotations

import csv
import json
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalog.core import showlist
from catalog.core.showlist import ShowListError
from catalog.models import Alias, Show
from catalog.services import Existing, import_shows, load_catalogue, resolve_label

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "shows.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def names(show: Show) -> set[tuple[str, str]]:
    return set(show.aliases.values_list("language", "text"))


def test_a_new_show_comes_with_its_facts_and_every_name(write):
    report = import_shows(
        write(
            "mal_id,anilist_id,franchise,title,title_english,title_japanese,synonyms,labels,type,episodes,year,season,"
            "studios,genres,demographics\n"
            "19,19,Monster,Monsutaa,Monster,モンスター,Kaibutsu|Monster,mon ster,TV,74,2004,spring,Madhouse"
            ",Drama|Mystery,Seinen\n"
        )
    )
    assert (report.added, report.changed, report.unchanged, report.notices) == (1, 0, 0, [])
    show = Show.objects.get()
    assert (show.slug, show.mal_id, show.anilist_id, str(show.franchise)) == ("monster", 19, 19, "Monster")
    assert (show.type, show.episodes, show.year, show.season, show.demographic) == ("TV", 74, 2004, "spring", "Seinen")
    assert set(show.genres.values_list("name", flat=True)) == {"Drama", "Mystery"}
    assert set(show.studios.values_list("name", flat=True)) == {"Madhouse"}
    assert names(show) == {
        ("romaji", "Monsutaa"),
        ("en", "Monster"),
        ("ja", "モンスター"),
        ("synonym", "Kaibutsu"),
        ("label", "mon ster"),
    }
    assert show.aliases.get(language="ja").normalised == "もんすたー"


def test_the_same_list_twice_changes_nothing(write):
    path = write("mal_id,title,synonyms,genres,studios\n1,Bleach,B,Action,X\n2,Naruto,N,Action,Y\n")
    import_shows(path)
    before = (list(Show.objects.values()), list(Alias.objects.values()))
    report = import_shows(path)
    assert (report.added, report.changed, report.unchanged) == (0, 0, 2)
    assert (list(Show.objects.values()), list(Alias.objects.values())) == before


def test_what_the_keeper_wrote_stays_and_gaps_are_filled(write):
    import_shows(write("mal_id,title,year,genres,synonyms\n1,Bleach,1999,Action,B\n"))
    report = import_shows(write("mal_id,title,year,season,genres,synonyms\n1,BLEACH,2004,fall,Drama,Blanche\n"))
    show = Show.objects.get()
    assert report.changed == 1
    assert (show.title, show.year, show.season) == ("Bleach", 1999, "fall")
    assert [genre.name for genre in show.genres.all()] == ["Action"]
    assert names(show) == {("romaji", "Bleach"), ("synonym", "B")}


def test_the_list_wins_where_it_is_asked_to_but_its_gaps_empty_nothing(write):
    import_shows(write("mal_id,title,year,season,genres\n1,Bleach,1999,fall,Action\n"))
    path = write("mal_id,title,year,season,genres\n1,BLEACH TV,2004,,Drama\n")
    import_shows(path, existing=Existing.OVERWRITE)
    show = Show.objects.get()
    assert (show.slug, show.title, show.year, show.season) == ("bleach", "BLEACH TV", 2004, "fall")
    assert [genre.name for genre in show.genres.all()] == ["Drama"]
    assert names(show) == {("romaji", "BLEACH TV")}


def test_two_shows_of_one_name_get_two_addresses(write):
    import_shows(write("mal_id,title,year\n136,Hunter x Hunter,1999\n11061,Hunter x Hunter,2011\n"))
    assert set(Show.objects.values_list("slug", flat=True)) == {"hunter-x-hunter", "hunter-x-hunter-2011"}


def test_an_address_that_a_later_line_asks_for_is_not_given_to_an_earlier_one(write):
    import_shows(write("slug,mal_id,title\n,1,Bleach\nbleach,2,Other\n"))
    assert Show.objects.get(mal_id=2).slug == "bleach"
    assert Show.objects.get(mal_id=1).slug == "bleach-1"


def test_an_anilist_id_that_is_taken_is_left_out_with_a_notice(write):
    report = import_shows(write("mal_id,anilist_id,title\n1,7,Bleach\n2,7,Naruto\n"))
    assert Show.objects.get(mal_id=1).anilist_id == 7
    assert Show.objects.get(mal_id=2).anilist_id is None
    assert len(report.notices) == 1
    assert "line 3, anilist_id: another show has 7 already" in report.notices[0]


def test_an_address_of_another_show_is_an_error_and_nothing_is_written(write):
    import_shows(write("slug,mal_id,title\nbleach,1,Bleach\n"))
    others = "".join(f",{number},Show {number}\n" for number in range(2, 700))  # more than are written at once
    with pytest.raises(ShowListError, match="line 700, slug: bleach is Bleach already, which has the MyAnimeList id 1"):
        import_shows(write(f"slug,mal_id,title\n{others}bleach,700,Other\n"))
    assert Show.objects.count() == 1


def test_a_show_without_a_number_is_known_by_its_address_and_receives_one(write):
    import_shows(write("slug,title\nbleach,Bleach\n"))
    import_shows(write("slug,mal_id,title\nbleach,269,Bleach\n"))
    assert Show.objects.get().mal_id == 269


def test_a_bad_line_late_in_the_file_leaves_nothing_behind(write):
    lines = "".join(f"{number},Show {number},2000\n" for number in range(1, 700))
    path = write(f"mal_id,title,year\n{lines}700,Show 700,soon\n")
    with pytest.raises(CommandError, match=r"shows\.csv, line 701, year: 'soon' is not a whole number"):
        call_command("import_shows", str(path))
    assert not Show.objects.exists()


def test_the_command_prints_one_json_document(write):
    out = StringIO()
    call_command("import_shows", str(write("mal_id,title\n1,Bleach\n")), "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"added": 1, "changed": 0, "unchanged": 0, "notices": []}


def test_the_bundled_shows_are_loaded_once_and_answer_to_their_labels():
    assert load_catalogue() == 45
    assert load_catalogue() == 0
    for label, mal_id in (
        ("one punch man", 30276),
        ("Gekijouban FateStay Night Unlimited Blade Works", 6922),
        ("Dragon ball", 223),
        ("Dragon Ball Z Kai", 6033),
        ("進撃の巨人", 16498),
    ):
        show = resolve_label(label)
        assert show is not None
        assert show.mal_id == mal_id
    assert Alias.objects.filter(language=Alias.Language.LABEL).count() == 45


def test_loading_again_keeps_what_the_keeper_changed_or_emptied():
    load_catalogue()
    Show.objects.filter(mal_id=1).update(title_english="Bebop", year=None, is_listed=False)
    Alias.objects.filter(show__mal_id=2025, text="DTB").delete()
    load_catalogue()
    show = Show.objects.get(mal_id=1)
    assert (show.title_english, show.year, show.is_listed) == ("Bebop", None, False)
    assert not Alias.objects.filter(text="DTB").exists()


def test_the_words_of_the_reader_are_those_of_the_tables():
    assert set(Show.Type.values) == showlist.TYPES
    assert set(Show.Season.values) == showlist.SEASONS
    assert set(Show.Demographic.values) == showlist.DEMOGRAPHICS


def test_a_list_of_eighteen_thousand_is_imported_with_few_queries(tmp_path, django_assert_max_num_queries, capsys):
    path = tmp_path / "many.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["mal_id", "title", "title_japanese", "synonyms", "year", "genres"])
        writer.writerows(
            [n, f"Show {n}", f"番組{n}", f"S{n}|T{n}", 1990 + n % 30, "Action|Drama"] for n in range(1, 18475)
        )
    start = time.perf_counter()
    with django_assert_max_num_queries(3000):
        import_shows(path)
    with capsys.disabled():
        print(f" [{Show.objects.count()} shows in {time.perf_counter() - start:.1f} s]", end="")
    assert Show.objects.count() == 18474
