"""How measured figures are written. What was not measured is a dash."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

register = template.Library()

NOT_MEASURED = "–"

_DOMAINS = {"shows": "web pictures", "frames": "episode frames", "demo": "our drawings", "all": "all together"}


@register.filter
def share(value: float | None) -> str:
    """Write a share in [0, 1] as percent with one decimal."""
    return f"{value * 100:.1f}\u202f%" if isinstance(value, int | float) else NOT_MEASURED


@register.filter
def interval(bounds: Sequence[float] | None) -> str:
    """Write the two ends of an interval of shares."""
    if not bounds:
        return ""
    low, high = (f"{bound * 100:.1f}" for bound in bounds)
    return f"{low} to {high}"


@register.filter
def figure(value: float | None) -> str:
    """Write a number with three significant places after the point."""
    return f"{value:.3f}" if isinstance(value, int | float) else NOT_MEASURED


@register.filter
def domain_name(domain: str) -> str:
    """Say what kind of picture a domain holds; one that is not among ours keeps its name."""
    return _DOMAINS.get(domain, domain)
