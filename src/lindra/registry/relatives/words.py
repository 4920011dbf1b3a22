"""Words of the page where a unit asks relatives, and of the numbers that come of it."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from lindra import clock
from lindra.frame import texts
from lindra.privacy.door import Opened
from lindra.registry.relatives import rules
from lindra.registry.relatives.rules import Death, State, Why

Text = str | Promise

STATES: dict[State, tuple[str, Text]] = {
    "open": ("info", gettext_lazy("Asked")),
    "answered": ("ok", gettext_lazy("Has answered")),
    "declined": ("neutral", gettext_lazy("Does not want to be asked")),
    "revoked": ("neutral", gettext_lazy("The letter is taken back")),
    "expired": ("neutral", gettext_lazy("The code's time is over")),
}
"""Tone and words of what has become of an invitation."""

WHY: dict[Why, Text] = {
    "alive": gettext_lazy("Relatives are asked after a death. Nobody has noted that the patient has died."),
    "day_unknown": gettext_lazy(
        "The day of death is not known. It must be noted before relatives are asked."
    ),
    "protected": gettext_lazy(
        "The patient's identity is protected. No letter is sent: it could tell where somebody lives."
    ),
    "child": gettext_lazy("Children are met in other ways, not with questions in a letter."),
    "declined": gettext_lazy("Does not want to be asked, and is not asked again."),
    "answered": gettext_lazy("Has answered, and is not asked again."),
    "asked": gettext_lazy("Has a letter whose code still holds. Take it back before you make a new one."),
}


def why(reason: Why, death: Death | None) -> str:
    """Why nobody is asked today, in words; where that changes, from or until which day."""
    if reason == "early" and death and death.day:
        return _("Relatives can be asked from %(day)s: nobody is asked in the first weeks.") % {
            "day": texts.instant(rules.first_day(death.day, clock.today()))
        }
    if reason == "late" and death and death.day:
        return _("Relatives could be asked until %(day)s.") % {
            "day": texts.instant(rules.last_day(death.day, clock.today()))
        }
    return str(WHY[reason])


def held_until(day: str) -> str:
    """Until when a code holds."""
    return _("The code holds until %(day)s") % {"day": texts.instant(date.fromisoformat(day))}


def way(opened: Opened) -> tuple[str, str] | None:
    """From the page of those close to the patient to that where they are asked, after a death."""
    if opened.chart.one("death") is None:
        return None
    return reverse("relatives-asked", args=[opened.patient]), _("Questions to relatives")


def plain_day(day: str) -> str:
    """A day as 2026-06-15 in every language; between words that are read from the right it keeps its order."""
    return f"\u200e{day}" if get_language_bidi() else day
