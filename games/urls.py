"""Addresses of the games."""

from __future__ import annotations

from django.urls import path, register_converter

from games.core.registry import GameName
from games.views import boards, lobby, moves, pictures, results, table


class GameConverter:
    """A game by its name in an address."""

    regex = "|".join(GameName)

    def to_python(self, value: str) -> GameName:
        return GameName(value)

    def to_url(self, value: str) -> str:
        return str(value)


register_converter(GameConverter, "game")

app_name = "games"
urlpatterns = [
    path("", lobby.lobby, name="lobby"),
    path("leaderboards/", boards.leaderboards, name="leaderboards"),
    path("history/", boards.history, name="history"),
    path("picture/<slug:token>/", pictures.frame, name="picture"),
    path("results/<slug:public_id>/", results.result, name="result"),
    path("results/<slug:public_id>/name/", results.name, name="name"),
    path("results/<slug:public_id>/picture.png", pictures.share, name="share_picture"),
    path("<game:game>/", table.table, {"daily": False}, name="table"),
    path("<game:game>/start/", moves.start, {"daily": False}, name="start"),
    path("<game:game>/play/", moves.play, {"daily": False}, name="play"),
    path("<game:game>/report/", moves.report, {"daily": False}, name="report"),
    path("<game:game>/appeal/", moves.appeal, {"daily": False}, name="appeal"),
    path("daily/<game:game>/", table.table, {"daily": True}, name="daily"),
    path("daily/<game:game>/start/", moves.start, {"daily": True}, name="start_daily"),
    path("daily/<game:game>/play/", moves.play, {"daily": True}, name="play_daily"),
    path("daily/<game:game>/report/", moves.report, {"daily": True}, name="report_daily"),
    path("daily/<game:game>/appeal/", moves.appeal, {"daily": True}, name="appeal_daily"),
]
