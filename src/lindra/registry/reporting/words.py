"""The report's page in words: where it stands, how much of it the record answers, and where each answer comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lindra.care.queries import unit_names
from lindra.forms.questionnaire import items_of, label_of
from lindra.forms.structs import Questionnaire
from lindra.frame import texts
from lindra.privacy.door import Opened
from lindra.record.chart import Statement
from lindra.record.envelope import instant
from lindra.registry.claims import Claim, Evidence
from lindra.registry.prefill import words
from lindra.registry.reporting.state import Standing
from lindra.registry.words import REASONS, WHY

Told = dict[str, Any]


def summary(claims: Iterable[Claim]) -> str:
    """How many questions the record answers, and how many it leaves to a person."""
    every = list(claims)
    count = {
        name: sum(one.certainty == name for one in every)
        for name in ("certain", "likely", "conflict", "silent")
    }
    answered = count["certain"] + count["likely"]
    said = [_("The record answers %(n)d of %(of)d questions.") % {"n": answered, "of": len(every)}]
    if count["likely"]:
        said.append(_("%(n)d of them follow by a rule that may err: look twice.") % {"n": count["likely"]})
    if count["conflict"]:
        said.append(_("On %(n)d entries contradict each other: you choose.") % {"n": count["conflict"]})
    return " ".join(said)


def explained(claims: Mapping[str, Claim], opened: Opened, form: Questionnaire) -> dict[str, Told]:
    """Of each question where its answer comes from, or why there is none."""
    evidence = [
        one for claim in claims.values() for one in (*claim.evidence, *(e for _a, e in claim.against))
    ]
    units = unit_names(one.statement.unit for one in evidence)
    labels = {item.link_id: item for item in items_of(form.item)}
    return {
        name: {
            "certainty": claim.certainty,
            "lead": " ".join(filter(None, (_lead(claim), words.why(claim)))),
            "lines": list(_lines(claim, opened, units, labels.get(name))),
        }
        for name, claim in claims.items()
    }


def _lead(claim: Claim) -> str:
    return {
        "certain": _("From the record:"),
        "likely": _("Probably, from the record – look twice:"),
        "conflict": _("The record contradicts itself:"),
        "silent": _("The record does not say."),
    }[claim.certainty]


def _lines(claim: Claim, opened: Opened, units: Mapping[str, str], item: Any) -> Iterator[Told]:
    """Each entry: what it would answer where entries differ, what it says, and the way to it."""
    for answer, evidence in claim.against:
        yield _line(evidence, opened, units) | {"answer": _answer(item, answer)}
    for evidence in (*claim.evidence, *claim.near):
        yield _line(evidence, opened, units)


def _line(evidence: Evidence, opened: Opened, units: Mapping[str, str]) -> Told:
    told = words.told(evidence, units)
    return {
        "text": told.says,
        "told": ", ".join(filter(None, (told.when, told.unit))),
        "url": reverse("entry", args=[opened.patient, told.event]),
    }


def deaths(found: Sequence[Statement], opened: Opened) -> list[Told]:
    """Entries by which the patient died on different days, with the way to each."""
    units = unit_names(one.unit for one in found)
    return [_line(Evidence(one, "died"), opened, units) for one in found]


def _answer(item: Any, code: str) -> str:
    option = item.option(code) if item is not None else None
    return label_of(option, texts.language()) if option is not None else code


def standing(found: Standing, opened: Opened) -> Told:
    """Where the report stands, as the page tells it: whose it is, until when, and why it may not be written."""
    told: Told = {"facts": _facts(found, opened), "correcting": found.report is not None, "tone": "info"}
    reason = REASONS.get(found.verdict.reason, "")
    if found.writes:
        return told | {"warning": reason}
    told["title"] = (
        _("This death is reported") if found.report is not None else _("The report cannot be written here")
    )
    told["text"] = (
        reason if found.report is None or found.entry is not None else _("It was reported elsewhere.")
    )
    if found.entry is not None:
        told["answer"] = reverse(
            "form-answer", args=[opened.patient, (found.entry.standing or found.entry.first).id]
        )
    return told


def _facts(found: Standing, opened: Opened) -> list[tuple[str, str]]:
    death, windows = opened.chart.one("death"), found.windows
    unit = unit_names([found.responsible.unit]).get(found.responsible.unit, "")
    rows = [
        (_("Died"), _when(death) if death is not None else ""),
        (_("Reported by"), unit),
        (_("Why"), str(WHY[found.responsible.why])),
        (_("To be reported by"), _day(windows.due) if windows and found.report is None else ""),
        (_("Signed"), _when(found.report) if found.report is not None else ""),
        (
            _("Can be corrected until"),
            texts.instant(windows.editable_until) if windows and windows.editable_until else "",
        ),
    ]
    return [(label, value) for label, value in rows if value]


def _when(statement: Statement) -> str:
    """When something was."""
    if statement.occurred_from is None:
        return ""
    return texts.instant(instant(statement.occurred_from), statement.precision)


def _day(day: date | None) -> str:
    return texts.instant(day) if day is not None else ""
