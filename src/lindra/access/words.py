"""How states, ways and kinds of limits are said, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from lindra.access import functions, hours, statements
from lindra.access.comparison import Change
from lindra.access.coverage import State
from lindra.access.standing import Standing
from lindra.frame import texts
from lindra.frame.numbers import number

DAYS = (
    pgettext_lazy("weekday", "Monday"), pgettext_lazy("weekday", "Tuesday"), pgettext_lazy("weekday", "Wednesday"),
    pgettext_lazy("weekday", "Thursday"), pgettext_lazy("weekday", "Friday"), pgettext_lazy("weekday", "Saturday"),
    pgettext_lazy("weekday", "Sunday"),
)  # fmt: skip
SHORT_DAYS = (
    gettext_lazy("Mon"), gettext_lazy("Tue"), gettext_lazy("Wed"), gettext_lazy("Thu"), gettext_lazy("Fri"),
    gettext_lazy("Sat"), gettext_lazy("Sun"),
)  # fmt: skip
WAYS: Mapping[functions.Way, Promise] = {
    "call": gettext_lazy("Who can be called"),
    "come": gettext_lazy("Who can come"),
    "stay": gettext_lazy("Where to be admitted"),
}
STANDINGS: Mapping[Standing, Promise] = {
    "exists": gettext_lazy("Exists"),
    "limited": gettext_lazy("Exists with limits"),
    "hours_not_stated": gettext_lazy("Exists, hours not stated"),
    "both": gettext_lazy("Said to exist, and said to be missing"),
    "nothing": gettext_lazy("Said to be missing"),
    "in_part": gettext_lazy("Said to be missing for some or in places"),
    "other_hours": gettext_lazy("Exists at other hours"),
    "not_stated": gettext_lazy("Not stated"),
}
STEPS: Mapping[Standing, int | None] = {
    "exists": 1, "limited": 2, "hours_not_stated": 2, "in_part": 3, "other_hours": 3, "both": 4, "nothing": 5,
    "not_stated": None,
}  # fmt: skip
"""The step of the map: how much is said to be lacking."""
TONES: Mapping[Standing, str] = {
    "exists": "ok", "limited": "info", "hours_not_stated": "info", "in_part": "warning", "other_hours": "warning",
    "both": "warning", "nothing": "critical", "not_stated": "unknown",
}  # fmt: skip
STEP_WORDS = (
    gettext_lazy("Exists"),
    gettext_lazy("Exists with limits, or hours not stated"),
    gettext_lazy("Missing for some, in places or at this hour"),
    gettext_lazy("Said to exist, and said to be missing"),
    gettext_lazy("Said to be missing"),
)
STATES: Mapping[State, tuple[str, Promise]] = {
    State.EXISTS: ("ok", gettext_lazy("Exists")),
    State.EXISTS_LIMITED: ("info", gettext_lazy("Exists with limits")),
    State.EXISTS_HOURS_NOT_STATED: ("info", gettext_lazy("Hours not stated")),
    State.EXISTS_AT_OTHER_HOURS: ("neutral", gettext_lazy("Exists at other hours")),
    State.EXISTS_SOMEWHERE: ("info", gettext_lazy("Said to exist somewhere in the region")),
    State.MISSING: ("warning", gettext_lazy("Said to be missing")),
    State.MISSING_FOR_SOME: ("warning", gettext_lazy("Said to be missing for some, or in part")),
    State.MISSING_SOMEWHERE: ("warning", gettext_lazy("Said to be missing somewhere in the region")),
    State.CONTESTED: ("neutral", gettext_lazy("The region sees it otherwise")),
    State.CONTESTED_IN_GENERAL: ("neutral", gettext_lazy("The region sees the whole otherwise")),
}
CHILDREN: Mapping[str, tuple[str, Promise]] = {
    "yes": ("ok", gettext_lazy("Yes")),
    "no": ("warning", gettext_lazy("No")),
    "no_for_some": ("warning", gettext_lazy("Not in every function")),
    "no_somewhere": ("warning", gettext_lazy("Not in some part of the region")),
    "not_stated": ("unknown", gettext_lazy("Not stated")),
}
CHANGES: Mapping[Change, tuple[str, Promise]] = {
    "remains": ("warning", gettext_lazy("Remains")),
    "contested": ("neutral", gettext_lazy("Contested")),
    "new": ("critical", gettext_lazy("New")),
    "closed_in_part": ("info", gettext_lazy("Closed in part")),
    "closed": ("ok", gettext_lazy("Closed wholly")),
    "not_mentioned": ("unknown", gettext_lazy("Not mentioned again")),
}


def badges(state: State) -> list[tuple[str, str]]:
    """Tone and text for each thing that is said, *not stated* where nothing is."""
    said = [(tone, str(text)) for one, (tone, text) in STATES.items() if one in state]
    return said if "not_stated" not in state.codes else [("unknown", gettext("Not stated")), *said]


def inventory(name: str) -> str:
    """What an inventory is called on a page."""
    if name == statements.ID:
        return gettext("June 2026, 21 regions")
    return gettext("Stated here") if name == "own" else name


def moment(hour: int) -> str:
    """An hour of the week, as a heading begins: *Sunday 03:00*."""
    day = str(DAYS[hour // 24])
    return f"{day[:1].upper()}{day[1:]} {hour % 24:02}:00"


def spans(found: tuple[hours.Span, ...] | None) -> str:
    """Hours for people; what passes midnight is said."""
    if found is None:
        return gettext("Hours not stated")
    text = hours.text(found, [str(day) for day in SHORT_DAYS]).replace("-", "–").replace(",", ", ")
    through = any(span.passes_midnight and span.end - span.start < hours.WEEK for span in found)
    return gettext("%(hours)s (passes midnight)") % {"hours": text} if through else text


def whole(value: float) -> str:
    """A whole number as the page writes it."""
    return number(round(value), 0, texts.language())


def municipalities(count: int) -> str:
    """So many municipalities."""
    return ngettext("%(n)s municipality", "%(n)s municipalities", count) % {"n": whole(count)}
