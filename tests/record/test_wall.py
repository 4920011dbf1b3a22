"""The second wall: on PostgreSQL a query that goes around the door gets no rows.

In a database whose owner is a role like that of a real installation: no superuser, and no way past the policies.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pyrage
import pytest
from django.db import DatabaseError, connection, transaction

from helpers import worlds
from helpers.worlds import World
from lindra.care.identification.models import NotNow
from lindra.deadlines.models import Hold
from lindra.discharge.models import Deviation
from lindra.forms.models import Draft as Typed
from lindra.people import actions as people
from lindra.people import patients as identities
from lindra.people.details import Name, Protection
from lindra.record import durability, export, facts, log, queries, readings, wall
from lindra.record.destruction import Decision, destroy
from lindra.record.log import ANY, Draft
from lindra.record.models import PartRow
from lindra.record.verify import verify
from lindra.registry.relatives.models import Invitation, RelativeAnswer
from lindra.site import backup, place, restore
from lindra.site.world import migrate
from record.sequences import AUTHOR

NUMBERS = Path(__file__).parents[2] / "src/lindra/synthetic/data/personnummer.csv"
ROLE = f"lindra_walled_{os.getpid()}"


def as_role(url: str) -> str:
    """The same database, reached as the role."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{ROLE}@{parts.netloc.rpartition('@')[2]}"))


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A migrated world on a database that the role owns."""
    server = os.environ["LINDRA_TEST_POSTGRES"]
    worlds.command(server, f'CREATE ROLE "{ROLE}" LOGIN CREATEDB')
    worlds.command(server, f'CREATE DATABASE "{ROLE}" OWNER "{ROLE}"')
    try:
        url = as_role(worlds.url_of(server, ROLE))
        with worlds.pointed_at(tmp_path_factory.mktemp("walled"), url) as world:
            migrate()
            yield world
    finally:
        worlds.command(server, f'DROP DATABASE "{ROLE}" WITH (FORCE)')
        worlds.command(server, f'DROP ROLE "{ROLE}"')


@pytest.fixture
def walled(owned: World) -> Iterator[World]:
    """Any earlier test's openings are gone: each begins closed."""
    yield owned
    assert opened_now() == ""


def opened_now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('lindra.opened', true), '')")
        return str(cursor.fetchone()[0])


def rows(table: str, column: str = "patient", patient: str = "") -> int:
    """A query that goes around the door: how many rows it gets, of one patient or of all."""
    with connection.cursor() as cursor:
        where = f"WHERE {column} = %s" if patient else ""
        cursor.execute(f"SELECT count(*) FROM {table} {where}", [patient] if patient else [])
        return int(cursor.fetchone()[0])


CONTENT = {"record_event": "patient", "record_chart": "patient", "record_part": "patient",
           "people_identifier": "patient_id",
           "people_detail": "patient_id", "forms_draft": "patient", "deadlines_hold": "patient",
           "care_not_now": "patient", "registry_invitation": "patient",
           "registry_relatives_answer": "patient", "discharge_deviation": "patient"}  # fmt: skip
NOTED = {"deadlines_hold": "due", "care_not_now": "possible_needs", "registry_invitation": "said_by_staff",
         "registry_relatives_answer": "said_by_staff", "discharge_deviation": "deviations"}  # fmt: skip
"""What is noted beside the rows of a list, and which."""


def new(name: str = "Test", number: str = "") -> str:
    """A patient with a name, an entry, a chart, a reading, and something that each room keeps beside the record."""
    patient = people.new_patient()
    with wall.opened([patient]):
        people.note(patient, Name(given=name), by="test")
        if number:
            people.identify(patient, "personnummer", number)
        else:
            people.identify(patient, "reserve", f"R-{patient}", system="test")
        log.append(patient, [Draft(facts.RelationOpened(relation="r"))], AUTHOR, expected=0)
        PartRow.objects.create(patient=patient, generation=0, seq=1, form="f", body=b"b")
        Typed.objects.create(staff="s", assignment="a", patient=patient, form="f", seen=0, updated_at="2026")
        Hold.objects.create(patient=patient, key="k", by="s", at="2026")
        NotNow.objects.create(
            patient=patient, unit="u", until="2026-07-01", reason="Vill vänta", by="s", at="2026"
        )
        asked = {"patient": patient, "unit": "u", "provider": "p", "language": "sv", "form": "f|1"}
        Invitation.objects.create(id=f"i-{patient}", code=f"hash of {patient}", until="2026-07-01", **asked)
        RelativeAnswer.objects.create(id=f"a-{patient}", invitation=f"i-{patient}", response={}, **asked)
        Deviation.objects.create(
            id=f"d-{patient}", patient=patient, unit="u", provider="p", category="other", about_unit="v",
            about_provider="q", state="written", harm="none", written_at="2026",
        )  # fmt: skip
    return patient


