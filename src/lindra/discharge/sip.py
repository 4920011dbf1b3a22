"""A coordinated individual plan (SIP) on paper, in words that the patient can read: two pages.

What it shows is what the law asks for (SoL (2025:400) 10 kap. 9 §, HSL (2017:30) 16 kap. 4 §): which insatser are
needed, who is responsible for each, what others do, and who has the overall responsibility.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lindra.care.paper.bedside import typeset
from lindra.discharge import labels
from lindra.discharge.events.planning import Insats, SipHeld
from lindra.frame import texts

TEMPLATES = Path(__file__).parent / "templates" / "discharge"


def pdf(sip: SipHeld, who: str, held: datetime, relatives: dict[str, str]) -> bytes:
    """The plan as tagged PDF (A4, PDF/UA-1), in the page's language. ``who``: name and number of the patient."""
    return typeset("sip.typ", content(sip, who, held, relatives), held, TEMPLATES)


def content(sip: SipHeld, who: str, held: datetime, relatives: dict[str, str]) -> dict[str, Any]:
    """Everything on it."""
    return {
        "lang": texts.language(), "title": _("My coordinated plan (SIP)"), "who": who,
        "foot": _("Agreed %(day)s") % {"day": texts.instant(held, "day")},
        "opening": [
            _("This plan says who does what for you. It was made together by those who give you care and help."),
            _("It is yours. You can ask for it to be changed, and you can say that you no longer want it."),
        ],
        "call_title": _("Call this person if something does not work"),
        "lead": sip.lead or _("Nobody is named yet"), "phone": sip.phone,
        "overall": _("Overall responsibility: %(who)s") % {"who": _lower(labels.code(sip.overall))},
        "matters_title": _("What matters to you"), "matters": sip.matters,
        "todo_title": _("What is to be done"), "heads": [_("What"), _("Who answers for it")],
        "todo": [(one.what, _answerable(one)) for one in sip.insatser],
        "rows": [(title, text) for title, text in _rows(sip, relatives) if text],
    }  # fmt: skip


def _answerable(one: Insats) -> str:
    by = str(labels.code(one.by)) if one.by != "self" else _("You yourself")
    return f"{by}: {one.who}" if one.who else by


def _rows(sip: SipHeld, relatives: dict[str, str]) -> list[tuple[str, str]]:
    close = [relatives[one] for one in sip.relatives if one in relatives]
    return [
        (_("When we look at the plan again"), texts.instant(sip.follow_up) if sip.follow_up else ""),
        (_("Who took part"), ", ".join([*_patient(sip), *close, *sip.took_part])),
        (_("Why you were not there"), sip.why_absent),
        (_("Your consent"), _consent(sip)),
    ]  # fmt: skip


def _patient(sip: SipHeld) -> list[str]:
    return [_("you")] if sip.patient_present == "yes" else []


def _consent(sip: SipHeld) -> str:
    return {
        "yes": _("You have said yes to this plan."),
        "no": _("You have said no to this plan."),
        "cannot": _(
            "You could not say what you wanted. Those who made the plan thought of what you would have wanted."
        ),
    }[sip.consent]


def _lower(text: Any) -> str:
    return str(text)[:1].lower() + str(text)[1:]
