"""``lindra discharge import`` and ``process``: a tool's export into the record; the state machine as a picture."""

from __future__ import annotations

from typing import IO

import click

from lindra.console import DONE, PARTLY, USAGE, say, show, system
from lindra.discharge.files.commands import discharge


@system("messages of a discharge tool")
@discharge.command("import")
@click.argument("export", type=click.File("rb"))
@click.option("--mapping", "mapped", required=True, metavar="NAME|FILE", help="How the export is read.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
def import_(export: IO[bytes], mapped: str, as_json: bool) -> None:
    """Read what the county's own discharge tool has passed on into the record: once, however often it is read.

    The mapping must name the columns with the patient's identity number and the sender's HSA-id; receivers are HSA-ids.
    Exit 0: all was read. 1: lines were left, each told by its number. 2: nothing was read.
    """
    from lindra.discharge import importing
    from lindra.discharge.files import mapping

    try:
        done = importing.read(export, mapping.find(mapped))
    except mapping.BadMapping as error:
        say(f"Error: {error}")
        raise SystemExit(USAGE) from None
    for line, why in done.left:
        say(f"line {line}: {why}")
    left = [{"line": line, "why": why} for line, why in done.left]
    show(
        {"written": done.written, "there": done.there, "left": left if as_json else len(left)},
        as_json=as_json,
    )
    raise SystemExit(PARTLY if left else DONE)


@discharge.command("process")
def process_() -> None:
    """The process from admission to home as a state diagram (Mermaid), drawn from the code."""
    from lindra.discharge import process

    click.echo(process.drawn(), nl=False)
