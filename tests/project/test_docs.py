"""The documents say what the code does: every setting, command, target and link of theirs is there."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import DjangoHelpFormatter

from tests.project.tree import ROOT, read, tracked

DOCUMENTS = [file for file in tracked() if file.suffix == ".md"]
DJANGO_OPTIONS = {"--help", *DjangoHelpFormatter.show_last}
"""Options that every management command has."""

OUR_APPS = ("snn", "catalog", "classifier", "games", "training")


def _settings() -> list[str]:
    """Every variable that the settings and the server read from the environment."""
    read_by_settings = re.findall(r"env\.\w+\(\s*\"(\w+)\"", read("snn/settings.py"))
    read_by_gunicorn = re.findall(r"environ\.get\(\s*[\"'](\w+)", read("gunicorn.conf.py"))
    return sorted({*read_by_settings, *read_by_gunicorn})


def _commands() -> list[str]:
    """Every management command of the project."""
    places = (
        file for file in tracked() if file.parts[0] in OUR_APPS and file.parts[-3:-1] == ("management", "commands")
    )
    return sorted(file.stem for file in places if file.stem != "__init__")


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", read("Makefile"), flags=re.MULTILINE))


def _level(heading: str) -> int:
    return len(heading) - len(heading.lstrip("#"))


def _headings(document: str) -> list[str]:
    return re.findall(r"^#+ (.+)$", read(document), flags=re.MULTILINE)


def test_the_settings_are_found():
    assert {"DATABASE_URL", "SECRET_KEY", "WEB_CONCURRENCY"} <= set(_settings())


@pytest.mark.parametrize("name", _settings())
def test_a_setting_stands_in_the_example_and_in_the_document(name):
    assert re.search(rf"^#? ?{name}=", read(".env.example"), flags=re.MULTILINE)
    assert re.search(rf"^\| `{name}` \|", read("docs/settings.md"), flags=re.MULTILINE)


def test_the_example_names_no_setting_that_nobody_reads():
    named = re.findall(r"^#? ?([A-Z_]+)=", read(".env.example"), flags=re.MULTILINE)

    assert set(named) <= set(_settings())


@pytest.mark.parametrize("name", _commands())
def test_a_command_has_a_heading(name):
    assert f"`{name}`" in _headings("docs/commands.md")


@pytest.mark.parametrize("name", _commands())
def test_every_option_of_a_command_is_told(name):
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    ours = {text for action in parser._actions for text in action.option_strings if text.startswith("--")}
    section = read("docs/commands.md").partition(f"## `{name}`\n")[2].partition("\n## ")[0]

    assert {option for option in ours - DJANGO_OPTIONS if option not in section} == set()


def test_no_heading_names_a_command_that_is_not_there():
    named = [heading.strip("`") for heading in _headings("docs/commands.md") if heading.startswith("`")]

    assert set(named) <= set(_commands())


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_a_make_target_that_is_named_exists(document):
    named = re.findall(r"\bmake ([a-z]+)\b", "\n".join(re.findall(r"`[^`]+`|^    .*$|```.*?```", read(document), re.S)))

    assert set(named) <= _targets()


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_a_link_leads_somewhere(document):
    links = re.findall(r"\]\((?!https?://|mailto:|#)([^)#\s]+)", read(document))

    assert [link for link in links if not (ROOT / document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_no_section_is_empty(document):
    text = re.sub(r"```.*?```", "code", read(document), flags=re.DOTALL)
    pieces = [*re.split(r"^(#+ .+)$", text, flags=re.MULTILINE)[1:], "#", ""]
    headings, bodies = pieces[::2], pieces[1::2]
    empty = [
        heading
        for (heading, following), body in zip(pairwise(headings), bodies, strict=False)
        if not body.strip() and _level(following) <= _level(heading)
    ]

    assert empty == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "LICENSE"])
def test_what_a_newcomer_looks_for_is_there(name):
    assert Path(name) in tracked()
