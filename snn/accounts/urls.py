"""Addresses of accounts."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView, PasswordResetDoneView
from django.urls import path

from snn.accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/sign-up/", views.sign_up, name="sign_up"),
    path("account/log-in/", views.LogIn.as_view(), name="log_in"),
    path("account/log-out/", LogoutView.as_view(), name="log_out"),
    path("account/password/", views.ChangePassword.as_view(), name="change_password"),
    path("account/reset/", views.Reset.as_view(), name="reset"),
    path(
        "account/reset/sent/",
        PasswordResetDoneView.as_view(template_name="accounts/reset_sent.html"),
        name="reset_sent",
    ),
    path("account/reset/<uidb64>/<token>/", views.NewPassword.as_view(), name="new_password"),
    path("account/delete/", views.delete, name="delete"),
]
