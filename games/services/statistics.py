"""People against the network, and what came of one's own runs."""

from __future__ import annotations

from django.core.cache import cache
from django.db.models import Count, F, Q, Sum

from catalog.models import Show
from games.core.registry import GAMES, GameName, Mode
from games.models import FrameStat, GameResult
from games.services.choosing import streak_of
from games.services.counting import owned_by
from games.services.pages import Comparison, HistoryRow, StatisticsPage
from games.session import Player

HISTORY_ROWS = 50
SHOWS_COMPARED = 50
_KEPT_SECONDS = 120
_KEY = "games-statistics"

Counts = tuple[int, int, int, int]
"""Of people shown and right, of the network shown and right."""


def statistics_page(player: Player) -> StatisticsPage:
    """Return the figures of everybody, two minutes old at most, and those of one player."""
    overall, by_show = cache.get_or_set(_KEY, _of_everybody, _KEPT_SECONDS) or _of_everybody()
    shows = Show.objects.listed().in_bulk([show for show, _ in by_show])
    own, days = owned_by(player), streak_of(player)
    sums = own.filter(compared__gt=0).aggregate(
        runs=Count("pk"),
        beaten=Count("pk", filter=Q(own_compared__gt=F("network_score"))),
        points=Sum("own_compared", default=0),
        network=Sum("network_score", default=0),
    )
    return StatisticsPage(
        overall=Comparison(*overall),
        by_show=tuple((shows[show], Comparison(*counts)) for show, counts in by_show if show in shows),
        runs=sums["runs"],
        beaten=sums["beaten"],
        own_points=sums["points"],
        network_points=sums["network"],
        streak=days.current,
        best_streak=days.best,
        history=tuple(_history_row(result) for result in own[:HISTORY_ROWS]),
    )


def _of_everybody() -> tuple[Counts, list[tuple[int, Counts]]]:
    played = FrameStat.objects.filter(shown__gt=0, network_shown__gt=0)
    overall = played.aggregate(
        shown_ones=Sum("shown", default=0),
        right_ones=Sum("right", default=0),
        network_ones=Sum("network_shown", default=0),
        network_right_ones=Sum("network_right", default=0),
    )
    by_show = (
        played.order_by()
        .values_list("frame__show")
        .annotate(
            shown_ones=Sum("shown", default=0),
            right_ones=Sum("right", default=0),
            network_ones=Sum("network_shown", default=0),
            network_right_ones=Sum("network_right", default=0),
        )
    )
    rows = by_show.order_by("-shown_ones", "frame__show")[:SHOWS_COMPARED]
    names = ("shown_ones", "right_ones", "network_ones", "network_right_ones")
    shown, right, known, named = (overall[name] for name in names)
    return (shown, right, known, named), [(show, (a, b, c, d)) for show, a, b, c, d in rows]


def _history_row(result: GameResult) -> HistoryRow:
    return HistoryRow(
        public_id=result.public_id,
        game=GameName(result.game),
        title=GAMES[GameName(result.game)].title,
        mode=Mode(result.mode),
        score=result.score,
        network_score=result.network_score,
        day=result.day,
    )
