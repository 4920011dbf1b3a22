"""``lindra governance monday``: the Monday page in somebody's name, and the paragraph for the patient-safety report."""

from __future__ import annotations

from typing import Any

import click

from lindra.console import USAGE, say, show
from lindra.privacy.options import reader_options, the_reader

JSON = """
\b
JSON: {"scope": "provider" | "unit" | "council" | "none", "where", "date",
"since": the Monday that new is counted from, "lines": [{"line", "definition",
"count": null where it is not known, "of", "late", "new", "oldest", "why": why it
is not known, "number_only", "parts": {name: count}, "hours": null or {"month",
"agreed", "held", "missing"}, "units": {unit id: count}}]}. Lines stand as on the
page: what is late first, then what there is, then what is nothing, then what is
not known. With --paragraph: {"title", "year", "text"}.
"""


@click.command("monday", epilog=JSON)
@reader_options
@click.option(
    "--paragraph", type=int, metavar="YEAR", help="The paragraph for the patient-safety report of a year."
)
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", help="Of the paragraph.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
def monday(
    hsa_id: str, purpose: str, unit: str, paragraph: int | None, language: str, as_json: bool
) -> None:  # fmt: skip
    """What somebody must see at the beginning of a week: counts of patients, documents, promises.

    In somebody's name, through the door and in the access log: the medically responsible nurse and the quality officer
    (--purpose followup), a unit's manager and a council's secretary (--purpose admin).
    """
    from lindra.governance.monday import gather

    reader = the_reader(hsa_id, purpose, unit)
    found = gather.monday(reader)
    if paragraph is not None:
        _paragraph(reader, found, paragraph, language, as_json=as_json)
        return
    lines = [_told(line) for line in found.lines.every]
    if as_json:
        show({"scope": found.scope, "where": found.where, "date": found.today.isoformat(),
              "since": found.since.isoformat(), "lines": lines}, as_json=True)  # fmt: skip
        return
    for one in lines:
        number = "not known" if one["count"] is None else str(one["count"])
        more = [f"of {one['of']}" if one["of"] else "", f"{one['late']} late" if one["late"] else "",
                f"{one['new']} new" if one["new"] else "", str(one["why"]).replace("_", " ")]  # fmt: skip
        click.echo(" · ".join(part for part in (one["line"], number, *more) if part))
    if not lines:
        say("This assignment and purpose govern nothing: there is no Monday page but what is one's own.")


def _told(line: Any) -> dict[str, Any]:
    """A line as plain values."""
    from lindra.governance.monday.words import defined

    hours = line.hours and {
        "month": line.hours.month.isoformat()[:7], "agreed": float(line.hours.agreed),
        "held": float(line.hours.held), "missing": float(line.hours.missing),
    }  # fmt: skip
    return {
        "line": line.what, "definition": line.released or defined(line.what), "count": line.count, "of": line.of,
        "late": line.late, "new": line.new, "oldest": line.oldest.isoformat() if line.oldest else None,
        "why": line.why, "number_only": line.number_only, "parts": {part.name: part.count for part in line.parts},
        "hours": hours, "units": dict(line.units),
    }  # fmt: skip


def _paragraph(reader: Any, found: Any, year: int, language: str, *, as_json: bool) -> None:
    from django.utils.translation import override

    from lindra.governance.monday import paragraph

    if found.scope not in ("provider", "unit"):
        click.echo("Error: the report is written by who answers for a provider or a unit", err=True)
        raise SystemExit(USAGE)
    if year not in paragraph.years(found.today):
        offered = paragraph.years(found.today)
        click.echo(f"Error: --paragraph takes a year from {offered[-1]} to {offered[0]}", err=True)
        raise SystemExit(USAGE)
    with override(language):
        made = paragraph.make(reader, found, year)
    if as_json:
        show({"title": made.title, "year": year, "text": made.plain}, as_json=True)
    else:
        click.echo(made.plain, nl=False)


commands: list[click.Command] = [monday]
