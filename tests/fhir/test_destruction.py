"""Destroyed entries are gone from what the import keeps too, and no file brings them back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from fhir import samples as fhir
from helpers.worlds import World
from lindra.fhir import parking, queries, rules
from lindra.fhir.result import Result
from lindra.record import destruction
from lindra.record.destruction import Decision
from lindra.record.verify import verify

DECISION = Decision("3.4.1-1/2026", "IVO", "2026-06-01", "what came by import")
KEY = "key"
SAID = "Hemlig-diagnos-4417"
LATER = "Hemlig-diagnos-4418"
DRUG = "Hemlig-beredning-4419"


def condition(version: int, text: str, about: str = "anna", **fields: Any) -> fhir.Resource:
    meta = {"lastUpdated": f"2026-01-0{version}T08:00:00Z"}
    told = {"clinicalStatus": fhir.coded("active", "active"), "code": fhir.coded(text, "C349"), "meta": meta}
    return fhir.resource("Condition", "c1", about, **{**told, **fields})


def read(folder: Path, *resources: fhir.Resource) -> Result:
    """Read these as one file of its own, which does not stay."""
    path = fhir.write(folder / "in.json", fhir.bundle(*resources))
    try:
        return fhir.load(path)
    finally:
        path.unlink()


def destroy(world: World, *texts: str, name: str = "anna") -> None:
    """Destroy every entry of a patient that says one of these."""
    named = [one.id for one in fhir.log_of(name) if any(text in str(one.payload) for text in texts)]
    assert named
    destruction.destroy(fhir.patients()[name], named, DECISION, world.home, KEY)


def said(text: str) -> list[str]:
    """Every table of the import with a text anywhere in it."""
    found = []
    with connection.cursor() as cursor:
        for table in sorted(
            name for name in connection.introspection.table_names() if name.startswith("fhir_")
        ):
            cursor.execute(f"SELECT * FROM {table}")
            found += [table] if any(text in str(row) for row in cursor.fetchall()) else []
    return found


def files_with(world: World, text: str) -> list[str]:
    """Every file of the world with a text in it; on PostgreSQL those beside the database."""
    return sorted(p.name for p in world.home.rglob("*") if p.is_file() and text.encode() in p.read_bytes())


@pytest.fixture
def imported(either_world: World, tmp_path: Path) -> World:
    """Anna's diagnosis; and a later version of it waits on disk, for it is about somebody not yet read."""
    read(tmp_path, fhir.patient(), condition(1, SAID))
    read(tmp_path, condition(2, LATER, "berta"), fhir.observation("o9", "berta"))
    assert files_with(either_world, LATER)
    return either_world


def test_what_waits_of_a_destroyed_resource_goes_too_and_the_rest_waits_on(imported: World) -> None:
    destroy(imported, SAID)
    assert files_with(imported, SAID) == files_with(imported, LATER) == []
    assert [one["resource"] for one in queries.parked_list()] == ["fhir|Observation/o9"]
    assert len([line for path in (imported.home / "parked").glob("*.ndjson") for line in path.open()]) == 1
    assert not (imported.home / "parked" / "sweep").exists()
    assert verify().faults == []


def test_no_version_older_or_newer_brings_the_destroyed_back(imported: World, tmp_path: Path) -> None:
    destroy(imported, SAID)
    before = len(fhir.log_of())
    older = condition(1, SAID, meta={"lastUpdated": "2025-01-01T08:00:00Z"})
    for version in (older, condition(3, SAID), condition(4, LATER), condition(1, SAID)):
        result = read(tmp_path, version)
        assert result.failed.entries == []
        assert result.reasons["Condition"] == {rules.DESTROYED: 1}

    assert len(fhir.log_of()) == before
    assert fhir.stated("diagnoses") == []
    assert files_with(imported, SAID) == files_with(imported, LATER) == []


