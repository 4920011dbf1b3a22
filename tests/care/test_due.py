"""What is due in care, from the chart alone: reviews, plans to confirm, conversations, relatives."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from helpers.surface import NOBODY as PATIENT
from helpers.told import Told, chart, event
from lindra.care import due
from lindra.care.events.common import Clinician
from lindra.care.events.decisions import DeathExpected, LimitDecided
from lindra.care.events.people import RelativeNoted
from lindra.care.events.plan import SECTIONS, BereavementContact, PlanConfirmed
from lindra.care.events.situation import ConversationHeld, PhaseNoted
from lindra.deadlines.declared import Due
from lindra.deadlines.rules import end_of
from lindra.forms import library
from lindra.record.chart import fold
from lindra.record.facts import Admitted, Died, Signed

DOCTOR = Clinician(name="Sofia", profession="physician")
LIMIT = LimitDecided(
    treatment="resuscitation", decision="withhold", basis=("illness",), reason="r", physician=DOCTOR,
    assessed="in_person", patient_told="yes", relatives_told="no", told_on=date(2026, 6, 5), review=date(2026, 9, 1),
)  # fmt: skip
PHASE: Told = (30, PhaseNoted(phase="deteriorating"))
CONFIRMED: Told = (10, PlanConfirmed(by=DOCTOR, seen={"patient": 1}, phase="deteriorating"))
ADMITTED: Told = (2, Admitted(episode="e"))


def declared(*told: Told) -> list[Due]:
    made = chart(told)
    every = (due.reviews, due.confirmations, due.conversations, due.relatives)
    return [one for declare in every for one in declare(made) if one.what != "never"]


def test_a_limit_is_reviewed_by_its_day_and_relatives_are_told() -> None:
    review, tell = declared((10, LIMIT))
    assert (review.what, review.role, review.due_at) == ("limit", "physician", end_of(date(2026, 9, 1)))
    assert (tell.what, tell.due_at) == ("tell", end_of(date(2026, 6, 12)))


def test_expected_death_is_reviewed() -> None:
    (review,) = declared((10, DeathExpected(known="yes", physician=DOCTOR, review=date(2026, 7, 1))))
    assert review.what == "expected_death"


def test_what_was_written_for_a_physician_is_signed_within_two_weeks_of_that_day() -> None:
    unsigned = {"signed": False, "act": "a1"}
    told_of = [
        event(1, 10, LIMIT, **unsigned),
        event(2, 10, DeathExpected(known="no", physician=DOCTOR), **unsigned),
    ]
    [one] = due.signatures(fold(told_of))
    assert (one.key, one.unit, one.role, one.link) == ("a1", "unit-1", "physician", "sign")
    assert one.due_at == end_of(date(2026, 6, 29))  # written on 15 June, of what was decided ten days before
    assert one.about == {"what": ["resuscitation", "death_expected"], "whom": "Sofia"}
    assert list(due.signatures(fold([*told_of, event(3, 1, Signed(signs="a1"))]))) == []
    assert list(due.signatures(chart([(10, LIMIT)]))) == []


def test_what_happened_is_one_thing_to_do_for_all_the_sections_it_touches() -> None:
    found = [one for one in declared(PHASE, CONFIRMED, ADMITTED) if one.what == "touched"]
    assert [one.about["trigger"] for one in found] == ["admission"]
    assert found[0].about["sections"] == ["decisions", "situation", "steps", "medicines", "call"]
    assert found[0].due_at == end_of(date(2026, 6, 15))  # two days after, when deteriorating


def test_sections_whose_confirmation_runs_out_on_one_day_are_one_thing_to_do() -> None:
    found = [one for one in declared(PHASE, CONFIRMED) if one.what == "time"]
    assert sorted(name for one in found for name in one.about["sections"]) == sorted(SECTIONS)
    assert len({one.due_at for one in found}) == len(found)


def test_a_plan_that_nobody_has_confirmed_is_to_be_confirmed() -> None:
    (never,) = due.unconfirmed(chart([PHASE, ADMITTED]))
    assert (never.what, never.due_at) == ("never", end_of(date(2026, 6, 22)))  # a week after it was written
    assert list(due.confirmations(chart([ADMITTED]))) == []


def test_the_next_conversation_is_due_the_day_agreed() -> None:
    talk = ConversationHeld(form="serious_illness", led_by=DOCTOR, next_at=date(2026, 7, 1))
    (next_talk,) = declared((10, talk))
    assert next_talk.due_at == end_of(date(2026, 7, 1))


def test_a_child_as_relative_is_supported() -> None:
    (child,) = declared((10, RelativeNoted(relative="r", child=True)))
    assert child.what == "child"
    assert declared((10, RelativeNoted(relative="r", child=True, supported="yes"))) == []


BEFORE: list[Told] = [(10, LIMIT), PHASE, CONFIRMED, ADMITTED]


def left(*contacts: Told, died: float | None = 10) -> list[Due]:
    """What is due for those who are left, and nothing else is due after a death."""
    return declared(*BEFORE, (died, Died()), *contacts)


def contact(form: str, relative: str = "", next_at: date | None = None) -> BereavementContact:
    return BereavementContact(form=form, relative=relative, next_at=next_at)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("contacts", "expected"),
    [
        ([], [("bereaved", date(2026, 7, 17))]),  # six weeks after 5 June
        ([(2, contact("not_reached"))], [("bereaved", date(2026, 7, 17))]),
        ([(2, contact("offered"))], [("outcome", date(2026, 8, 4))]),  # two months after 5 June
        ([(2, contact("offered", next_at=date(2026, 6, 20)))], [("bereaved", date(2026, 6, 20))]),
        ([(2, contact("not_reached", next_at=date(2026, 6, 20)))], [("bereaved", date(2026, 6, 20))]),
        ([(2, contact("held"))], []),
        ([(2, contact("declined"))], []),
        ([(2, contact("held", next_at=date(2026, 6, 20)))], [("bereaved", date(2026, 6, 20))]),
        ([(2, contact("no_relatives"))], []),
    ],
)
def test_those_who_are_left_are_offered_a_conversation_until_it_is_known_what_came_of_it(
    contacts: list[Told], expected: list[tuple[str, date]]
) -> None:
    found = left(*contacts)
    assert [(one.what, one.due_at) for one in found] == [(what, end_of(day)) for what, day in expected]


def test_what_was_agreed_with_one_relative_is_due_whatever_came_of_another() -> None:
    later = date(2026, 6, 20)
    (one,) = left((3, contact("not_reached", "son", later)), (2, contact("held", "daughter")))
    assert (one.due_at, one.about) == (end_of(later), {"form": "not_reached"})
    assert left((3, contact("not_reached", "son", later)), (2, contact("held", "son"))) == []


def test_after_a_death_at_a_time_that_is_not_known_a_conversation_is_due_at_no_day() -> None:
    (one,) = left(died=None)
    assert (one.what, one.due_at) == ("bereaved", None)


def test_the_row_leads_to_the_form_where_it_is_written() -> None:
    for one in (*left(), *left((2, contact("offered")))):
        name, form = one.link.split("|")
        assert reverse(name, args=[PATIENT, form]) == f"/patients/{PATIENT}/forms/bereavement/"
        assert ("bereavement", "1.0.0") in library.shipped()
