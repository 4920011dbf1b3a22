"""What care asks of its own facts before they are written: who decides, on what, and when. Pure but for the words.

Sources: SOSFS 2011:7 3 kap. (limits of treatment; second-hand), SYSTEMS A2 (a decision is individual, and not made at a
distance without knowing the patient), HSLF-FS 2015:15 (death; not verified).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from lindra.care import rules
from lindra.care.events.common import Clinician
from lindra.care.professions import LICENSED, profession
from lindra.clock import day
from lindra.forms import checks
from lindra.forms.checks import Objection
from lindra.forms.values import N_
from lindra.forms.yields import Yielded
from lindra.privacy.reader import Reader
from lindra.record.chart import Chart

PHONE = re.compile(r"\+?[0-9][0-9 ()\-]{4,}")
"""A telephone number as people write it: at least five digits, blanks and dashes between."""

ONLY_A_PHYSICIAN = N_("Only a physician can be responsible for this. Give the physician who decides.")
NOT_YOU = N_("You are not a physician. Give the name of the physician who decides.")
ANOTHER = N_("Another licensed colleague must have been consulted. Give the name and profession.")
NOT_LICENSED = N_("The colleague consulted must have a licence, as a physician or nurse has.")
NOT_THE_SAME = N_("The one consulted must be another than the one who decides.")
KNOW_THE_PATIENT = N_(
    "At a distance only a physician who knows the patient decides. See the patient, or ask one who does."
)
PASSED = N_("This day has passed. Give a day from today on.")
WHEN_TOLD = N_("Say which day they were told.")
NOT_YET = N_("This day lies ahead. Give the day it happened.")
NO_WAY = N_("Give a telephone number or another way to reach them.")
NO_NUMBER = N_("This is no telephone number. Write digits, and blanks or dashes between.")
LOWER = N_("The highest dose is lower than the dose. See which is which.")
ONE_UNIT = N_("Give both doses in the same unit.")
ITS_SOURCE = N_(
    "This medicine is read from %(system)s. Change it there: Lindra is no second list of prescriptions."
)
LEADS = N_("A conversation at the turn of the illness is led by a physician.")
NO_ORDER = N_("There is no such order in force. Choose the name of one that stands in the plan.")


def register() -> None:
    """Hold every answer to these rules."""
    for kind, check in (
        ("limit_decided", limit),
        ("death_expected", expected),
        ("death_established", established),
        ("conversation_held", conversation),
        ("contact_named", contact),
        ("medicine_ordered", as_needed),
        ("medicine_given", given),
        ("bereavement_contact", next_contact),
    ):
        checks.register(kind, check)
    checks.AFTER_DEATH |= {
        "bereavement_contact",
        "death_established",
        "conversation_held",
        "contact",
        "relative_noted",
    }


Facts = Sequence[Yielded]


def limit(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """A limit of treatment: a physician, who consulted another, and knows the patient where decided at a distance."""
    for one in facts:
        fact: Any = one.fact
        yield from _responsible(one, fact.physician, "physician", reader)
        if fact.decision != "give":
            yield from _consulted(one, fact.physician, fact.consulted)
        if fact.assessed == "at_a_distance" and not fact.knows_patient:
            yield Objection(one, "knows_patient", KNOW_THE_PATIENT)
        if "yes" in (fact.patient_told, fact.relatives_told) and fact.told_on is None:
            yield Objection(one, "told_on", WHEN_TOLD)
        if fact.told_on is not None and fact.told_on > day(now):
            yield Objection(one, "told_on", NOT_YET)
        yield from _ahead(one, "review", fact.review, now)


def expected(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """Expected death: a physician decides, and it is reviewed."""
    for one in facts:
        fact: Any = one.fact
        yield from _responsible(one, fact.physician, "physician", reader)
        yield from _ahead(one, "review", fact.review, now)


def established(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """Death is established by a physician; a nurse may have examined only where it was expected."""
    for one in facts:
        fact: Any = one.fact
        yield from _responsible(one, fact.physician, "physician", reader)
        allowed = {"physician", "nurse"} if fact.expected else {"physician"}
        if fact.examined_by.profession not in allowed:
            yield Objection(one, "examined_by.profession", ONLY_IF_EXPECTED)


ONLY_IF_EXPECTED = N_(
    "A nurse may examine only where a physician had decided that death was expected; else a physician."
)


def conversation(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """Brytpunktssamtal is led by a physician; the next conversation lies ahead."""
    for one in facts:
        fact: Any = one.fact
        if fact.form == "turning_point" and fact.led_by.profession != "physician":
            yield Objection(one, "led_by.profession", LEADS)
        yield from _ahead(one, "next_at", fact.next_at, now)


def contact(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """Somebody to call can be reached."""
    for one in facts:
        fact: Any = one.fact
        if not fact.phone and not fact.other_way:
            yield Objection(one, "phone", NO_WAY)
        if fact.phone and not PHONE.fullmatch(fact.phone):
            yield Objection(one, "phone", NO_NUMBER)


def as_needed(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """A copied order: doses in order, and never of a medicine that is read from its source."""
    sources = {
        str(one.value.get("code", {}).get("code")): one for one in rules.medicines(chart) if _read(one.source)
    }
    for one in facts:
        fact: Any = one.fact
        source = sources.get(fact.code.code)
        if fact.code.code and source is not None:
            yield Objection(one, "code", ITS_SOURCE, {"system": source.source.split("|")[0]})
        terms = fact.terms
        if terms is None or terms.dose_high is None or terms.dose_high.number is None:
            continue
        if terms.dose_high.unit != terms.dose.unit:
            yield Objection(one, "terms.dose_high.unit", ONE_UNIT)
        elif terms.dose_high.number < terms.dose.number:
            yield Objection(one, "terms.dose_high.number", LOWER)


def _read(source: str) -> bool:
    """Whether an entry was read from another system."""
    return bool(source) and not source.startswith("form|")


def given(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """A dose belongs to an order in force."""
    orders = {str(one.value.get("order")) for one in rules.as_needed(chart)}
    yield from (
        Objection(one, "order", NO_ORDER) for one in facts if getattr(one.fact, "order", "") not in orders
    )


def next_contact(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """The next contact with those who are left lies ahead."""
    for one in facts:
        yield from _ahead(one, "next_at", getattr(one.fact, "next_at", None), now)


def _responsible(one: Yielded, who: Clinician, field: str, reader: Reader) -> Iterable[Objection]:
    if who.profession != "physician":
        yield Objection(one, f"{field}.profession", ONLY_A_PHYSICIAN)
    elif _is(who, reader) and profession(reader.assignment.role) != "physician":
        yield Objection(one, f"{field}.name", NOT_YOU)


def _is(who: Clinician, reader: Reader) -> bool:
    return reader.staff.hsa_id == who.hsa_id or _name(reader.staff.name) == _name(who.name)


def _name(text: str) -> str:
    return " ".join(text.casefold().split())


def _consulted(one: Yielded, physician: Clinician, consulted: Clinician | None) -> Iterable[Objection]:
    if consulted is None:
        yield Objection(one, "consulted.name", ANOTHER)
    elif consulted.profession not in LICENSED:
        yield Objection(one, "consulted.profession", NOT_LICENSED)
    elif _name(consulted.name) == _name(physician.name):
        yield Objection(one, "consulted.name", NOT_THE_SAME)


def _ahead(one: Yielded, field: str, on: date | None, now: datetime) -> Iterable[Objection]:
    if on is not None and on < day(now):
        yield Objection(one, field, PASSED)
