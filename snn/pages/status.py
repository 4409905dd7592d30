"""The status page: is anybody there to answer, on what, and how long does it take?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from classifier.services import answers_by_device, device_in_place, queue_state


@require_safe
@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """Show the queue, who works on it, and which device really answered in the last hour."""
    state = queue_state()
    context = {
        "state": state,
        "device": "" if state.has_queue else device_in_place(),
        "shares": answers_by_device(),
    }
    return render(request, "pages/status.html", context)
