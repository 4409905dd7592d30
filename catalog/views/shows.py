"""The list of shows, and the page of one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from catalog.core.demo import DEMO_SHOWS
from catalog.forms import ShowFilter
from catalog.models import Alias, Frame, Show

SHOWS_PER_PAGE = 48
SHOWN_EPISODES = (1, 2)  # the third is kept for games


class HtmxRequest(HttpRequest):
    """A request as django-htmx's middleware hands it on."""

    htmx: HtmxDetails


@require_safe
def shows(request: HtmxRequest) -> HttpResponse:
    """List the shows, all or those that a search finds; for htmx only the part that changes."""
    form = ShowFilter(request.GET)
    page = Paginator(form.shows(), SHOWS_PER_PAGE).get_page(request.GET.get("page"))
    partial = request.htmx and not request.htmx.history_restore_request
    template = "catalog/_shows.html" if partial else "catalog/shows.html"
    response = render(request, template, {"form": form, "page": page, "partial": partial})
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is known of a show, and for a drawn one its people and its first episodes."""
    shows = Show.objects.listed().select_related("franchise").prefetch_related("genres", "studios")
    found = get_object_or_404(shows, slug=slug)
    context = {
        "show": found,
        "synonyms": found.aliases.filter(language=Alias.Language.SYNONYM),
        "relatives": Show.objects.listed().filter(franchise=found.franchise).exclude(pk=found.pk)
        if found.franchise
        else Show.objects.none(),
        "demo": next((demo for demo in DEMO_SHOWS if found.is_demo and demo.slug == slug), None),
        "episodes": _episodes(found) if found.is_demo else {},
    }
    return render(request, "catalog/show.html", context)


def _episodes(show: Show) -> dict[int, list[Frame]]:
    """Return the frames that a visitor may see, by episode."""
    frames = show.frames.approved().exclude(split="test").filter(episode__in=SHOWN_EPISODES)
    episodes: dict[int, list[Frame]] = {}
    for frame in frames.order_by("episode", "time", "pk"):
        if frame.episode is not None:
            episodes.setdefault(frame.episode, []).append(frame)
    return episodes
