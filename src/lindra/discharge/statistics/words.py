"""What shares, reasons and signals are called on the page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MARKS = {
    "same_day": _("Left the same day"),
    "moved": _("The estimated day changed"),
    "notice_late": _("Admission notice late, or never sent"),
    "notice_never": _("Admission notice never sent"),
    "ready_with_notice": _("Ready on the same day as the admission notice"),
    "sip_late": _("SIP called late, or never"),
    "information_late": _("Information handed over late, or never"),
    "readmitted": _("Back in hospital after going home"),
    "short_after_sent_in": _("Sent in from home, and a short stay"),
    "against_plan": _("Admitted although the plan said not in hospital"),
}
SAID_OF = {
    "same_day": _("of stays that did not end with death"),
    "moved": _("of stays with an admission notice"),
    "notice_late": _("of stays where the notice had a deadline that was kept or not"),
    "notice_never": _("of stays where the notice had a deadline that was kept or not"),
    "ready_with_notice": _("of stays with an admission notice"),
    "sip_late": _("of stays where a SIP was needed"),
    "information_late": _("of stays that did not end with death"),
    "readmitted": _("of all discharges to own home or care home of which it can be told"),
    "short_after_sent_in": _("of all stays to which somebody at home had sent the patient"),
    "against_plan": _(
        "of admissions not planned, of patients for whom a place of care had been noted before"
    ),
}
REASONS = {
    "sip_late": _("SIP not called in time"),
    "contact_late": _("No fixed care contact named before the end"),
    "open_care_missing": _("Open care missing or unclear"),
    "not_able": _("The municipality could not receive, or not yet"),
    "not_told": _("Not told"),
}
AGAIN = {"planned": _("planned"), "unplanned": _("not planned"), "not_told": _("not said whether planned")}
SIDES = {"all": "", "before": _("Before"), "after": _("After")}
SIGNALS = {
    "outside": _("outside the limits"),
    "run": _("one of many in a row on one side"),
}
