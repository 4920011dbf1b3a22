"""Whether a plan still holds: confirmed at a place in the log, and what has happened after it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from helpers.told import NOW, Told, chart, event
from lindra.care.events.common import Clinician
from lindra.care.events.medicines import OpioidNoted
from lindra.care.events.plan import SECTIONS, AdviceGiven, PlanConfirmed, Section
from lindra.care.events.situation import MattersNoted, Phase, PhaseNoted
from lindra.care.plan import freshness
from lindra.care.plan.compute import plan
from lindra.record.chart import fold
from lindra.record.facts import Admitted, Code, Contact, Died, Discharged, MedicineOrdered, Moved

NURSE = Clinician(name="Maria", profession="nurse")
BASE: list[Told] = [(200, PhaseNoted(phase="stable")), (200, MattersNoted(text="Katten"))]


def confirmed(
    seen: int, days_ago: float = 5, phase: Phase = "stable", sections: tuple[Section, ...] = SECTIONS
) -> Told:
    return (days_ago, PlanConfirmed(by=NURSE, seen={"patient": seen}, phase=phase, sections=sections))


AFTER: list[tuple[str, Told, set[str]]] = [
    ("an admission", (1, Admitted(episode="e")), {"decisions", "situation", "steps", "medicines", "call"}),
    (
        "a visit to the emergency department",
        (1, Contact(episode="c", form="emergency")),
        {"situation", "steps", "medicines"},
    ),
    ("a visit at home", (1, Contact(episode="d", form="home_visit")), set()),
    ("another phase", (1, PhaseNoted(phase="dying")), {"decisions", "situation", "steps", "medicines"}),
    ("the same phase again", (1, PhaseNoted(phase="stable")), set()),
    ("a regular opioid", (1, MedicineOrdered(order="o", code=Code(code="N02AA01"))), {"medicines", "steps"}),
    (
        "an opioid as needed",
        (1, MedicineOrdered(order="o", code=Code(code="N02AA01"), as_needed=True)),
        {"medicines"},
    ),
    ("another medicine", (1, MedicineOrdered(order="o", code=Code(code="C07AB02"))), set()),
    ("an opioid that is noted", (1, OpioidNoted(substance=Code(text="Morfin"))), {"medicines", "steps"}),
    ("that there is no opioid", (1, OpioidNoted(known="no")), {"medicines"}),
    ("another wish", (1, MattersNoted(text="Hunden")), {"matters"}),
    ("a move", (1, Moved(to="care_home")), {"person", "call"}),
    ("advice", (1, AdviceGiven(by=NURSE, advice="Höj dosen")), {"steps", "medicines", "situation"}),
]


@pytest.mark.parametrize(("what", "after", "touched"), AFTER, ids=[one[0] for one in AFTER])
def test_what_happens_after_a_confirmation_touches_just_its_sections(
    what: str, after: Told, touched: set[str]
) -> None:
    made = plan(chart([*BASE, confirmed(seen=2), after]), NOW)
    assert {part.section for part in made.parts if part.since} == touched
    assert made.validity == ("uncertain" if touched else "holds")


def test_every_trigger_in_the_data_can_come_about() -> None:
    told = [one[1] for one in AFTER] + [(0.5, Discharged(episode="e"))]
    assert {trigger for trigger, _ in freshness.happened(chart(told))} == set(freshness.triggers())


def test_what_the_author_had_seen_does_not_touch_whenever_it_occurred() -> None:
    admitted = (1, Admitted(episode="e"))
    assert plan(chart([*BASE, admitted, confirmed(seen=3, days_ago=2)]), NOW).validity == "holds"


def test_what_was_written_while_the_author_read_touches_though_it_stands_before() -> None:
    admitted = (1, Admitted(episode="e"))
    made = plan(chart([*BASE, admitted, confirmed(seen=2, days_ago=0.5)]), NOW)
    assert made.validity == "uncertain"
    assert [one.trigger for one in made.since] == ["admission"]


def test_what_occurred_long_before_and_is_read_later_touches() -> None:
    late = (100, Admitted(episode="e"))
    assert plan(chart([*BASE, confirmed(seen=2), late]), NOW).validity == "uncertain"


def test_a_confirmation_of_one_section_says_nothing_of_the_others() -> None:
    made = plan(chart([*BASE, confirmed(seen=2, sections=("matters",))]), NOW)
    assert made.part("matters").validity == "holds"
    assert made.part("situation").validity == "never"
    assert made.validity == "uncertain"


@given(
    phase=st.sampled_from(["stable", "unstable", "deteriorating", "dying"]), section=st.sampled_from(SECTIONS)
)
def test_a_confirmation_holds_to_the_end_of_its_last_day(phase: Phase, section: Section) -> None:
    days = freshness.holds()[section][phase]
    told = chart([(200, PhaseNoted(phase=phase)), confirmed(seen=1, days_ago=0, phase=phase)])
    assert not plan(told, NOW + timedelta(days=days)).part(section).overdue
    assert plan(told, NOW + timedelta(days=days + 1)).part(section).overdue


def test_closer_to_death_a_confirmation_never_holds_longer() -> None:
    for days in freshness.holds().values():
        assert (
            days["stable"] >= days["unstable"] >= days["deteriorating"] >= days["dying"]
            or days["deteriorating"] >= days["unstable"]
        )
        assert days["dying"] == min(days.values())


def test_of_the_dead_nothing_is_stale() -> None:
    made = plan(
        chart([*BASE, confirmed(seen=2), (1, Admitted(episode="e")), (0.5, Died())]),
        NOW + timedelta(days=999),
    )
    assert made.validity == "holds"
    assert made.dead is not None


def test_in_linked_records_each_has_its_own_place() -> None:
    own = [event(1, 200, PhaseNoted(phase="stable")), event(2, 5, confirmed(seen=1)[1])]
    other = replace(event(7, 1, Admitted(episode="e")), patient="other")
    assert plan(fold(own), NOW).validity == "holds"
    assert plan(fold([*own, other]), NOW).validity == "uncertain"


def test_the_day_it_holds_until_is_counted_in_stockholm() -> None:
    told = chart([(0, PhaseNoted(phase="dying")), confirmed(seen=1, days_ago=0, phase="dying")])
    assert plan(told, NOW).part("situation").until == date(2026, 6, 17)


def test_what_was_withdrawn_after_the_confirmation_touches_what_rested_on_it() -> None:
    from lindra.care.plan.compute import LINES
    from lindra.record.facts import Withdrawn

    first, wish = event(1, 200, PhaseNoted(phase="stable")), event(2, 200, MattersNoted(text="Katten"))
    stands = {"matters": freshness.digest(LINES["matters"](fold([first, wish]), NOW))}
    said = event(3, 5, PlanConfirmed(by=NURSE, seen={"patient": 2}, phase="stable", stands=stands))
    taken = event(4, 1, Withdrawn(reason="fel patient"), corrects=wish.id)
    assert plan(fold([first, wish, said]), NOW).part("matters").validity == "holds"
    made = plan(fold([first, wish, said, taken]), NOW).part("matters")
    assert [one.trigger for one in made.since] == ["withdrawn"]


def test_a_decision_that_should_have_been_reviewed_is_uncertain() -> None:
    from lindra.care.events.decisions import DeathExpected

    doctor = Clinician(name="Sofia", profession="physician")
    told: list[Told] = [
        (60, DeathExpected(known="yes", physician=doctor, review=date(2026, 6, 14))),
        confirmed(seen=1),
    ]
    assert plan(chart(told), NOW).part("decisions").validity == "uncertain"
