"""What a person types is completed, and judged."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.core.stories import heads, told_by
from catalog.core.title_match import Kind, Verdict, judge
from catalog.services.known_titles import KnownTitles, known_titles

MOST_SUGGESTIONS = 10


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A show that may be meant, its title as people see it, and the name that matched, empty where it is the title."""

    show_id: int
    title: str
    matched: str = ""


def suggest_shows(text: str, limit: int = MOST_SUGGESTIONS) -> list[Suggestion]:
    """Return the shows that may be meant by what is typed so far, out of all that are listed, the likeliest first."""
    known = known_titles()
    return [
        Suggestion(name.show, title, "" if name.text == title else name.text)
        for name in known.search.find(text, limit)
        if (title := known.shown.get(name.show))
    ]


def judge_title(show_id: int, typed: str) -> Verdict:
    """Judge a typed title against the names of a show, of the other entries of its story, and of all listed shows.

    The part before a subtitle counts as the show where no other show has it, and as its story where only that has.
    A show that is no longer listed cannot be named: every title is wrong.
    """
    known = known_titles(show_id)
    own = known.titles.get(show_id)
    if not own:
        return Verdict(Kind.WRONG)
    kin = _relatives(known, show_id, own)
    accepted, related = list(own), [title for show in kin for title in known.titles.get(show, ())]
    for head in heads(own):
        holders = told_by([head], known.search) - {show_id}
        if holders <= kin:
            (related if holders else accepted).append(head)
    return judge(typed, accepted, related, known.index)


def _relatives(known: KnownTitles, show_id: int, own: list[str]) -> set[int]:
    """Return the other shows of the franchise, or without one those whose titles say so."""
    franchise = known.franchises.get(show_id)
    if franchise:
        return {show for show, of in known.franchises.items() if of == franchise and show != show_id}
    return told_by(own, known.search) - {show_id}
