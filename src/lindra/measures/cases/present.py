"""A case in words, for a row of a table: the value, and the latest rows behind it. Pure; in the language asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lindra.frame import numbers
from lindra.measures.cases.opening import Behind, OfRows, Out, Value
from lindra.measures.cases.seen import Seen
from lindra.measures.measure import Measure, Text

TOLD = 3
"""Rows behind a case that are told; the rest are only counted, and stand in the record."""

NOT_COUNTED = Text("Räknas inte", "Not counted")
_KINDS = {
    "admitted": Text("inskriven", "admitted"),
    "conversation_held": Text("samtal", "conversation"),
    "contact": Text("besök eller samtal", "visit or call"),
    "contact_named": Text("kontakt utsedd", "contact named"),
    "death_reported": Text("rapporterad till registret", "reported to the register"),
    "died": Text("död", "died"),
    "enrolled": Text("inskriven i team", "taken on by a team"),
    "measured": Text("mätt eller skattat", "measured or rated"),
    "medicine_ordered": Text("läkemedel ordinerat", "medicine ordered"),
    "moved": Text("bostad", "home"),
    "need_identified": Text("behov uppmärksammat", "need identified"),
    "phase_noted": Text("fas", "phase"),
    "plan_confirmed": Text("plan bekräftad", "plan confirmed"),
    "procedure": Text("åtgärd", "procedure"),
    "skin_checked": Text("huden undersökt", "skin checked"),
}
_HOMES = {
    "own_home": Text("eget hem", "own home"),
    "care_home": Text("särskilt boende", "care home"),
    "short_stay": Text("korttidsboende", "short-stay home"),
    "hospice": Text("hospice", "hospice"),
    "other": Text("annan plats", "another place"),
    "unknown": Text("ej känd", "not known"),
}


def value(measure: Measure, found: Value | None, language: str) -> str:
    """The value in words; empty where it is not shown."""
    if found is None:
        return ""
    if isinstance(found, Out):
        return NOT_COUNTED.said(language)
    if isinstance(found, OfRows):
        return Text(f"{found.met} av {found.of}", f"{found.met} of {found.of}").said(language)
    if isinstance(found, bool):
        return (Text("Ja", "Yes") if found else Text("Nej", "No")).said(language)
    if isinstance(found, str):
        return measure.part(found).said(language)
    return f"{numbers.number(found, 0, language)} {measure.unit.said(language)}"


def case(measure: Measure, found: Seen, units: Mapping[str, str], language: str) -> tuple[str, str]:
    """The value of a case and the rows behind it, of what this reader may see."""
    return value(measure, found.value, language), behind(found.rows, units, language)


def behind(rows: Sequence[Behind], units: Mapping[str, str], language: str) -> str:
    """The latest rows, and how many there are more."""
    latest = sorted(rows, key=lambda row: row.minutes_before_death)
    said = [_row(row, units, language) for row in latest[:TOLD]]
    more = len(rows) - TOLD
    said += [Text(f"och {more} till", f"and {more} more").said(language)] if more > 0 else []
    return "; ".join(said)


def _row(row: Behind, units: Mapping[str, str], language: str) -> str:
    what = _KINDS.get(row.kind, Text(row.kind, row.kind)).said(language)
    if row.kind == "moved" and row.form in _HOMES:
        what += f" {_HOMES[row.form].said(language)}"
    when = _when(row.days_before_death, language)
    return ", ".join(filter(None, (what, units.get(row.unit or "", ""), when)))


def _when(days: int, language: str) -> str:
    if days == 0:
        return Text("dödsdagen", "the day of death").said(language)
    many = numbers.number(abs(days), 0, language)
    if days > 0:
        before = Text("dagen före döden", "the day before death")
        return (before if days == 1 else Text(f"{many} dagar före döden", f"{many} days before death")).said(
            language
        )
    after = Text("dagen efter döden", "the day after death")
    return (after if days == -1 else Text(f"{many} dagar efter döden", f"{many} days after death")).said(
        language
    )
