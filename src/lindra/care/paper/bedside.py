"""The plan on one page, to hang at the bedside: large type, what is needed at night first, never silently cut."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pyhanko.pdf_utils.reader import PdfFileReader

from lindra.care.events.plan import Section
from lindra.care.paper import rules
from lindra.care.paper.signing import mark
from lindra.care.plan.shown import Shown, ShownLine, ShownPart
from lindra.frame import texts

TEMPLATES = Path(__file__).parent.parent / "templates" / "care" / "paper"
SMALLEST = 10.0
"""Points. Nothing on the paper is smaller."""
LAYOUTS = ((1, 14.0), (1, 13.0), (1, 12.0), (2, 13.0), (2, 12.0), (2, 11.0), (2, SMALLEST))
"""Columns and size of type, the largest first: the first in which everything has room is taken."""
LONGEST = 160
"""Letters of one text, where there is not room for all."""
LONG_WORD = re.compile(r"\S{24}")
HEAD = ("resuscitation", "hospital", "death_expected")
"""The decisions that stand first, in a row of their own."""
CUT = "…"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be printed: the chosen plan in words, when it was made, until when it holds, and where it lives."""

    shown: Shown
    made: datetime
    not_after: date
    address: str
    whole: bool
    """Whether the patient chose every section."""


Place = tuple[Section, int]


def pdf(sheet: Sheet) -> bytes:
    """One page of tagged PDF (A4, PDF/UA-1), in the present language; not yet signed."""
    for columns, size in LAYOUTS:
        made = _set(content(sheet, _all(sheet.shown), columns=columns, size=size), sheet)
        if pages(made) == 1:
            return made
    return _shortened(sheet)


def _shortened(sheet: Sheet) -> bytes:
    """As many lines as one page holds in the smallest type, the most urgent ones; the page says what is not on it."""
    columns, size = LAYOUTS[-1]
    brief = replace(sheet, shown=_brief(sheet.shown))
    order = rules.urgency({part.section: len(_lines(part)) for part in brief.shown.parts})

    def printed(most: int) -> bytes:
        return _set(content(brief, order[:most], columns=columns, size=size), brief)

    fits, too_many = printed(0), len(order) + 1
    most = 0
    while too_many - most > 1:
        middle = (most + too_many) // 2
        made = printed(middle)
        if pages(made) == 1:
            most, fits = middle, made
        else:
            too_many = middle
    return fits


def pages(paper: bytes) -> int:
    """How many pages a PDF has."""
    return int(PdfFileReader(BytesIO(paper)).root["/Pages"]["/Count"])


def _set(told: Mapping[str, Any], sheet: Sheet) -> bytes:
    return typeset("bedside.typ", told, sheet.made)


def typeset(template: str, told: Mapping[str, Any], made: datetime, folder: Path = TEMPLATES) -> bytes:
    """A template of ours with its content, as tagged PDF; the same content gives the same bytes."""
    paper = typst.compile(
        (folder / template).read_bytes(), format="pdf", ignore_system_fonts=True, pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(told)}, timestamp=int(made.timestamp()),
    )  # fmt: skip
    assert isinstance(paper, bytes)
    return paper


def _all(shown: Shown) -> list[Place]:
    return [(part.section, nth) for part in shown.parts for nth in range(len(_lines(part)))]


def _lines(part: ShownPart) -> list[ShownLine]:
    """The lines of a section; what nobody has stated is gathered after the rest, but for decisions."""
    if part.section == "decisions":
        return list(part.lines)
    silent = [line for line in part.lines if not line.event]
    gathered: dict[str, list[str]] = {}
    for line in silent:
        gathered.setdefault(line.text, []).append(line.label)
    return [line for line in part.lines if line.event] + [
        ShownLine("", text, ", ".join(labels), tone="unknown") for text, labels in gathered.items()
    ]


def _brief(shown: Shown) -> Shown:
    """The same plan with long texts cut, each with a mark where it goes on."""
    parts = tuple(
        replace(part, stamp=cut(part.stamp), lines=tuple(map(_short, part.lines))) for part in shown.parts
    )
    return replace(
        shown, parts=parts, name=cut(shown.name, 80), stamp=cut(shown.stamp), where=cut(shown.where),
        address=tuple(map(cut, shown.address[:4])), entry=tuple(map(cut, shown.entry[:4])),
    )  # fmt: skip


def _short(line: ShownLine) -> ShownLine:
    more = tuple(map(cut, line.more[:5]))
    return replace(line, label=cut(line.label, 80), text=cut(line.text), origin=cut(line.origin, 80),
                   more=(*more, CUT) if len(line.more) > len(more) else more)  # fmt: skip


def cut(text: str, longest: int = LONGEST) -> str:
    """A text that is not longer than so many letters; what is cut has a mark."""
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0][:longest].rstrip()} {CUT}"


# What the paper says


