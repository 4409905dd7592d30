"""Pages made of several islands: the front page, and what a visitor may want to know of the site."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from classifier.models import ModelVersion, Task


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show where to drop a picture."""
    return render(request, "pages/home.html", {"hours": settings.SNN_PICTURE_HOURS})


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
    return render(request, "pages/credits.html")


@require_safe
def model_card(request: HttpRequest) -> HttpResponse:
    """Show the card of the network that answers."""
    version = ModelVersion.objects.active(Task.SHOW)
    return render(request, "pages/model_card.html", {"version": version})
