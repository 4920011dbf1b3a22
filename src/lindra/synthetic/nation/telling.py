"""Tells the course of the dead of a month as events: homes, stays, visits, who took them on, what was planned.

Every method adds events to ``rows``; what was drawn is not changed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from lindra.synthetic.nation import draw, levels
from lindra.synthetic.nation.calendar import DAY, Whole, utc
from lindra.synthetic.nation.course import STAYS, Course, at
from lindra.synthetic.nation.dead import Dead
from lindra.synthetic.nation.draw import Index, Rng
from lindra.synthetic.nation.levels import PLACE
from lindra.synthetic.nation.rows import NEVER, Rows
from lindra.synthetic.nation.stays import Stays, notices
from lindra.synthetic.nation.support import PHASES, PHASES_AT_MOST, Support

MAIN = {
    "cancer": ("C349", "C189", "C619", "C509", "C259", "C719"), "heart": ("I509", "I259", "I219"),
    "dementia": ("F039", "G309"), "lung": ("J449",), "stroke": ("I639",), "neurological": ("G122", "G209"),
    "diabetes": ("N185", "E119"), "multimorbidity": ("R549",),
}  # fmt: skip
"""Main diagnoses (ICD-10-SE) of each disease."""
HOMES = ("own_home", "care_home", "short_stay", "hospice", "other")
OTHER = ("I109", "E119", "I489", "M169", "M819", "F329", "H919", "N183", "D649")


class Telling:
    """The people of a month being told."""

    def __init__(self, rng: Rng, dead: Dead, course: Course, found: Support) -> None:
        self.rng, self.dead, self.course, self.found = rng, dead, course, found
        self.rows = Rows(rng)
        self.everybody = np.arange(len(dead))
        self.episodes: Index = self.everybody[:0]
        """The number of each stay's episode, the last stays first."""

    def at(self, who: Index, days: Whole, first: int = 8 * 60, last: int = 16 * 60) -> Whole:
        """An instant so many days before death, at these minutes of the day."""
        return at(self.rng, self.dead, who, days, first, last)

    def unit(self, who: Index, instant: Whole, elsewhere: Index | None = None) -> Index:
        """The unit that has somebody at an instant: a ward, or the one that cares where they live."""
        admitted, ward = self.course.inside(who, instant)
        return np.where(admitted, ward, self.dead.home[who] if elsewhere is None else elsewhere)

    def tell(
        self, kind: str, who: Index, days: Whole, first: int = 480, last: int = 960, **columns: Any
    ) -> Whole:
        """Events on these days, by the unit that has the person then; returns when they were."""
        instant = self.at(who, days, first, last)
        unit = columns.pop("unit", None)
        self.rows.add(kind, who, instant, self.unit(who, instant) if unit is None else unit, **columns)
        return instant

    def told_by_support(self) -> None:
        """Everything but what is told day by day and after death."""
        self.homes()
        self.stays()
        self.visits()
        self.teams()
        self.diagnoses()
        self.plans()
        self.phases()
        self.death()

    # Where.

    def homes(self) -> None:
        """Where people lived: one home, or their own and then one with care."""
        dead, rng, size = self.dead, self.rng, len(self.dead)
        name = np.array(["own_home"] * size, dtype=object)
        name[dead.lives_in_care_home] = "care_home"
        name[dead.place == PLACE["short_stay"]] = "short_stay"
        name[dead.hospice] = "hospice"
        name[dead.place == PLACE["other"]] = "other"
        days = np.where(dead.lives_in_care_home, 7 + np.floor(rng.exponential(820, size)), 0).astype(np.int64)
        days = np.where(name == "short_stay", draw.between(rng, 2, 60, size), days)
        days = np.where(name == "hospice", self.found.hospice, days)
        days = np.where(name == "other", draw.between(rng, 1, 300, size), days)
        days = np.where(name == "own_home", self._since_long(self.everybody), days)
        known = dead.place != PLACE["not_known"]
        who = draw.where(known)
        instant = self.at(who, days[who], 600, 900)
        form = self.rows.words.of(tuple(HOMES))[[HOMES.index(one) for one in name[who]]] if len(who) else who
        by = np.where(name == "own_home", dead.practice, np.where(dead.inpatient, dead.home, dead.unit))
        self.rows.add("moved", who, instant, by[who], form=form)
        self._own_home_before(who[(name[who] != "own_home") & (days[who] <= 365)], who, instant)

    def _since_long(self, who: Index) -> Whole:
        """A day long before death on which people came to their own home; of children the day they were born, about."""
        return np.minimum(draw.between(self.rng, 400, 9000, len(who)), 365 * self.dead.age[who])

    def _own_home_before(self, moved: Index, who: Index, instant: Whole) -> None:
        ended = instant[np.searchsorted(who, moved)]
        days = self._since_long(moved)
        began = self.at(moved, days, 600, 900)
        self.rows.add("moved", moved, began, self.dead.practice[moved], end=ended, form="own_home")

    def stays(self) -> None:
        """Admissions and discharges; who died in a ward is discharged then."""
        course, dead = self.course, self.dead
        keys = []
        for column in range(STAYS):
            who = draw.where(course.admitted_day[:, column] != NEVER)
            key = self.rows.new_keys(len(who))
            keys.append(key)
            began, ended = course.admitted[who, column], course.discharged[who, column]
            form = self.rows.choice(
                ("hospital", "palliative"), course.palliative[who, column].astype(np.int64)
            )
            unit = course.ward[who, column]
            self.rows.add("admitted", who, began, unit, end=ended, form=form, episode=key)
            died = dead.inpatient[who] & (column == 0)
            home = dead.lives_in_care_home[who].astype(np.int64)
            to = self.rows.choice(("own_home", "care_home", "deceased"), np.where(died, 2, home))
            self.rows.add("discharged", who, ended, unit, form=to, episode=key)
        self.episodes = np.concatenate(keys)

    def ready(self, stays: Stays) -> None:
        """Notices that somebody was ready for discharge, and those that were taken back."""
        for kind, which, when in notices(stays):
            self.rows.add(kind, stays.who[which], when[which], stays.unit[which], episode=stays.key[which])

    def visits(self) -> None:
        """Emergency visits: where some died, on the way to a ward, and others."""
        dead, course, rng = self.dead, self.course, self.rng
        here = dead.place == PLACE["emergency"]
        admitted = ~here & (course.visits >= 1) & (course.admissions > 0)
        alone = ~here & (course.visits >= 1) & ~admitted
        who = draw.where(here)
        self._visit(who, dead.died[who] - draw.between(rng, 25, 400, len(who)), dead.died[who])
        who = draw.where(admitted)
        came = course.admitted[who, 0]
        self._visit(who, came - draw.between(rng, 90, 500, len(who)), came)
        more = np.concatenate([draw.where(alone), draw.where(course.visits >= 2)])
        earlier = draw.several(rng, levels.told()["admissions"]["emergency_earlier"], len(dead))
        days = np.concatenate([draw.between(rng, 1, 29, len(more)), draw.between(rng, 32, 363, len(earlier))])
        who = np.concatenate([more, earlier])
        start = self.at(who, days, 6 * 60, 20 * 60)
        self._visit(
            who, start, np.minimum(start + draw.between(rng, 60, 380, len(who)), self._before_death(who))
        )

    def _before_death(self, who: Index) -> Whole:
        return self.dead.died[who] - 1

    def _visit(self, who: Index, start: Whole, end: Whole) -> None:
        self.rows.add("contact", who, start, self.dead.emergency[who], end=end, form="emergency", palliative=0,
                      episode=self.rows.new_keys(len(who)))  # fmt: skip

    def teams(self) -> None:
        """Specialised teams, consult teams and home nursing."""
        found, dead, course = self.found, self.dead, self.course
        who = draw.where(found.team != NEVER)
        ended = np.where(found.team_ended[who], course.admitted[who, 0], NEVER)
        waited = np.where(found.waited[who] >= 0, found.waited[who], np.nan)
        key = self.rows.new_keys(len(who))
        unit = dead.team[who]
        self.tell("enrolled", who, found.team[who], unit=unit, end=ended, number=waited, episode=key,
                  form="specialised_home_care")  # fmt: skip
        left = found.team_ended[who]
        self.rows.add("enrolment_ended", who[left], ended[left], unit[left], episode=key[left])
        for some, form, unit in (
            (found.consulted, "consult_team", dead.team), (found.nursed, "home_nursing", dead.nursing),
        ):  # fmt: skip
            who = draw.where(some)
            days = draw.between(self.rng, 2, 330, len(who))
            self.tell("enrolled", who, days, unit=unit[who], form=form, episode=self.rows.new_keys(len(who)))

    # What is known and planned.

    def diagnoses(self) -> None:
        """The main disease and one or two others."""
        rng, dead = self.rng, self.dead
        names = levels.told()["diseases"]["names"]
        every = tuple(code for name in names for code in MAIN[name])
        count = np.array([len(MAIN[name]) for name in names])
        first = np.cumsum(count) - count
        which = first[dead.disease] + draw.between(rng, 0, count[dead.disease] - 1, len(dead))
        self.tell("diagnosis", self.everybody, draw.between(rng, 12, 363, len(dead)), unit=dead.practice,
                  code_system="ICD-10-SE", code=self.rows.choice(every, which), status="active")  # fmt: skip
        who = draw.several(rng, 1.3, len(dead))
        which = draw.between(rng, 0, len(OTHER) - 1, len(who))
        self.tell("diagnosis", who, draw.between(rng, 20, 363, len(who)), unit=dead.practice[who],
                  code_system="ICD-10-SE", code=self.rows.choice(OTHER, which), status="active")  # fmt: skip

    def plans(self) -> None:
        """Needs found, the plan confirmed, who is to be called, the conversation at the turn of the illness."""
        found, rng, dead = self.found, self.rng, self.dead
        who = draw.where(found.identified != NEVER)
        how = draw.pick(rng, (3, 2, 4), len(who))
        form = self.rows.choice(("instrument", "surprise_question", "clinical_judgement"), how)
        self.tell("need_identified", who, found.identified[who], form=form, status="yes")
        who = draw.where(found.plan != NEVER)
        self.tell("plan_confirmed", who, found.plan[who])
        for days in (found.named, found.renamed):
            who = draw.where(days != NEVER)
            self.tell("contact_named", who, days[who], unit=dead.practice[who], form="fast_vardkontakt")
        who = draw.several(rng, 0.7, len(dead))
        roles = ("fast_lakarkontakt", "home_nursing", "on_call_physician", "sip_lead")
        form = self.rows.choice(roles, draw.between(rng, 0, 3, len(who)))
        self.tell("contact_named", who, draw.between(rng, 2, 360, len(who)), form=form)
        who = draw.where(found.conversation != NEVER)
        instant = self.tell(
            "conversation_held", who, found.conversation[who], form="turning_point", status="with_patient"
        )
        some = draw.chance(rng, 0.9, len(who))
        self.rows.add("procedure", who[some], instant[some], self.unit(who[some], instant[some]), code_system="KVÅ",
                      code="XV018")  # fmt: skip

    def phases(self) -> None:
        """Phases of illness, each to the next."""
        found = self.found
        following = np.full(len(self.dead), NEVER, np.int64)
        for column in range(PHASES_AT_MOST):
            who = draw.where(found.phase[:, column] >= 0)
            instant = self.at(who, found.phase_day[who, column], 540, 900)
            form = self.rows.choice(PHASES, found.phase[who, column])
            self.rows.add(
                "phase_noted",
                who,
                instant,
                self.unit(who, instant),
                end=following[who],
                form=form,
                status="begins",
            )
            following[who] = instant

    def death(self) -> None:
        """The death itself."""
        dead, words = self.dead, self.rows.words
        precision = words.of(("minute", "day"))[dead.day_only.astype(np.int64)]
        status = words.of(("no", "yes"))[dead.told_expected]
        self.rows.add("died", self.everybody, dead.died, dead.unit, precision=precision, status=status)


def days_after(rng: Rng, dead: Dead, who: Index, low: int, high: int) -> Whole:
    """An instant in working hours some days after death."""
    days = draw.between(rng, low, high, len(who))
    return utc((dead.day[who] + days) * DAY + draw.between(rng, 480, 960, len(who)))
