"""``lindra backup``, ``lindra restore``, ``lindra backup-key``."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lindra.console import DONE, PARTLY, USAGE, progress, say, show, system

if TYPE_CHECKING:
    from lindra.site.backup import Progress

AS_JSON = click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
A_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
IDENTITY = click.option(
    "--identity", type=A_FILE, help="age's identity; one locked with a passphrase asks for it."
)


@click.command("backup-key")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup_key(file: Path) -> None:
    """Make an identity for backups in FILE, and tell its recipient: keep FILE apart from this machine."""
    from lindra.site import packing

    try:
        click.echo(packing.new_identity(file))
    except FileExistsError as error:
        raise click.UsageError(f"{file} is there already") from error


@system("backup of the world")
@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--recipient", "to", multiple=True, envvar="LINDRA_BACKUP_RECIPIENT", metavar="AGE1…",
              help="Who can read it; public. Otherwise LINDRA_BACKUP_RECIPIENT.")  # fmt: skip
@IDENTITY
@AS_JSON
def backup(file: Path, to: tuple[str, ...], identity: Path | None, as_json: bool) -> None:
    """Write the world to FILE, encrypted; with --identity also restore it for trial. Exit 1 when something is wrong."""
    from lindra.site import backup as room
    from lindra.site import packing, restore

    home, url, said = _place()
    with _refusals():
        by = _identities(identity) if identity else []
        made = room.backup(file, home, url, packing.recipients(to), said)
        trial = restore.trial(file, by, home, url, said) if by else None
    lost = [] if trial is None else room.differences(made.found, trial.found)
    say(
        "the keys are not in it: keep them, and the identity that opens it, apart from it and from this machine"
    )
    show(
        {"file": str(file), "sha256": made.sha256, "bytes": made.size, **made.found.counts,
         "restored_for_trial": trial is not None, "faults": [*made.found.faults, *lost]},
        as_json,
    )  # fmt: skip
    raise SystemExit(PARTLY if made.found.faults or lost else DONE)


@click.command()
@click.argument("file", type=A_FILE)
@IDENTITY
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="Another folder (SQLite).")
@click.option("--replace", is_flag=True, help="Move the world that is here aside.")
@click.option(
    "--ledger", multiple=True, type=A_FILE, help="Further destructions (destructions.ndjson) to carry out."
)
@click.option("--checkpoint", type=A_FILE, help="Compare with heads that were kept apart, too.")
@AS_JSON
def restore(file: Path, identity: Path | None, into: Path | None, replace: bool, ledger: tuple[Path, ...],
            checkpoint: Path | None, as_json: bool) -> None:  # fmt: skip
    """Restore the world in FILE, destroy again what was destroyed, verify. Exit 1 when something is wrong."""
    from lindra.privacy.accesslog import system_run
    from lindra.record import wall
    from lindra.site import restore as room
    from lindra.site.place import at

    home, url, said = _place()
    if identity is None:
        raise click.UsageError("name the identity that opens the backup: --identity FILE")
    if into and url:
        raise click.UsageError("--into is for SQLite: on PostgreSQL set DATABASE_URL and LINDRA_HOME")
    with _refusals(), wall.everything():
        wanted = room.Wanted(
            file,
            _identities(identity),
            (into or home).resolve(),
            url,
            replace,
            into is not None,
            ledger,
            checkpoint,
        )
        done = room.restore(wanted, said)
    with at(wanted.home, url):
        system_run("restore", "restore of a backup")
    if into:
        say(f"the keys are not restored: put keys.json of the world that was backed up into {into}")
    for folder in done.away:
        say(f"still holds what was destroyed, and is not there now: {folder}")
    for place in done.aside:
        say(
            f"what was here before is kept in {place}, with its access log: remove it when it is no longer needed"
        )
    show(
        {"made_at": done.made_at, **done.found.counts, "destroyed_again": done.replayed, "aside": done.aside,
         "faults": list(done.found.faults)},
        as_json,
    )  # fmt: skip
    raise SystemExit(PARTLY if done.found.faults or done.away else DONE)


def _place() -> tuple[Path, str, Progress]:
    """The world of the surroundings, and how progress is told."""
    from django.conf import settings

    from lindra.site.backup import Progress

    return settings.LINDRA_HOME, settings.ENVIRONMENT.database_url, Progress(_copied(), progress)


def _copied() -> Callable[[int, int], None]:
    last = [time.monotonic()]

    def tell(done: int, of: int) -> None:
        if time.monotonic() - last[0] >= 2:
            last[0] = time.monotonic()
            say(f"copied: {done >> 20:,} MB" + (f" of {of >> 20:,}" if of else ""))

    return tell


def _identities(path: Path) -> list[Any]:
    from lindra.site import packing

    return packing.identities(path, lambda: click.prompt("Passphrase", hide_input=True, err=True))


@contextmanager
def _refusals() -> Iterator[None]:
    """What is not carried out is told in words, with exit code 2."""
    from lindra.site import backup, packing, snapshot

    try:
        yield
    except (backup.Refused, packing.Unreadable, snapshot.NoTool, OSError) as error:
        say(f"Error: {error}")
        raise SystemExit(USAGE) from error
