"""Who may see runs, and who may steer them: staff with Django's own permissions for runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest

from training.models import TrainingRun
from training.services.sync import sync_run

View = Callable[..., Any]


def may(permission: str) -> Callable[[View], View]:
    """Let in staff with a permission (`view`, `add`, `change`); others log in first, or get a 403."""

    def decorate(view: View) -> View:
        allowed = permission_required(f"training.{permission}_trainingrun", raise_exception=True)(view)
        guarded: View = staff_member_required(allowed, login_url="admin:login")
        return guarded

    return decorate


def fresh_run(request: HttpRequest, name: str) -> TrainingRun:
    """Return a run as its files are now; Http404 where there is none of that name."""
    run = sync_run(name) if "/" not in name and not name.startswith(".") else None
    if run is None:
        raise Http404(f"There is no run {name}.")
    return run
