"""Who reaches a page of deviations at all, and a page of one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from lindra.discharge.deviations import queries, rules
from lindra.privacy import rules as privacy
from lindra.privacy.reader import Reader
from lindra.privacy.web import denied, reader_required

View = Callable[..., HttpResponse]


def for_staff(view: View) -> View:
    """A page for who has to do with deviations at all."""

    @reader_required
    @wraps(view)
    def guarded(request: HttpRequest, **more: Any) -> HttpResponse:
        reader: Reader = request.reader  # type: ignore[attr-defined]
        if rules.scope(reader.side.duty, reader.purpose) is None:
            return denied(request, privacy.law("PDL 4:2"))
        return view(request, reader, **more)

    return guarded


def for_one(view: View) -> View:
    """A page of one deviation; who has nothing to do with it is told that there is none."""

    @for_staff
    @wraps(view)
    def guarded(request: HttpRequest, reader: Reader, deviation: UUID, **more: Any) -> HttpResponse:
        found = queries.one(str(deviation), reader)
        if found is None:
            raise Http404
        return view(request, reader, found, **more)

    return guarded
