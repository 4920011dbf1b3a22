"""What every command of ``lindra …`` shares: exit codes, clear problems, output, progress.

Results go to standard output (``--json`` for machines), everything else to standard error.
Exit codes: 0 all done, 1 done in part or denied, 2 wrong usage.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import click

DONE, PARTLY, USAGE = 0, 1, 2

Command = TypeVar("Command", bound=click.Command)
T = TypeVar("T")


def system(purpose: str) -> Callable[[Command], Command]:
    """Mark a command that runs as a named system reader; each run is written once in the access log."""

    def mark(command: Command) -> Command:
        command.system_purpose = purpose  # type: ignore[attr-defined]
        return command

    return mark


def without_world(command: Command) -> Command:
    """Mark a command that needs no databases: it runs anywhere, and nothing is made ready for it."""
    command.without_world = True  # type: ignore[attr-defined]
    return command


def say(text: str) -> None:
    """A message for a person, on standard error."""
    click.echo(text, err=True)


def show(result: dict[str, Any], as_json: bool) -> None:
    """A result on standard output: JSON for machines, ``name: value`` lines for people."""
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    for name, value in result.items():
        if isinstance(value, dict):
            click.echo(f"{name}:")
            for key, inner in value.items():
                click.echo(f"  {key}: {_brief(inner)}")
        else:
            click.echo(f"{name}: {_brief(value)}")


def _brief(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value)


def progress(items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
    """Pass items on, telling on standard error how far it has come, once a second and at the end."""
    started = last = time.monotonic()
    count = 0
    for count, item in enumerate(items, 1):
        yield item
        moment = time.monotonic()
        if moment - last >= 1:
            last = moment
            _tell(label, count, total, moment - started, end="\r" if sys.stderr.isatty() else "\n")
    if time.monotonic() - started >= 2:
        _tell(label, count, total, time.monotonic() - started, end="\n")


def _tell(label: str, count: int, total: int | None, seconds: float, end: str) -> None:
    of = f" of {total:,}" if total else ""
    click.echo(f"{label}: {count:,}{of} ({count / max(seconds, 0.001):,.0f}/s)", err=True, nl=False)
    click.echo(end, err=True, nl=False)
