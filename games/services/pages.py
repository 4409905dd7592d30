"""What pages of the games show. Nothing in here tells an answer before its reveal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from catalog.models import Show
from games.core.hints import HintKind
from games.core.registry import GameName, Mode
from games.core.rules import Level, Outcome, Side
from games.core.scoring import State
from games.core.share import Mark
from games.core.title import Verdict
from games.session import Saved


@dataclass(frozen=True)
class PictureView:
    """A picture on a page: its address is `/games/picture/<token>/`; an empty token means that it was taken away."""

    token: str
    number: int  # from 1, as people count
    tags: tuple[str, ...] = ()  # what is to be seen, as far as that tells nothing


@dataclass(frozen=True)
class RunView:
    """The run that a page belongs to."""

    game: GameName
    mode: Mode
    nonce: str  # goes into every form of the page
    number: int  # of the round, from 1
    rounds: int
    score: int
    network_score: int
    marks: tuple[Mark, ...]  # of the rounds so far, this one included
    level: Level | None
    learnt: bool  # frames that the network learnt from are allowed
    seen_only: bool
    day: date | None  # of the daily challenge
    result: str = ""  # public id of the result, once the run is complete and counts


@dataclass(frozen=True)
class GuessView:
    """One of the network's five answers; `show` is None where it is not in the catalogue."""

    show: Show | None
    label: str
    confidence: float
    right: bool


@dataclass(frozen=True)
class RevealView:
    """What is told once a round has ended."""

    show: Show
    outcome: Outcome
    points: int
    place: str  # episode and time of the frame
    network_knows: bool  # where it does not, the round does not count against it
    network_right: bool
    network_points: int | None
    guesses: tuple[GuessView, ...]
    learnt_from: bool  # the network learnt from this frame
    shown: int  # how often people had this frame, and how often they were right
    right: int
    difficulty: float  # 0 to 1
    can_appeal: bool  # a title was typed that did not count
    typed: str  # that title
    appealed: bool
    reported: bool
    last: bool  # no round comes after this one

    @property
    def share_right(self) -> float | None:
        """Share of people who were right on this frame, in [0, 1]; None where nobody had it."""
        return self.right / self.shown if self.shown else None


@dataclass(frozen=True)
class HintView:
    """A hint on offer, or one that was taken: then it has a text, or is the second picture."""

    kind: HintKind
    cost: int  # percent of the points of the round
    taken: bool
    text: str


@dataclass(frozen=True)
class TryView:
    """An answer that was given."""

    text: str
    verdict: Verdict


@dataclass(frozen=True)
class TitlePage:
    """Name the show."""

    run: RunView
    picture: PictureView
    second_picture: PictureView | None
    next_picture: PictureView | None  # for loading ahead, after the reveal
    tries: tuple[TryView, ...]
    tries_left: int
    worth: int  # points for a right answer now
    hints: tuple[HintView, ...]
    choices: tuple[Show, ...]  # four shows to choose from, by place; empty where a title is typed
    reveal: RevealView | None
    gone: bool = False  # the frame was taken away: only `next` is left


@dataclass(frozen=True)
class FrameOptionView:
    """One of six frames; what it is from is told once it was picked or the round has ended."""

    picture: PictureView
    picked: bool
    show: Show | None
    right: bool | None  # None before it is told
    network: bool  # the network's pick, told at the reveal
    confidence: float | None


@dataclass(frozen=True)
class FramePage:
    """Find the frame."""

    run: RunView
    show: Show
    options: tuple[FrameOptionView, ...]
    next_pictures: tuple[PictureView, ...]
    picks_left: int
    worth: int
    reveal: RevealView | None
    gone: bool = False

    @property
    def of_all(self) -> str:
        """How many frames there are, to be written behind the number of one."""
        return f" of {len(self.options)}"


@dataclass(frozen=True)
class CardView:
    """One of twelve cards; a card face down has no picture and no show."""

    number: int  # from 1
    picture: PictureView | None  # face up
    show: Show | None  # told once its pair was found
    found_by: Side | None
    open: bool


@dataclass(frozen=True)
class MatchingPage:
    """Find the pairs."""

    run: RunView
    cards: tuple[CardView, ...]
    against: Level | None
    turn: Side
    turns: int
    network_turns: int
    pairs: int
    network_pairs: int
    seconds: int  # since the start, or until the end
    can_go_on: bool  # `go on` turns cards back, or lets the network play
    one_open: bool  # the first card of a turn lies open
    opened_by: Side | None  # who turned the two cards that lie open
    pair: tuple[CardView, ...]  # the two cards of the pair that was found by the turn before, empty where it was none
    complete: bool
    perfect: bool

    @property
    def all_pairs(self) -> int:
        """How many pairs there are to be found."""
        return len(self.cards) // 2

    @property
    def of_all(self) -> str:
        """How many cards there are, to be written behind the number of one."""
        return f" of {len(self.cards)}"


