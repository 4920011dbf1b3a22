"""Properties of liability by the statute."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from discharge.notation import story_of
from discharge.stays import NATIONAL, NOW, any_steps, hours, judged, stays
from lindra.clock import STOCKHOLM, day
from lindra.discharge.clocks import payment_starts
from lindra.discharge.liability import liability
from lindra.discharge.steps import Step


def ending(steps: list[Step], at: datetime) -> list[Step]:
    """The same stay, ended at another time."""
    return [step._replace(at=at) if step.event == "discharged" else step for step in steps]


@given(stays(), st.integers(0, 30 * 24))
def test_liability_never_grows_when_a_stay_gets_shorter(steps: list[Step], less: int) -> None:
    left = next(step.at for step in steps if step.event == "discharged")
    ready = next(step.at for step in steps if step.event == "ready")
    sooner = left - timedelta(hours=less)
    assume(sooner >= ready)
    long, short = judged(steps), judged(ending([one for one in steps if one.at <= sooner or one.at == left
                                                 or one.event in ("notice", "sip_called")], sooner))  # fmt: skip
    assert long is not None
    assert short is not None
    assert (short.found.payable_days or 0) <= (long.found.payable_days or 0)
    assert (short.found.days_ready or 0) <= (long.found.days_ready or 0)
    if short.found.liable_from is not None:
        assert short.found.liable_from == long.found.liable_from


@given(any_steps())
def test_days_to_pay_are_never_negative_nor_more_than_days_ready(steps: list[Step]) -> None:
    told = judged(steps)
    if told is None:
        return
    found = told.found
    assert found.payable_days is not None
    assert 0 <= found.payable_days <= max(0, found.days_ready or 0)
    assert found.payable_days == sum(found.by_year.values())
    if found.liable_from is None:
        assert found.payable_days == 0
    assert found.why


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.times(time(12, 0, 1), time(23, 59)))
def test_a_notice_moved_from_after_noon_to_noon_never_delays(on: date, after: time) -> None:
    noon = datetime.combine(on, time(12), STOCKHOLM)
    later = payment_starts(datetime.combine(on, after, STOCKHOLM), NATIONAL)
    assert payment_starts(noon, NATIONAL) == later - timedelta(days=1) == on + timedelta(days=3)


@given(hours, hours)
def test_a_notice_sent_sooner_never_begins_later(one: datetime, other: datetime) -> None:
    first, last = sorted((one, other))
    assert payment_starts(first, NATIONAL) <= payment_starts(last, NATIONAL)


@given(stays(), hours, st.integers(0, 200))
def test_to_lack_open_care_never_costs_the_municipality_more(
    steps: list[Step], since: datetime, for_hours: int
) -> None:
    left = next(step.at for step in steps if step.event == "discharged")
    without = [step for step in steps if not step.event.startswith("open_care")]
    until = since + timedelta(hours=for_hours)
    assume(until <= left)
    lacking = [*without, Step("open_care_missing", since), Step("open_care_available", until)]
    with_care, lacks = judged(without), judged(lacking)
    assert with_care is not None
    assert lacks is not None
    assert (lacks.found.payable_days or 0) <= (with_care.found.payable_days or 0)


@given(stays())
def test_liability_begins_no_sooner_than_the_third_day_and_only_when_told(steps: list[Step]) -> None:
    told = judged(steps)
    assert told is not None
    if told.found.liable_from is not None:
        ready = next(step.at for step in steps if step.event == "ready")
        assert (told.found.liable_from - day(ready)).days >= NATIONAL.payment.days
        assert any(step.event == "notice" for step in steps)


def test_each_krona_opens_to_a_paragraph() -> None:
    story = story_of(
        "2026-03-02 08:00  admitted",
        "2026-03-02 12:00  notice",
        "2026-03-03 08:00  sip_needed",
        "2026-03-04 08:00  sip_called",
        "2026-03-05 12:30  ready",
        "2026-03-12 10:00  discharged",
    )
    found = liability(story, NATIONAL, NOW)
    assert [(one.paragraph, one.code) for one in found.why] == [
        ("5 kap. 3 § 1", "notice_sent"),
        ("5 kap. 3 § 2", "ready_sent"),
        ("5 kap. 3 § second paragraph", "sip_called"),
        ("5 kap. 4 §", "after_break"),
        ("5 kap. 6 §", "payable"),
    ]
    assert found.why[-1].sentence == (
        "From 2026-03-09 up to, not including, the day of discharge, 2026-03-12: 3 days to pay."
    )
