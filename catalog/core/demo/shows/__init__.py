"""The twelve demo shows, a file each."""

from __future__ import annotations

from catalog.core.demo.facts import DemoShow
from catalog.core.demo.shows import (
    comet_canteen_nine,
    drifting_inkstone_road,
    lantern_harbor_nights,
    last_stop_bathhouse,
    midnight_tilt_parlor,
    moss_after_the_rain_age,
    peppermint_pirate_radio,
    seven_cats_washhouse,
    snowline_signal_post,
    tin_giant_parcel_post,
    umbrella_witch_by_mail,
    windcutter_relay,
)

DEMO_SHOWS: tuple[DemoShow, ...] = (
    lantern_harbor_nights.SHOW,
    comet_canteen_nine.SHOW,
    seven_cats_washhouse.SHOW,
    tin_giant_parcel_post.SHOW,
    moss_after_the_rain_age.SHOW,
    windcutter_relay.SHOW,
    peppermint_pirate_radio.SHOW,
    drifting_inkstone_road.SHOW,
    last_stop_bathhouse.SHOW,
    midnight_tilt_parlor.SHOW,
    umbrella_witch_by_mail.SHOW,
    snowline_signal_post.SHOW,
)
