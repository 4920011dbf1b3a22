"""Words: each room's own for what it declares, and this room's for when and for whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from lindra.privacy import labels

Text = str | Promise
Words = Callable[[str, dict[str, Any]], tuple[Text, Text]]
"""From ``what`` and ``about`` of a due thing to what is to be done, in a few words, and what more there is to say."""

_WORDS: dict[str, tuple[Words, Text]] = {}


def register_words(name: str, words: Words, label: Text = "") -> None:
    """Give the words of a sort of deadlines, and a label for the sort itself (in filters)."""
    _WORDS[name] = (words, label)


def told(name: str, what: str, about: dict[str, Any]) -> tuple[str, str]:
    """Title and detail of a due thing, in the page's language."""
    if name not in _WORDS:
        return what or name, ""
    title, detail = _WORDS[name][0](what, about)
    return str(title), str(detail)


def label(name: str) -> str:
    """A sort of deadlines, in the page's language."""
    return str(_WORDS[name][1]) if name in _WORDS and _WORDS[name][1] else name


ROLES: dict[str, Text] = {
    "nurse": labels.ROLES["nurse"],
    "physician": labels.ROLES["physician"],
    "assistant nurse": _("assistant nurse"),
    "physiotherapist": _("physiotherapist"),
    "occupational therapist": _("occupational therapist"),
    "dietitian": _("dietitian"),
    "counsellor": _("counsellor"),
    "psychologist": _("psychologist"),
    "clerk": labels.ROLES["clerk"],
    "lead": labels.ROLES["lead"],
}
"""Roles that work is addressed to."""

WHENS: dict[str, Text] = {
    "late": _("Overdue"),
    "today": _("Today"),
    "week": _("Within a week"),
    "later": _("Later"),
    "undated": _("No date"),
}


def role(code: str) -> str:
    """A role in the page's language; one that is not known as it is written."""
    return str(ROLES.get(code, code))


def left(days: int | None, *, late: bool) -> str:
    """How many calendar days there are, or how late it is."""
    if days is None:
        return gettext("No date")
    if days < 0:
        return ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}
    if days == 0:
        return gettext("late since today") if late else gettext("today")
    return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}
