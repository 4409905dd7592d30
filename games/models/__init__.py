"""What is kept of games: a file per subject. Rules stand in `games.core`, use cases in `games.services`."""

from __future__ import annotations

from games.models.complaints import Appeal, Report
from games.models.daily import DailyChallenge
from games.models.results import GameResult
from games.models.stats import FrameStat

__all__ = ["Appeal", "DailyChallenge", "FrameStat", "GameResult", "Report"]