def content(sheet: Sheet, places: Sequence[Place], *, columns: int, size: float) -> dict[str, Any]:
    """Everything on the paper, translated, with only the lines at these places."""
    shown, chosen = sheet.shown, set(places)
    parts = sorted(shown.parts, key=lambda part: rules.ORDER.index(part.section))
    kept = {
        part.section: [line for nth, line in enumerate(_lines(part)) if (part.section, nth) in chosen]
        for part in parts
    }
    left = Counter({part.section: len(_lines(part)) - len(kept[part.section]) for part in parts})
    head = [line for line in kept.get("decisions", ()) if line.topic in HEAD]
    every = [_part(part, kept[part.section], sheet) for part in parts]
    return _soft({
        "lang": texts.language(),
        "title": _("Plan: %(name)s") % {"name": shown.name},
        "mark": mark(sheet.made, sheet.not_after),
        "columns": columns, "size": size, "small": max(SMALLEST, size - 2),
        "name": shown.name,
        "who": " · ".join(text for text in (shown.number, shown.age) if text),
        "where": shown.where,
        "protected": _("Protected identity") if shown.protected else "",
        "validity": "holds" if shown.validity == "holds" else "uncertain",
        "stamp": shown.stamp,
        "made": _("Printed %(when)s. What happens after that is only in the live plan.") % {
            "when": texts.instant(sheet.made)},
        "until": _("Do not trust this paper after %(day)s") % {"day": texts.instant(sheet.not_after)},
        "qr": qr(sheet.address), "qr_alt": _("QR code that leads to the live plan"),
        "live": _("The live plan:"), "address": sheet.address,
        "head": [_said(line) for line in head],
        "parts": [told for told in every if told["lines"] or told["before"]],
        "left": _left(left, parts, sheet, clipped=_is_cut(kept.values())),
    })  # fmt: skip


def _part(part: ShownPart, lines: Sequence[ShownLine], sheet: Sheet) -> dict[str, Any]:
    note = (
        _("Doses as they were known %(when)s.") % {"when": texts.stamp(sheet.made)}
        if part.section == "medicines"
        else ""
    )
    own, unsure = part.section == "person", part.validity != "holds"
    title = _("Other decisions") if part.section == "decisions" else _title(part)
    return {
        "title": _("%(title)s – uncertain") % {"title": title} if unsure else title,
        "stamp": part.stamp if unsure and part.stamp != sheet.shown.stamp else "",
        "note": note,
        "before": [", ".join(texts) for texts in (sheet.shown.address, sheet.shown.entry) if texts] if own else [],
        "lines": [_said(line) for line in lines if part.section != "decisions" or line.topic not in HEAD],
    }  # fmt: skip


def _title(part: ShownPart) -> str:
    """On paper nobody knows what hour it is."""
    return _("Call") if part.section == "call" else part.title


def _said(line: ShownLine) -> dict[str, Any]:
    tone = "" if line.topic == "contact" else line.tone  # who answers now says nothing at another hour
    return {"label": line.label, "text": line.text, "more": " · ".join(line.more), "origin": line.origin,
            "tone": tone, "phone": bool(line.phone)}  # fmt: skip


def _is_cut(kept: Iterator[list[ShownLine]] | Any) -> bool:
    return any(
        text.endswith(CUT) for lines in kept for line in lines for text in (line.label, line.text, *line.more)
    )


def _left(
    left: Mapping[Section, int], parts: Sequence[ShownPart], sheet: Sheet, *, clipped: bool
) -> list[str]:
    """What the live plan has and this paper has not, in words."""
    said = []
    counted = [
        ngettext("%(title)s: %(n)d line", "%(title)s: %(n)d lines", left[part.section])
        % {"title": _title(part), "n": left[part.section]} for part in parts if left[part.section]
    ]  # fmt: skip
    if counted:
        said.append(_("No room here for: %(what)s. More in the live plan.") % {"what": "; ".join(counted)})
    if clipped:
        said.append(_("Where %(mark)s stands, there is more in the live plan.") % {"mark": CUT})
    if not sheet.whole:
        said.append(_("The patient has chosen what is printed: the live plan has more."))
    return said


def qr(address: str) -> str:
    """A QR code of an address and nothing else, as SVG."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", scale=4, border=2, xmldecl=False, nl=False
    )
    return drawn.getvalue().decode()


def _soft(told: dict[str, Any]) -> dict[str, Any]:
    """The same texts, with places to break in words that are longer than a column."""
    whole = ("qr", "mark", "address")
    return {name: value if name in whole else _each(value, _breaking) for name, value in told.items()}


def _breaking(text: str) -> str:
    return LONG_WORD.sub(lambda found: f"{found[0]}\u200b", text)


def _each(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _each(inner, change) for name, inner in value.items()}
    return [_each(inner, change) for inner in value] if isinstance(value, list) else value
