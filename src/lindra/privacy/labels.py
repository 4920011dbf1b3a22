"""Words for purposes, for people."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES: dict[str, str | Promise] = {
    "nurse": _("nurse"),
    "physician": _("physician"),
    "lead": _("nurse medically responsible"),
    "quality": _("quality officer"),
    "clerk": _("care administrator"),
    "manager": _("unit manager"),
    "council": _("secretary of a council"),
    "import": _("import"),
}
"""Roles of assignments; one that is not here is shown as it is written."""

PURPOSES: dict[str, str | Promise] = {
    "care": _("Care"),
    "followup": _("Follow-up"),
    "extract": _("Extract for the patient"),
    "admin": _("Administration of care"),
    "review": _("Checks of the access log"),
}
