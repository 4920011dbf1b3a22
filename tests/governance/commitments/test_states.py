"""The life of a commitment: no order of acts loses a day or doubles a state; the end is opened again with a reason."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindra.governance.commitments import rules, states
from lindra.governance.commitments.states import MOVES, NEEDS, OPEN, OVER, STATES, Day, Lacking
from lindra.moves import Impossible

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 40).map(lambda n: (FIRST + timedelta(days=n)).isoformat())
ACTS = st.lists(st.tuples(st.sampled_from(sorted(MOVES)), DAYS, st.booleans()), max_size=30)


def said(act: str, number: int = 1, due: str = "2026-02-01", *, whole: bool = True) -> dict[str, Any]:
    """An act with what must be said with it, or (``whole`` false) without."""
    day = FIRST + timedelta(days=number)
    told = {"act": act, "at": f"{day}T08:00:00.000000Z", "on": day.isoformat(), "by": "s", "name": "S"}
    needed = {name: f"{name} {number}" for name in NEEDS.get(act, ())} if whole else {}
    return told | needed | ({"due": due} if act in ("make", "move") else {})


def lived(acts: list[tuple[str, str, bool]]) -> list[dict[str, Any]]:
    """Those of some acts that had a place where they came, the making first."""
    done = [said("make", 0)]
    for number, (act, due, whole) in enumerate(acts, 1):
        one = said(act, number, due, whole=whole)
        try:
            states.standing([*done, one])
        except (Impossible, Lacking):
            continue
        done.append(one)
    return done


@given(ACTS)
def test_no_order_of_acts_loses_or_doubles_a_state(acts: list[tuple[str, str, bool]]) -> None:
    done = lived(acts)
    now, first = states.standing(done), states.standing(done[:1])
    names = [one["act"] for one in done]
    assert first.state == "not_started"
    assert names.count("make") == 1
    ended, opened = names.count("finish") + names.count("abandon"), names.count("reopen")
    assert ended - opened == (now.state in OVER) == (now.ended_on != "")
    assert now.reopened == opened
    assert (now.state == "ongoing") <= bool(now.started_on)


@given(ACTS)
def test_every_earlier_day_is_kept_and_counted(acts: list[tuple[str, str, bool]]) -> None:
    done = lived(acts)
    now = states.standing(done)
    days = [Day(one["due"], "") for one in done if one["act"] in ("make", "move")]
    assert [*now.earlier, now.due] == days
    assert now.moved == len(days) - 1
    assert all(before != after for before, after in pairwise(days))


@given(ACTS)
def test_nothing_is_done_without_what_must_be_said(acts: list[tuple[str, str, bool]]) -> None:
    for one in lived(acts):
        assert all(one.get(name) for name in NEEDS.get(one["act"], ()))


@given(ACTS)
def test_what_is_possible_is_what_can_be_done(acts: list[tuple[str, str, bool]]) -> None:
    now = states.standing(lived(acts))
    for act in MOVES:
        try:
            states.after_act(now, said(act, 40, "2027-01-01"))
            can = True
        except Impossible:
            can = False
        assert can == (act in states.possible(now))


def test_every_state_is_reached_and_every_act_leads_to_a_known_one() -> None:
    assert {to for moves in MOVES.values() for to in moves.values() if to} == set(STATES)
    assert {state for moves in MOVES.values() for state in moves if state} == set(STATES)
    assert set(OPEN) | set(OVER) == set(STATES)
    assert set(NEEDS) <= set(MOVES)


@pytest.mark.parametrize(
    ("acts", "wrong"),
    [
        (["make"], "make"),
        (["make"], "reopen"),
        (["make", "start"], "start"),
        (["make", "finish"], "finish"),
        (["make", "finish"], "move"),
        (["make", "abandon"], "start"),
        (["make", "pause"], "pause"),
        (["make"], "hello"),
    ],
)
def test_what_has_no_place_is_refused(acts: list[str], wrong: str) -> None:
    with pytest.raises(Impossible, match=wrong):
        states.standing([said(act) for act in [*acts, wrong]])


@pytest.mark.parametrize("act", ["pause", "move", "abandon", "hand_over", "note", "change"])
def test_what_lacks_its_words_is_refused_and_says_which(act: str) -> None:
    made = states.standing([said("make")])
    with pytest.raises(Lacking) as error:
        states.after_act(made, said(act, 2, "2027-01-01", whole=False))
    assert error.value.fields == NEEDS[act]


def test_the_same_day_is_no_move_and_a_day_is_not_taken_away() -> None:
    made = states.standing([said("make")])
    for due in ("2026-02-01", ""):
        with pytest.raises(Lacking) as error:
            states.after_act(made, said("move", due=due))
        assert error.value.fields == ("due",)


def test_a_promise_without_a_day_can_be_given_one_and_what_was_said_stays() -> None:
    made = states.standing([said("make", due="") | {"due_said": "hösten 2026"}])
    now = states.after_act(made, said("move", due="2026-11-01"))
    assert (made.due, now.due, now.earlier) == (
        Day("", "hösten 2026"),
        Day("2026-11-01"),
        (Day("", "hösten 2026"),),
    )


# Where it stands in a list


DUE = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(
    st.sampled_from(STATES),
    DUE,
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_what_is_late_is_what_lies_between_two_places(
    state: str, due: date | None, ended: date, today: date
) -> None:
    place = rules.place(state, due, ended if state in OVER else None)
    assert rules.late(state, due, today) == (rules.late_from() <= place < rules.late_to(today))
    assert (place == rules.NO_DAY) == (state in OPEN and due is None)
    assert (place >= rules.OVER) == (state in OVER)


@given(st.lists(st.tuples(st.sampled_from(STATES), DUE), min_size=2, max_size=8))
def test_places_put_no_day_before_the_earliest_before_what_is_over(
    some: list[tuple[str, date | None]],
) -> None:
    ended = date(2026, 5, 1)
    ordered = sorted(some, key=lambda one: rules.place(one[0], one[1], ended if one[0] in OVER else None))
    groups = [2 if state in OVER else 1 if due else 0 for state, due in ordered]
    assert groups == sorted(groups)
    open_days = [due for state, due in ordered if state in OPEN and due]
    assert open_days == sorted(open_days)


def test_what_ended_last_stands_first_of_what_is_over() -> None:
    assert rules.place("done", None, date(2026, 6, 2)) < rules.place("abandoned", None, date(2026, 6, 1))


@pytest.mark.parametrize(("due", "today", "days"), [
    (date(2026, 6, 14), date(2026, 6, 15), 1), (date(2026, 6, 15), date(2026, 6, 15), 0), (None, date(2026, 6, 15), 0),
])  # fmt: skip
def test_it_is_late_the_day_after_its_last_day(due: date | None, today: date, days: int) -> None:
    assert rules.days_late(due, today) == days
    assert rules.late("ongoing", due, today) == (days > 0)
