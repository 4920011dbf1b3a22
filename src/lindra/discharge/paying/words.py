"""The reasons of liability in words, by their code; dates and days stand beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lindra.discharge.liability import Liability
from lindra.discharge.months import Judged, Month
from lindra.frame import texts

WHY: dict[str, str | Promise] = {
    "notice_missing": _("The municipality was not told of the admission: it does not pay."),
    "notice_elsewhere": _("The notice of admission went to open care alone: the municipality does not pay."),
    "notice_unjudged": _("Whether the municipality was told in time cannot be judged: no admission is known."),
    "notice_late": _("The municipality was told of the admission too late (2 kap. 3 §)."),
    "notice_sent": _("The municipality was told of the admission in time."),
    "ready_missing": _("No notice has been sent that the patient is ready."),
    "ready_elsewhere": _("The notice that the patient is ready went to open care alone."),
    "ready_sent": _("The municipality was told that the patient is ready."),
    "ready_withdrawn": _("An earlier notice that the patient was ready was withdrawn: it counts for nothing."),
    "sip_awaited": _("A coordinated plan (SIP) is needed, and has not been called to yet."),
    "sip_not_called": _("A coordinated plan (SIP) was needed and not called to: the municipality does not pay."),
    "sip_called": _("A coordinated plan (SIP) is needed, and was called to in time."),
    "sip_late": _("A coordinated plan (SIP) was called to too late (4 kap. 3 §)."),
    "before_break": _("The notice was sent by noon: payment begins three days after, or as the rule says."),
    "after_break": _("The notice was sent after noon: payment begins a day later."),
    "ended_before": _("The patient left before payment would have begun."),
    "not_begun": _("Payment has not begun: it does if the patient is still there on that day."),
    "open_care_missing": _("Open care was missing or not clear: the municipality does not pay."),
    "open_care_delayed": _("Open care was missing or not clear: payment begins later."),
    "open_care_days": _("Days on which open care was missing or not clear are not paid."),
    "payable": _("Days are paid from then up to, not including, the day of leaving."),
    "excluded": _("The rule leaves this stay out."),
    "zero_day": _("The patient left on the day of being ready, and the rule leaves such stays out."),
    "in_mean": _("By agreement the stay counts in the mean of its month, and not by itself."),
    "long_stay": _("A long stay: it is counted by itself, apart from the mean."),
    "payable_not_known": _("From which day a long stay is paid was not found."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its paragraph, and what it says."""

    paragraph: str
    text: str


def reasons(found: Liability) -> list[Reason]:
    """Why, in the order of the law; a reason without words of its own in the words of the rule."""
    return [Reason(one.paragraph, str(WHY.get(one.code, one.sentence))) for one in found.why]


def facts(found: Liability) -> list[tuple[str, str]]:
    """What a stay comes to: from when, days ready, days to pay."""
    return [
        (
            gettext("The municipality pays from"),
            texts.instant(found.liable_from) if found.liable_from else gettext("does not pay"),
        ),
        (gettext("Days ready"), "–" if found.days_ready is None else str(found.days_ready)),
        (
            gettext("Days to pay"),
            gettext("not known") if found.payable_days is None else str(found.payable_days),
        ),
    ]


def amount(month: Month) -> str:
    """What a month costs in SEK, or that it is not known."""
    if month.amount is None:
        return gettext("not known")
    return f"{month.amount:,.0f}".replace(",", "\u00a0") + "\u00a0kr"


def case(one: Judged) -> dict[str, Any]:
    """A judged stay for a page."""
    return {"facts": facts(one.found), "reasons": reasons(one.found)}
