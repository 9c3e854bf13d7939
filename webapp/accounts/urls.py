"""Addresses of accounts."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, path

from webapp.accounts import account, first_admin, invitations, passwords
from webapp.accounts.sign_in import SignInView
from webapp.accounts.sign_up import SignUpView

urlpatterns: list[URLPattern] = [
    path("sign-in/", SignInView.as_view(), name="sign-in"),
    path("sign-up/", SignUpView.as_view(), name="sign-up"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("account/", account.account, name="account"),
    path("account/password/", login_required(passwords.ChangePasswordView.as_view()), name="password-change"),
    path("password/reset/", passwords.reset_password, name="password-reset"),
    path("password/reset/sent/", passwords.reset_sent, name="password-reset-sent"),
    path("password/set/<str:uidb64>/<str:token>/", passwords.SetPasswordView.as_view(), name="password-set"),
    path("invite/<str:token>/", invitations.invitation, name="invitation"),
    path("first-admin/<str:token>/", first_admin.first_admin, name="first-admin"),
]
