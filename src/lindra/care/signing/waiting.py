"""What waits for a physician's signature: acts in which somebody else wrote a decision down. From an opened patient."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lindra.care.events.decisions import DECIDED, EXPECTED, LIMITS
from lindra.care.professions import profession
from lindra.care.signing.rules import Answer, Responsible, Signer, may_sign
from lindra.privacy.door import END, Opened
from lindra.privacy.reader import Reader
from lindra.record.chart import Chart, Statement, fold
from lindra.record.envelope import Event

SLOTS = {"limit_decided": LIMITS, "death_expected": EXPECTED}
MOST = 500
"""Decisions of one patient that are looked through."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One act with the decisions in it that are not signed; ``record`` is whose log it stands in."""

    act: str
    record: str
    decisions: tuple[Event, ...]

    @property
    def responsible(self) -> tuple[Responsible, ...]:
        """Whom each decision names."""
        return tuple(_responsible(one) for one in self.decisions)

    @property
    def form(self) -> str:
        """The reference of the answers that gave it; empty where no form did."""
        source = self.decisions[0].source
        return source.resource if source and source.system == "form" else ""

    def answer(self, reader: Reader) -> Answer:
        """Whether this reader may sign it."""
        return may_sign(self.responsible, signer(reader))


def _responsible(event: Event) -> Responsible:
    physician = (event.payload or {}).get("physician") or {}
    return Responsible(str(physician.get("name", "")), str(physician.get("hsa_id", "")), event.provider)


def signer(reader: Reader) -> Signer:
    """The reader as one who would sign."""
    staff, work = reader.staff, reader.assignment
    return Signer(staff.name, staff.hsa_id, profession(work.role), work.provider)


def waiting(opened: Opened) -> list[Waiting]:
    """Every act that waits, the latest written first: also decisions that others have been made after."""
    seen = [*opened.timeline(END, MOST, DECIDED), *(one for one in opened.undated() if one.kind in DECIDED)]
    return acts(one for one in seen if not one.signed)


def acts(unsigned: Iterable[Event]) -> list[Waiting]:
    """Unsigned decisions put together by the act they were written in. Pure."""
    found: dict[tuple[str, str], list[Event]] = {}
    for event in sorted(unsigned, key=lambda one: (one.recorded_at, one.seq)):
        found.setdefault((event.patient, event.act), []).append(event)
    return [Waiting(act, record, tuple(some)) for (record, act), some in reversed(found.items())]


def statement_of(event: Event) -> Statement:
    """A decision as the chart would have it, were it the only one."""
    stated = fold([event]).one(SLOTS[event.kind])
    assert stated is not None
    return stated


def stands(event: Event, chart: Chart) -> bool:
    """Whether a decision is the one that the plan says, and no later one has been made in its place."""
    rows = chart.rows(SLOTS[event.kind])
    return any(one.event == event.id for row in rows for one in row.values())