@pytest.mark.parametrize("table", CONTENT)
def test_a_query_that_goes_around_gets_nothing_and_within_an_opening_its_patient_only(
    walled: World, table: str
) -> None:
    patient, other = new(), new()
    assert rows(table) == 0
    with wall.opened([patient]):
        assert rows(table) == rows(table, CONTENT[table], patient) == 1
        assert rows(table, CONTENT[table], other) == 0
    assert rows(table) == 0


def test_the_rows_are_there_for_who_is_not_held_by_the_wall(walled: World) -> None:
    """A test of the tests above: what gets nothing does so because of the wall."""
    patient = new()
    superuser = worlds.url_of(os.environ["LINDRA_TEST_POSTGRES"], ROLE)
    with place.at(walled.home, superuser):
        assert rows("record_event", "patient", patient) == 1
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE record_event NO FORCE ROW LEVEL SECURITY")
        try:
            assert rows("record_event", "patient", patient) == 1
        finally:
            cursor.execute("ALTER TABLE record_event FORCE ROW LEVEL SECURITY")
    assert rows("record_event", "patient", patient) == 0


def test_every_table_with_a_column_of_patients_is_behind_the_wall_or_named_here(walled: World) -> None:
    """A new table of content must be put behind the wall (``wall.behind``), or its openness be a decision."""
    without = {
        "record_head": "how far a log goes", "record_roll": "that there is a log", "record_key": "retries",
        "fhir_resource": "the import's memory: ids", "fhir_use": "the import's memory: ids",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.table_name FROM information_schema.columns c "
            "JOIN pg_class p ON p.relname = c.table_name WHERE c.table_schema = 'public' "
            "AND c.column_name IN ('patient', 'patient_id') AND NOT p.relrowsecurity"
        )
        found = {row[0] for row in cursor.fetchall()}
    assert {name for name in found if not name.startswith("privacy_")} == set(without)


def test_what_is_behind_the_wall_is_told_in_one_list(walled: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity"
        )
        assert {row[0] for row in cursor.fetchall()} == set(wall.TABLES) == {*CONTENT, "record_reading"}


@pytest.mark.parametrize("table", NOTED)
def test_with_a_list_is_opened_what_is_noted_beside_it_to_read_and_of_no_other(
    walled: World, table: str
) -> None:
    patient = new()
    for reading in (*NOTED.values(), "patients"):
        with wall.opened(readings=[reading]):
            assert rows(table, "patient", patient) == (reading == NOTED[table])
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {table} WHERE patient = %s", [patient])
                assert cursor.rowcount == 0
    with wall.opened([patient]):
        assert rows(table) == 1


def test_nobody_writes_past_the_wall(walled: World) -> None:
    patient, other = new(), new()
    draft = Draft(facts.RelationOpened(relation="s"))
    with pytest.raises(DatabaseError, match="row-level security"):
        log.append(patient, [draft], AUTHOR, expected=ANY)
    with wall.opened([other]), pytest.raises(DatabaseError, match="row-level security"):
        log.append(patient, [draft], AUTHOR, expected=ANY)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_reading WHERE patient = %s", [patient])
        assert cursor.rowcount == 0
        cursor.execute("UPDATE people_detail SET value = '{}' WHERE patient_id = %s", [patient])
        assert cursor.rowcount == 0
    with wall.opened([patient]):
        assert log.append(patient, [draft], AUTHOR, expected=1).seq == 2
        assert readings.chart_of(patient).slots
        assert len(queries.events_of(patient)) == 2


def test_what_the_decision_needs_is_read_without_an_opening_and_nothing_more(walled: World) -> None:
    patient = new("Skyddad")
    with wall.opened([patient]):
        people.note(patient, Protection(level="sekretessmarkering"), by="test")
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT reading FROM record_reading WHERE patient = %s", [patient])
        assert {row[0] for row in cursor.fetchall()} <= set(wall.DECIDING)
        cursor.execute("SELECT DISTINCT kind FROM people_detail")
        assert cursor.fetchall() == [("protection",)]