def test_what_another_patient_has_of_the_same_resource_is_kept_up(imported: World, tmp_path: Path) -> None:
    """The source first said it of Anna, then of Berta: destroyed is what Anna has of it."""
    read(tmp_path, fhir.patient("berta"))
    named = [one.id for one in fhir.log_of() if one.kind in ("diagnosis", "withdrawn")]
    destruction.destroy(fhir.patients()["anna"], named, DECISION, imported.home, KEY)
    read(tmp_path, condition(3, "Nytt", "berta"))
    assert [one["code"]["text"] for one in fhir.stated("diagnoses", "berta")] == ["Nytt"]
    read(tmp_path, condition(4, SAID, "anna"))
    assert fhir.stated("diagnoses") == []


def test_one_of_several_facts_of_a_resource_stays_destroyed(either_world: World, tmp_path: Path) -> None:
    read(tmp_path, fhir.patient(), fhir.encounter())
    kinds = [one.kind for one in fhir.log_of()]
    assert {"admitted", "discharged"} <= set(kinds)
    (gone,) = [one.id for one in fhir.log_of() if one.kind == "discharged"]
    destruction.destroy(fhir.patients()["anna"], [gone], DECISION, either_world.home, KEY)
    read(tmp_path, fhir.encounter(meta={"lastUpdated": "2026-05-01T08:00:00Z"}))
    standing = [one.kind for one in fhir.log_of() if one.payload is not None]
    assert standing.count("admitted") == 2
    assert "discharged" not in standing
    assert verify().faults == []


def test_an_older_version_may_go_alone_and_the_resource_is_still_read(
    either_world: World, tmp_path: Path
) -> None:
    """Read out of order: the entry written last is not the one that stands."""
    read(tmp_path, fhir.patient(), condition(3, "Rätt"))
    read(tmp_path, condition(1, SAID))
    destroy(either_world, SAID)
    read(tmp_path, condition(4, "Rättare"))
    assert [one["code"]["text"] for one in fhir.stated("diagnoses")] == ["Rättare"]


def order(rid: str, about: str = "anna") -> fhir.Resource:
    return fhir.resource("MedicationRequest", rid, about, status="active", intent="order",
                         medicationReference={"reference": "Medication/m1"})  # fmt: skip


def test_what_a_thing_is_called_goes_with_the_last_that_used_it(either_world: World, tmp_path: Path) -> None:
    medicine = fhir.resource("Medication", "m1", code=fhir.coded(DRUG, "N02AA01"))
    read(tmp_path, fhir.patient(), fhir.patient("berta"), medicine, order("a"), order("b", "berta"))
    assert said(DRUG) == ["fhir_resource"]
    destroy(either_world, DRUG)
    assert said(DRUG) == ["fhir_resource"]
    destroy(either_world, DRUG, name="berta")
    assert said(DRUG) == []
    read(tmp_path, medicine, order("c"))
    assert DRUG in str(fhir.stated("medicines", part="ordered"))


def test_references_that_lead_nowhere_go_with_the_last_of_their_resource(
    either_world: World, tmp_path: Path
) -> None:
    about = {"reference": "Practitioner?identifier=hemlig-4420"}
    read(tmp_path, fhir.patient(), condition(1, SAID, recorder=about))
    assert said("hemlig-4420")
    destroy(either_world, SAID)
    assert said("hemlig-4420") == []


def test_an_import_that_is_at_work_takes_the_lines_out_when_it_ends(imported: World, tmp_path: Path) -> None:
    with parking.Parking(imported.home).held():
        destroy(imported, SAID)
        assert files_with(imported, LATER)
    read(tmp_path, fhir.patient("cecilia"))
    assert files_with(imported, LATER) == []
    assert len(queries.parked_list()) == 1


def test_a_replay_after_a_restore_reaches_the_import_too(
    imported: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The restored state is played by a destruction of which only the line in the file was written."""
    write_line = destruction._write_line

    def then_cut(*arguments: object) -> None:
        write_line(*arguments)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(destruction, "_write_line", then_cut)
    with pytest.raises(KeyboardInterrupt):
        destroy(imported, SAID)
    monkeypatch.undo()
    assert files_with(imported, LATER)
    assert destruction.replay(imported.home, KEY) == 1
    assert files_with(imported, SAID) == files_with(imported, LATER) == []
