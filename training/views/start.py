"""Start a run: asked of a worker where there is a queue, shown as a command where there is none."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from training.forms import StartForm
from training.services.desk import command_of
from training.services.runs import RunError
from training.services.steering import ask_for_run
from training.tasks import wake_worker
from training.views.access import may


@require_http_methods(["GET", "HEAD", "POST"])
@may("add")
def start(request: HttpRequest) -> HttpResponse:
    """Show the form, or take it."""
    form = StartForm(request.POST or None)
    context = {"form": form, "has_broker": bool(settings.CELERY_BROKER_URL), "folder": settings.SNN_DATASETS}
    if request.method != "POST" or not form.is_valid():
        return render(request, "training/start.html", context, status=400 if request.method == "POST" else 200)
    if not settings.CELERY_BROKER_URL:
        return render(request, "training/start.html", {**context, "command": command_of(*form.words())})
    try:
        run = ask_for_run(form.cleaned_data["name"], form.asked(), by=request.user.get_username())
    except RunError as error:
        form.add_error("name", str(error))
        return render(request, "training/start.html", context, status=400)
    transaction.on_commit(partial(wake_worker))
    messages.success(request, f"{run.name} waits for a training worker.")
    return redirect(run)
