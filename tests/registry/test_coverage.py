"""Coverage: deaths known against reports signed, as counted from the made-up county's plan; through the door."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from helpers import workplaces, worlds
from lindra import clock
from lindra.areas import queries as areas
from lindra.areas.models import CareUnit
from lindra.people import actions as people
from lindra.people.models import Staff
from lindra.privacy import accesslog, tallies
from lindra.privacy.reader import named
from lindra.record import facts, log
from lindra.record.envelope import When
from lindra.record.log import ANY, Draft
from lindra.registry import rules
from lindra.registry.cli import registry
from lindra.registry.coverage import counts, everybody, queries
from lindra.registry.coverage.counts import Counted
from lindra.registry.events import DeathReported
from lindra.registry.readings import STATES
from lindra.synthetic import county, sinks
from lindra.synthetic.generator import UNTIL
from lindra.synthetic.generator import county as stories
from lindra.synthetic.story import Step, Story
from registry import scenes
from registry.scenes import NOW, dead, opted_out, reported, withdrawn
from registry.test_situation import truth

TODAY = date(2026, 6, 15)


# Arithmetic

cells = st.tuples(
    st.sampled_from(["", "a", "b"]), st.sampled_from(STATES),
    st.just("") | st.dates(date(2025, 6, 1), TODAY).map(date.isoformat),
)  # fmt: skip


@given(st.dictionaries(cells, st.integers(1, 9)))
def test_every_death_is_in_one_group_and_each_is_reported_open_or_too_late(tally) -> None:
    found = counts.coverage(tally, lambda unit, day: unit, TODAY)
    assert sum(one.deaths for one in found) == sum(tally.values())
    assert all(one.reported + one.open + one.closed == one.deaths for one in found)
    assert all(one.closed >= 0 for one in found)
    shares = [one.share or 0 for one in found]
    assert shares == sorted(shares), "the lowest first"
    by_month = counts.coverage(tally, lambda unit, day: day[:7], TODAY)
    assert counts.total(by_month) == counts.total(found)


def test_what_is_over_seventy_per_cent_may_be_compared() -> None:
    """RCC sydöst: over 70 % (DOMAIN 1.4)."""
    assert [Counted("", 100, reported, 0).comparable for reported in (69, 70, 71)] == [False, False, True]
    assert Counted("", 0, 0, 0).share is None
    assert not Counted("", 0, 0, 0).comparable


def test_a_period_has_its_first_and_its_last_day_and_no_unknown_one() -> None:
    tally = {("a", "waiting", day): 1 for day in ("", "2026-01-01", "2026-01-31", "2026-02-01")}
    assert sorted(day for _, _, day in counts.within(tally, "2026-01-01", "2026-01-31")) == [
        "2026-01-01", "2026-01-31",
    ]  # fmt: skip


# The made-up county

PEOPLE = 120


@pytest.fixture(scope="module")
def told() -> list[Story]:
    """Without the reports that the county has itself."""
    return [
        replace(story, steps=tuple(filter(without_report, story.steps))) for story in stories(patients=PEOPLE)
    ]


def without_report(step: Step) -> bool:
    return not any(isinstance(entry.fact, DeathReported) for entry in step.entries)


@pytest.fixture(scope="module")
def loaded(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, told: list[Story]
) -> Iterator[None]:
    """The county, in which every third death, by number, is reported by the unit of the plan."""
    with worlds.sqlite_world(sqlite_template, tmp_path_factory.mktemp("coverage") / "home"):
        sinks.load(told)
        writers = sinks._writers()
        clock.fix(UNTIL)
        for story in told:
            if is_reported(story):
                when = When.at(UNTIL - timedelta(hours=1))
                author = writers[truth(story), "nurse"]
                log.append(story.patient, [Draft(scenes.report(), when)], author, expected=ANY)
        yield
        clock.fix(None)


def is_reported(story: Story) -> bool:
    return story.plan.dead and story.plan.number % 3 == 0


def planned(told: list[Story], by) -> dict[str, tuple[int, int]]:
    """Deaths and reports by group, from the plans alone; without who has opted out."""
    every = [story for story in told if story.plan.dead and not story.plan.opted_out]
    deaths, reports = Counter(map(by, every)), Counter(by(one) for one in every if is_reported(one))
    return {key: (number, reports[key]) for key, number in deaths.items()}


def unit_of(story: Story) -> str:
    return county.organisation().units[truth(story)].hsa_id


def place_of(story: Story) -> str:
    return county.organisation().units[truth(story)].municipality


def of(found) -> dict[str, tuple[int, int]]:
    return {one["key"]: (one["deaths"], one["reported"]) for one in found}


def test_the_command_counts_what_was_planted(loaded, told) -> None:
    answer = CliRunner().invoke(registry, ["coverage", "--json"])
    found = json.loads(answer.stdout)
    assert any(story.plan.opted_out and story.plan.dead for story in told), (
        "nobody opted out: choose more people"
    )
    assert of(found["unit"]) == planned(told, unit_of)
    assert of(found["municipality"]) == planned(told, place_of)
    assert of(found["region"]) == planned(told, lambda story: "17")
    assert of(found["month"]) == planned(told, lambda story: f"{story.plan.anchor:%Y-%m}")
    (whole,) = planned(told, lambda story: "").values()
    assert (found["all"]["deaths"], found["all"]["reported"]) == whole
    assert len(found["unit"]) > 20


def test_the_command_counts_a_period_and_says_it_to_people(loaded, told) -> None:
    answer = CliRunner().invoke(registry, ["coverage", "--from", "2026-01-01", "--to", "2026-03-31"])
    inside = [one for one in told if date(2026, 1, 1) <= one.plan.anchor <= date(2026, 3, 31)]
    ((deaths, reports),) = planned(inside, lambda story: "").values()
    assert f"{reports} of {deaths}" in answer.output.splitlines()[1]
    assert "Värmland" in answer.output


def test_a_provider_counts_its_own_units_and_no_others(loaded, told) -> None:
    """For follow-up the region's quality unit; a municipality's medically responsible nurse."""
    organisation = county.organisation()
    for unit, role in (("quality", "quality"), ("home-1780", "lead")):
        reader = named(organisation.staff[f"{unit}:{role}"].hsa_id, "followup")
        own = queries.units(reader)
        found = counts.coverage(queries.tally(reader, own), lambda one, day: one, clock.today())
        provider = organisation.units[unit].provider
        mine = [story for story in told if organisation.units[truth(story)].provider is provider]
        hsa_ids = dict(CareUnit.objects.values_list("pk", "hsa_id"))
        assert {hsa_ids[one.key]: (one.deaths, one.reported) for one in found} == planned(mine, unit_of)


def test_reports_to_write_are_those_that_can_still_be_and_are_not(loaded, told) -> None:
    organisation = county.organisation()
    member = organisation.staff[organisation.writers["ward-medicine", "nurse"]]
    reader = named(member.hsa_id, "care")
    found = queries.to_write(reader, queries.units(reader))
    since = date(2025, 12, 15)
    expected = {
        story.patient for story in told
        if truth(story) == "ward-medicine" and story.plan.dead and not story.plan.opted_out
        and not is_reported(story) and story.plan.anchor >= since
    }  # fmt: skip
    assert {one.patient for one in found} == expected
    assert expected
    assert [one.due for one in found] == sorted(one.due for one in found)


# Through the door


@pytest.fixture
def places(either_world, clock_at):
    clock_at(NOW)
    return workplaces.build()


def seen(place, purpose: str = "care"):
    reader = place.reader(purpose)
    own = queries.units(reader)
    return [one.patient for one in queries.to_write(reader, own)], queries.tally(reader, own)


def test_a_death_is_found_reported_withdrawn_and_found_again(places):
    patient = dead(places.ward)
    assert seen(places.ward) == ([patient], {(places.ward.unit, "waiting", "2026-06-12"): 1})
    entry = reported(patient, places.ward)
    assert seen(places.ward) == ([], {(places.ward.unit, "reported", "2026-06-12"): 1})
    withdrawn(patient, places.ward, entry)
    assert seen(places.ward)[0] == [patient]


def test_a_report_whose_death_is_withdrawn_is_shown_as_wrong_and_counted_nowhere(places):
    patient = workplaces.patient_at(places.ward)
    death = scenes.write(patient, places.ward, facts.Died(), clock.now())
    reported(patient, places.ward)
    withdrawn(patient, places.ward, death)
    assert seen(places.ward) == ([], {})
    reader = places.ward.reader()
    assert [one.patient for one in queries.contradictions(reader, queries.units(reader))] == [patient]


def test_two_providers_each_count_their_own(places):
    """The municipality has had the patient of the ward, and sees neither list nor number of the ward's."""
    patient = dead(places.ward)
    visit = facts.Enrolled(enrolment="h", form="home_nursing")
    scenes.write(patient, places.home_nursing, visit, clock.now() - timedelta(days=40))
    for purpose in ("care", "followup"):
        assert seen(places.home_nursing, purpose) == ([], {})
        assert seen(places.ward, purpose)[0] == [patient]
    assert seen(places.clinic) == ([], {})
    assert seen(places.clinic, "followup")[1] == {(places.ward.unit, "waiting", "2026-06-12"): 1}


