"""What pages about one patient share: the ways between them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose


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
        ]
    return [
        {"url": reverse(name, args=[patient]), "label": label, "current": name == here}
        for name, label in pages
    ]
