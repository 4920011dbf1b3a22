"""``lindra governance …``: what is due, late, without an owner; documents, actions, campaigns, the Monday page."""

from __future__ import annotations

import click

from lindra.governance import due_cli
from lindra.governance.campaigns import cli as campaigns
from lindra.governance.commitments import cli as commitments
from lindra.governance.documents import cli as documents
from lindra.governance.monday import cli as monday


@click.group()
def governance() -> None:
    """Agreements, actions, promises and campaigns: what was promised, who acts, what is late."""


for part in (due_cli, documents, commitments, campaigns, monday):
    for command in part.commands:
        governance.add_command(command)

commands: list[click.Command] = [governance]
