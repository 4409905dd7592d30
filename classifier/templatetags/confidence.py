"""How a confidence is shown: as a whole percentage and as a word."""

from __future__ import annotations

from django import template

from classifier.core.ranking import confidence_word

register = template.Library()

register.filter("confidence_word", confidence_word)


@register.filter
def percent(share: float) -> str:
    """Show a share in [0, 1] as whole percent; never 0 or 100, which would claim a certainty nobody has."""
    if share < 0.01:
        return "<\u202f1\u202f%"
    if share > 0.99:
        return ">\u202f99\u202f%"
    return f"{round(share * 100)}\u202f%"


@register.filter
def likeness(cosine: float) -> str:
    """Show a cosine in [-1, 1] as whole percent; what points away is not alike at all."""
    return f"{max(round(cosine * 100), 0)}\u202f%"


@register.filter
def bar_width(share: float) -> str:
    """Return the width of a bar for a share in [0, 1]; a sliver stays visible."""
    return f"{max(share * 100, 1):.1f}%"
