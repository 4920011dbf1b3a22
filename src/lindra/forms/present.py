"""From written answers to lines on a page and plain text to copy. No decisions, only words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from lindra.areas import queries as areas
from lindra.forms import library
from lindra.forms.entries import ANSWERED, SYSTEM
from lindra.forms.queries import authors
from lindra.forms.questionnaire import title_of
from lindra.frame import numbers, texts
from lindra.privacy.door import Opened
from lindra.record.envelope import Event, instant

_KINDS: dict[str, str | Promise] = {}


def name_kinds(words: Mapping[str, str | Promise]) -> None:
    """Let a room above say what its kinds of entries are called; used where somebody else's entries are told of."""
    _KINDS.update(words)


@dataclass(frozen=True, slots=True)
class Line:
    """One question with its answers, or the heading of a group; ``depth`` is how far in it stands."""

    depth: int
    text: str
    answers: tuple[str, ...] = ()
    heading: bool = False


def lines(payload: Mapping[str, Any]) -> list[Line]:
    """Every question that was answered, in the words and the language in which it was asked."""
    with override(str(payload.get("language") or "sv")):
        return list(_lines(payload.get("items", ()), 0))


def _lines(items: Iterable[Mapping[str, Any]], depth: int) -> Iterator[Line]:
    for item in items:
        given = item.get("answers", ())
        text = str(item.get("text") or item.get("link", ""))
        below = list(_lines(item.get("items", ()), depth + 1))
        if given:
            yield Line(depth, text, tuple(filter(None, (amount(one.get("value") or {}) for one in given))))
            for one in given:
                yield from _lines(one.get("items", ()), depth + 1)
        elif below:
            yield Line(depth, text, heading=True)
        yield from below


def amount(value: Mapping[str, Any]) -> str:
    """One answer in the present language."""
    code = value.get("code")
    if isinstance(code, Mapping):
        return _coded(str(code.get("code", "")), str(code.get("text", "")))
    if value.get("yes") is not None:
        return _("Yes") if value["yes"] else _("No")
    if value.get("number") is not None:
        return f"{decimal(value['number'])} {unit(value.get('unit', ''))}".strip()
    return _time(str(value.get("text", "")))


def _coded(code: str, text: str) -> str:
    """A choice in its words; a number of a scale before them."""
    return f"{code} {text}" if text and code.isdigit() and not text.startswith(code) else text or code


def decimal(number: Any) -> str:
    """A number as people write it, with as many decimals as it was given."""
    text = f"{number}"
    places = len(text.partition(".")[2].rstrip("0"))
    return numbers.number(float(text), places, texts.language())


def unit(code: str) -> str:
    """A unit as people write it: UCUM's marks in brackets are no unit."""
    return "" if code.startswith("{") else code.replace("[", "").replace("]", "")


def _time(text: str) -> str:
    """A text as it is; an instant as a date and a time of day."""
    if len(text) < len("2026-06-15T03:00") or text[10:11] != "T":
        return text
    try:
        return texts.stamp(datetime.fromisoformat(text), "minute")
    except ValueError:
        return text


def title(event: Event, lang: str) -> str:
    """What an entry is called: the form's title for answers, the kind's name for all else."""
    payload = event.payload or {}
    if event.kind != ANSWERED:
        return str(_KINDS.get(event.kind) or event.kind.replace("_", " ").capitalize())
    try:
        return title_of(library.get(str(payload.get("questionnaire", ""))), lang)
    except library.NoForm:
        named = str(payload.get("questionnaire", "")).partition("|")[0]
        return named.replace("-", " ").capitalize() or _("Form")


@dataclass(frozen=True, slots=True)
class Told:
    """Who wrote an entry and when, in words."""

    title: str
    at: datetime | None
    precision: str
    who: str
    unit: str
    lines: list[Line] = field(default_factory=list)
    event: str = ""
    patient: str = ""

    @property
    def by(self) -> str:
        """Person and unit."""
        return ", ".join(part for part in (self.who, self.unit) if part)


def told(events: Sequence[Event], lang: str, *, recorded: bool = False) -> list[Told]:
    """Entries with their authors; the time is when it occurred, or (``recorded``) when it was written."""
    names, units = authors({one.author for one in events}), areas.names({one.unit for one in events})
    return [
        Told(
            title=title(one, lang),
            at=instant(at) if (at := one.recorded_at if recorded else one.occurred_from) else None,
            precision="minute" if recorded or one.precision == "second" else one.precision,
            who=names.get(one.author, one.author),
            unit=units.get(one.unit, ""),
            lines=lines(one.payload or {}) if one.kind == ANSWERED else [],
            event=one.id,
            patient=one.patient,
        )
        for one in events
    ]  # fmt: skip


def since(opened: Opened, seen: int, lang: str) -> list[Told]:
    """What has been written of this patient after an entry, and may be seen: forms, and what came by other ways."""
    new = [
        one for one in opened.history() if one.patient == opened.patient and one.seq > seen and one.payload
    ]
    forms = {str((one.payload or {}).get("ref", "")) for one in new if one.kind == ANSWERED}
    own = [
        one
        for one in new
        if not (one.source and one.source.system == SYSTEM and one.source.resource in forms)
    ]
    return told(own, lang, recorded=True)


def as_text(one: Told) -> str:
    """An entry as plain text, for the journal of the one who copies it. It names no patient: it is pasted into one."""
    when = texts.stamp(one.at, one.precision) if one.at else ""
    head = [one.title, " · ".join(part for part in (when, one.by) if part)]
    said = "\n".join(map(_written, one.lines)).strip("\n")
    return "\n".join([*head, "", said, ""])


def _written(line: Line) -> str:
    indent = "  " * line.depth
    if line.heading:
        return f"\n{line.text.upper()}" if not line.depth else f"{indent}{line.text}"
    said = "; ".join(line.answers).replace("\r\n", "\n").replace("\n", f"\n{indent}  ")
    return f"{indent}{line.text.rstrip(':')}{'' if line.text.endswith('?') else ':'} {said}"
