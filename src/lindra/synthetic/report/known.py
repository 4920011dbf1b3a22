"""What is known of one dead made-up person: the plans, and every entry that was told, by when. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Generic, Literal, TypeVar

from lindra.clock import day
from lindra.people.details import Relative
from lindra.record.kinds import Fact
from lindra.synthetic.ending import Ending
from lindra.synthetic.plan import Moment, Plan, Stay
from lindra.synthetic.story import Story

Holds = Literal["held", "conflict", "silent"]
F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class So:
    """The true answers of one question, and whether the record holds them, contradicts itself, or is silent."""

    answers: tuple[str, ...]
    holds: Holds


def so(answer: str, held: bool, *, conflict: bool = False) -> So:
    """One answer, and whether the record holds it."""
    return So((answer,), "conflict" if conflict else "held" if held else "silent")


@dataclass(frozen=True, slots=True)
class Told(Generic[F]):
    """One entry: minutes before death (after it negative), calendar days before, where, who, what; until when."""

    ago: float
    days: int
    unit: str
    role: str
    act: int
    until: float
    fact: F


@dataclass(frozen=True, slots=True)
class Came:
    """The unit at which somebody died, and when they came there."""

    unit: str
    at: Moment


class Known:
    """One person."""

    def __init__(self, story: Story) -> None:
        assert story.ending is not None, "nobody alive is reported"
        self.patient = story.patient
        self.plan: Plan = story.plan
        self.ending: Ending = story.ending
        self.care = story.care
        self.relatives = any(isinstance(one, Relative) for one in story.identity.details)
        self._died = story.plan.instant((0, story.plan.minute))
        self._told = sorted(self._entries(story), key=lambda one: -one.ago)

    def _entries(self, story: Story) -> Iterator[Told[Fact]]:
        taken = {entry.corrects for step in story.steps for entry in step.entries if entry.corrects}
        for act, step in enumerate(story.steps):
            for entry in step.entries:
                start = entry.when.start
                if start is not None and not entry.corrects and not (entry.name and entry.name in taken):
                    ago, until = self._ago(start), self._ago(entry.when.end or start)
                    days = (self.plan.anchor - day(start)).days
                    yield Told(ago, days, step.unit, step.role, act, until, entry.fact)

    def _ago(self, at: datetime) -> float:
        return (self._died - at).total_seconds() / 60

    def told(self, kind: type[F], days: int = 10**6) -> list[Told[F]]:
        """Entries of a kind before death, of so many days, the earliest first."""
        return [one for one in self._told if isinstance(one.fact, kind) and one.ago >= 0 and one.days <= days]  # type: ignore[misc]

    def after(self, kind: type[F]) -> list[Told[F]]:
        """Entries of a kind after death, the earliest first."""
        return [one for one in self._told if isinstance(one.fact, kind) and one.ago < 0]  # type: ignore[misc]

    @cached_property
    def dying(self) -> Stay | None:
        """The stay in which the person died."""
        return next((stay for stay in self.plan.stays if stay.end is None and not stay.withdrawn), None)

    @cached_property
    def came(self) -> Came | None:
        """Where the person died and since when: a ward, an emergency department, a home of a unit, a team at home."""
        if self.dying is not None:
            return Came(self.dying.unit, self.dying.start)
        if self.plan.course == "emergency":
            visit = next(v for v in self.plan.visits if v.form == "emergency" and v.start[0] == 0)
            return Came(visit.unit, visit.start)
        home = self.plan.home_at(0)
        if home is not None and home.unit:
            return Came(home.unit, (home.day, 12 * 60))
        if home is None or home.to != "own_home":
            return None
        for form in ("specialised_home_care", "home_nursing"):
            for team in self.plan.teams:
                if team.form == form and team.end is None:
                    return Came(team.unit, (team.start, 12 * 60))
        return None
