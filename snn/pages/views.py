"""Pages made of several islands: the front page, and what a visitor may want to know of the site."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from classifier.core.model_card import ModelCard, card_from_json
from classifier.models import ModelVersion, Task
from classifier.views.recognise import form_context
from snn.pages.credits import FONTS, SERVING, TRAINING
from snn.pages.samples import sample_frames


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show where to drop a picture, and some of ours to try."""
    context = {
        "samples": sample_frames(timezone.localdate()),
        "hours": settings.SNN_PICTURE_HOURS,
        **form_context(),
    }
    return render(request, "pages/home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what SNN is and how it works."""
    return render(request, "pages/about.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept, and for how long."""
    return render(request, "pages/privacy.html", {"hours": settings.SNN_PICTURE_HOURS})


@require_safe
def credits(request: HttpRequest) -> HttpResponse:
    """Name the data, fonts and libraries that SNN stands on."""
    context = {"fonts": FONTS, "serving": SERVING, "training": TRAINING}
    return render(request, "pages/credits.html", context)


@require_safe
def model_card(request: HttpRequest) -> HttpResponse:
    """Show the card of the network that answers."""
    version = ModelVersion.objects.active(Task.SHOW)
    if version is None:
        return render(request, "pages/no_model.html")
    card = card_from_json(version.card, source=version.name)
    context = {
        "version": version,
        "card": card,
        "untested": sorted({*card.metrics.get("val", {})} - {*card.metrics.get("test", {})}),
        "labels": version.labels.select_related("show"),
        "others": _other_networks(),
    }
    return render(request, "pages/model_card.html", context)


def _other_networks() -> list[tuple[ModelVersion, ModelCard]]:
    """Return the networks beside the first with their cards, in the order of their tasks."""
    active = ModelVersion.objects.filter(state=ModelVersion.State.ACTIVE).exclude(task=Task.SHOW)
    found = {version.task: version for version in active}
    return [(found[task], card_from_json(found[task].card)) for task in Task.values if task in found]
