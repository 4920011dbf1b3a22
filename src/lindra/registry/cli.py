"""``lindra registry …``: gathers the commands of the room's parts."""

from __future__ import annotations

import click

from lindra.registry.commands import registry

commands: list[click.Command] = [registry]
