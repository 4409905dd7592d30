"""A list of shows as CSV."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.core.showlist import ShowListError, read_shows


@pytest.fixture
def write(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "shows.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_full_line_is_read(write):
    path = write(
        "slug,mal_id,anilist_id,franchise,title,title_english,title_japanese,synonyms,labels,type,source,episodes,year,"
        "season,studios,genres,demographics,score\n"
        "monster,19,19,Monster,Monster,Monster,モンスター,A|B,mon s,TV,Manga,74,2004,spring,Madhouse|X,Drama,Seinen,\n"
    )
    (show,) = read_shows(path)
    assert (show.line, show.slug, show.mal_id, show.anilist_id, show.franchise) == (2, "monster", 19, 19, "Monster")
    assert (show.title, show.title_english, show.title_japanese) == ("Monster", "Monster", "モンスター")
    assert (show.synonyms, show.labels) == (("A", "B"), ("mon s",))
    assert (show.type, show.source, show.episodes, show.year, show.season) == ("TV", "Manga", 74, 2004, "spring")
    assert (show.studios, show.genres, show.demographic) == (("Madhouse", "X"), ("Drama",), "Seinen")


def test_columns_and_cells_that_are_missing_are_gaps(write):
    (show,) = read_shows(write("mal_id,title,year\n1,Cowboy Bebop,\n"))
    assert (show.slug, show.year, show.episodes, show.synonyms, show.demographic) == ("", None, None, (), "")


def test_entities_are_unescaped_and_repeated_names_kept_once(write):
    (show,) = read_shows(write("mal_id,title,synonyms\n5,Heaven&#039;s Door &amp; more,A|A| B \n"))
    assert show.title == "Heaven's Door & more"
    assert show.synonyms == ("A", "B")


def test_an_unknown_source_and_several_demographics_are_gaps(write):
    (show,) = read_shows(write("mal_id,title,source,demographics\n5,X,Unknown,Kids|Shounen\n"))
    assert (show.source, show.demographic) == ("", "")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "line 1, title: the column is missing"),
        ("mal_id,title\n1,\n", "line 2, title: is empty"),
        ("mal_id,title\n,Bleach\n", "line 2, mal_id: is empty, and so is slug"),
        ("mal_id,title\nx,Bleach\n", "line 2, mal_id: 'x' is not a whole number"),
        ("mal_id,title\n0,Bleach\n", "line 2, mal_id: '0' is not a whole number"),
        ("mal_id,title\n٣,Bleach\n", "line 2, mal_id: '٣' is not a whole number"),
        ("mal_id,title\n99999999999,Bleach\n", "line 2, mal_id: '99999999999' is not"),
        ("mal_id,title\n1,A\n2,B\n1,C\n", "line 4, mal_id: 1 stands in line 2 already"),
        ("slug,title\na,A\na,B\n", "line 3, slug: a stands in line 2 already"),
        ("slug,title\nBad Slug,A\n", "line 2, slug: 'Bad Slug' is not made of"),
        ("mal_id,title,year\n1,A,1066\n", "line 2, year: 1066 is not a year"),
        ("mal_id,title,type\n1,A,Series\n", "line 2, type: 'Series' is not one of"),
        ("mal_id,title,season\n1,A,autumn\n", "line 2, season: 'autumn' is not one of"),
        ("mal_id,title,demographics\n1,A,Adults\n", "line 2, demographics: 'Adults' is not one of"),
        ("mal_id,title\n1," + "A" * 301 + "\n", "line 2, title: has 301 letters; 300 fit"),
        ("mal_id,title,synonyms\n1,A,B|" + "A" * 301 + "\n", "line 2, synonyms: has 301 letters"),
        ("mal_id,title\n1,A,B\n", "line 2: the line has more or fewer fields"),
    ],
)
def test_an_error_names_line_and_field(write, text, complaint):
    path = write(text)
    with pytest.raises(ShowListError, match=complaint) as caught:
        read_shows(path)
    assert str(path) in str(caught.value)


def test_a_file_that_is_absent_or_not_text_is_refused(tmp_path):
    with pytest.raises(ShowListError, match="cannot be read"):
        read_shows(tmp_path / "nowhere.csv")
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\xff")
    with pytest.raises(ShowListError, match="is not a CSV file in UTF-8"):
        read_shows(tmp_path / "picture.csv")
