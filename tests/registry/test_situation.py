"""Who registers, as the chart tells it: places of death, teams, listing; and every death of the made-up county."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from helpers.told import NOW, event
from lindra.care.events.common import Clinician
from lindra.care.events.decisions import DeathExpected
from lindra.care.events.home import DeathEstablished
from lindra.record import facts
from lindra.record.chart import Chart, fold
from lindra.record.kinds import Fact
from lindra.registry import rules, situation
from lindra.registry.readings import register
from lindra.registry.rules import NOBODY, Responsible
from lindra.synthetic import county, sinks
from lindra.synthetic.generator import county as stories
from lindra.synthetic.story import Story

VERA = Clinician(name="Vera Sjö", profession="physician")
PRACTICE = facts.Listed(practice=facts.Actor(name="Vårdcentralen Älven"))
Line = tuple[float | None, str, Fact] | tuple[float | None, str, Fact, str]


def chart(*lines: Line) -> Chart:
    """Days ago, unit, what happened, and how precisely that is known."""
    return fold(
        event(number, days, fact, *precision, unit=unit)  # type: ignore[arg-type]
        for number, (days, unit, fact, *precision) in enumerate(lines, 1)
    )


def died(days: float | None = 3, unit: str = "ward", expected: str | None = None) -> Line:
    return days, unit, facts.Died(expected=expected)  # type: ignore[arg-type]


STAY = (9.0, "ward", facts.Admitted(episode="s"))
LISTED = (900.0, "practice", PRACTICE)
TEAM = (60.0, "team", facts.Enrolled(enrolment="t", form="specialised_home_care"))
NURSING = (90.0, "nursing", facts.Enrolled(enrolment="n", form="home_nursing"))
HOME = (400.0, "home", facts.Moved(to="care_home"))
OWN = (4000.0, "practice", facts.Moved(to="own_home", municipality="1780"))


def test_somebody_who_lives_is_nobodys_to_report() -> None:
    assert situation.situation(chart(STAY, LISTED)) is None
    assert rules.responsible(chart(STAY, LISTED)) == NOBODY


@pytest.mark.parametrize(
    "left",
    [
        [],
        [(3.0, "ward", facts.Discharged(episode="s", to="deceased"))],
        [(2.9, "ward", facts.Discharged(episode="s", to="deceased"))],
        [(2.5, "ward", facts.Discharged(episode="s", to="unknown"))],
    ],
)
def test_in_a_stay_it_is_the_ward(left: list[Line]) -> None:
    assert rules.responsible(chart(OWN, LISTED, TEAM, STAY, *left, died())) == Responsible("ward", "stay")


def test_the_ward_to_which_the_person_was_moved_within_the_stay() -> None:
    moved = (5.0, "other ward", facts.Moved(to="ward", episode="s"))
    assert rules.responsible(chart(STAY, moved, died())) == Responsible("other ward", "stay")


def test_who_left_the_ward_alive_did_not_die_there() -> None:
    left = (4.0, "ward", facts.Discharged(episode="s", to="own_home"))
    assert rules.responsible(chart(OWN, LISTED, STAY, left, died(expected="no"))).why == "practice"


def test_on_a_death_known_to_the_day_who_went_home_that_day_died_at_home() -> None:
    left = (3.0, "ward", facts.Discharged(episode="s", to="own_home"))
    end = (3.0, "practice", facts.Died(expected="no"), "day")
    assert rules.responsible(chart(OWN, LISTED, STAY, left, end)).why == "practice"


def test_a_stay_of_which_no_discharge_was_told_is_over_when_a_later_one_began() -> None:
    later = (4.0, "hospice", facts.Admitted(episode="s2", form="palliative"))
    assert rules.responsible(chart(STAY, later, died())) == Responsible("hospice", "stay")


def test_in_an_emergency_department_it_is_that() -> None:
    visit = event(1, 3.01, facts.Contact(episode="e", form="emergency"), unit="emergency",
                  occurred_to=event(9, 2.99, PRACTICE).occurred_from)  # fmt: skip
    end = event(2, 3, facts.Died(expected="no"), unit="emergency")
    assert rules.responsible(fold([visit, end])) == Responsible("emergency", "emergency")
    before = event(3, 4, facts.Contact(episode="e2", form="emergency"), unit="emergency",
                   occurred_to=event(9, 3.9, PRACTICE).occurred_from)  # fmt: skip
    assert rules.responsible(fold([before, end])) == NOBODY


def test_in_a_home_with_care_it_is_the_home() -> None:
    assert rules.responsible(chart(OWN, LISTED, NURSING, HOME, died())) == Responsible("home", "home")


def test_a_home_noted_by_a_ward_or_a_practice_is_another_unit_and_by_kinds_it_is_found() -> None:
    noted = (400.0, "practice", facts.Moved(to="care_home"))
    related = (399.0, "the home", facts.RelationOpened(relation="r"))
    made = chart(LISTED, noted, related, died())
    assert rules.responsible(made) == NOBODY
    kinds = {"practice": "primary_care", "the home": "care_home"}
    assert rules.responsible(made, kinds) == Responsible("the home", "home")


def test_at_home_the_one_who_had_the_person_where_it_was_expected_and_else_the_practice() -> None:
    both = (OWN, LISTED, NURSING, TEAM)
    assert rules.responsible(chart(*both, died(expected="yes"))) == Responsible("team", "team")
    assert rules.responsible(chart(*both, died(expected="no"))) == Responsible("practice", "practice")
    assert rules.responsible(chart(OWN, LISTED, NURSING, died(expected="yes"))).why == "nursing"


def test_a_team_that_had_let_the_person_go_before_is_not_asked_and_one_that_ended_with_the_death_is() -> None:
    gone = (20.0, "team", facts.EnrolmentEnded(enrolment="t"))
    assert rules.responsible(chart(OWN, LISTED, TEAM, gone, died(expected="yes"))).why == "practice"
    with_death = (3.0, "team", facts.EnrolmentEnded(enrolment="t", reason="Avliden."))
    assert rules.responsible(chart(OWN, LISTED, TEAM, with_death, died(expected="yes"))).why == "team"


def test_a_consult_team_and_a_clinic_do_not_register() -> None:
    asked = (60.0, "consult", facts.Enrolled(enrolment="c", form="consult_team"))
    assert rules.responsible(chart(OWN, asked, died(expected="yes"))) == NOBODY


def test_a_practice_that_another_tells_of_is_no_unit_of_ours() -> None:
    told = (900.0, "team", PRACTICE.model_copy(update={"elsewhere": True}))
    assert rules.responsible(chart(OWN, told, died(expected="no"))) == NOBODY


@pytest.mark.parametrize(
    ("more", "known"),
    [
        ([], "unknown"),
        ([(30, DeathExpected(known="yes", physician=VERA, review=date(2026, 7, 1)))], "yes"),
        ([(30, DeathExpected(known="yes", physician=VERA, review=date(2026, 6, 1)))], "unknown"),
        ([(30, DeathExpected(known="no", physician=VERA))], "unknown"),
        ([(3, DeathEstablished(physician=VERA, examined_by=VERA, expected=True, relatives_told="told"))], "yes"),
        ([(3, DeathEstablished(physician=VERA, examined_by=VERA, expected=False, relatives_told="told"))], "no"),
    ],
)  # fmt: skip
def test_whether_it_was_expected_as_written_or_established_or_decided_beforehand(more, known) -> None:
    lines = [(days, "practice", fact) for days, fact in more]
    assert situation.expected(chart(*lines, died())) == known
    assert situation.expected(chart(*lines, died(expected="no"))) == "no"


def test_a_death_at_a_time_that_is_not_known_is_reported_by_who_had_the_person() -> None:
    assert rules.responsible(chart(STAY, died(None))) == Responsible("ward", "stay")
    assert rules.died_on(chart(STAY, died(None))) is None


@pytest.mark.parametrize(
    ("at", "precision", "day"),
    [
        ("2026-03-28T22:59:59.000000Z", "second", date(2026, 3, 28)),
        ("2026-03-28T23:00:00.000000Z", "second", date(2026, 3, 29)),
        ("2026-03-28T23:00:00.000000Z", "day", date(2026, 3, 29)),  # 23 hours long
        ("2026-10-24T22:00:00.000000Z", "day", date(2026, 10, 25)),  # 25 hours long
        ("2026-01-31T23:00:00.000000Z", "month", date(2026, 2, 28)),
        ("2025-12-31T23:00:00.000000Z", "year", date(2026, 12, 31)),
        (None, "unknown", None),
    ],
)
def test_the_day_of_death_in_stockholm_is_the_last_it_can_have_been(at, precision, day) -> None:
    assert situation.moment(at, precision).day == day


# The made-up county


def truth(story: Story) -> str:
    """The unit that is to report, by the plan; where that leaves open whether it was expected, as established."""
    plan = story.plan
    stay = next((one for one in plan.stays if one.end is None and not one.withdrawn), None)
    if stay is not None:
        return stay.unit
    visit = next((v for v in plan.visits if v.form == "emergency" and v.start[0] == 0), None)
    if plan.course == "emergency" and visit is not None:
        return visit.unit
    home = plan.homes[-1] if plan.homes else None
    if home is not None and home.unit:
        return home.unit
    team = {one.form: one.unit for one in plan.teams if one.end is None}
    told = [
        e.fact.expected for step in story.steps for e in step.entries if isinstance(e.fact, DeathEstablished)
    ]
    expected = plan.expected if plan.expected != "unknown" or not told else "yes" if told[0] else "no"
    order = () if expected == "no" else ("specialised_home_care", "home_nursing")
    return next((team[form] for form in order if form in team), f"practice-{plan.municipality}")


def test_every_death_of_the_made_up_county_is_the_unit_of_its_plan() -> None:
    made, whys = county.organisation(), set()
    for story in stories(patients=400):
        found = rules.responsible(fold(sinks.events_of(story)))
        if not story.plan.dead:
            assert found == NOBODY
            continue
        assert found.unit == made.units[truth(story)].hsa_id, (story.plan.course, found)
        whys.add(found.why)
    assert whys == {"stay", "emergency", "home", "team", "nursing", "practice"}


# The reading


def test_a_death_that_is_withdrawn_is_no_more_to_be_reported() -> None:
    first, back = (
        event(1, 3, facts.Died()),
        event(2, 2, facts.Withdrawn(reason="Fel patient."), corrects="event-001"),
    )
    assert [row.key for row in register(fold([first]))] == ["waiting|"]
    assert list(register(fold([first, back]))) == []


def test_the_row_tells_who_why_when_and_where_the_person_lived() -> None:
    (row,) = register(chart(OWN, LISTED, died(expected="no")))
    assert (row.key, row.unit) == ("waiting|", "practice")
    assert row.at == event(1, 3, PRACTICE).occurred_from
    assert row.data["why"] == "practice"
    assert row.data["area"] == "1780"
    assert datetime.fromisoformat(row.at).astimezone(UTC) == NOW - timedelta(days=3)
