"""``lindra governance …``: what is due, late, without an owner; documents, actions, campaigns."""

from __future__ import annotations

import click


@click.group()
def governance() -> None:
    """Agreements, actions, promises and campaigns: what was promised, who acts, what is late."""


commands: list[click.Command] = [governance]
