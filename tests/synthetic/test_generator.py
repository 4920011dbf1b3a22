"""The county: the same every time, nothing after its end, and mixed as planned."""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest

from helpers.runs import ROOT
from lindra.areas import geography, rules
from lindra.clock import day
from lindra.people.rules import identity_number
from lindra.record import facts
from lindra.record.kinds import Fact
from lindra.synthetic import generator, mix, names
from lindra.synthetic.county import organisation
from lindra.synthetic.generator import PATIENTS, SEED, UNTIL, county
from lindra.synthetic.story import Story

F = TypeVar("F", bound=Fact)
OFFICIAL = ROOT.parent / "shared/data/personnummer/skatteverket_test_personnummer.csv.gz"


def printed(some: list[Story]) -> str:
    return hashlib.sha256(repr(some).encode()).hexdigest()


def test_the_same_seed_and_end_give_the_same_county_in_another_process() -> None:
    program = (
        "import hashlib; from lindra.synthetic.generator import county;"
        "print(hashlib.sha256(repr(list(county(patients=25))).encode()).hexdigest())"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    ]
    assert told == [printed(list(county(patients=25)))] * 2


def test_another_seed_or_another_end_gives_another_county() -> None:
    first = [story.patient for story in county(patients=5)]
    assert not set(first) & {story.patient for story in county(seed=7, patients=5)}
    assert not set(first) & {story.patient for story in county(until=UNTIL + timedelta(days=1), patients=5)}


def test_a_larger_county_begins_with_the_smaller_one() -> None:
    assert list(county(patients=8)) == list(islice(county(patients=12), 8))


def test_an_end_without_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        next(county(until=datetime(2026, 6, 15, 3)))


@pytest.mark.parametrize("until", [UNTIL, datetime(2024, 3, 31, 1, 30, tzinfo=UTC)])
def test_nothing_occurs_or_is_written_after_the_end_and_steps_stand_in_order(until: datetime) -> None:
    for story in county(until=until, patients=120):
        assert story.steps == tuple(sorted(story.steps, key=lambda step: step.at))
        for step in story.steps:
            assert step.at <= until
            for entry in step.entries:
                assert entry.when.start is not None
                assert entry.when.start <= (entry.when.end or step.at) <= step.at


def test_there_are_dead_and_living_in_every_quality_of_plan(stories: tuple[Story, ...]) -> None:
    assert len(stories) == PATIENTS >= 500
    dead = [story for story in stories if story.plan.dead]
    assert 0.68 < len(dead) / PATIENTS < 0.82
    assert all(timedelta(0) < day(UNTIL) - story.plan.anchor <= timedelta(days=548) for story in dead)
    assert Counter(story.plan.quality for story in dead).keys() == {"complete", "partial", "none"}
    assert {story.plan.course for story in dead} == set(mix.COURSES)
    assert any(story.plan.day_only for story in dead)
    assert any(stay.withdrawn for story in stories for stay in story.plan.stays)


def test_a_complete_plan_holds_what_an_empty_one_does_not(stories: tuple[Story, ...]) -> None:
    def codes(story: Story) -> set[str]:
        facts = (entry.fact for step in story.steps for entry in step.entries)
        return {fact.code.code for fact in facts if getattr(fact, "code", None)}

    whole = [codes(story) for story in stories if story.plan.quality == "complete"]
    assert all({"XV018", "N02AA01", "AKPS", "ROAG"} <= found for found in whole)
    assert not any({"XV018", "N05CD08", "AKPS"} & codes(s) for s in stories if s.plan.quality == "none")


def told(stories: tuple[Story, ...], kind: type[F]) -> list[F]:
    return [
        e.fact for story in stories for step in story.steps for e in step.entries if isinstance(e.fact, kind)
    ]


def test_contacts_of_palliative_teams_say_whom_the_patient_met_and_no_others(
    stories: tuple[Story, ...],
) -> None:
    met = [fact for fact in told(stories, facts.Contact) if fact.palliative]
    assert len(met) > 100
    assert all(fact.profession for fact in met)
    assert len({fact.profession for fact in met}) == 7
    assert not any(fact.profession for fact in told(stories, facts.Contact) if not fact.palliative)


def test_most_who_are_taken_on_have_waited_a_day_at_most(stories: tuple[Story, ...]) -> None:
    """87 % in the community: PCOC 2024 (PEERS 4.1)."""
    waited = [fact.waited for fact in told(stories, facts.Enrolled)]
    assert len(waited) > 100
    assert None not in waited
    assert sum(days <= 1 for days in waited if days is not None) / len(waited) == pytest.approx(
        0.87, abs=0.05
    )


# Identity.


def test_everybody_has_a_test_number_of_their_own_that_their_birth_and_sex_follow(
    stories: tuple[Story, ...],
) -> None:
    numbers = [story.identity.identifier for story in stories]
    assert len(set(numbers)) == len(numbers)
    assert {kind for kind, _, _ in numbers} == {"personnummer"}
    for story, (_, _, number) in zip(stories, numbers, strict=True):
        read = identity_number(number, day(UNTIL))
        assert (read.digits, read.born, read.sex) == (
            number,
            story.identity.born.isoformat(),
            story.identity.sex,
        )
        assert number in generator.test_numbers()
        assert "1910" <= read.born[:4] <= "1969"


def test_there_are_at_most_fifteen_hundred_numbers_and_all_are_valid() -> None:
    numbers = generator.test_numbers()
    assert len(numbers) == len(set(numbers)) == generator.NUMBERED == 1500
    assert list(numbers) == sorted(numbers)
    assert all(identity_number(number, date(2026, 1, 1)).kind == "personnummer" for number in numbers)


