"""The checks of the access log in words: why somebody should look, and what was found."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from lindra.privacy.checks import rules as checks
from lindra.privacy.checks.rules import Ground

GROUNDS: dict[Ground, tuple[str | Promise, str | Promise]] = {
    Ground.EMERGENCY: (
        _("Emergency openings"),
        _("The record was opened with danger to life as the ground. Every such opening is looked at."),
    ),
    Ground.ASKED: (
        _("Asked about by somebody else"),
        _(
            "Somebody opened the record by saying that they were asked about the patient, or in a day gave more than "
            "%(numbers)s identity numbers that are nobody's here."
        ),
    ),
    Ground.ATTITUDE: (
        _("What was noted of the patient's attitude"),
        _(
            "It was noted that the patient cannot take a position or is a child; or that the patient consents, by the "
            "one who at most %(refused)s days before had noted that the patient refuses."
        ),
    ),
    Ground.OWN_RECORD: (
        _("Perhaps one's own record"),
        _("The patient has the same name as the one who opened."),
    ),
    Ground.RELATIVE: (
        _("Perhaps somebody close"),
        _("The one who opened has the name of somebody noted as close to the patient."),
    ),
    Ground.ADDRESS: (
        _("Same address"),
        _("The patient lives at the address of a patient with the same name as the one who opened."),
    ),
    Ground.COLLEAGUE: (
        _("Perhaps a colleague"),
        _("The patient has the same name as somebody who works, or has worked, at the unit."),
    ),
    Ground.SAME_NAME: (
        _("Same family name"),
        _("The patient has the same family name as the one who opened."),
    ),
    Ground.REFUSED: (
        _("Refused: no care relation"),
        _("Somebody searched for, or tried to open, a patient that was not to be seen."),
    ),
    Ground.LONG_AFTER: (
        _("Long after the care had ended"),
        _("The record was opened more than %(days)s days after the unit's care relation ended."),
    ),
    Ground.MANY: (
        _("Unusually many patients in a day"),
        _("At least %(least)s patients, and %(times)s times what is usual at the unit."),
    ),
    Ground.SAMPLE: (
        _("Drawn at random"),
        _("%(sample)s openings a month are drawn among all of the provider's staff."),
    ),
}

VERDICTS: dict[str, str | Promise] = {
    "justified": _("Justified"),
    "not_justified": _("Not justified"),
    "unclear": _("Unclear: follow up"),
}
STATES: dict[str, str | Promise] = {checks.OPEN: _("To look at"), **VERDICTS}
TONES = {checks.OPEN: "info", "justified": "ok", "not_justified": "critical", "unclear": "warning"}

_NUMBERS = {
    "days": checks.LONG_AFTER.days, "least": checks.MANY_LEAST, "times": checks.MANY_TIMES,
    "sample": checks.SAMPLE, "numbers": checks.NUMBERS_TRIED, "refused": checks.REFUSED_BEFORE.days,
}  # fmt: skip


def title(ground: str) -> str:
    """What the ground is called."""
    return str(GROUNDS[Ground(ground)][0])


def meaning(ground: str) -> str:
    """What the ground means, with the numbers of the rule."""
    return str(GROUNDS[Ground(ground)][1]) % _NUMBERS


def explained(told: Mapping[str, int], rows: int) -> str:
    """What is special with one item."""
    if "patients" in told:
        return gettext("%(patients)s patients in a day; usual at the unit: %(usual)s") % told
    if "numbers" in told:
        return gettext("%(numbers)s numbers in a day that are nobody's here") % told
    return ngettext("%(n)d time", "%(n)d times", rows) % {"n": rows}
