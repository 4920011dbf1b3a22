"""Start, and the statement of accessibility."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lindra.access import overview
from lindra.care import overview as care
from lindra.deadlines import lists
from lindra.frame import views as frame
from lindra.governance import seats
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose
from lindra.site import authenticators


def start(request: HttpRequest) -> HttpResponse:
    """What there is to do and to see, for this reader."""
    reader = getattr(request, "reader", None)
    return render(
        request,
        "site/start.html",
        {
            "unit": care.unit_overview(reader) if reader else None,
            "due": _due(reader) if reader and reader.purpose is Purpose.CARE else None,
            "governs": reader is not None and seats.seat(reader).governs,
            "access": overview.national(),
            "patients_url": reverse("patients"),
            "assignment_url": reverse("assignment"),
            "indicators_url": reverse("measures:indicators"),
            "access_url": reverse("access:access"),
            "keys_url": reverse("mfa_index") if authenticators.has_password(request) else "",
        },
    )


def _due(reader: Reader) -> dict[str, Any]:
    """How much is late and due today for the reader's unit, and the unit's other lists."""
    counted = lists.counts(lists.Asked(unit=reader.assignment.unit), reader)
    pages = (
        ("possible-needs", _("People who may have palliative needs")),
        ("expected-at-home", _("Death expected at home")),
        ("home-nursing", _("Enrolment in home nursing")),
        ("homes", _("Physicians in municipal care")),
        ("register", _("Reports to the register")),
        ("deviations", _("Deviations")),
    )
    return {
        "late": counted["late"],
        "today": counted["today"],
        "url": reverse("due"),
        "pages": [(reverse(name), label) for name, label in pages],
    }


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that public bodies must have (EN 301 549)."""
    return render(request, "site/accessibility.html")


@login_not_required
def design(request: HttpRequest) -> HttpResponse:
    """The components, for those who build pages."""
    return frame.gallery(request)