def test_a_list_opens_one_reading_to_read(walled: World) -> None:
    patient = new()
    with connection.cursor() as cursor, wall.opened([patient]):
        for name in ("shown", "other"):
            cursor.execute(
                "INSERT INTO record_reading (reading, patient, key, unit, provider, at, data) "
                "VALUES (%s, %s, 'k', '', '', '', '{}')",
                [name, patient],
            )
    with connection.cursor() as cursor, wall.opened(readings=["shown"]):
        cursor.execute("SELECT reading FROM record_reading WHERE patient = %s AND key = 'k'", [patient])
        assert cursor.fetchall() == [("shown",)]
        cursor.execute("DELETE FROM record_reading WHERE patient = %s AND key = 'k'", [patient])
        assert cursor.rowcount == 0
    assert rows("record_event", "patient", patient) == 0
    with wall.opened([patient]):
        readings.rebuild_one(patient)


def test_a_search_opens_one_number(walled: World) -> None:
    one, other = NUMBERS.read_text().split()[1:3]
    patient = new(number=one)
    new(number=other)
    assert identities.by_identifier("personnummer", one) is None
    with wall.opened(numbers=[one]):
        assert identities.by_identifier("personnummer", one) == patient
        assert rows("people_identifier") == 1
        assert identities.persons([patient])[patient].name == ""


def test_a_code_opens_one_invitation_to_read(walled: World) -> None:
    patient = new()
    new()
    assert rows("registry_invitation") == 0
    with connection.cursor() as cursor, wall.opened(codes=[f"hash of {patient}"]):
        assert rows("registry_invitation") == rows("registry_invitation", "patient", patient) == 1
        assert rows("registry_relatives_answer") == rows("people_detail", "patient_id", patient) == 0
        cursor.execute("UPDATE registry_invitation SET until = '2030-01-01'")
        assert cursor.rowcount == 0


def test_a_check_of_the_access_log_opens_names_and_nothing_else(walled: World) -> None:
    patient = new()
    with connection.cursor() as cursor, wall.opened(details=["name"]):
        cursor.execute("SELECT DISTINCT kind FROM people_detail WHERE patient_id = %s", [patient])
        assert cursor.fetchall() == [("name",)]
        assert rows("people_identifier") == rows("record_event") == 0


# Openings


def test_openings_stand_within_each_other_and_close_in_turn(walled: World) -> None:
    first, second = new(), new()
    with wall.opened([first]):
        with wall.opened([second]):
            assert rows("record_event") == 2
        assert rows("record_event") == 1
    assert rows("record_event") == 0


def test_what_fails_within_an_opening_closes_it(walled: World) -> None:
    patient = new()
    with pytest.raises(ZeroDivisionError), wall.opened([patient]):
        raise ZeroDivisionError
    assert rows("record_event") == 0


def fails(how: str) -> None:
    """What somebody might do within an opening."""
    if how == "in the database":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
    raise ZeroDivisionError


def opened_in_a_transaction(patient: str, how: str) -> None:
    with transaction.atomic(), wall.opened([patient]):
        fails(how)


def a_transaction_in_an_opening(patient: str, how: str) -> None:
    with wall.opened([patient]), transaction.atomic():
        fails(how)


@pytest.mark.parametrize("how", ["in the database", "in the program"])
@pytest.mark.parametrize("work", [opened_in_a_transaction, a_transaction_in_an_opening])
@pytest.mark.parametrize("bare", [True, False])
def test_a_transaction_that_is_rolled_back_leaves_what_was_open_before(
    walled: World, work: Callable[[str, str], None], how: str, bare: bool
) -> None:
    patient, other = new(), new()
    with nullcontext() if bare else transaction.atomic(), wall.opened([other]):
        with pytest.raises((DatabaseError, ZeroDivisionError)):
            work(patient, how)
        assert rows("record_event") == rows("record_event", "patient", other) == 1
    assert rows("record_event") == 0


def test_within_a_transaction_an_opening_ends_when_its_block_does(walled: World) -> None:
    patient, other = new(), new()
    with transaction.atomic():
        with wall.opened([patient]), transaction.atomic():
            assert rows("record_event") == 1
        assert rows("record_event") == 0
        with wall.opened([other]):
            assert rows("record_event", "patient", patient) == 0
    assert rows("record_event") == 0


def test_a_connection_made_anew_within_an_opening_is_open_and_afterwards_closed(walled: World) -> None:
    patient = new()
    with wall.opened([patient]):
        connection.close()
        assert rows("record_event") == 1
    assert rows("record_event") == 0


