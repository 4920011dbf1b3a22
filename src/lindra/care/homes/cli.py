"""``lindra homes show``: physicians in municipal care, in somebody's name."""

from __future__ import annotations

from typing import Any

import click

from lindra.console import PARTLY, say, show
from lindra.privacy.options import reader_options, the_reader


@click.group()
def homes() -> None:
    """Physicians in municipal care: agreed and held hours, who covers, follow-up after discharge."""


@homes.command("show")
@reader_options
@click.option(
    "--home", default="", help="HSA-id of the home, where it is not the reader's own unit (for follow-up)."
)
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
def show_home(hsa_id: str, purpose: str, unit: str, home: str, as_json: bool) -> None:
    """What is agreed and held at a home, whom to ring now, and who was discharged lately."""
    from lindra.care.homes import page, queries
    from lindra.privacy.door import BY_UNIT

    reader = the_reader(hsa_id, purpose, unit)
    wanted = home or reader.assignment.unit_hsa_id
    found = next((one for one in queries.homes(reader) if one.hsa_id == wanted), None)
    if found is None:
        say("Denied: no unit of municipal care that this reader has; for follow-up, name one with --home.")
        raise SystemExit(PARTLY)
    told = _told(page.of(found))
    if reader.purpose in BY_UNIT:  # for follow-up they would be those of all the provider's units
        told["discharged"] = [
            {"patient": one.patient, "at": one.at, "met": one.met, "state": one.state}
            for one in queries.discharged(reader)
        ]
    show(told, as_json)


def _told(home: Any) -> dict[str, Any]:
    return {
        "unit": home.unit.name,
        "agreed_hours_a_week": str(home.now_agreed),
        "agreed_until": home.runs_out.isoformat() if home.runs_out else None,
        "runs_out_soon": home.soon,
        "months": [
            {"month": f"{one.first:%Y-%m}", "agreed": str(one.agreed), "held": str(one.total), "gap": str(one.gap),
             **{kind: str(hours) for kind, hours in one.held.items()}}
            for one in home.months
        ],
        "nothing_agreed": [[first.isoformat(), last.isoformat()] for first, last in home.without],
        "ring_now": [{"who": one.who, "phone": one.phone} for one in home.ring],
        "nobody_covers": [[begins.isoformat(), ends.isoformat()] for begins, ends in home.uncovered],
    }  # fmt: skip


commands: list[click.Command] = [homes]
