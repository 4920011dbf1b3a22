"""``lindra import fhir``: read FHIR files into the record, run as a system reader."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lindra.console import DONE, PARTLY, progress, say, show, system

if TYPE_CHECKING:
    from lindra.fhir.bundles import Entry
    from lindra.fhir.readers import Trouble
    from lindra.fhir.result import Result

SYSTEM = re.compile(r"[A-Za-z0-9._:-]{1,100}")


@click.group("import")
def import_group() -> None:
    """Read other systems' files into the record."""


def _system_name(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if not SYSTEM.fullmatch(value):
        raise click.BadParameter("letters, digits and . _ : - only")
    return value


@system("import from another system")
@import_group.command("fhir")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, readable=True))
@click.option("--as", "staff", default="", metavar="HSA-ID", help="In whose name events are written.")
@click.option("--unit", default="", metavar="HSA-ID", help="At which unit, where that person has several.")
@click.option("--system", "source", default="fhir", show_default=True, callback=_system_name,
              help="Name of the system the files come from: ids are its own.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
def fhir(paths: tuple[Path, ...], staff: str, unit: str, source: str, as_json: bool) -> None:
    """Read FHIR R4 from PATHS: Bundles, resources, NDJSON, packed or not, files and folders."""
    from lindra.fhir import actions, parking

    gc.freeze()  # what is loaded by now stays: not to be looked through again and again while resources come and go
    try:
        author = actions.author_of(staff, unit)
    except actions.NoAuthor as error:
        raise click.UsageError(str(error)) from error

    def each(entries: Iterable[Entry | Trouble]) -> Iterator[Entry | Trouble]:
        return progress(entries, "resources read")

    try:
        result = actions.import_paths(list(paths), author, system=source, each=each)
    except parking.Busy as error:
        say(f"Error: {error}")
        raise SystemExit(PARTLY) from error
    _tell(result, as_json)
    raise SystemExit(DONE if result.complete else PARTLY)


def _tell(result: Result, as_json: bool) -> None:
    """The result on standard output, what a person should look at on standard error."""
    for suffix, count in sorted(result.skipped.items()):
        say(
            f"passed over {count} files ending in {suffix or 'nothing'}: only JSON and NDJSON, packed or not, is read"
        )
    for fault in result.failed.entries[:20]:
        say(f"{fault['file']}:{fault['line'] or ''}: {fault['cause']}")
    if result.failed.count > 20:
        say(f"… and {result.failed.count - 20} more that failed")
    if result.parked_count:
        say(f"{result.parked_count} resources wait for others and are tried again with the next import")
    told = result.told()
    show(told if as_json else _brief(told), as_json)


def _brief(told: dict[str, object]) -> dict[str, object]:
    """What fits a person's screen: counts, not lists."""
    return {name: told[name] for name in ("files", "resources", "left_reasons", "counted")}


commands: list[click.Command] = [import_group]
