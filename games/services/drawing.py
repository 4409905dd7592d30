"""Shows and frames drawn at random for a game: through indexes by random keys, never by a look at all of them.

Drawn are listed shows with approved frames that the active network has answered beforehand, by default only frames it
did not learn from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from catalog.core.frames import BLURRED, DARK, SeenHashes
from catalog.models import Frame, SeenShow, Show
from catalog.services import seen_list_of, seen_show_ids
from classifier.models import FrameScore, ModelVersion, Task
from classifier.services.frame_tags import frame_tags
from games.core.candidates import Candidate, Drawn, Facts, Guess
from games.core.difficulty import difficulty
from games.core.franchise import Names, story_keys
from games.core.rules import chance
from games.core.telling import spoken_tags
from games.models import FrameStat
from games.session import Player

FRAMES_NEEDED = 2
"""Approved frames that a show must have."""

UNFIT = frozenset((DARK, BLURRED))
"""Flags of frames that nobody could know: nearly black ones, and those with hardly an edge."""

MOST_COUNTED = 1000

NOT_LEARNT = ("test", "")
LEARNT = ("train", "val")

FEW_SHOWS = 24
"""So many shows give three frames each, fewer shows twice as many: a run can need sixty."""


@dataclass(frozen=True)
class Pool:
    """What a game is drawn from."""

    version: ModelVersion | None
    seen: QuerySet[SeenShow, int] | None  # ids of the shows that were ticked; None means all
    learnt: bool

    @property
    def splits(self) -> tuple[str, ...]:
        """Return which parts of the network's training may be shown."""
        return NOT_LEARNT + LEARNT if self.learnt else NOT_LEARNT


def pool_for(player: Player, *, learnt: bool, all_shows: bool) -> Pool:
    """Return what a player draws from: the shows they ticked, unless all are asked for."""
    version = ModelVersion.objects.active(Task.SHOW)
    seen = None if all_shows else seen_show_ids(seen_list_of(player.user, player.token))
    return Pool(version, seen, learnt)


def count_shows(pool: Pool) -> int:
    """Return how many shows can be drawn; it stops counting at 1000."""
    return len(_shows(pool).order_by().values_list("pk", flat=True)[:MOST_COUNTED])


def answers_to_come(pool: Pool) -> bool:
    """Tell whether the network has yet to answer some of these frames: asked only where there are too few shows."""
    if pool.version is None:
        return False
    frames = Frame.objects.approved().filter(show__is_listed=True)
    if pool.seen is not None:
        frames = frames.filter(show__in=pool.seen)
    answered = FrameScore.objects.filter(version=pool.version, frame=OuterRef("pk"))
    return frames.exclude(Exists(answered)).exists()


def draw_candidates(pool: Pool, count: int, seed: str) -> list[Candidate]:
    """Return up to `count` shows at random, each with up to three different frames, or six where shows are few."""
    random = chance(seed, "draw")
    keys, start = _shows(pool).order_by("random_key").values_list("pk", flat=True), random.random()
    drawn = list(keys.filter(random_key__gte=start)[:count])
    if len(drawn) < count:
        drawn += keys.filter(random_key__lt=start)[: count - len(drawn)]
    # Only then their frames: a database may look for these before it knows which shows it keeps.
    shows = Show.objects.filter(pk__in=drawn).select_related("franchise").order_by()
    splits = random.sample(pool.splits, len(pool.splits))
    frames = _frames_at(pool, random.random(), splits, turns=1 if len(drawn) >= FEW_SHOWS else 2)
    return _candidates(pool, shows.annotate(**frames), list(frames))


def _shows(pool: Pool) -> QuerySet[Show]:
    if pool.version is None:
        return Show.objects.none()
    shows = Show.objects.listed().filter(eligible_frames__gte=FRAMES_NEEDED)
    if pool.seen is not None:
        shows = shows.filter(pk__in=pool.seen)
    return shows.filter(Exists(_scores(pool).filter(split__in=pool.splits)))


def _scores(pool: Pool) -> QuerySet[FrameScore]:
    """Return scores of the show that the query around it looks at, of frames that may be shown."""
    return FrameScore.objects.filter(
        version=pool.version,
        show=OuterRef("pk"),
        frame__status=Frame.Status.APPROVED,
        frame__deleted_at__isnull=True,
    ).order_by("random_key")


