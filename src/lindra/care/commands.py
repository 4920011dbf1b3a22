"""``lindra plan …``: the plan of one patient. Each part of this room adds its own to the group."""

from __future__ import annotations

import click


@click.group()
def plan() -> None:
    """The plan of one patient, and the plan on paper."""
