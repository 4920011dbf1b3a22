"""A whole plan for one patient of the small world: everything that pages of the plan, of forms and lists can show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from lindra.care.events.common import Clinician
from lindra.care.events.decisions import DeathExpected, LimitDecided
from lindra.care.events.home import HomeNursingAssessed
from lindra.care.events.medicines import MedicinesKept, OpioidNoted, PumpNoted
from lindra.care.events.nursing import ImplantNoted, SkinChecked, StepPlanned
from lindra.care.events.people import ContactNamed, Hours, RelativeNoted
from lindra.care.events.plan import PlanConfirmed
from lindra.care.events.situation import (
    Asked,
    ConversationHeld,
    MattersNoted,
    NeedIdentified,
    PhaseNoted,
    PreferenceNoted,
)  # fmt: skip
from lindra.care.homes.models import HomeAgreement, HomeCover, HomeHeld
from lindra.care.identification import rules
from lindra.care.identification.models import NotNow, SignInUse
from lindra.forms import library
from lindra.forms.answers import answered, complete
from lindra.forms.entries import SYSTEM
from lindra.forms.scores import of_values
from lindra.forms.yields import facts as given
from lindra.record import facts
from lindra.record.clinical import MedicineGiven
from lindra.record.envelope import Source, When
from lindra.record.facts import Amount, AsNeeded, Code
from lindra.record.kinds import Fact
from lindra.record.log import Draft

PHYSICIAN = Clinician(name="Yrsa Blåvik", profession="physician", unit="Palliativa teamet Gryning")
NURSE = Clinician(name="Astri Månsdotter", profession="nurse", unit="Palliativa teamet Gryning")
REVIEW = date(2026, 7, 15)
SAID = "2026-06-01T08:00:00.000000Z"
ANSWERS = {"pain": "2", "breathlessness": "1", "nausea": "0", "anxious": "3", "answered-by": "helped"}


def as_needed() -> Iterator[Fact]:
    """The as-needed medicines, each with its terms."""
    for number, (code, text, indication, dose) in enumerate(
        (
            ("N02AA01", "Morfin", "pain", "2.5"),
            ("N05CD08", "Midazolam", "anxiety", "1.25"),
            ("A03AB02", "Glykopyrron", "rattle", "0.2"),
        )
    ):
        terms = AsNeeded(
            indication=indication,  # type: ignore[arg-type]
            strength="10 mg/ml", dose=Amount(number=Decimal(dose), unit="mg"), least_interval=60, most_per_day=6,
            may_give=("nurse", "delegated"),
        )  # fmt: skip
        yield facts.MedicineOrdered(
            order=f"n{number}", code=Code(code=code, text=text), as_needed=True, terms=terms, route="subkutant",
            copied_from="Pascal",
        )  # fmt: skip


def decided() -> Iterator[Fact]:
    """What a physician has decided."""
    for treatment, decision in (
        ("resuscitation", "withhold"),
        ("hospital", "conditional"),
        ("antibiotics", "give"),
    ):
        yield LimitDecided(
            treatment=treatment,  # type: ignore[arg-type]
            decision=decision,  # type: ignore[arg-type]
            condition="Om benet bryts" if decision == "conditional" else "", basis=("illness", "patient_wish"),
            reason="Lungcancern går inte att bota", physician=PHYSICIAN, consulted=NURSE, assessed="in_person",
            patient_told="yes", relatives_told="yes", told_on=date(2026, 4, 16), review=REVIEW,
        )  # fmt: skip
    yield DeathExpected(
        known="yes", physician=PHYSICIAN, review=REVIEW, establishes="Teamets läkare dag och natt",
        nurse_may_examine=True, wake="in_the_morning", wake_whom="Dottern Eva", transport="Norrviks begravningstjänst",
    )  # fmt: skip


def noted() -> Iterator[Fact]:
    """What is told of the patient and those around."""
    yield NeedIdentified(how="clinical_judgement", signs=("unplanned_admissions", "weight_loss"))
    yield ConversationHeld(
        form="turning_point", led_by=PHYSICIAN, took_part=("patient", "relative", "nurse"),
        understood="Vet att sjukdomen inte går att bota", matters="Vill vara hemma", decided="Ingen mer cellgiftskur",
        next_at=REVIEW,
    )  # fmt: skip
    yield MattersNoted(text="Att få höra bäcken genom fönstret")
    yield PreferenceNoted(about="care", first="own_home", second="hospice")
    yield PreferenceNoted(about="death", known="unknown")
    yield RelativeNoted(
        relative="r2",
        knows="Vet allt",
        wants="Vill bli uppringd",
        supported="yes",
        key="yes",
        call_at_night="no",
    )
    yield ImplantNoted(form="icd", active="no")
    yield Asked(topic="infection", known="no")
    yield SkinChecked(worst=2, site="Vänster häl", measures="Avlastning")
    yield StepPlanned(problem="pain", first="Ge 2,5 mg morfin", second="Ge en gång till", call="Ring teamet")
    yield StepPlanned(problem="dying", first="Sitt kvar", call="Ring teamet")
    yield MedicinesKept(place="Kylskåpet i köket", note="Nyckeln hänger i hallen")
    yield OpioidNoted(
        substance=Code(code="N02AA01", text="Morfin"), per_day=Decimal(40), copied_from="Pascal"
    )
    yield PumpNoted(running="no")
    yield ContactNamed(
        role="specialised_team", name="Yrsa Blåvik", profession="Överläkare", unit="Palliativa teamet Gryning",
        phone="054-61 17 17", hours=(Hours(days="workdays", start="07:00", end="16:00"),),
    )  # fmt: skip
    yield ContactNamed(role="on_call_physician", unit="Jourcentralen i Norrvik", phone="054-61 18 18")
    yield HomeNursingAssessed(
        outcome="enrolled", criteria=("lasting_need", "palliative_needs"), informed=True
    )


def written(now: datetime) -> Iterator[tuple[datetime, Fact]]:
    """Everything, in order, each at an instant of its own."""
    for number, fact in enumerate((*as_needed(), *decided(), *noted())):
        yield now - timedelta(days=58, minutes=-number), fact
    yield now - timedelta(days=30), PhaseNoted(phase="unstable", line="Sämre smärtlindrad sedan en vecka")
    dose = Amount(number=Decimal("2.5"), unit="mg")
    yield (
        now - timedelta(hours=3),
        MedicineGiven(ref="given-1", code=Code(code="N02AA01", text="Morfin"), order="n0", dose=dose),
    )


def confirmed(patient: str, seq: int, at: datetime) -> Draft:
    """The plan read through and confirmed, but for one section."""
    sections = ("person", "decisions", "hazards", "situation", "medicines", "call", "matters")
    fact = PlanConfirmed(sections=sections, by=NURSE, seen={patient: seq}, phase="unstable")
    return Draft(fact, When.at(at))


def form_answered(ref: str, at: datetime) -> list[Draft]:
    """A symptom profile, filled in: the answers, and the facts they gave."""
    form = library.get("symptom-profile")
    answers, problems = of_values(form, ANSWERS)
    found, faults = given(form, complete(form, answers), at)
    assert not problems
    assert not faults
    written = Draft(answered(form, complete(form, answers), "sv", ref), When.at(at))
    return [written, *(Draft(one.fact, one.when, source=Source(SYSTEM, ref, item=one.path)) for one in found)]


def frail() -> Iterator[Fact]:
    """Signs of needs that nobody has asked about: with the heart failure that is there, enough to be listed."""
    yield facts.Measured(code=Code(code="CFS", text="Skörhet"), value=Amount(number=Decimal(7)))


def beside(team: str, home: str, aside: str) -> None:
    """What units keep that is no entry: signs the team looks for, somebody put aside, a home's agreement and hours."""
    SignInUse.objects.bulk_create(
        SignInUse(unit=team, rule=name, by="test", at=SAID) for name in rules.known()
    )
    NotNow.objects.create(
        patient=aside, unit=team, until="2026-08-01", reason="Vill vänta", by="test", at=SAID
    )
    HomeAgreement.objects.create(
        unit=home, physician="Yrsa Blåvik", practice="Vårdcentralen Älven", phone="054-61 19 19", hours=Decimal(4),
        first_day=date(2026, 1, 1), last_day=date(2026, 6, 30), by="test", at=SAID,
    )  # fmt: skip
    HomeCover.objects.create(unit=home, who="Vårdcentralen Älven", phone="054-61 19 19", days="workdays",
                             start="08:00", end="17:00", by="test", at=SAID)  # fmt: skip
    for day, kind in ((date(2026, 5, 12), "round"), (date(2026, 6, 9), "plan")):
        HomeHeld.objects.create(
            unit=home, day=day, hours=Decimal("2.5"), kind=kind, by="test", at=SAID, physician="Yrsa Blåvik"
        )
