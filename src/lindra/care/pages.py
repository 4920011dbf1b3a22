"""What pages about one patient share: the ways between them, and what a page had shown when it was sent."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose

_FURTHER: list[tuple[str, Any]] = []


def further(name: str, label: Any) -> None:
    """Another room's page about one patient, for care: the name of its address, and what its tab says."""
    if (name, label) not in _FURTHER:
        _FURTHER.append((name, label))


def ways(patient: str, reader: Reader, here: str) -> list[dict[str, Any]]:
    """The pages about this patient, as tabs; writing is for care."""
    pages = [("plan", _("Plan")), ("patient", _("Record"))]
    if reader.purpose is Purpose.CARE:
        pages += [
            ("forms", _("Write")),
            ("form-trends", _("Over time")),
            ("relatives", _("Relatives")),
            ("death-at-home", _("Death at home")),
            ("patient-home-nursing", _("Home nursing")),
            *_FURTHER,
        ]
    return [
        {"url": reverse(name, args=[patient]), "label": label, "current": name == here}
        for name, label in pages
    ]


def seen(request: HttpRequest) -> dict[str, int]:
    """What the page that was sent had shown, as it says itself; nothing where that cannot be read."""
    try:
        told = json.loads(request.POST.get("seen", ""))
    except ValueError:
        return {}
    known = isinstance(told, dict) and all(isinstance(seq, int) for seq in told.values())
    return told if known else {}
