"""*It is actually …* under an answer, for whoever sent the picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

from classifier.models import Answer, Correction, Prediction, Upload
from classifier.services.corrections import before_and_after

register = template.Library()


@register.inclusion_tag("classifier/_actually.html", takes_context=True)
def actually(
    context: template.RequestContext, upload: Upload, answer: Answer, predictions: Sequence[Prediction]
) -> dict[str, Any]:
    """Offer to correct an answer, or show what was said and what became of it."""
    correction = Correction.objects.filter(upload=upload).select_related("show", "answer__version", "upload").first()
    return {
        "upload": upload,
        "answer": answer,
        "guesses": predictions,
        "correction": correction,
        "views": before_and_after(correction) if correction else None,
        "csrf_token": context.get("csrf_token"),
    }
