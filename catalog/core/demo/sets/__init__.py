"""The sets, by name, each with the words that it adds to a picture's tags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from catalog.core.demo.sets import machines, nature, outdoors, rooms, streets, venues
from catalog.core.demo.sets.stage import Stage


@dataclass(frozen=True)
class Place:
    """A set: how it is painted and what a tagger would call it."""

    paint: Callable[[Stage], None]
    tags: tuple[str, ...]


PLACES: dict[str, Place] = {
    "harbor": Place(outdoors.harbor, ("outdoors", "harbor", "boat", "lantern")),
    "cliff": Place(outdoors.cliff, ("outdoors", "sea", "lighthouse", "cliff")),
    "riverbank": Place(outdoors.riverbank, ("outdoors", "river", "bridge", "grass")),
    "school_roof": Place(outdoors.school_roof, ("outdoors", "rooftop", "fence")),
    "stadium": Place(outdoors.stadium, ("outdoors", "stadium", "crowd")),
    "platform": Place(outdoors.platform, ("outdoors", "train_station")),
    "snow_mountain": Place(outdoors.snow_mountain, ("outdoors", "mountain", "snow_field", "tree")),
    "wasteland": Place(outdoors.wasteland, ("outdoors", "wasteland", "road")),
    "cloudscape": Place(outdoors.cloudscape, ("outdoors", "above_clouds", "floating_island")),
    "bamboo": Place(nature.bamboo, ("outdoors", "bamboo_forest")),
    "ruins": Place(nature.ruins, ("outdoors", "ruins", "overgrown", "flower")),
    "lake": Place(nature.lake, ("outdoors", "lake", "tree", "pier")),
    "shrine_steps": Place(nature.shrine_steps, ("outdoors", "shrine", "torii", "stairs")),
    "greenhouse": Place(nature.greenhouse, ("indoors", "greenhouse", "plant")),
    "lantern_street": Place(streets.lantern_street, ("outdoors", "street", "lantern", "shop")),
    "old_town": Place(streets.old_town, ("outdoors", "town", "house", "fountain")),
    "neon_street": Place(streets.neon_street, ("outdoors", "city", "neon_sign")),
    "tatami": Place(rooms.tatami, ("indoors", "tatami", "table")),
    "library": Place(rooms.library, ("indoors", "library", "book")),
    "classroom": Place(rooms.classroom, ("indoors", "classroom", "desk")),
    "laundry": Place(rooms.laundry, ("indoors", "laundry", "cat")),
    "cabin": Place(rooms.cabin, ("indoors", "cabin", "stove")),
    "bakery": Place(rooms.bakery, ("indoors", "bakery", "bread")),
    "drying_roof": Place(rooms.drying_roof, ("outdoors", "rooftop", "laundry", "cat")),
    "bathhouse": Place(venues.bathhouse, ("indoors", "bathhouse", "steam")),
    "arcade": Place(venues.arcade, ("indoors", "arcade", "arcade_cabinet")),
    "concert": Place(venues.concert, ("indoors", "stage", "crowd", "spotlight")),
    "radio_booth": Place(venues.radio_booth, ("indoors", "studio", "microphone")),
    "train_car": Place(venues.train_car, ("indoors", "train_interior")),
    "diner": Place(venues.diner, ("indoors", "diner", "counter")),
    "star_bridge": Place(machines.star_bridge, ("indoors", "spacecraft_interior", "space", "planet")),
    "galley": Place(machines.galley, ("indoors", "kitchen", "cooking")),
    "hangar": Place(machines.hangar, ("indoors", "hangar", "robot")),
    "observation_deck": Place(machines.observation_deck, ("indoors", "space", "planet", "starry_sky")),
    "cockpit": Place(machines.cockpit, ("indoors", "cockpit")),
    "post_office": Place(machines.post_office, ("indoors", "post_office", "letter")),
}
