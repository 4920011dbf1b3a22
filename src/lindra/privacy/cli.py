"""``lindra privacy explain``; the other commands about the access log are in ``commands``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from lindra.console import PARTLY, say, show
from lindra.privacy.commands import privacy
from lindra.privacy.options import the_patient, the_reader

if TYPE_CHECKING:
    from lindra.privacy.explain import Explained


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


commands: list[click.Command] = [privacy]
