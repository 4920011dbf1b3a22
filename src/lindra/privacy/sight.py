"""What one reader may see of one patient: the decision for each origin of entries, kept together. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from lindra.privacy import standing
from lindra.privacy.events import APART
from lindra.privacy.rules import Answer, Attitude, Decision, Emergency, Matter, Place, Relation, decide, law
from lindra.privacy.standing import Houses, Known, Origin, Side
from lindra.record.chart import Chart, origin
from lindra.record.envelope import Event
from lindra.record.kinds import KINDS

IN_DANGER = {law("SVOD 3:6"), law("PDL 4:5")}
"""Paragraphs by which an emergency opens."""


@dataclass(frozen=True, slots=True)
class Held:
    """Entries that are not shown: where they were written, the answer, and the blocks that stand before them."""

    origin: Origin
    decision: Decision
    blocks: tuple[str, ...] = ()


@dataclass
class Sight:
    """The decisions of one reader about one patient; each is made once."""

    side: Side
    known: Known
    houses: Houses
    _made: dict[str, Decision] = field(default_factory=dict)

    @cached_property
    def relation(self) -> Relation:
        """The care relation of the reader's unit with this patient."""
        return standing.relation(self.side, self.known)

    @cached_property
    def person(self) -> Decision:
        """Whether it may be known who the patient is: without that, nothing is opened."""
        return decide(standing.about(self.side, self.known, self.relation))

    @cached_property
    def address(self) -> Decision:
        """Whether it may be known where the person lives and how they and those close to them are reached."""
        return decide(standing.about(self.side, self.known, self.relation, Matter.ADDRESS))

    def of(self, written: str) -> Decision:
        """The decision about entries of an origin, ``unit|provider|regime|matter``."""
        if not self.known.complete:
            return Decision(Answer.NO, False, law("PDL 4:1"))
        if written not in self._made:
            asked = standing.question(Origin.read(written), self.side, self.known, self.houses, self.relation)
            self._made[written] = decide(asked)
        return self._made[written]

    @cached_property
    def whole(self) -> bool:
        """Whether nothing is hidden: then what is computed from all entries may be shown."""
        return self.known.complete and all(self.of(written).allowed for written in self.known.origins)

    @cached_property
    def right(self) -> str:
        """Every paragraph that opens something, that of the person first."""
        return "; ".join(dict.fromkeys((self.person.right, *sorted(self._opening))))

    @cached_property
    def outcome(self) -> str:
        """What came of opening, for the access log: denied, opened, or opened because of danger."""
        if not self.person.allowed:
            return "denied"
        return "emergency" if self._opening & IN_DANGER else "opened"

    @cached_property
    def _opening(self) -> set[str]:
        decided = map(self.of, self.known.origins)
        return {decision.right for decision in decided if decision.allowed}

    def sees(self, event: Event) -> bool:
        """Whether this entry may be shown; one that has been destroyed has nothing to show."""
        return event.payload is not None and event.kind in KINDS and self.of(origin(event)).allowed

    def seen(self, events: Iterable[Event]) -> list[Event]:
        """Those of the entries that may be shown."""
        return [event for event in events if self.sees(event)]

    def held(self) -> list[Held]:
        """What is not shown, by origin, where anything may be said of it."""
        found = []
        for written in sorted(self.known.origins):
            decision, where = self.of(written), Origin.read(written)
            if decision.answer in (Answer.EXISTS, Answer.ASK, Answer.EMERGENCY):
                found.append(Held(where, decision, self._blocks(where)))
        return found

    def _blocks(self, where: Origin) -> tuple[str, ...]:
        inside = standing.place(where, self.side) is not Place.ELSEWHERE and where.regime is self.side.regime
        return standing.blocked_by(where, self.side, self.known, self.houses, inside=inside)

    @cached_property
    def attitude(self) -> Attitude:
        """What has been noted of the patient's attitude to this side."""
        return standing.stored_attitude(self.side, self.known)

    @cached_property
    def emergency(self) -> Emergency:
        """Whether this reader has opened in an emergency, and it still holds."""
        return standing.emergency(self.side, self.known)

    def declared(self) -> Sight:
        """The same, once the reader has said that there is danger and that consent cannot be obtained."""
        return Sight(replace(self.side, declared=True), self.known, self.houses)


def bare(chart: Chart) -> Chart:
    """A chart without what the door itself reads."""
    counts = {kind: number for kind, number in chart.counts.items() if not KINDS[kind].apart}
    return Chart(
        {name: slot for name, slot in chart.slots.items() if name not in APART},
        counts,
        chart.origins,
        chart.records,
    )
