"""Results: each has an address to keep, and a name for the leaderboard if its player wants one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from games.services import BadName, choose_name, result_page
from games.session import player_of


@require_safe
@never_cache
def result(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a result; its shows are told to whoever played, and to others once that spoils nothing."""
    page = result_page(player_of(request), public_id)
    if page is None:
        raise Http404("There is no such result.")
    address = request.build_absolute_uri(reverse("games:result", args=[public_id]))
    response = render(request, "games/result.html", {"page": page, "address": address})
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def name(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write a name beside a result of one's own."""
    try:
        choose_name(player_of(request), public_id, request.POST.get("name", ""))
    except BadName as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Your name stands on the leaderboard now.")
    return HttpResponseRedirect(reverse("games:result", args=[public_id]), status=303)
