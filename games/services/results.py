"""Results of whole runs: shown, named, and ranked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from catalog.models import Show
from classifier.throttle import allow
from games.core.daily import number_of
from games.core.names import NameRefused, clean_name, name_key
from games.core.registry import GAMES, GameName, Mode
from games.core.rules import Level, Outcome, Side
from games.core.share import Mark, Summary, in_symbols, in_words
from games.models import GameResult
from games.services.counting import owned_by
from games.services.pages import BoardRow, ResultPage, ResultRound, ShareTexts
from games.session import Player

BOARD_ROWS = 20
_LOOKED_AT = 500  # results of which the best of each player are taken

NAMES_A_DAY = 20
"""The most names that are written down from one address in a day, so that nobody fills a board with made-up people."""

_DAY = 24 * 60 * 60


class BadName(ValueError):  # noqa: N818 -- a refusal with a sentence for the player
    """A name that cannot stand on the leaderboard; the message is a sentence for the player."""


def daily_result(player: Player, game: GameName, day: date) -> str:
    """Return the public id of a player's result in a day's challenge, empty where there is none."""
    results = owned_by(player).filter(game=game, day=day, mode=Mode.DAILY)
    return results.values_list("public_id", flat=True).first() or ""


def result_page(player: Player, public_id: str) -> ResultPage | None:
    """Return a result for whoever has its address.

    Its shows are told to whoever played it; to others not while it is the challenge of today.
    """
    result = GameResult.objects.filter(public_id=public_id).first()
    if result is None:
        return None
    own = owned_by(player).filter(pk=result.pk).exists()
    told = own or result.mode != Mode.DAILY or result.day < timezone.localdate()
    details = result.details
    rounds = details.get("rounds", [])
    shows = Show.objects.listed().in_bulk([played["show"] for played in rounds]) if told else {}
    game = GAMES[GameName(result.game)]
    return ResultPage(
        public_id=result.public_id,
        game=game.name,
        title=game.title,
        mode=Mode(result.mode),
        day=result.day,
        number=number_of(result.day) if result.mode == Mode.DAILY else None,
        score=result.score,
        best_possible=result.best_possible,
        network_score=result.network_score,
        compared=result.compared,
        own_compared=result.own_compared,
        rounds=tuple(_round(played, shows) for played in rounds),
        turns=details.get("turns", 0),
        seconds=details.get("seconds", 0),
        against=Level(details["against"]) if details.get("against") else None,
        perfect=details.get("perfect", False),
        pairs=tuple(Side(by) for by in details.get("pairs", [])),
        share=_share(result),
        name=result.name,
        usual_name=_usual_name(player) if own else "",
        own=own,
        ranked=result.ranked,
    )


@transaction.atomic
def choose_name(player: Player, public_id: str, name: str) -> None:
    """Put a name beside a result of one's own; an empty one takes it off the leaderboard.

    Raises:
        BadName: it cannot stand there, or the result is somebody else's.
    """
    result = owned_by(player).filter(public_id=public_id).first()
    if result is None:
        raise BadName("Only whoever played can put a name here.")
    wanted = _checked_name(player, name) if name.strip() else ""
    GameResult.objects.filter(pk=result.pk).update(name=wanted, name_key=name_key(wanted))


def leaderboard(player: Player, game: GameName, *, today: bool) -> list[BoardRow]:
    """Return the best result of each player who chose a name: of today, or of all time."""
    results = GameResult.objects.filter(game=game, ranked=True).exclude(name="")
    if today:
        results = results.filter(day=timezone.localdate())
    best = _best_of_each(results.order_by("-score", "created_at")[:_LOOKED_AT])[:BOARD_ROWS]
    mine = set(owned_by(player).filter(pk__in=[result.pk for result in best]).values_list("pk", flat=True))
    return [
        BoardRow(
            rank=1 + sum(other.score > result.score for other in best),
            name=result.name,
            score=result.score,
            network_score=result.network_score,
            day=result.day,
            own=result.pk in mine,
        )
        for result in best
    ]


def _best_of_each(results: Iterable[GameResult]) -> list[GameResult]:
    best: dict[tuple[int | None, str], GameResult] = {}
    for result in results:
        best.setdefault((result.user_id, result.token), result)
    return list(best.values())


def _usual_name(player: Player) -> str:
    """Return the name that the account has, else the one that was written down last."""
    chosen: str = getattr(player.user, "display_name", "")
    return chosen or owned_by(player).exclude(name="").values_list("name", flat=True).first() or ""


def _checked_name(player: Player, name: str) -> str:
    """Return a name as it is written down.

    Raises:
        BadName: the rules of names forbid it, somebody else has it, or too many were written down today.
    """
    try:
        wanted = clean_name(name)
    except NameRefused as refusal:
        raise BadName(str(refusal)) from refusal
    if _is_taken(player, name_key(wanted)):
        raise BadName("Somebody else goes by this name, or by one that looks like it. Choose another one.")
    if not allow(f"names {player.address}", limit=NAMES_A_DAY, seconds=_DAY):
        raise BadName("Many names were written down from where you are today. Come back tomorrow.")
    return wanted


def _is_taken(player: Player, key: str) -> bool:
    """Tell whether another player's result or another account goes by a name with this key."""
    if get_user_model()._default_manager.filter(display_key=key).exclude(pk=player.user.pk or 0).exists():
        return True
    named = GameResult.objects.filter(name_key=key)
    return named.exclude(pk__in=owned_by(player).filter(name_key=key).values("pk")).exists()


def _round(played: Mapping[str, Any], shows: Mapping[int, Show]) -> ResultRound:
    return ResultRound(
        outcome=Outcome(played["outcome"]),
        points=played["points"],
        network_points=played["network"],
        hints=played["hints"],
        tries=played["tries"],
        show=shows.get(played["show"]),
    )


def _share(result: GameResult) -> ShareTexts:
    title = GAMES[GameName(result.game)].title
    if result.mode == Mode.DAILY:
        title = f"{title}, no. {number_of(result.day)}"
    rounds = result.details.get("rounds", [])
    summary = Summary(
        title=title,
        score=result.score,
        best_possible=result.best_possible,
        network=result.network_score if result.compared else None,
        marks=tuple(Mark(Outcome(one["outcome"]), one["hints"] > 0 or one["tries"] > 1) for one in rounds),
        turns=result.details.get("turns", 0),
        seconds=result.details.get("seconds", 0),
        pairs=tuple(Side(by) for by in result.details.get("pairs", [])),
    )
    words = in_words(summary)
    return ShareTexts(symbols=in_symbols(summary), words=words, picture_alt=words)
