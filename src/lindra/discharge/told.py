"""What was computed, as plain values for JSON: instants with Stockholm's offset, days, money as numbers. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import msgspec

from lindra.discharge.clocks import Clock, Due
from lindra.discharge.months import Judged, Month
from lindra.discharge.rulefile import Amount, Rule
from lindra.discharge.steps import Case, Finding

TABLES = ("notice", "sip_call", "payment", "conditions", "average", "long_stay", "exclusions", "amounts")
OF_THE_MEAN = ("average", "long_stay")


def rule(told: Rule) -> dict[str, Any]:
    """A rule with its numbers, their sources, and what is not known. A rule without a mean has no tables for it."""
    left = set(OF_THE_MEAN) if told.kind == "case" else set()
    found = told.model_dump(exclude=left)
    plain: dict[str, Any] = _plain(found)
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return number(value)
    return (
        f"{value:%H:%M}"
        if isinstance(value, time)
        else value.isoformat()
        if isinstance(value, date)
        else value
    )


def line(row: dict[str, Any]) -> str:
    """One line of JSON."""
    return msgspec.json.encode(row).decode()


def numbers(told: dict[str, Any], base: dict[str, Any]) -> Iterator[str]:
    """A rule for reading, a line each: its numbers with their source, its own deadlines, and what is not known.

    What it shares with the ``base`` it rests on is left out.
    """
    for name in TABLES:
        table = told.get(name, {})
        stated = {
            key: value
            for key, value in table.items()
            if key not in ("source", "verified", "working_model", "reading") and value != {}
        }
        if not table.get("source") or table == base.get(name):
            continue
        shown = ", ".join(f"{key} {'not known' if value is None else value}" for key, value in stated.items())
        how = "read there" if table["verified"] else "not verified"
        if table["working_model"]:
            how += f", but for {', '.join(table['working_model'])}"
        yield f"{name}: {shown} [{table['source']}; {how}]"
        if table["reading"]:
            yield f"  our reading: {table['reading']}"
    for one in told["deadlines"]:
        within = f"{one['to']} within {one['within']} {one['unit']} of {one['since']}"
        yield f"deadline {one['name']}: {within} [{one['source']}]"
    yield from (f"not known: {one['what']} – {one['why']}" for one in told["not_known"])
    yield from (
        f"not computed: {one['what']} – {one['why']}"
        for one in told["not_computed"]
        if one not in base.get("not_computed", ())
    )


def brief(told: Rule) -> dict[str, Any]:
    """Which rule was used."""
    return {"name": told.name, "title": told.title, "kind": told.kind, "status": told.status,
            "valid_from": told.valid_from.isoformat(), "source": told.source,
            "not_known": [one.model_dump() for one in told.not_known]}  # fmt: skip


def clocks(case: Case, found: list[Clock]) -> dict[str, Any]:
    """The deadlines of a case."""
    return {"case": case.id, "municipality": case.municipality, "deadlines": [_clock(one) for one in found]}


def _clock(one: Clock) -> dict[str, Any]:
    return {"rule": one.rule, "what": one.what, "due": _due(one.due), "met": one.met,
            "done_at": _due(one.done_at), "state": one.state}  # fmt: skip


def _due(due: Due) -> str | None:
    if due is None:
        return None
    return due.isoformat(timespec="seconds") if isinstance(due, datetime) else due.isoformat()


def case(one: Judged) -> dict[str, Any]:
    """What a case comes to, and why."""
    found = one.found
    return {
        "case": one.case, "municipality": one.municipality, "month": one.month, "track": one.track,
        "liable_from": found.liable_from.isoformat() if found.liable_from is not None else None,
        "why": [{"paragraph": why.paragraph, "code": why.code, "sentence": why.sentence} for why in found.why],
        "days_ready": found.days_ready, "payable_days": found.payable_days,
    }  # fmt: skip


def month(one: Month) -> dict[str, Any]:
    """A month of a municipality."""
    return {
        "municipality": one.municipality, "month": one.month, "cases": one.cases, "mean_days": one.mean_days,
        "payable_days": number(one.payable_days), "amount": number(one.amount), "amount_why": one.amount_why,
        "over_limit": one.over_limit, "counted_singly": one.singles, "days_counted_singly": one.single_days,
        "left_out": one.left_out,
        "amounts": [price(year, paid) for year, paid in one.amounts.items()],
    }  # fmt: skip


def price(year: int, paid: Amount) -> dict[str, Any]:
    """What a care day of a year costs, whether that was read in its source, or why it is not known."""
    return {"year": year, "sek": number(paid.sek), "verified": paid.verified, "source": paid.source,
            "why": paid.why or None}  # fmt: skip


def finding(one: Finding) -> dict[str, Any]:
    """What is wrong, or was decided, at a line."""
    return {"line": one.line, "case": one.case, "effect": one.effect, "code": one.code, "text": one.text}


def number(value: Decimal | None) -> int | float | None:
    """An exact number as JSON has it: whole where it is; days and öre have few enough decimals for the rest."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
