"""What the games can be asked to do: one public function a use case, each one short transaction.

`Player` is who plays (`games.session.player_of(request)`), `Slot(game, daily)` which of the runs somebody has going.
A run is begun by `start_run`, shown by `title_page`, `frame_page` or `matching_page`, and moved by `play`.
"""

from __future__ import annotations

from games.services.choosing import choose_page
from games.services.claims import claim_results
from games.services.complaints import accept_appeals, appeal, close_reports, refuse_appeals, report_frame
from games.services.frame_pages import frame_page
from games.services.matching_pages import matching_page
from games.services.pictures import open_picture
from games.services.playing import Move, TypedTitle, play
from games.services.results import BadName, choose_name, leaderboard, result_page
from games.services.starting import start_run
from games.services.statistics import statistics_page
from games.services.title_pages import title_page

__all__ = [
    "BadName",
    "Move",
    "TypedTitle",
    "accept_appeals",
    "appeal",
    "choose_name",
    "choose_page",
    "claim_results",
    "close_reports",
    "frame_page",
    "leaderboard",
    "matching_page",
    "open_picture",
    "play",
    "refuse_appeals",
    "report_frame",
    "result_page",
    "start_run",
    "statistics_page",
    "title_page",
]
