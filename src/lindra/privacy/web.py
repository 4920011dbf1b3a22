"""The reader of a web request: who is signed in, in the assignment and for the purpose chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lindra.people import staff as people
from lindra.people.models import Staff
from lindra.privacy.reader import Reader, Work, reader, works

View = Callable[..., HttpResponse]


class ReaderMiddleware:
    """Sets ``request.reader``: a :class:`~lindra.privacy.reader.Reader`, or ``None``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.reader = reader_of(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store, private"  # nobody finds a patient with the Back button
        return response


def choices(request: HttpRequest) -> list[tuple[Work, str]]:
    """Every assignment and purpose the signed-in person may choose."""
    if not request.user.is_authenticated:
        return []
    return _offered(people.of_user(request.user.pk))


def _offered(staff: Staff | None) -> list[tuple[Work, str]]:
    return [(work, purpose) for work in works(staff) for purpose in work.purposes] if staff else []


def reader_of(request: HttpRequest) -> Reader | None:
    """The reader by the session's choice, or the first there is; none when the one chosen is no longer offered."""
    if not request.user.is_authenticated:
        return None
    staff = people.of_user(request.user.pk)
    offered = _offered(staff)
    chosen = (request.session.get("assignment"), request.session.get("purpose"))
    fitting = [one for one in offered if chosen == (None, None) or chosen == (one[0].id, one[1])]
    if staff is None or not fitting:
        return None
    work, purpose = fitting[0]
    return reader(staff, work, purpose)


def reader_required(view: View) -> View:
    """A page that nobody sees without an assignment."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "reader", None) is None and choices(request):
            return redirect("assignment")
        if getattr(request, "reader", None) is None:
            return render(request, "privacy/no_reader.html", status=403)
        return view(request, *args, **kwargs)

    return guarded


def denied(request: HttpRequest, right: str) -> HttpResponse:
    """The page that says no, and on what ground."""
    return render(request, "privacy/denied.html", {"right": right}, status=403)
