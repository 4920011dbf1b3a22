"""What every page knows: the clock, the demo, the ways to go, and who reads."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lindra import clock
from lindra.privacy.labels import PURPOSES, ROLES
from lindra.site import sessions

WAYS = (("start", _("Start")), ("patients", _("Patients")), ("due", _("Worklist")),
        ("discharges", _("Discharges")),
        ("measures:indicators", _("Indicators")),
        ("access:access", _("Access")),
        ("governance:monday", _("Governance")))  # fmt: skip


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page."""
    known: dict[str, Any] = {"now": clock.now(), "is_demo": settings.LINDRA_DEMO}
    if getattr(request, "user", None) is None or not request.user.is_authenticated:
        return known
    known["second_factor_due"] = settings.SECOND_FACTOR_DEMANDED and not sessions.second_factor(request)
    reader = getattr(request, "reader", None)
    if reader is not None:
        known["reader"] = {
            "name": reader.staff.name,
            "unit": reader.assignment.unit_name,
            "provider": reader.assignment.provider_name,
            "change": reverse("assignment"),
            "role": ROLES.get(reader.assignment.role, reader.assignment.role),
            "purpose": PURPOSES[reader.purpose],
        }
    return known | {"navigation": [_way(request, name, label) for name, label in WAYS]}


def _way(request: HttpRequest, name: str, label: Any) -> dict[str, Any]:
    url = reverse(name)
    here = request.path == url if name == "start" else request.path.startswith(url)
    return {"url": url, "label": label, "current": here}
