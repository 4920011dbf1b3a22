"""``lindra due``: the worklist in somebody's name, and ``lindra due remind`` for whatever runs each morning."""

from __future__ import annotations

from typing import Any

import click

from lindra.console import say, show, system
from lindra.privacy.options import reader_options, the_reader


class ListByDefault(click.Group):
    """A group that lists where no command is named: ``lindra due --as …``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``list`` before options that are not the group's own."""
        if args and args[0].startswith("-") and args[0] not in ctx.help_option_names:
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(cls=ListByDefault)
def due() -> None:
    """What is due: `lindra due --as HSA-ID --purpose care` lists it."""


@due.command("list")
@reader_options
@click.option(
    "--when", default="", help="late, today, week, later, undated, mine or off; all when not given."
)
@click.option("--all-units", is_flag=True, help="Also what other units are responsible for.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
def list_due(hsa_id: str, purpose: str, unit: str, when: str, all_units: bool, as_json: bool) -> None:
    """What is due for the patients of a unit (of a provider, for follow-up), earliest first."""
    from lindra.deadlines import lists

    reader = the_reader(hsa_id, purpose, unit)
    own = "" if all_units or not lists.by_unit(reader) else reader.assignment.unit
    found: list[dict[str, Any]] = []
    start: int | None = 0
    while start is not None:
        page = lists.listed(lists.Asked(when=when, unit=own, start=start), reader)
        found, start = found + [_told(line) for line in page.lines], page.next
    if as_json:
        show({"due": found}, as_json=True)
        return
    for one in found:
        click.echo(
            " · ".join(
                str(one[part]) for part in ("due", "when", "title", "unit", "role", "patient") if one[part]
            )
        )
    if not found:
        say("Nothing is due.")


def _told(line: Any) -> dict[str, Any]:
    return {
        "patient": line.patient, "key": line.key, "due": line.due.isoformat() if line.due else None, "when": line.when,
        "days_left": line.days, "title": line.title, "detail": line.detail, "unit": line.unit, "role": line.role,
        "claimed_by": line.claimed_by, "not_now_until": line.until,
    }  # fmt: skip


@system("reminders of what is due")
@due.command()
def remind() -> None:
    """Tell, once a day and unit, how many things are late or due today: a line each, nothing of a patient.

    Lindra sends no mail: whatever runs this each morning delivers what it prints.
    """
    from lindra.deadlines import actions

    told = actions.in_words(actions.remind())
    for line in told:
        click.echo(line)
    if not told:
        say("Nothing to remind of, or reminded already today.")


commands: list[click.Command] = [due]
