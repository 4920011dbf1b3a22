"""Destruction by decision: what it refuses, what it survives, and that nothing of the text is left in any file."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from lindra.record import destruction, export, facts, log, queries
from lindra.record.destruction import Decision, destroy, replay, settle
from lindra.record.envelope import Source, When
from lindra.record.kinds import Refused
from lindra.record.log import ANY, Draft
from lindra.record.verify import verify
from record.sequences import AUTHOR, NOW

DECISION = Decision("3.4.1-1/2026", "IVO", "2026-06-01", "two entries")
KEY = "key"


@pytest.fixture
def patients(either_world, clock_at):
    """Two patients of five entries each."""
    clock_at(NOW)
    for patient in ("p", "q"):
        for n in range(5):
            write(patient, facts.Contact(episode=f"e{n}", form="home_visit"), days=9 - n)
    return either_world


def write(patient, fact, *, days=1, corrects=None, version=""):
    """One entry; returns its id."""
    source = Source("test", "R/1", version) if version else None
    when = When.at(NOW - timedelta(days=days))
    (event,) = log.append(patient, [Draft(fact, when, corrects, source)], AUTHOR, expected=ANY).events
    return event


def standing(patient):
    return {event.id for event in queries.in_force(queries.events_of(patient))}


def contact(form, **kwargs):
    return write("p", facts.Contact(episode="x", form=form), **kwargs)


def withdraw(event):
    (gone,) = log.withdraw("p", event, "wrong patient", AUTHOR, expected=ANY).events
    return gone


def test_a_destruction_refuses_to_let_a_withdrawn_entry_stand_again(patients):
    first = queries.events_of("p")[0].id
    gone = withdraw(first)
    with pytest.raises(Refused, match=f"would stand again.*{first}"):
        destroy("p", [gone], DECISION, patients.home, KEY)
    destroy("p", [first, gone], DECISION, patients.home, KEY)
    assert verify().faults == []


def test_a_destruction_refuses_to_let_an_earlier_correction_stand_again(patients):
    first = contact("home_visit")
    second = contact("outpatient", corrects=first)
    gone = withdraw(first)
    with pytest.raises(Refused, match=f"would stand again.*{second}"):
        destroy("p", [first, gone], DECISION, patients.home, KEY)
    destroy("p", [first, second, gone], DECISION, patients.home, KEY)


def test_a_destruction_refuses_to_let_an_older_version_stand_again(patients):
    first = contact("home_visit", version="1")
    third = contact("outpatient", version="3", corrects=first)
    second = contact("telephone", version="2", corrects=first)
    with pytest.raises(Refused, match=f"would stand again.*{second}"):
        destroy("p", [third], DECISION, patients.home, KEY)
    before = standing("p")
    destroy("p", [second], DECISION, patients.home, KEY)
    assert standing("p") == before


def test_a_correction_of_what_is_already_destroyed_may_go(patients):
    first = contact("home_visit")
    second = contact("outpatient", corrects=first)
    destroy("p", [first], DECISION, patients.home, KEY)
    assert second in standing("p")
    destroy("p", [second], DECISION, patients.home, KEY)
    assert not {first, second} & standing("p")


def test_a_destruction_names_entries_that_are_not_there(patients):
    with pytest.raises(Refused, match="not in this patient's log"):
        destroy("p", [queries.events_of("q")[0].id], DECISION, patients.home, KEY)
    with pytest.raises(Refused, match="no entries"):
        destroy("p", [], DECISION, patients.home, KEY)


def test_a_destruction_is_replayed_after_a_restore_as_far_as_the_database_goes(patients):
    """The restored database is played by lines of entries, of a patient and of a number that it does not know."""
    home, event = patients.home, queries.events_of("p")[0].id
    destroy("p", [event], DECISION, home, KEY)
    assert replay(home, KEY) == 0
    path = home / "destructions.ndjson"
    line = json.loads(path.read_text())
    other = queries.events_of("q")[0].id
    lines = [
        {**line, "id": "r1", "patient": "nobody", "events": ["gone"]},
        {**line, "id": "r2", "events": ["gone"]},
        {**line, "id": "r3", "patient": "q", "events": ["gone", other]},
    ]
    with path.open("a") as file:
        file.write('{"id": "torn", "pa' + "\n" + "".join(json.dumps(one) + "\n" for one in lines))
    assert replay(home, KEY) == 1
    assert replay(home, KEY) == 0
    assert queries.events_of("q")[0].payload is None
    assert verify().faults == []


def test_the_line_is_there_before_the_commit_and_its_replay_is_harmless(patients, monkeypatch):
    event = queries.events_of("p")[0].id
    write_line = destruction._write_line

    def then_cut(*arguments):
        write_line(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(destruction, "_write_line", then_cut)
    with pytest.raises(KeyboardInterrupt):
        destroy("p", [event], DECISION, patients.home, KEY)
    monkeypatch.undo()
    assert queries.events_of("p")[0].payload is not None
    assert event in (patients.home / "destructions.ndjson").read_text()
    destroy("p", [event], DECISION, patients.home, KEY)
    assert replay(patients.home, KEY) == 1
    assert queries.events_of("p")[0].payload is None
    assert verify().faults == []


def test_a_line_after_one_that_was_torn_stands_by_itself(patients):
    (patients.home / "destructions.ndjson").write_text('{"id": "to')
    destroy("p", [queries.events_of("p")[0].id], DECISION, patients.home, KEY)
    assert [line["patient"] for line in destruction._lines(patients.home)] == ["p"]


MARKER = "Förväxlad-patient-kontaktorsak-7319"


def files_with(home, text):
    """Every file below a folder that holds a text, as it is or in a Parquet file's rows."""
    held = [path for path in home.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]
    for path in home.rglob("*.parquet"):
        if any(text in str(row) for row in export.read_rows(path, "*")):
            held.append(path)
    return {path.name for path in held}


