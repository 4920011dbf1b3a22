"""The shared facts: what happens to a patient, one kind each, whatever way it came in. Pure.

Source of the words: the project's design (rooms and terms); discharge terms SFS 2017:612; signing SFS 2008:355
3 kap. 10 §. Every kind names the slots it fills, the relation it opens or closes and the columns it may export.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from lindra.record.kinds import Column, Fact, Put, kind, slot

StayForm = Literal["hospital", "palliative", "short_stay"]
ContactForm = Literal[
    "emergency", "outpatient", "home_visit", "telephone", "video", "day_care", "conference", "other"
]
Residence = Literal["own_home", "care_home", "short_stay", "hospice", "other", "unknown"]
EnrolmentForm = Literal["specialised_home_care", "consult_team", "palliative_clinic", "home_nursing", "other"]
ContactProfession = Literal[
    "physician",
    "nurse",
    "assistant_nurse",
    "counsellor",
    "occupational_therapist",
    "physiotherapist",
    "dietitian",
]
"""Who a patient met at a contact: the professions that are counted as taking part in a patient's care."""
Known = Literal["yes", "no", "unknown"]
Soundness = Literal["sound", "contradictory"]
"""Contradictory: the period ended before it began where it came from; its start is kept, its end is not."""

DEATH = slot("death", 1)
STAYS = slot("stays", 20)
WARDS = slot("wards", 10)
RESIDENCE = slot("residence", 10)
CONTACTS = slot("contacts", 20)
DIAGNOSES = slot("diagnoses", 60)
MEASURES = slot("measures", 80)
PROCEDURES = slot("procedures", 30)
PROCEDURE_CODES = slot("procedure_codes", 60)
"""The latest of each code, so that a conversation is not pushed out by thirty blood tests."""
MEDICINES = slot("medicines", 60)
ENROLMENTS = slot("enrolments", 20)
LISTING = slot("listing", 1)
RELATIONS = slot("relations", 120)
SIGNATURES = slot("signatures", 100)
"""What was signed later than it was written, by act."""


class Value(BaseModel):
    """Part of a payload; frozen, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Code(Value):
    """A code of a named code system, with the text it was given."""

    code: str = ""
    system: str = ""
    text: str = ""


class Actor(Value):
    """A person or organisation of elsewhere: a reference, never staff or a unit of ours."""

    role: str = ""
    reference: str = ""
    name: str = ""


class Amount(Value):
    """A measured value: a number with unit, a code, a text or a yes/no."""

    number: Decimal | None = None
    comparator: str = ""
    unit: str = ""
    code: Code | None = None
    text: str = ""
    yes: bool | None = None


class Component(Value):
    """One part of a measurement that has several, as systolic and diastolic pressure."""

    code: Code
    value: Amount | None = None
    absent: str = ""


class Range(Value):
    """What is usual for a measurement: between two amounts, or as a text."""

    low: Amount | None = None
    high: Amount | None = None
    text: str = ""


Indication = Literal["pain", "anxiety", "nausea", "rattle", "breathlessness", "other"]
"""What as-needed medicines at the end of life are for (Socialstyrelsen 2013; the register asks for the first four)."""


class AsNeeded(Value):
    """When and how an as-needed medicine may be given; ``dose`` to ``dose_high``, at most so many doses a day."""

    indication: Indication
    strength: str = ""
    dose: Amount
    dose_high: Amount | None = None
    least_interval: int | None = None
    """Minutes between doses, at least."""
    most_per_day: int | None = None
    """Doses in 24 hours, at most."""
    may_give: tuple[Literal["nurse", "delegated", "relative", "patient"], ...] = ()


def _attribute(name: str) -> Callable[[Any], Any]:
    return lambda fact: getattr(fact, name)


def _of_code(part: str) -> Callable[[Any], Any]:
    return lambda fact: getattr(fact.code, part) if fact.code else None


FORM = Column("VARCHAR", _attribute("form"))
STATUS = Column("VARCHAR", _attribute("status"))
PALLIATIVE = Column("BOOLEAN", _attribute("palliative"))
CODES = {"code_system": Column("VARCHAR", _of_code("system")), "code": Column("VARCHAR", _of_code("code"))}


def episode_column(name: str) -> Column:
    """The reference that ties a beginning to its end, keyed when exported."""
    return Column("VARCHAR", _attribute(name), secret=True)


def relation(ground: str, unit: str, *, closed: bool = False) -> Put:
    """A care relation of the writing unit, on this ground, opened or closed; the latest of each stands."""
    return Put(RELATIONS, f"{ground}|{unit}", "closed" if closed else "opened")


@kind("admitted")
class Admitted(Fact):
    """Admission to inpatient care (inskrivning). ``occurred_from`` is the admission."""

    matter = "administrative"

    episode: str
    form: StayForm = "hospital"
    planned: bool | None = None
    reasons: tuple[Code, ...] = ()
    types: tuple[Code, ...] = ()
    actors: tuple[Actor, ...] = ()
    period: Soundness = "sound"

    columns = {"form": FORM, "episode": episode_column("episode")}

    def puts(self, unit: str) -> Iterable[Put]:
        return Put(STAYS, self.episode, "admitted"), relation("admitted", unit)


@kind("moved")
class Moved(Fact):
    """A move: to another ward within a stay (``episode``), or to where the patient lives from now on."""

    matter = "address"

    to: Residence | Literal["ward"]
    episode: str | None = None
    place: str = ""
    municipality: str | None = None
    """Four-digit code."""

    columns = {
        "form": Column("VARCHAR", _attribute("to")),
        "episode": episode_column("episode"),
        "municipality": Column("VARCHAR", _attribute("municipality")),
    }

    def puts(self, unit: str) -> Iterable[Put]:
        if self.episode:
            return (Put(WARDS, self.episode),)
        return (Put(RESIDENCE, f"{self.to}|{self.place}"),)


@kind("discharged")
class Discharged(Fact):
    """Discharge from inpatient care (utskrivning), which is not the same as going home."""

    matter = "administrative"

    episode: str
    to: Residence | Literal["hospital", "deceased"] = "unknown"
    disposition: Code | None = None

    columns = {"form": Column("VARCHAR", _attribute("to")), "episode": episode_column("episode")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (
            Put(STAYS, self.episode, "discharged"),
            relation("admitted", unit, closed=True),
        )


def _contact_form(payload: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew only whether a contact was an emergency."""
    rest = {key: value for key, value in payload.items() if key != "emergency"}
    return {**rest, "form": "emergency" if payload.get("emergency") else "other"}


