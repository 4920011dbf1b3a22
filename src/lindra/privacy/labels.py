"""Words for purposes, for people."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PURPOSES: dict[str, str | Promise] = {
    "care": _("Care"),
    "followup": _("Follow-up"),
    "extract": _("Extract for the patient"),
    "admin": _("Administration of care"),
}
