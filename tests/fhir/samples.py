"""Small FHIR files of our own, with made-up persons, and what the tests ask of an import."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import tarfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from django.db import connection

from lindra.fhir import actions
from lindra.fhir.mapping import MAPPERS, Telling
from lindra.fhir.mapping.telling import Item
from lindra.fhir.references import Scope
from lindra.fhir.result import Result
from lindra.people.patients import Person, persons
from lindra.record import readings
from lindra.record.chart import Chart, Statement
from lindra.record.envelope import Author, Event
from lindra.record.queries import events_of

Resource = dict[str, Any]

AUTHOR = Author("staff", "assignment", "unit", "provider")
PERSONNUMMER = "urn:oid:1.2.752.129.2.1.3.1"


def resource(kind: str, rid: str, about: str = "", /, **fields: Any) -> Resource:
    """A resource; ``about`` is the patient's id, where it has one as ``subject``."""
    subject = {"subject": {"reference": f"Patient/{about}"}} if about else {}
    return {"resourceType": kind, "id": rid, **subject, **fields}


def patient(rid: str = "anna", /, **fields: Any) -> Resource:
    """A patient with a name and nothing else that matters."""
    return resource("Patient", rid, **{"name": [{"family": "Prov", "given": ["Anna"]}], **fields})


def coded(text: str, code: str = "", system: str = "http://snomed.info/sct") -> Resource:
    """A CodeableConcept."""
    return {"coding": [{"system": system, "code": code}], "text": text} if code else {"text": text}


def encounter(rid: str = "e1", about: str = "anna", kind: str = "IMP", **fields: Any) -> Resource:
    """A finished visit or stay of five days."""
    period = {"start": "2024-03-01T10:00:00+01:00", "end": "2024-03-06T12:00:00+01:00"}
    told = {"status": "finished", "class": {"code": kind}, "period": period}
    return resource("Encounter", rid, about, **{**told, **fields})


def observation(rid: str = "o1", about: str = "anna", value: Any = 7, **fields: Any) -> Resource:
    """A measurement of pain."""
    told = {"status": "final", "code": coded("Pain", "22253000"), "effectiveDateTime": "2024-03-02T08:00:00+01:00",
            "valueQuantity": {"value": value, "unit": "{score}"}}  # fmt: skip
    return resource("Observation", rid, about, **{**told, **fields})


def bundle(*resources: Resource, kind: str = "collection", url: str = "") -> Resource:
    """A Bundle; ``url`` begins each entry's full URL, where there is one."""
    entries = [
        {"resource": one} | ({"fullUrl": f"{url}{one['resourceType']}/{one['id']}"} if url else {})
        for one in resources
    ]
    return {"resourceType": "Bundle", "type": kind, "entry": entries}


def by_uuid(*resources: Resource) -> Resource:
    """A transaction whose entries call each other ``urn:uuid:``."""
    entries = [
        {
            "fullUrl": f"urn:uuid:{one['id']}",
            "resource": one,
            "request": {"method": "POST", "url": one["resourceType"]},
        }
        for one in resources
    ]
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


def write(path: Path, *documents: Resource) -> Path:
    """Write JSON, NDJSON or either packed, as the name says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ".ndjson" in path.name
    text = "\n".join(json.dumps(one) for one in documents) if lines else json.dumps(documents[0], indent=1)
    path.write_bytes(gzip.compress(text.encode()) if path.name.endswith(".gz") else text.encode())
    return path


def archive(path: Path, members: dict[str, bytes]) -> Path:
    """A tar archive, packed as its name says."""
    with tarfile.open(path, f"w:{path.suffix[1:]}") as file:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return path


def load(*paths: Path, system: str = "fhir") -> Result:
    """Import in the name of an author who is the same in every world."""
    return actions.import_paths(list(paths), AUTHOR, system=system)


def failed(result: Result) -> list[tuple[str, int | None, str]]:
    """(file, line, cause) of what failed."""
    return [(one["file"], one["line"], one["cause"]) for one in result.failed.entries]


def tell(given: Resource, **scope: Any) -> dict[str, Item]:
    """What a resource tells, by item."""
    return telling(given, **scope).items


def telling(given: Resource, **scope: Any) -> Telling:
    """What a resource tells, and all that goes with it."""
    mapper = MAPPERS[given["resourceType"]]
    contained = {held["id"]: held for held in given.get("contained", ())}
    told = Telling(
        given["resourceType"], f"{given['resourceType']}/{given['id']}", Scope(contained=contained, **scope)
    )
    mapper.tell(msgspec.convert(given, mapper.struct), told)
    return told


def patients() -> dict[str, str]:
    """The patient of each Patient resource, by the resource's key without the usual system."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, patient FROM fhir_resource WHERE type = 'Patient' AND patient <> ''")
        return {key.removeprefix("fhir|Patient/"): patient for key, patient in cursor.fetchall()}


def chart(name: str = "anna") -> Chart:
    """A patient's chart as it is kept."""
    return readings.chart_of(patients()[name])


def stated(slot: str, name: str = "anna", part: str = "stated") -> list[Resource]:
    """The values that stand in a slot, latest first."""
    return [parts[part].value for parts in chart(name).rows(slot) if part in parts]


def log_of(name: str = "anna") -> list[Event]:
    """A patient's log."""
    return events_of(patients()[name])


def who(name: str = "anna") -> Person:
    """Who a patient is."""
    return persons([patients()[name]])[patients()[name]]


def world_as_told() -> Resource:
    """All charts, and who everybody is, without what differs from run to run (ids, places, time of recording)."""
    found = {}
    for name, identifier in sorted(patients().items()):
        kept = readings.chart_of(identifier)
        person = persons([identifier])[identifier]
        found[name] = {
            "counts": kept.counts,
            "slots": {slot: (_plain(rows.rows), rows.trimmed) for slot, rows in sorted(kept.slots.items())},
            "numbers": sorted(person.identifiers),
            "details": {kind: sorted(map(str, values)) for kind, values in sorted(person.details.items())},
        }
    return found


def _plain(rows: dict[str, dict[str, Statement]]) -> Resource:
    return {key: {part: _without(one) for part, one in parts.items()} for key, parts in rows.items()}


def _without(statement: Statement) -> Resource:
    whole = {name: getattr(statement, name) for name in statement.__struct_fields__}
    return {
        name: value for name, value in whole.items() if name not in ("event", "recorded_at", "seq", "record")
    }


def chunks(items: list[Any], cuts: Iterable[int]) -> list[list[Any]]:
    """A list cut at some places."""
    places = [0, *sorted(cuts), len(items)]
    return [items[start:end] for start, end in itertools.pairwise(places) if start < end]