@pytest.mark.shared
def test_every_number_stands_in_the_tax_agencys_list() -> None:
    with gzip.open(OFFICIAL, "rt", encoding="ascii") as file:
        assert set(generator.test_numbers()) <= set(file.read().split())


def test_more_people_than_numbers_carry_reserve_numbers() -> None:
    some = list(islice(county(patients=generator.NUMBERED + 1), 200))
    assert {story.identity.identifier[0] for story in some} == {"reserve"}
    assert len({story.identity.identifier for story in some}) == 200
    assert min(story.plan.anchor.year - story.identity.born.year for story in some) < 57


def test_telephones_are_of_the_series_kept_for_fiction() -> None:
    numbers = {names.telephone(Random(seed)) for seed in range(500)}
    assert {int(number.replace("-", "").replace(" ", "")) for number in numbers} <= set(
        range(701740605, 701740700)
    )


# The mix.


def near(count: int, of: int, share: float) -> bool:
    """Within four standard errors of what was planted."""
    return abs(count / of - share) < 4 * (share * (1 - share) / of) ** 0.5


def test_courses_ages_and_sexes_are_drawn_as_planted() -> None:
    random, of = Random(1), 20_000
    drawn = [mix.course_and_age_group(random) for _ in range(of)]
    courses, groups = Counter(course for course, _ in drawn), Counter(group for _, group in drawn)
    assert sum(mix.COURSES.values()) == pytest.approx(1)
    assert all(near(courses[course], of, share) for course, share in mix.COURSES.items())
    assert all(near(groups[group], of, share) for group, share in enumerate(mix.age_shares()))
    women = Counter(mix.sex_of(random, 3) for _ in range(of))["female"]
    assert near(women, of, 14_241 / 21_754)


def test_the_age_shares_are_those_of_the_statistics() -> None:
    assert [round(share, 3) for share in mix.age_shares()] == [0.114, 0.296, 0.345, 0.245]
    assert sum(sum(counts) for counts in mix.DEATHS_BY_AGE.values()) == 88_766


def test_the_months_add_up_to_a_year_of_deaths() -> None:
    assert sum(mix.MONTHS) == 90_765  # and 197 whose day is not known: 90,962


def test_more_die_in_winter_than_in_summer() -> None:
    random = Random(1)
    # Two whole years would be needed for shares; the weight of each day is what is planted.
    days, sums = generator._days(date(2026, 6, 15))
    weight = {each: after - before for each, before, after in zip(days, (0.0, *sums), sums, strict=False)}
    assert weight[date(2026, 1, 10)] / weight[date(2025, 7, 10)] == pytest.approx(8762 / 7138)
    found = Counter(generator._moment_of_death(random, UNTIL)[0].month for _ in range(4000))
    assert found[1] > found[9] * 1.3


def test_ages_at_death_of_the_county_are_near_the_planted(stories: tuple[Story, ...]) -> None:
    ages = [s.plan.anchor.year - s.identity.born.year for s in stories if s.plan.dead]
    assert near(sum(age >= 90 for age in ages), len(ages), mix.age_shares()[3])
    assert near(sum(age >= 80 for age in ages), len(ages), sum(mix.age_shares()[2:]))


def test_places_of_the_county_are_near_the_planted(stories: tuple[Story, ...]) -> None:
    courses = Counter(story.plan.course for story in stories if story.plan.dead)
    assert all(near(courses[course], courses.total(), share) for course, share in mix.COURSES.items())


def test_nine_of_ten_in_specialised_care_have_cancer() -> None:
    random = Random(1)
    causes = Counter(mix.cause_of(random, "specialised_home").key for _ in range(5000))
    assert near(causes["cancer"], 5000, 0.9)


def test_people_live_where_the_statistics_have_people_die(stories: tuple[Story, ...]) -> None:
    homes = Counter(story.plan.municipality for story in stories)
    total = sum(geography.deaths(code, "2015-2019").value for code in homes)
    assert near(homes["1780"], len(stories), geography.deaths("1780", "2015-2019").value / total)
    assert set(homes) <= {each.code for each in geography.municipalities_of("17")}


# The organisation.


def test_every_provider_unit_and_member_of_staff_has_an_hsa_id_of_its_own_that_nobody_can_have() -> None:
    made = organisation()
    ids = [spec.hsa_id for group in (made.providers, made.units, made.staff) for spec in group.values()]
    assert len(ids) == len(set(ids))
    assert all(rules.hsa_id_problem(hsa_id) is None and hsa_id.startswith("SE0000") for hsa_id in ids)


def test_every_unit_has_somebody_who_writes_there(stories: tuple[Story, ...]) -> None:
    made = organisation()
    for story in stories:
        for step in story.steps:
            assert (step.unit, step.role) in made.writers


def test_those_who_may_be_tried_work_at_several_kinds_of_unit_for_every_purpose() -> None:
    made = organisation()
    tried = [spec for spec in made.staff.values() if spec.username]
    assert 8 <= len(tried) <= 12
    assert {purpose for spec in tried for _, _, own in spec.works for purpose in own} == {
        "care", "followup", "extract", "admin", "review",
    }  # fmt: skip
    kinds = {made.units[unit].kind for spec in tried for unit, _, _ in spec.works}
    assert {"hospital_ward", "home_nursing", "specialised_home_care", "consult_team", "primary_care"} <= kinds
    assert len({spec.username for spec in tried}) == len(tried)


def test_the_numbers_file_is_small_and_named_in_its_sources() -> None:
    folder = Path(generator.__file__).parent / "data"
    assert "personnummer.csv" in (folder / "SOURCES.md").read_text("utf-8")
    assert SEED == 2026
