"""More shared facts: what other systems tell of a patient beyond the facts that Lindra itself asks for. Pure.

Each is known by its reference where it came from (``ref``) and fills a slot of its own; long texts and files stand
apart (``document_content``), so that a chart stays small. Times that lie ahead are texts in a :class:`Planned`, never
when something occurred. Persons of elsewhere are references; names of patients and relatives are never payload.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar, Literal

from lindra.record.facts import CODES, FORM, STATUS, Actor, Amount, Code, Soundness, Value
from lindra.record.kinds import Fact, Put, kind, slot

ALLERGIES = slot("allergies", 40)
IMMUNISATIONS = slot("immunisations", 30)
REPORTS = slot("reports", 30)
IMAGES = slot("images", 20)
SPECIMENS = slot("specimens", 10)
MEDICINES_TOLD = slot("medicines_told", 40)
DOSES = slot("doses", 60)
"""Doses given, apart from what else is told of medicines: an import of lists must not push them out."""
LAST_GIVEN = slot("last_given", 60)
"""The latest dose of each order and of each substance."""
GIVEN = frozenset({"", "completed", "in-progress", "stopped"})
"""Statuses of a dose that the patient has got, or some of it (HL7 FHIR R4, medication-admin-status)."""
ATC = re.compile("[A-Z][0-9]{2}[A-Z]{2}[0-9]{2}")
"""A substance in the Anatomical Therapeutic Chemical classification, at its fifth level."""
DEVICES = slot("devices", 20)
ANSWERS = slot("answers", 20)
ASSESSMENTS = slot("assessments", 20)
ALERTS = slot("alerts", 20)
FAMILY = slot("family_history", 20)
HARM = slot("harm", 20)

CODED = {**CODES, "status": STATUS}


class Planned(Value):
    """When something is meant to be: dates as given, as precise as known, and how often in words."""

    start: str = ""
    end: str = ""
    text: str = ""


class Attachment(Value):
    """A file or long text: where it is, and by ``sha256`` which ``document_content`` holds it."""

    title: str = ""
    content_type: str = ""
    language: str = ""
    url: str = ""
    size: int | None = None
    """Bytes."""
    sha256: str = ""


class Told(Fact):
    """What every kind here has: its reference, status and place in care, who, and a note."""

    ref: str
    status: str = ""
    episode: str = ""
    """The contact or stay it belongs to."""
    actors: tuple[Actor, ...] = ()
    period: Soundness = "sound"
    note: str = ""

    place: ClassVar[str] = ""
    """Its slot; none where it is only in the log."""
    columns = {"status": STATUS}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(self.place, self.ref),) if self.place else ()


def substances(codes: Iterable[tuple[str, str]]) -> frozenset[str]:
    """What tells one substance from another: its ATC codes, or where it has none its other codes, or its text.

    ``codes`` are pairs of code and text, the same medicine in several systems.
    """
    given = [(code.strip().upper(), " ".join(text.casefold().split())) for code, text in codes]
    atc = frozenset(code for code, _ in given if ATC.fullmatch(code))
    return atc or frozenset(code or text for code, text in given if code or text)


class Coded(Told):
    """One that is known by a code; ``others`` are the same in other code systems."""

    code: Code | None = None
    others: tuple[Code, ...] = ()
    categories: tuple[Code, ...] = ()

    columns = CODED


class Reaction(Value):
    """How an allergy showed itself; ``at`` a date as precise as known."""

    substance: Code | None = None
    manifestations: tuple[Code, ...] = ()
    severity: str = ""
    text: str = ""
    at: str = ""


@kind("allergy")
class Allergy(Coded):
    """Allergy or other hypersensitivity (överkänslighet, varning)."""

    form: str = ""
    criticality: str = ""
    verification: str = ""
    reactions: tuple[Reaction, ...] = ()
    last_occurrence: str = ""

    place = ALLERGIES
    columns = {**CODED, "form": FORM}


@kind("immunised")
class Immunised(Coded):
    """A vaccination; status ``not-done`` tells that it was not given."""

    primary_source: bool | None = None
    lot: str = ""
    site: Code | None = None
    route: Code | None = None
    dose: Amount | None = None
    reasons: tuple[Code, ...] = ()

    place = IMMUNISATIONS


@kind("reported")
class Reported(Coded):
    """A report of investigations (undersökningssvar); ``results`` refer to the measurements in it."""

    results: tuple[str, ...] = ()
    conclusion: str = ""
    conclusions: tuple[Code, ...] = ()
    issued: str = ""
    attachments: tuple[Attachment, ...] = ()

    place = REPORTS


class Picture(Value):
    """One picture of a series."""

    uid: str
    sop_class: str = ""
    number: int | None = None
    title: str = ""


class Series(Value):
    """Pictures taken in one way of one part of the body."""

    uid: str = ""
    modality: Code | None = None
    body_site: Code | None = None
    description: str = ""
    started: str = ""
    pictures: tuple[Picture, ...] = ()
    count: int | None = None


@kind("imaged")
class Imaged(Coded):
    """An imaging study (bilddiagnostik)."""

    description: str = ""
    modalities: tuple[Code, ...] = ()
    series: tuple[Series, ...] = ()
    reasons: tuple[Code, ...] = ()

    place = IMAGES


@kind("specimen_taken")
class SpecimenTaken(Coded):
    """A sample taken from the patient; the code is its type."""

    body_site: Code | None = None
    method: Code | None = None
    received: str = ""

    place = SPECIMENS


@kind("medicine_used")
class MedicineUsed(Coded):
    """The patient takes, or is said to take, a medicine (läkemedelsanvändning), ordered here or not."""

    dosage: str = ""
    route: str = ""
    asserted: str = ""
    reasons: tuple[Code, ...] = ()
    based_on: tuple[str, ...] = ()

    place = MEDICINES_TOLD


@kind("medicine_given")
class MedicineGiven(Coded):
    """A medicine is given (administrering), where its status is one of :data:`GIVEN`; else it was not."""

    order: str = ""
    dose: Amount | None = None
    dosage: str = ""
    route: str = ""
    reasons: tuple[Code, ...] = ()

    place = DOSES

    def puts(self, unit: str) -> Iterable[Put]:
        codes = (self.code, *self.others) if self.code else self.others
        same = sorted(substances((one.code, one.text) for one in codes))
        keys = [*([self.order] if self.order else []), *(f"of|{name}" for name in same)]
        last = [Put(LAST_GIVEN, key) for key in keys] if self.status in GIVEN else []
        return (*super().puts(unit), *last)


@kind("medicine_dispensed")
class MedicineDispensed(Coded):
    """A medicine is handed out (expediering)."""

    orders: tuple[str, ...] = ()
    quantity: Amount | None = None
    days: Amount | None = None
    dosage: str = ""

    place = MEDICINES_TOLD


@kind("device_used")
class DeviceUsed(Coded):
    """An aid or device that the patient uses or has (hjälpmedel); the code is its type."""

    device: str = ""
    name: str = ""
    recorded: str = ""
    body_site: Code | None = None
    reasons: tuple[Code, ...] = ()
    derived_from: tuple[str, ...] = ()

    place = DEVICES


class Answer(Value):
    """One answer as given: a value, or what it refers to; with the questions it leads on to."""

    value: Amount | None = None
    reference: str = ""
    items: tuple[Item, ...] = ()


class Item(Value):
    """One question or group of a form, with its answers in order."""

    link: str
    text: str = ""
    answers: tuple[Answer, ...] = ()
    items: tuple[Item, ...] = ()


Answer.model_rebuild()


@kind("answered")
class Answered(Told):
    """A form filled in, verbatim; ``questionnaire`` names which.

    One that was filled in here has its ``language``, and is read from the log: charts hold the facts that it gave.
    """

    questionnaire: str = ""
    language: str = ""
    based_on: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()

    place = ANSWERS

    def puts(self, unit: str) -> Iterable[Put]:
        return () if self.language else super().puts(unit)


class Finding(Value):
    """What an assessment found, and on what it rests."""

    code: Code | None = None
    reference: str = ""
    basis: str = ""


class Prediction(Value):
    """What may come, how probable it is (0–100 %, or in words) and when."""

    outcome: Code | None = None
    percent: Decimal | None = None
    probability: str = ""
    when: str = ""
    rationale: str = ""


class Investigation(Value):
    """What an assessment looked at."""

    code: Code | None = None
    items: tuple[str, ...] = ()


@kind("assessed")
class Assessed(Coded):
    """A clinical impression, or an assessment of risk."""

    form: Literal["impression", "risk"] = "impression"
    description: str = ""
    summary: str = ""
    findings: tuple[Finding, ...] = ()
    prognosis: tuple[Code, ...] = ()
    predictions: tuple[Prediction, ...] = ()
    mitigation: str = ""
    investigations: tuple[Investigation, ...] = ()
    based_on: tuple[str, ...] = ()

    place = ASSESSMENTS
    columns = {**CODED, "form": FORM}


@kind("alert_noted")
class AlertNoted(Coded):
    """Something to be aware of with this patient (uppmärksamhetssignal)."""

    place = ALERTS


class Ailment(Value):
    """What a relative had; ``onset`` as given."""

    code: Code
    outcome: Code | None = None
    onset: str = ""
    note: str = ""


@kind("family_history_noted")
class FamilyHistoryNoted(Coded):
    """What a relative has or had (hereditet); the code is how they are related. No name."""

    sex: str = ""
    born: str = ""
    died: str = ""
    ailments: tuple[Ailment, ...] = ()

    place = FAMILY


@kind("harm_noted")
class HarmNoted(Coded):
    """An adverse event (vårdskada, biverkning), actual or possible."""

    actuality: str = ""
    seriousness: str = ""
    severity: str = ""
    outcome: str = ""
    suspects: tuple[str, ...] = ()

    place = HARM
