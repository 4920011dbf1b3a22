"""Tells some of the last days as entries of a record, by chances of its own; of the rest the record is silent. Pure.

What belongs to the plan of care (skin, infusions, wishes, conversations) is told only of those who have one, and only
where it leaves the plan as good as it was planted; scores, visits, diagnoses and documents of anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from lindra.care.events.common import Clinician
from lindra.care.events.nursing import InfusionNoted, SkinChecked
from lindra.care.events.plan import AdviceGiven
from lindra.care.events.situation import PreferenceNoted
from lindra.record import facts
from lindra.record.clinical import Assessed
from lindra.record.envelope import When
from lindra.record.facts import Amount, Code
from lindra.record.kinds import Fact
from lindra.record.plans import DocumentNoted, ServiceRequested
from lindra.synthetic.care_plan import CarePlan
from lindra.synthetic.care_sections import clinician
from lindra.synthetic.ending import DAYS, DELIRIUM, HIP, Ending, Symptom, minutes, moment
from lindra.synthetic.mix import chance, icd
from lindra.synthetic.plan import HOUR, Moment, Plan
from lindra.synthetic.story import Entry, Role, Step

NRS = Code(code="NRS", system="NRS", text="Smärta, NRS")
WILL = Code(code="will", system="Lindra", text="Kan uttrycka sin vilja")
OLD_STROKE, HEALED = icd("I639", "Stroke"), icd("C509", "Bröstcancer")
REPORT = Code(text="Rättsmedicinsk undersökning, utlåtande")
REQUEST = Code(text="Rättsmedicinsk obduktion")
RATED: dict[Symptom, tuple[str, str]] = {
    "nausea": ("nausea", "illamående"), "anxiety": ("anxiety", "oro"),
    "breathlessness": ("breathlessness", "andfåddhet"),
}  # fmt: skip
"""Symptoms of ESAS: item and text."""
BY_STAFF: dict[Symptom, str] = {"rattle": "Rosslighet, NRS", "confusion": "Förvirring, NRS"}
"""Symptoms that staff rate with a numeric scale."""


class Ended:
    """Somebody's last days being told."""

    def __init__(self, patient: str, plan: Plan, care: CarePlan, ending: Ending) -> None:
        self.patient, self.plan, self.care, self.ending = patient, plan, care, ending
        self.random = Random(f"what is told of the last days of {patient}")  # noqa: S311 - a made-up county
        self.planned = care.quality != "missing"
        self.palliative = plan.course in ("palliative", "specialised_home")

    def steps(self) -> Iterator[Step]:
        """Everything that is told, in no order."""
        yield from self._scores()
        yield from self._will()
        yield from self._skin()
        yield from self._fluids()
        yield from self._examined()
        yield from self._outside()
        yield from self._illnesses()
        yield from self._visit_at_death()
        yield from self._wish()
        yield from self._afterwards()

    # Pieces.

    def _step(self, at: Moment, unit: str, role: Role, *told: Fact, until: int = 0) -> Step:
        start = self.plan.instant(at)
        end = start + timedelta(minutes=until) if until else None
        return Step(
            (end or start) + timedelta(minutes=4),
            unit,
            role,
            tuple(Entry(fact, When.at(start, end)) for fact in told),
        )

    def _by_nurse(self, at: Moment, *told: Fact) -> Step:
        return self._step(at, self.plan.place_at(at[0])[1], "nurse", *told)

    def _before(self, hours: float) -> Moment:
        """So many hours before death."""
        return moment(self.plan.minute - int(hours * HOUR))

    def _alive(self, at: Moment) -> bool:
        return minutes(at) < self.plan.minute - 5

    def _measured(self, code: Code, value: int) -> facts.Measured:
        return facts.Measured(code=code, value=Amount(number=Decimal(value)), category=code.system)

    # In the last week.

    def _scores(self) -> Iterator[Step]:
        """Pain rated every day, on some days, or not; other symptoms beside it now and then."""
        drawn = self.random.random()
        every = drawn < (0.35 if self.palliative else 0.07)
        if not every and drawn > 0.45:
            return
        days = range(DAYS) if every else self.random.sample(range(DAYS), self.random.randrange(1, 5))
        esas, staff = every and chance(self.random, 0.7), every and chance(self.random, 0.5)
        for day in days:
            at = (day, 10 * HOUR + self.random.randrange(50))
            if self._alive(at):
                told = [self._measured(NRS, self.ending.level("pain", day))]
                told += [self._esas(symptom, day) for symptom in RATED] if esas else []
                told += [self._nrs(symptom, day) for symptom in BY_STAFF] if staff else []
                yield self._by_nurse(at, *told)

    def _esas(self, symptom: Symptom, day: int) -> facts.Measured:
        item, text = RATED[symptom]
        code = Code(code=item, system="ESAS", text=f"ESAS {text}")
        return self._measured(code, self.ending.level(symptom, day))

    def _nrs(self, symptom: Symptom, day: int) -> facts.Measured:
        code = Code(code=symptom, system="NRS", text=BY_STAFF[symptom])
        return self._measured(code, self.ending.level(symptom, day))

    def _will(self) -> Iterator[Step]:
        """Whether the patient could express their will, noted now and then."""
        if not chance(self.random, 0.3):
            return
        lost = self.ending.lost
        if lost is None:
            at = self._before(0.7 if chance(self.random, 0.5) else self.random.uniform(2, 60))
            yield self._noted_will(at)
            return
        gap = self.plan.minute - minutes(lost)
        for apart in (self.random.uniform(0.05, 0.6), -self.random.uniform(0.05, 0.6)):
            if chance(self.random, 0.85):
                yield self._noted_will(moment(minutes(lost) - int(gap * apart)))

    def _noted_will(self, at: Moment) -> Step:
        return self._by_nurse(at, facts.Measured(code=WILL, value=Amount(yes=self.ending.able(at))))

    def _skin(self) -> Iterator[Step]:
        """The skin checked on arrival, and near the end; of some both, of some neither."""
        if not self.planned:
            return
        came = self.arrived()
        if came and chance(self.random, 0.6):
            at, unit = came
            yield self._step(at, unit, "nurse", self._check(self.ending.ulcer(at), on_arrival=True))
        drawn = self.random.random()
        at = self._before(self.random.uniform(1, 20) if drawn < 0.5 else self.random.uniform(26, 60))
        if drawn < 0.7:
            yield self._by_nurse(at, self._check(self.ending.ulcer(at)))
        if "ulcer_heals" in self.ending.rare and self.ending.ulcer(self._before(9)):
            yield self._by_nurse(self._before(9), self._check(self.ending.ulcer(self._before(9))))
            yield self._by_nurse(self._before(0.5), self._check(0))

    def _check(self, worst: int, *, on_arrival: bool = False) -> SkinChecked:
        known: Any = worst
        return SkinChecked(worst=known, site="sakrum" if worst else "", on_arrival=on_arrival)

    def arrived(self) -> tuple[Moment, str] | None:
        """When somebody was received at the unit where they died, an hour or two after coming; and the unit."""
        dying = next((stay for stay in self.plan.stays if stay.end is None), None)
        if dying is not None:
            at = moment(minutes(dying.start) + 80)
            return (at, dying.unit) if self._alive(at) else None
        home = self.plan.home_at(0)
        if self.plan.course == "emergency" or home is None:
            return None
        if home.unit:
            return (home.day, 14 * HOUR), home.unit
        team = next(
            (team for team in self.plan.teams if team.end is None and team.form == "specialised_home_care"),
            None,
        )
        team = team or next((team for team in self.plan.teams if team.form == "home_nursing"), None)
        return ((team.start, 16 * HOUR + 30), team.unit) if team and home.to == "own_home" else None

    def _fluids(self) -> Iterator[Step]:
        """A drip noted when it began and when it stopped; of some that none was running."""
        if not self.planned:
            return
        given = self.ending.fluid
        if given is not None and chance(self.random, 0.8):
            yield self._by_nurse(given[0], InfusionNoted(form="fluid", running="yes", route="intravenous"))
            if minutes(given[1]) < self.plan.minute and chance(self.random, 0.9):
                yield self._by_nurse(given[1], InfusionNoted(form="fluid", running="no"))
        elif given is None and chance(self.random, 0.12):
            none = InfusionNoted(form="fluid", running="no"), InfusionNoted(form="nutrition", running="no")
            yield self._by_nurse(self._before(self.random.uniform(26, 50)), *none)

    def _examined(self) -> Iterator[Step]:
        """A physician's visit, or in a ward an assessment; of half of them."""
        at = self.ending.examined
        if not chance(self.random, 0.5) or not self._alive(at):
            return
        unit = self.plan.place_at(at[0])[0]
        if unit.startswith(("ward", "palliative", "hospice")):
            yield self._step(at, unit, "physician", Assessed(ref=f"{self.patient}-round", form="impression"))
        else:
            visit = facts.Contact(episode=f"{self.patient}-seen", form="home_visit", status="finished")
            yield self._step(at, unit, "physician", visit, until=30)

    def _outside(self) -> Iterator[Step]:
        """Advice from a palliative team or a physiotherapist, where the plan is none that it would make stale."""
        if self.care.quality not in ("missing", "half_filled"):
            return
        since = next((stay.start[0] for stay in self.plan.stays if stay.end is None), DAYS)
        for name in ("palliative_team", "paramedical"):
            if name in self.ending.outside and since > 1 and chance(self.random, 0.7):
                at = (self.random.randrange(1, min(since, 6)), 11 * HOUR + self.random.randrange(90))
                yield self._advised(name, at)

    def _advised(self, name: str, at: Moment) -> Step:
        if name == "paramedical":
            by = Clinician(name="Kim Rågård", profession="physiotherapist", unit="Paramedicin Lyktan")
            return self._by_nurse(at, AdviceGiven(by=by, advice="Vändschema, och kuddar under hälarna."))
        relation = f"{self.patient}-consulted"
        asked = facts.RelationOpened(relation=relation, ground="asked", asked_by="Sjuksköterska")
        given = AdviceGiven(by=clinician("consult", "physician"), advice="Öka morfinet och ge glykopyrron.")
        return self._step(at, "consult", "physician", asked, given)

    def _illnesses(self) -> Iterator[Step]:
        """More illnesses: what led to death too, what came at the end, what had healed, what nobody took away."""
        practice = f"practice-{self.plan.municipality}"
        for code in self.ending.second:
            yield from self._diagnosed(code, (self.random.randrange(300, 1800), 10 * HOUR), practice, 0.93)
        if self.ending.acute is not None:
            day = self.random.randrange(3, 25) if self.ending.acute == HIP else self.random.randrange(1, 10)
            yield from self._diagnosed(self.ending.acute, (day, 15 * HOUR), self.plan.place_at(day)[0], 0.9)
        if chance(self.random, 0.05):
            yield from self._diagnosed(HEALED, (3300, 11 * HOUR), practice, 1, status="resolved")
        if "old_illness" in self.ending.rare:
            yield from self._diagnosed(OLD_STROKE, (3200, 11 * HOUR), practice, 1)
        worst = max(range(1, DAYS), key=lambda day: self.ending.level("confusion", day))
        if self.ending.level("confusion", worst) >= 5:
            yield from self._diagnosed(DELIRIUM, (worst, 15 * HOUR), self.plan.place_at(worst)[0], 0.25)

    def _diagnosed(
        self, code: Code, at: Moment, unit: str, share: float, status: str = "active"
    ) -> Iterator[Step]:
        if chance(self.random, share):
            yield self._step(at, unit, "physician", facts.Diagnosis(code=code, status=status))

    def _nursed_by(self) -> str:
        """The unit that nurses one who dies at home, in the daytime; empty: none."""
        if self.plan.course not in ("own_home", "specialised_home") or not 40 < self.plan.minute < 22 * HOUR:
            return ""
        own = ("specialised_home_care", "home_nursing")
        return next((team.unit for team in self.plan.teams if team.form in own and team.end is None), "")

    def _visit_at_death(self) -> Iterator[Step]:
        """Staff who were there, or whom those close rang for afterwards."""
        unit, minute = self._nursed_by(), self.plan.minute
        if unit and self.ending.staff_came:
            if "unwritten_visit" not in self.ending.rare:
                yield self._visit((0, minute - 25), unit)
        elif unit and not self._comes(unit) and chance(self.random, 0.6):
            yield self._visit((0, minute + 35), unit)

    def _comes(self, unit: str) -> bool:
        """Whether the course has that unit come at the moment of death."""
        at = (0, self.plan.minute - 20)
        return any(visit.unit == unit and visit.start == at for visit in self.plan.visits)

    def _visit(self, at: Moment, unit: str) -> Step:
        specialised = unit == "team"
        visit = facts.Contact(
            episode=f"{self.patient}-last", form="home_visit", palliative=specialised, status="finished",
            profession="nurse" if specialised else None,
        )  # fmt: skip
        return self._step(at, unit, "nurse", visit, until=70)

    def _wish(self) -> Iterator[Step]:
        """Where to die, of those whose plan is half filled."""
        if (
            self.care.quality != "half_filled"
            or "matters" in self.care.signed
            or not chance(self.random, 0.3)
        ):
            return
        at, first = (self.random.randrange(2, 50), 13 * HOUR + 20), self.care.preferred
        drawn = self.random.random()
        if first is None or drawn < 0.08:
            told = PreferenceNoted(about="death", known="unknown" if first is None else "no")
        else:
            told = PreferenceNoted(about="death", first="no_preference" if drawn < 0.16 else first)
        yield self._by_nurse(at, told)

    # After death.

    def _afterwards(self) -> Iterator[Step]:
        """Checks dated after the death, and documents of a forensic examination."""
        after = moment(self.plan.minute + 130)
        if self.planned and "ulcer_after_death" in self.ending.rare:
            yield self._by_nurse(after, self._check(self.ending.ulcer((0, self.plan.minute))))
        if self.planned and "mouth_after_death" in self.ending.rare:
            mouth = Code(code="ROAG", system="ROAG", text="Munhälsobedömning, ROAG")
            yield self._by_nurse(after, self._measured(mouth, 11))
        if self.ending.forensic:
            practice, drawn = f"practice-{self.plan.municipality}", self.random.random()
            late = (-self.random.randrange(20, 60), 10 * HOUR)
            if drawn < 0.6:
                report = DocumentNoted(ref=f"{self.patient}-forensic", code=REPORT)
                yield self._step(late, practice, "physician", report)
            elif drawn < 0.8:
                request = ServiceRequested(ref=f"{self.patient}-forensic", code=REQUEST)
                yield self._step(after, practice, "physician", request)
