"""Words for deviations: categories, harm, states, acts, causes, risk, ways."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindra.discharge import labels
from lindra.discharge.models import Deviation

Text = str | Promise

CATEGORIES: dict[str, Text] = {
    "notice_late": gettext_lazy("Notice came late"),
    "notice_missing": gettext_lazy("Notice did not come"),
    "information": gettext_lazy("Information missing or differing"),
    "medicines": gettext_lazy("Medicines list, prescriptions and discharge letter differ"),
    "aids": gettext_lazy("Aids missing"),
    "transport": gettext_lazy("Transport"),
    "contact": gettext_lazy("No fixed care contact named"),
    "sip": gettext_lazy("Not called to SIP"),
    "no_plan": gettext_lazy("Sent home without a plan"),
    "other": gettext_lazy("Something else"),
}

HARMS: dict[str, tuple[str, Text]] = {
    "unknown": ("unknown", gettext_lazy("Not judged yet")),
    "none": ("neutral", gettext_lazy("No harm, no risk")),
    "risk": ("warning", gettext_lazy("Could have harmed the patient")),
    "harm": ("warning", gettext_lazy("Harmed the patient")),
    "serious": ("critical", gettext_lazy("Serious harm, or risk of it")),
}
"""Tone and words."""

STATES: dict[str, tuple[str, Text]] = {
    "written": ("warning", gettext_lazy("Written, not sent")),
    "sent": ("info", gettext_lazy("Sent")),
    "received": ("info", gettext_lazy("Received")),
    "answered": ("ok", gettext_lazy("Answered")),
    "closed": ("neutral", gettext_lazy("Closed")),
    "withdrawn": ("neutral", gettext_lazy("Taken back")),
}

ACTS: dict[str, tuple[str, Text]] = {
    "write": ("note", gettext_lazy("The deviation was written")),
    "change": ("note", gettext_lazy("Changed before it was sent")),
    "judge": ("flag", gettext_lazy("Harm judged")),
    "send": ("forward", gettext_lazy("Sent")),
    "receive": ("yes", gettext_lazy("Received")),
    "send_back": ("back", gettext_lazy("Sent back")),
    "answer": ("speech", gettext_lazy("Answered")),
    "close": ("yes", gettext_lazy("Closed")),
    "withdraw": ("no", gettext_lazy("Taken back")),
    "assess": ("flag", gettext_lazy("Assessed")),
    "report": ("forward", gettext_lazy("Reported to IVO")),
    "carry_out": ("yes", gettext_lazy("The change is carried out")),
}
"""Icon and words of what was done."""

CAUSES: dict[str, Text] = {
    "communication": gettext_lazy("Communication"),
    "routine_missing": gettext_lazy("There was no routine"),
    "routine_not_followed": gettext_lazy("The routine was not followed"),
    "staffing": gettext_lazy("Staffing or lack of time"),
    "knowledge": gettext_lazy("Knowledge or introduction"),
    "system": gettext_lazy("Digital system"),
    "equipment": gettext_lazy("Equipment, supplies or transport"),
    "other": gettext_lazy("Something else"),
    "unknown": gettext_lazy("No cause found"),
}

SEVERITIES: dict[int, Text] = {
    1: gettext_lazy("1 – slight discomfort"),
    2: gettext_lazy("2 – passing harm, or more care for a short time"),
    3: gettext_lazy("3 – lasting harm that is not slight, or essentially more care"),
    4: gettext_lazy("4 – death, or lasting severe harm"),
}
PROBABILITIES: dict[int, Text] = {
    1: gettext_lazy("1 – hardly ever"),
    2: gettext_lazy("2 – some time in a year"),
    3: gettext_lazy("3 – every month"),
    4: gettext_lazy("4 – every week"),
}
"""How often something like it can be expected to happen again."""
LEVELS: dict[str, tuple[str, Text]] = {
    "low": ("neutral", gettext_lazy("Low risk")),
    "medium": ("info", gettext_lazy("Medium risk")),
    "high": ("warning", gettext_lazy("High risk")),
    "very_high": ("critical", gettext_lazy("Very high risk")),
}
DECISIONS: dict[str, tuple[str, Text]] = {
    "report": ("critical", gettext_lazy("To be reported to IVO (lex Maria)")),
    "not": ("neutral", gettext_lazy("Not to be reported")),
}

WAYS: dict[str, Text] = {
    "lindra": gettext_lazy("In Lindra"),
    "email": gettext_lazy("By e-mail to a function"),
    "web": gettext_lazy("In a web form of its own"),
    "paper": gettext_lazy("By hand"),
}

GROUPS: dict[str, Text] = {
    "written": gettext_lazy("Written and not sent"),
    "answer": gettext_lazy("Wait for our answer"),
    "waiting": gettext_lazy("We wait for their answer"),
    "answered": gettext_lazy("Answered, to be closed"),
    "over": gettext_lazy("Closed or taken back"),
}

LATE: dict[str, Text] = {
    "unsent": gettext_lazy("Not sent in time"),
    "unanswered": gettext_lazy("The answer is late"),
}

SOCIAL: Text = gettext_lazy(
    "Lex Maria is about health care. What social care must report (lex Sarah) is not covered here: follow your own "
    "routine."
)


def category(code: str) -> str:
    """A category in words."""
    return str(CATEGORIES.get(code, code))


def context(one: Deviation) -> str:
    """Beside what it was reported: a kind of message, or a missed deadline."""
    if one.context in labels.KINDS:
        return str(labels.KINDS[one.context].title)
    if one.context.startswith("clock:"):
        name = one.context.removeprefix("clock:")
        return _("Deadline: %(what)s") % {"what": labels.CLOCKS.get(name, name)}
    return ""


def reference(one: Deviation) -> str:
    """How people speak of it, also by e-mail: nothing of whom it is about."""
    return f"{one.written_at[:4]}-{one.pk[-6:].upper()}"
