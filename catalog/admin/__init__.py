"""The catalogue in Django's admin: for staff only.

Django's admin classes take no type arguments when the program runs, hence the ignored `type-arg`.
"""

from __future__ import annotations

from catalog.admin.frames import FrameAdmin
from catalog.admin.shows import FranchiseAdmin, GenreAdmin, ShowAdmin, StudioAdmin

__all__ = ["FrameAdmin", "FranchiseAdmin", "GenreAdmin", "ShowAdmin", "StudioAdmin"]