@kind("contact", version=2)
class Contact(Fact):
    """A visit or call that is not an admission; ``occurred_to`` is its end, where it has one."""

    matter = "administrative"

    episode: str
    form: ContactForm
    palliative: bool = False
    """By a specialised palliative team or clinic."""
    profession: ContactProfession | None = None
    """Whom the patient met, where that is known; exported as ``status``."""
    status: str = ""
    reasons: tuple[Code, ...] = ()
    types: tuple[Code, ...] = ()
    actors: tuple[Actor, ...] = ()
    period: Soundness = "sound"

    columns = {
        "form": FORM,
        "palliative": PALLIATIVE,
        "episode": episode_column("episode"),
        "status": Column("VARCHAR", _attribute("profession")),
    }
    upcasters = {1: _contact_form}

    def puts(self, unit: str) -> Iterable[Put]:
        return Put(CONTACTS, self.episode), relation("contact", unit)


@kind("diagnosis")
class Diagnosis(Fact):
    """A diagnosis or problem; ``occurred_to`` is when it ended, where it did."""

    code: Code
    others: tuple[Code, ...] = ()
    """The same in other code systems."""
    ref: str = ""
    status: str = ""
    verification: str = ""
    severity: str = ""
    categories: tuple[Code, ...] = ()
    body_sites: tuple[Code, ...] = ()
    episode: str = ""
    """The contact or stay at which it was found."""
    actors: tuple[Actor, ...] = ()
    period: Soundness = "sound"
    note: str = ""

    columns = {**CODES, "status": STATUS}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(DIAGNOSES, self.ref or f"{self.code.system}|{self.code.code}"),)


@kind("measured")
class Measured(Fact):
    """A measurement or score; ``absent`` says why there is no value."""

    code: Code
    value: Amount | None = None
    components: tuple[Component, ...] = ()
    absent: str = ""
    status: str = ""
    category: str = ""
    interpretation: str = ""
    derived_from: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    """The measurements that this one gathers (a panel, a scale with its items)."""
    others: tuple[Code, ...] = ()
    """The same in other code systems."""
    ranges: tuple[Range, ...] = ()
    body_site: Code | None = None
    method: Code | None = None
    episode: str = ""
    """The contact or stay at which it was made."""
    actors: tuple[Actor, ...] = ()
    period: Soundness = "sound"
    note: str = ""

    columns = {
        **CODES,
        "number": Column("DOUBLE", lambda fact: fact.value.number if fact.value else None),
        "number_unit": Column("VARCHAR", lambda fact: fact.value.unit if fact.value else None),
        "value_code": Column(
            "VARCHAR", lambda fact: fact.value.code.code if fact.value and fact.value.code else None
        ),
    }

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(MEASURES, f"{self.code.system}|{self.code.code or self.code.text}"),)


@kind("procedure")
class Procedure(Fact):
    """Something done to or for the patient (åtgärd, KVÅ); ``occurred_to`` its end."""

    code: Code
    ref: str = ""
    status: str = ""
    reasons: tuple[str, ...] = ()
    others: tuple[Code, ...] = ()
    """The same in other code systems."""
    categories: tuple[Code, ...] = ()
    body_sites: tuple[Code, ...] = ()
    outcome: Code | None = None
    episode: str = ""
    """The contact or stay at which it was done."""
    actors: tuple[Actor, ...] = ()
    period: Soundness = "sound"
    note: str = ""

    columns = {**CODES, "status": STATUS}

    def puts(self, unit: str) -> Iterable[Put]:
        code = f"{self.code.system}|{self.code.code or self.code.text}"
        return Put(PROCEDURES, self.ref or code), Put(PROCEDURE_CODES, code)


