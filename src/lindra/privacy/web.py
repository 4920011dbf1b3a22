"""The reader of a web request: who is signed in, in the assignment and for the purpose chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lindra.people import staff as people
from lindra.privacy.reader import NoReader, Reader, Work, reader, works

View = Callable[..., HttpResponse]


class ReaderMiddleware:
    """Sets ``request.reader``: a :class:`~lindra.privacy.reader.Reader`, or ``None``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.reader = reader_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def choices(request: HttpRequest) -> list[tuple[Work, str]]:
    """Every assignment and purpose the signed-in person may choose."""
    if not request.user.is_authenticated:
        return []
    staff = people.of_user(request.user.pk)
    return [(work, purpose) for work in works(staff) for purpose in work.purposes] if staff else []


def reader_of(request: HttpRequest) -> Reader | None:
    """The reader by the session's choice, or by the first there is."""
    if not request.user.is_authenticated:
        return None
    staff, offered = people.of_user(request.user.pk), choices(request)
    if staff is None or not offered:
        return None
    chosen = (request.session.get("assignment"), request.session.get("purpose"))
    work, purpose = next(((w, p) for w, p in offered if (w.id, p) == chosen), offered[0])
    try:
        return reader(staff, work, purpose)
    except NoReader:
        return None


def reader_required(view: View) -> View:
    """A page that nobody sees without an assignment."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "reader", None) is None:
            return render(request, "privacy/no_reader.html", status=403)
        return view(request, *args, **kwargs)

    return guarded


def denied(request: HttpRequest, right: str) -> HttpResponse:
    """The page that says no, and on what ground."""
    return render(request, "privacy/denied.html", {"right": right}, status=403)
