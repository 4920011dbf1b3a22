"""Refuses forms that cannot be read."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

UNREADABLE = (BadRequest, MultiPartParserError, SuspiciousOperation, UnreadablePostError)


class ReadableFormMiddleware:
    """Before anything else looks: the pages that tell of an error look at the form again, and would fail in turn."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.POST  # noqa: B018 - read once, here
        except UNREADABLE:
            return HttpResponseBadRequest("", headers={"Cache-Control": "no-store"})
        return self.get_response(request)
