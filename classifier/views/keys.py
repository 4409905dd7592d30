"""Keys for programs: made and taken back by whoever has an account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classifier.forms import KeyForm
from classifier.services.api_keys import TooManyKeys, keys_of, make_key, revoke_keys


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """List my keys; a POST makes one, which is shown this once."""
    form = KeyForm(request.POST or None)
    made = ""
    if request.method == "POST" and form.is_valid():
        try:
            _, made = make_key(form.cleaned_data["name"], request.user)  # type: ignore[arg-type]  # logged in
            form = KeyForm()
        except TooManyKeys as error:
            form.add_error(None, str(error))
    context = {"form": form, "made": made, "keys": keys_of(request.user)}  # type: ignore[arg-type]
    return render(request, "classifier/keys.html", context, status=400 if form.errors else 200)


@require_safe
def programs(request: HttpRequest) -> HttpResponse:
    """Lead to what programs may ask. Pages link here: a link to the API itself would load it with every first page."""
    return redirect("api:docs")


@login_required
@require_POST
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    """Take one of my keys back."""
    key = get_object_or_404(keys_of(request.user), pk=key_id)  # type: ignore[arg-type]
    revoke_keys(keys_of(request.user).filter(pk=key.pk))  # type: ignore[arg-type]
    messages.success(request, f"The key {key.name} does not work any more.")
    return HttpResponseRedirect(reverse("classifier:keys"), status=303)
