"""Charts in parts: whatever a reader may see, the parts give what folding just that would give."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.privacy import events as privacy
from lindra.record import clinical, facts, kinds, parts, piles
from lindra.record.chart import Chart, RefoldNeeded, fold, in_force, origin
from lindra.record.envelope import Author, Event
from lindra.record.kinds import Fact
from lindra.record.parts import Parts
from record.sequences import AUTHOR, OTHER, Step, codes, events_of, keys, some_facts, whens

SAME_PROVIDER = Author("SE2321000016-C3", "assignment-3", "unit-3", "provider-1")
SOCIAL = Author("SE2321000016-D4", "assignment-4", "unit-4", "provider-2", "social")
AUTHORS = (AUTHOR, OTHER, SAME_PROVIDER, SOCIAL)

of_many_kinds: st.SearchStrategy[Fact] = st.one_of(
    *[some_facts] * 3,
    st.builds(facts.MedicineOrdered, order=keys, code=codes),
    st.builds(facts.MedicineStopped, order=keys),
    st.builds(facts.Enrolled, enrolment=keys, period=st.sampled_from(["sound", "contradictory"])),
    st.builds(facts.EnrolmentEnded, enrolment=keys),
    st.builds(clinical.MedicineGiven, ref=keys, order=keys, code=codes, status=st.just("completed")),
    st.builds(privacy.Blocked, level=st.just("unit"), provider=st.just("provider-1"), of=keys),
    st.builds(privacy.BlockLifted, level=st.just("unit"), provider=st.just("provider-1"), of=keys),
    st.builds(
        privacy.AttitudeNoted,
        provider=st.sampled_from(["provider-1", "provider-2"]),
        attitude=st.just("consents"),
    ),
)
"""With several keys in one entry, periods that contradict themselves, and what the door alone reads."""


def histories(*acts: str, longest: int = 40) -> st.SearchStrategy[list[Step]]:
    return st.lists(
        st.builds(
            Step,
            act=st.sampled_from(acts),
            fact=of_many_kinds,
            when=whens(),
            author=st.sampled_from(AUTHORS),
            target=st.integers(0, 50),
            version=st.sampled_from(["", "", "", "1", "2"]),
        ),
        max_size=longest,
    )


with_corrections = histories(*["write"] * 6, "correct", "withdraw")
mostly_written = histories(*["write"] * 30, "correct", longest=60)
small = st.tuples(st.integers(1, 3), st.integers(0, 2))
"""A cap, for every slot, and a slack."""
Allowed = Callable[[str], bool]


def allowing(origins: Iterable[str]) -> st.SearchStrategy[Allowed]:
    """A reader who may see some of these origins."""
    known = sorted(origins)
    return st.sets(st.sampled_from(known) if known else st.nothing()).map(lambda some: some.__contains__)


def folded(events: Iterable[Event], allowed: Allowed) -> Chart:
    """The chart of what may be seen, as it is defined: what stands is judged first."""
    return fold(event for event in in_force(events) if allowed(origin(event)))


def origins_of(events: Iterable[Event]) -> set[str]:
    return {origin(event) for event in events if event.kind in kinds.KINDS}


class Small:
    """Slots so small, and so little to spare, that short histories leave things out."""

    def __init__(self, cap: int, slack: int) -> None:
        self.cap, self.slack = cap, slack

    def __enter__(self) -> None:
        self.patch = pytest.MonkeyPatch()
        for name in kinds.SLOTS:
            self.patch.setitem(kinds.SLOTS, name, self.cap)
        self.patch.setattr(piles, "SLACK", self.slack)

    def __exit__(self, *_: object) -> None:
        self.patch.undo()


@given(with_corrections, st.data())
def test_whatever_may_be_seen_the_parts_give_the_fold_of_it(done, data):
    events = events_of(done)
    allowed = data.draw(allowing(origins_of(events)))
    assert parts.seen({"p": parts.part(events)}, allowed) == folded(events, allowed)


@given(histories("write", longest=60), small, st.data())
def test_and_where_slots_overflow(done, size, data):
    events = events_of(done)
    with Small(*size):
        made = parts.part(events)
        for allowed in data.draw(st.lists(allowing(origins_of(events)), min_size=3, max_size=3)):
            assert parts.seen({"p": made}, allowed) == folded(events, allowed)


@given(mostly_written, small, st.data())
def test_carried_forward_they_give_the_same(done, size, data):
    """Read now and then; stored and read again now and then, then without what nobody needs."""
    log: list[Event] = []
    made = Parts()
    with Small(*size):
        for event in events_of(done):
            log.append(event)
            try:
                made = parts.carried(made, event)
            except RefoldNeeded:
                made = parts.part(log)
            if data.draw(st.integers(0, 3)) == 0:
                made = parts.unpack(parts.pack(parts.tidied(made)))
            allowed = data.draw(allowing(origins_of(log)))
            assert parts.seen({"p": made}, allowed) == folded(log, allowed)


@given(
    histories("write", "write", "correct"),
    histories("write"),
    histories("write", longest=5),
    small,
    st.data(),
)
def test_those_of_linked_records_give_the_fold_of_their_union_or_ask_for_it(one, other, third, size, data):
    logs = {name: events_of(done, name) for name, done in (("r", one), ("p", other), ("q", third))}
    union = [event for log in logs.values() for event in log]
    with Small(*size):
        made = {name: parts.part(log) for name, log in logs.items()}
        allowed = data.draw(allowing(origins_of(union)))
        try:
            seen = parts.seen(made, allowed)
        except RefoldNeeded:
            left_out = [pile for one in made.values() for pile in one.piles.values() if pile.without]
            assert any(pile.spans for pile in left_out), "asked for without need"
        else:
            assert seen == folded(union, allowed)
