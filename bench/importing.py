"""FHIR resources imported per second and peak memory, at 1× and at 10× of an input made here.

    .venv/bin/python bench/importing.py [--database sqlite|postgresql] [--quick] [--without-shared]

The input is made by this script: Bundles of type ``collection``, one file a patient, with encounters,
conditions, observations, orders and procedures that refer to one another. Each import is ``lindra import fhir
FOLDER`` in a process and an empty world of its own; memory is the greatest resident set of that process.
Beside it: the same files read with Python's own ``json.load``, one at a time, and nothing done with them.
Where the data folder beside the project is there, its published example bundles are imported as well.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import common

SHARED = common.ROOT.parent / "shared" / "data" / "fhir"
READ_PLAIN = """
import gzip, json, sys, tarfile
from pathlib import Path
def documents(path):
    if path.name.endswith(".tar.xz"):
        with tarfile.open(path) as archive:
            yield from (json.load(archive.extractfile(one)) for one in archive if one.name.endswith(".json"))
    else:
        with path.open("rb") as file:
            yield json.load(file)
print(sum(1 for path in sorted(Path(sys.argv[1]).iterdir()) for _ in documents(path)))
"""
START = "import sys, django; django.setup(); import lindra.fhir.actions"
"""What every import does before it reads anything."""


def main() -> int:
    """Import at each size, on each database, in a fresh world each."""
    parser = common.parser(__doc__)
    common.databases(parser)
    parser.add_argument("--patients", type=int, help="files at 1× (8; quick: 1)")
    parser.add_argument(
        "--resources", type=int, default=250, help="resources a patient, but for the patient itself"
    )
    parser.add_argument("--without-shared", action="store_true", help="leave the published bundles out")
    options = parser.parse_args()
    options.patients = options.patients or (1 if options.quick else 8)
    with tempfile.TemporaryDirectory(prefix="lindra-bundles-") as folder:
        for times in (1, 10):
            made = Path(folder) / f"{times}x"
            _make(made, options.patients * times, options.resources)
            _measure(options, f"{times}×", made, 1 if options.quick else 3)
    if SHARED.is_dir() and not options.without_shared and not options.quick:
        _measure(options, "published", SHARED, 1)
    return 0


def _measure(options: argparse.Namespace, name: str, folder: Path, rounds: int) -> None:
    """One input: read plainly, then imported into fresh worlds, in turns."""
    megabytes = round(sum(path.stat().st_size for path in folder.iterdir()) / 2**20, 1)
    for database in (options.database,) if options.database else common.DATABASES:
        if database == "postgresql" and not common.has_postgres():
            common.emit(database=database, input=name, not_measured="PostgreSQL is not installed")
            continue
        common.tell(f"{name}, {megabytes} MB, {database} …")
        runs = [_once(database, folder) for _ in range(rounds)]
        told = json.loads(runs[0][2].printed)
        common.emit(
            database=database, input=name, input_megabytes=megabytes, rounds=rounds, files=told["files"],
            failed=len(told["failed"]),
            resources=sum(kind["read"] for name, kind in told["resources"].items() if name != "Bundle"),
            **{f"{what}_seconds": common.spread([run[place].seconds for run in runs], 2)
               for place, what in enumerate(("json", "start", "import"))},
            **{f"{what}_peak_megabytes": common.spread([run[place].megabytes for run in runs], 0)
               for place, what in enumerate(("json", "start", "import"))},
        )  # fmt: skip


def _once(database: str, folder: Path) -> tuple[common.Ran, common.Ran, common.Ran]:
    """The files read plainly; the program started; the files imported into an empty world."""
    with common.world(database) as env:
        plain = common.run([sys.executable, "-c", READ_PLAIN, str(folder)], env)
        common.run([*common.CLI, "migrate"], env)
        start = common.run([sys.executable, "-c", START], env)
        return plain, start, common.run([*common.CLI, "import", "fhir", "--json", str(folder)], env)


def _make(folder: Path, patients: int, resources: int) -> None:
    folder.mkdir()
    for number in range(patients):
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": list(_entries(number, resources))}
        (folder / f"patient-{number:05d}.json").write_text(json.dumps(bundle, ensure_ascii=False))


def _entries(number: int, resources: int) -> Iterator[dict[str, Any]]:
    """A patient and what happened: every tenth an encounter, and what was found, ordered and done at it."""
    dice, me = random.Random(number), f"p{number}"
    yield _entry({
        "resourceType": "Patient", "id": me, "gender": dice.choice(["female", "male"]),
        "birthDate": f"{dice.randint(1930, 1970)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}",
        "name": [{"family": f"Prov{number}", "given": ["Test"]}],
        "address": [{"line": ["Provgatan 1"], "city": "Provstad", "country": "SE"}],
    })  # fmt: skip
    at, encounter = datetime(2021, 3, 1, 8, tzinfo=UTC), ""
    for item in range(resources):
        at += timedelta(minutes=dice.randint(10, 2000))
        base = {
            "id": f"{me}-{item}",
            "subject": {"reference": f"Patient/{me}"},
            "meta": {"lastUpdated": _text(at)},
        }
        if item % 10 == 0:
            encounter = f"Encounter/{me}-{item}"
            yield _entry(base | _encounter(dice, at))
        else:
            make = dice.choice((_observation, _observation, _observation, _condition, _order, _procedure))
            yield _entry(base | {"encounter": {"reference": encounter}} | make(dice, at))


def _entry(resource: dict[str, Any]) -> dict[str, Any]:
    return {
        "fullUrl": f"https://fhir.example.org/{resource['resourceType']}/{resource['id']}",
        "resource": resource,
    }


def _text(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _concept(system: str, code: str, text: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, "display": text}], "text": text}


def _encounter(dice: random.Random, at: datetime) -> dict[str, Any]:
    form = dice.choice(("AMB", "AMB", "HH", "EMER", "IMP"))
    return {
        "resourceType": "Encounter", "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": form},
        "period": {"start": _text(at), "end": _text(at + timedelta(hours=72 if form == "IMP" else 1))},
    }  # fmt: skip


def _observation(dice: random.Random, at: datetime) -> dict[str, Any]:
    code = dice.choice(("8867-4", "8310-5", "9279-1", "29463-7", "718-7", "2160-0", "2823-3"))
    return {
        "resourceType": "Observation", "status": "final", "effectiveDateTime": _text(at),
        "code": _concept("http://loinc.org", code, f"LOINC {code}"),
        "valueQuantity": {"value": dice.randint(10, 1900) / 10, "unit": "1", "system": "http://unitsofmeasure.org"},
    }  # fmt: skip


def _condition(dice: random.Random, at: datetime) -> dict[str, Any]:
    number = dice.randint(100, 150)
    return {"resourceType": "Condition", "onsetDateTime": _text(at), "recordedDate": _text(at),
            "code": _concept("http://snomed.info/sct", f"{number}000", f"Condition {number}")}  # fmt: skip


def _order(dice: random.Random, at: datetime) -> dict[str, Any]:
    number = dice.randint(100, 130)
    return {
        "resourceType": "MedicationRequest", "status": "active", "intent": "order", "authoredOn": _text(at),
        "medicationCodeableConcept": _concept("http://www.nlm.nih.gov/research/umls/rxnorm", f"{number}", "Medicine"),
        "dosageInstruction": [{"text": "Vid behov", "asNeededBoolean": True}],
    }  # fmt: skip


def _procedure(dice: random.Random, at: datetime) -> dict[str, Any]:
    number = dice.randint(200, 230)
    return {"resourceType": "Procedure", "status": "completed", "performedDateTime": _text(at),
            "code": _concept("http://snomed.info/sct", f"{number}000", f"Procedure {number}")}  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
