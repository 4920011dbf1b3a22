"""Plans of care computed from what was told are as planted, and the course is told as if there were none."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lindra.care import rules
from lindra.care.events import decisions, people, plan, situation
from lindra.care.plan import calling, compute, needed
from lindra.care.plan.model import Plan
from lindra.people.details import Relative
from lindra.record.chart import Chart, fold
from lindra.record.clinical import MedicineGiven
from lindra.record.envelope import stamp
from lindra.record.facts import MedicineOrdered
from lindra.record.kinds import Fact
from lindra.synthetic import care_plan, mix, sinks, truth
from lindra.synthetic.care_telling import Caring
from lindra.synthetic.county import organisation
from lindra.synthetic.generator import UNTIL, county
from lindra.synthetic.story import Entry, Step, Story
from lindra.synthetic.telling import Telling

FICTITIOUS = re.compile(r"070-174 06 (0[5-9]|[1-9]\d)|08-465 004 \d\d")
"""The series that Post- och telestyrelsen keeps free."""
OWN_UNITS = {"maria": "home-1780", "jonas": "team", "petra": "practice-1780"}
"""Demo staff, and where they work."""


def chart_of(story: Story, at: datetime) -> Chart:
    """What had been written of a person at a moment."""
    return fold(event for event in sinks.events_of(story) if event.recorded_at <= stamp(at))


def computed(story: Story) -> Plan:
    """The plan that can be read at the moment of which the truth is told."""
    at = care_plan.judged_at(story.plan)
    return compute.plan(chart_of(story, at), at)


def told(story: Story) -> Iterator[tuple[Step, Fact]]:
    return ((step, entry.fact) for step in story.steps for entry in step.entries)


def check(story: Story) -> None:
    """A plan as it reads is of the quality that was planted."""
    found, care = computed(story), story.care
    states = {line.topic: line.state for part in found.parts for line in part.lines}
    match care.quality:
        case "excellent":
            assert found.validity == "holds"
            assert "not_asked" not in {line.state for line in found.part("decisions").lines}
            assert not any(part.empty for part in found.parts)
        case "stale":
            assert found.validity == "uncertain"
            assert all(part.confirmed for part in found.parts)
            if care.outdated == "time":
                assert not found.since
                assert any(part.overdue for part in found.parts)
            else:
                assert care.outdated in {since.trigger for since in found.since}
        case "half_filled":
            assert found.validity == ("uncertain" if care.signed else "never")
            assert {part.section for part in found.parts if part.confirmed} == set(care.signed)
            assert all(not found.part(section).empty for section in care.sections)
        case "missing":
            assert (found.validity, found.confirmed) == ("never", None)
            assert {topic for topic, state in states.items() if state != "not_asked"} <= {
                "where",
                "diagnosis",
            }


def test_every_plan_of_the_demo_reads_as_planted_and_there_are_all_kinds(stories: tuple[Story, ...]) -> None:
    for story in stories:
        check(story)
    counted = truth.plans(story.care for story in stories)
    assert set(counted["quality"]) == {"excellent", "half_filled", "stale", "missing"}
    assert set(counted["outdated"]) == set(mix.OUTDATED)
    assert {story.care.quality for story in stories if not story.plan.dead} == set(counted["quality"])


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)))
def test_plans_of_any_county_at_any_end_read_as_planted(seed: int, until: datetime) -> None:
    for story in county(seed, until.replace(tzinfo=UNTIL.tzinfo), 4):
        check(story)


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_the_course_is_told_as_if_there_were_no_plan_of_care(seed: int) -> None:
    [story] = county(seed, patients=1)
    relatives = [each for each in story.identity.details if isinstance(each, Relative)]

    def entries(care: care_plan.CarePlan) -> list[tuple[Any, ...]]:
        caring = Caring(story.patient, story.plan, care, relatives)
        steps = Telling(story.patient, story.plan, Random(seed), UNTIL, caring).steps()
        return [(step.at, step.unit, step.role, plain(entry)) for step in steps for entry in step.entries]

    def plain(entry: Entry) -> Entry:
        without = {"terms": None} if isinstance(entry.fact, MedicineOrdered) else {}
        return replace(entry, fact=entry.fact.model_copy(update=without))

    bare, whole = entries(care_plan.MISSING), iter(entries(story.care))
    assert all(each in whole for each in bare), "left out, changed or in another order"


def test_a_confirmation_has_seen_what_was_written_before_it_and_is_its_authors(
    stories: tuple[Story, ...],
) -> None:
    for story in stories:
        for event in sinks.events_of(story):
            if event.kind == "plan_confirmed":
                payload = event.payload or {}
                assert payload["seen"] == {story.patient: event.seq - 1}
                assert payload["by"]["hsa_id"] == event.author


def test_limits_are_a_physicians_who_asked_another(stories: tuple[Story, ...]) -> None:
    writers, staff = organisation().writers, organisation().staff
    limits = [
        (step, fact)
        for story in stories
        for step, fact in told(story)
        if isinstance(fact, decisions.LimitDecided | decisions.DeathExpected)
    ]
    assert len(limits) > 200
    for step, fact in limits:
        assert fact.physician.profession == "physician"
        if all(entry.signed for entry in step.entries):
            assert step.role == "physician"
            assert fact.physician.hsa_id == staff[writers[step.unit, "physician"]].hsa_id
        assert fact.review is None or fact.review > step.at.date()
        if isinstance(fact, decisions.LimitDecided):
            assert fact.basis
            assert fact.reason
            assert fact.told_on
            assert fact.consulted is not None
            assert fact.consulted.hsa_id != fact.physician.hsa_id
            assert (fact.decision == "conditional") == bool(fact.condition)
            assert fact.assessed == "in_person" or fact.knows_patient


def test_some_limits_were_written_by_a_nurse_and_wait_for_physicians_who_may_be_tried(
    stories: tuple[Story, ...],
) -> None:
    writers, staff = organisation().writers, organisation().staff
    waiting: Counter[str] = Counter()
    for story in stories:
        found = rules.unsigned(chart_of(story, UNTIL))
        assert len(found) == story.care.dictated
        assert not (found and story.plan.dead)
        for one in found:
            fact = decisions.LimitDecided.model_validate(one.value)
            step = next(step for step, told_of in told(story) if told_of == fact)
            assert step.role == "nurse"
            assert one.author == staff[writers[step.unit, "nurse"]].hsa_id
            waiting[fact.physician.hsa_id] += 1
    assert waiting[staff["team:physician"].hsa_id] > 2
    assert waiting[staff["practice-1780:physician"].hsa_id] > 0


def test_somebody_answers_at_every_hour_on_a_number_kept_for_fiction(stories: tuple[Story, ...]) -> None:
    around = [UNTIL + timedelta(hours=n, minutes=30) for n in range(0, 14 * 24, 3)]  # with Midsummer
    some = [story for story in stories if story.care.quality == "excellent" and not story.plan.dead]
    for story in some:
        chart = chart_of(story, UNTIL)
        assert all(calling.call_now(chart, at) for at in around)
    numbers = {
        fact.phone for story in stories for _, fact in told(story) if isinstance(fact, people.ContactNamed)
    }
    assert len(numbers) > 50
    assert all(FICTITIOUS.fullmatch(number) for number in numbers)


def test_relatives_and_their_talks_are_those_of_the_identity(stories: tuple[Story, ...]) -> None:
    for story in stories:
        known = {each.ref: each.name for each in story.identity.details if isinstance(each, Relative)}
        for _, fact in told(story):
            named = fact.dump().get("relative", "")
            assert not named or named in known
            assert not any(name in str(fact.dump()) for name in known.values())
            if isinstance(fact, situation.ConversationHeld):
                assert ("relative" in fact.took_part) == bool(known)


# Doses.


def test_doses_keep_to_the_terms_of_their_order(stories: tuple[Story, ...]) -> None:
    checked = 0
    for story in stories:
        orders = {fact.order: fact.terms for _, fact in told(story) if isinstance(fact, MedicineOrdered)}
        given: dict[str, list[datetime]] = defaultdict(list)
        for step in story.steps:
            for entry in step.entries:
                if isinstance(entry.fact, MedicineGiven) and entry.when.start:
                    given[entry.fact.order].append(entry.when.start)
        for order, times in given.items():
            terms = orders[order]
            assert terms is not None
            assert terms.least_interval
            assert terms.most_per_day
            least = timedelta(minutes=terms.least_interval)
            assert all(later - earlier >= least for earlier, later in pairwise(times))
            day = timedelta(hours=24)
            assert all(sum(at <= one < at + day for one in times) <= terms.most_per_day for at in times)
            checked += len(times)
    assert checked > 100


def test_tonight_some_have_had_a_dose_and_somebody_all_that_may_be_given(stories: tuple[Story, ...]) -> None:
    found: Counter[str] = Counter()
    for story in stories:
        if story.plan.dead:
            continue
        chart = chart_of(story, UNTIL)
        doses = [needed.doses(chart, order, UNTIL) for order in needed.ordered(chart)]
        spent = [one for one in doses if one.spent]
        assert all(one.again_from and one.again_from > UNTIL for one in spent)
        assert not spent or story.care.doses == "spent"
        found["spent"] += bool(spent)
        found["some"] += any(one.in_24_hours for one in doses)
        if spent and OWN_UNITS["maria"] in units(story):
            found["marias"] += 1
    assert found["spent"] > 2
    assert found["some"] > 10
    assert found["marias"]


def units(story: Story) -> set[str]:
    """Who has a living person now: where they lie or live, the teams, the practice."""
    course = story.plan
    return {
        *(stay.unit for stay in course.stays if stay.end is None),
        *(team.unit for team in course.teams if team.end is None),
        *(home.unit for home in course.homes[-1:]),
        f"practice-{course.municipality}",
    }


@pytest.mark.parametrize("unit", OWN_UNITS.values(), ids=OWN_UNITS)
def test_those_who_may_be_tried_have_patients_with_plans_of_every_quality(
    stories: tuple[Story, ...], unit: str
) -> None:
    own = {story.care.quality for story in stories if not story.plan.dead and unit in units(story)}
    assert own == {"excellent", "half_filled", "stale", "missing"}


# After death.


def test_of_the_dead_with_a_plan_it_is_told_how_it_ended(stories: tuple[Story, ...]) -> None:
    kinds = {
        story.patient: {fact.kind for _, fact in told(story)} - {"died"}
        for story in stories
        if story.plan.dead
    }
    dead = [story for story in stories if story.plan.dead]
    for story in dead:
        at_home = story.plan.course in care_plan.AT_HOME and not story.plan.day_only
        assert ("death_established" in kinds[story.patient]) == (at_home and story.care.quality != "missing")
        if story.care.quality == "missing":
            assert not kinds[story.patient] & {
                "bereavement_contact",
                "need_identified",
                plan.PlanConfirmed.kind,
            }
    assert sum("bereavement_contact" in own for own in kinds.values()) > 30
    assert any(story.care.death_expected for story in dead)
