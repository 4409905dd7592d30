"""Framings: how near the camera is and where people stand before it, for each kind of shot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from catalog.core.demo.bodies import build
from catalog.core.demo.camera import WIDTH, Camera, anywhere
from catalog.core.demo.cast import CastMember
from catalog.core.demo.figure import Figure

Company = tuple[CastMember, ...]


@dataclass(frozen=True)
class Shot:
    """A framing carried out."""

    camera: Camera
    figures: tuple[Figure, ...]
    backdrop: str = "set"


CALM = ("calm", "smile", "talking", "deadpan", "smile", "shy")
STRONG = ("happy", "surprised", "angry", "sad", "determined", "wink", "grin", "shy")
GESTURES = ("hip", "hips", "wave", "think", "hold", "point", "stand")


def _lower(member: CastMember, scale: float) -> float:
    """Children's faces are lower in a shot, men's higher (pixels)."""
    return {"child": 34.0, "woman": 0.0, "man": -12.0}[member.look.build] * scale


def _standing(member: CastMember, x: float, feet: float, tall: float, heads: float, **details: object) -> Figure:
    """A whole figure; `tall` is the height in pixels of a grown woman of this style."""
    scale = tall / (130 * heads)
    return Figure(member, x, feet - build(heads, member.look).feet * scale, scale, **details)  # type: ignore[arg-type]


def establishing(company: Company, heads: float, random: Random) -> Shot:
    """The place itself, sometimes with two people seen from behind."""
    camera = anywhere(random, random.uniform(1.0, 1.12))
    if random.random() < 0.5:
        return Shot(camera, ())
    x = random.uniform(150, 490)
    pair = company[: random.choice((1, 2))]
    figures = [
        _standing(member, x + i * 84, 348, random.uniform(150, 165), heads, behind=True)
        for i, member in enumerate(pair)
    ]
    return Shot(camera, tuple(figures))


def wide(company: Company, heads: float, random: Random) -> Shot:
    """Two or three people in whole figure."""
    count = random.choice((2, 3, 3))
    gap = random.uniform(120, 165)
    start = random.uniform(100, WIDTH - 100 - gap * (count - 1))
    figures = [
        _standing(
            member,
            start + i * gap,
            random.uniform(338, 356),
            random.uniform(196, 230),
            heads,
            expression=random.choice(CALM + STRONG),
            pose=random.choice((*GESTURES, "cheer")),
            turn=random.uniform(-0.6, 0.6),
        )
        for i, member in enumerate(company[:count])
    ]
    return Shot(anywhere(random, random.uniform(1.05, 1.2), 0.75), tuple(figures))


def walk(company: Company, heads: float, random: Random) -> Shot:
    """One or two people on their way through the place, smaller."""
    direction = random.choice((-1, 1))
    x, count = random.uniform(150, 430), random.choice((1, 2))
    figures = [
        _standing(
            member,
            x + i * 100,
            random.uniform(330, 346),
            random.uniform(160, 190),
            heads,
            expression=random.choice(CALM),
            pose=random.choice(("run", "stand", "hold")),
            turn=direction * random.uniform(0.4, 0.9),
            sway=-direction * 0.7,
            stride=random.uniform(0.4, 0.9),
        )
        for i, member in enumerate(company[:count])
    ]
    return Shot(anywhere(random, random.uniform(1.0, 1.1), 0.7), tuple(figures))


def closeup(company: Company, heads: float, random: Random) -> Shot:
    """A face, a little out of the middle."""
    side = random.choice((-1, 1))
    scale = random.uniform(1.55, 1.95)
    figure = Figure(
        company[0],
        320 + side * random.uniform(20, 130),
        178 + random.uniform(-8, 16),
        scale,
        expression=random.choice(STRONG),
        turn=-side * random.uniform(0, 0.8),
        tilt=random.uniform(-9, 9),
        sway=random.uniform(-0.8, 0.8),
        pose=random.choice(("stand", "think", "hold")),
    )
    return Shot(anywhere(random, random.uniform(1.5, 2.0), 0.4), (figure,))


def portrait(company: Company, heads: float, random: Random) -> Shot:
    """Head and shoulders, calm, at one side of the picture."""
    side = random.choice((-1, 1))
    figure = Figure(
        company[0],
        320 + side * random.uniform(90, 170),
        158 + random.uniform(-10, 12),
        random.uniform(1.15, 1.4),
        expression=random.choice(CALM),
        turn=-side * random.uniform(0.3, 0.9),
        tilt=random.uniform(-5, 5),
        sway=random.uniform(-0.8, 0.8),
        pose=random.choice(GESTURES),
    )
    return Shot(anywhere(random, random.uniform(1.3, 1.6), 0.45), (figure,))


def extreme(company: Company, heads: float, random: Random) -> Shot:
    """So near that the face fills the picture."""
    figure = Figure(
        company[0],
        320 + random.uniform(-70, 70),
        172 + random.uniform(-8, 8),
        random.uniform(2.4, 2.7),
        expression=random.choice(("surprised", "determined", "sad", "shy", "calm", "angry")),
        turn=random.uniform(-0.5, 0.5),
        tilt=random.uniform(-6, 6),
        sway=random.uniform(-0.5, 0.5),
    )
    return Shot(anywhere(random, 2.2, 0.4), (figure,))


def medium(company: Company, heads: float, random: Random) -> Shot:
    """From the waist up, with a gesture."""
    side = random.choice((-1, 1))
    member = company[0]
    scale = random.uniform(0.9, 1.08)
    figure = Figure(
        member,
        320 + side * random.uniform(30, 150),
        142 + _lower(member, scale),
        scale,
        expression=random.choice(CALM + STRONG),
        pose=random.choice((*GESTURES, "raise")),
        turn=-side * random.uniform(0, 0.7),
        tilt=random.uniform(-5, 5),
        sway=random.uniform(-0.6, 0.6),
    )
    return Shot(anywhere(random, random.uniform(1.15, 1.4), 0.6), (figure,))


def low_angle(company: Company, heads: float, random: Random) -> Shot:
    """Someone against the sky or the ceiling, the camera rolled."""
    side = random.choice((-1, 1))
    figure = Figure(
        company[0],
        320 + side * random.uniform(60, 160),
        168 + random.uniform(-10, 10),
        random.uniform(0.8, 0.95),
        expression=random.choice(("determined", "grin", "happy", "smile", "calm")),
        pose=random.choice(("raise", "hips", "point", "cheer")),
        turn=-side * random.uniform(0.1, 0.7),
        tilt=side * random.uniform(2, 8),
        sway=side * 0.9,
    )
    return Shot(anywhere(random, random.uniform(1.25, 1.5), 0.1, roll=side * random.uniform(3, 7)), (figure,))


def two_shot(company: Company, heads: float, random: Random) -> Shot:
    """Two people in talk, turned to each other."""
    scale = random.uniform(0.86, 1.0)
    gap, middle = random.uniform(105, 140), 320 + random.uniform(-30, 30)
    figures = [
        Figure(
            member,
            middle + side * gap,
            146 + _lower(member, scale) + random.uniform(-6, 6),
            scale,
            expression=random.choice(CALM + STRONG),
            pose=random.choice(("hold", "hip", "think", "stand", "hips")),
            turn=-side * random.uniform(0.3, 0.9),
            tilt=random.uniform(-4, 4),
        )
        for side, member in zip((-1, 1), company[:2], strict=True)
    ]
    return Shot(anywhere(random, random.uniform(1.2, 1.45), 0.55), tuple(figures))


def over_shoulder(company: Company, heads: float, random: Random) -> Shot:
    """One person seen past the shoulder of another."""
    side = random.choice((-1, 1))
    facing = Figure(
        company[0],
        320 - side * random.uniform(30, 90),
        140 + _lower(company[0], 0.9),
        random.uniform(0.86, 1.0),
        expression=random.choice(CALM + STRONG),
        pose=random.choice(GESTURES),
        turn=side * random.uniform(0.2, 0.6),
    )
    back = Figure(company[1], 320 + side * random.uniform(215, 245), 235, random.uniform(1.5, 1.75), behind=True)
    return Shot(anywhere(random, random.uniform(1.2, 1.45), 0.5), (facing, back))


def trio(company: Company, heads: float, random: Random) -> Shot:
    """Three people side by side, the middle one in front."""
    scale = random.uniform(0.68, 0.76)
    places = ((-1, 0.94), (1, 0.94), (0, 1.06))
    gap = random.uniform(165, 190)
    figures = [
        Figure(
            member,
            320 + side * gap,
            (140 if side else 152) + _lower(member, scale),
            scale * size,
            expression=random.choice(CALM + STRONG),
            pose=random.choice(("hip", "hips", "wave", "hold", "stand", "think")),
            turn=-side * random.uniform(0.1, 0.6),
            tilt=random.uniform(-5, 5),
        )
        for (side, size), member in zip(places, company[:3], strict=True)
    ]
    return Shot(anywhere(random, random.uniform(1.1, 1.3), 0.6), tuple(figures))


def chibi(company: Company, heads: float, random: Random) -> Shot:
    """A comic aside: dolls of two heads before a pattern."""
    count = random.choice((1, 2))
    places = (320.0,) if count == 1 else (190.0, 450.0)
    figures = [
        Figure(
            member,
            x + random.uniform(-30, 30),
            146 + random.uniform(-6, 10),
            random.uniform(0.95, 1.08),
            expression=random.choice(("happy", "surprised", "angry", "sad", "wink")),
            pose=random.choice(("cheer", "wave", "hips", "raise")),
            tilt=random.uniform(-8, 8),
            heads=2.3,
        )
        for x, member in zip(places, company[:count], strict=True)
    ]
    return Shot(anywhere(random, 1.0), tuple(figures), backdrop=random.choice(("burst", "dots", "stripes")))


def action(company: Company, heads: float, random: Random) -> Shot:
    """Speed lines, a slanted camera, a shout."""
    side = random.choice((-1, 1))
    figure = Figure(
        company[0],
        320 + side * random.uniform(20, 90),
        160,
        random.uniform(1.0, 1.25),
        expression=random.choice(("determined", "angry", "grin")),
        pose=random.choice(("run", "point", "raise")),
        turn=-side * random.uniform(0.4, 0.9),
        tilt=side * random.uniform(6, 12),
        sway=side * 1.0,
    )
    return Shot(anywhere(random, 1.3), (figure,), backdrop=random.choice(("speed", "focus")))


FRAMINGS: dict[str, Callable[[Company, float, Random], Shot]] = {
    framing.__name__: framing
    for framing in (
        establishing,
        wide,
        walk,
        closeup,
        portrait,
        extreme,
        medium,
        low_angle,
        two_shot,
        over_shoulder,
        trio,
        chibi,
        action,
    )
}