@dataclass(frozen=True)
class TooFew:
    """There are not enough shows to play with these settings."""

    needed: int
    found: int
    seen_only: bool  # the filter is what makes them few
    learnt: bool  # frames that the network learnt from were allowed already
    more_to_come: bool = False  # the network has not looked at all frames yet

    @property
    def missing(self) -> int:
        """How many more are needed."""
        return self.needed - self.found


@dataclass(frozen=True)
class NoRun:
    """Nothing is being played; `reason` is a sentence where there was something: expired, or from before an update."""

    reason: str = ""
    result: str = ""  # public id, where a run was played to its end and counts


@dataclass(frozen=True)
class Done:
    """The daily challenge was finished by this player before."""

    result: str  # public id


@dataclass(frozen=True)
class Played:
    """What became of a move. `message` is a sentence for the player, empty where the page says it all."""

    message: str = ""
    stale: bool = False  # the form was of an earlier page; the game stands where it stood
    run: tuple[Saved, State] | None = None  # as the move left it


@dataclass(frozen=True)
class Offer:
    """A game on the choosing page."""

    game: GameName
    title: str
    summary: str
    going: bool  # a run can be gone on with
    daily_going: bool
    daily_day: date | None  # of the one that is going: yesterday's may be finished until today's is begun
    daily_result: str  # public id of today's result, empty where it was not finished


@dataclass(frozen=True)
class ChoosePage:
    """All games, and what can be played with."""

    offers: tuple[Offer, ...]
    shows: int  # that can be played with under the filter; 1000 means that many or more
    shows_enough: bool
    more_to_come: bool  # too few because the network has not looked at all frames yet
    seen_only: bool
    number: int  # of today's challenge
    today: date
    streak: int
    best_streak: int
    has_demo: bool  # shows that nobody can know yet are among them
    demo_shows: tuple[Show, ...] = field(default=())


@dataclass(frozen=True)
class ResultRound:
    """One round of a result; the show is told to whoever played, and to others once it spoils nothing."""

    outcome: Outcome
    points: int
    network_points: int | None  # None where it did not know the show
    hints: int
    tries: int
    show: Show | None


@dataclass(frozen=True)
class ShareTexts:
    """A result to be passed on, in three forms; none names a show."""

    symbols: str
    words: str
    picture_alt: str


@dataclass(frozen=True)
class ResultPage:
    """The result of a whole run."""

    public_id: str
    game: GameName
    title: str  # of the game
    mode: Mode
    day: date | None
    number: int | None  # of the daily challenge
    score: int
    best_possible: int
    network_score: int
    compared: int  # rounds of shows that the network knows
    own_compared: int  # the player's points in these
    rounds: tuple[ResultRound, ...]  # none for the matching game
    turns: int  # of the matching game
    seconds: int
    against: Level | None
    perfect: bool
    pairs: tuple[Side, ...]  # of the matching game: who found each
    share: ShareTexts
    name: str  # on the leaderboard, empty where none was chosen
    usual_name: str  # that the player chose last, to be offered
    own: bool  # whoever looks at it played it
    ranked: bool  # counts on the leaderboard


@dataclass(frozen=True)
class BoardRow:
    """One line of a leaderboard; equal scores share a rank."""

    rank: int
    name: str
    score: int
    network_score: int
    day: date
    own: bool


@dataclass(frozen=True)
class HistoryRow:
    """A result of somebody's own."""

    public_id: str
    game: GameName
    title: str
    mode: Mode
    score: int
    network_score: int
    day: date


@dataclass(frozen=True)
class Comparison:
    """People against the network on the same frames: how many answers, and how many of them right."""

    people_shown: int
    people_right: int
    network_shown: int
    network_right: int

    @property
    def people_share(self) -> float | None:
        """Share of right answers in [0, 1], None without any."""
        return self.people_right / self.people_shown if self.people_shown else None

    @property
    def network_share(self) -> float | None:
        """Share of right answers in [0, 1], None without any."""
        return self.network_right / self.network_shown if self.network_shown else None


@dataclass(frozen=True)
class StatisticsPage:
    """What came of all games, and of one's own."""

    overall: Comparison
    by_show: tuple[tuple[Show, Comparison], ...]  # most played first
    runs: int  # of one's own, of which `beaten` were better than the network
    beaten: int
    own_points: int  # in rounds of shows that the network knows
    network_points: int
    streak: int
    best_streak: int
    history: tuple[HistoryRow, ...]
