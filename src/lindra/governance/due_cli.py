"""``lindra governance due``: everything that is due or late in this room, or has no owner."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from lindra import clock
from lindra.console import show, system
from lindra.governance.due import Item


@system("governance due")
@click.command("due")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
def due(as_json: bool) -> None:
    """What is due or late, or has no owner: documents, obligations, actions, promises, replies.

    The JSON: {"counts": {what: number}, "due": [{what, key, title, url, due, late, owner, body}]}. What:
    document_expired, document_expires, document_without_owner, follow_up, revision, obligation_broken, action, promise,
    reply. `owner` is empty where there is none, `due` null where no day was said; those come first, then what is late.
    """
    found = gathered(clock.today())
    if as_json:
        show({"counts": dict(Counter(one.what for one in found)), "due": [told(one) for one in found]}, True)
        return
    for one in found:
        day = f"{one.due}" if one.due else "no day"
        click.echo(
            f"{'late' if one.late else '':<5}{one.what:<23}{day:<11}{one.title} ({one.owner or 'nobody owns it'})"
        )


def gathered(today: date) -> list[Item]:
    """Every item of every part: without an owner first, then without a day, then late ones, by day."""
    from lindra.governance.campaigns import due as campaigns
    from lindra.governance.commitments import due as commitments
    from lindra.governance.documents import due as documents

    found = [item for part in (documents, commitments, campaigns) for item in part.items(None, today)]
    return sorted(
        found,
        key=lambda one: (bool(one.owner), one.due is not None, not one.late, one.due or date.min, one.title),
    )


def told(one: Item) -> dict[str, Any]:
    """An item as JSON holds it."""
    return asdict(one) | {"due": one.due.isoformat() if one.due else None}


commands: list[click.Command] = [due]