def test_a_death_that_is_nobodys_in_particular_is_found_by_who_has_the_patient(places):
    patient = workplaces.patient_at(places.clinic)
    left = clock.now() - timedelta(hours=1)
    scenes.write(patient, places.clinic, facts.Discharged(episode="e1", to="own_home"), left)
    scenes.write(patient, places.clinic, facts.Died(expected="no"), clock.now())
    (found,) = queries.to_write(places.clinic.reader(), queries.units(places.clinic.reader()))
    assert (found.patient, found.unit, found.why) == (patient, "", "nobody")
    assert seen(places.ward, "care")[0] == []


def test_who_has_opted_out_is_in_no_list_and_no_number(places):
    waiting, done = dead(places.ward, "Ada Ek"), dead(places.ward, "Bo Berg")
    reported(done, places.ward)
    for patient in (waiting, done):
        opted_out(patient)
    assert seen(places.ward) == ([], {})
    assert tallies.of_everybody("register", STATES) == {}
    assert everybody.counted("", "9999-12-31")["all"]["deaths"] == 0
    opted_out(done, False)
    assert seen(places.ward)[1] == {(places.ward.unit, "reported", "2026-06-12"): 1}


def test_one_person_with_two_records_is_one_death_and_reported_in_either_is_reported(places):
    one, other = dead(places.ward), workplaces.patient_at(places.ward, "Ada Ek", "e2")
    people.link(one, other, reason="same", by="test")
    scenes.write(other, places.ward, facts.Died(expected="yes"), clock.now() - timedelta(days=3))
    assert sum(seen(places.ward)[1].values()) == len(seen(places.ward)[0]) == 1
    reported(other, places.ward)
    assert seen(places.ward) == ([], {(places.ward.unit, "reported", "2026-06-12"): 1})
    assert tallies.of_everybody("register", STATES) == {(places.ward.unit, "reported", "2026-06-12"): 1}


