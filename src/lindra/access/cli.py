"""``lindra access …``: where specialised care can be had, and where it is said to be missing."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from lindra import clock
from lindra.console import PARTLY, USAGE, say, show, system, without_world

AS_JSON = click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
DEFAULT = "2026-06"
INVENTORY = click.option(
    "--inventory", default=DEFAULT, show_default=True, metavar="ID",
    help="Which inventory: 2026-06 is what was stated of the 21 regions in June 2026, own what this world has stored "
    "of itself; two are never mixed. The default is always 2026-06, so that a command means the same in every world.",
)  # fmt: skip
REGION = click.option(
    "--region", default="", metavar="CODE", help="Only this region, by its two digits, as in 17."
)
ON = click.option(
    "--on",
    "on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Of a stored inventory: as it stands on this day. Today.",
)


@click.group()
def access() -> None:
    """The inventory of access: coverage by municipality and hour, gaps as stated, what is contested."""


@without_world
@access.command()
@AS_JSON
@click.option(
    "--at", "at", default="", metavar="TIME", help='One hour of the week, as in "Sun 03:00" or "sön 03".'
)
@REGION
@INVENTORY
@ON
def coverage(as_json: bool, at: str, region: str, inventory: str, on: Any) -> None:
    """For every municipality and hour of the week: what exists, what is said to be missing, what nobody has said.

    With --at: who can be called, who can come, where one is admitted at that hour (Stockholm time), with inhabitants
    and expected deaths a year. The states of a function combine: exists, exists_limited, exists_hours_not_stated,
    exists_somewhere (a place in the region), exists_at_other_hours, missing, missing_for_some, missing_somewhere,
    contested, contested_in_general. Nothing said is not_stated.
    """
    from lindra.access import coverage as covering
    from lindra.access import hours, printed, told

    with _clear():
        hour = hours.moment(at) if at else None
        found = covering.compute(_inventory(inventory, on))
        _known_region(region)
    if as_json:
        show(told.week(found, region) if hour is None else told.at(found, hour, region), True)
    else:
        click.echo(
            "\n".join(printed.week(found, region) if hour is None else printed.at(found, hour, region))
        )


@without_world
@access.command()
@AS_JSON
@REGION
def gaps(as_json: bool, region: str) -> None:
    """Every gap of June 2026: each row of the summary and of the appendix, with what was said of place and limit.

    As JSON a list of function, area, limitation, origin (summary or appendix) and contested: function where a reply
    disputes that function in the region, region where it only disputes in general, else no. Without --region each row
    also names its region. Texts are Swedish.
    """
    from lindra.access import gaps as found
    from lindra.access import printed

    with _clear():
        _known_region(region)
    if as_json:
        click.echo(json.dumps(found.told(region), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(printed.gaps(region)))


@without_world
@access.command()
@click.argument("before")
@click.argument("after")
@AS_JSON
@ON
def compare(before: str, after: str, as_json: bool, on: Any) -> None:
    """Two inventories held against each other: what is closed, remains, is new, contested or not mentioned again.

    Closed: the later one says that it exists for the whole region, without limit; that it says nothing is
    not_mentioned.
    """
    from lindra.access import printed, told

    with _clear():
        found = told.compared(_inventory(before, on), _inventory(after, on))
    if as_json:
        show(found, True)
    else:
        click.echo("\n".join(printed.compared(found)))


@system("inventory of access")
@access.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--inventory", default="own", show_default=True, metavar="ID",
              help="own, or the name of an inventory that others made, as in 2027-06.")  # fmt: skip
@AS_JSON
def take_in(file: Path, inventory: str, as_json: bool) -> None:
    """Read in what exists where, from CSV or JSON; the same file again changes nothing.

    One row each: function, provider (HSA-id), name, areas (codes), hours (Mon-Fri 08:00-17:00; Sat 22-06, or 24/7;
    empty: not stated), valid_from, stated_by, stated_on; and, where there is something to say, unit, place,
    diagnoses, youngest, oldest, limits, telephone, agreement, agreement_title, valid_to, source. What is at a place (a
    hospital, a ward) is of no single municipality. An inventory may also say missing or contests in the column says,
    with a limitation. Bad rows are named with row and field and left out (exit code 1). Hours that overlap are kept
    and read as one, which is told; hours may pass midnight and the end of the week.
    """
    from lindra.access import actions, statements

    if inventory == statements.ID:
        raise click.UsageError(
            f"{statements.ID} is the inventory of June 2026, which is not changed: choose another name"
        )
    with _clear():
        rows = list(_rows(file))
    found = actions.take_in(rows, inventory)
    for number, name, text in (*found.notes, *found.faults):
        say(f"row {number}, {name}: {text}")
    show({
        "inventory": inventory, "made": found.made, "changed": found.changed, "unchanged": found.unchanged,
        "left_out": len({number for number, _, _ in found.faults}),
        "faults": [{"row": number, "field": name, "what": text} for number, name, text in found.faults],
        "notes": [{"row": number, "field": name, "what": text} for number, name, text in found.notes],
    }, as_json)  # fmt: skip
    if found.faults:
        raise SystemExit(PARTLY)


def _rows(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows with their number; the first row of a CSV under the head is 2, as in a spreadsheet."""
    text = file.read_bytes().decode("utf-8-sig")
    if file.suffix.lower() == ".json":
        found = json.loads(text)
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise ValueError(f"{file}: a JSON file holds a list of objects, one for each offering")
        yield from enumerate(found, 1)
        return
    separator = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    for number, row in enumerate(csv.DictReader(text.splitlines(), delimiter=separator), 2):
        yield (
            number,
            {
                name if name is not None else "more columns than the head": value
                for name, value in row.items()
            },
        )


def _inventory(name: str, on: Any) -> Any:
    from lindra.access import queries, statements

    if name == statements.ID:
        return statements.june_2026()
    return queries.inventory(name, on.date() if on is not None else clock.today())


def _known_region(code: str) -> None:
    from lindra.areas import geography

    if code and code not in {one.code for one in geography.regions()}:
        known = ", ".join(f"{one.code} {one.short}" for one in geography.regions())
        raise ValueError(f"no region has the code {code!r}; the regions are {known}")


@contextmanager
def _clear() -> Iterator[None]:
    """What was asked for and cannot be, said on standard error."""
    try:
        yield
    except (ValueError, LookupError, UnicodeDecodeError, csv.Error) as wrong:
        say(f"Error: {wrong}")
        raise SystemExit(USAGE) from wrong


commands: list[click.Command] = [access]
