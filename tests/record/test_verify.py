"""``verify`` names the first broken entry, whatever was done to the database behind the log's back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction

from lindra.record import chain, chart, facts, log, queries, readings
from lindra.record import verify as verifying
from lindra.record.destruction import Decision, destroy
from lindra.record.envelope import When
from lindra.record.log import Draft
from lindra.record.triggers import COPIED
from lindra.record.verify import checkpoint, verify
from record.sequences import AUTHOR, NOW

DECISION = Decision("3.4.1-1/2026", "IVO", "2026-06-01", "two entries")


@pytest.fixture
def patients(either_world, clock_at):
    """Two patients of five entries each, in a world where somebody has switched the triggers off."""
    clock_at(NOW)
    for patient in ("p", "q"):
        for n in range(5):
            when = When.at(NOW - timedelta(days=9 - n))
            log.append(
                patient, [Draft(facts.Contact(episode=f"e{n}", form="home_visit"), when)], AUTHOR, expected=n
            )
    return either_world


def tamper(*statements):
    """What somebody with the database in their hands can do."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in ("event_update", "event_delete", "roll_update", "roll_delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS record_{name}")
        else:
            for table in ("record_event", "record_roll"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for sql, *values in statements:
            cursor.execute(sql, values)


def faults(**kwargs):
    return [(fault.patient, fault.seq, fault.what) for fault in verify(**kwargs).faults]


def test_an_untouched_log_is_as_it_was_written(patients):
    result = verify()
    assert (result.patients, result.events, result.faults) == (2, 10, [])


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE record_event SET body = 'x' WHERE patient = 'p' AND seq = 3", "the body was changed"),
        ("UPDATE record_event SET kind = 'died' WHERE patient = 'p' AND seq = 3", "column kind"),
        ("UPDATE record_event SET unit = 'u9' WHERE patient = 'p' AND seq = 3", "column unit"),
        ("UPDATE record_event SET recorded_at = '2020' WHERE patient = 'p' AND seq = 3", "does not follow"),
        (
            "UPDATE record_event SET body = NULL, salt = NULL WHERE patient = 'p' AND seq = 3",
            "without a destruction",
        ),
        ("DELETE FROM record_event WHERE patient = 'p' AND seq = 3", "entry 3 is missing"),
    ],
)
def test_the_first_broken_entry_is_named(patients, sql, said):
    tamper((sql.replace("'x'", "decode('78', 'hex')") if patients.vendor == "postgresql" else sql,))
    ((patient, seq, what),) = faults()
    assert (patient, seq) == ("p", 3)
    assert said in what


def test_a_removed_last_entry_is_missed(patients):
    tamper(("DELETE FROM record_event WHERE patient = 'p' AND seq = 5",))
    assert faults() == [("p", 5, "the last entries are missing: 4 found, the head says 5")]


def test_a_removed_last_entry_with_its_head_set_back_is_missed_against_a_checkpoint(patients, tmp_path):
    checkpoint(tmp_path / "check.gz")
    cut_tail()
    readings.rebuild_one("p")
    assert faults() == []
    assert faults(checkpoint=tmp_path / "check.gz") == [("p", 5, "entries of before the checkpoint are gone")]


def cut_tail():
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM record_event WHERE patient = 'p' AND seq = 4")
        (value,) = cursor.fetchone()
    tamper(
        ("DELETE FROM record_event WHERE patient = 'p' AND seq = 5",),
        ("UPDATE record_head SET seq = 4, hash = %s WHERE patient = 'p'", value),
    )


def test_a_removed_patient_is_missed(patients):
    tamper(
        ("DELETE FROM record_event WHERE patient = 'p'",), ("DELETE FROM record_head WHERE patient = 'p'",)
    )
    assert faults() == [("p", 0, "the patient's whole log was removed")]


def test_a_patient_removed_from_the_roll_too_breaks_the_roll(patients):
    tamper(
        ("DELETE FROM record_event WHERE patient = 'p'",),
        ("DELETE FROM record_head WHERE patient = 'p'",),
        ("DELETE FROM record_roll WHERE patient = 'p'",),
    )
    assert ("q", 0, "the roll of patients is broken at number 1") in faults()


def test_a_last_patient_removed_without_trace_is_missed_against_a_checkpoint(patients, tmp_path):
    checkpoint(tmp_path / "check.gz")
    for table in ("record_event", "record_head", "record_roll"):
        tamper((f"DELETE FROM {table} WHERE patient = 'q'",))
    assert faults() == []
    assert faults(checkpoint=tmp_path / "check.gz") == [
        ("q", 0, "the patient was there at the checkpoint and is gone")
    ]


def test_a_chain_recomputed_after_a_change_is_found_against_a_checkpoint(patients, tmp_path):
    checkpoint(tmp_path / "check.gz")
    recompute_with("outpatient")
    assert faults() == [("p", 0, "the cached chart is not the fold of the log")]
    readings.rebuild_one("p")
    assert faults() == []
    ((patient, seq, what),) = faults(checkpoint=tmp_path / "check.gz")
    assert (patient, seq) == ("p", 5)
    assert "recomputed after a change" in what


