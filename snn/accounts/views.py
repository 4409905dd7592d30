"""Sign up, log in and out, and look after an account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from catalog.services import count_seen
from catalog.visitors import known_token
from classifier.services import uploads_of
from snn.accounts.forms import DeleteForm, LogInForm, ProfileForm, ResetForm, SignUpForm
from snn.accounts.models import TAKEN, User
from snn.accounts.services import delete_account
from snn.accounts.throttle import TOO_OFTEN


def status_of(form: BaseForm) -> int:
    """Return the status of a page with this form: 200, 400 for what is wrong, 429 for what was tried too often."""
    if not form.errors:
        return 200
    return 429 if any(error.code == TOO_OFTEN for errors in form.errors.as_data().values() for error in errors) else 400


class _FormStatus:
    """Answer a wrong form with the status that says so, not with 200."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]  # that of the view beside it
        response.status_code = status_of(form)
        return response


class LogIn(_FormStatus, auth_views.LoginView):
    """Log in and go back to where one came from."""

    template_name = "accounts/log_in.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True


class ChangePassword(_FormStatus, auth_views.PasswordChangeView):
    """Choose another password; other sessions of the account end."""

    template_name = "accounts/change_password.html"
    success_url = reverse_lazy("accounts:account")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "Your password is changed.")
        return super().form_valid(form)


class Reset(_FormStatus, auth_views.PasswordResetView):
    """Have a link sent by which a forgotten password is replaced."""

    template_name = "accounts/reset.html"
    email_template_name = "accounts/reset_email.txt"
    subject_template_name = "accounts/reset_subject.txt"
    success_url = reverse_lazy("accounts:reset_sent")
    form_class = ResetForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}


class NewPassword(_FormStatus, auth_views.PasswordResetConfirmView):
    """Choose a new password by the link that was sent."""

    template_name = "accounts/new_password.html"
    success_url = reverse_lazy("accounts:account")
    post_reset_login = True


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Make an account and log in to it."""
    form = SignUpForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        login(request, form.save(), backend="django.contrib.auth.backends.ModelBackend")
        messages.success(request, "Welcome. What you ticked and sent from this browser is yours now.")
        return HttpResponseRedirect(_next(request))
    return render(request, "accounts/sign_up.html", {"form": form, "next": _next(request)}, status=status_of(form))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show what is kept of somebody, and change how they are named."""
    user = _person(request)
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid() and _saved(form):
        messages.success(request, "Kept.")
        return HttpResponseRedirect(reverse("accounts:account"))
    context = {
        "form": form,
        "pictures": uploads_of(owner=known_token(request), user=user).count(),
        "seen": count_seen(user, ""),
    }
    return render(request, "accounts/account.html", context, status=status_of(form))


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Delete one's account with all that is kept of it, after asking for the password."""
    user = _person(request)
    form = DeleteForm(request.POST or None, user=user, request=request)
    if request.method == "POST" and form.is_valid():
        delete_account(user, token=known_token(request))
        logout(request)
        messages.success(request, "Your account is gone, and everything that was kept of you.")
        return HttpResponseRedirect(reverse("pages:home"))
    return render(request, "accounts/delete.html", {"form": form}, status=status_of(form))


def _saved(form: ProfileForm) -> bool:
    """Save what was entered, unless somebody chose the same name in this very moment."""
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        form.add_error("display_name", TAKEN)
        return False
    return True


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - login_required let nobody else through
    return request.user


def _next(request: HttpRequest) -> str:
    """Return where to go afterwards: where one came from, if that is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url("pages:home")
