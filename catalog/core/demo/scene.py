"""A script: what each frame of an episode shows, decided before anything is painted.

The truth about a frame (characters, boxes, tags) is read from its scene, so that it cannot disagree with the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from catalog.core.demo.camera import Camera
from catalog.core.demo.cast import CastMember
from catalog.core.demo.facts import DemoShow
from catalog.core.demo.figure import Figure
from catalog.core.demo.framing import FRAMINGS, Shot

FRAMES_PER_EPISODE = 12
EPISODE_SECONDS = 1420

# One of each framing an episode; the last two depend on the episode.
SCRIPT = (
    "establishing",
    "wide",
    "walk",
    "closeup",
    "portrait",
    "extreme",
    "medium",
    "low_angle",
    "two_shot",
    "over_shoulder",
    "trio",
)
SPECIALS = {1: "chibi", 2: "action", 3: "chibi"}

LETTERBOXED = frozenset({"establishing", "walk", "extreme", "low_angle", "over_shoulder"})
SUBTITLED = frozenset({"closeup", "medium", "two_shot", "over_shoulder", "portrait", "trio"})


@dataclass(frozen=True)
class Scene:
    """One frame, described. Times and weather are names of lights; an empty `drift` is clear air."""

    slug: str
    episode: int
    index: int
    framing: str
    place: str
    time: str
    camera: Camera
    figures: tuple[Figure, ...]
    backdrop: str  # "set", or the pattern that stands in for it
    letterbox: bool
    subtitle: str
    flare: bool
    drift: str

    @property
    def seed(self) -> str:
        """What every random choice of this frame starts from."""
        return f"{self.slug}/{self.episode}/{self.index}"


def write_scene(show: DemoShow, episode: int, index: int) -> Scene:
    """The scene of frame `index` (1 to 12) of an episode (1 to 3)."""
    framing = _script(show.slug, episode)[index - 1]
    place, time = _setting(show, episode, index)
    random = Random(f"{show.slug}/{episode}/{index}")
    shot = FRAMINGS[framing](_company(show, episode, index), show.drawing.style.heads, random)
    letterbox = framing in LETTERBOXED and random.random() < 0.4
    return Scene(
        slug=show.slug,
        episode=episode,
        index=index,
        framing=framing,
        place=place,
        time=time,
        camera=shot.camera,
        figures=shot.figures,
        backdrop=shot.backdrop,
        letterbox=letterbox,
        subtitle=_subtitle(show, framing, shot, random),
        flare=framing in ("low_angle", "establishing") and time in ("day", "dawn", "dusk") and random.random() < 0.6,
        drift=show.drawing.drift if shot.backdrop == "set" and random.random() < 0.4 else "",
    )


def second(slug: str, episode: int, index: int) -> float:
    """When the frame is seen, in seconds from the start: about two minutes apart, never the same twice."""
    step = EPISODE_SECONDS / FRAMES_PER_EPISODE
    return round((index - 1) * step + Random(f"{slug}/{episode}/{index}/time").uniform(8, step - 8), 2)


def _script(slug: str, episode: int) -> list[str]:
    script = [*SCRIPT, SPECIALS[episode]]
    Random(f"{slug}/{episode}/script").shuffle(script)
    return script


def _setting(show: DemoShow, episode: int, index: int) -> tuple[str, str]:
    """Three frames play in one place; each episode sees the places in another order and at other hours."""
    random = Random(f"{show.slug}/setting")
    places, times = list(show.drawing.places), list(show.drawing.times)
    random.shuffle(places)
    act = (index - 1) // 3
    which = (act + (episode - 1) * 2) % len(places)
    return places[which], times[(which + episode - 1) % len(times)]


def _company(show: DemoShow, episode: int, index: int) -> tuple[CastMember, ...]:
    """The cast in the order in which a framing takes them.

    The same framing has another lead in each episode, so that no close-up comes back.
    """
    framing = _script(show.slug, episode)[index - 1]
    lead = ((*SCRIPT, *SPECIALS.values()).index(framing) + episode) % len(show.cast)
    others = [member for i, member in enumerate(show.cast) if i != lead]
    Random(f"{show.slug}/{episode}/{index}/company").shuffle(others)
    return (show.cast[lead], *others)


def _subtitle(show: DemoShow, framing: str, shot: Shot, random: Random) -> str:
    if framing in SUBTITLED and shot.figures and random.random() < 0.4:
        return random.choice(show.drawing.lines)
    return ""
