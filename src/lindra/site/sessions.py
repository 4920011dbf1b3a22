"""A session from sign-in to its end: how it was opened, that it ends in time, that a second factor was shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lindra import clock
from lindra.site import rules

STARTED, SEEN, OPENED_BY = "started", "seen", "account_authentication_methods"
WITHOUT_SECOND_FACTOR = {
    "mfa_add_webauthn",
    "account_reauthenticate",
    "sign-out",
    "set_language",
    "accessibility",
}
"""Where one may go to register the first authenticator, or turn back."""


class SessionMiddleware:
    """Ends sessions that have been idle or long enough, and sends on who has yet to show a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and (why := _noted(request)):
            return end(request, why)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Before any page: in production, no further than to the page where an authenticator is registered."""
        match = request.resolver_match
        if not request.user.is_authenticated or not settings.SECOND_FACTOR_DEMANDED or second_factor(request):
            return None
        if Authenticator.objects.filter(user_id=request.user.pk).exists():
            return end(request, "second")  # registered elsewhere since: this session never showed it
        if match is not None and match.url_name in WITHOUT_SECOND_FACTOR:
            return None
        return redirect("mfa_add_webauthn")


def _noted(request: HttpRequest) -> rules.Ended | None:
    """Note that a page was asked for; why the session has ended, if it has."""
    now, session = clock.now(), request.session
    if STARTED not in session:
        return "long"  # of a version that did not note it
    started, seen = (datetime.fromisoformat(session[name]) for name in (STARTED, SEEN))
    if why := rules.ended(started, seen, now):
        return why
    if now - seen >= rules.SEEN_EVERY:
        session[SEEN] = now.isoformat()
    return None


def end(request: HttpRequest, why: str) -> HttpResponse:
    """Sign out, tell why, and lead back to the page that was asked for, if only to look."""
    logout(request)
    told = {"ended": why}
    if request.method in ("GET", "HEAD"):
        told["next"] = request.get_full_path()
    return redirect(f"{reverse('sign-in')}?{urlencode(told)}")


def opened_by(request: HttpRequest) -> set[str]:
    """By what this session was opened: *password*, *mfa*, *socialaccount* (an e-identity)."""
    return {record.get("method", "") for record in request.session.get(OPENED_BY, [])}


def second_factor(request: HttpRequest) -> bool:
    """Whether somebody showed more than a password in this session; an e-identity is more by itself."""
    return bool(opened_by(request) & {"mfa", "socialaccount"})


@receiver(user_logged_in)
def _begun(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    request.session[STARTED] = request.session[SEEN] = clock.now().isoformat()


@receiver(authenticator_added)
def _shown(sender: Any, request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Who has just registered an authenticator has shown it."""
    record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
