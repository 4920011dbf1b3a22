"""``lindra patient …``: one patient, in the name of a person and for a purpose."""

from __future__ import annotations

from typing import Any

import click

import lindra.care.paper.cli
import lindra.care.plan.cli  # noqa: F401 - each adds its commands to ``plan``
from lindra.care.commands import plan
from lindra.console import PARTLY, show
from lindra.privacy.options import reader_options, the_patient, the_reader


@click.group()
def patient() -> None:
    """One patient, opened in somebody's name."""


@patient.command("show")
@click.argument("patient")
@reader_options
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
def show_one(patient: str, hsa_id: str, purpose: str, unit: str, as_json: bool) -> None:
    """What is known of PATIENT: an opaque id, or - to read an identity number from standard input."""
    from lindra.care import rules
    from lindra.privacy import door

    reader = the_reader(hsa_id, purpose, unit)
    opened = door.open(the_patient(patient, reader), reader, "lindra patient show")
    if isinstance(opened, door.Denied):
        click.echo(f"Denied: no care relation, or no such patient ({opened.right}).", err=True)
        raise SystemExit(PARTLY)
    show(_told(opened, rules.whereabouts(opened.chart).form), as_json)


def _told(opened: Any, where: str) -> dict[str, Any]:
    slots = {
        name: [
            {part: _statement(one, opened.chart) for part, one in row.items()}
            for row in opened.chart.rows(name)
        ]
        for name in opened.chart.slots
    }
    return {
        "patient": opened.patient,
        "seq": opened.seq,
        "where": where,
        "counts": opened.chart.counts,
        "chart": slots,
    }


def _statement(one: Any, chart: Any) -> dict[str, Any]:
    """One statement; an entry that was written unsigned and signed later is signed."""
    signed = one.signed or chart.signature(one) is not None
    return {"value": one.value, "when": one.occurred_from, "precision": one.precision, "unit": one.unit,
            "author": one.author, "signed": signed, "event": one.event}  # fmt: skip


commands: list[click.Command] = [patient, plan]
