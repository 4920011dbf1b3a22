"""The plan as plain JSON values: every statement with its age and source."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lindra.care.plan.model import Line, Part, Plan, Since
from lindra.care.plan.shown import Shown, ShownLine, ShownPart
from lindra.record.chart import Statement
from lindra.record.envelope import instant, stamp


def told(plan: Plan, shown: Shown) -> dict[str, Any]:
    """The whole plan: what each line says in words, what it rests on, and whether each section holds."""
    return {
        "at": stamp(plan.at),
        "name": shown.name,
        "number": shown.number,
        "address": list(shown.address),
        "where": shown.where,
        "validity": plan.validity,
        "stamp": shown.stamp,
        "phase": plan.phase or None,
        "sections": [_part(*both, plan.at) for both in zip(plan.parts, shown.parts, strict=True)],
    }


def _part(part: Part, said: ShownPart, at: datetime) -> dict[str, Any]:
    lines = [line for line in part.lines if line.topic != "where"]
    return {
        "section": part.section,
        "title": said.title,
        "validity": part.validity,
        "stamp": said.stamp,
        "holds_until": part.until.isoformat() if part.until else None,
        "confirmed": _source(part.confirmed, at) if part.confirmed else None,
        "since": [_since(one, at) for one in part.since],
        "lines": [_line(*both, at) for both in zip(lines, said.lines, strict=True)],
    }


def _since(one: Since, at: datetime) -> dict[str, Any]:
    return {"trigger": one.trigger, **_source(one.statement, at)}


def _line(line: Line, said: ShownLine, at: datetime) -> dict[str, Any]:
    return {
        "topic": line.topic,
        "state": line.state,
        "label": said.label,
        "text": said.text,
        "more": list(said.more),
        "value": dict(line.value),
        "worked_out": dict(line.facts),
        "source": _source(line.statement, at) | _signed(line) if line.statement else None,
    }


def _signed(line: Line) -> dict[str, Any]:
    """Whether it was signed, when it was written or later; by whom and when, where that was later."""
    later = line.signature
    by = {"author": later.author, "unit": later.unit, "recorded": later.recorded_at} if later else None
    return {"signed": line.signed, "signed_later": by}


def _source(statement: Statement, at: datetime) -> dict[str, Any]:
    """Who wrote it, where and when; ``age_hours`` since it was so (since it was written, where that is not known)."""
    since = instant(statement.occurred_from or statement.recorded_at)
    return {
        "event": statement.event,
        "occurred": statement.occurred_from,
        "precision": statement.precision,
        "recorded": statement.recorded_at,
        "age_hours": round((at - since).total_seconds() / 3600, 1),
        "author": statement.author,
        "unit": statement.unit,
        "provider": statement.provider,
        "signed": statement.signed,
        "read_from": statement.source.split("|")[0] or None,
    }
