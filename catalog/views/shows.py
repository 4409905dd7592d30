"""The list of shows, and the page of one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from catalog.core.demo import DEMO_SHOWS
from catalog.core.demo.cast import CastMember
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
    episodes = _episodes(found) if found.is_demo else {}
    context = {
        "show": found,
        "synonyms": found.aliases.filter(language=Alias.Language.SYNONYM),
        "relatives": Show.objects.listed().filter(franchise=found.franchise).exclude(pk=found.pk)
        if found.franchise
        else Show.objects.none(),
        "cast": _cast(found, episodes),
        "episodes": episodes,
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


@dataclass(frozen=True)
class Portrait:
    """A member of a drawn cast, and where their face is seen best: the frame and the number of the face in it."""

    member: CastMember
    frame: Frame | None = None
    number: int = 0


def _cast(show: Show, episodes: dict[int, list[Frame]]) -> list[Portrait]:
    """Return the people of a drawn show, each with the largest of their faces."""
    demo = next((demo for demo in DEMO_SHOWS if show.is_demo and demo.slug == show.slug), None)
    if demo is None:
        return []
    best: dict[str, tuple[float, Portrait]] = {}
    members = {member.slug: member for member in demo.cast}
    for frame in chain.from_iterable(episodes.values()):
        faces = zip(frame.truth.get("characters", []), frame.truth.get("boxes", []), strict=False)
        for number, (slug, (_, _, width, height)) in enumerate(faces):
            if slug in members and width * height > best.get(slug, (0.0, None))[0]:
                best[slug] = (width * height, Portrait(members[slug], frame, number))
    return [best[member.slug][1] if member.slug in best else Portrait(member) for member in demo.cast]
