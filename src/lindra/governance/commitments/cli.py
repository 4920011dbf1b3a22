"""``lindra governance actions`` and ``act``: the list, and what is done with one of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click

from lindra import clock
from lindra.console import PARTLY, USAGE, say, show, system
from lindra.moves import Impossible
from lindra.privacy.options import reader_options, the_reader

DAY = click.DateTime(["%Y-%m-%d"])


@system("governance actions")
@click.command("actions")
@click.option("--late", is_flag=True, help="Only those whose last day has passed.")
@click.option("--all", "everything", is_flag=True, help="Also those that are over.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
def actions(late: bool, everything: bool, as_json: bool) -> None:
    """Actions and promises of everybody: what has no day first, then what is late.

    The JSON: {"count", "late", "actions": [{id, kind, title, body, unit, owner, without_owner, due, due_said, moved,
    state, late, days_late, made_on, ended_on, origin, origin_key, cause, measure, place}]}. `due` is null where no day
    was said; `measure` is the definition it should change, in `place`.
    """
    from lindra.governance.commitments import queries

    today = clock.today()
    filters = queries.Filters(show="late" if late else "", open="" if everything else "yes")
    found = list(queries.rows(None, filters))
    gone = queries.gone((one.owner_staff for one in found), today)
    told = [_told(one, today, gone) for one in found]
    if as_json:
        show({"count": len(told), "late": sum(one["late"] for one in told), "actions": told}, as_json=True)
        return
    for one in told:
        day = one["due"] or one["due_said"] or "no day said"
        owner = "without an owner" if one["without_owner"] else one["owner"]
        late_said = f"{one['days_late']} days late" if one["late"] else ""
        click.echo(f"{one['id']}  {day:<12} {late_said:<14} {one['state']:<12} {one['title']} ({owner})")


def _told(one: Any, today: date, gone: set[str]) -> dict[str, Any]:
    """A commitment as plain values."""
    from lindra.governance.commitments import rules, states

    late = rules.late(one.state, one.due, today)
    return {
        "id": one.pk, "kind": one.kind, "title": one.title, "body": one.body, "unit": one.unit, "owner": one.owner,
        "without_owner": not one.owner or one.owner_staff in gone, "due": _iso(one.due), "due_said": one.due_said,
        "moved": states.standing(one.acts).moved, "state": one.state, "late": late,
        "days_late": rules.days_late(one.due, today) if late else 0, "made_on": _iso(one.made_on),
        "ended_on": _iso(one.ended_on), "origin": one.origin, "origin_key": one.origin_key,
        "cause": one.cause_kind or one.cause, "measure": one.measure, "place": one.place,
    }  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@click.command("act")
@click.argument("id")
@click.argument("name", metavar="ACT")
@reader_options
@click.option("--reason", default="", help="Why: of pause, move, abandon, reopen.")
@click.option("--note", default="", help="How it goes or went.")
@click.option("--owner", default="", help="Of hand_over: who sees to it from now on.")
@click.option("--title", default="", help="Of change: what is to be done.")
@click.option("--due", type=DAY, help="Of move: the new last day.")
@click.option("--on", type=DAY, help="The day it was so: of start and finish. Today.")
@click.pass_context
def act(
    context: click.Context, /, id: str, name: str, hsa_id: str, purpose: str, unit: str, due: datetime | None,
    on: datetime | None, **said: str,
) -> None:  # fmt: skip
    """Do something with one: start, pause, finish, move, hand_over, change, note, abandon, reopen.

    In somebody's name, who governs (the medically responsible nurse and the quality officer with --purpose followup, a
    unit's manager and a council's secretary with --purpose admin). Refused is exit code 1; what is lacking is named.
    """
    from lindra.governance.commitments import actions as doing
    from lindra.governance.commitments import allowed, queries, states
    from lindra.governance.seats import seat

    reader = the_reader(hsa_id, purpose, unit)
    one = queries.one(id)
    if one is None:
        say(f"there is no action or promise {id}; see: lindra governance actions")
        context.exit(USAGE)
    if name not in states.MOVES or name == "make":
        say(
            f"{name} is nothing that is done; there is: {', '.join(act for act in states.MOVES if act != 'make')}"
        )
        context.exit(USAGE)
    if not allowed.may_write(seat(reader), one):
        say(
            "this person governs neither the provider nor the unit of it, with this purpose: nothing was done"
        )
        context.exit(PARTLY)
    told = said | {"due": due.date() if due else None}
    if name == "change":
        told["text"] = one.text
    try:
        done = doing.act(one, name, told, doing.by(reader), seen=one.number, on=on.date() if on else None)
    except (Impossible, states.Lacking, doing.Refused) as error:
        say(f"{error}; it is {one.state} now. Nothing was done")
        context.exit(PARTLY)
    except doing.Stale:
        say("somebody else has done something with it just now; look, and try again. Nothing was done")
        context.exit(PARTLY)
    show({"id": done.pk, "state": done.state, "due": _iso(done.due), "owner": done.owner}, as_json=False)


commands: list[click.Command] = [actions, act]
