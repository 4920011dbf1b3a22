"""Signing in to a local account, and signing out; what the library asks of us for its part of it."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.core.internal import ratelimit
from allauth.core.internal.httpkit import get_client_ip
from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from lindra.site import rules, sessions
from lindra.synthetic import demo

ENDED = {
    "idle": _("You were signed out because nothing had been done for %(minutes)s minutes."),
    "long": _("You were signed out because the session had lasted %(hours)s hours, the longest there is."),
    "second": _("You were signed out because your account now asks for a security key. Sign in again and show it."),
    "elsewhere": _("You are signed out here. Your e-identity may still be signed in: take your card out, or close the "
                   "browser, if others use this computer."),
}  # fmt: skip


class SignInForm(AuthenticationForm):
    """User name and password; the demo's people only where the demo runs."""

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if not settings.LINDRA_DEMO and user.username in {one.username for one in demo.accounts()}:
            raise forms.ValidationError(
                _("This account belongs to the demo, and works only while the demo runs.")
            )


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """The door: providers of e-identities, local accounts, and in the demo who may be tried."""

    template_name = "site/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return too_often(request) or super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """The password is right: the library asks for the authenticator, where one is registered, and signs in."""
        user = form.get_user()
        # Who has typed the password this minute need not do it again to register an authenticator.
        record_authentication(self.request, user, "password", reauthenticated=True)
        answer: HttpResponse = perform_login(self.request, user, redirect_url=self.get_success_url())
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = demo.accounts() if settings.LINDRA_DEMO else []
        ended = ENDED.get(self.request.GET.get("ended", ""))
        return super().get_context_data(
            accounts=accounts, providers=settings.ID_PROVIDERS, ended=ended and ended % _lengths(), **kwargs
        )


def _lengths() -> dict[str, int]:
    return {
        "minutes": int(rules.IDLE.total_seconds() // 60),
        "hours": int(rules.LONGEST.total_seconds() // 3600),
    }


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """Ends the session, and a sign-in that is half done."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        by_identity = "socialaccount" in sessions.opened_by(request)
        answer = super().post(request, *args, **kwargs)
        return redirect(f"{reverse('sign-in')}?ended=elsewhere") if by_identity else answer


class AccountAdapter(DefaultAccountAdapter):
    """The library's account flows, less all that we do not use: nobody signs up, nothing is mailed."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_password": _("That is not your password."),
        "too_many_login_attempts": _("Too many wrong attempts. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return refused(request, "inactive")


class PasswordAgain(ReauthenticateForm):
    """The password once more, before an authenticator is added or removed."""

    password = forms.CharField(  # type: ignore[assignment]  # without the library's link to a reset by mail
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def too_often(request: HttpRequest) -> HttpResponse | None:
    """One more attempt from this address; the page that says stop, where there have been too many."""
    stop: HttpResponse | None = ratelimit.consume_or_429(
        request, app="allauth.account", action="login", limit_get=True
    )
    return stop


def refused(request: HttpRequest, reason: str, status: int = 403, **known: Any) -> HttpResponse:
    """The page for who was not let in: why, and what to do. ``reason`` is one of those in its template."""
    return render(request, "site/refused.html", {"reason": reason, **known}, status=status)


def short_username(request: HttpRequest, credentials: Any = None) -> str:
    """The name that was tried, as long as the tables of failed sign-ins hold."""
    tried = (credentials or {}).get("username") or request.POST.get("username", "")
    return str(tried)[:255]


def locked_out(request: HttpRequest, answer: HttpResponse | None, credentials: Any) -> HttpResponse:
    """The page after too many wrong passwords."""
    minutes = int(rules.LOCKED.total_seconds() // 60)
    return render(request, "site/locked_out.html", {"minutes": minutes}, status=429)


def address_of(request: HttpRequest) -> str | None:
    """The address that asks, behind the proxy in production as the proxy tells; none where nobody asks over the net."""
    address: str | None = get_client_ip(request)
    return address
