"""Lines for the register as the bytes of a file: CSV, or a FHIR R4 Bundle of QuestionnaireResponses."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from lindra.forms import library
from lindra.forms.answers import response
from lindra.forms.structs import OURS, Questionnaire
from lindra.forms.yields import prefill
from lindra.record.envelope import midnight
from lindra.registry.events import DeathReported
from lindra.registry.files.columns import COLUMNS, Line, What, cells

Format = Literal["csv", "fhir"]
FORM = "death-report"
HSA_ID = "urn:oid:1.2.752.29.4.19"
"""HSA-ids, whatever they are of (HL7 Sweden, base profiles 1.1.0)."""
NUMBERS = {
    "personnummer": "urn:oid:1.2.752.129.2.1.3.1",
    "samordningsnummer": "urn:oid:1.2.752.129.2.1.3.3",
}
STATUS: dict[What, str] = {"new": "completed", "corrected": "amended", "erased": "entered-in-error"}
COORDINATION = 60
"""Added to the day of a coordination number (SKV 707)."""


def as_file(lines: Sequence[Line], batch: str, form: Format, now: datetime) -> bytes:
    """The file, in UTF-8."""
    return _csv(lines, batch) if form == "csv" else _fhir(lines, batch, now)


def _csv(lines: Sequence[Line], batch: str) -> bytes:
    """RFC 4180, with a heading."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(cells(line, batch) for line in lines)
    return text.getvalue().encode()


def _fhir(lines: Sequence[Line], batch: str, now: datetime) -> bytes:
    form = library.get(FORM)
    bundle = {
        "resourceType": "Bundle",
        "identifier": {"system": f"{OURS}register-batch", "value": batch},
        "type": "collection",
        "timestamp": now.isoformat(),
        "entry": [{"resource": resource(line, form)} for line in lines],
    }
    return json.dumps(bundle, ensure_ascii=False, indent=1).encode()


def resource(line: Line, form: Questionnaire) -> dict[str, Any]:
    """One line as a QuestionnaireResponse; of one to be erased only whose, and that it was entered in error."""
    about = {
        "contained": [_person(line)],
        "subject": {"reference": "#person"},
        "author": {"identifier": {"system": HSA_ID, "value": line.unit}},
    }
    if line.answers is None:
        named = f"{form.url}|{form.version}"
        return {
            "resourceType": "QuestionnaireResponse",
            "questionnaire": named,
            "status": STATUS[line.what],
        } | about
    answers = prefill(form, {DeathReported.kind: [line.answers.dump()]})
    written = response(form, answers, "sv", midnight(line.reported or line.died))
    return written | {"status": STATUS[line.what], "authored": _day(line.reported)} | about


def _person(line: Line) -> dict[str, Any]:
    coordination = int(line.number[6:8]) > COORDINATION - 1
    system = NUMBERS["samordningsnummer" if coordination else "personnummer"]
    family = {"family": line.family} if line.family else {}
    name = family | ({"given": [line.given]} if line.given else {})
    return {
        "resourceType": "Patient",
        "id": "person",
        "identifier": [{"system": system, "value": line.number}],
        **({"name": [name]} if name else {}),
        "deceasedDateTime": line.died.isoformat(),
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
