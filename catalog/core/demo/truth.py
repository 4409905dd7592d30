"""What is true of a picture, read from its scene: the faces that can be seen, and the tags."""

from __future__ import annotations

from collections import Counter

from catalog.core.demo.camera import HEIGHT, WIDTH
from catalog.core.demo.figure import Figure
from catalog.core.demo.overlays import BAR
from catalog.core.demo.scene import Scene
from catalog.core.demo.sets import PLACES

Box = tuple[int, int, int, int]

FRAMING_TAGS = {
    "establishing": ("scenery",),
    "wide": ("full_body", "wide_shot"),
    "walk": ("full_body", "wide_shot", "walking"),
    "closeup": ("close-up", "portrait"),
    "portrait": ("portrait", "upper_body"),
    "extreme": ("close-up", "extreme_close-up"),
    "medium": ("cowboy_shot",),
    "low_angle": ("cowboy_shot", "dutch_angle"),
    "two_shot": ("upper_body", "two_shot"),
    "over_shoulder": ("upper_body", "over_shoulder"),
    "trio": ("upper_body", "group"),
    "chibi": ("chibi",),
    "action": ("action", "upper_body"),
}
EXPRESSION_TAGS = {
    "calm": ("closed_mouth", "expressionless"),
    "smile": ("smile",),
    "happy": ("closed_eyes", "open_mouth", "smile"),
    "surprised": ("surprised", "open_mouth"),
    "angry": ("angry", "open_mouth"),
    "determined": ("serious", "closed_mouth"),
    "sad": ("sad", "tears"),
    "shy": ("blush", "embarrassed"),
    "wink": ("one_eye_closed", "smile"),
    "deadpan": ("half-closed_eyes", "expressionless"),
    "grin": ("grin",),
    "talking": ("open_mouth",),
}
HAIR_TAGS = {
    "short": ("short_hair",),
    "bob": ("bob_cut", "short_hair"),
    "long": ("long_hair",),
    "hime": ("hime_cut", "long_hair"),
    "twintails": ("twintails", "long_hair"),
    "ponytail": ("ponytail",),
    "bun": ("hair_bun",),
    "braid": ("braid",),
    "spiky": ("spiky_hair", "short_hair"),
    "fluffy": ("curly_hair",),
    "bald": ("bald",),
}
DRESS_TAGS = {
    "sailor": "serafuku",
    "blazer": "blazer",
    "kimono": "kimono",
    "hoodie": "hoodie",
    "apron": "apron",
    "spacesuit": "spacesuit",
    "tracksuit": "track_suit",
    "idol": "idol_clothes",
    "coat": "coat",
    "overalls": "overalls",
    "cape": "capelet",
    "shirt": "shirt",
}
PATTERN_TAGS = {
    "burst": "sunburst_background",
    "dots": "polka_dot_background",
    "stripes": "striped_background",
    "speed": "speed_lines",
    "focus": "emphasis_lines",
}
DRIFT_TAGS = {
    "petals": "petals",
    "sparks": "embers",
    "fireflies": "fireflies",
    "notes": "musical_note",
    "dust": "light_particles",
    "bubbles": "bubble",
    "stars": "sparkle",
}
# Where on a figure a thing sits (units below the middle of the face); one beyond the picture's edge is no tag.
PLACES_WORN = {
    "crown": -88,
    "beret": -70,
    "cat_ears": -66,
    "hair_ribbon": -62,
    "bandana": -60,
    "cap": -50,
    "chef_hat": -50,
    "fox_mask": -50,
    "goggles": -50,
    "witch_hat": -46,
    "scarf": 86,
}
# Eyes smaller than this (pixels a unit) cannot be told apart by colour.
EYES_READABLE = 0.5


def visible_faces(scene: Scene) -> list[tuple[Figure, Box]]:
    """People whose faces are at least half in the picture, with their boxes cut to it."""
    top, bottom = _visible_rows(scene)
    faces = []
    for figure in scene.figures:
        if figure.behind:
            continue
        x, y, width, height = figure.face_box()
        left, upper = max(0.0, x), max(float(top), y)
        right, lower = min(float(WIDTH), x + width), min(float(bottom), y + height)
        if (right - left) * (lower - upper) >= width * height / 2:
            start = round(left), round(upper)
            faces.append((figure, (*start, round(right) - start[0], round(lower) - start[1])))
    return faces


def _visible_rows(scene: Scene) -> tuple[int, int]:
    return (BAR, HEIGHT - BAR) if scene.letterbox else (0, HEIGHT)


def picture_tags(scene: Scene) -> tuple[str, ...]:
    """Booru-like tags of the whole picture, each once, in a fixed order."""
    tags: list[str] = [*_head_count(scene), *FRAMING_TAGS[scene.framing]]
    for figure, _ in visible_faces(scene):
        tags += _person(figure, *_visible_rows(scene))
    if any(figure.behind for figure in scene.figures):
        tags.append("from_behind")
    tags += _surroundings(scene)
    return tuple(dict.fromkeys(tags))


def _head_count(scene: Scene) -> list[str]:
    counts = Counter(figure.member.look.gender for figure in scene.figures)
    tags = [f"{count}{gender}{'s' if count > 1 else ''}" for gender, count in sorted(counts.items(), reverse=True)]
    if not scene.figures:
        return ["no_humans"]
    return [*tags, "solo"] if len(scene.figures) == 1 else tags


def _person(figure: Figure, top: int, bottom: int) -> list[str]:
    look = figure.member.look
    tags = list(HAIR_TAGS[look.back])
    if look.back != "bald":
        tags.insert(0, f"{look.hair_name}_hair")
    closed = figure.expression == "happy"
    if figure.scale >= EYES_READABLE and not closed:
        tags.append(f"{look.eyes_name}_eyes")
    if figure.scale < 1.5:
        tags.append(DRESS_TAGS[look.dress])
    if figure.scale >= EYES_READABLE:
        tags += EXPRESSION_TAGS[figure.expression]
    worn = (name for name in look.accessories if top <= figure.y + PLACES_WORN.get(name, 0) * figure.scale <= bottom)
    return [*tags, *worn]


def _surroundings(scene: Scene) -> list[str]:
    tags: list[str] = []
    if scene.backdrop != "set":
        tags.append(PATTERN_TAGS[scene.backdrop])
    else:
        place = PLACES[scene.place].tags
        tags += place
        # Weather is only true under the open sky; a rainy hour indoors is seen as a grey window.
        if scene.time not in ("rain", "snow") or "outdoors" in place:
            tags.append(scene.time)
        if scene.drift:
            tags.append(DRIFT_TAGS[scene.drift])
        if scene.flare:
            tags.append("lens_flare")
    if scene.letterbox:
        tags.append("letterboxed")
    if scene.subtitle:
        tags.append("subtitled")
    return tags
