"""The layer of people and the manifest: who is in the folder, and what it says of itself."""

from __future__ import annotations

import json

import duckdb
import pytest

from lindra.people import actions
from lindra.people.details import Birth, RegisterOptOut
from lindra.record import derive, export, facts, layers, parquet
from lindra.record.destruction import Decision, destroy, settle
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

DECISION = Decision("1", "IVO", "2026-06-01", "all")


def people(folder):
    return layer(folder, "people", ", ".join(derive.PEOPLE_COLUMNS))


def born(patient, date, sex="female"):
    actions.note(patient, Birth(date=date, sex=sex), by="test")


def test_the_living_and_the_dead_are_once_in_it_each_in_its_bucket(folder):
    patients = [lived(died=number % 2 == 0) for number in range(8)]
    born(patients[1], "1951-03")
    home(patients[1], "1780")
    export.export(folder, KEY)
    assert {row[0] for row in people(folder)} == {pseudonym(patient) for patient in patients}
    assert len(people(folder)) == 8
    assert (pseudonym(patients[1]), "female", 1951, "1780", "17", False) in people(folder)
    for path in (folder / "people").glob("*/*"):
        assert {f"bucket={row[0][0]}" for row in export.read_rows(path, "patient")} == {path.parent.name}


def test_of_the_protected_the_region_is_told_and_not_the_municipality(folder):
    patient = lived(died=False)
    home(patient, "0180")
    protect(patient)
    export.export(folder, KEY)
    assert people(folder) == [(pseudonym(patient), "unknown", None, None, "01", False)]
    protect(patient, "none")
    export.export(folder, KEY)
    assert people(folder) == [(pseudonym(patient), "unknown", None, "0180", "01", False)]


def test_only_buckets_of_those_who_changed_are_written_again(folder):
    patients = [lived(died=False) for _ in range(12)]
    export.export(folder, KEY)
    before = {path: path.stat().st_mtime_ns for path in (folder / "people").glob("*/*")}
    assert len(before) > 1
    actions.note(patients[0], RegisterOptOut(opted_out=True), by="test")
    export.export(folder, KEY)
    after = {path: path.stat().st_mtime_ns for path in (folder / "people").glob("*/*")}
    changed = {path.parent.name for path in after if after[path] != before[path]}
    assert changed == {f"bucket={pseudonym(patients[0])[0]}"}
    assert {row[0] for row in people(folder) if row[-1]} == {pseudonym(patients[0])}


def test_two_linked_records_are_one_person_and_two_again(folder):
    one, other = lived(), lived(died=False)
    for _ in range(2):
        export.export(folder, KEY)
        assert {row[0] for row in people(folder)} == {pseudonym(one), pseudonym(other)}
        actions.link(one, other, reason="one person", by="test")
        export.export(folder, KEY)
        assert [row[0] for row in people(folder)] == [pseudonym(one, other)]
        actions.unlink(one, other, reason="two persons", by="test")
    export.export(folder, KEY)
    assert {row[0] for row in people(folder)} == {pseudonym(one), pseudonym(other)}


def test_nobody_of_whom_all_is_destroyed_is_in_it(folder, world):
    gone, stays = lived(), lived()
    born(gone, "1912")
    export.remember_folder(world.home, folder)
    export.export(folder, KEY)
    destroy(gone, ids(gone), DECISION, world.home, KEY)
    assert [row[0] for row in people(folder)] == [pseudonym(stays)]


# The manifest.


def test_the_manifest_comes_last_and_is_there_when_nothing_is_written(folder, monkeypatch):
    export.export(folder, KEY)
    assert layers.read_manifest(folder).layers == ("log", "last_year", "people")
    (folder / layers.NAME).unlink()
    lived()
    kill_at(monkeypatch, 4)
    with pytest.raises(Killed):
        export.export(folder, KEY)
    monkeypatch.undo()
    with pytest.raises(layers.OldExport):
        layers.read_manifest(folder)
    export.export(folder, KEY)
    assert json.loads((folder / "manifest.json").read_text())["format"] == layers.FORMAT


