"""``lindra registry …``: gathers the commands of the room's parts."""

from __future__ import annotations

import click

import lindra.registry.prefill.cli  # noqa: F401 - adds its commands to ``registry``
from lindra.registry.commands import registry
from lindra.registry.coverage import cli as _coverage  # noqa: F401
from lindra.registry.files import cli as _files  # noqa: F401
from lindra.registry.relatives import cli as relatives  # noqa: F401 - adds its commands

commands: list[click.Command] = [registry]
