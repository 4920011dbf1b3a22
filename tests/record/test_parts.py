"""Charts in parts: whatever a reader may see, the parts give what folding just that would give."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lindra.privacy import events as privacy
from lindra.record import clinical, facts, kinds, parts, piles
from lindra.record.chart import Chart, RefoldNeeded, Statement, fold, in_force, origin
from lindra.record.envelope import Author, Event, When
from lindra.record.kinds import Fact
from lindra.record.parts import Parts
from record.sequences import AUTHOR, OTHER, START, Step, codes, event, events_of, keys, some_facts, whens

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


orders = st.sampled_from("aaaabbbccdefghijklmnopqrstuvwxyz")
that_begin_and_end: st.SearchStrategy[Fact] = st.one_of(
    st.builds(facts.MedicineOrdered, order=orders, code=codes),
    st.builds(facts.MedicineStopped, order=orders),
)


def histories(
    *acts: str, of: st.SearchStrategy[Fact] = of_many_kinds, shortest: int = 0, longest: int = 40
) -> st.SearchStrategy[list[Step]]:
    return st.lists(
        st.builds(
            Step,
            act=st.sampled_from(acts),
            fact=of,
            when=whens(),
            author=st.sampled_from(AUTHORS[:3] if of is that_begin_and_end else AUTHORS),
            target=st.integers(0, 50),
            version=st.sampled_from(["", "", "", "1", "2"]),
        ),
        min_size=shortest,
        max_size=longest,
    )


with_corrections = histories(*["write"] * 6, "correct", "withdraw")
mostly_written = histories(*["write"] * 30, "correct", longest=60)
small = st.tuples(st.integers(1, 3), st.integers(0, 2), st.sampled_from([1, 5]))
"""A cap, for every slot, a slack, and how many origins of one key are too many."""
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

    def __init__(self, cap: int, slack: int, many: int = 5) -> None:
        self.cap, self.slack, self.many = cap, slack, many

    def __enter__(self) -> None:
        self.patch = pytest.MonkeyPatch()
        for name in kinds.SLOTS:
            self.patch.setitem(kinds.SLOTS, name, self.cap)
        self.patch.setattr(piles, "SLACK", self.slack)
        self.patch.setattr(piles, "MANY", self.many)

    def __exit__(self, *_: object) -> None:
        self.patch.undo()


def subsets(origins: Iterable[str]) -> Iterator[Allowed]:
    """Every reader there can be."""
    known = sorted(origins)
    for size in range(len(known) + 1):
        for some in combinations(known, size):
            yield some.__contains__


class Reading:
    """Parts as they are kept: carried forward, now and then stored and tidied, made anew where that is asked for."""

    def __init__(self) -> None:
        self.log: list[Event] = []
        self.parts = Parts()
        self.anew = 0

    def next(self, event: Event, *, stored: bool) -> None:
        self.log.append(event)
        try:
            self.parts = parts.carried(self.parts, event)
        except RefoldNeeded:
            self.parts = parts.part(self.log)
            self.anew += 1
        if stored:
            self.parts = parts.unpack(parts.pack(parts.tidied(self.parts)))

    def agrees(self, allowed: Allowed) -> None:
        assert parts.seen({"p": self.parts}, allowed) == folded(self.log, allowed)


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
    with Small(*size):
        reading = Reading()
        for event in events_of(done):
            reading.next(event, stored=data.draw(st.integers(0, 3)) == 0)
            reading.agrees(data.draw(allowing(origins_of(reading.log))))


stored = st.lists(st.booleans(), min_size=40, max_size=40)
spans = histories("write", of=that_begin_and_end, shortest=20, longest=40)


@settings(max_examples=25)
@given(spans, small, stored)
def test_what_begins_in_one_place_and_ends_in_another_is_as_it_looks_from_each(done, size, stored):
    """After each entry, for every reader there can be."""
    with Small(*size):
        reading = Reading()
        for event, then in zip(events_of(done), stored, strict=False):
            reading.next(event, stored=then)
            for allowed in subsets(origins_of(reading.log)):
                reading.agrees(allowed)


def agree_or_ask(logs: dict[str, list[Event]], allowed: Allowed) -> bool:
    """Whether linked records can be read in parts; then they give the fold of their union."""
    made = {name: parts.part(log) for name, log in logs.items()}
    try:
        seen = parts.seen(made, allowed)
    except RefoldNeeded:
        left_out = [pile for one in made.values() for pile in one.piles.values() if pile.without]
        assert any(pile.spans for pile in left_out), "asked for without need"
        return False
    assert seen == folded([event for log in logs.values() for event in log], allowed)
    return True


@given(
    histories("write", "write", "correct"),
    histories("write"),
    histories("write", longest=5),
    small,
    st.data(),
)
def test_those_of_linked_records_give_the_fold_of_their_union_or_ask_for_it(one, other, third, size, data):
    logs = {name: events_of(done, name) for name, done in (("r", one), ("p", other), ("q", third))}
    with Small(*size):
        agree_or_ask(logs, data.draw(allowing(origins_of([event for log in logs.values() for event in log]))))


@settings(max_examples=100)
@given(spans, histories("write", of=that_begin_and_end, longest=4), small)
def test_and_where_what_begins_in_one_record_ends_in_the_other(one, other, size):
    logs = {"p": events_of(one, "p"), "q": events_of(other, "q")}
    with Small(*size):
        for allowed in subsets(origins_of([*logs["p"], *logs["q"]])):
            agree_or_ask(logs, allowed)


# Worked examples, each of one thing that could go wrong

CODE = facts.Code(code="N02AA01", system="atc")


def ordered(number: int, order: str, author: Author = AUTHOR, patient: str = "p") -> Event:
    return event(
        facts.MedicineOrdered(order=order, code=CODE), day(number), number, author=author, patient=patient
    )


def stopped(number: int, order: str, author: Author = AUTHOR, patient: str = "p") -> Event:
    return event(facts.MedicineStopped(order=order), day(number), number, author=author, patient=patient)


def day(number: int) -> When:
    return When.at(START + timedelta(days=number))


def everybody(_: str) -> bool:
    return True


def ours(written: str) -> bool:
    """Those of a reader who sees what the first unit wrote."""
    return written.startswith("unit-1|")


def read(log: list[Event]) -> Reading:
    reading = Reading()
    for one in log:
        reading.next(one, stored=True)
        for allowed in (everybody, ours):
            reading.agrees(allowed)
    return reading


def shown(reading: Reading, allowed: Allowed) -> set[str]:
    return set(parts.seen({"p": reading.parts}, allowed).slots["medicines"].rows)


def test_what_ended_where_it_may_not_be_seen_goes_on_to_who_does_not_see_it():
    log = [ordered(1, "a"), ordered(2, "b"), stopped(3, "a", OTHER), stopped(4, "b")]
    with Small(1, 0):
        reading = read(log)
        assert shown(reading, ours) == {"a"}
        assert shown(reading, everybody) == {"b"}


def test_what_was_left_out_comes_back_when_what_pushed_it_out_ends():
    log = [ordered(1, "a"), ordered(2, "b"), ordered(3, "c"), stopped(4, "b"), stopped(5, "c")]
    with Small(1, 1):
        reading = read(log)
        assert (shown(reading, everybody), reading.anew) == ({"a"}, 1)


def test_what_was_left_out_and_is_written_about_again_is_as_it_was():
    log = [ordered(1, "a"), ordered(2, "b"), stopped(3, "a", OTHER)]
    with Small(1, 0):
        reading = read(log)
        assert (shown(reading, everybody), reading.anew) == ({"b"}, 1)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_what_is_new_and_what_ends_needs_the_whole_log_never_or_seldom(elsewhere):
    """Of 150 orders each is stopped, and every third, if some are, elsewhere; and what is kept of them is bounded."""
    log = []
    for number in range(1, 151):
        log.append(ordered(2 * number, f"o{number}"))
        log.append(stopped(2 * number + 1, f"o{number}", OTHER if elsewhere and number % 3 == 0 else AUTHOR))
    with Small(4, 20):
        reading = Reading()
        for one in log:
            reading.next(one, stored=True)
        for allowed in (everybody, ours):
            reading.agrees(allowed)
        assert reading.anew <= (4 if elsewhere else 0)
        assert len(reading.parts.piles["medicines"].sheets) <= (100 if elsewhere else 10)


def test_what_was_stated_is_stated_again_without_the_whole_log():
    log = [event(facts.Diagnosis(code=facts.Code(code=f"C{n % 9}")), day(n), n) for n in range(1, 60)]
    with Small(3, 0):
        reading = read(log)
        assert (reading.anew, len(reading.parts.piles["diagnoses"].sheets)) == (0, 3)


def test_a_key_of_many_origins_is_kept_or_left_out_as_any():
    many = [Author("s", "a", f"unit-{n}", "provider-1") for n in range(1, 9)]
    log = [ordered(n, "a", author) for n, author in enumerate(many, 1)]
    log += [ordered(20, "b", many[0]), ordered(21, "c", many[3])]
    with Small(1, 0):
        reading = Reading()
        for one in log:
            reading.next(one, stored=True)
            for allowed in subsets(origins_of(reading.log)):
                reading.agrees(allowed)


@pytest.mark.parametrize("other", [stopped(9, "b", patient="q"), stopped(9, "a", patient="q")])
def test_a_row_that_ends_in_a_linked_record_makes_room_for_one_that_was_left_out(other):
    """The row that pushed it out ends; and what was left out itself ends there."""
    with Small(1, 0):
        assert not agree_or_ask({"p": [ordered(1, "a"), ordered(2, "b")], "q": [other]}, everybody)


def test_linked_records_of_which_one_is_long_are_read_in_parts():
    with Small(1, 1):
        long = [ordered(number, f"o{number}") for number in range(1, 9)]
        assert agree_or_ask({"p": long, "q": [ordered(3, "new", patient="q")]}, everybody)
        assert agree_or_ask({"p": long, "q": [stopped(9, "o8", patient="q")]}, everybody)
        assert not agree_or_ask({"p": long, "q": long_too("q")}, everybody)


def long_too(patient: str) -> list[Event]:
    return [ordered(number, f"other{number}", patient=patient) for number in range(1, 9)]


def test_a_slot_that_was_of_single_statements_and_gets_rows_that_end_is_made_anew():
    stated = [piles.sheet(f"k{n}", "stated", 0, statement(n)) for n in range(1, 4)]
    pile = piles.Pile([])
    for one in stated:
        pile = piles.laid(pile, one, 2)
    with pytest.raises(RefoldNeeded):
        piles.laid(pile, piles.sheet("k1", "ordered", 0, statement(9)), 2)


def statement(number: int) -> Statement:
    (rows,) = fold([ordered(number, "a")]).rows("medicines")
    return rows["ordered"]


def test_an_entry_of_a_kind_that_this_program_does_not_know_is_passed_over():
    """As the door does: of a newer program, or of a room that is gone."""
    unknown = replace(ordered(2, "b"), kind="of_another_program")
    assert parts.carried(parts.part([ordered(1, "a")]), unknown) == parts.part([ordered(1, "a"), unknown])
