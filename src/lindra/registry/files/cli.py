"""``lindra registry export`` and ``import``: a unit's reports to the register, and its earlier ones back."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from lindra.console import PARTLY, USAGE, say, show
from lindra.privacy.options import reader_options, the_reader
from lindra.registry.commands import registry

DAY = click.DateTime(formats=["%Y-%m-%d"])
AS_JSON = click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")


@registry.command("export")
@reader_options
@click.option("--from", "first", type=DAY, help="Deaths from this day on.")
@click.option("--to", "last", type=DAY, help="Deaths up to and including this day.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file, a new one."
)
@click.option("--format", "form", type=click.Choice(["csv", "fhir"]), default="csv", show_default=True)
@click.option("--protected", is_flag=True, help="Also persons with protected identity, whom the file names.")
@AS_JSON
def export_file(
    hsa_id: str, purpose: str, unit: str, first: datetime | None, last: datetime | None, out: Path, form: Any,
    protected: bool, as_json: bool,
) -> None:  # fmt: skip
    """Leave a unit's signed reports in a file for the register: each once, and again when it was corrected.

    Reports of who has opted out since, or that were withdrawn, are left once more, to be erased. The file has identity
    numbers; nothing else this command says has. Exit 1 where something could not be left.
    """
    from lindra.privacy.door import Conflict
    from lindra.registry.files import export

    reader = the_reader(hsa_id, purpose, unit)
    wanted = export.Wanted(_day(first, date.min), _day(last, date.max), protected)
    try:
        done = export.export(reader, out, form, wanted)
    except export.NotAuthorised as error:
        say(f"Denied: {error}.")
        raise SystemExit(PARTLY) from None
    except FileExistsError:
        say("Error: the file is there already. What was left before must not be lost: name a new one.")
        raise SystemExit(USAGE) from None
    except Conflict:
        say("Nothing was left: somebody wrote in one of the records meanwhile. Run it again.")
        raise SystemExit(PARTLY) from None
    told = {"batch": done.batch, "file": str(out) if done.batch else "", "new": done.lines["new"],
            "corrected": done.lines["corrected"], "erased": done.lines["erased"], "left": dict(+done.left)}  # fmt: skip
    show(told, as_json)
    if not done.batch:
        say("Nothing to leave: no file was written.")
    raise SystemExit(PARTLY if +done.left else 0)


def _day(given: datetime | None, otherwise: date) -> date:
    return given.date() if given is not None else otherwise


@registry.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True, readable=True))
@reader_options
@AS_JSON
def import_file(file: Path, hsa_id: str, purpose: str, unit: str, as_json: bool) -> None:
    """Take a unit's earlier reports back from FILE, a register file. What does not fit is left and told, by line.

    Exit 1 where something was left.
    """
    from lindra.privacy.door import Conflict
    from lindra.registry.files import importing
    from lindra.registry.files.export import NotAuthorised
    from lindra.registry.files.parsed import NotAFile, parse

    reader = the_reader(hsa_id, purpose, unit)
    try:
        parsed = parse(file.read_bytes())
        done = importing.take_back(parsed, reader)
    except NotAFile as error:
        say(f"Error: {error}")
        raise SystemExit(USAGE) from None
    except NotAuthorised as error:
        say(f"Denied: {error}.")
        raise SystemExit(PARTLY) from None
    except Conflict:
        say("Somebody wrote in one of the records meanwhile. Run it again: what is done is done once.")
        raise SystemExit(PARTLY) from None
    if parsed.unknown:
        say(f"unknown columns, not read: {', '.join(parsed.unknown)}")
    told = {"written": done.written, "there_already": done.there, "said_again": done.repeated,
            "erasures_passed_over": done.erasures, "unknown_columns": list(parsed.unknown),
            "left": [_told(one) for one in done.left]}  # fmt: skip
    if as_json:
        show(told, as_json=True)
    else:
        show(told | {"left": len(done.left)}, as_json=False)
        for one in done.left:
            click.echo(
                " · ".join(filter(None, (f"line {one.line}", one.why, ", ".join(one.columns), _sides(one))))
            )
    raise SystemExit(PARTLY if done.left or parsed.unknown else 0)


def _told(one: Any) -> dict[str, Any]:
    return {
        "line": one.line,
        "why": one.why,
        "columns": list(one.columns),
        "file": one.file,
        "record": one.record,
    }


def _sides(one: Any) -> str:
    return " – ".join(
        f"{side}: {text}" for side, text in (("file", one.file), ("record", one.record)) if text
    )
