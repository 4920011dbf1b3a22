"""``lindra record …``, ``lindra verify``, ``lindra export``: upkeep of the log, run as a system reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from lindra.console import DONE, PARTLY, USAGE, progress, say, show, system

AS_JSON = click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")


@click.group()
def record() -> None:
    """The log: counts, rebuild, checkpoint, destructions."""


@system("follow-up of the log")
@record.command()
@AS_JSON
def stats(as_json: bool) -> None:
    """Count patients, deaths, events, admissions and emergency visits."""
    from lindra.record.stats import stats as count

    show(count(), as_json)


@system("upkeep of readings")
@record.command()
@click.option("--after", default="", help="Resume after this patient id.")
def rebuild(after: str) -> None:
    """Compute every chart and reading anew."""
    from lindra.record import readings

    last = [after]

    def each(patients: Iterable[str]) -> Iterator[str]:
        for patient in progress(patients, "rebuilt"):
            yield patient
            last[0] = patient

    try:
        count = readings.rebuild(after, each)
    except KeyboardInterrupt:
        say(f"stopped; resume with: lindra record rebuild --after {last[0]}")
        raise SystemExit(PARTLY) from None
    say(f"rebuilt {count} patients")


@system("proof of the log")
@record.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def checkpoint(file: Path) -> None:
    """Write every patient's head to FILE; keep it apart from the database."""
    from lindra.record.verify import checkpoint as write

    click.echo(f"{write(file)}  {file}")


@system("destruction by decision")
@record.command("replay-destructions")
def replay_destructions() -> None:
    """After a restore: carry out again the destructions that the restored database does not know."""
    from django.conf import settings

    from lindra.record.destruction import replay

    say(f"carried out again: {replay(settings.LINDRA_HOME, settings.LINDRA_PSEUDONYM_KEY)}")
    settled()


def settled() -> None:
    """Finish destructions in exported folders; tell, and exit 1, where a folder is not there."""
    from django.conf import settings

    from lindra.record.destruction import settle

    away = settle(settings.LINDRA_HOME, settings.LINDRA_PSEUDONYM_KEY)
    for folder in away:
        say(f"still holds what was destroyed, and is not there now: {folder}")
    if away:
        raise SystemExit(PARTLY)


@system("proof of the log")
@click.command()
@click.option(
    "--checkpoint", "checkpoints", type=click.Path(path_type=Path, exists=True, dir_okay=False), multiple=True,
    help="Check against what was written to be kept apart; may be repeated, once for each log.",
)  # fmt: skip
@AS_JSON
def verify(checkpoints: tuple[Path, ...], as_json: bool) -> None:
    """Check that the log, and the access log, are as they were written. Exit 1 when they are not."""
    from lindra.record.verify import BESIDE
    from lindra.record.verify import verify as check

    kept = _by_kind(checkpoints)
    told = _told(check(kept.get("checkpoint"), lambda items: progress(items, "verified")))
    beside = {kind: look(kept.get(kind)) for kind, look in BESIDE.items()}
    show(told | beside, as_json)
    raise SystemExit(PARTLY if any(part["faults"] for part in (told, *beside.values())) else DONE)


def _by_kind(checkpoints: tuple[Path, ...]) -> dict[str, Path]:
    from lindra.record.verify import kind_of

    try:
        kept = {kind_of(path): path for path in checkpoints}
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--checkpoint") from None
    if len(kept) < len(checkpoints):
        raise click.BadParameter("two of the same log", param_hint="--checkpoint")
    return kept


def _told(result: Any) -> dict[str, Any]:
    return {
        "patients": result.patients,
        "events": result.events,
        "destroyed": result.destroyed,
        "faults": [{"patient": f.patient, "seq": f.seq, "what": f.what} for f in result.faults],
    }


@system("follow-up and statistics")
@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@AS_JSON
def export(folder: Path, as_json: bool) -> None:
    """Bring the Parquet files in FOLDER up to the log."""
    from django.conf import settings

    from lindra.record import export as room
    from lindra.record.destruction import settle
    from lindra.record.layers import OldExport

    room.remember_folder(settings.LINDRA_HOME, folder)
    settle(settings.LINDRA_HOME, settings.LINDRA_PSEUDONYM_KEY)
    try:
        done = room.export(folder, settings.LINDRA_PSEUDONYM_KEY, lambda items: progress(items, "exported"))
    except OldExport as error:
        say(f"Error: {error}")
        raise SystemExit(USAGE) from error
    show(
        {"patients": done.patients, "events": done.events, "dead": done.dead, "months": len(done.months)},
        as_json,
    )


commands: list[click.Command] = [record, verify, export]
