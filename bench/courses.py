"""Courses of illness for the measurements: facts as a palliative team writes them, of many kinds and sizes.

A course deals its facts at random in the proportions of ``SHARES``. The same seed deals the same.
Measurements and contacts are most of what is written; codes repeat, as they do, so that a chart fills up and
stays as large as it gets.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from lindra.record import facts, log
from lindra.record.envelope import Author, When
from lindra.record.facts import Code
from lindra.record.kinds import Fact
from lindra.record.log import Draft

SHARES = {
    "measured": 40, "contact": 24, "medicine_ordered": 11, "medicine_stopped": 5, "procedure": 8, "diagnosis": 5,
    "admitted": 3, "discharged": 2, "moved": 1, "enrolled": 1,
}  # fmt: skip
"""Percent."""

NOTES = (
    "",
    "",
    "Vaken och orienterad, besvärad av illamående efter måltid.",
    "Smärtan sitter i ryggen och strålar mot höger höft, värst på morgonen. Har tagit två extra doser i natt.",
    "Samtal med patient och dotter om vad som är viktigt nu. Vill vara hemma så länge det går och slippa fler prover. "
    "Dottern orolig för nätterna, får numret till jourlinjen. Ny bedömning på torsdag med distriktssköterskan.",
)


def _list(system: str, *texts: str) -> list[Code]:
    """Codes of a system from ``code text`` each."""
    pairs = (text.partition(" ") for text in texts)
    return [Code(code=code, system=system, text=words) for code, _, words in pairs]


def _numbered(system: str, texts: str) -> list[Code]:
    """Codes of a system from words with commas between, numbered."""
    return [
        Code(code=f"{system}-{n}", system=system, text=text) for n, text in enumerate(texts.split(", "), 1)
    ]


MEASURES = [
    *_numbered(
        "esas", "Smärta, Trötthet, Illamående, Nedstämdhet, Oro, Dåsighet, Aptit, Välbefinnande, Andnöd"
    ),
    *_numbered(
        "lab", "B-Hemoglobin, P-Kreatinin, P-Kalium, P-Natrium, P-CRP, P-Albumin, P-Kalcium, P-Glukos, P-Urat"
    ),
    *_numbered(
        "lab-2", "B-Leukocyter, B-Trombocyter, P-Bilirubin, P-ALAT, P-ALP, P-Laktat, P-Urea, P-PK, P-TSH"
    ),
    *_numbered(
        "vital", "Puls, Kroppstemperatur, Andningsfrekvens, Saturation, Kroppsvikt, Karnofsky, Blodtryck"
    ),
]
DIAGNOSES = _list(
    "icd-10-se", "C34.9 Malign tumör i bronk eller lunga", "C50.9 Malign tumör i bröstkörtel", "I50.9 Hjärtsvikt",
    "C61.9 Malign tumör i prostata", "J44.9 Kroniskt obstruktiv lungsjukdom", "R11.9 Illamående och kräkningar",
    "R52.1 Kronisk smärta", "N18.5 Kronisk njursjukdom", "F41.9 Ångest",
)  # fmt: skip
MEDICINES = _list(
    "atc", "N02AA01 Morfin 10 mg/ml, injektionsvätska", "N05CD08 Midazolam 5 mg/ml, injektionsvätska",
    "A03AB02 Glykopyrron 0,2 mg/ml, injektionsvätska", "N05AD01 Haloperidol 5 mg/ml, injektionsvätska",
    "N02BE01 Paracetamol 500 mg, tablett", "H02AB01 Betametason 0,5 mg, tablett", "C03CA01 Furosemid 40 mg, tablett",
)  # fmt: skip
INJECTION = Code(code="DT016", system="kvå", text="Subkutan injektion")


class Course:
    """One patient's course: ``next`` deals one draft, ``history`` many of the past."""

    def __init__(self, dice: random.Random, name: str) -> None:
        self._dice, self._name, self._count = dice, name, 0
        self._orders: list[str] = []
        self._stays: list[str] = []

    def next(self, when: datetime) -> Draft:
        """A draft of something that happens at this instant."""
        self._count += 1
        kind = self._dice.choices(list(SHARES), list(SHARES.values()))[0]
        if (kind == "medicine_stopped" and not self._orders) or (kind == "discharged" and not self._stays):
            kind = "measured"
        return Draft(getattr(self, f"_{kind}")(), When.at(when))

    def history(self, count: int, until: datetime) -> list[Draft]:
        """As many drafts, an hour to a day and a half apart, the last the day before ``until``."""
        moments = [until - timedelta(days=1)]
        while len(moments) < count:
            moments.append(moments[-1] - timedelta(minutes=self._dice.randint(60, 2160)))
        return [self.next(moment) for moment in reversed(moments[:count])]

    def _ref(self, what: str) -> str:
        return f"{what}/{self._name}-{self._count}"

    def _measured(self) -> Fact:
        number = Decimal(self._dice.randint(0, 1500)).scaleb(-self._dice.randint(0, 1))
        return facts.Measured(
            code=self._dice.choice(MEASURES), value=facts.Amount(number=number, unit="1"),
            status="final", note=self._dice.choice(NOTES),
        )  # fmt: skip

    def _contact(self) -> Fact:
        form = self._dice.choice(("home_visit", "home_visit", "telephone", "outpatient", "emergency"))
        return facts.Contact(
            episode=self._ref("contact"), form=form, palliative=form != "emergency",
            reasons=(self._dice.choice(DIAGNOSES),),
        )  # fmt: skip

    def _medicine_ordered(self) -> Fact:
        self._orders.append(self._ref("order"))
        return facts.MedicineOrdered(
            order=self._orders[-1], code=self._dice.choice(MEDICINES), as_needed=True,
            dosage="2,5–5 mg subkutant vid behov, högst sex gånger per dygn", route="subkutan", status="active",
        )  # fmt: skip

    def _medicine_stopped(self) -> Fact:
        order = self._orders.pop(self._dice.randrange(len(self._orders)))
        return facts.MedicineStopped(order=order, reason="Ingen effekt")

    def _procedure(self) -> Fact:
        return facts.Procedure(
            code=INJECTION, ref=self._ref("procedure"), status="completed", note=self._dice.choice(NOTES)
        )

    def _diagnosis(self) -> Fact:
        return facts.Diagnosis(
            code=self._dice.choice(DIAGNOSES),
            status="active",
            verification="confirmed",
            note=self._dice.choice(NOTES),
        )

    def _admitted(self) -> Fact:
        self._stays.append(self._ref("stay"))
        return facts.Admitted(
            episode=self._stays[-1], form="hospital", planned=False,
            reasons=(self._dice.choice(DIAGNOSES),),
        )  # fmt: skip

    def _discharged(self) -> Fact:

        return facts.Discharged(episode=self._stays.pop(), to="own_home")

    def _moved(self) -> Fact:

        return facts.Moved(to=self._dice.choice(("own_home", "care_home", "short_stay", "hospice")))

    def _enrolled(self) -> Fact:

        return facts.Enrolled(enrolment=self._ref("enrolment"), form="specialised_home_care")


AUTHORS = [
    (f"SE2321000016-{n:04d}", f"assignment-{n}", f"unit-{n % 3}", f"provider-{n % 2}") for n in range(6)
]


def author(dice: random.Random) -> Author:
    """One of six members of staff, at three units of two providers."""

    return Author(*dice.choice(AUTHORS))


def seeded(
    dice: random.Random, patient: str, count: int, until: datetime, authors: Sequence[Author] = ()
) -> Course:
    """Write a patient's history, many entries to an act as an import does; returns the course, to go on with.

    Without authors by those at units that the program knows nothing of.
    """

    course = Course(dice, patient)
    drafts = course.history(count, until)
    for start in range(0, count, 250):
        by = dice.choice(authors) if authors else author(dice)
        log.append(patient, drafts[start : start + 250], by, expected=log.ANY)
    return course
