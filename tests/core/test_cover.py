from __future__ import annotations

from xml.etree import ElementTree

import pytest

from catalog.core.cover import MOTIFS, cover_svg, ems, printable, wrap

SVG = "{http://www.w3.org/2000/svg}"


def words(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_the_same_show_gets_the_same_cover():
    assert cover_svg(seed="moss", title="Moss") == cover_svg(seed="moss", title="Moss")


def test_different_shows_get_different_covers():
    assert len({cover_svg(seed=str(i), title="Moss") for i in range(40)}) == 40


def test_every_motif_comes_up():
    for motif in MOTIFS:
        assert motif.__name__.startswith("_")
    sizes = {len(cover_svg(seed=str(i), title="X")) // 500 for i in range(60)}
    assert len(sizes) > len(MOTIFS)


@pytest.mark.parametrize(
    "title",
    ["<script>alert(1)</script>", '"/><image href="//evil"/>', "]]>&amp;<!--", "a\x00b\x08c", "\ud800 lone", "\ufffe"],
)
def test_a_title_never_becomes_markup(title):
    root = ElementTree.fromstring(cover_svg(seed="x", title=title, subtitle=title))
    allowed = {"svg", "defs", "linearGradient", "stop", "rect", "circle", "path", "text"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= allowed


def test_nothing_is_loaded_from_outside():
    svg = cover_svg(seed="x", title="X")
    assert "href" not in svg
    assert svg.count("http") == 1  # the namespace


def test_a_long_title_is_cut_with_an_ellipsis():
    lines = words(cover_svg(seed="x", title="a very long title " * 40))
    assert len(lines) == 5
    assert lines[-1].endswith("…")


def test_a_japanese_title_is_broken_between_characters():
    lines = words(cover_svg(seed="x", title="灯籠港の夜話と七匹の猫と終点湯"))
    assert len(lines) > 1
    assert "".join(lines) == "灯籠港の夜話と七匹の猫と終点湯"


def test_a_subtitle_is_set_below():
    assert words(cover_svg(seed="x", title="Moss", subtitle="苔"))[-1] == "苔"


def test_an_empty_title_still_makes_a_cover():
    assert words(cover_svg(seed="x", title=" \n ")) == ["?"]


def test_lines_are_no_wider_than_asked():
    for line in wrap("Supercalifragilisticexpialidocious 灯籠港の夜話 and so on", 8):
        assert ems(line) <= 8


def test_printable_keeps_words_and_drops_what_xml_forbids():
    assert printable("a\tb\x01c é 灯") == "a bc é 灯"
