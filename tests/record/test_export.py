"""The exported folder: nothing in it names a patient, each row is once in it, whatever happened on the way."""

from __future__ import annotations

import fcntl
from datetime import timedelta

import pytest

from lindra.ids import new_id
from lindra.people import actions
from lindra.people.details import Address, Birth, Name, Protection, RegisterOptOut
from lindra.record import derive, export, facts, log, parquet, queries
from lindra.record.envelope import Source, When
from lindra.record.log import ANY, Draft
from record.sequences import AUTHOR, NOW, event

KEY = "a key of this test"
NUMBER = "196408233234"
"""Of the tax agency's test series."""


@pytest.fixture
def folder(world, clock_at):
    clock_at(NOW)
    return world.home / "export"


def write(patient, *drafts):
    return log.append(patient, drafts, AUTHOR, expected=ANY).events


def lived(*, died=True):
    """A patient with a residence, a stay and, where asked, a death a month ago."""
    patient = actions.new_patient()
    write(
        patient,
        Draft(facts.Moved(to="own_home", municipality="0180"), ago(300), source=Source("hospital-x", "M/1")),
        Draft(facts.Admitted(episode="e1"), ago(60)),
        Draft(facts.Discharged(episode="e1"), ago(50)),
    )
    if died:
        write(patient, Draft(facts.Died(), ago(30)))
    return patient


def ago(days):
    return When.at(NOW - timedelta(days=days))


def home(patient, municipality):
    actions.note(patient, Address(municipality=municipality), by="test")


def protect(patient, level="sekretessmarkering"):
    actions.note(patient, Protection(level=level), by="test")


def layer(folder, name, columns):
    """Rows of a layer, from every file in it."""
    found = [row for path in folder.glob(f"{name}/*/*.parquet") for row in export.read_rows(path, columns)]
    return sorted(found, key=repr)


def pseudonym(*records):
    return export.keyed_with(KEY)(min(records))


def ids(*patients):
    return sorted(entry.id for patient in patients for entry in queries.events_of(patient))


def exported(folder):
    """The ids in the layer as written, each as often as it is there."""
    return sorted(identifier for (identifier,) in layer(folder, "log", "event"))


def test_nothing_in_any_file_names_a_patient(folder):
    patient = lived()
    actions.note(patient, Name(given="Åke", family="Åkesson"), by="test")
    actions.identify(patient, "personnummer", NUMBER)
    other = lived()
    actions.link(patient, other, reason="one person", by="test")
    export.export(folder, KEY)
    files = [path for path in folder.rglob("*") if path.is_file()]
    tables = [path for path in files if path.suffix == ".parquet"]
    assert len(tables) >= 5
    told = "".join(str(export.read_rows(path, "*")) for path in tables)
    told += "".join(str(path.relative_to(folder)) for path in files)
    for secret in (patient, other, "Åke", "Åkesson", NUMBER):
        assert secret not in told
        assert not any(secret.encode() in path.read_bytes() for path in files)
    assert pseudonym(patient, other) in told


def test_no_place_of_a_protected_person_leaves(folder):
    patient = lived()
    home(patient, "0180")
    protect(patient)
    export.export(folder, KEY)
    assert layer(folder, "last_year", "DISTINCT unit, provider, municipality, region") == [
        (None, None, None, "01")
    ]
    assert layer(folder, "log", "DISTINCT unit, provider, system") == [(None, None, None)] * 4
    assert exported(folder) == ids(patient)
    (moved,) = (folder / "log" / "moved").glob("*.parquet")
    assert export.read_rows(moved, "municipality, form") == [(None, "own_home")]


