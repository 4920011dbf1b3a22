"""A deviation on paper (tagged PDF): to be handed over where the receiver does not want it in Lindra."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lindra import clock
from lindra.care.paper.bedside import typeset
from lindra.discharge.deviations import shown, words
from lindra.discharge.models import Deviation
from lindra.frame import texts
from lindra.people.patients import Person
from lindra.privacy.sharing.pages import number
from lindra.record.envelope import instant

TEMPLATES = Path(__file__).parent.parent / "templates" / "discharge" / "deviations"


def pdf(one: Deviation, person: Person | None) -> bytes:
    """A4, PDF/UA-1, in the present language; whom it is about only where somebody asked for that."""
    return typeset("deviation.typ", content(one, person), clock.now(), TEMPLATES)


def content(one: Deviation, person: Person | None) -> dict[str, Any]:
    """Everything on it."""
    named = shown.names([one])
    rows: list[tuple[str, str]] = [
        (_("What went wrong"), words.category(one.category)),
        (_("Day of writing"), texts.instant(instant(one.written_at))),
        (_("Written by"), named.both(one.unit, one.provider)),
        (_("Concerns"), named.both(one.about_unit, one.about_provider)),
        (_("Harm"), str(words.HARMS[one.harm][1])),
    ]
    if beside := words.context(one):
        rows.append((_("Reported beside"), beside))
    if person is not None:
        rows.append((_("Patient"), " ".join(part for part in (person.name, number(person)) if part)))
    return {
        "lang": texts.language(), "rows": rows,
        "title": _("Deviation %(reference)s") % {"reference": words.reference(one)},
        "what_label": _("What happened?"), "what": one.what.replace("\r\n", "\n") or _("Nothing more was written."),
        "apart": _("A deviation is not part of the patient's record. It belongs to the provider that wrote it."),
        "secret": _("Secret: hand it over only in a way that keeps it so.") if person is not None else "",
    }  # fmt: skip
