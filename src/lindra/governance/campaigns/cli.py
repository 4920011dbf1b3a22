"""``lindra governance campaign …``: a question put to many bodies, as it was answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lindra import clock, console


@click.group()
def campaign() -> None:
    """Questions put to many bodies: what they replied, how it was classed, what they promised."""


@campaign.command("load")
@click.argument("name", type=click.Choice(["2026"]))
def load(name: str) -> None:
    """Load the question of 2026 as it was. Loading it again adds what is missing, and nothing twice."""
    from lindra.governance.campaigns import loading, queries

    try:
        found = queries.whole(loading.load_2026(), clock.today())
    except loading.TooEarly as early:
        raise click.ClickException(str(early)) from early
    replies = sum(len(one.replies) for one in found.asked)
    console.say(f"{len(found.asked)} asked, {replies} replies, {len(found.promises)} promises")


@campaign.command("show")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def show(name: str, as_json: bool) -> None:
    """Show a campaign: classes counted, what a text says beside it, everybody asked with replies and promises.

    ``second_reading`` is ``not done``, ``part`` or ``done``; a day that is not known is null.
    """
    from lindra.governance.campaigns import queries, told

    console.show(told.whole(queries.whole(_one(name), clock.today())), as_json)


@campaign.command("import-replies")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--campaign", "name", required=True, help="The short name of the campaign.")
@click.option("--reader", default="", help="Who has read and classed the replies, in words.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.pass_context
def import_replies(context: click.Context, file: Path, name: str, reader: str, as_json: bool) -> None:
    """Note the replies of a CSV file, one thing said a row; exit code 1 where a row was not noted.

    Columns: body (a code or a key), who, who_said, kind, received_on, dated_on, function, text, when, due, owner,
    status, source, class. Only body, text and status must be there. A promise without a day is kept and listed.
    """
    from lindra.governance.campaigns import importing
    from lindra.governance.commitments.actions import By

    try:
        found = importing.read(_one(name), file, By("lindra", reader or "Lindra"))
    except importing.WrongFile as wrong:
        raise click.UsageError(str(wrong)) from wrong
    for line in found.wrong:
        console.say(line)
    for line in found.without_day:
        console.say(f"{line}: a promise without a day, kept")
    result: dict[str, Any] = {
        "replies": found.replies, "points": found.points, "promises": found.promises, "classes": found.classes,
        "already": found.already, "without_day": found.without_day, "wrong": found.wrong,
    }  # fmt: skip
    console.show(result, as_json)
    context.exit(console.PARTLY if found.wrong else console.DONE)


def _one(name: str) -> Any:
    from lindra.governance.campaigns import queries

    found = queries.one(name)
    if found is None:
        known = (
            ", ".join(one.key for one in queries.every())
            or "none; lindra governance campaign load 2026 loads one"
        )
        raise click.UsageError(f"there is no campaign {name!r}; there are: {known}")
    return found


commands: list[click.Command] = [campaign]
