"""What a made-up plan of care states, section by section, as facts. Pure.

Texts stand in ``data/care_plans.json``. Nobody here decides by age, group or housing: reasons are those of one person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any, Literal

from lindra.care.events import decisions, medicines, nursing, people, situation
from lindra.care.events.common import Clinician
from lindra.people.details import Relative
from lindra.record import facts
from lindra.record.clinical import Allergy, DeviceUsed
from lindra.record.facts import Amount, Code
from lindra.record.kinds import Fact
from lindra.record.plans import GoalNoted
from lindra.synthetic import county, mix, names
from lindra.synthetic.care_plan import CarePlan
from lindra.synthetic.care_texts import FITTING, said, steps, texts
from lindra.synthetic.mix import chance
from lindra.synthetic.plan import Plan

KIDNEY = Code(code="eGFR", text="Njurfunktion, eGFR")
MORPHINE = Code(code="N02AA01", system="ATC", text="Morfin")
OXYCODONE = Code(code="N02AA05", system="ATC", text="Oxikodon")
COPIED = "Nationella läkemedelslistan"
ON_CALL = "on-call"
OFFICE = people.Hours(days="workdays", start="08:00", end="17:00")
NIGHTS = (
    people.Hours(days="workdays", start="17:00", end="08:00"),
    people.Hours(days="other_days", start="08:00", end="08:00"),
)
"""All other hours: also the morning after a day that is no workday."""


@cache
def clinician(unit: str, role: str) -> Clinician:
    """Who writes at a unit in this role, as one who signs."""
    made = county.organisation()
    one = made.staff[made.writers[unit, role]]
    profession: Literal["physician", "nurse"] = "physician" if role == "physician" else "nurse"
    return Clinician(name=one.name, profession=profession, unit=made.units[unit].name, hsa_id=one.hsa_id)


@dataclass(frozen=True)
class Sections:
    """The sections of one plan on the day it is written, at the units that have the person then."""

    patient: str
    plan: Plan
    care: CarePlan
    random: Random
    relatives: Sequence[Relative]
    day: int
    physicians: str
    nurses: str
    ulcer: int | None = None
    """The worst category of pressure ulcer as it truly was; None where it is drawn."""

    def decisions(self) -> Iterator[Fact]:
        """Limits of treatment, and whether death is expected where the person lives."""
        whole = self.care.quality != "half_filled"
        dying = self.care.death_expected
        calm = self.care.renewed is None or self.care.renewed.phase in ("stable", "unstable")
        tried = calm and not dying and chance(self.random, 0.2)
        yield self._limit("resuscitation", "give" if tried else "withhold")
        if whole:
            drawn = mix.drawn(
                self.random, {"withhold": 0.0 if tried else 0.4, "conditional": 0.45, "give": 0.15}
            )
            yield self._limit("hospital", "withhold" if dying and chance(self.random, 0.6) else drawn)
            if not tried and chance(self.random, 0.8):
                yield self._limit("intensive_care", "withhold")
            if chance(self.random, 0.3):
                yield self._limit("antibiotics", self.random.choice(("conditional", "give")))
            yield self._expected()

    def _limit(self, treatment: Any, decision: Any) -> Fact:
        basis, reason, *condition = said(self.random, treatment, decision)
        relatives = "yes" if self.relatives and chance(self.random, 0.8) else "no"
        near = chance(self.random, 0.85)
        return decisions.LimitDecided(
            treatment=treatment, decision=decision, basis=basis, reason=reason, condition="".join(condition),
            physician=clinician(self.physicians, "physician"), consulted=clinician(self.nurses, "nurse"),
            assessed="in_person" if near else "at_a_distance", knows_patient=None if near else True,
            patient_told="yes", relatives_told=relatives, told=said(self.random, "told"), told_on=self._date(0),
            knows=("patient", "home_nursing"), review=self._date(90),
        )  # fmt: skip

    def _expected(self) -> Fact:
        physician = clinician(self.physicians, "physician")
        if not self.care.death_expected:
            return decisions.DeathExpected(known="no", physician=physician, review=self._date(90))
        return decisions.DeathExpected(
            known="yes", physician=physician, review=self._date(60), establishes=texts()["establishes"],
            nurse_may_examine=True, wake=self.random.choice(("at_once", "in_the_morning")),
            wake_whom=self.relatives[0].relation if self.relatives else "", transport=texts()["transport"],
        )  # fmt: skip

    def hazards(self) -> Iterator[Fact]:
        """Hypersensitivity, implants, infection and kidney function: something, none, or not known."""
        if chance(self.random, 0.2):
            what = Code(text=said(self.random, "allergies"))
            yield Allergy(ref=f"{self.patient}-allergy", code=what, status="active")
        else:
            yield situation.Asked(topic="hypersensitivity", known="no")
        yield self._implant()
        yield self._infection()
        if self.plan.cause.key == "kidney" or chance(self.random, 0.6):
            low = 8 if self.plan.cause.key == "kidney" else 35
            rate = Amount(number=Decimal(low + self.random.randrange(0, 7 * low // 8)), unit="ml/min/1,73 m²")
            yield facts.Measured(code=KIDNEY, value=rate)
        else:
            yield situation.Asked(topic="kidney", known="unknown")

    def _implant(self) -> Fact:
        drawn, cause = self.random.random(), self.plan.cause.key
        if cause == "heart" and drawn < 0.25:
            return nursing.ImplantNoted(form="icd", active=self.random.choice(("yes", "no", "unknown")))
        if cause == "heart" and drawn < 0.5:
            return nursing.ImplantNoted(form="pacemaker")
        if cause == "cancer" and drawn < 0.4:
            return nursing.ImplantNoted(form="port")
        return situation.Asked(topic="implants", known="unknown" if drawn > 0.93 else "no")

    def _infection(self) -> Fact:
        drawn = self.random.random()
        if drawn < 0.06:
            form: Literal["mrsa", "esbl"] = "mrsa" if drawn < 0.03 else "esbl"
            return nursing.InfectionRiskNoted(form=form, precautions=texts()["precautions"])
        return situation.Asked(topic="infection", known="unknown" if drawn > 0.92 else "no")

    def situation(self) -> Iterator[Fact]:
        """Phase of illness, food and drink, skin, aids."""
        yield phase_noted(self.plan, self.care.phase)
        eats = self.random.choice(("as_before", "less", "less", "sips"))
        yield nursing.NutritionNoted(eats=eats)
        drawn: Any = mix.drawn(self.random, {0: 0.7, 1: 0.15, 2: 0.1, 3: 0.05})
        worst: Any = drawn if self.ulcer is None else self.ulcer
        yield nursing.SkinChecked(worst=worst, site="sakrum" if worst else "")
        aid = said(self.random, "equipment")
        if chance(self.random, 0.6):
            yield DeviceUsed(ref=f"{self.patient}-aid", code=Code(text=aid), status="active")
        elif self.care.quality != "half_filled":
            yield situation.Asked(topic="equipment", known="no")

    def steps(self) -> Iterator[Fact]:
        """What to do when, and whom to call."""
        fitting = list(FITTING[self.plan.cause.key])
        chosen = fitting[: self.random.randrange(2, 4)]
        if self.care.death_expected:
            chosen.append("dying")
        call = county.organisation().units[self._around_the_clock()].name
        for problem in chosen:
            first, second = steps()[problem]
            told: Any = problem
            yield nursing.StepPlanned(problem=told, first=first, second=second, call=call)

    def medicines(self) -> Iterator[Fact]:
        """The regular opioid and a pump, as their source has them."""
        if self.care.outdated == "opioid" or chance(self.random, 0.55):
            yield self.opioid(1)
        else:
            yield situation.Asked(topic="opioid", known="no")
        if self.plan.cause.key == "cancer" and chance(self.random, 0.15):
            content, change = "Morfin 20 mg och midazolam 10 mg, 24 timmar", "Byts varje dag klockan 10."
            yield medicines.PumpNoted(
                running="yes", content=content, rate="0,5 ml/timme", change=change, copied_from=COPIED
            )
        else:
            yield situation.Asked(topic="pump", known="no")

    def opioid(self, times: int) -> Fact:
        """So much of an opioid a day; the same substance whenever it is asked for."""
        substance = MORPHINE if self.plan.number % 2 else OXYCODONE
        amount = Decimal(20 * times)
        return medicines.OpioidNoted(substance=substance, per_day=amount, copied_from=COPIED)

    def call(self) -> Iterator[Fact]:
        """Whom to call, so that somebody answers at every hour."""
        first = self._contact("fast_vardkontakt", self.physicians, "physician", (OFFICE,), 3)
        if self.care.quality == "half_filled":
            yield first
            return
        around = self._around_the_clock()
        if around != ON_CALL:
            unit = county.organisation().units[around]
            role = {"home_nursing": "home_nursing", "care_home": "care_home"}.get(unit.kind, "other")
            yield self._contact(role, around, "", (people.Hours(),), 1)
        if self._has("team"):
            yield self._contact("specialised_team", "team", "", (OFFICE,), 2)
        yield first
        if self.physicians != (practice := f"practice-{self.plan.municipality}"):
            yield self._contact("fast_lakarkontakt", practice, "physician", (OFFICE,), 4)
        yield self._contact("on_call_physician", ON_CALL, "", NIGHTS, 5)

    def _contact(self, role: Any, unit: str, person: str, hours: tuple[people.Hours, ...], rank: int) -> Fact:
        made = county.organisation()
        one = made.staff[made.writers[unit, person]] if person else None
        number = made.units[unit].number
        phone = names.telephone(self.random) if person else names.switchboard(number)
        return people.ContactNamed(
            role=role, name=one.name if one else "", profession=one.title.lower() if one else "",
            unit=made.units[unit].name, phone=phone, hours=hours, rank=rank,
        )  # fmt: skip

    def _around_the_clock(self) -> str:
        """Who answers at every hour: where the person lives, else home nursing, else the physician on call."""
        home = self.plan.home_at(self.day)
        if home and home.unit:
            return home.unit
        own = f"home-{self.plan.municipality}"
        return own if self._has(own) else ON_CALL

    def _has(self, unit: str) -> bool:
        return any(
            team.unit == unit and team.start >= self.day > (team.end or -1) for team in self.plan.teams
        )

    def matters(self) -> Iterator[Fact]:
        """What matters most, preferred places, those close and what they know, a goal."""
        yield situation.MattersNoted(text=said(self.random, "matters"), said_by=self._by())
        if self.care.quality != "half_filled":
            yield from self._preferences()
            yield from self._relatives()
            goal = said(self.random, "goals")
            yield GoalNoted(ref=f"{self.patient}-goal", text=goal, status="active")

    def _by(self) -> Literal["patient", "relative", "record"]:
        """Who can tell: in severe dementia those close, or what was written before."""
        if self.plan.cause.key != "dementia":
            return "patient"
        return "relative" if self.relatives else "record"

    def _preferences(self) -> Iterator[Fact]:
        wished, by = self.care.preferred, self._by()
        second = "hospice" if wished == "own_home" and chance(self.random, 0.5) else None
        if wished is None:
            yield situation.PreferenceNoted(about="care", known="unknown", said_by=by)
            yield situation.PreferenceNoted(about="death", known="unknown", said_by=by)
        else:
            yield situation.PreferenceNoted(about="care", first=wished, said_by=by)
            yield situation.PreferenceNoted(about="death", first=wished, second=second, said_by=by)

    def _relatives(self) -> Iterator[Fact]:
        keys = {one.ref for one in self.relatives if chance(self.random, 0.5)}
        for one in self.relatives:
            yield people.RelativeNoted(
                relative=one.ref, child=one.relation == "barn" and self._age() < 45,
                knows=said(self.random, "knows"), wants=said(self.random, "wants"), supported="yes",
                key="yes" if one.ref in keys else "no", call_at_night="yes" if chance(self.random, 0.6) else "no",
            )  # fmt: skip
        if not self.relatives:
            yield situation.Asked(topic="relatives", known="no")
        if not keys:
            yield situation.Asked(topic="key", known="no")

    def _age(self) -> int:
        return self.plan.anchor.year - self.plan.born.year

    def _date(self, ahead: int) -> Any:
        return self.plan.anchor - timedelta(days=self.day - ahead)


def phase_noted(plan: Plan, phase: situation.Phase) -> situation.PhaseNoted:
    """A phase of illness, and the situation in one line."""
    line = f"{texts()['illness'][plan.cause.key]} {texts()['phases'][phase]}"
    return situation.PhaseNoted(phase=phase, line=line)