def _frames_at(pool: Pool, key: float, splits: Sequence[str], *, turns: int) -> dict[str, Coalesce]:
    """Find the frames on both sides of a random key, in a ring, and one more from the parts the other way round.

    A second turn takes those that come next.
    """
    after, before = Q(random_key__gte=key), Q(random_key__lt=key)
    frames: dict[str, Coalesce] = {}
    for turn in range(turns):
        frames |= {
            f"after_{turn}": _nth(pool, splits, after, "random_key", turn),
            f"before_{turn}": _nth(pool, splits, before, "-random_key", turn),
            f"other_{turn}": _nth(pool, splits[::-1], before, "-random_key", turn + turns - 1),
        }
    return frames


def _nth(pool: Pool, splits: Sequence[str], side: Q, order: str, number: int) -> Coalesce:
    """Return the frame that comes at a number, from 0, in the ring, from the first of the parts that has one."""
    places = (
        part
        for split in splits
        for part in (_scores(pool).filter(side, split=split), _scores(pool).filter(split=split))
    )
    return Coalesce(*(Subquery(scores.order_by(order).values("frame")[number : number + 1]) for scores in places))


def _candidates(pool: Pool, found: Iterable[Show], places: Sequence[str]) -> list[Candidate]:
    shows = list(found)
    frames = {show.pk: _different(getattr(show, place) for place in places) for show in shows}
    scores = _scores_of(pool, [frame for some in frames.values() for frame in some])
    worth = {
        show: _worth_showing([scores[frame] for frame in some if frame in scores]) for show, some in frames.items()
    }
    kept = [score.frame_id for some in worth.values() for score in some]
    stats = FrameStat.objects.order_by().in_bulk(kept)
    seen_on = frame_tags(kept)
    genres = _grouped(Show.genres.through.objects.filter(show__in=shows).values_list("show", "genre__name"))
    studios = _grouped(Show.studios.through.objects.filter(show__in=shows).values_list("show", "studio__name"))
    names = [Names(show.franchise.name if show.franchise else "", (show.title, show.title_english)) for show in shows]
    return [
        Candidate(
            show=show.pk,
            franchise=story,
            title=show.display_title,
            frames=tuple(
                _one(score, stats.get(score.frame_id), seen_on.get(score.frame_id, ())) for score in worth[show.pk]
            ),
            facts=Facts(
                year=show.year,
                type=show.get_type_display(),
                episodes=show.episodes,
                genres=genres.get(show.pk, ()),
                studios=studios.get(show.pk, ()),
            ),
        )
        for show, story in zip(shows, story_keys(names), strict=True)
        if worth[show.pk]
    ]


def _different(frames: Iterable[int | None]) -> list[int]:
    return list(dict.fromkeys(frame for frame in frames if frame is not None))


def _scores_of(pool: Pool, frames: Sequence[int]) -> dict[int, FrameScore]:
    """Return the scores of frames by the frame."""
    scores = FrameScore.objects.filter(version=pool.version, frame__in=frames).select_related("frame")
    return {score.frame_id: score for score in scores.order_by()}


def _worth_showing(scores: Iterable[FrameScore]) -> list[FrameScore]:
    """Leave out frames of one show that nobody could know, and near copies of one that is in already."""
    seen, kept = SeenHashes(()), []
    for score in scores:
        if not UNFIT.intersection(score.frame.flags) and not seen.has_near(score.frame.phash):
            seen.add(score.frame.phash)
            kept.append(score)
    return kept


def _one(score: FrameScore, stat: FrameStat | None, seen: Sequence[str]) -> Drawn:
    """Put together what is known of a frame; `seen` is what a network saw on it, for want of somebody who knows."""
    guesses = tuple(Guess(top["show"], top["label"], float(top["confidence"])) for top in score.top)
    hard = difficulty(
        shown=stat.shown if stat else 0,
        right=stat.right if stat else 0,
        guesses=guesses,
        show=score.show_id,
        knows=score.knows,
    )
    tags = spoken_tags(score.frame.truth.get("tags") or seen)
    return Drawn(score.frame_id, score.split, guesses, score.knows, hard, score.frame.place, tags)


def _grouped(rows: Iterable[tuple[int, str]]) -> dict[int, tuple[str, ...]]:
    grouped: dict[int, list[str]] = {}
    for key, text in rows:
        grouped.setdefault(key, []).append(text)
    return {key: tuple(dict.fromkeys(texts)) for key, texts in grouped.items()}