def as_of_format_1(folder):
    """Make a folder look as an older Lindra left it: no manifest, no people, not the columns of today."""
    (folder / layers.NAME).unlink()
    for path in (folder / "people").glob("*/*"):
        path.unlink()
    late = {"last_year": {"ended_days_before_death"}, "contact": {"status"}, "enrolled": {"number"}}
    for path in (*folder.glob("last_year/*/*.parquet"), *folder.glob("log/*/*.parquet")):
        missing = late.get(
            path.parent.name, late["last_year"] if path.parent.parent.name == "last_year" else set()
        )
        names = [one[0] for one in duckdb.sql(f"DESCRIBE SELECT * FROM '{path}'").fetchall()]
        kept = ", ".join(name for name in names if name not in missing and name != "death_month")
        kept += ", death_month" if path.parent.parent.name == "last_year" else ""
        parquet._copy(f"SELECT {kept} FROM read_parquet('{path}', hive_partitioning = false)", path)


@pytest.mark.parametrize("killed_at", [None, 0, 1, 3, 9])
def test_a_folder_of_format_1_is_brought_up_whole(folder, monkeypatch, killed_at):
    patients = [lived(), lived(died=False)]
    seen = facts.Contact(episode="c", form="home_visit", palliative=True, profession="nurse")
    write(patients[0], Draft(seen, ago(40)), Draft(facts.Enrolled(enrolment="e", waited=2), ago(45)))
    export.export(folder, KEY)
    as_of_format_1(folder)
    own = folder / "log" / "what somebody put here.txt"
    own.write_text("kept")
    write(patients[1], Draft(facts.Moved(to="care_home"), ago(5)))
    if killed_at is not None:
        kill_at(monkeypatch, killed_at)
        with pytest.raises(Killed):
            export.export(folder, KEY)
        monkeypatch.undo()
    assert export.export(folder, KEY).patients == 2
    assert own.read_text() == "kept"
    assert exported(folder) == ids(*patients)
    anew = folder.with_name("anew")
    export.export(anew, KEY)
    for name in ("last_year", "log/contact", "log/enrolled"):
        assert layer(folder, name, "*") == layer(anew, name, "*")
    assert people(folder) == people(anew)
    assert export.export(folder, KEY).patients == 0


def test_a_destruction_in_a_folder_of_format_1_leaves_nothing_of_it(folder, world):
    patient, other = lived(), lived()
    (marked,) = write(patient, Draft(facts.Diagnosis(code=facts.Code(code="MARKER")), ago(40)))
    export.remember_folder(world.home, folder)
    export.export(folder, KEY)
    as_of_format_1(folder)
    destroy(patient, [marked], DECISION, world.home, KEY)
    assert "MARKER" not in str([export.read_rows(path, "*") for path in folder.rglob("*.parquet")])
    assert exported(folder) == [each for each in ids(patient, other) if each != marked]
    assert layers.is_current(folder)


def test_a_folder_of_a_newer_lindra_is_left_as_it_is(folder):
    lived()
    export.export(folder, KEY)
    (folder / layers.NAME).write_text('{"format": 99, "layers": ["log"], "lindra": "9.0"}')
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    lived()
    with pytest.raises(layers.OldExport, match=r"newer Lindra \(9\.0\)"):
        export.export(folder, KEY)
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_command_tells_of_a_folder_of_a_newer_lindra(folder, world):
    from click.testing import CliRunner

    from lindra.record import cli

    folder.mkdir()
    (folder / layers.NAME).write_text('{"format": 99, "layers": [], "lindra": "9.0"}')
    told = CliRunner().invoke(cli.export, [str(folder)])
    assert told.exit_code == 2
    assert "update it, or export to another folder" in told.output


def test_what_is_destroyed_while_a_newer_lindra_holds_the_folder_is_still_owed(folder, world):
    patient = lived()
    export.remember_folder(world.home, folder)
    export.export(folder, KEY)
    ours = (folder / layers.NAME).read_text()
    (folder / layers.NAME).write_text('{"format": 99, "layers": [], "lindra": "9.0"}')
    destroy(patient, ids(patient)[:1], DECISION, world.home, KEY)
    assert settle(world.home, KEY) == [folder.resolve()]
    (folder / layers.NAME).write_text(ours)
    assert settle(world.home, KEY) == []
    assert exported(folder) == ids(patient)[1:]
