"""Start, and the statement of accessibility."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lindra.access import overview
from lindra.care import overview as care
from lindra.frame import views as frame
from lindra.site import authenticators


def start(request: HttpRequest) -> HttpResponse:
    """What there is to do and to see, for this reader."""
    reader = getattr(request, "reader", None)
    return render(
        request,
        "site/start.html",
        {
            "unit": care.unit_overview(reader) if reader else None,
            "access": overview.national(),
            "patients_url": reverse("patients"),
            "assignment_url": reverse("assignment"),
            "indicators_url": reverse("measures:indicators"),
            "access_url": reverse("access:access"),
            "keys_url": reverse("mfa_index") if authenticators.has_password(request) else "",
        },
    )


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that public bodies must have (EN 301 549)."""
    return render(request, "site/accessibility.html")


@login_not_required
def design(request: HttpRequest) -> HttpResponse:
    """The components, for those who build pages."""
    return frame.gallery(request)
