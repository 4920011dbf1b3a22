"""Worked cases as pages of plain text: what the record holds, and what the form says. Reads them; nothing is stored.

    Title in one line

    2026-03-10 09:30  ward physician: admitted to hospital
    2026-03-12        ward: skin, category 2
    2026-03-14 14:00  ward physician: died, expected

    place: hospital, certain – admitted: hospital ward
    mouth: silent – No assessment of the mouth in the last 7 days was found.
    others: silent

A time is an instant in Stockholm (with an offset where the hour comes twice), a day, a month, or ``undated``. The
unit is one of :data:`UNITS`; the author is its nurse unless it says physician. ``[written 2026-03-15 08:00]`` says
when it was written down, where that was not at once. What stands after the dash must be said by the words of the
claim.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from lindra.care.events.common import Clinician
from lindra.care.events.decisions import DeathExpected, LimitDecided
from lindra.care.events.home import DeathEstablished, HomeNursingAssessed
from lindra.care.events.nursing import InfusionNoted, SkinChecked
from lindra.care.events.people import RelativeNoted
from lindra.care.events.plan import AdviceGiven, BereavementContact
from lindra.care.events.situation import Asked, ConversationHeld, PreferenceNoted
from lindra.clock import STOCKHOLM
from lindra.record import facts
from lindra.record.chart import fold, stated
from lindra.record.clinical import Assessed, MedicineGiven
from lindra.record.envelope import Event, midnight, stamp
from lindra.record.facts import Amount, AsNeeded, Code
from lindra.record.kinds import Fact
from lindra.record.plans import DocumentNoted, ServiceRequested
from lindra.registry.claims import Claim
from lindra.registry.prefill import Context, claims, words

CASES = Path(__file__).parent / "cases"
UNITS = {
    "ward": "hospital_ward", "surgery": "hospital_ward", "emergency": "emergency_department",
    "palliative": "palliative_ward", "hospice": "hospice", "practice": "primary_care", "nursing": "home_nursing",
    "home": "care_home", "short-stay": "short_stay", "team": "specialised_home_care", "consult": "consult_team",
    "clinic": "other",
}  # fmt: skip
MEDICINES = {
    "morphine": ("N02AA01", "Morfin"), "midazolam": ("N05CD08", "Midazolam"),
    "glycopyrronium": ("A03AB02", "Glykopyrron"), "haloperidol": ("N05AD01", "Haloperidol"),
    "ketorolac": ("M01AB15", "Ketorolak"), "glucose": ("B05BA03", "Glukos"),
}  # fmt: skip
DOCTOR = Clinician(name="Vera Sjö", profession="physician")
NURSE = Clinician(name="Maj Ek", profession="nurse")


@dataclass(frozen=True)
class Entry:
    """One line of the record."""

    when: str
    unit: str
    author: str
    fact: Fact
    until: str = ""
    written: str = ""


@dataclass(frozen=True)
class Expected:
    """What the form is to say of one question."""

    question: str
    answers: tuple[str, ...]
    certainty: str
    because: str


@dataclass(frozen=True)
class Case:
    """One page."""

    name: str
    title: str
    entries: tuple[Entry, ...]
    expected: tuple[Expected, ...]
    others_silent: bool
    relatives: bool = False

    @cached_property
    def events(self) -> list[Event]:
        """The record, in the order of the page."""
        return [event(number, entry) for number, entry in enumerate(self.entries, 1)]

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """What the record answers, by question."""
        return {one.question: one for one in answered(self.events, relatives=self.relatives)}


def answered(events: list[Event], *, relatives: bool = False) -> tuple[Claim, ...]:
    """What a record answers, of units and authors as the pages have them."""
    context = Context(
        earlier=tuple(stated(one) for one in events if one.corrects is None),
        units=UNITS, physicians=frozenset(f"{unit} physician" for unit in UNITS), relatives=relatives,
    )  # fmt: skip
    return claims(fold(events), context)


def said(claim: Claim) -> str:
    """All the words of a claim: its entries, what they are against, why."""
    every = (*claim.evidence, *(one for _, one in claim.against), *claim.near)
    return " | ".join([*(words.says(one) for one in every), words.why(claim)])


# Reading a page.


def pages() -> list[Case]:
    """Every page, by name."""
    return [read(path.stem, path.read_text("utf-8")) for path in sorted(CASES.glob("*.txt"))]


def read(name: str, text: str) -> Case:
    """A page read; what cannot be understood is refused with its line."""
    lines = [line.rstrip() for line in text.splitlines()]
    title, body = lines[0], [line for line in lines[1:] if line and not line.startswith("#")]
    entries = tuple(_entry(line) for line in body if _TIMED.match(line))
    rest = [line for line in body if not _TIMED.match(line)]
    return Case(
        name=name, title=title, entries=entries,
        expected=tuple(_expected(line) for line in rest if line not in SETTINGS),
        others_silent="others: silent" in rest, relatives="relatives are noted among the details" in rest,
    )  # fmt: skip


SETTINGS = ("others: silent", "relatives are noted among the details")
_TIMED = re.compile(r"(undated|\d{4}-\d\d(-\d\d)?( \d\d:\d\d([+-]\d\d:\d\d)?)?) ")
_ENTRY = re.compile(
    r"(?P<when>undated|\d{4}-\d\d(?:-\d\d)?(?: \d\d:\d\d(?:[+-]\d\d:\d\d)?)?) +"
    r"(?P<unit>[a-z-]+)(?P<physician> physician)?: (?P<what>.*?)"
    r"(?: until (?P<until>[\d-]+ \d\d:\d\d))?(?: \[written (?P<written>[\d-]+ \d\d:\d\d)\])?"
)


def _entry(line: str) -> Entry:
    found = _ENTRY.fullmatch(line)
    if found is None or found["unit"] not in UNITS:
        raise ValueError(f"not an entry: {line}")
    author = f"{found['unit']} {'physician' if found['physician'] else 'nurse'}"
    fact = _fact(found["what"])
    return Entry(found["when"], found["unit"], author, fact, found["until"] or "", found["written"] or "")


def _expected(line: str) -> Expected:
    said, _, because = line.partition(" – ")
    question, _, rest = said.partition(": ")
    if not rest or not question.isidentifier():
        raise ValueError(f"not an answer: {line}")
    if (first := rest.split()[0]) in ("silent", "conflict"):
        against = rest.removeprefix(first).strip()
        return Expected(question, tuple(against.split(" / ")) if against else (), first, because)
    answer, _, certainty = rest.rpartition(", ")
    if certainty not in ("certain", "likely"):
        raise ValueError(f"how sure? {line}")
    return Expected(question, tuple(answer.split(" + ")), certainty, because)


def event(number: int, entry: Entry) -> Event:
    """A line as an event of the log."""
    start, precision = _time(entry.when)
    end, _ = _time(entry.until) if entry.until else (None, "")
    return Event(
        id=f"entry-{number:03}", patient="patient", seq=number, kind=entry.fact.kind, version=entry.fact.version,
        recorded_at=stamp(_written(entry, end or start, precision)), occurred_from=stamp(start) if start else None,
        occurred_to=stamp(end) if end else None, precision=precision if start else "unknown",  # type: ignore[arg-type]
        author=entry.author, unit=entry.unit, provider="provider", act=f"act-{number}", payload=entry.fact.dump(),
    )  # fmt: skip


def _time(text: str) -> tuple[datetime | None, str]:
    if text == "undated":
        return None, "unknown"
    if len(text) == len("2026-03"):
        return midnight(date.fromisoformat(f"{text}-01")), "month"
    if len(text) == len("2026-03-14"):
        return midnight(date.fromisoformat(text)), "day"
    at = datetime.fromisoformat(text.replace(" ", "T"))
    return (at if at.tzinfo else at.replace(tzinfo=STOCKHOLM)).astimezone(UTC), "second"


def _written(entry: Entry, start: datetime | None, precision: str) -> datetime:
    """When it was written: as told; else at once, or of what is known to the day long after."""
    if entry.written:
        return _time(entry.written)[0] or datetime.now(UTC)
    assert start is not None, f"when was it written? {entry}"
    return start + (timedelta(minutes=5) if precision == "second" else timedelta(days=40))


# Phrases.

Made = Callable[[re.Match[str]], Fact]
PHRASES: list[tuple[re.Pattern[str], Made]] = []


def phrase(pattern: str) -> Callable[[Made], Made]:
    """A way of saying an entry; ``[…]`` is what may be left out."""

    def register(made: Made) -> Made:
        PHRASES.append((re.compile(pattern), made))
        return made

    return register


def _fact(text: str) -> Fact:
    for pattern, made in PHRASES:
        if found := pattern.fullmatch(text):
            return made(found)
    raise ValueError(f"nobody says it like this: {text}")


def _split(text: str | None) -> tuple[Any, ...]:
    return tuple(text.split(", ")) if text else ()


@phrase(r"died(?:, (expected|not expected|not known whether expected))?")
def _died(m: re.Match[str]) -> Fact:
    known: Any = {"expected": "yes", "not expected": "no", None: None}.get(m[1], "unknown")
    return facts.Died(expected=known)


@phrase(r"admitted to (hospital|palliative|short_stay)(?: as (\w+))?(, with contradictory period)?")
def _admitted(m: re.Match[str]) -> Fact:
    form: Any = m[1]
    return facts.Admitted(episode=m[2] or "stay", form=form, period="contradictory" if m[3] else "sound")


@phrase(r"discharged to (\w+)(?: from (\w+))?")
def _discharged(m: re.Match[str]) -> Fact:
    to: Any = m[1]
    return facts.Discharged(episode=m[2] or "stay", to=to)


@phrase(r"moved to another ward(?: in (\w+))?")
def _ward(m: re.Match[str]) -> Fact:
    return facts.Moved(to="ward", episode=m[1] or "stay", place="Sal 3")


@phrase(r"moved to (own_home|care_home|short_stay|hospice|other|unknown)(?: \((.+)\))?")
def _moved(m: re.Match[str]) -> Fact:
    to: Any = m[1]
    return facts.Moved(to=to, place=m[2] or "")


@phrase(r"(palliative )?(emergency|outpatient|home_visit|telephone) visit(?: (\w+))?")
def _visit(m: re.Match[str]) -> Fact:
    form: Any = m[2]
    return facts.Contact(episode=m[3] or f"visit-{m[2]}", form=form, palliative=bool(m[1]))


@phrase(r"enrolled in (\w+)")
def _enrolled(m: re.Match[str]) -> Fact:
    form: Any = m[1]
    return facts.Enrolled(enrolment=m[1], form=form)


@phrase(r"no longer in (\w+)")
def _ended(m: re.Match[str]) -> Fact:
    return facts.EnrolmentEnded(enrolment=m[1])


@phrase(r"assessed for home nursing: (\w+)")
def _nursing(m: re.Match[str]) -> Fact:
    outcome: Any = m[1]
    return HomeNursingAssessed(outcome=outcome)


@phrase(r"diagnosis (\S+) ([^(,]+?)(?: \((\w+)\))?")
def _diagnosis(m: re.Match[str]) -> Fact:
    return facts.Diagnosis(code=Code(code=m[1], system="ICD-10-SE", text=m[2]), status=m[3] or "active")


@phrase(r"decided, death expected: (yes|no|unknown)")
def _expected_death(m: re.Match[str]) -> Fact:
    known: Any = m[1]
    return DeathExpected(known=known, physician=DOCTOR)


@phrase(r"death established, relatives (present|told|not_told|no_relatives)(, expected)?")
def _established(m: re.Match[str]) -> Fact:
    told: Any = m[1]
    return DeathEstablished(physician=DOCTOR, examined_by=DOCTOR, expected=bool(m[2]), relatives_told=told)


@phrase(r"(turning_point|serious_illness|follow_up) conversation with ([\w, ]+?)(, led by a nurse)?")
def _talk(m: re.Match[str]) -> Fact:
    form: Any = m[1]
    return ConversationHeld(form=form, led_by=NURSE if m[3] else DOCTOR, took_part=_split(m[2]))


@phrase(r"procedure (\S+) ([^(]+?)(?: \(([\w-]+)\))?")
def _procedure(m: re.Match[str]) -> Fact:
    return facts.Procedure(
        code=Code(code=m[1], system="KVÅ", text=m[2]), ref=f"{m[1]}-{m[3]}", status=m[3] or "completed"
    )


@phrase(
    r"wishes to (die|be cared for)(?:: (\w+)(?:, else (\w+))?)?(?:, known: (no|unknown))?(?:, said by (\w+))?"
)
def _wish(m: re.Match[str]) -> Fact:
    known: Any = m[4] or "yes"
    first: Any = m[2]
    second: Any = m[3]
    by: Any = m[5] or "patient"
    about: Any = "death" if m[1] == "die" else "care"
    return PreferenceNoted(about=about, known=known, first=first, second=second, said_by=by)


@phrase(r"skin, (no ulcer|not known|category [1-4])(, on arrival)?")
def _skin(m: re.Match[str]) -> Fact:
    worst: Any = {"no ulcer": 0, "not known": None}.get(m[1], int(m[1][-1]) if m[1][-1].isdigit() else None)
    return SkinChecked(worst=worst, on_arrival=bool(m[2]))


@phrase(r"(NRS|VAS|ESAS|IPOS|ABBEY|ROAG) (\w+) ([\d.]+)")
def _score(m: re.Match[str]) -> Fact:
    code = {"NRS pain": "NRS", "VAS pain": "VAS", "ROAG sum": "ROAG"}.get(f"{m[1]} {m[2]}", m[2])
    return facts.Measured(
        code=Code(code=code, system=m[1], text=f"{m[1]} {m[2]}"), value=Amount(number=Decimal(m[3]))
    )


@phrase(r"(ROAG|ESAS|NRS) (\w+) could not be assessed")
def _absent(m: re.Match[str]) -> Fact:
    return facts.Measured(code=Code(code=m[2], system=m[1], text=f"{m[1]} {m[2]}"), absent="not-performed")


@phrase(r"could express their will: (yes|no)")
def _will(m: re.Match[str]) -> Fact:
    return facts.Measured(
        code=Code(code="will", system="Lindra", text="Vilja"), value=Amount(yes=m[1] == "yes")
    )


@phrase(r"(fluid|nutrition) drip: (yes|no|unknown)")
def _infusion(m: re.Match[str]) -> Fact:
    form: Any = m[1]
    running: Any = m[2]
    return InfusionNoted(form=form, running=running, route="intravenous" if running == "yes" else None)


@phrase(r"ordered (\w+)( regularly)?(?: for (\w+))?, (\w*)(?: as (\w+))?")
def _ordered(m: re.Match[str]) -> Fact:
    code, text = MEDICINES[m[1]]
    reason: Any = m[3]
    terms = AsNeeded(indication=reason, dose=Amount(number=Decimal("2.5"), unit="mg")) if reason else None
    return facts.MedicineOrdered(
        order=m[5] or m[1], code=Code(code=code, system="ATC", text=text), as_needed=not m[2], terms=terms,
        route="" if m[4] == "somehow" else m[4], status="active",
    )  # fmt: skip


@phrase(r"stopped (\w+)")
def _stopped(m: re.Match[str]) -> Fact:
    return facts.MedicineStopped(order=m[1])


@phrase(r"gave (\w+)(?: of (\w+))?")
def _gave(m: re.Match[str]) -> Fact:
    code, text = MEDICINES[m[1]]
    return MedicineGiven(
        ref=m[1], order=m[2] or m[1], code=Code(code=code, system="ATC", text=text), status="completed"
    )


@phrase(r"asked about (\w+): (no|unknown)")
def _asked(m: re.Match[str]) -> Fact:
    topic: Any = m[1]
    known: Any = m[2]
    return Asked(topic=topic, known=known)


@phrase(r"advice from a (\w+)")
def _advice(m: re.Match[str]) -> Fact:
    profession: Any = m[1]
    return AdviceGiven(by=Clinician(name="Kim Rå", profession=profession, unit="Utifrån"), advice="Prova")


@phrase(r"limit decided, (in_person|at_a_distance)")
def _limit(m: re.Match[str]) -> Fact:
    how: Any = m[1]
    return LimitDecided(
        treatment="hospital", decision="withhold", basis=("illness",), reason="Sjuk", physician=DOCTOR, assessed=how,
        patient_told="yes", relatives_told="yes",
    )  # fmt: skip


@phrase(r"assessment")
def _assessed(m: re.Match[str]) -> Fact:
    return Assessed(ref="assessment")


@phrase(r"(document|request) (.+)")
def _document(m: re.Match[str]) -> Fact:
    code = Code(text=m[2])
    return DocumentNoted(ref=m[2], code=code) if m[1] == "document" else ServiceRequested(ref=m[2], code=code)


@phrase(r"relative noted")
def _relative(m: re.Match[str]) -> Fact:
    return RelativeNoted(relative="r1")


@phrase(r"bereavement contact: (\w+)")
def _bereavement(m: re.Match[str]) -> Fact:
    form: Any = m[1]
    return BereavementContact(form=form)
