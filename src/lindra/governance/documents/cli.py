"""``lindra governance documents`` and ``obligations``: how each stands today, and why."""

from __future__ import annotations

import click

from lindra import clock
from lindra.console import show, system

AS_JSON = click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")


@system("governance documents")
@click.command("documents")
@AS_JSON
def documents(as_json: bool) -> None:
    """Every governing document, how it stands today, and what is wrong with it.

    The JSON: {"counts": {group: number}, "documents": [{id, key, version, kind, title, state, owner, parties,
    decided_by, decided_on, valid_from, valid_to, interval, followed_up_on, follow_up_on, revise_on, repealed_on,
    faults, people_read, people_must, obligations}]}. States: proposed, coming, in_force, expiring, expired, replaced,
    repealed.
    """
    from lindra.governance.documents import telling

    found = telling.documents(clock.today())
    if as_json:
        show(found, True)
        return
    for one in found["documents"]:
        wrong = f"  [{', '.join(one['faults'])}]" if one["faults"] else ""
        click.echo(f"{one['state']:<11} {one['title']} ({one['owner'] or 'nobody owns it'}){wrong}")


@system("governance obligations")
@click.command("obligations")
@click.option("--document", "key", default="", help="Only of one document: its id or its key.")
@AS_JSON
def obligations(key: str, as_json: bool) -> None:
    """Every obligation, whether it is kept, broken or cannot be decided, and why.

    The JSON: {"counts": {state: number}, "obligations": [{id, document, key, title, document_state, paragraph,
    wording, owes, owed_to, kind, promised, state, reason, why, told}]}. States: kept, broken, undecidable (with a
    reason, never a guess), not_in_force. `why` is sentences; `told` the numbers they say.
    """
    from lindra.governance.documents import telling

    found = telling.obligations(clock.today(), key)
    if as_json:
        show(found, True)
        return
    for one in found["obligations"]:
        click.echo(f"{one['state']:<12} {one['title']} {one['paragraph']}: {one['wording']}")
        for line in one["why"]:
            click.echo(f"{'':<13}{line}")
    click.echo(", ".join(f"{state}: {many}" for state, many in found["counts"].items()))


commands: list[click.Command] = [documents, obligations]
