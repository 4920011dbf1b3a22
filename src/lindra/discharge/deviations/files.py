"""A deviation as a file: CSV and its JSON twin, in one neutral form; who the patient is stands in neither.

Header: ``reference,category,harm,written_at,sent_at,state,from_id,from_name,about_id,about_name,what``. The ids are
HSA-ids of units; instants are ISO 8601 in UTC; ``what`` is in the language in which it was written.
"""

from __future__ import annotations

import csv
import io
import json

from lindra.areas.models import CareUnit
from lindra.discharge.deviations import words
from lindra.discharge.models import Deviation

COLUMNS = (
    "reference", "category", "harm", "written_at", "sent_at", "state", "from_id", "from_name", "about_id", "about_name",
    "what",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""With these a spreadsheet takes a text for a formula."""


def row(one: Deviation) -> dict[str, str]:
    """What a file says of a deviation."""
    units = CareUnit.objects.in_bulk([one.unit, one.about_unit])
    mine, theirs = units.get(one.unit), units.get(one.about_unit)
    values = (
        words.reference(one), one.category, one.harm, one.written_at, one.sent_at, one.state,
        mine.hsa_id if mine else "", mine.name if mine else "", theirs.hsa_id if theirs else "",
        theirs.name if theirs else "", one.what,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def as_csv(one: Deviation) -> str:
    """As CSV; a text that a spreadsheet would run is made plain."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerow(f"'{value}" if value.startswith(FORMULA) else value for value in row(one).values())
    return out.getvalue()


def as_json(one: Deviation) -> str:
    """As JSON."""
    return json.dumps(row(one), ensure_ascii=False, indent=2) + "\n"
