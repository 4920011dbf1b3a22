"""What is declared becomes rows, carried forward as if computed anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from deadlines import dues
from lindra import clock
from lindra.deadlines import declared
from lindra.record import facts, queries, readings
from lindra.record.chart import fold
from lindra.record.kinds import READINGS


def stored(patient: str) -> dict[str, tuple[str, str, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, unit, at, data FROM record_reading WHERE reading = 'due' AND patient = %s", [patient]
        )
        return {row[0]: (row[1], row[2], row[3].encode()) for row in cursor.fetchall()}


def test_rows_come_and_go_with_entries_and_equal_those_computed_anew(places):
    patient = dues.enrolled(places.home_nursing, "Ada Ek", 2)
    dues.called(patient, places.home_nursing, 1)
    assert set(stored(patient)) == {"test visit|h1", "test call|c1"}
    assert stored(patient)["test visit|h1"][0] == places.home_nursing.unit
    dues.write(patient, places.ward, facts.Discharged(episode="e1"), clock.now() - timedelta(hours=5))
    ended = facts.EnrolmentEnded(enrolment="h1")
    dues.write(patient, places.home_nursing, ended, clock.now() - timedelta(hours=1))
    carried = stored(patient)
    assert {key: row[1] for key, row in carried.items()} == {
        "test call|c1": "2026-06-15T11:00:00.000000Z", "test call|home-e1": declared.UNDATED,
    }  # fmt: skip
    anew = readings.rows_of(fold(queries.events_of(patient)))
    assert carried == {key: (row[0], row[2], row[3]) for (name, key), row in anew.items() if name == "due"}
    readings.rebuild_one(patient)
    assert stored(patient) == carried


def test_what_is_stored_is_of_what_is_declared(places):
    readings.remember_versions()
    assert not readings.stale()
    before = READINGS["due"].version
    declared.declare("test letter")(lambda chart: ())
    assert READINGS["due"].version != before
    assert 0 <= READINGS["due"].version < 2**31
    assert readings.stale(), "lindra record rebuild is needed"


def test_a_name_is_declared_once_and_can_begin_a_key():
    for name in ("test visit", "a|b", ""):
        with pytest.raises(ValueError, match=r"twice|name"):
            declared.declare(name)(lambda chart: ())
