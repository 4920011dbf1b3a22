"""Words for physicians in municipal care."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    "round": _("Round"),
    "plan": _("Present when a plan is made"),
    "followup": _("Follow-up after discharge"),
    "other": _("Other work at the unit"),
}
DAYS: dict[str, str | Promise] = {
    "every_day": _("Every day"),
    "workdays": _("Workdays"),
    "other_days": _("Weekends and public holidays"),
}
FOLLOWED: dict[str, tuple[str, str | Promise]] = {
    "in time": ("ok", _("Followed up")),
    "late": ("warning", _("Followed up late")),
    "waiting": ("info", _("Not yet")),
    "missed": ("critical", _("Not within 14 days")),
}
"""Tone and words."""