def test_rows_written_before_a_person_was_protected_are_written_anew_and_back(folder):
    patient, other = lived(), lived()
    home(patient, "0180")
    export.export(folder, KEY)
    before = layer(folder, "log", "patient, event, unit, provider")
    assert {unit for _, _, unit, _ in before} == {AUTHOR.unit}
    protect(patient)
    export.export(folder, KEY)
    rows = layer(folder, "log", "patient, event, unit, provider")
    assert [row for row in rows if row[0] == pseudonym(other)] == [
        row for row in before if row[0] == pseudonym(other)
    ]
    mine = [row for row in rows if row[0] == pseudonym(patient)]
    assert {(unit, provider) for _, _, unit, provider in mine} == {(None, None)}
    assert exported(folder) == ids(patient, other)
    protect(patient, "none")
    export.export(folder, KEY)
    assert layer(folder, "log", "patient, event, unit, provider") == before


def test_protection_and_opt_out_of_any_linked_record_hold(folder):
    first, second = sorted((lived(), lived(died=False)))
    for patient in (first, second):
        home(patient, "0180")
        actions.note(patient, Birth(date="1940", sex="female"), by="test")
    actions.link(first, second, reason="one person", by="test")
    export.export(folder, KEY)
    protect(second)
    actions.note(second, RegisterOptOut(opted_out=True), by="test")
    export.export(folder, KEY)
    told = "DISTINCT patient, unit, municipality, region, register_opt_out, birth_year"
    assert layer(folder, "last_year", told) == [(pseudonym(first, second), None, None, "01", True, 1940)]
    assert {row[1] for row in layer(folder, "log", "patient, unit")} == {None}


@pytest.mark.parametrize("first_has_entries", [True, False])
def test_a_death_counts_once_through_linking_and_unlinking(folder, first_has_entries):
    empty, patient, other = actions.new_patient("0" * len(new_id())), lived(), lived(died=False)
    first = other if first_has_entries else empty
    everybody = [patient, other]

    def dead():
        export.export(folder, KEY)
        assert exported(folder) == ids(*everybody)
        return [who for who, kind in layer(folder, "last_year", "patient, kind") if kind == "died"]

    assert dead() == [pseudonym(patient)]
    actions.link(first, patient, reason="one person", by="test")
    assert dead() == [pseudonym(first, patient)]
    assert {pseudonym(first, patient)} <= {who for (who,) in layer(folder, "log", "patient")}
    actions.unlink(first, patient, reason="two persons", by="test")
    assert dead() == [pseudonym(patient)]
    actions.link(first, patient, reason="one person", by="test")
    write(patient, Draft(facts.Moved(to="care_home"), ago(40)))
    assert dead() == [pseudonym(first, patient)]
    actions.unlink(first, patient, reason="two persons", by="test")
    assert dead() == [pseudonym(patient)]


class Killed(BaseException):
    """The process was killed."""


def kill_at(monkeypatch, number):
    """Let the next export die when it writes its file of this number (its spool is then left)."""
    copy, left = parquet._copy, [number]

    def dying(*arguments):
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        return copy(*arguments)

    monkeypatch.setattr(parquet, "_copy", dying)


@pytest.mark.parametrize("number", range(12))
def test_an_export_killed_at_any_file_leaves_nothing_behind(folder, monkeypatch, number):
    """Meanwhile one is linked, one protected, one moved from month to month, one is new; then the link is undone."""
    patients = [lived() for _ in range(4)]
    export.export(folder, KEY)
    actions.link(patients[0], patients[1], reason="one person", by="test")
    protect(patients[2])
    (death,) = [entry for entry in queries.events_of(patients[3]) if entry.kind == "died"]
    write(patients[3], Draft(facts.Died(), ago(80), corrects=death.id))
    patients.append(lived())
    kill_at(monkeypatch, number)
    with pytest.raises(Killed):
        export.export(folder, KEY)
    monkeypatch.undo()
    actions.unlink(patients[0], patients[1], reason="two persons", by="test")
    protect(patients[2], "none")
    export.export(folder, KEY)
    anew = folder.with_name("anew")
    export.export(anew, KEY)
    for name, columns in (("log", "patient, event, unit"), ("last_year", "patient, kind, death_month, unit")):
        assert layer(folder, name, columns) == layer(anew, name, columns)
    assert exported(folder) == ids(*patients)
    assert [path.name for path in folder.rglob(".*") if path.is_file()] == [".lock"]
    assert export.export(folder, KEY).patients == 0


