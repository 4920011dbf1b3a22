"""Writing: one way in, told about conflicts, safe to retry, never to be changed."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, connections, transaction

from lindra.ids import new_id
from lindra.record import durability, facts, log, queries, readings
from lindra.record.envelope import When
from lindra.record.kinds import Refused
from lindra.record.log import ANY, Conflict, Draft
from record.sequences import AUTHOR, NOW


@pytest.fixture(autouse=True)
def _at_night(clock_at):
    clock_at(NOW)


def moved(to="care_home", when=None):
    return Draft(facts.Moved(to=to), when or When.at(NOW))


def test_what_was_appended_is_in_the_log_and_in_the_chart(either_world):
    done = log.append("p", [moved()], AUTHOR, expected=0)
    assert done.seq == 1
    (entry,) = queries.events_of("p")
    assert (entry.id, entry.kind, entry.unit) == (done.events[0], "moved", "unit-1")
    assert readings.chart_of("p").one("residence").value == {"to": "care_home"}


def test_who_writes_on_an_old_page_is_told(either_world):
    log.append("p", [moved()], AUTHOR, expected=0)
    with pytest.raises(Conflict) as told:
        log.append("p", [moved("own_home")], AUTHOR, expected=0)
    assert (told.value.expected, told.value.found) == (0, 1)
    assert len(queries.events_of("p")) == 1


def test_a_retry_with_the_same_key_writes_nothing_and_gets_the_same_answer(either_world):
    first = log.append("p", [moved(), moved("own_home")], AUTHOR, expected=0, key="form-17")
    again = log.append("p", [moved(), moved("own_home")], AUTHOR, expected=0, key="form-17")
    assert (again.events, again.seq, again.again) == (first.events, first.seq, True)
    assert len(queries.events_of("p")) == 2


def test_a_key_of_one_patient_is_refused_for_another(either_world):
    log.append("p", [moved()], AUTHOR, expected=0, key="k")
    with pytest.raises(Refused, match="another patient"):
        log.append("q", [moved()], AUTHOR, expected=0, key="k")


def test_events_written_together_are_one_act(either_world):
    log.append("p", [moved(), moved("own_home")], AUTHOR, expected=0)
    assert len({entry.act for entry in queries.events_of("p")}) == 1


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (moved(when=When.at(NOW + timedelta(minutes=1))), "after now"),
        (Draft(facts.Contact(episode="e", form="other"), When.at(NOW, NOW + timedelta(days=1))), "after now"),
        (Draft(facts.Contact(episode="e", form="other"), When.at(NOW, NOW - timedelta(days=1))), "before it starts"),
        (Draft(facts.Died(), When(NOW, None, "unknown")), "precision"),
        (Draft(facts.Withdrawn(reason="x"), When.at(NOW)), "must name"),
        (Draft(facts.Died(), When.at(NOW), corrects="nowhere"), "not in this patient's log"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_leaves_nothing(world, draft, said):
    with pytest.raises(Refused, match=said):
        log.append("p", [draft], AUTHOR, expected=0)
    assert queries.events_of("p") == []
    assert queries.seq_of("p") == 0


def test_a_correction_must_be_of_the_same_kind(world):
    first = log.append("p", [moved()], AUTHOR, expected=0)
    with pytest.raises(Refused, match="withdraw it and write anew"):
        log.append("p", [Draft(facts.Died(), When.at(NOW), corrects=first.events[0])], AUTHOR, expected=1)


def test_a_batch_is_all_or_nothing(either_world):
    def both():
        with log.batch():
            log.append("p", [moved()], AUTHOR, expected=ANY)
            log.append("q", [], AUTHOR, expected=ANY)

    with pytest.raises(Refused):
        both()
    assert list(queries.heads()) == []


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM record_event",
        "UPDATE record_event SET occurred_from = '2020'",
        "UPDATE record_event SET body = NULL, salt = NULL",
        "UPDATE record_event SET body = NULL, salt = NULL, kind = NULL, occurred_from = NULL, unit = NULL, "
        "provider = NULL, act = NULL, corrects = NULL",
        "DELETE FROM record_roll",
        "UPDATE record_roll SET patient = 'q'",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_written(either_world, sql):
    log.append("p", [moved()], AUTHOR, expected=0)
    before = queries.events_of("p")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert queries.events_of("p") == before


def test_two_who_write_at_once_both_get_in_or_are_told_never_merged(either_world):
    results: list[object] = []

    def write():
        try:
            for _ in range(10):
                try:
                    seq = queries.seq_of("p")
                    results.append(log.append("p", [moved()], AUTHOR, expected=seq).seq)
                except Conflict as told:
                    results.append(told)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written = sorted(result for result in results if isinstance(result, int))
    assert len(results) == 40
    assert written == list(range(1, len(written) + 1))
    assert [entry.seq for entry in queries.events_of("p")] == written


def test_new_patients_written_at_once_all_get_their_place_on_the_roll(either_world):
    def write():
        try:
            for _ in range(10):
                log.append(new_id(), [moved()], AUTHOR, expected=0)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM record_roll ORDER BY number")
        assert [row[0] for row in cursor.fetchall()] == list(range(1, 41))


def test_signing_later_is_an_event_of_its_own(world):
    done = log.append(
        "p", [Draft(facts.Moved(to="own_home"), When.at(NOW), signed=False)], AUTHOR, expected=0
    )
    act = queries.events_of("p")[0].act
    log.append("p", [Draft(facts.Signed(signs=act), When.at(NOW))], AUTHOR, expected=1)
    chart = readings.chart_of("p")
    assert not chart.one("residence").signed
    assert act in chart.slots["signatures"].rows
    assert done.events[0] == chart.one("residence").event


@pytest.mark.parametrize("pragma", ["synchronous = OFF", "synchronous = NORMAL", "journal_mode = DELETE"])
def test_sqlite_settings_that_could_lose_an_entry_are_refused(world, pragma):
    connections["default"].close()
    connections["default"].settings_dict["OPTIONS"]["init_command"] = (
        f"PRAGMA journal_mode=WAL; PRAGMA {pragma};"
    )
    with pytest.raises(durability.Unsafe, match="Nothing was written"):
        log.append("p", [moved()], AUTHOR, expected=0)


def test_postgresql_settings_that_could_lose_an_entry_are_refused(postgres_world):
    connections["default"].close()
    connections["default"].settings_dict["OPTIONS"]["options"] = "-c synchronous_commit=off"
    with pytest.raises(durability.Unsafe, match="synchronous_commit is off"):
        log.append("p", [moved()], AUTHOR, expected=0)
