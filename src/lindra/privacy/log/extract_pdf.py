"""The extract on paper: PDF by Typst, tagged for those who listen to it (PDF/UA-1). Nothing is written on the way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindra import clock
from lindra.frame import texts
from lindra.privacy.log.extract import Extract, Line
from lindra.privacy.reader import Reader

TEMPLATE = Path(__file__).parent.parent / "templates" / "privacy" / "extract.typ"


def pdf(found: Extract, reader: Reader) -> bytes:
    """The extract as PDF, in the present language."""
    made = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", ignore_system_fonts=True, pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(content(found, reader))}, timestamp=int(clock.now().timestamp()),
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made


def content(found: Extract, reader: Reader) -> dict[str, Any]:
    """Everything the paper says."""
    return {
        "lang": texts.language(),
        "title": title(),
        "provider": reader.assignment.provider_name,
        "facts": facts(found, reader),
        "intro": intro(),
        "footer": f"{title()} · {texts.stamp(clock.now())}",
        "units": {
            "title": _("By unit"),
            "columns": [_("Unit"), _("Provider"), _("Times")],
            "rows": [[unit, provider, str(count)] for unit, provider, count in found.units],
        },
        "table": {
            "title": _("Every access, latest first"),
            "columns": columns(),
            "rows": [cells(line) for line in found.lines()],
        },
    }


def title() -> str:
    """What the page and the paper are called."""
    return _("Who has opened your record")


def facts(found: Extract, reader: Reader) -> list[list[str]]:
    """Whose extract, from whom, of when."""
    return [
        [
            _("Patient"),
            " ".join(part for part in (found.name, number(found.number)) if part) or _("Name not known"),
        ],
        [_("Taken out"), f"{texts.instant(clock.now())}, {reader.assignment.provider_name}"],
        [_("Contains"), ngettext("%(n)d access", "%(n)d accesses", len(found.rows)) % {"n": len(found.rows)}],
    ]


def number(digits: str) -> str:
    """An identity number as people write it."""
    return f"{digits[:8]}-{digits[8:]}" if len(digits) == 12 and digits.isdigit() else digits


def intro() -> list[str]:
    """What the patient needs to know to read it."""
    return [
        _(
            "Here is every time somebody opened your record, saw you in a list, wrote in your record or tried to. "
            "You can see from which unit and when, in which role, for what purpose and by which right."
        ),
        _(
            "Names of staff are not shown. If you think that somebody has read your record without having to, tell "
            "the provider: it can see who it was, and must look into it."
        ),
        _("Accesses are kept for at least five years."),
    ]


def columns() -> list[str]:
    """Headings of the table."""
    return [_("When"), _("Where"), _("Who"), _("Why"), _("What was done")]


def cells(line: Line) -> list[list[str]]:
    """A row: each cell a text, a quieter line below, and what was not as usual."""
    return [
        [texts.stamp(line.at), ""],
        [line.unit, line.provider],
        [line.who, ""],
        [line.why, line.ground],
        [line.what, "", line.note],
    ]


def in_one_line(line: Line) -> list[str]:
    """The same for a terminal."""
    return [
        texts.stamp(line.at),
        line.unit,
        line.provider,
        line.who,
        line.why,
        line.what,
        line.note,
        line.ground,
    ]
