"""From events and statements to what a page shows. No decisions, only words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lindra.care import labels
from lindra.clock import day
from lindra.frame import charts, numbers
from lindra.frame.timeline import Entry
from lindra.record.chart import Chart, Statement
from lindra.record.envelope import Event, instant

Units = Mapping[str, str]


def code_text(code: Any) -> str:
    """The text of a code, or the code itself."""
    return str(code.get("text") or code.get("code") or "") if isinstance(code, dict) else ""


def views(chart: Chart) -> dict[str, str]:
    """What the patient holds of entries, by entry (SFS 2008:355 3 kap. 8 §)."""
    stated = [row["stated"] for row in reversed(chart.rows("disputes")) if "stated" in row]
    return {str(one.value["entry"]): str(one.value["view"]) for one in stated}


def entry(
    event: Event, units: Units, view: str = "", way: tuple[str, str] | None = None, signed: str = ""
) -> Entry:
    """One line of the timeline, with what the patient holds of it, what can be done with it, who signed it later."""
    payload = event.payload or {}
    label = labels.KINDS.get(event.kind, labels.KindLabel(event.kind.replace("_", " ").capitalize()))
    icon = "emergency" if payload.get("form") == "emergency" else label.icon
    return Entry(
        at=instant(event.occurred_from) if event.occurred_from else None,
        title=_title(event.kind, str(label.title), payload),
        kind=icon,
        precision="minute" if event.precision == "second" else event.precision,
        detail=_detail(event.kind, payload),
        meta=" · ".join(text for text in (_meta(event, units), signed) if text),
        many=str(label.many),
        tone="" if event.signed else "warning",
        badge="" if event.signed else _("Unsigned"),
        said=_("The patient holds this to be wrong or misleading: %(view)s") % {"view": view} if view else "",
        way=way,
    )


def _title(kind: str, label: str, payload: Mapping[str, Any]) -> str:
    named = code_text(payload.get("code")) or str(payload.get("title") or payload.get("name") or "")
    if kind == "measured":
        return f"{named} {amount(payload)}".strip()
    if named:
        return f"{label}: {named}"
    where = payload.get("form") or payload.get("to")
    if kind == "contact":
        return labels.upper(labels.form(where))
    if where and where != "unknown":
        return f"{label}: {labels.form(where)}"
    return f"{label}: {labels.form('hospital')}" if kind == "admitted" else label


USUAL = ("active", "completed", "finished", "final", "complete", "current")
"""Statuses that say only that all is as one would think (HL7 FHIR R4 value sets)."""


def _detail(kind: str, payload: Mapping[str, Any]) -> str:
    coded = (code for name in ("types", "reasons") for code in payload.get(name, ()))
    said = [code_text(code) for code in coded if isinstance(code, dict)]
    if payload.get("status") not in (None, *USUAL):
        said.append(str(payload["status"]))
    for name in ("dosage", "note", "description"):
        if payload.get(name) and kind not in ("measured", "procedure"):
            said.append(str(payload[name]))
    if payload.get("as_needed"):
        said.append(_("as needed"))
    if payload.get("period") == "contradictory":
        said.append(_("the source states an end before the start: the end is not used"))
    return " · ".join(dict.fromkeys(text for text in said if text))[:400]


def _meta(event: Event, units: Units) -> str:
    known = units.get(event.unit, "")
    if event.source is None:
        return known
    source = _("from %(system)s") % {"system": event.source.system}
    return f"{known} · {source}" if known else source


def amount(payload: Mapping[str, Any]) -> str:
    """A measured value with its unit; of several components each."""
    parts = payload.get("components") or ()
    if parts:
        values = [part.get("value") or {} for part in parts]
        units = {str(value.get("unit", "")) for value in values}
        if len(units) == 1 and all(value.get("number") is not None for value in values):
            return f"{' / '.join(_rounded(value['number']) for value in values)} {_unit(units.pop())}".strip()
        return " / ".join(_amount(value) for value in values)
    return _amount(payload.get("value") or {})


def _amount(value: Mapping[str, Any]) -> str:
    if value.get("number") is not None:
        return (
            f"{value.get('comparator', '')}{_rounded(value['number'])} {_unit(value.get('unit', ''))}".strip()
        )
    if value.get("yes") is not None:
        return _("yes") if value["yes"] else _("no")
    return code_text(value.get("code")) or str(value.get("text", ""))


def _unit(code: str) -> str:
    """A unit as people write it: UCUM's marks in brackets are no unit (``mm[Hg]`` is mmHg, ``{score}`` is nothing)."""
    return re.sub(r"\{[^}]*\}", "", code).replace("[", "").replace("]", "")


def _rounded(text: Any) -> str:
    number = float(text)
    decimals = 0 if number == int(number) else (1 if abs(number) >= 10 else 2)
    return numbers.number(number, decimals, get_language() or "sv")


LANES = {"hospital": 1, "palliative": 2, "short_stay": 3, "emergency": 4, "team": 5}


def last_year(chart: Chart, end: date) -> list[charts.Span]:
    """Stays, emergency visits and teams of the year up to a day, as spans of a strip."""
    spans = [_span(labels.form(_form(row)), row["admitted"], row.get("discharged"), end, LANES.get(_form(row), 1))
             for row in chart.rows("stays") if "admitted" in row]  # fmt: skip
    for row in chart.rows("contacts"):
        stated = row.get("stated")
        if stated and stated.value.get("form") == "emergency":
            spans.append(_span(labels.form("emergency"), stated, stated, end, LANES["emergency"]))
    for row in chart.rows("enrolments"):
        if "enrolled" in row:
            name = labels.form(row["enrolled"].value.get("form", "other"))
            spans.append(_span(name, row["enrolled"], row.get("ended"), end, LANES["team"]))
    return [span for span in spans if span is not None]


def _form(row: Mapping[str, Statement]) -> str:
    return str(row["admitted"].value.get("form", "hospital"))


def _span(lane: str, began: Statement, ended: Statement | None, end: date, tone: int) -> charts.Span | None:
    if began.occurred_from is None:
        return None
    start = day(instant(began.occurred_from))
    last = day(instant(ended.occurred_from)) if ended is not None and ended.occurred_from else end
    return charts.Span(lane=labels.upper(lane), start=start, end=max(start, last), label="", tone=tone)


def texts(statements: Iterable[Statement]) -> list[str]:
    """The code texts of statements, each once."""
    return list(dict.fromkeys(text for one in statements if (text := code_text(one.value.get("code")))))
