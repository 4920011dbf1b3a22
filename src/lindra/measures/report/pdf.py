"""A report as tagged PDF (A4, PDF/UA-1), set by Typst. The same report gives the same bytes."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import typst
from django.utils.translation import override

from lindra.measures.report.content import Report
from lindra.measures.report.words import content, scope_name

TEMPLATE = Path(__file__).parent.parent / "templates" / "measures" / "report.typ"


def pdf(found: Report, language: str, name: str = "") -> bytes:
    """The report in a language; ``name`` is what the scope is called, where it has a name that is not an area's."""
    with override(language):
        told = content(found, name or scope_name(found.scope))
    made = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", ignore_system_fonts=True, pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(told)}, timestamp=int(datetime.fromisoformat(found.made_at).timestamp()),
    )  # fmt: skip
    assert isinstance(made, bytes)
    return made
