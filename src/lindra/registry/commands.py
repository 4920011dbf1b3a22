"""The group ``lindra registry``; each part of the room adds its commands (``cli.py`` gathers them)."""

from __future__ import annotations

import click


@click.group()
def registry() -> None:
    """Deaths reported once: what the record answers, the reports to write, coverage, files for the register."""
