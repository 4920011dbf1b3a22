"""``lindra access …``: where specialised care can be had, and where it is said to be missing."""

from __future__ import annotations

import click


@click.group()
def access() -> None:
    """The inventory of access: coverage by municipality and hour, gaps as stated, what is contested."""


commands: list[click.Command] = [access]
