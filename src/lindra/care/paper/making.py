"""From an opened patient to paper and files: reads the plan, takes what the patient chose, signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from lindra.care.events.decisions import LIMITS
from lindra.care.events.plan import SECTIONS, Section
from lindra.care.paper import bedside, keys, rules, signing
from lindra.care.plan.labels import TOPICS
from lindra.care.plan.model import Plan
from lindra.care.plan.shown import Shown
from lindra.frame import texts
from lindra.record.chart import Chart


@dataclass(frozen=True, slots=True)
class Choice:
    """What the patient wants printed of the plan, and whether with the identity number."""

    sections: tuple[Section, ...] = SECTIONS
    number: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """A plan as it is to be printed."""

    shown: Shown
    made: datetime
    not_after: date
    address: str
    whole: bool


def chosen(plan: Plan, shown: Shown, choice: Choice, base: str, *, partly: bool = False) -> Chosen:
    """Of a plan what the patient chose; ``base`` is the instance's own address, as https://lindra.example.

    ``partly``: there are entries that the reader may know of and not see.
    """
    return Chosen(
        shown=signing.chosen(shown, choice.sections, choice.number),
        made=plan.at,
        not_after=rules.not_after(plan, choice.sections, partly=partly),
        address=f"{base.rstrip('/')}{reverse('patient', args=[shown.patient])}plan/",
        whole=set(choice.sections) == set(SECTIONS),
    )


def untold(chart: Chart) -> list[str]:
    """Decisions on treatment that the patient has not been told of, in words: at the bedside they would be read."""
    stated = [row["stated"].value for row in chart.rows(LIMITS) if "stated" in row]
    return [
        str(value.get("other") or TOPICS[value["treatment"]])
        for value in stated
        if value.get("patient_told") != "yes"
    ]


def paper(one: Chosen) -> bytes:
    """The signed page for the bedside. Raises :class:`lindra.care.paper.keys.NoKey`."""
    signer = keys.own()
    sheet = bedside.Sheet(one.shown, one.made, one.not_after, one.address, one.whole)
    return signing.signed_pdf(bedside.pdf(sheet), signer, one.made)


def file(one: Chosen) -> str:
    """The same as a signed file. Raises :class:`lindra.care.paper.keys.NoKey`."""
    return signing.signed_file(
        one.shown,
        keys.own(),
        made=one.made,
        not_after=one.not_after,
        address=one.address,
        language=texts.language(),
    )


def base() -> str:
    """The instance's own address where nobody has asked for a page: its first host."""
    return f"https://{settings.ALLOWED_HOSTS[0]}" if settings.PRODUCTION else "http://localhost:8000"
