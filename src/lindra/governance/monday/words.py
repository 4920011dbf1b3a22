"""What the lines are called, how their numbers are said, and what each of them counts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from lindra.governance.monday.rules import VERSION, What, Why

TITLES: dict[What, Any] = {
    "patients": _("Patients without plan or conversation"),
    "stale": _("Plans gone stale"),
    "deviations": _("Deviations written, not sent"),
    "notices": _("Admission notices late"),
    "hours": _("Physicians’ hours agreed and held"),
    "deaths": _("Deaths not reported"),
    "commitments": _("Promises and actions late"),
    "documents": _("Documents expired or without owner"),
}
OF_A_COUNCIL: dict[What, Any] = {
    "patients": _("Died without plan or conversation"),
    "deaths": _("Deaths not reported"),
}
"""What the released numbers are of: those who have died."""
COLUMNS: dict[What, Any] = {
    "patients": _("Without plan or conversation"),
    "stale": _("Stale plans"),
    "deviations": _("Not sent"),
    "notices": _("Notices late"),
    "hours": _("Hours missing"),
    "deaths": _("Not reported"),
}
PARTS: dict[str, Any] = {
    "neither": ngettext_lazy("%(n)s lacks both", "%(n)s lack both", "count"),
    "no_plan": ngettext_lazy("%(n)s lacks a plan", "%(n)s lack a plan", "count"),
    "no_talk": ngettext_lazy("%(n)s lacks a conversation", "%(n)s lack a conversation", "count"),
    "rows": ngettext_lazy("%(n)s thing to confirm", "%(n)s things to confirm", "count"),
    "late": ngettext_lazy("%(n)s sent late", "%(n)s sent late", "count"),
    "never": ngettext_lazy("%(n)s never sent", "%(n)s never sent", "count"),
    "short": ngettext_lazy("fewer held than agreed at %(n)s unit", "fewer held than agreed at %(n)s units", "count"),
    "silent": ngettext_lazy("nothing entered at %(n)s unit", "nothing entered at %(n)s units", "count"),
    "without": ngettext_lazy("nothing agreed at %(n)s unit", "nothing agreed at %(n)s units", "count"),
    "ending": ngettext_lazy("runs out within 90 days at %(n)s unit", "runs out within 90 days at %(n)s units", "count"),
    "document_expired": ngettext_lazy("%(n)s expired", "%(n)s expired", "count"),
    "document_without_owner": ngettext_lazy("%(n)s without owner", "%(n)s without owner", "count"),
    "follow_up": ngettext_lazy("%(n)s follow-up late", "%(n)s follow-ups late", "count"),
    "late_promises": ngettext_lazy("%(n)s promise late", "%(n)s promises late", "count"),
    "late_actions": ngettext_lazy("%(n)s action late", "%(n)s actions late", "count"),
    "reply": ngettext_lazy("%(n)s reply late", "%(n)s replies late", "count"),
    "plan-among-enrolled": ngettext_lazy(
        "%(n)s of those enrolled died without a confirmed plan",
        "%(n)s of those enrolled died without a confirmed plan", "count",
    ),
    "conversation-recorded": ngettext_lazy(
        "%(n)s whose death was expected died without a conversation",
        "%(n)s whose death was expected died without a conversation", "count",
    ),
}  # fmt: skip
WHY: dict[Why, Any] = {
    "nobody_in_need": _(
        "Of nobody here has it been noted that there are palliative needs, so nobody can be counted."
    ),
    "no_plans": _("No plan here has been confirmed, so none can go stale."),
    "no_notices": _("No admission notice of the last four weeks is known here."),
    "no_hours": _("No agreement on a physician’s hours has been entered for any unit."),
    "no_homes": _("There is no unit of municipal care here."),
    "no_cube": _("Nothing is counted for the county yet."),
    "withheld": _("There are so few that the number is not released."),
    "not_released": _("No number of this is released for the county. Each organisation sees its own."),
    "no_documents": _("No document has been entered."),
    "no_commitments": _("No promise and no action has been entered."),
}
DEFINITIONS: dict[What, Any] = {
    "patients": _(
        "Living people whom a unit here has now, whose palliative needs somebody has found, whose phase of illness is "
        "noted, or who are in specialised palliative care, and of whom nobody has confirmed any section of a plan, or "
        "held a conversation at the turn of the illness or about it. Our own reading of who should have both."
    ),
    "stale": _(
        "Plans confirmed here, of which a section was to be confirmed again and has not been, because something has "
        "happened or its time has run out."
    ),
    "deviations": _("Deviations that a unit here has written and not sent. Late after the days that are set for it."),
    "notices": _(
        "Admission notices of the last four weeks, sent by a unit here or to it, later than 24 hours after the "
        "admission or the judgement of need, or never (SFS 2017:612, chapter 2, section 3)."
    ),
    "hours": _(
        "Units of municipal care where fewer physician’s hours were held than agreed in the latest whole month, where "
        "none are entered, none are agreed today, or the agreement runs out within 90 days."
    ),
    "deaths": _(
        "Deaths without a report to Svenska palliativregistret that the register still takes, and that a unit here is "
        "to report, or nobody in particular. Late by the county’s limit. Who does not want to be in the register is "
        "not counted."
    ),
    "commitments": _("Open promises and actions whose last day has passed, and replies to a question that were due."),
    "documents": _(
        "Agreements and governing documents that have expired without being replaced, that nobody owns, or whose "
        "follow-up is late. Each is counted once."
    ),
}  # fmt: skip


YEARLY: dict[str, tuple[Any, Any]] = {
    "reported": (
        _("Deaths reported to Svenska palliativregistret"),
        _(
            "Deaths of the year that have been reported, of those known here that a unit here was to report, or nobody "
            "in particular. Who does not want to be in the register is not counted."
        ),
    ),
    "sent": (
        _("Deviations that were written and sent"),
        _("Deviations that a unit here wrote in the year and has sent, of those that were not withdrawn."),
    ),
    "notices": (
        _("Admission notices late or never sent"),
        _(
            "Admission notices of the year, sent by a unit here or to it, later than 24 hours after the admission or "
            "the judgement of need, or never (SFS 2017:612, chapter 2, section 3)."
        ),
    ),
    "hours": (
        _("Physicians’ hours agreed and held"),
        _(
            "Hours agreed and held at units of municipal care in the whole months of the year in which both are told. "
            "Hours missing are counted unit by unit: more at one makes up for nothing at another."
        ),
    ),
}  # fmt: skip
"""Of the figures of a year: what they are called, and what is counted."""


def defined(what: What) -> str:
    """The definition’s id and version."""
    return f"monday-{what}@{VERSION}"


def defined_yearly(name: str) -> str:
    """The same of a figure of a year."""
    return f"year-{name}@{VERSION}"
