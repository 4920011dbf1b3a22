"""``lindra registry coverage``: deaths known against reports signed, over the whole population: counts only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from lindra.console import show, system
from lindra.registry.commands import registry

DAY = click.DateTime(formats=["%Y-%m-%d"])


@system("coverage of the register")
@registry.command()
@click.option("--from", "first", type=DAY, help="Deaths from this day on.")
@click.option("--to", "last", type=DAY, help="Deaths up to and including this day.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
def coverage(first: datetime | None, last: datetime | None, as_json: bool) -> None:
    """Deaths, reports and coverage, in all and by unit, municipality, region and month; the lowest first.

    Municipality and region are those of the unit that reports, or is to. Who has opted out is in neither number.
    """
    from lindra.registry.coverage import everybody

    told = everybody.counted(
        f"{first:%Y-%m-%d}" if first else "", f"{last:%Y-%m-%d}" if last else "9999-12-31"
    )
    if as_json:
        show(told, as_json=True)
        return
    _lines("all", [told["all"]])
    for by in ("region", "municipality", "unit", "month"):
        _lines(by, told[by])


def _lines(title: str, groups: list[dict[str, Any]]) -> None:
    click.echo(title)
    for one in groups:
        share = "–" if one["coverage"] is None else f"{one['coverage']:.1%}"
        name = one.get("name") or one.get("key") or ("" if title == "all" else "not known")
        click.echo(f"  {name:<44} {share:>7}  {one['reported']} of {one['deaths']}")
