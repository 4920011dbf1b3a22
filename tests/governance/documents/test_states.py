"""How a document stands on any day, when it is followed up, what is wrong, what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.governance.documents import states
from lindra.governance.documents.states import KINDS, STATES, Days, Whole, state

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
MAYBE = st.none() | DAYS
KIND = st.sampled_from(KINDS)


@st.composite
def documents(draw: st.DrawFn) -> Days:
    """A document whose days are in order, as what is refused leaves them."""
    first, last = draw(MAYBE), draw(MAYBE)
    if first and last and last < first:
        first, last = last, first
    kind = draw(KIND)
    decided = None if kind == "proposal" else draw(MAYBE)
    return Days(
        kind, decided, first or decided, last if not decided or first else None, draw(MAYBE), draw(MAYBE)
    )


@given(documents(), DAYS)
def test_every_day_has_just_one_state(one: Days, on: date) -> None:
    assert state(one, on) in STATES


@given(documents(), DAYS, DAYS)
def test_no_day_brings_a_document_back(one: Days, on: date, later: date) -> None:
    on, later = sorted((on, later))
    assert STATES.index(state(one, on)) <= STATES.index(state(one, later))


@given(documents(), DAYS)
def test_what_is_not_decided_is_never_a_rule_in_force(one: Days, on: date) -> None:
    if one.kind == "proposal" or one.decided is None or on < one.decided:
        assert not states.holds(one, on)


@given(documents(), DAYS)
def test_it_holds_from_its_first_day_to_its_end_and_no_other_day(one: Days, on: date) -> None:
    end = states.ends(one)
    expected = (
        one.kind != "proposal" and one.decided is not None and one.first is not None
        and max(one.decided, one.first) <= on and (end is None or on < end)
    )  # fmt: skip
    assert states.holds(one, on) is expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 11, 30), "proposed"), (date(2024, 12, 1), "coming"), (date(2024, 12, 31), "coming"),
        (date(2025, 1, 1), "in_force"), (date(2026, 6, 13), "in_force"), (date(2026, 6, 14), "expiring"),
        (date(2026, 12, 11), "expiring"), (date(2026, 12, 12), "expired"), (date(2027, 1, 31), "expired"),
        (date(2027, 2, 1), "repealed"),
    ],
)  # fmt: skip
def test_a_life_day_by_day(on: date, expected: str) -> None:
    one = Days("agreement", date(2024, 12, 1), date(2025, 1, 1), date(2026, 12, 11), None, date(2027, 2, 1))
    assert state(one, on) == expected


def test_a_later_version_replaces_it_from_its_first_day() -> None:
    one = Days("agreement", date(2024, 1, 1), date(2024, 1, 1), None, date(2026, 3, 1))
    assert state(one, date(2026, 2, 28)) == "in_force"
    assert state(one, date(2026, 3, 1)) == "replaced"


@given(DAYS, st.integers(1, 120))
def test_months_are_added_to_the_same_day_or_the_last_there_is(day: date, months: int) -> None:
    found = states.add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


def test_a_follow_up_is_due_the_interval_after_the_last() -> None:
    first, followed = date(2025, 1, 31), date(2026, 8, 31)
    assert states.follow_up_on(first, None, 1) == date(2025, 2, 28)
    assert states.follow_up_on(first, followed, 6) == date(2027, 2, 28)
    assert states.follow_up_on(first, followed, None) is None
    assert states.follow_up_on(None, None, 6) is None


# What is wrong


FIRST, ON = date(2025, 1, 1), date(2026, 6, 15)
GOOD = Whole(Days("agreement", FIRST, FIRST), "Avdelningschef", "Nämnden", 2, date(2026, 7, 1), None, 12)


def changed(**told: object) -> Whole:
    return Whole(**({name: getattr(GOOD, name) for name in Whole.__slots__} | told))  # type: ignore[arg-type]


def before(last: date | None = None, repealed: date | None = None) -> Days:
    return Days("agreement", date(2020, 1, 1), date(2020, 1, 1), last, None, repealed)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (GOOD, []),
        (changed(owner=" "), ["no_owner"]),
        (changed(parties=0), ["no_party"]),
        (changed(decided_by=""), ["no_decider"]),
        (changed(follow_up_on=date(2026, 6, 15)), []),
        (changed(follow_up_on=date(2026, 6, 14)), ["follow_up_late"]),
        (changed(revise_on=date(2026, 6, 14)), ["revision_late"]),
        (changed(interval=None, follow_up_on=None), ["no_follow_up"]),
        (changed(days=Days("agreement", FIRST, FIRST, date(2026, 6, 14)), owner=""), ["expired", "no_owner"]),
        (changed(days=Days("proposal"), owner="", interval=None), ["no_owner"]),
        (changed(days=Days("agreement", FIRST, FIRST, None, ON), owner=""), []),
        (changed(before=before()), []),
        (changed(before=before(date(2024, 12, 31))), []),
        (changed(before=before(date(2025, 1, 1))), ["overlap"]),
        (changed(before=before(date(2024, 12, 30))), ["gap"]),
        (changed(before=before(date(2025, 6, 1), repealed=date(2025, 1, 1))), []),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(one: Whole, expected: list[str]) -> None:
    assert states.faults(one, ON) == expected


@pytest.mark.parametrize(
    ("one", "told", "expected"),
    [
        (Days("agreement", None, date(2026, 2, 1), date(2026, 1, 31)), {}, {"valid_to": "ends_before_it_starts"}),
        (Days("agreement", None, FIRST, FIRST), {}, {}),
        (Days("agreement", FIRST), {}, {"valid_from": "decided_without_first_day"}),
        (Days("proposal", FIRST, FIRST), {}, {"decided_on": "proposal_decided"}),
        (Days("letter"), {}, {"kind": "no_such_kind"}),
        (Days("agreement"), {"interval": 12}, {"owner": "interval_without_owner"}),
        (Days("agreement"), {"interval": 12, "owner": "Chefen"}, {}),
        (Days("agreement"), {"interval": 0, "owner": "Chefen"}, {"interval": "no_such_interval"}),
        (Days("agreement"), {"interval": 121, "owner": "Chefen"}, {"interval": "no_such_interval"}),
        (Days("agreement", None, ON), {"followed": FIRST}, {"followed_up_on": "followed_before_it_starts"}),
        (Days("agreement", None, ON), {"revise": FIRST}, {"revise_on": "revised_before_it_starts"}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_field(
    one: Days, told: dict[str, object], expected: dict[str, str]
) -> None:
    assert states.check(one, **({"owner": "", "interval": None} | told)) == expected  # type: ignore[arg-type]


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef")))
def test_versions_never_go_round(links: dict[str, str]) -> None:
    """Links are added one by one, those that would make a ring left out: from each the way comes to an end."""
    kept: dict[str, str] = {}
    for one, follows in links.items():
        if not states.loops(one, follows, kept):
            kept[one] = follows
    for one in kept:
        steps, here = 0, one
        while here in kept:
            here, steps = kept[here], steps + 1
            assert steps <= len(kept)


def test_who_has_read_is_counted_by_person_and_by_unit() -> None:
    must = [("a", "ward"), ("b", "ward"), ("a", "home"), ("c", "home")]
    assert states.read_by(must, ["a", "b", "x"]) == (2, 3, 1, 2)
    assert states.read_by([], ["a"]) == (0, 0, 0, 0)
