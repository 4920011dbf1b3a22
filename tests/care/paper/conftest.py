"""A patient at the ward with a plan, some of which the patient has not been told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from helpers import workplaces
from lindra import clock
from lindra.care.events import decisions, medicines, nursing, people, situation
from lindra.care.events import plan as planned
from lindra.care.events.common import Clinician
from lindra.people import actions as persons
from lindra.people.details import Address, Relative
from lindra.record import facts, log
from lindra.record.clinical import DeviceUsed
from lindra.record.envelope import When
from lindra.record.log import ANY, Draft

NUMBER = "191212121212"
DOCTOR = Clinician(name="Karl Öman", profession="physician", unit="Gryning")
NURSE = Clinician(name="Lena Åkesson", profession="nurse")


def limit(treatment: str, told: str, decision: str = "withhold", **more: Any) -> decisions.LimitDecided:
    return decisions.LimitDecided(
        treatment=treatment, decision=decision, basis=("no_benefit",), reason="svag", physician=DOCTOR,
        assessed="in_person", patient_told=told, relatives_told="no", **more,
    )  # fmt: skip


def contact(
    role: str, phone: str, *hours: tuple[str, str, str], rank: int = 1, name: str = ""
) -> people.ContactNamed:
    when = tuple(people.Hours(days=days, start=start, end=end) for days, start, end in hours) or (
        people.Hours(),
    )
    return people.ContactNamed(role=role, name=name, phone=phone, hours=when, rank=rank)


def ordered(order: str, text: str, code: str, indication: str) -> facts.MedicineOrdered:
    terms = facts.AsNeeded(
        indication=indication, dose=facts.Amount(number=2, unit="mg"), may_give=("nurse", "relative")
    )
    return facts.MedicineOrdered(
        order=order, code=facts.Code(code=code, text=text), as_needed=True, terms=terms
    )


FACTS = (
    limit("resuscitation", "yes"),
    limit("intensive_care", "no"),
    limit("other", "not_possible", other="hemlig behandling"),
    decisions.DeathExpected(known="yes", physician=DOCTOR, review=date(2026, 6, 20), wake="at_once",
                            transport="Ring Fonus 0771-87 00 87"),
    situation.PhaseNoted(phase="dying", line="Sista dygnen med spridd bukspottkörtelcancer"),
    situation.MattersNoted(text="Sitta i trädgården"),
    situation.MattersNoted(text="Dottern vill mera", said_by="relative"),
    situation.PreferenceNoted(about="care", first="own_home"),
    situation.PreferenceNoted(about="death", first="hospice", said_by="record"),
    situation.ConversationHeld(form="turning_point", led_by=DOCTOR, took_part=("patient",), decided="Stanna hemma"),
    situation.ConversationHeld(form="follow_up", led_by=DOCTOR, took_part=("relative",), decided="Kort tid kvar"),
    nursing.StepPlanned(problem="pain", first="Morfin 2,5 mg", call="Gryning"),
    nursing.ImplantNoted(form="icd", active="yes"),
    medicines.MedicinesKept(place="I skåpet över kylen"),
    ordered("o1", "Morfin", "N02AA01", "pain"),
    ordered("o2", "", "N05CD08", "anxiety"),
    facts.Diagnosis(code=facts.Code(code="C25.9", text="Cancer i bukspottkörteln"), ref="d1"),
    DeviceUsed(ref="u1", code=facts.Code(code="360006004", text="Vårdsäng")),
    people.RelativeNoted(relative="r1", key="yes"),
    contact("home_nursing", "054-17 00 18", ("every_day", "07:00", "21:30"), name="Hemsjukvården"),
    contact("specialised_team", "054-17 00 17", ("workdays", "08:00", "16:00"), rank=1, name="Gryning"),
    contact("on_call_physician", "054-17 00 19", ("workdays", "16:00", "08:00"), ("other_days", "00:00", "00:00"),
            rank=2),
    contact("advice_line", "054-17 00 99"),
)  # fmt: skip


@pytest.fixture
def places(world, clock_at):
    """Three workplaces, at three in the morning of a Monday."""
    clock_at("2026-06-15T03:00:00+02:00")
    return workplaces.build()


@pytest.fixture
def patient(places):
    """Berit, with much in her plan, which was confirmed yesterday."""
    found = workplaces.patient_at(places.ward, "Berit Bergström")
    persons.identify(found, "personnummer", NUMBER)
    persons.note(found, Address(lines=("Älvgatan 17",), postal_code="652 24", city="Norrvik"), by="test")
    persons.note(found, Relative(ref="r1", name="Bo Åkerström", relation="make"), by="test")
    when = When.at(clock.now() - timedelta(hours=30))
    log.append(found, [Draft(fact, when) for fact in FACTS], places.ward.author, expected=ANY)
    confirmed = planned.PlanConfirmed(by=NURSE, seen={found: 99}, phase="dying")
    yesterday = When.at(clock.now() - timedelta(days=1))
    log.append(found, [Draft(confirmed, yesterday)], places.ward.author, expected=ANY)
    return found