def recompute_with(form):
    """Change the second entry of p and make every digest, hash and head fit again."""
    previous, changes = chain.GENESIS, []
    for event in queries.events_of("p"):
        body = chain.canonical(event)
        body = body.replace(b"home_visit", form.encode()) if event.seq == 2 else body
        salt = chain.new_salt()
        digest = chain.digest(salt, body)
        previous = chain.link(previous, "p", event.seq, event.recorded_at, digest)
        changes.append(
            ("UPDATE record_event SET body = %s, salt = %s, digest = %s, hash = %s WHERE id = %s",
             body, salt, digest, previous, event.id)
        )  # fmt: skip
    tamper(*changes, ("UPDATE record_head SET hash = %s WHERE patient = 'p'", previous))


def test_entries_destroyed_by_decision_are_counted_and_no_fault(patients):
    events = [event.id for event in queries.events_of("p")][:2]
    destroy("p", events, DECISION, patients.home, "key")
    result = verify()
    assert (result.destroyed, result.faults) == (2, [])
    assert [event.payload is None for event in queries.events_of("p")] == [True, True, False, False, False]


EMPTY = ", ".join(f"{name} = NULL" for name in ("body", "salt", *COPIED))


@pytest.mark.parametrize(
    ("sql", "seq", "said"),
    [
        ("UPDATE record_event SET salt = NULL WHERE patient = 'p' AND seq = 3", 3, "the body was changed"),
        (f"UPDATE record_event SET {EMPTY} WHERE patient = 'p' AND seq = 3", 3, "without a destruction"),
        ("UPDATE record_head SET hash = %s WHERE patient = 'p'", 5, "the head does not agree"),
        ("UPDATE record_event SET hash = %s WHERE patient = 'p' AND seq = 3", 3, "does not follow"),
        ("UPDATE record_event SET digest = %s WHERE patient = 'p' AND seq = 3", 3, "the body was changed"),
        ("UPDATE record_event SET body = %s WHERE patient = 'p' AND seq = 3", 3, "the body was changed"),
        ("UPDATE record_event SET salt = %s WHERE patient = 'p' AND seq = 3", 3, "the body was changed"),
        ("UPDATE record_chart SET body = %s WHERE patient = 'p'", 0, "the cached chart is not the fold"),
        ("UPDATE record_reading SET data = '{}' WHERE patient = 'p'", 0, "the readings are not those"),
        ("DELETE FROM record_reading WHERE patient = 'p'", 0, "the readings are not those"),
    ],
)
@pytest.mark.parametrize("wrong", ["text", b"bytes"])
def test_whatever_is_stored_the_fault_is_named_and_the_next_patient_checked(patients, sql, seq, said, wrong):
    """SQLite keeps text where bytes should be; PostgreSQL refuses that, so there it is other bytes."""
    wrong = b"bytes" if patients.vendor == "postgresql" else wrong
    tamper((sql, *([wrong] if "%s" in sql else [])), ("DELETE FROM record_event WHERE id = %s", last_of("q")))
    (patient, number, what), other = faults()
    assert other == ("q", 5, "the last entries are missing: 4 found, the head says 5")
    assert (patient, number) == ("p", seq)
    assert said in what


def last_of(patient):
    return queries.events_of(patient)[-1].id


def test_an_entry_emptied_only_in_part_is_named(patients):
    entry = queries.events_of("p")[2].id
    destroy("p", [entry], DECISION, patients.home, "key")
    tamper(("UPDATE record_event SET unit = 'u9' WHERE id = %s", entry))
    assert faults() == [("p", 3, "emptied, but column unit is not")]


def test_a_wrong_chart_and_wrong_readings_are_both_told(patients):
    body = chart.pack(chart.fold(queries.events_of("p")[:2]))
    tamper(("UPDATE record_chart SET body = %s WHERE patient = 'p'", body),
           ("DELETE FROM record_reading WHERE patient = 'p'",))  # fmt: skip
    assert faults() == [
        ("p", 0, "the cached chart is not the fold of the log"),
        ("p", 0, "the readings are not those of the log"),
    ]
    readings.rebuild_one("p")
    assert faults() == []


def test_somebody_who_writes_meanwhile_raises_no_alarm(patients, monkeypatch):
    """Between reading the head and reading the entries of p, somebody writes, destroys and brings a new patient."""
    read, meanwhile = verifying._entries, [True]

    def entries(patient):
        if meanwhile and patient == "p":
            meanwhile.clear()
            log.append("p", [Draft(facts.Moved(to="own_home"))], AUTHOR, expected=5)
            log.append("a new one", [Draft(facts.Moved(to="own_home"))], AUTHOR, expected=0)
            destroy("p", [queries.events_of("p")[0].id], DECISION, patients.home, "key")
        yield from read(patient)

    monkeypatch.setattr(verifying, "_entries", entries)
    result = verify()
    assert (meanwhile, result.faults) == ([], [])
    assert (result.events, result.destroyed) == (11, 1)
