"""Random histories in a real database: cache, readings, proof and export always agree with the log."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lindra.ids import new_id
from lindra.people import actions
from lindra.record import derive, export, facts, log, queries, readings
from lindra.record.chart import fold, in_force
from lindra.record.destruction import Decision, destroy
from lindra.record.envelope import Source
from lindra.record.kinds import READINGS, Refused
from lindra.record.log import ANY, Draft
from lindra.record.verify import verify
from record.sequences import NOW, _like, steps

DECISION = Decision("3.4.1-1/2026", "IVO", "2026-06-01", "two entries")
KEY = "a key of this test"

in_a_world = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def write(patient, done):
    """Write steps through append, as people and sources would."""
    for number, step in enumerate(done):
        entries = queries.events_of(patient)
        target = entries[step.target % len(entries)] if entries and step.act != "write" else None
        fact = step.fact
        if target is not None:
            fact = facts.Withdrawn(reason="test") if step.act == "withdraw" else _like(target, fact)
        source = Source("test", f"R/{number}", step.version) if step.version else None
        corrects = target.id if target else None
        try:
            log.append(
                patient, [Draft(fact, step.when, corrects, source)], step.author, expected=len(entries)
            )
        except Refused:
            assert target is not None


def stored(patient):
    with readings.connection.cursor() as cursor:
        cursor.execute(
            "SELECT reading, key, unit, provider, at, data FROM record_reading WHERE patient = %s", [patient]
        )
        return {(row[0], row[1]): (row[2], row[3], row[4], row[5].encode()) for row in cursor.fetchall()}


@given(steps)
@in_a_world
def test_cache_and_every_reading_equal_those_computed_anew(either_world, clock_at, done):
    clock_at(NOW)
    patient = new_id()
    write(patient, done)
    anew = fold(queries.events_of(patient))
    assert readings.chart_of(patient) == anew
    carried = stored(patient)
    assert carried == readings.rows_of(anew)
    readings.rebuild_one(patient)
    assert stored(patient) == carried
    assert {name for name, _ in carried} <= set(READINGS)


@given(steps, st.data())
@in_a_world
def test_after_a_destruction_the_chain_holds_and_nothing_of_it_is_left(either_world, clock_at, done, data):
    clock_at(NOW)
    patient, home = new_id(), Path(tempfile.mkdtemp(dir=either_world.home))
    write(patient, done)
    named = data.draw(
        st.sets(st.sampled_from([event.id for event in queries.events_of(patient)]), min_size=1)
    )
    try:
        destroy(patient, sorted(named), DECISION, home, KEY)
    except Refused:
        named = set()
    after = queries.events_of(patient)
    assert {event.id for event in after if event.payload is None} == named
    anew = fold(after)
    assert readings.chart_of(patient) == anew
    assert stored(patient) == readings.rows_of(anew)
    assert [fault for fault in verify().faults if fault.patient == patient] == []


@given(st.lists(steps, min_size=1, max_size=3), st.booleans(), st.data())
@in_a_world
def test_the_export_loses_nothing(world, clock_at, histories, linked, data):
    clock_at(NOW)
    patients = [actions.new_patient() for _ in histories]
    folder = Path(tempfile.mkdtemp(dir=world.home))
    for patient, done in zip(patients, histories, strict=True):
        write(patient, done[: data.draw(st.integers(1, len(done)))])
    export.export(folder, KEY)
    for patient, done in zip(patients, histories, strict=True):
        write(patient, done)
    if linked and len(patients) > 1:
        actions.link(patients[0], patients[1], reason="same person", by="test")
    export.export(folder, KEY)
    mine = {export.keyed_with(KEY)(patient): patient for patient in patients}
    assert log_layer(folder, mine) == {
        event.id for patient in patients for event in queries.events_of(patient)
    }
    assert last_year_layer(folder, mine) == expected_last_year(patients, linked)


def log_layer(folder, mine):
    parts = f"read_parquet('{folder}/log/*/*.parquet', union_by_name=true)"
    rows = duckdb.sql(f"SELECT patient, event FROM {parts}").fetchall()
    found = [event for pseudonym, event in rows if pseudonym in mine]
    assert len(found) == len(set(found))
    return set(found)


def last_year_layer(folder, mine):
    if not list(folder.glob("last_year/*/*.parquet")):
        return []
    rows = duckdb.sql(
        f"SELECT patient, kind, days_before_death, form, code FROM read_parquet('{folder}/last_year/*/*.parquet')"
    ).fetchall()
    return sorted(tuple(map(str, row)) for row in rows if row[0] in mine)


def expected_last_year(patients, linked):
    """Straight from the log, one person at a time."""
    keyed = export.keyed_with(KEY)
    groups = [[patient] for patient in patients]
    if linked and len(patients) > 1:
        groups = [patients[:2], *groups[2:]]
    rows = []
    for group in groups:
        about = derive.ExportPerson(keyed(min(group)))
        standing = in_force(queries.events_of(*group))
        for row in derive.last_year(about, standing, keyed):
            rows.append(
                tuple(str(row[name]) for name in ("patient", "kind", "days_before_death", "form", "code"))
            )
    return sorted(rows)


def test_an_entry_written_and_exported_twice_is_once_in_the_export(world, clock_at):
    clock_at(NOW)
    patient = actions.new_patient()
    log.append(patient, [Draft(facts.Moved(to="own_home"))], _author(), expected=ANY)
    folder = world.home / "export"
    assert export.export(folder, KEY).events == 1
    assert export.export(folder, KEY).events == 0
    log.append(patient, [Draft(facts.Moved(to="care_home"))], _author(), expected=ANY)
    assert export.export(folder, KEY).events == 1


def _author():
    from record.sequences import AUTHOR

    return AUTHOR


@pytest.mark.parametrize("named", ["p", "Åke Åkesson", "194012128877"])
def test_nothing_that_names_a_patient_leaves_in_the_export(world, clock_at, named):
    from lindra.people.details import Name

    clock_at(NOW)
    patient = actions.new_patient()
    actions.note(patient, Name(given="Åke", family="Åkesson"), by="test")
    measured = facts.Measured(code=facts.Code(code="x", text=named), note=named)
    log.append(patient, [Draft(measured)], _author(), expected=0)
    folder = world.home / "export"
    export.export(folder, KEY)
    for file in folder.glob("log/*/*.parquet"):
        told = str(duckdb.sql(f"SELECT * FROM '{file}'").fetchall())
        assert patient not in told
        assert named == "p" or named not in told
