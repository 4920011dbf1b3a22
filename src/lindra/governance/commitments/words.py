"""Words for commitments: kinds, states, origins, acts, and how late something is."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lindra.frame import texts
from lindra.governance.commitments import rules
from lindra.governance.commitments.states import OPEN
from lindra.governance.models import Commitment

Text = str | Promise

KINDS: dict[str, Text] = {"action": gettext_lazy("Action"), "promise": gettext_lazy("Promise")}

STATES: dict[str, tuple[str, Text]] = {
    "not_started": ("neutral", gettext_lazy("Not started")),
    "ongoing": ("info", gettext_lazy("Ongoing")),
    "paused": ("warning", gettext_lazy("Paused")),
    "done": ("ok", gettext_lazy("Carried out")),
    "abandoned": ("neutral", gettext_lazy("Given up")),
}
"""Tone and words."""

ORIGINS: dict[str, Text] = {
    "gap": gettext_lazy("A gap of an indicator"),
    "recommendation": gettext_lazy("A recommendation"),
    "decision": gettext_lazy("A decision"),
    "promise": gettext_lazy("A promise"),
    "deviation": gettext_lazy("A deviation"),
    "obligation": gettext_lazy("An obligation in an agreement"),
    "own": gettext_lazy("Own initiative"),
}

ACTS: dict[str, tuple[str, Text]] = {
    "make": ("flag", gettext_lazy("Undertaken")),
    "start": ("forward", gettext_lazy("Started")),
    "pause": ("clock", gettext_lazy("Paused")),
    "finish": ("yes", gettext_lazy("Carried out")),
    "move": ("calendar", gettext_lazy("The last day was moved")),
    "hand_over": ("person", gettext_lazy("Handed over")),
    "change": ("note", gettext_lazy("Worded anew")),
    "note": ("speech", gettext_lazy("Noted")),
    "abandon": ("no", gettext_lazy("Given up")),
    "reopen": ("back", gettext_lazy("Taken up again")),
}
"""Icon and words of what was done."""

ASKED: dict[str, tuple[Text, Text]] = {
    "start": (gettext_lazy("It has started"), gettext_lazy("Save")),
    "finish": (gettext_lazy("It is carried out"), gettext_lazy("Save")),
    "move": (gettext_lazy("Move the last day"), gettext_lazy("Move it")),
    "hand_over": (gettext_lazy("Hand it over to somebody else"), gettext_lazy("Hand over")),
    "note": (gettext_lazy("Note how it goes"), gettext_lazy("Save")),
    "pause": (gettext_lazy("Pause it"), gettext_lazy("Pause")),
    "change": (gettext_lazy("Word it anew"), gettext_lazy("Save")),
    "abandon": (gettext_lazy("Give it up"), gettext_lazy("Give up")),
    "reopen": (gettext_lazy("Take it up again"), gettext_lazy("Take up again")),
}
"""What can be done, in the order in which it is offered, and the button."""

SHOWS: dict[str, Text] = {
    "": gettext_lazy("All that is open"),
    "late": gettext_lazy("Late ones"),
    "no_day": gettext_lazy("No day said"),
    "ownerless": gettext_lazy("Without an owner"),
    "mine": gettext_lazy("Mine"),
    "promises": gettext_lazy("Promises"),
    "over": gettext_lazy("Over"),
}
"""The parts of the list."""


def until(one: Commitment, today: date) -> tuple[str, str]:
    """Tone and words of its last day: late, so many days left, or that no day was said."""
    if one.due is None:
        if one.state not in OPEN:
            return "", ""
        return "warning", _("No day said")
    told = texts.stamp(one.due, "day")
    if not rules.late(one.state, one.due, today):
        return ("info" if (one.due - today).days <= rules.SOON and one.state in OPEN else ""), told
    days = rules.days_late(one.due, today)
    return "critical", ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}


def moved(times: int) -> str:
    """How many times the day was moved; empty where it was not."""
    if not times:
        return ""
    return ngettext("moved once", "moved %(n)s times", times) % {"n": times}


def owner(one: Commitment, gone: set[str]) -> tuple[str, str]:
    """Tone and words of who owns it; nobody where who was named works here no longer."""
    if not one.owner:
        return "warning", _("Without an owner")
    if one.owner_staff and one.owner_staff in gone:
        return "warning", _("Without an owner")
    return "", one.owner


def left(one: Commitment, gone: set[str]) -> str:
    """Who owned it and works here no longer; empty where that is not so."""
    if not one.owner_staff or one.owner_staff not in gone:
        return ""
    return _("%(name)s works here no longer") % {"name": one.owner}
