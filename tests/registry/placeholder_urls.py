"""The site's addresses, and in place of the page where a report is written one that says nothing."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path

from lindra.site.urls import urlpatterns as site


def report(request: HttpRequest, patient: UUID) -> HttpResponse:
    return HttpResponse("a report")


urlpatterns = [path("patients/<uuid:patient>/death-report/", report, name="death-report"), *site]
