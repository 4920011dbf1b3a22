"""The open addresses, described for machines (OpenAPI 3.0). Pure."""

from __future__ import annotations

from typing import Any, get_args

from lindra.measures.measure import Good, Kind, Mark, Subject
from lindra.measures.strata import STRATA, Every

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0, "nullable": True}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1, "nullable": True}
CONDITION: Schema = {"type": "string", "pattern": f"^({'|'.join(('period', *STRATA))}):"}
BOTH: Schema = {
    "type": "object", "required": ["sv", "en"], "additionalProperties": False,
    "properties": {"sv": TEXT, "en": TEXT},
}  # fmt: skip


def description(address: str) -> dict[str, Any]:
    """Everything that is answered below an address."""
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Lindra, open data",
            "version": "1",
            "description": "Counts of measures of palliative care, released for anybody. Counts of few are withheld "
            "(null, and withheld is true), the rest is rounded.",
        },
        "servers": [{"url": address.rstrip("/")}],
        "paths": {
            "/about.json": _get("What the cube is", _object({"cube": _ref("Cube")})),
            "/measures.json": _get("Every definition", _object({"measures": _list(_ref("Measure"))})),
            "/results.json": _get(
                "Results of one measure",
                _object({"measure": _ref("Measure"), "cube": _ref("Cube"), "results": _list(_ref("Result"))}),
                question=True,
            ),
            "/results.csv": _get("Results of one measure as a table", None, question=True),
            "/openapi.json": {"get": {"summary": "This description", "responses": {"200": _json({"type": "object"})}}},
        },
        "components": {"schemas": {"Cube": CUBE, "Measure": MEASURE, "Result": RESULT, "Error": ERROR}},
    }  # fmt: skip


def _get(summary: str, schema: Schema | None, *, question: bool = False) -> dict[str, Any]:
    answers = {
        "200": _json(schema) if schema else {"description": "A table", "content": {"text/csv": {"schema": TEXT}}},
        "404": {**_json(_ref("Error")), "description": "It is not there"},
    }  # fmt: skip
    if question:
        answers["400"] = {**_json(_ref("Error")), "description": "It cannot be answered; says how to ask"}
    return {"get": {"summary": summary, "parameters": QUESTION if question else [], "responses": answers}}


def _json(schema: Schema) -> dict[str, Any]:
    return {"description": "The answer", "content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _object(properties: dict[str, Schema], **more: Any) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties, **more}


QUESTION: list[dict[str, Any]] = [
    {
        "name": "measure", "in": "query", "required": True, "schema": {"type": "string", "minLength": 1},
        "description": "An id, or id@version; where only the id is given, the version in force.",
        "example": "place-of-death",
    },
    {
        "name": "by", "in": "query", "schema": TEXT, "example": "region,year",
        "description": f"Groups ({', '.join(STRATA)}) and at most one of {', '.join(get_args(Every))}, with commas "
        "between. Nothing: one number for all together.",
    },
    {
        "name": "where", "in": "query", "schema": _list(CONDITION), "explode": True, "example": ["region:17"],
        "description": "name:value, several times if need be; the name is a group, or period.",
    },
]  # fmt: skip

CUBE = _object(
    {
        "made_at": {"type": "string", "format": "date-time"},
        "engine": TEXT,
        "level": {"type": "string", "enum": ["outside"]},
        "measures": {"type": "integer", "minimum": 0},
        "counted": {"type": "object", "additionalProperties": {"type": "integer"}},
        "left_out": {"type": "object", "additionalProperties": {"type": "integer"}},
        "lacking": _list(TEXT),
        "absent": _list(TEXT),
    }
)
MEASURE = _object(
    {
        "id": TEXT,
        "version": {"type": "integer", "minimum": 1},
        "valid_from": {"type": "string", "format": "date"},
        "trial": {"type": "boolean"},
        "topic": TEXT,
        "title": BOTH,
        "meaning": BOTH,
        "kind": {"type": "string", "enum": list(get_args(Kind))},
        "subject": {"type": "string", "enum": list(get_args(Subject))},
        "register": {"type": "boolean"},
        "good": {"type": "string", "enum": list(get_args(Good))},
        "target": SHARE,
        "target_source": {"type": "string", "nullable": True},
        "source": BOTH,
        "mark": {"type": "string", "enum": list(get_args(Mark))},
        "verified": {"type": "boolean"},
        "fingerprint": TEXT,
        "counters": _list(TEXT),
    }
)
RESULT = {
    **_object(
        {
            "measure": TEXT,
            "of": COUNT,
            "value": {"type": "number", "nullable": True},
            "low": {"type": "number", "nullable": True},
            "high": {"type": "number", "nullable": True},
            "withheld": {"type": "boolean"},
        }
    ),
    "description": "A share (0–1) or a mean with its 95 % interval. Also period, the groups asked for, part, met, "
    "unknown, out, coverage, low_coverage, target and gap, where the measure and the question have them.",
}
ERROR = _object(
    {"error": _object({"status": {"type": "integer", "enum": [400, 404]}, "message": TEXT, "see": TEXT})},
    additionalProperties=False,
)
