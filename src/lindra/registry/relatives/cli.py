"""``lindra registry relatives`` and ``forget-relatives``: what relatives have answered, and what is no longer kept."""

from __future__ import annotations

import click

from lindra.console import PARTLY, USAGE, say, show, system
from lindra.registry.commands import registry


@registry.command()
@click.option("--as", "hsa_id", required=True, help="HSA-id of the one who asks, for follow-up.")
@click.option("--unit", default="", help="HSA-id of the unit of the assignment, where there are several.")
@click.option(
    "--of", "of_unit", default="", help="Only the answers that this unit (HSA-id) got, if they are enough."
)
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
def relatives(hsa_id: str, unit: str, of_unit: str, as_json: bool) -> None:
    """What relatives have answered one's provider, counted, beside staff's answers on the same deaths."""
    from lindra.areas import queries as areas
    from lindra.privacy.reader import NoReader, named
    from lindra.registry.relatives import group

    try:
        reader = named(hsa_id, "followup", unit)
    except NoReader as error:
        say(f"Error: {error}")
        raise SystemExit(USAGE) from error
    chosen = areas.unit_by_hsa_id(of_unit) if of_unit else None
    found = group.of(reader, chosen.id if chosen else "")
    if of_unit and (chosen is None or found.unit != chosen.id):
        say("Error: that unit has too few answers to be shown by itself")
        raise SystemExit(PARTLY)
    if found.answers is None:
        say(f"too few answers: numbers are shown from {found.least} on")
    show(found.told(), as_json)


@system("weeding of relatives' answers")
@registry.command("forget-relatives")
def forget_relatives() -> None:
    """Remove relatives' answers whose time is over, and drafts that can no longer be sent."""
    from lindra.registry.relatives import actions

    show({"removed": actions.weed()}, as_json=False)
