"""Words for campaigns: how a body stands, its class, who replied, what is next; and how sure a figure is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lindra.access import inventory
from lindra.frame import numbers, texts
from lindra.governance.campaigns import agreement
from lindra.governance.campaigns.agreement import Kappa
from lindra.governance.campaigns.queries import Replied
from lindra.governance.models import Campaign, Reply

Text = str | Promise

STATES: dict[str, tuple[str, Text]] = {
    "not_sent": ("neutral", gettext_lazy("Letter not sent")),
    "asked": ("info", gettext_lazy("Asked")),
    "reminded": ("info", gettext_lazy("Reminded")),
    "answered": ("ok", gettext_lazy("Has answered")),
    "answered_late": ("warning", gettext_lazy("Answered late")),
    "answered_unclear": ("ok", gettext_lazy("Answered, day not known")),
    "silent": ("critical", gettext_lazy("No answer")),
}
"""Tone and words."""

CLASSES: dict[str, tuple[str, str, str]] = {
    "konkret_plan": ("scale-5", "plain", "●"),
    "delvis_plan": ("scale-3", "lines", "◐"),
    "utan_plan": ("scale-1", "dots", "○"),
    "ej_svar": ("scale-none", "cross", "×"),
    "": ("scale-none", "plain", "?"),
}
"""Colour, pattern and sign of each class: whoever sees no colours sees the other two."""

HOW: dict[str, Text] = {
    "settled": gettext_lazy("The two readers differed; it was settled"),
    "agreed": gettext_lazy("Two readers agree"),
    "one": gettext_lazy("Read once; the second reading is not done"),
    "differ": gettext_lazy("Two readers differ; not settled yet"),
    "none": gettext_lazy("Not read yet"),
}

STEPS: dict[str, Text] = {
    "first": gettext_lazy("First reading"),
    "second": gettext_lazy("Second reading"),
    "settled": gettext_lazy("Settled"),
}

WHO: dict[str, Text] = {
    "body": gettext_lazy("The body itself; who wrote is not said"),
    "director": gettext_lazy("A director or official"),
    "majority": gettext_lazy("The political majority"),
    "opposition": gettext_lazy("The opposition"),
    "chair": gettext_lazy("The chair of the board"),
    "party": gettext_lazy("A political party"),
    "other": gettext_lazy("Somebody else"),
}

KINDS: dict[str, Text] = {
    "first": gettext_lazy("Reply"),
    "clarification": gettext_lazy("Clarification"),
    "late": gettext_lazy("Late reply"),
}

NEXT: dict[str, Text] = {
    "send": gettext_lazy("Send the letter"),
    "wait": gettext_lazy("Wait for the reply"),
    "remind": gettext_lazy("Remind"),
    "read": gettext_lazy("Read and class it"),
    "read_again": gettext_lazy("Read a second time"),
    "settle": gettext_lazy("Settle the difference"),
    "follow": gettext_lazy("Follow the promises"),
}

DO: dict[str, tuple[Text, Text]] = {
    "reply": (gettext_lazy("Note a reply"), gettext_lazy("Save the reply")),
    "promise": (gettext_lazy("Note a promise"), gettext_lazy("Save the promise")),
    "settle": (gettext_lazy("Settle the difference"), gettext_lazy("Settle")),
    "withdraw": (
        gettext_lazy("Withdraw a reply that was noted by mistake"),
        gettext_lazy("Withdraw the reply"),
    ),
    "send": (gettext_lazy("Note that the letters were sent"), gettext_lazy("Save")),
    "remind": (gettext_lazy("Note a reminder"), gettext_lazy("Save the reminder")),
    "close": (gettext_lazy("Note that the result was reported"), gettext_lazy("Save")),
}
"""What can be done, and the button."""


def title(campaign: Campaign) -> str:
    """Its title in the language of the page; in its own where there is no other."""
    return campaign.title if texts.language() == "sv" or not campaign.title_en else campaign.title_en


def question(campaign: Campaign) -> str:
    """The question in the language of the page."""
    return campaign.question if texts.language() == "sv" or not campaign.question_en else campaign.question_en


def class_name(code: str) -> str:
    """A class in words."""
    return inventory.categories()[code].text(texts.language()) if code else _("No class yet")


def function(code: str) -> str:
    """A function of specialised care in words."""
    return inventory.functions()[code].text(texts.language())


def who(reply: Reply, name: str = "") -> str:
    """Who replied: as it was said, else what sort of voice it is; ``name`` is that of the body."""
    if not reply.who_said and reply.who == "body" and name:
        return _("%(name)s; who wrote is not said") % {"name": name}
    return reply.who_said or str(WHO[reply.who])


def came(replied: Replied) -> str:
    """When a reply came, and whether in time; what is not known is said to be so."""
    reply = replied.reply
    told = [_("received %(day)s") % {"day": texts.stamp(reply.received_on, "day")} if reply.received_on else
            _("day of receipt not known")]  # fmt: skip
    if reply.dated_on:
        told.append(_("dated %(day)s") % {"day": texts.stamp(reply.dated_on, "day")})
    if replied.in_time is False:
        told.append(_("after the last day"))
    return ", ".join(told)


def days_left(days: int) -> str:
    """How long until the last day, or how long ago it was."""
    if days < 0:
        return ngettext("%(n)s day ago", "%(n)s days ago", -days) % {"n": -days}
    if days == 0:
        return _("today")
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}


def kappa(found: Kappa | None) -> str:
    """Kappa with its interval, or why there is none."""
    if found is None:
        return _("No body has been read by both")
    if found.value is None:
        return _("Cannot be computed: both put all in the same class")
    value = numbers.number(found.value, 2, texts.language())
    if found.bodies < agreement.FEWEST:
        return _("%(value)s; too few for an interval") % {"value": value}
    if found.low is None or found.high is None:
        return _("%(value)s; without an interval, since nobody differs") % {"value": value}
    low, high = (numbers.number(end, 2, texts.language()) for end in (found.low, found.high))
    return _("%(value)s (95%% interval %(low)s to %(high)s)") % {"value": value, "low": low, "high": high}


def stated(said: Mapping[str, object]) -> str:
    """What a text says of the result, in the language of the page."""
    return str(said["sv" if texts.language() == "sv" else "en"])


def day(value: date | None) -> str:
    """A day for a table."""
    return texts.stamp(value, "day") if value else _("not known")
