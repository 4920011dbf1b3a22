"""Tells a plan of care as entries of a record: beside the course, by the same people, by chances of its own. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any, Literal, get_args

from lindra.care.events import medicines, situation
from lindra.care.events.common import Clinician
from lindra.care.events.home import DeathEstablished, HomeNursingAssessed
from lindra.care.events.plan import AdviceGiven, BereavementContact, PlanConfirmed, Section
from lindra.people import details
from lindra.record import facts
from lindra.record.clinical import MedicineGiven
from lindra.record.envelope import When
from lindra.record.facts import AsNeeded, Code
from lindra.record.kinds import Fact
from lindra.synthetic import care_texts, mix
from lindra.synthetic.care_plan import AT_HOME, DAY, CarePlan, minutes, moment
from lindra.synthetic.care_sections import Sections, clinician, phase_noted
from lindra.synthetic.care_texts import said
from lindra.synthetic.ending import Ending
from lindra.synthetic.mix import chance
from lindra.synthetic.plan import HOUR, Moment, Plan, Team
from lindra.synthetic.story import Entry, Role, Step

CONSULT = "consult"
TERMS_OF = "Kommunens kriterier för hemsjukvård (demo), 2025"
LATER: tuple[Section, ...] = ("steps", "call")
"""Sections of an excellent plan that are told when it is confirmed again, as they are then."""
SIGNS: tuple[situation.Sign, ...] = get_args(situation.Sign)


class Caring:
    """One plan of care being told; ``relatives`` are those among the person's details."""

    def __init__(
        self,
        patient: str,
        plan: Plan,
        care: CarePlan,
        relatives: Sequence[details.Relative] = (),
        ending: Ending | None = None,
    ) -> None:
        self.patient, self.plan, self.care, self.relatives = patient, plan, care, relatives
        self.ending = ending
        self.random = Random(f"what the plan of care of {patient} says")  # noqa: S311 - a made-up county
        self._orders: list[tuple[int, facts.MedicineOrdered]] = []

    def steps(self) -> Iterator[Step]:
        """Everything but what belongs to other steps (:meth:`talk`, :meth:`terms`, :meth:`enrolled`)."""
        if self.care.written is None:
            return
        if self.care.identified:
            yield self._step(
                self.care.identified, self._nurses(self.care.identified), "nurse", *self._found()
            )
        yield from self._written(self.care.written)
        yield from self._advice()
        yield from self._renewed()
        yield from self._outdated()
        yield from self._not_enrolled()
        yield from self._doses()
        yield from self._after_death()

    # What belongs to steps that the course tells.

    def talk(self, day: int, unit: str, *, able: bool) -> tuple[Fact, ...]:
        """What was said at a conversation at the turn of the illness, where somebody wrote it down."""
        if "matters" not in self.care.sections:
            return ()
        close = ("relative",) if self.relatives else ()
        present: Any = ("physician", *(("patient",) if able else ()), *close)
        ahead = self.plan.anchor - timedelta(days=day - self.random.randrange(14, 60))
        return (
            situation.ConversationHeld(
                form="turning_point", led_by=clinician(unit, "physician"), took_part=present,
                understood=said(self.random, "understood") if able else "", matters=said(self.random, "matters"),
                decided=said(self.random, "decided"), next_at=ahead if chance(self.random, 0.4) else None,
            ),
            *self._again("matters", clinician(unit, "physician")),
        )  # fmt: skip

    def terms(self, day: int, code: Code) -> AsNeeded | None:
        """On what terms an as-needed medicine may be given, where the plan says so."""
        if "medicines" not in self.care.sections:
            return None
        return care_texts.terms(code, delegated=self.plan.place_at(day)[1].startswith("care-home"))

    def ordered(self, at: Moment, orders: Sequence[facts.MedicineOrdered]) -> Iterator[Step]:
        """Where ordered medicines lie; and they are remembered, so that doses can be given."""
        if "medicines" not in self.care.sections:
            return
        self._orders += [(minutes(at), order) for order in orders]
        unit = self._nurses(at)
        home = unit.startswith(("home-", "team", "practice"))
        kept = medicines.MedicinesKept(
            place=said(self.random, "kept", "home" if home else "unit"),
            note=said(self.random, "kept", "note") if home else "",
        )
        yield self._step(at, unit, "nurse", kept, *self._again("medicines", clinician(unit, "nurse")), lag=60)

    def enrolled(self, team: Team) -> tuple[Fact, ...]:
        """The assessment by which home nursing took the person on."""
        if team.form != "home_nursing" or (self.plan.dead and self.care.quality == "missing"):
            return ()
        assessed = HomeNursingAssessed(
            outcome="enrolled", criteria=("cannot_travel", "palliative_needs"), rules=TERMS_OF,
            means=care_texts.texts()["enrolled"], informed=True,
        )  # fmt: skip
        return (assessed,)

    def entry(self) -> tuple[details.Telecom, ...]:
        """How to get in, where the person lives at home and somebody has asked."""
        home = self.plan.home_at(0)
        if "call" not in self.care.sections or home is None or home.unit or not chance(self.random, 0.7):
            return ()
        return (details.Telecom(system="other", use="entry", value=said(self.random, "entry")),)

    # The plan itself.

    def _step(self, at: Moment, unit: str, role: Role, *told: Fact, lag: int = 10) -> Step:
        start = self.plan.instant(at)
        entries = tuple(Entry(fact, When.at(start)) for fact in told)
        return Step(start + timedelta(minutes=lag), unit, role, entries)

    def _nurses(self, at: Moment) -> str:
        """The unit whose nurse comes; on the last day the team that had the person the day before."""
        unit = self.plan.place_at(at[0])[1]
        return self.plan.place_at(1)[1] if at[0] <= 0 and unit.startswith("practice") else unit

    def _found(self) -> Iterator[Fact]:
        """Needs are found; the phase of illness is noted where it changes before the plan is written."""
        how = self.random.choice(("instrument", "surprise_question", "clinical_judgement"))
        chosen = self.random.sample(SIGNS, self.random.randrange(1, 4)) if how == "instrument" else ()
        yield situation.NeedIdentified(how=how, signs=chosen, instrument="SPICT" if chosen else "")
        if self.care.identified and self.care.phase != "stable":
            yield phase_noted(self.plan, "stable")

    def _sections(self, at: Moment) -> Sections:
        physicians, nurses = self.plan.place_at(at[0])
        return Sections(
            self.patient, self.plan, self.care, self.random, self.relatives, at[0], physicians, nurses,
            self.ending.ulcer(moment(minutes(at) + 30)) if self.ending else None,
        )  # fmt: skip

    def _written(self, at: Moment) -> Iterator[Step]:
        """The physician's decisions, then the rest by a nurse, who confirms what is confirmed."""
        sections, filled = self._sections(at), self.care.sections
        if "decisions" in filled:
            yield from self._decided(at, sections)
        now = tuple(one for one in self.care.signed if not self.care.renewed or one not in LATER)
        told = list(
            self._by_nurse(sections, [one for one in filled if not self.care.renewed or one not in LATER])
        )
        if "medicines" in filled and not self._orders and self.care.quality != "half_filled":
            told.append(situation.Asked(topic="as_needed", known="no"))
        if not self.care.identified:
            told = [*self._found(), *told]
        if now:
            told.append(self._confirmed(at, now))
        later = moment(minutes(at) + 30)
        yield self._step(later, sections.nurses, "nurse", *told)

    def _decided(self, at: Moment, sections: Sections) -> Iterator[Step]:
        """The physician's decisions; where one was told on the telephone, a nurse wrote it, unsigned."""
        made = list(sections.decisions())
        dictated = made.pop(min(1, len(made) - 1)) if self.care.dictated else None
        if made:
            yield self._step(at, sections.physicians, "physician", *made)
        if dictated is not None:
            step = self._step(at, sections.nurses, "nurse", dictated, lag=12)
            yield replace(step, entries=tuple(replace(entry, signed=False) for entry in step.entries))

    def _renewed(self) -> Iterator[Step]:
        """Confirmed again: the phase of illness as it is then, and what was left for later."""
        if self.care.renewed is None:
            return
        at, phase = self.care.renewed.at, self.care.renewed.phase
        told = phase_noted(self.plan, phase), *self._by_nurse(self._sections(at), LATER)
        confirmed = self._confirmed(at, self.care.signed)
        yield self._step(at, self._nurses(at), "nurse", *told, confirmed, lag=2)

    def _by_nurse(self, sections: Sections, chosen: Sequence[Section]) -> Iterator[Fact]:
        """What a nurse writes of the chosen sections."""
        for name in chosen:
            if name not in ("person", "decisions"):
                yield from getattr(sections, name)()

    def _confirmed(self, at: Moment, signed: tuple[Section, ...]) -> PlanConfirmed:
        """A confirmation; what its author had seen is known when the story is put in order (:func:`positioned`)."""
        by = clinician(self._nurses(at), "nurse")
        return PlanConfirmed(sections=signed, by=by, seen={self.patient: 0})

    def _again(self, section: Section, by: Clinician) -> tuple[Fact, ...]:
        """Who changes a section of a plan that is looked after confirms it at once."""
        if section not in self.care.signed:
            return ()
        return (PlanConfirmed(sections=(section,), by=by, seen={self.patient: 0}),)

    def _advice(self) -> Iterator[Step]:
        """Now and then advice was asked for before the plan was confirmed again."""
        if self.care.written and self.care.renewed and chance(self.random, 0.2):
            at = moment(minutes(self.care.written) + DAY)
            if minutes(at) + HOUR < minutes(self.care.renewed.at):
                yield self._advised(at)

    def _advised(self, at: Moment) -> Step:
        question, advice = said(self.random, "advice")
        asked = facts.RelationOpened(
            relation=f"{self.patient}-advice", ground="asked", asked_by="Sjuksköterska"
        )
        given = AdviceGiven(by=clinician(CONSULT, "physician"), question=question, advice=advice)
        return self._step(at, CONSULT, "physician", asked, given)

    def _outdated(self) -> Iterator[Step]:
        """What makes a stale plan stale, where the course does not."""
        after = self.care.after
        if after is None:
            return
        if self.care.outdated == "phase":
            yield self._step(after.at, self._nurses(after.at), "nurse", phase_noted(self.plan, after.phase))
        elif self.care.outdated == "opioid":
            more = self._sections(after.at)
            yield self._step(after.at, more.physicians, "physician", more.opioid(self.random.randrange(2, 5)))
        elif self.care.outdated == "advice":
            yield self._advised(after.at)

    def _not_enrolled(self) -> Iterator[Step]:
        """Assessed for home nursing, and not taken on: of some who live at home without it."""
        has = any(team.form == "home_nursing" for team in self.plan.teams)
        if has or self.plan.course != "own_home" or not chance(self.random, 0.4):
            return
        at, unit = (self.random.randrange(10, 80), 11 * HOUR), f"home-{self.plan.municipality}"
        why = said(self.random, "not_enrolled")
        assessed = HomeNursingAssessed(outcome="not_enrolled", rules=TERMS_OF, reason=why, informed=True)
        asked = facts.RelationOpened(
            relation=f"{self.patient}-assessed", ground="asked", asked_by="Vårdcentralen"
        )
        yield self._step(at, unit, "nurse", asked, assessed)

    # Doses.

    def _doses(self) -> Iterator[Step]:
        """As-needed doses of the last day: some, or of one medicine as many as are allowed. A practice gives none."""
        if self.care.doses == "none" or not self._orders or self._nurses((0, 0)).startswith("practice"):
            return
        spent = self.care.doses == "spent"
        several = not spent and not self.plan.dead and len(self._orders) > 1
        chosen = self.random.sample(self._orders, 2 if several else 1)
        for since, order in chosen:
            assert order.terms is not None
            most, least = order.terms.most_per_day or 1, order.terms.least_interval or 0
            count = most if spent else self.random.randrange(1, 3)
            for at in self._times(since, count, least):
                yield self._dose(order, order.terms, at)

    def _times(self, since: int, count: int, least: int) -> Iterator[int]:
        """Minutes of doses, the last a few hours before the end, never closer than allowed."""
        end = 0 if self.plan.day_only else self.plan.minute
        at = end - self.random.randrange(50, 240)
        for _ in range(count):
            if at < max(since + 2 * HOUR, end - DAY + HOUR):
                return
            yield at
            at -= least + self.random.randrange(10, 50)

    def _dose(self, order: facts.MedicineOrdered, terms: AsNeeded, minute: int) -> Step:
        at = moment(minute)
        dose = self.random.choice((terms.dose, terms.dose_high or terms.dose))
        given = MedicineGiven(
            ref=f"{order.order}-{-minute}", order=order.order, code=order.code, dose=dose, route=order.route,
            status="completed",
        )  # fmt: skip
        return self._step(at, self._nurses(at), "nurse", given, lag=5)

    # After death.

    def _after_death(self) -> Iterator[Step]:
        if not self.plan.dead:
            return
        if self.plan.course in AT_HOME and not self.plan.day_only:
            yield self._established()
        if self.care.quality == "half_filled" or chance(self.random, 0.3):
            return
        form: Any = "no_relatives"
        if self.relatives:
            odds = {"held": 0.4, "offered": 0.3, "declined": 0.15, "not_reached": 0.15}
            form = mix.drawn(self.random, odds)
        at = (-self.random.randrange(28, 56), 10 * HOUR)
        spoken = BereavementContact(
            form=form, relative=self.relatives[0].ref if self.relatives else "",
            note=care_texts.texts()["bereaved"].get(form, ""),
        )  # fmt: skip
        yield self._step(at, self._nurses((0, 0)), "nurse", spoken)

    def _were_there(self, drawn: Literal["present", "told"]) -> Literal["present", "told", "no_relatives"]:
        """Whether those close were there when the patient died."""
        if not self.relatives:
            return "no_relatives"
        if self.ending is None:
            return drawn
        return "present" if self.ending.close.startswith("relatives") else "told"

    def _established(self) -> Step:
        """A physician establishes death: of one who died at night, in the morning."""
        at = moment(self.plan.minute + 75)
        if not 8 * HOUR <= at[1] < 22 * HOUR:
            at = (at[0] if at[1] < 8 * HOUR else at[0] - 1, 8 * HOUR + 30)
        physicians, nurses = f"practice-{self.plan.municipality}", self._nurses((0, 0))
        expected = self.care.death_expected
        by = clinician(physicians, "physician")
        established = DeathEstablished(
            physician=by, examined_by=clinician(nurses, "nurse") if expected else by, expected=expected,
            relatives_told=self._were_there(self.random.choice(("present", "told"))),
            implants=self.random.choice(("none", "none", "unknown")), transport=care_texts.texts()["transport"],
        )  # fmt: skip
        return self._step(at, physicians, "physician", established)


def positioned(patient: str, steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps in order, with each confirmation as it was when written: where the log stood, and in which phase.

    A story is written from its beginning, so an entry's place is its number. Whoever confirms does so when writing,
    whatever the time of what else was written then.
    """
    seq, told = 0, []
    phase: situation.Phase = "stable"
    for step in steps:
        entries = []
        for entry in step.entries:
            if isinstance(entry.fact, situation.PhaseNoted):
                phase = entry.fact.phase
            entries.append(_confirmed_then(entry, step, patient, seq, phase))
            seq += 1
        told.append(replace(step, entries=tuple(entries)))
    return tuple(told)


def _confirmed_then(entry: Entry, step: Step, patient: str, seq: int, phase: situation.Phase) -> Entry:
    if not isinstance(entry.fact, PlanConfirmed):
        return entry
    fact = entry.fact.model_copy(update={"seen": {patient: seq}, "phase": phase})
    return replace(entry, fact=fact, when=When.at(step.at))
