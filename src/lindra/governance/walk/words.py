"""Words for causes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

CAUSES: dict[str, str | Promise] = {
    "no_routine": gettext_lazy("There is no routine"),
    "routine_unknown": gettext_lazy("There is a routine, and not everybody knows it"),
    "too_late": gettext_lazy("It is thought of too late"),
    "not_documented": gettext_lazy("It is done, and not documented"),
    "off_hours": gettext_lazy("It fails in the evenings, at night and at weekends"),
    "staffing": gettext_lazy("Too few, or many who are new"),
    "knowledge": gettext_lazy("Knowledge or training is lacking"),
    "handover": gettext_lazy("It is lost between units or organisations"),
    "no_physician": gettext_lazy("No physician could be reached"),
    "supplies": gettext_lazy("Medicines or equipment are missing"),
    "other": gettext_lazy("Something else"),
    "unknown": gettext_lazy("We do not know yet"),
}
"""Our own short list; the keys are in ``data/causes.csv``."""


def cause(kind: str) -> str:
    """A cause in words; empty where none was chosen."""
    return str(CAUSES.get(kind, kind)) if kind else ""
