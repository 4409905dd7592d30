"""The font that has every Japanese character, for pages of the admin."""

from __future__ import annotations

FONTS = {"all": ("css/fonts.css", "css/admin.css")}
