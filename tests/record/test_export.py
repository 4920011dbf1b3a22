"""The exported folder: nothing in it names a patient, each row is once in it, whatever happened on the way."""

from __future__ import annotations

import fcntl

import pytest

from lindra.ids import new_id
from lindra.people import actions
from lindra.people.details import Birth, Name, RegisterOptOut
from lindra.record import derive, export, facts, layers, parquet, queries
from lindra.record.log import Draft
from record.exports import (
    KEY,
    Killed,
    ago,
    exported,
    home,
    ids,
    kill_at,
    layer,
    lived,
    protect,
    pseudonym,
    write,
)
from record.sequences import AUTHOR

NUMBER = "196408233234"
"""Of the tax agency's test series."""


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


def test_who_is_told_dead_on_two_days_is_one_dead_with_both_told(folder):
    patient = lived()
    write(patient, Draft(facts.Died(), ago(80)))
    assert export.export(folder, KEY).dead == 1
    kinds = [kind for (kind,) in layer(folder, "last_year", "kind")]
    assert kinds.count("died") == 2


@pytest.mark.parametrize("number", range(13))
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
    assert layers.is_current(folder)  # it is what it was: an export brought it up to an earlier moment
    actions.unlink(patients[0], patients[1], reason="two persons", by="test")
    protect(patients[2], "none")
    export.export(folder, KEY)
    anew = folder.with_name("anew")
    export.export(anew, KEY)
    told = {"log": "patient, event, unit", "last_year": "patient, kind, death_month, unit", "people": "*"}
    for name, columns in told.items():
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
