"""The page on which visitors tick what they have seen."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods

from catalog.core.mal_export import ExportError
from catalog.forms import SeenFilter, SeenImportForm, TickedPage
from catalog.services import import_seen, seen_among, seen_list_of, tick_shows, untick_shows
from catalog.views.shows import HtmxRequest
from catalog.visitors import known_token, owner_token

SHOWS_PER_PAGE = 60


@require_http_methods(["GET", "HEAD", "POST"])
def seen(request: HtmxRequest) -> HttpResponse:
    """List shows to tick; a POST keeps the ticks of a page, or of all shows that a search finds."""
    return _change(request) if request.method == "POST" else _list(request)


@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Take in a list exported from MyAnimeList, and say what became of it."""
    form = SeenImportForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "catalog/seen_import.html", {"form": form}, status=400 if form.errors else 200)
    try:
        result = import_seen(
            request.user, owner_token(request), form.cleaned_data["file"], form.cleaned_data["statuses"]
        )
    except ExportError as error:
        form.add_error("file", str(error))
        return render(request, "catalog/seen_import.html", {"form": form}, status=400)
    return render(request, "catalog/seen_imported.html", {"result": result})


def _list(request: HtmxRequest) -> HttpResponse:
    seen_list = seen_list_of(request.user, known_token(request))
    form = SeenFilter(request.GET)
    page = Paginator(form.shows(seen_list), SHOWS_PER_PAGE).get_page(request.GET.get("page"))
    partial = request.htmx and not request.htmx.history_restore_request
    context = {
        "form": form,
        "page": page,
        "ticked": seen_among(seen_list, [show.pk for show in page]),
        "partial": partial,
    }
    response = render(request, "catalog/_seen.html" if partial else "catalog/seen.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


def _change(request: HtmxRequest) -> HttpResponse:
    form = TickedPage(request.POST)
    form.is_valid()  # what cannot be read ticks nothing
    done = _ACTIONS.get(request.POST.get("action", ""), _keep_page)(request, form)
    if request.htmx:
        return render(request, "catalog/_seen_count.html", {"partial": True})
    messages.success(request, done)
    return HttpResponseRedirect(form.address())


def _keep_page(request: HttpRequest, form: TickedPage) -> str:
    token = owner_token(request)
    added = tick_shows(request.user, token, form.now_ticked())
    removed = untick_shows(request.user, token, form.now_unticked())
    return f"Kept: {added:,} added, {removed:,} taken off."


def _tick_found(request: HttpRequest, form: TickedPage) -> str:
    seen_list = seen_list_of(request.user, known_token(request))
    added = tick_shows(request.user, owner_token(request), form.shows(seen_list))
    return f"{added:,} shows added."


def _untick_found(request: HttpRequest, form: TickedPage) -> str:
    seen_list = seen_list_of(request.user, known_token(request))
    removed = untick_shows(request.user, known_token(request), form.shows(seen_list))
    return f"{removed:,} shows taken off."


def _clear(request: HttpRequest, form: TickedPage) -> str:
    untick_shows(request.user, known_token(request))
    return "Nothing is ticked now, so the games take all shows."


_ACTIONS = {"tick": _tick_found, "untick": _untick_found, "clear": _clear}
