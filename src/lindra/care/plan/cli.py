"""``lindra plan show``: the whole plan of one patient, for a person or a machine."""

from __future__ import annotations

from typing import Any

import click

from lindra.care.commands import plan
from lindra.console import PARTLY, show
from lindra.privacy.options import reader_options, the_patient, the_reader


@plan.command("show")
@click.argument("patient")
@reader_options
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
def show_one(patient: str, hsa_id: str, purpose: str, unit: str, language: str, as_json: bool) -> None:
    """The plan of PATIENT: an opaque id, or - to read an identity number from standard input."""
    from django.utils import translation

    from lindra.care.plan import reading, telling
    from lindra.privacy import door

    reader = the_reader(hsa_id, purpose, unit)
    opened = door.open(the_patient(patient, reader), reader, "lindra plan show")
    if isinstance(opened, door.Denied):
        click.echo(f"Denied: no care relation, or no such patient ({opened.right}).", err=True)
        raise SystemExit(PARTLY)
    with translation.override(language):
        told = telling.told(*reading.read(opened, reader.at))
    if as_json:
        show(told, as_json=True)
    else:
        click.echo("\n".join(_lines(told)))


def _lines(told: dict[str, Any]) -> list[str]:
    """The plan as text: sections with their stamp, lines with when each was so."""
    lines = [f"{told['name']}  {told['number']}", told["where"], told["stamp"]]
    for part in told["sections"]:
        lines += ["", f"{part['title']}  ({part['stamp']})" if part["stamp"] else part["title"]]
        for line in part["lines"]:
            when = (
                f"  [{(line['source']['occurred'] or line['source']['recorded'])[:10]}]"
                if line["source"]
                else ""
            )
            lines.append(f"  {line['label']}: {' · '.join((line['text'], *line['more']))}{when}")
    return lines
