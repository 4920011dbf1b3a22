"""``lindra discharge …``: every command of this room. Those on files need no world."""

from __future__ import annotations

import click

from lindra.console import without_world
from lindra.discharge import record_cli
from lindra.discharge.files.commands import discharge
from lindra.discharge.statistics.cli import statistics

discharge.add_command(statistics)
for one in discharge.commands.values():
    if one is not record_cli.import_:
        without_world(one)
commands: list[click.Command] = [discharge]
