"""Random histories: what Hypothesis writes, corrects, withdraws, links and destroys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from lindra.record import facts
from lindra.record.envelope import Author, Event, Source, When, stamp
from lindra.record.kinds import Fact

START = datetime(2025, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 6, 15, 1, tzinfo=UTC)
AUTHOR = Author("SE2321000016-A1", "assignment-1", "unit-1", "provider-1")
OTHER = Author("SE2321000016-B2", "assignment-2", "unit-2", "provider-2")

keys = st.sampled_from(["a", "b", "c", "d", "e", "f"])
codes = st.builds(facts.Code, code=st.sampled_from(["C34", "I50", "J44", "XV018"]), system=st.just("test"))
numbers = st.decimals(min_value=0, max_value=10, places=1)

some_facts: st.SearchStrategy[Fact] = st.one_of(
    st.builds(facts.Admitted, episode=keys, form=st.sampled_from(["hospital", "palliative"])),
    st.builds(facts.Discharged, episode=keys, to=st.sampled_from(["own_home", "care_home"])),
    st.builds(
        facts.Contact,
        episode=keys,
        form=st.sampled_from(["emergency", "home_visit"]),
        palliative=st.booleans(),
    ),
    st.builds(facts.Moved, to=st.sampled_from(["own_home", "care_home", "short_stay"])),
    st.builds(facts.Diagnosis, code=codes),
    st.builds(facts.Measured, code=codes, value=st.builds(facts.Amount, number=numbers)),
    st.builds(facts.Enrolled, enrolment=keys, form=st.just("specialised_home_care")),
    st.builds(facts.EnrolmentEnded, enrolment=keys),
    st.builds(facts.MedicineOrdered, order=keys, code=codes, as_needed=st.booleans()),
    st.builds(facts.MedicineStopped, order=keys),
    st.builds(facts.Died, expected=st.sampled_from(["yes", "no", "unknown"])),
    st.builds(facts.Signed, signs=st.sampled_from(["a1", "a2", "a3"])),
)


@st.composite
def whens(draw: st.DrawFn) -> When:
    """An instant within the year, now and then only a day, now and then not known at all."""
    moment = START + timedelta(minutes=draw(st.integers(0, 500_000)))
    shape = draw(st.sampled_from(["second"] * 6 + ["day", "unknown"]))
    if shape == "unknown":
        return When()
    return When.at(moment) if shape == "second" else When.on(moment.date())


@dataclass(frozen=True)
class Step:
    """One thing done to a history: ``write``, ``correct`` or ``withdraw`` (``target`` picks an earlier entry)."""

    act: str
    fact: Fact
    when: When
    author: Author
    target: int
    version: str
    signed: bool = True


steps = st.lists(
    st.builds(
        Step,
        act=st.sampled_from(["write"] * 5 + ["correct", "withdraw"]),
        fact=some_facts,
        when=whens(),
        author=st.sampled_from([AUTHOR, OTHER]),
        target=st.integers(0, 50),
        version=st.sampled_from(["", "", "1", "2", "3"]),
        signed=st.booleans(),
    ),
    min_size=1,
    max_size=25,
)


def events_of(done: list[Step], patient: str = "p") -> list[Event]:
    """The log those steps would write, without a database."""
    events: list[Event] = []
    for seq, step in enumerate(done, 1):
        target = events[step.target % len(events)] if events and step.act != "write" else None
        fact, corrects = step.fact, None
        if target is not None:
            corrects = target.id
            fact = facts.Withdrawn(reason="test") if step.act == "withdraw" else _like(target, step.fact)
        events.append(event(fact, step.when, seq, patient=patient, corrects=corrects, author=step.author,
                            version=step.version, signed=step.signed))  # fmt: skip
    return events


def _like(target: Event, fact: Fact) -> Fact:
    """A correction is of the kind it corrects: where the drawn fact is of another, the old one again."""
    from lindra.record.kinds import fact_of

    return fact if fact.kind == target.kind else fact_of(target.kind, target.version, target.payload or {})


def event(fact: Fact, when: When, seq: int, *, patient: str = "p", corrects: str | None = None,
          author: Author = AUTHOR, version: str = "", signed: bool = True) -> Event:  # fmt: skip
    """One event as the log would hold it."""
    return Event(
        id=f"{patient}-{seq:04d}", patient=patient, seq=seq, recorded_at=stamp(NOW + timedelta(seconds=seq)),
        kind=fact.kind, version=fact.version, occurred_from=stamp(when.start) if when.start else None,
        occurred_to=stamp(when.end) if when.end else None, precision=when.precision, author=author.staff,
        assignment=author.assignment, unit=author.unit, provider=author.provider, regime=author.regime, act=f"a{seq}",
        source=Source("test", f"R/{seq}", version) if version else None, corrects=corrects, payload=fact.dump(),
        signed=signed,
    )  # fmt: skip


OWN = ("event", "recorded_at", "seq", "record", "act")
"""Of a statement, what is its own each time it is written."""


def comparable(chart: Any) -> dict[str, Any]:
    """A chart without event ids, places and recording times: what two readings of the same files must agree on."""
    return {
        name: {
            key: {
                part: {f: getattr(one, f) for f in one.__struct_fields__ if f not in OWN}
                for part, one in parts.items()
            }
            for key, parts in slot.rows.items()
        }
        for name, slot in chart.slots.items()
    }
