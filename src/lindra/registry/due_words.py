"""Words for what is due in this room."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindra.deadlines.words import Text, register_words
from lindra.registry.due import NAME
from lindra.registry.words import WHY


def register() -> None:
    """Give the deadlines of this room their words."""
    register_words(NAME, _report, gettext_lazy("Reports to the register"))


def _report(what: str, about: dict[str, Any]) -> tuple[Text, Text]:
    title, why = _("Report the death to the palliative register"), str(WHY[about["why"]])
    if "last" not in about:
        return title, why
    return title, _("%(why)s. It can be reported until %(day)s.") % {"why": why, "day": about["last"]}
