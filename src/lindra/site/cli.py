"""``lindra …``: gathers each room's commands, gets the world ready, logs what runs as a system reader."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from lindra.site import backup_cli, signin_cli

ROOMS = (
    "record",
    "privacy",
    "forms",
    "deadlines",
    "fhir",
    "synthetic",
    "care",
    "care.homes",
    "discharge",
    "registry",
    "measures",
    "access",
    "governance",
)
"""Rooms with a ``cli.py``."""


def main() -> None:
    """Entry point of ``lindra`` and ``bin/lindra``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lindra.site.settings")
    try:
        import django

        django.setup()
    except ValueError as error:
        click.echo(f"Error: {error}", err=True)
        raise SystemExit(2) from error
    gathered()(prog_name="lindra")


def gathered() -> click.Group:
    """The command with every room's commands; those that read or write patients get their world ready first."""

    @click.group(context_settings={"help_option_names": ["-h", "--help"]})
    def lindra() -> None:
        """Palliative care: write once what happens to the patient, read it many ways."""

    for room in ROOMS:
        for command in importlib.import_module(f"lindra.{room}.cli").commands:
            lindra.add_command(_prepared(command))
    for command in (migrate, serve, backup_cli.restore, backup_cli.backup_key):
        lindra.add_command(command)  # these see to their world themselves
    for command in (backup_cli.backup, *signin_cli.commands):
        lindra.add_command(_prepared(command))
    demo = lindra.commands["demo"]
    assert isinstance(demo, click.Group)
    demo.add_command(_prepared(serve_demo, "demo"))
    return lindra


def _prepared(command: click.Command, path: str = "") -> click.Command:
    """Wrap a command, and the commands of a group, in getting ready and in the log of system runs."""
    name = f"{path} {command.name}".strip()
    if getattr(command, "without_world", False):
        return command
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _prepared(inner, name)
    elif command.callback is not None and not hasattr(command.callback, "gets_ready"):
        command.callback = _ready(command.callback, name, getattr(command, "system_purpose", None))
    return command


def _ready(callback: Callable[..., Any], name: str, purpose: str | None) -> Callable[..., Any]:
    @wraps(callback)
    def run(*args: Any, **kwargs: Any) -> Any:
        from lindra.privacy.accesslog import system_run
        from lindra.record import wall
        from lindra.site import world

        with wall.everything():
            world.get_ready()
        if purpose is None:  # in somebody's name, through the door
            return callback(*args, **kwargs)
        with wall.everything():
            system_run(name, purpose)
            return callback(*args, **kwargs)

    run.gets_ready = True  # type: ignore[attr-defined]
    return run


@click.command()
def migrate() -> None:
    """Bring the databases to this version's form."""
    from lindra.privacy.accesslog import system_run
    from lindra.record import wall
    from lindra.site import world

    with wall.everything():
        world.migrate()
    system_run("migrate", "upkeep of the database")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Processes; SQLite wants one.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve the site until stopped."""
    from lindra.record import wall
    from lindra.site import world

    with wall.everything():
        world.get_ready()
    _serve(host, port, workers)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.pass_context
def serve_demo(context: click.Context, host: str, port: int) -> None:
    """Load the county where it is not, say who may be tried, and serve it at the moment it ends."""
    from django.conf import settings

    from lindra import clock
    from lindra.synthetic import cli as demo
    from lindra.synthetic.demo import count
    from lindra.synthetic.generator import UNTIL

    # for the processes that serve
    os.environ |= {"LINDRA_NOW": UNTIL.isoformat(), "LINDRA_DEMO": "1", "LINDRA_DISCHARGE_MESSAGES": "17"}
    settings.LINDRA_DISCHARGE_MESSAGES = frozenset({"17"})
    settings.LINDRA_DEMO = True  # and for those that begin with what is known already
    clock.fix(UNTIL)
    context.invoke(demo.load)
    count(UNTIL)  # of a county that was loaded before its indicators were counted
    click.echo(f"\nLindra: http://{host}:{port}   (stop with Ctrl-C)\n")
    context.invoke(demo.who)
    sys.stdout.flush()
    _serve(host, port, workers=1)


def _serve(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "lindra.site.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=workers,
        blocking_threads=1, websockets=False, workers_kill_timeout=2, log_access=False, working_dir=Path.cwd(),
    ).serve()  # fmt: skip


if __name__ == "__main__":
    sys.argv[0] = "lindra"
    main()
