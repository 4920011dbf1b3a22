"""What is written is an export: its columns, types and rules are those the export itself has."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from synthetic.nation.made import NEEDED, number, rows

pytest.importorskip("numpy", reason=NEEDED)
pytest.importorskip("pyarrow", reason=NEEDED)

import lindra.discharge.events  # noqa: F401  (its kinds have tables)
from lindra import clock
from lindra.care import events as care_events  # noqa: F401
from lindra.record import derive, layers
from lindra.record.kinds import KINDS
from lindra.registry import events as registry_events  # noqa: F401

LOGGED = ("admitted", "discharged", "ready_for_discharge", "ready_withdrawn")
AFTER_DEATH = {"death_reported", "register_judged", "register_sent", "bereavement_contact"}


def columns(folder: Path, table: str) -> dict[str, str]:
    return {name: kind for name, kind, *_ in rows(folder, f"DESCRIBE {table}")}


def test_the_manifest_says_that_it_is_a_whole_export_of_this_format(nation: Path) -> None:
    assert layers.read_manifest(nation).layers == layers.LAYERS


def test_the_columns_of_the_last_year_are_those_of_the_export(nation: Path) -> None:
    assert columns(nation, "last_year") == derive.LAST_YEAR_COLUMNS


@pytest.mark.parametrize("kind", LOGGED)
def test_the_columns_of_the_log_are_those_of_the_export(nation: Path, kind: str) -> None:
    assert columns(nation, f"log_{kind}") == derive.log_columns(kind)


def test_the_columns_of_people_are_those_of_the_export(nation: Path) -> None:
    assert columns(nation, "people") == derive.PEOPLE_COLUMNS


def test_every_kind_is_one_that_the_program_knows(nation: Path) -> None:
    told = {kind for (kind,) in rows(nation, "SELECT DISTINCT kind FROM last_year")}
    assert told <= KINDS.keys()
    assert len(told) > 25


def test_there_are_at_least_67_events_a_death(nation: Path) -> None:
    assert number(nation, "SELECT count(*) / count(DISTINCT patient) FROM last_year") >= 67


def test_everybody_died_once_and_lies_in_the_month_of_it(nation: Path) -> None:
    twice = "SELECT count(*) FROM (SELECT patient FROM last_year WHERE kind = 'died' GROUP BY 1 HAVING count(*) <> 1)"
    assert number(nation, twice) == 0
    for (name,) in rows(nation, "SELECT DISTINCT filename FROM read_parquet('" + str(nation)
                        + "/last_year/*/*.parquet', filename = true)"):  # fmt: skip
        month = re.search(r"death_month=(\d{4}-\d\d)", name)
        assert month is not None
        told = rows(
            nation, f"SELECT DISTINCT death_month FROM read_parquet('{name}', hive_partitioning = false)"
        )
        assert told == [(month.group(1),)]


def test_days_and_minutes_before_death_are_what_the_export_would_say(nation: Path) -> None:
    sql = (
        "SELECT occurred_from, occurred_to, died_at, day, days_before_death, minutes_before_death, "
        "ended_minutes_before_death, ended_days_before_death FROM last_year"
    )
    for start, end, died, day, days, minutes, ended_minutes, ended_days in rows(nation, sql):
        start, died = start.replace(tzinfo=UTC), died.replace(tzinfo=UTC)
        assert day == clock.day(start)
        assert days == (clock.day(died) - clock.day(start)).days
        assert minutes == (died - start) // timedelta(minutes=1)
        if end is None:
            assert (ended_minutes, ended_days) == (None, None)
            continue
        end = end.replace(tzinfo=UTC)
        assert start <= end
        assert ended_minutes == (died - end) // timedelta(minutes=1)
        assert ended_days == (clock.day(died) - clock.day(end)).days


def test_only_what_comes_after_death_is_told_after_it(nation: Path) -> None:
    after = rows(nation, "SELECT DISTINCT kind FROM last_year WHERE minutes_before_death < 0")
    assert {kind for (kind,) in after} <= AFTER_DEATH
    latest = number(nation, "SELECT min(days_before_death) FROM last_year")
    assert latest >= -derive.AFTER_DAYS


def test_only_homes_begin_before_the_last_year(nation: Path) -> None:
    kinds = rows(
        nation, f"SELECT DISTINCT kind FROM last_year WHERE days_before_death > {derive.BEFORE_DAYS}"
    )
    assert kinds == [("moved",)]


def test_no_two_stays_of_a_person_overlap(nation: Path) -> None:
    overlapping = """
        SELECT count(*) FROM last_year a JOIN last_year b USING (patient)
        WHERE a.kind = 'admitted' AND b.kind = 'admitted' AND a.episode < b.episode
        AND a.occurred_from < b.occurred_to AND b.occurred_from < a.occurred_to
    """
    assert number(nation, overlapping) == 0


def test_the_log_and_the_last_year_tell_the_same_stays(nation: Path) -> None:
    for kind in LOGGED:
        told = f"SELECT patient, episode, occurred_from, unit FROM last_year WHERE kind = '{kind}'"
        in_log = f"SELECT patient, episode, occurred_from, unit FROM log_{kind}"
        assert number(nation, f"SELECT count(*) FROM ({told} EXCEPT {in_log})") == 0


def test_people_are_everybody_each_in_their_part(nation: Path) -> None:
    told = "SELECT patient FROM last_year UNION SELECT patient FROM log_admitted"
    assert number(nation, f"SELECT count(*) FROM ({told} EXCEPT SELECT patient FROM people)") == 0
    assert number(nation, "SELECT count(*) - count(DISTINCT patient) FROM people") == 0
    for (patient, name) in rows(nation, f"SELECT patient, filename FROM read_parquet('{nation}/people/*/*.parquet', "
                                "filename = true)"):  # fmt: skip
        assert f"/bucket={derive.bucket_of(patient)}/" in name


def test_answers_of_reports_stand_between_bars(nation: Path) -> None:
    told = rows(nation, "SELECT status, answers FROM last_year WHERE kind = 'death_reported'")
    for status, answers in told:
        assert answers.startswith("|place=")
        assert answers.endswith("|")
        assert f"|expected={status}|" in answers
        assert ("|mouth=" in answers) == (status == "yes")


def test_hours_are_those_of_the_day_in_stockholm(nation: Path) -> None:
    told = rows(
        nation, "SELECT occurred_from FROM last_year WHERE kind = 'need_identified' AND days_before_death > 0"
    )
    hours = {datetime.astimezone(at.replace(tzinfo=UTC), clock.STOCKHOLM).hour for (at,) in told}
    assert hours <= set(range(8, 16))


def test_nothing_was_before_birth(nation: Path) -> None:
    before = "SELECT count(*) FROM last_year WHERE year(day) < birth_year"
    assert number(nation, before) == 0
