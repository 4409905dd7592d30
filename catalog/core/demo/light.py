"""The time of day and the weather: what colour the sky is and what it does to every other colour."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.core.demo.colour import mix, multiply


@dataclass(frozen=True)
class Light:
    """One hour of one show. `sky` runs from the zenith to the horizon."""

    name: str
    sky: tuple[str, str, str]
    tint: str
    lamps: bool  # windows and lanterns are lit

    def on(self, colour: str) -> str:
        """A painted thing under this light."""
        return multiply(colour, self.tint)

    def on_skin(self, colour: str) -> str:
        """People are lit more kindly than walls, so that faces stay readable at night."""
        return multiply(colour, mix(self.tint, "#ffffff", 0.55))

    def far(self, colour: str, distance: float) -> str:
        """A thing seen through `distance` (0 to 1) of air, which takes the colour of the horizon."""
        return mix(self.on(colour), self.sky[2], distance)


LIGHTS: dict[str, Light] = {
    "dawn": Light("dawn", ("#7286c8", "#f0b3a6", "#ffe6bd"), "#ffe6dc", lamps=False),
    "day": Light("day", ("#3b86dd", "#86c3f3", "#dcf2ff"), "#ffffff", lamps=False),
    "dusk": Light("dusk", ("#41356f", "#d3607a", "#ffc077"), "#f2b9a4", lamps=True),
    "night": Light("night", ("#0a0f2e", "#18275a", "#3c568f"), "#6f80bb", lamps=True),
    "rain": Light("rain", ("#556479", "#8290a2", "#b3bfca"), "#a8b5c8", lamps=True),
    "snow": Light("snow", ("#93a6c0", "#c3d0e0", "#edf3f9"), "#dbe6f5", lamps=False),
}


def light_for(time: str, sky: str, share: float) -> Light:
    """The hour `time` with `share` of a show's own sky colour in it."""
    base = LIGHTS[time]
    top, middle, bottom = base.sky
    return Light(
        base.name,
        (mix(top, multiply(sky, base.tint), share), mix(middle, sky, share * 0.7), bottom),
        mix(base.tint, sky, share * 0.35),
        base.lamps,
    )
