"""Deadlines of the tests' own, so that this room is tested without the rooms that declare."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from helpers import workplaces
from helpers.workplaces import Workplaces
from lindra.clock import day
from lindra.deadlines import declared, rules, words
from lindra.deadlines.declared import Due
from lindra.record.chart import Chart
from lindra.record.envelope import instant, stamp
from lindra.record.kinds import READINGS

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)  # a Monday, noon in Stockholm


def visits(chart: Chart) -> Iterable[Due]:
    """The unit that enrolled somebody visits within a week."""
    for row in chart.rows("enrolments"):
        if "ended" not in row and (begun := row["enrolled"]).occurred_from:
            last = day(instant(begun.occurred_from)) + timedelta(days=7)
            yield Due(begun.value["enrolment"], rules.end_of(last), begun.unit, "nurse", "visit",
                      {"form": begun.value.get("form", "")}, "patient")  # fmt: skip


def calls(chart: Chart) -> Iterable[Due]:
    """Whoever has the patient calls two hours after a contact; after a stay that ended, some time."""
    for row in chart.rows("contacts"):
        if at := row["stated"].occurred_from:
            when = stamp(instant(at) + timedelta(hours=2))
            yield Due(row["stated"].value["episode"], when, role="physician", what="call")
    for row in chart.rows("stays"):
        if "discharged" in row:
            yield Due(f"home-{row['discharged'].value['episode']}", what="letter", link="no such page")


@pytest.fixture(autouse=True)
def declarations(clock_at, request) -> Iterator[None]:
    """What the tests declare; what the rooms declare is set aside.

    The templates of worlds are made first: they remember the readings of the rooms, for all tests of the process.
    """
    request.getfixturevalue("sqlite_template")
    if os.environ.get("LINDRA_TEST_POSTGRES"):
        request.getfixturevalue("postgres_template")
    clock_at(NOW)
    before, said = dict(declared.DECLARED), dict(words._WORDS)
    declared.DECLARED.clear()
    declared.declare("test visit")(visits)
    declared.declare("test call", version=3)(calls)
    words.register_words("test visit", lambda what, about: ("Hembesök", f"efter {about['form']}"), "Hembesök")
    words.register_words(
        "test call", lambda what, about: ({"call": "Ring upp"}.get(what, "Brev"), ""), "Samtal"
    )
    yield
    declared.DECLARED.clear()
    declared.DECLARED.update(before)
    words._WORDS.clear()
    words._WORDS.update(said)
    declared.enter()
    assert READINGS["due"].version == declared.version_of(before.values())


@pytest.fixture
def places(either_world) -> Workplaces:
    """Three units, on both databases."""
    return workplaces.build()


@pytest.fixture
def small_places(world) -> Workplaces:
    """The same on SQLite only."""
    return workplaces.build()
