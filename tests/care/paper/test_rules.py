"""Until when a paper may be trusted, and whom to call hour by hour."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from care.paper.conftest import contact
from lindra.care.events.plan import SECTIONS
from lindra.care.paper.rules import Span, hour_by_hour, not_after
from lindra.care.plan.model import Line, Part, Plan, Since
from lindra.clock import STOCKHOLM
from lindra.record.chart import Statement

AT = datetime(2026, 6, 15, 23, 30, tzinfo=STOCKHOLM)


def june(day):
    return date(2026, 6, day)


def stated(kind="plan_confirmed", **value):
    return Statement(value, kind, "e1", None, None, "", "", "", "", "")


def plan(reviews=(), never=(), since=(), **until):
    """A plan made late in the evening of 15 June: the last day of each confirmation (30 June if not said), days of
    review of its decisions, and sections that nobody has confirmed or in which something has happened since."""
    lines = {"decisions": [Line("resuscitation", "stated", {"review": one.isoformat()}) for one in reviews],
             "steps": [Line("step", "stated", {"review": "2026-06-16"})]}  # fmt: skip
    parts = [
        Part(
            name, tuple(lines.get(name, ())), None if name in never else stated(),
            (Since("admission", stated("admitted")),) if name in since else (),
            None if name in never else until.get(name, june(30)), until.get(name, june(30)) < june(15), None,
        )
        for name in SECTIONS
    ]  # fmt: skip
    return Plan(AT, tuple(parts), None, "stable")


@pytest.mark.parametrize(
    ("sections", "told", "last"),
    [
        (SECTIONS, {}, june(30)),
        (SECTIONS, {"medicines": june(20), "call": june(19)}, june(19)),
        (("medicines",), {"medicines": june(20), "call": june(19)}, june(20)),
        (SECTIONS, {"steps": june(15)}, june(15)),
        (SECTIONS, {"steps": june(1)}, june(15)),  # run out already: the day it is made
        (SECTIONS, {"reviews": [june(25), june(18)]}, june(18)),
        (("call",), {"reviews": [june(18)]}, june(30)),  # no decision stands on it
        (SECTIONS, {"reviews": [june(1)]}, june(15)),  # to have been reviewed already
        (SECTIONS, {"never": ["decisions"]}, june(15)),  # nobody has ever confirmed it
        (("call",), {"never": ["decisions"]}, june(30)),
        (SECTIONS, {"since": ["medicines"]}, june(15)),  # not confirmed since the admission
        (("call",), {"since": ["medicines"]}, june(30)),
    ],
)  # fmt: skip
def test_a_paper_holds_until_the_first_of_its_sections_runs_out_or_is_to_be_reviewed(sections, told, last):
    assert not_after(plan(**told), sections) == last
    assert not_after(plan(**told), sections, partly=True) == june(15)


def named(*contacts):
    return [
        Statement(fact.model_dump(mode="json"), "contact_named", f"e{nth}", None, None, "", "", "", "", "")
        for nth, fact in enumerate(contacts)
    ]


def table(*contacts):
    def names(found):
        return " ".join(one.value["name"] for one in found)

    return [
        (span.start, span.end, names(span.workdays), names(span.other_days))
        for span in hour_by_hour(named(*contacts))
    ]


def test_a_day_is_told_from_the_first_change_of_the_morning_and_a_night_is_one_row():
    assert table(
        contact("home_nursing", "1", ("every_day", "07:00", "21:30"), name="home"),
        contact("specialised_team", "2", ("workdays", "08:00", "16:00"), name="team"),
        contact(
            "on_call_physician", "3", ("workdays", "16:00", "08:00"), ("other_days", "00:00", "00:00"), name="duty"
        ),
    ) == [
        ("07:00", "08:00", "home duty", "home duty"),
        ("08:00", "16:00", "home team", "home duty"),
        ("16:00", "21:30", "home duty", "home duty"),
        ("21:30", "07:00", "duty", "duty"),
    ]  # fmt: skip


def test_who_always_answers_is_one_row_and_so_is_nobody():
    assert table(contact("advice_line", "1", name="line")) == [("00:00", "00:00", "line", "line")]
    assert hour_by_hour([]) == [Span("00:00", "00:00", (), ())]


def test_hours_at_which_nobody_answers_are_rows_too():
    assert table(contact("family_doctor", "1", ("workdays", "08:00", "17:00"), name="doctor")) == [
        ("08:00", "17:00", "doctor", ""),
        ("17:00", "08:00", "", ""),
    ]


def test_neighbours_that_are_alike_are_one_row():
    assert table(
        contact("home_nursing", "1", ("every_day", "07:00", "16:00"), ("every_day", "16:00", "22:00"), name="home"),
    ) == [("07:00", "22:00", "home", "home"), ("22:00", "07:00", "", "")]  # fmt: skip


def test_a_shift_that_ends_at_midnight_ends_there():
    assert table(contact("home_nursing", "1", ("other_days", "16:00", "00:00"), name="home")) == [
        ("16:00", "00:00", "", "home"),
        ("00:00", "16:00", "", ""),
    ]
