"""A run is dealt: drawn from a pool, and dealt by the rules of its game."""

from __future__ import annotations

import numpy as np

from classifier.services import frame_embeddings
from games.core import frame, matching, title
from games.core.candidates import Candidate
from games.core.deck import deal_deck
from games.core.difficulty import DRAWN_FOR_ONE, at_level
from games.core.memory import ALIKE, alike_from
from games.core.registry import GAMES, GameName
from games.core.rules import Level, TooFewShows
from games.core.scoring import State
from games.models import FrameStat
from games.services.drawing import Pool, answers_to_come, count_shows, draw_candidates
from games.services.pages import TooFew
from games.services.runs import frame_of

Options = title.TitleOptions | matching.MatchingOptions | frame.FrameOptions

DRAWN = 24
"""Shows that a run is dealt from: more than it has rounds, so that there are others to choose between."""

PLAIN: dict[GameName, Options] = {
    GameName.TITLE: title.TitleOptions(),
    GameName.MATCHING: matching.MatchingOptions(),
    GameName.FRAME: frame.FrameOptions(),
}
"""How a game is played where nothing else was asked for; so is the daily challenge."""


def deal(pool: Pool, game: GameName, options: Options, seed: str) -> State | TooFew:
    """Draw from a pool and deal by the rules of a game; frames get a row to be counted in."""
    level = Level.NORMAL if isinstance(options, matching.MatchingOptions) else options.level
    drawn = draw_candidates(pool, DRAWN if level is Level.NORMAL else DRAWN * DRAWN_FOR_ONE, seed)
    if isinstance(options, title.TitleOptions):
        drawn = at_level(drawn, level, DRAWN, seed)
    try:
        state = _dealt(pool, drawn, options, seed)
    except TooFewShows as few:
        found = min(few.found, count_shows(pool))
        needed = max(few.needed, GAMES[game].shows_needed)
        return TooFew(needed, found, pool.seen is not None, pool.learnt, answers_to_come(pool))
    FrameStat.objects.bulk_create([FrameStat(frame_id=key) for key in _asked_for(state)], ignore_conflicts=True)
    return state


def _dealt(pool: Pool, candidates: list[Candidate], options: Options, seed: str) -> State:
    if isinstance(options, title.TitleOptions):
        return title.deal(seed, candidates, options)
    if isinstance(options, frame.FrameOptions):
        return frame.deal(seed, candidates, options, _embeddings(pool, candidates))
    return matching.deal(seed, candidates, options, *_eyes(pool, candidates, seed))


def _embeddings(pool: Pool, candidates: list[Candidate]) -> frame.Embeddings:
    if pool.version is None:
        return {}
    frames = [drawn.frame for candidate in candidates for drawn in candidate.frames]
    return dict(zip(frames, frame_embeddings(pool.version, frames), strict=True))


def _eyes(pool: Pool, candidates: list[Candidate], seed: str) -> tuple[list[list[float]], float]:
    """Return how alike the twelve cards look to the network, and from when on it takes two frames for a pair."""
    cards = deal_deck(seed, candidates)
    embeddings = _embeddings(pool, candidates)
    if not embeddings:
        return [], ALIKE
    vectors = np.stack([embeddings[card.frame] for card in cards])
    likeness: list[list[float]] = (vectors @ vectors.T).tolist()
    return likeness, _alike(candidates, embeddings)


def _alike(candidates: list[Candidate], embeddings: frame.Embeddings) -> float:
    """Measure on all frames that were drawn, those of the cards among them."""
    shows = [(candidate.show, drawn.frame) for candidate in candidates for drawn in candidate.frames]
    vectors = np.stack([embeddings[one] for _, one in shows])
    above = np.triu_indices(len(shows), 1)
    of_show = np.array([show for show, _ in shows])
    same, likeness = of_show[above[0]] == of_show[above[1]], (vectors @ vectors.T)[above]
    return alike_from(likeness[same].tolist(), likeness[~same].tolist())


def _asked_for(state: State) -> list[int]:
    """Return the frames that answers are counted for: none of the matching game, where nothing is named."""
    return [] if isinstance(state, matching.MatchingState) else [frame_of(played) for played in state.rounds]
