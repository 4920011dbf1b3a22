"""Rows become a case: whatever their order, nothing is lost or counted twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discharge.stays import NOW, any_steps, here, judged
from lindra.clock import STOCKHOLM
from lindra.discharge.clocks import clocks
from lindra.discharge.rulefile import named
from lindra.discharge.steps import EVENTS, Step, put_together, recipients, to_municipality
from lindra.discharge.story import TAKERS, tell


def rows(steps: list[Step], municipality: str = "1290") -> list[tuple[str, Step]]:
    return [(municipality, step) for step in steps]


def without_lines(steps: tuple[Step, ...]) -> list[tuple[str, datetime, str]]:
    return [step[:3] for step in steps]


@given(any_steps(), st.randoms(use_true_random=False))
def test_no_order_of_rows_loses_or_doubles_a_step(steps: list[Step], shuffle: object) -> None:
    if not steps:
        return
    mixed = list(steps)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    case, findings = put_together("c", rows(steps), now=NOW)
    other, others = put_together("c", rows(mixed), now=NOW)
    assert case == other
    assert sorted(findings) == sorted(others)
    assert sorted(without_lines(case.steps)) == sorted({step[:3] for step in steps})


@given(any_steps(), st.randoms(use_true_random=False))
def test_no_order_of_rows_changes_what_a_stay_comes_to(steps: list[Step], shuffle: object) -> None:
    mixed = [step._replace(line=100 - step.line) for step in steps]
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    assert judged(steps) == judged(mixed)


@given(any_steps(), st.lists(st.integers(0, 11), max_size=6))
def test_a_message_that_comes_twice_counts_once(steps: list[Step], again: list[int]) -> None:
    if not steps:
        return
    doubled = steps + [steps[one % len(steps)]._replace(line=100 + one) for one in again]
    assert put_together("c", rows(steps), now=NOW)[0] == put_together("c", rows(doubled), now=NOW)[0]
    first, _ = tell(put_together("c", rows(steps), now=NOW)[0])
    second, _ = tell(put_together("c", rows(doubled), now=NOW)[0])
    assert first == second
    if first is not None and second is not None:
        rule = named("national")
        assert clocks(first, rule, NOW) == clocks(second, rule, NOW)


@given(any_steps())
def test_steps_are_in_time_order_and_those_of_an_instant_in_the_order_of_events(steps: list[Step]) -> None:
    if not steps:
        return
    told = put_together("c", rows(steps), now=NOW)[0].steps
    keys = [(step.at, EVENTS.index(step.event), step.value) for step in told]
    assert keys == sorted(keys)


def test_the_same_instant_with_another_offset_is_the_same() -> None:
    utc = here("2026-03-02 08:00")
    elsewhere = utc.astimezone(timezone(timedelta(hours=7)))
    case, _ = put_together(
        "c", rows([Step("admitted", elsewhere, "", 1), Step("admitted", utc, "", 2)]), now=NOW
    )
    assert [step.line for step in case.steps] == [1]


def test_steps_in_stockholms_time_are_ordered_by_the_instant_and_not_by_what_clocks_showed() -> None:
    first = datetime(2026, 10, 25, 2, 45, tzinfo=STOCKHOLM)
    second = datetime(2026, 10, 25, 2, 15, fold=1, tzinfo=STOCKHOLM)
    case, _ = put_together("c", rows([Step("notice", second), Step("admitted", first)]), now=NOW)
    assert [step.event for step in case.steps] == ["admitted", "notice"]
    assert all(step.at.tzinfo is UTC for step in case.steps)


def test_steps_without_lines_are_as_good_as_those_of_a_file() -> None:
    late = Step("discharged", NOW + timedelta(days=400))
    told = [
        Step("admitted", here("2026-03-02 08:00")),
        Step("notice", here("2026-03-02 09:00"), "9999"),
        late,
    ]
    case, findings = put_together("c", rows(told), now=NOW, known=lambda name: name != "9999")
    assert [step.event for step in case.steps] == ["admitted"]
    assert sorted(one.code for one in findings) == ["far_future", "unknown_organisation"]


@pytest.mark.parametrize("turned", [False, True])
def test_a_row_with_another_municipality_is_left_out_whatever_the_order(turned: bool) -> None:
    told = [
        ("1290", Step("admitted", here("2026-03-02 08:00"), "", 1)),
        ("1281", Step("notice", here("2026-03-02 09:00"), "", 2)),
        ("1290", Step("ready", here("2026-03-03 09:00"), "", 3)),
    ]
    case, findings = put_together("c", told[::-1] if turned else told, now=NOW)
    assert case.municipality == "1290"
    assert [(one.line, one.code, one.effect) for one in findings] == [(2, "other_municipality", "row")]


def test_of_as_many_rows_each_the_municipality_of_the_earliest_stands() -> None:
    told = [
        ("1281", Step("notice", here("2026-03-02 09:00"))),
        ("1290", Step("admitted", here("2026-03-02 08:00"))),
    ]
    assert put_together("c", told, now=NOW)[0].municipality == "1290"


def test_a_message_to_an_organisation_that_does_not_exist_is_left_out_and_the_name_of_nobody_is_printed() -> (
    None
):
    told = [Step("notice", here("2026-03-02 09:00"), "Nowhere kommun; open_care", 4),
            Step("sip_called", here("2026-03-02 09:00"), "19121212-1212", 5)]  # fmt: skip
    case, findings = put_together("c", rows(told), now=NOW, known=lambda name: False)
    assert case.steps == ()
    assert "(Nowhere kommun)" in findings[0].text
    assert "1912" not in findings[1].text


def test_the_municipality_of_the_case_and_open_care_exist_whatever_the_list_says() -> None:
    told = [Step("notice", here("2026-03-02 09:00"), "1290; open_care", 4)]
    assert put_together("c", rows(told), now=NOW, known=lambda name: False)[1] == []


@pytest.mark.parametrize(
    ("value", "names", "told"),
    [("", (), True), ("open_care", ("open_care",), False), (" open_care ; ", ("open_care",), False),
     ("1290;open_care", ("1290", "open_care"), True), (";", (), True)],
)  # fmt: skip
def test_to_whom_a_message_went(value: str, names: tuple[str, ...], told: bool) -> None:
    assert recipients(value) == names
    assert to_municipality(value) is told


def test_every_event_is_taken_by_the_story() -> None:
    assert set(TAKERS) == set(EVENTS)


@given(any_steps())
def test_a_story_is_told_or_refused_with_a_line_and_never_both(steps: list[Step]) -> None:
    if not steps:
        return
    story, findings = tell(put_together("c", rows(steps), now=NOW)[0])
    refusals = [one for one in findings if one.effect == "case"]
    assert (story is None) == (len(refusals) == 1)
    assert all(one.line in range(1, 13) for one in findings)
