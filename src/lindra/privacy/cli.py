"""``lindra destroy``: a decision to destroy some of a patient's entries, carried out in somebody's name."""

from __future__ import annotations

from datetime import datetime

import click

from lindra.console import PARTLY, USAGE, say
from lindra.privacy.options import reader_options, the_patient, the_reader


@click.command()
@click.argument("patient")
@reader_options
@click.option("--event", "events", required=True, multiple=True, help="An entry's id; may be repeated.")
@click.option("--decision", required=True, help="The decision's number.")
@click.option("--authority", required=True, help="Who decided.")
@click.option("--decided-on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="When, YYYY-MM-DD.")
@click.option("--scope", required=True, help="What the decision covers.")
def destroy(
    patient: str, hsa_id: str, purpose: str, unit: str, events: tuple[str, ...], decision: str, authority: str,
    decided_on: datetime, scope: str,
) -> None:  # fmt: skip
    """Destroy entries of PATIENT by a decision, here and in every exported folder. Cannot be undone."""
    from lindra.privacy import door
    from lindra.record.cli import settled
    from lindra.record.destruction import Decision
    from lindra.record.kinds import Refused

    reader = the_reader(hsa_id, purpose, unit)
    made = Decision(decision, authority, f"{decided_on:%Y-%m-%d}", scope)
    try:
        click.echo(door.destroy(the_patient(patient, reader), list(dict.fromkeys(events)), made, reader))
    except PermissionError as error:
        say(f"Denied: {error}")
        raise SystemExit(PARTLY) from None
    except Refused as refused:
        say(f"nothing was destroyed: {refused}")
        raise SystemExit(USAGE) from None
    settled()


commands: list[click.Command] = [destroy]