def test_an_opening_costs_a_statement_at_either_end_and_within_another_nothing(walled: World) -> None:
    patient = new()
    said: list[str] = []

    def listen(execute, sql, *rest):  # type: ignore[no-untyped-def]
        said.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen), wall.opened([patient]), wall.opened([patient]):
        pass
    assert len(said) == 2
    assert patient not in str(said)


def test_a_system_run_opens_everything(walled: World) -> None:
    patient = new()
    with wall.everything():
        assert rows("record_event", "patient", patient) == 1
        with wall.opened([new()]):
            assert rows("record_event", "patient", patient) == 1
        connection.close()
        assert verify().faults == []
        assert rows("record_event", "patient", patient) == 1
    assert rows("record_event") == 0


def test_a_thread_begins_closed(walled: World) -> None:
    found: list[int] = []

    def look() -> None:
        found.append(rows("record_event"))
        connection.close()

    new()
    with wall.everything():
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert found == [0]


def test_a_destruction_within_one_opening_leaves_the_others_in_the_export(walled: World) -> None:
    """The exported folder is brought up to the log of all, whoever has been opened."""
    patient, other = new(), new()
    folder = walled.home / "export"
    with wall.everything():
        export.remember_folder(walled.home, folder)
        export.export(folder, "key")
        entry, kept = (queries.events_of(one)[0].id for one in (patient, other))
    before = exported(folder)
    with wall.opened([patient]):
        destroy(patient, [entry], Decision("2/2026", "IVO", "2026-06-01", "all"), walled.home, "key")
    assert {entry, kept} <= before
    assert exported(folder) == before - {entry}


def exported(folder: Path) -> set[str]:
    return {row[0] for path in folder.glob("log/*/*.parquet") for row in export.read_rows(path, "event")}


def test_destruction_and_rebuilding_need_no_more_than_the_patient(walled: World) -> None:
    patient = new()
    with wall.opened([patient]):
        decision = Decision("1/2026", "IVO", "2026-06-01", "all")
        destroy(patient, [queries.events_of(patient)[0].id], decision, walled.home, "key")
        assert queries.events_of(patient)[0].payload is None
        readings.rebuild_one(patient)
    with wall.everything():
        assert verify().faults == []


# Who is held


def test_a_role_that_is_not_held_is_refused(walled: World) -> None:
    wall.ensure()
    with place.at(walled.home, worlds.url_of(os.environ["LINDRA_TEST_POSTGRES"], ROLE)):
        with pytest.raises(durability.Unsafe, match="superuser"):
            wall.ensure()
        worlds.command(os.environ["LINDRA_TEST_POSTGRES"], f'ALTER ROLE "{ROLE}" BYPASSRLS')
    with pytest.raises(durability.Unsafe, match="BYPASSRLS"):
        wall.ensure()
    worlds.command(os.environ["LINDRA_TEST_POSTGRES"], f'ALTER ROLE "{ROLE}" NOBYPASSRLS')


def test_a_table_without_the_wall_is_refused(walled: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_detail DISABLE ROW LEVEL SECURITY")
        with pytest.raises(durability.Unsafe, match="people_detail"):
            wall.ensure()
        cursor.execute("ALTER TABLE people_detail ENABLE ROW LEVEL SECURITY")


def test_on_sqlite_there_is_one_wall(world: World) -> None:
    wall.ensure()
    with wall.opened(["p"]), wall.everything():
        log.append("p", [Draft(facts.RelationOpened(relation="r"))], AUTHOR, expected=0)
    assert rows("record_event") == 1


# Commands and backups by such a role


def test_a_system_command_sees_everything(walled: World) -> None:
    new()
    with wall.everything():
        count = rows("record_event")
    command = [sys.executable, "-m", "lindra.site.cli", "verify"]
    said = subprocess.run(command, env=walled.env, capture_output=True, text=True, check=False)
    assert (said.returncode, f"events: {count}\n" in said.stdout) == (0, True), said.stdout + said.stderr


def test_a_backup_by_such_a_role_holds_every_row(walled: World, tmp_path: Path) -> None:
    new()
    key = pyrage.x25519.Identity.generate()
    quiet = backup.Progress(lambda done, of: None, lambda items, label: iter(items))
    with wall.everything():
        count = rows("record_event")
        args = walled.home, walled.database_url
        made = backup.backup(tmp_path / "file", *args, [key.to_public()], quiet)
        again = restore.trial(tmp_path / "file", [key], *args, quiet)
    assert made.found.events == again.found.events == count
    assert again.found.faults == ()
