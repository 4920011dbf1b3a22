"""``lindra import fhir``: in whose name, what it prints, how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.conf import settings

import fhir.samples as fhir
from helpers.worlds import World
from lindra.areas import actions as areas
from lindra.areas.models import CareUnit
from lindra.fhir import actions, parking
from lindra.fhir.cli import SYSTEM, commands, import_group
from lindra.people import actions as people
from lindra.people.models import Staff


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(import_group, ["fhir", *map(str, arguments)])


def answer(*arguments: str | Path) -> dict[str, Any]:
    return dict(json.loads(run("--json", *arguments).stdout))


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A file in which nothing is wrong."""
    (tmp_path / "files").mkdir()  # apart from the world, whose own files are no FHIR
    return fhir.write(
        tmp_path / "files" / "good.json", fhir.bundle(fhir.patient(), fhir.encounter(), kind="transaction")
    )


@pytest.fixture
def units(world: World) -> dict[str, CareUnit]:
    """Two units of one provider, and Eva who works at both, Nils at one."""
    provider = areas.add_provider(hsa_id="SE2321000016-1", name="Regionen", kind="region", area="01")
    made = {
        name: areas.add_unit(
            hsa_id=f"SE2321000016-{name}", name=name, kind="hospital_ward", municipality="0180", provider=provider,
            valid_from=actions.SINCE,
        )
        for name in ("A", "B")
    }  # fmt: skip
    for name, places in (("EVA", "AB"), ("NILS", "A"), ("OLA", "")):
        staff = people.add_staff(f"SE2321000016-{name}", name)
        for place in places:
            people.assign(staff, made[place].id, "nurse")
    return made


def test_a_sound_file_ends_with_0_and_is_counted(world: World, good: Path) -> None:
    result = run("--json", good)
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert told["files"] == 1
    assert told["failed"] == []
    assert told["resources"] == {
        "Bundle": {"read": 1, "stored": 0, "left": 1},
        "Encounter": {"read": 1, "stored": 1, "left": 0},
        "Patient": {"read": 1, "stored": 1, "left": 0},
    }
    assert set(told) == {
        "files", "failed", "resources", "left_reasons", "superseded", "parked", "unresolved_references",
        "contradictory_periods", "shared_identifiers", "counted",
    }  # fmt: skip


def test_a_broken_file_is_named_the_rest_is_done_and_it_ends_with_1(world: World, good: Path) -> None:
    (good.parent / "bad.json").write_text('{"resourceType": "Patient",\n]')
    (good.parent / "notes.txt").write_text("not read")
    result = run("--json", good.parent)
    assert result.exit_code == 1
    ((broken),) = json.loads(result.stdout)["failed"]
    assert (broken["file"], broken["line"]) == ("bad.json", 2)
    assert len(fhir.log_of()) == 2
    assert "bad.json:2: JSON is malformed" in result.stderr
    assert "1 files ending in .txt" in result.stderr


def test_what_waits_for_another_file_ends_with_1_until_it_has_come(world: World, good: Path) -> None:
    waits = fhir.write(good.parent / "waits.json", fhir.observation(about="berit"))
    assert run(good, waits).exit_code == 1
    assert run(fhir.write(good.parent / "berit.json", fhir.patient("berit"))).exit_code == 0


def test_a_person_reads_counts_a_machine_reads_lists(world: World, good: Path) -> None:
    printed = run(good).stdout
    assert "files: 1" in printed
    assert 'Encounter: {"read": 1, "stored": 1, "left": 0}' in printed
    assert "superseded: 0" in printed


def test_wrong_usage_ends_with_2(world: World, tmp_path: Path, good: Path) -> None:
    assert run().exit_code == 2
    assert run(tmp_path / "nowhere").exit_code == 2
    assert run(good, "--as", "SE2321000016-NOBODY").exit_code == 2
    assert run(good, "--unit", "SE2321000016-A").exit_code == 2
    assert run(good, "--system", "a|b").exit_code == 2


def test_events_are_written_in_the_name_that_is_given(units: dict[str, CareUnit], good: Path) -> None:
    assert run(good, "--as", "SE2321000016-EVA", "--unit", "SE2321000016-B").exit_code == 0
    (event, _) = fhir.log_of()
    assert event.author == Staff.objects.get(hsa_id="SE2321000016-EVA").id
    assert event.unit == units["B"].id
    assert event.provider == units["B"].memberships.get().provider_id
    assert event.regime == "health"
    assert event.assignment


@pytest.mark.parametrize(
    ("who", "code"), [(["--as", "SE2321000016-NILS"], 0), (["--as", "SE2321000016-EVA"], 2),
                      (["--as", "SE2321000016-NILS", "--unit", "SE2321000016-B"], 2),
                      (["--as", "SE2321000016-NILS", "--unit", "SE2321000016-X"], 2), (["--as", "SE2321000016-OLA"], 2)]
)  # fmt: skip
def test_a_unit_is_needed_where_a_person_has_several_and_must_be_the_persons_own(
    units: dict[str, CareUnit], good: Path, who: list[str], code: int
) -> None:
    assert run(good, *who).exit_code == code


def test_without_a_name_an_importer_is_made_once(world: World, good: Path) -> None:
    assert run(good).exit_code == run(good).exit_code == 0
    assert [staff.name for staff in Staff.objects.all()] == ["Inläsning"]
    assert CareUnit.objects.count() == 1
    assert {event.author for event in fhir.log_of()} == {Staff.objects.get().id}


def test_in_production_a_name_is_needed(world: World, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PRODUCTION", True)
    assert run(good).exit_code == 2
    assert not Staff.objects.exists()


def test_a_second_import_at_the_same_time_is_told(world: World, good: Path) -> None:
    with parking.Parking(world.home).held():
        result = run(good)
    assert result.exit_code == 1
    assert "another import" in result.stderr


def test_lists_are_bounded_and_everything_is_counted(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lindra.fhir.result.LISTED", 5)
    (tmp_path / "a.ndjson").write_text("{\n" * 12)
    told = answer(tmp_path / "a.ndjson")
    assert len(told["failed"]) == 5
    assert told["counted"]["failed"] == 12


def test_the_system_is_in_the_key_of_what_it_holds(world: World, good: Path) -> None:
    assert SYSTEM.fullmatch("region-north.v2")
    run(good, "--system", "north")
    assert list(fhir.patients()) == ["north|Patient/anna"]


def test_the_command_runs_as_a_system_reader_with_a_purpose() -> None:
    (group,) = commands
    assert group.commands["fhir"].system_purpose == "import from another system"  # type: ignore[attr-defined]