def test_what_can_no_longer_be_reported_is_counted_and_not_listed(places):
    dead(places.ward, days_ago=200)
    listed, tally = seen(places.ward)
    assert listed == []
    (one,) = counts.coverage(tally, lambda unit, day: unit, clock.today())
    assert (one.deaths, one.open, one.closed) == (1, 0, 1)


def test_a_death_whose_time_is_not_known_stands_last_and_a_year_is_taken_at_its_last_day(places):
    some = [workplaces.patient_at(places.ward, f"Ada Ek{nr}") for nr in (1, 2)]
    year = When(clock.datetime(2025, 12, 31, 23, tzinfo=clock.UTC), None, "year")
    log.append(some[0], [Draft(facts.Died(), year)], places.ward.author, expected=ANY)
    log.append(some[1], [Draft(facts.Died())], places.ward.author, expected=ANY)
    recent = dead(places.ward)
    found = queries.to_write(places.ward.reader(), queries.units(places.ward.reader()))
    assert [one.patient for one in found] == [recent, *some]
    assert [one.due for one in found] == [date(2026, 6, 19), date(2027, 1, 7), None]
    assert [rules.when(one.due, clock.today()) for one in found] == ["week", "later", "undated"]


def test_every_count_and_list_is_in_the_access_log(places):
    patient = dead(places.ward)
    seen(places.ward)
    entries = accesslog.entries(3)
    assert [entry["what"] for entry in entries] == ["counts of register", "list register", "list register"]
    assert [patient] in [entry["patients"] for entry in entries]


def test_late_is_after_the_last_day_and_this_week_is_within_seven_days(places):
    ages = (8, 7, 1, 0)
    some = [dead(places.ward, f"Ada Ek{days}", days) for days in ages]
    found = queries.to_write(places.ward.reader(), queries.units(places.ward.reader()))
    assert [one.patient for one in found] == some
    assert [rules.when(one.due, clock.today()) for one in found] == ["late", "week", "week", "later"]


def test_the_units_of_care_are_ones_own_and_of_follow_up_the_providers(places):
    assert set(queries.units(places.ward.reader())) == {places.ward.unit}
    assert set(queries.units(places.ward.reader("followup"))) == {places.ward.unit, places.clinic.unit}
    assert areas.unit(places.ward.unit).municipality == "1780"
    assert Staff.objects.count() == 3
