"""``lindra registry …``: gathers the commands of the room's parts."""

from __future__ import annotations

import click

from lindra.registry.commands import registry
from lindra.registry.relatives import cli as relatives  # noqa: F401 - adds its commands

commands: list[click.Command] = [registry]