def _as_needed(order: MedicineOrdered) -> str | None:
    """Of an as-needed order what it is for, where that is said."""
    if not order.as_needed:
        return None
    return order.terms.indication if order.terms else "as_needed"


@kind("medicine_ordered")
class MedicineOrdered(Fact):
    """An order for a medicine (ordination); ``as_needed`` is vidbehovsordination."""

    order: str
    code: Code
    as_needed: bool = False
    terms: AsNeeded | None = None
    copied_from: str = ""
    """Which list of prescriptions somebody copied it from by hand; empty where it came from its source."""
    dosage: str = ""
    route: str = ""
    status: str = ""
    reasons: tuple[Code, ...] = ()
    intent: str = ""
    others: tuple[Code, ...] = ()
    """The same in other code systems."""
    based_on: tuple[str, ...] = ()
    """Diagnoses and requests it answers to."""
    episode: str = ""
    """The contact or stay at which it was ordered."""
    actors: tuple[Actor, ...] = ()
    note: str = ""

    columns = {
        **CODES,
        "status": STATUS,
        "form": Column("VARCHAR", lambda fact: _as_needed(fact)),
        "as_needed": Column("BOOLEAN", _attribute("as_needed")),
        "indication": Column("VARCHAR", lambda fact: fact.terms.indication if fact.terms else None),
    }

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(MEDICINES, self.order, "ordered"),)


@kind("medicine_stopped")
class MedicineStopped(Fact):
    """A medicine is stopped (utsättning)."""

    order: str
    reason: str = ""

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(MEDICINES, self.order, "stopped"),)


@kind("enrolled")
class Enrolled(Fact):
    """Taken on by a team (inskriven i verksamhet); not an admission.

    ``waited`` is whole calendar days from the day the patient was ready for care to the start, 0 on the same day: what
    PCOC's first benchmark counts (PEERS 4.1). Exported as ``number``.
    """

    matter = "administrative"

    enrolment: str
    form: EnrolmentForm = "other"
    waited: int | None = Field(default=None, ge=0)
    types: tuple[Code, ...] = ()
    status: str = ""
    diagnoses: tuple[str, ...] = ()
    actors: tuple[Actor, ...] = ()
    period: Soundness = "sound"

    columns = {
        "form": FORM,
        "episode": episode_column("enrolment"),
        "number": Column("DOUBLE", _attribute("waited")),
    }

    def puts(self, unit: str) -> Iterable[Put]:
        return Put(ENROLMENTS, self.enrolment, "enrolled"), relation("enrolled", unit)


@kind("enrolment_ended")
class EnrolmentEnded(Fact):
    """No longer with the team."""

    matter = "administrative"

    enrolment: str
    reason: str = ""

    columns = {"episode": episode_column("enrolment")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (
            Put(ENROLMENTS, self.enrolment, "ended"),
            relation("enrolled", unit, closed=True),
        )


@kind("listed")
class Listed(Fact):
    """Listed with a primary care practice (listning)."""

    matter = "administrative"

    practice: Actor
    elsewhere: bool = False
    """Told by another than the practice: that opens no care relation for the one who told."""

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(LISTING),) if self.elsewhere else (Put(LISTING), relation("listed", unit))


@kind("died")
class Died(Fact):
    """The patient died; ``occurred_from`` is the time of death."""

    matter = "identity"

    expected: Known | None = None
    multiple: bool = False

    columns = {"status": Column("VARCHAR", _attribute("expected"))}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(DEATH),)


@kind("withdrawn")
class Withdrawn(Fact):
    """What ``corrects`` names was never so, or belongs to somebody else."""

    matter = "administrative"

    reason: str


@kind("signed")
class Signed(Fact):
    """Who is responsible for it signs an act that was written unsigned (SFS 2008:355 3 kap. 10 §)."""

    matter = "administrative"

    signs: str
    """The act."""

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(SIGNATURES, self.signs),)


@kind("relation_opened")
class RelationOpened(Fact):
    """A care relation begins on a ground of its own (vårdrelation)."""

    matter = "administrative"

    relation: str
    ground: Literal["planned", "referred", "asked", "other"] = "planned"
    asked_by: str = ""
    """Who asked about this patient: the role and place of the one who did, never a person's name."""
    reason: str = ""

    def puts(self, unit: str) -> Iterable[Put]:
        return (relation(self.ground, unit),)


@kind("relation_closed")
class RelationClosed(Fact):
    """That relation ends."""

    matter = "administrative"

    relation: str
    ground: Literal["planned", "referred", "asked", "other"] = "planned"

    def puts(self, unit: str) -> Iterable[Put]:
        return (relation(self.ground, unit, closed=True),)
