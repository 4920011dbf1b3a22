"""``lindra destroy`` and ``lindra privacy explain``; the other commands about the access log are in ``commands``."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from lindra.console import PARTLY, USAGE, say, show
from lindra.privacy.commands import privacy
from lindra.privacy.options import reader_options, the_patient, the_reader

if TYPE_CHECKING:
    from lindra.privacy.explain import Explained


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


@privacy.command()
@click.option("--as", "hsa_id", required=True, help="HSA-id of the one who asks, who checks the access log.")
@click.option("--staff", required=True, help="HSA-id of the one whose access is explained.")
@click.option("--patient", required=True, help="An opaque id, or - to read an identity number.")
@click.option(
    "--purpose", required=True, help="The purpose to explain: care, followup, extract, admin or review."
)
@click.option(
    "--unit", default="", help="HSA-id of the staff member's unit, where there are several assignments."
)
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
def explain(hsa_id: str, staff: str, patient: str, purpose: str, unit: str, as_json: bool) -> None:
    """What STAFF may see of PATIENT for a purpose, and the law behind each answer."""
    from lindra.privacy.explain import explain as why

    reader = the_reader(hsa_id, "review", "")
    subject = the_reader(staff, purpose, unit)
    try:
        found = why(the_patient(patient, reader), subject, reader)
    except PermissionError as error:
        say(f"Denied: {error}")
        raise SystemExit(PARTLY) from None
    if not found:
        say("no: there is no such patient")
        raise SystemExit(PARTLY)
    told = [_explained(one) for one in found]
    if as_json:
        show({"answers": told}, as_json=True)
        return
    for line in told:
        why_so = ", ".join(f"{name} {value}" for name, value in line["question"].items())
        click.echo(f"{line['answer']:9}  {line['right']:28}  {line['about']}\n           {why_so}")


def _explained(one: Explained) -> dict[str, Any]:
    question = {name: str(value) for name, value in one.question._asdict().items()}
    about = f"{question['matter']} entries of {one.whose or question['place']}"
    if question["matter"] == "identity":
        about = "who the patient is"
    return {"about": about, "answer": str(one.decision.answer), "who_may_be_told": one.decision.who,
            "right": one.decision.right, "question": question}  # fmt: skip


commands: list[click.Command] = [destroy, privacy]