def test_spools_of_a_killed_export_do_not_outlive_a_destruction(folder, world, monkeypatch):
    from lindra.record.destruction import Decision, destroy

    patient = lived()
    export.remember_folder(world.home, folder)
    (marked,) = write(patient, Draft(facts.Diagnosis(code=facts.Code(code="MARKER")), ago(40)))
    kill_at(monkeypatch, 1)
    with pytest.raises(Killed):
        export.export(folder, KEY)
    monkeypatch.undo()
    assert any(b"MARKER" in path.read_bytes() for path in folder.rglob("*.spool"))
    destroy(patient, [marked], Decision("1", "IVO", "2026-06-01", "one"), world.home, KEY)
    assert not any(b"MARKER" in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert "MARKER" not in str([export.read_rows(path, "*") for path in folder.rglob("*.parquet")])


def test_two_exports_do_not_write_a_folder_at_once(folder, monkeypatch):
    lived()
    refused = []

    def other_tries(where):
        with (where / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                refused.append(where)

    monkeypatch.setattr(export, "_sweep", other_tries)
    export.export(folder, KEY)
    assert refused == [folder]


def test_after_an_older_database_is_restored_later_entries_are_not_in_the_folder(folder):
    patient = lived()
    export.export(folder, KEY)
    held = ids(patient)
    keyed = export.keyed_with(KEY)(patient)
    state = export._state(folder)
    state.records[keyed] = export.replace(state.records[keyed], seq=state.records[keyed].seq + 1)
    export._remember(folder, state)
    table = parquet.Table(folder / "log" / "died" / "part-later.parquet", derive.log_columns("died"))
    table.add({"patient": keyed, "event": "later"})
    table.close()
    state.parts.add("died/part-later.parquet")
    export._remember(folder, state)
    export.export(folder, KEY)
    assert exported(folder) == held


def rows(*facts_and_whens):
    events = [event(fact, when, seq) for seq, (fact, when) in enumerate(facts_and_whens, 1)]
    return list(derive.last_year(derive.ExportPerson("p"), events, str))


DEATH = (facts.Died(), When.at(NOW))


def test_a_move_between_wards_is_no_residence_that_lasts():
    ward = facts.Moved(to="ward", episode="e1")
    assert [row["kind"] for row in rows((ward, ago(400)), DEATH)] == ["died"]
    assert [row["kind"] for row in rows((ward, ago(300)), DEATH)] == ["moved", "died"]
    residence = facts.Moved(to="own_home")
    assert [row["kind"] for row in rows((residence, ago(400)), (ward, ago(390)), DEATH)] == ["moved", "died"]


@pytest.mark.parametrize(
    "fact",
    [
        facts.Admitted(episode="e1", period="contradictory"),
        facts.Contact(episode="e1", form="emergency", period="contradictory"),
        facts.Enrolled(enrolment="e1", period="contradictory"),
    ],
)
def test_a_contradictory_period_is_not_going_on(fact):
    assert [row["kind"] for row in rows((fact, ago(400)), DEATH)] == ["died"]
    told = rows((fact, ago(10)), DEATH)[0]
    assert told["occurred_to"] == told["occurred_from"]
    assert told["ended_minutes_before_death"] == told["minutes_before_death"] == 10 * 24 * 60


def test_a_contradictory_stay_that_was_closed_by_a_discharge_ends_there():
    stay = facts.Admitted(episode="e1", period="contradictory")
    told = rows((stay, ago(10)), (facts.Discharged(episode="e1"), ago(8)), DEATH)[0]
    assert told["ended_minutes_before_death"] == 8 * 24 * 60
