"""The page on which a game is chosen."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from catalog.models import Show
from games.core.daily import Streak, number_of, streak
from games.core.registry import GAMES, Game, Mode
from games.core.scoring import State
from games.services.counting import owned_by
from games.services.drawing import Pool, answers_to_come, count_shows, pool_for
from games.services.page_parts import run_of
from games.services.pages import ChoosePage, NoRun, Offer
from games.services.runs import RULES
from games.session import Player, Saved, Slot

_DAYS_LOOKED_AT = 2000


def choose_page(player: Player) -> ChoosePage:
    """Return all games, what of them is going, and with how many shows they can be played."""
    today = timezone.localdate()
    pool = pool_for(player, learnt=False, all_shows=False)
    shows, days = count_shows(pool), streak_of(player)
    demo = _demo_shows(pool)
    enough = shows >= max(game.shows_needed for game in GAMES.values())
    return ChoosePage(
        offers=tuple(_offer(player, game, today) for game in GAMES.values()),
        shows=shows,
        shows_enough=enough,
        more_to_come=not enough and answers_to_come(pool),
        seen_only=pool.seen is not None,
        number=number_of(today),
        today=today,
        streak=days.current,
        best_streak=days.best,
        has_demo=bool(demo),
        demo_shows=demo,
    )


def streak_of(player: Player) -> Streak:
    """Return on how many days in a row a player finished a challenge of the day."""
    daily = owned_by(player).filter(mode=Mode.DAILY).order_by("-day").values_list("day", flat=True).distinct()
    return streak(set(daily[:_DAYS_LOOKED_AT]), timezone.localdate())


def _offer(player: Player, game: Game, today: date) -> Offer:
    daily = run_of(player, Slot(game.name, daily=True))
    going = _is_going(daily)
    results = owned_by(player).filter(game=game.name, day=today, mode=Mode.DAILY)
    return Offer(
        game=game.name,
        title=game.title,
        summary=game.summary,
        going=_is_going(run_of(player, Slot(game.name))),
        daily_going=going,
        daily_day=date.fromisoformat(daily[0].day) if going and not isinstance(daily, NoRun) else None,
        daily_result=results.values_list("public_id", flat=True).first() or "",
    )


def _is_going(run: tuple[Saved, State] | NoRun) -> bool:
    return not isinstance(run, NoRun) and not RULES[run[0].slot.game].is_complete(run[1])


def _demo_shows(pool: Pool) -> tuple[Show, ...]:
    """Return the drawn shows, which nobody can know yet, where they may come up."""
    shows = Show.objects.listed().filter(is_demo=True, eligible_frames__gt=0)
    return tuple(shows if pool.seen is None else shows.filter(pk__in=pool.seen))