@pytest.mark.parametrize("always", ["ON", "OFF"])
def test_nothing_of_the_text_is_left_in_any_file_of_the_world(world, clock_at, always):
    """Whether or not SQLite always overwrites what is removed, which is chosen when it is built.

    The text is in a payload and, as a code, in the export; later entries move the chart about in the file.
    """
    clock_at(NOW)
    folder = world.home / "export"
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA secure_delete = {always}")
    code = facts.Code(code=MARKER, system="test", text=MARKER * 200)
    event = write("p", facts.Diagnosis(code=code, note=MARKER))
    for number in range(40):
        write("p", facts.Diagnosis(code=facts.Code(code=f"C{number}", text="x" * 50)))
    export.remember_folder(world.home, folder)
    export.export(folder, KEY)
    assert {"lindra.sqlite3", "lindra.sqlite3-wal"} & files_with(world.home, MARKER)
    assert any(name.endswith(".parquet") for name in files_with(world.home, MARKER))
    destroy("p", [event], DECISION, world.home, KEY)
    assert files_with(world.home, MARKER) == set()
    assert verify().faults == []


def test_a_folder_that_is_away_is_finished_when_it_is_there_again(world, clock_at):
    clock_at(NOW)
    folder, away = world.home / "export", world.home.with_name("away")
    event = write("p", facts.Diagnosis(code=facts.Code(code=MARKER)))
    kept = write("p", facts.Diagnosis(code=facts.Code(code="C34")))
    export.remember_folder(world.home, folder)
    export.export(folder, KEY)
    folder.rename(away)
    destroy("p", [event], DECISION, world.home, KEY)
    assert settle(world.home, KEY) == [folder]
    away.rename(folder)
    assert settle(world.home, KEY) == []
    assert files_with(folder, MARKER) == set()
    rows = [row for path in folder.glob("log/*/*") for row in export.read_rows(path, "event")]
    assert rows == [(kept,)]
    assert not destruction._owed(world.home)


def test_an_export_that_failed_is_finished_by_the_next_replay(world, clock_at, monkeypatch):
    clock_at(NOW)
    folder = world.home / "export"
    event = write("p", facts.Diagnosis(code=facts.Code(code=MARKER)))
    export.remember_folder(world.home, folder)
    export.export(folder, KEY)
    monkeypatch.setattr(export, "rewrite", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        destroy("p", [event], DECISION, world.home, KEY)
    monkeypatch.undo()
    assert files_with(folder, MARKER)
    assert replay(world.home, KEY) == 0
    assert files_with(folder, MARKER) == set()


def test_rooms_that_hold_copies_are_told_what_the_entries_said_and_again_by_a_replay(patients, monkeypatch):
    told, settled = [], []

    def forget(patient, gone, home):
        emptied = [one for one in queries.events_of(patient) if one.payload is None]
        told.append((patient, [one.payload["episode"] for one in gone], len(emptied), home))

    monkeypatch.setattr(destruction, "_ALSO", {})
    destruction.also("test", forget, settled.append)
    event, home = queries.events_of("p")[0].id, patients.home
    destroy("p", [event], DECISION, home, KEY)
    assert (told, settled) == ([("p", ["e0"], 1, home)], [home])
    line = json.loads((home / "destructions.ndjson").read_text())
    line |= {"id": "later", "events": [queries.events_of("p")[1].id]}
    (home / "destructions.ndjson").write_text(json.dumps(line))
    assert replay(home, KEY) == 1
    assert told[1] == ("p", ["e1"], 2, home)


def test_a_room_that_cannot_forget_stops_the_destruction(patients, monkeypatch):
    monkeypatch.setattr(destruction, "_ALSO", {"test": (lambda *_: 1 / 0, lambda home: None)})
    with pytest.raises(ZeroDivisionError):
        destroy("p", [queries.events_of("p")[0].id], DECISION, patients.home, KEY)
    assert queries.events_of("p")[0].payload is not None
    assert not (patients.home / "destructions.ndjson").exists()


@pytest.mark.parametrize("table", ["record_destruction", "record_destroyed"])
@pytest.mark.parametrize("sql", ["DELETE FROM {}", "UPDATE {} SET {} = 'x'"])
def test_what_was_destroyed_by_which_decision_cannot_be_taken_back(patients, table, sql):
    destroy("p", [queries.events_of("p")[0].id], DECISION, patients.home, KEY)
    column = "scope" if table == "record_destruction" else "destruction"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(table, column))
