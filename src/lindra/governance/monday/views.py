"""The Monday page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from lindra.privacy.web import reader_required


@reader_required
def page(request: HttpRequest) -> HttpResponse:
    """What somebody must see at the beginning of a week."""
    return HttpResponse("")
