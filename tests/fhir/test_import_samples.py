"""The sample data nobody here made: all of it loads, and the log agrees with a count from the raw JSON.

The count below reads the archives with nothing but the standard library.
"""

from __future__ import annotations

import json
import random
import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import fhir.samples as fhir
from helpers import worlds
from helpers.runs import ROOT
from lindra.record.stats import stats
from lindra.record.verify import verify

SAMPLES = ROOT.parent / "shared" / "data" / "fhir"
STOCKHOLM = ZoneInfo("Europe/Stockholm")

pytestmark = pytest.mark.shared


@dataclass
class Raw:
    """What the files say, counted apart."""

    files: int = 0
    resources: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    read: Counter[str] = field(default_factory=Counter)
    contents: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [one for (name, _), one in self.resources.items() if name == kind]


def members() -> Iterator[tuple[str, bytes]]:
    """Every JSON file in the archives."""
    for path in sorted(SAMPLES.glob("*.tar.xz")):
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile() and member.name.endswith(".json"):
                    content = archive.extractfile(member)
                    assert content is not None
                    yield member.name, content.read()


def count() -> Raw:
    raw = Raw()
    for _, data in members():
        raw.files += 1
        _walk(json.loads(data), raw)
    return raw


def _walk(bundle: dict[str, Any], raw: Raw) -> None:
    raw.read["Bundle"] += 1
    for entry in bundle["entry"]:
        one = entry["resource"]
        if one["resourceType"] == "Bundle":
            _walk(one, raw)
            continue
        key = (one["resourceType"], one["id"])
        raw.read[one["resourceType"]] += 1
        raw.resources[key] = one
        raw.contents.setdefault(key, set()).add(json.dumps(one, sort_keys=True))


def counted(raw: Raw) -> dict[str, int]:
    """Patients, deaths, inpatient and emergency encounters, and those of the last 30 days before death."""
    died = {
        one["id"]: datetime.fromisoformat(one["deceasedDateTime"])
        for one in raw.of("Patient")
        if "deceasedDateTime" in one
    }
    found = Counter({"patients": len(raw.of("Patient")), "deaths": len(died)})
    for one in raw.of("Encounter"):
        name = {"IMP": "admissions", "EMER": "emergency"}.get(one["class"]["code"])
        if name is None:
            continue
        found[name if name == "admissions" else "emergency_visits"] += 1
        start = datetime.fromisoformat(one["period"]["start"])
        death = died.get(one["subject"]["reference"].removeprefix("urn:uuid:").removeprefix("Patient/"))
        if death and start <= death and 0 <= (_day(death) - _day(start)).days <= 30:
            found[f"{name}_last30"] += 1
    return dict(found)


def _day(instant: datetime) -> Any:
    return instant.astimezone(STOCKHOLM).date()


@pytest.fixture(scope="module")
def raw() -> Raw:
    return count()


def test_the_count_apart_is_what_is_known_of_the_samples(raw: Raw) -> None:
    assert counted(raw) == {
        "patients": 68, "deaths": 53, "admissions": 141, "emergency_visits": 145,
        "admissions_last30": 23, "emergency_last30": 31,
    }  # fmt: skip


@pytest.mark.slow
def test_all_of_it_loads_and_the_log_agrees(world: worlds.World, raw: Raw) -> None:
    result = fhir.load(SAMPLES)
    told = result.told()
    assert told["failed"] == told["parked"] == []
    assert result.complete
    assert told["files"] == raw.files
    assert {kind: one["read"] for kind, one in told["resources"].items()} == raw.read
    assert all(one["read"] == one["stored"] + one["left"] for one in told["resources"].values())
    assert {kind for kind, one in told["resources"].items() if one["left"]} == {
        "Bundle", "Claim", "Coverage", "Device", "ExplanationOfBenefit", "Location", "Organization", "Practitioner",
        "PractitionerRole", "Questionnaire",
    }  # fmt: skip
    assert all(
        sum(why.values()) == told["resources"][kind]["left"] for kind, why in told["left_reasons"].items()
    )
    assert len(told["unresolved_references"]) == 7
    twice = {f"{kind}/{rid}" for (kind, rid), some in raw.contents.items() if len(some) > 1}
    assert {one["resource"] for one in told["superseded"]} == {
        name for name in twice if told["resources"][name.split("/")[0]]["stored"]
    }
    assert [one["end"] for one in told["contradictory_periods"]] == ["2020-08-24"]
    found = stats()
    assert {name: found[name] for name in counted(raw)} == counted(raw)
    assert found["events"]["measured"] == len(raw.of("Observation"))
    assert found["events"]["diagnosis"] == len(raw.of("Condition"))
    assert found["events"]["admitted"] + found["events"]["contact"] == len(raw.of("Encounter"))
    assert verify().faults == []
    before = found["events"]
    again = fhir.load(SAMPLES)
    assert again.complete
    assert again.superseded.count == 0
    assert stats()["events"] == before


@pytest.mark.slow
def test_the_files_of_a_story_give_the_same_charts_in_any_order(
    sqlite_template: Path, tmp_path: Path
) -> None:
    """The one story whose files refer to each other, and two of the bundles that each stand alone."""
    story = [(name, data) for name, data in members() if name.startswith("pacio")]
    alone = [(name, data) for name, data in members() if not name.startswith("pacio")][:2]
    files = []
    for number, (_, data) in enumerate(story + alone):
        files.append(tmp_path / f"{number}.json")
        files[-1].write_bytes(data)
    told = []
    for turn in range(3):
        order = random.Random(turn).sample(files, len(files)) if turn else files
        runs = [order] if turn < 2 else [order[:5], order[5:9], order[9:]]
        with worlds.sqlite_world(sqlite_template, tmp_path / f"home{turn}"):
            results = [fhir.load(*some) for some in runs]
            assert results[-1].complete
            assert results[-1].unresolved_count == 7
            told.append({name: known["slots"] for name, known in fhir.world_as_told().items()})
    assert told[0] == told[1] == told[2]
    assert len(told[0]) == 4
