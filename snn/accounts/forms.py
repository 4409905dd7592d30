"""What people enter about themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm, UserCreationForm
from django.http import HttpRequest

from snn.accounts import throttle
from snn.accounts.models import User


class _CountedLogIn(AuthenticationForm):
    """Count a try before the password is looked at, so that guessing is slow."""

    def clean(self) -> dict[str, Any]:
        if self.request is not None and self.cleaned_data.get("username"):
            throttle.check_log_in(self.request, self.cleaned_data["username"])
        return super().clean()


class LogInForm(_CountedLogIn):
    """Username and password."""


class AdminLogInForm(AdminAuthenticationForm, _CountedLogIn):
    """The same for the admin, which only staff may enter."""


class SignUpForm(UserCreationForm):  # type: ignore[type-arg]
    """A new account. Mail is asked for nothing but a forgotten password."""

    class Meta:
        model = User
        fields = ("username", "email")

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["username"].help_text = "For logging in; nobody else sees it."
        self.fields["email"].label = "Email, if you like"
        self.fields["email"].help_text = "Only to send you a new password, should you forget yours."

    def clean(self) -> dict[str, Any]:
        throttle.check_address(self.request, "sign up", throttle.SIGN_UP)
        return super().clean() or self.cleaned_data


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What can be changed about oneself."""

    class Meta:
        model = User
        fields = ("display_name", "email")


class ResetForm(PasswordResetForm):
    """The address to which a new password is sent; nothing is told about whether it is known."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> dict[str, Any] | None:
        throttle.check_address(self.request, "reset", throttle.RESET)
        return super().clean()


class DeleteForm(forms.Form):
    """The password, once more, before an account goes."""

    password = forms.CharField(
        label="Your password", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, user: User, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.request = request

    def clean_password(self) -> str:
        throttle.check_log_in(self.request, self.user.get_username())
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError("That is not your password.")
        return password
