"""``lindra privacy …``: the patient's extract of the access log, its anchors, and its weeding."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import click

from lindra.console import PARTLY, USAGE, progress, say, show, system
from lindra.privacy.options import reader_options, the_patient, the_reader


@click.group()
def privacy() -> None:
    """Who has read what: the access log, and the patient's extract of it."""


@privacy.command()
@click.argument("patient")
@reader_options
@click.option("--pdf", type=click.Path(path_type=Path, dir_okay=False), help="Write the extract as PDF here.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
def extract(patient: str, hsa_id: str, purpose: str, unit: str, pdf: Path | None, as_json: bool) -> None:
    """Who has opened the record of PATIENT, for the patient: an opaque id, or - to read an identity number."""
    from lindra.privacy import door
    from lindra.privacy.log import extract_pdf
    from lindra.privacy.log.extract import extract as take_out

    reader = the_reader(hsa_id, purpose, unit)
    found = take_out(the_patient(patient, reader), reader)
    if isinstance(found, door.Denied):
        say(f"Denied: not for this purpose, no care relation, or no such patient ({found.right}).")
        raise SystemExit(PARTLY)
    if pdf is not None:
        _write(pdf, extract_pdf.pdf(found, reader))
        say(f"written: {pdf}")
    lines = [
        {
            "entry": line.entry, "at": line.at.isoformat(), "unit": line.unit, "provider": line.provider,
            "who": line.who, "why": line.why, "what": line.what, "ground": line.ground, "note": line.note,
            "refused": line.refused,
        }
        for line in found.lines()
    ]  # fmt: skip
    if as_json:
        show({"accesses": lines}, as_json=True)
    elif pdf is None:
        for line in found.lines():
            click.echo(" · ".join(filter(None, extract_pdf.in_one_line(line))))


def _write(path: Path, content: bytes) -> None:
    """A file that only its owner may read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


@system("proof of the access log")
@privacy.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def anchor(file: Path) -> None:
    """Write where every chain of the access log ends to FILE; keep it apart (lindra verify --checkpoint FILE)."""
    from django.conf import settings

    from lindra.privacy import accesslog
    from lindra.privacy.log import anchors
    from lindra.privacy.log import queries as log_queries

    accesslog.anchor()
    click.echo(f"{anchors.keep(file, settings.LINDRA_HOME, log_queries.heads())}  {file}")


@system("weeding after the retention time")
@privacy.command()
@click.option(
    "--before", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Empty what is older than this day."
)
def weed(before: datetime) -> None:
    """Empty the rows of the access log that are older than a day, at least five years ago. Cannot be undone."""
    from lindra.privacy.log.weeding import TooYoung
    from lindra.privacy.log.weeding import weed as carry_out
    from lindra.record.envelope import midnight

    try:
        count = carry_out(midnight(before.date()), lambda batches: progress(batches, "batches weeded"))
    except TooYoung as error:
        say(f"Error: {error}")
        raise SystemExit(USAGE) from None
    say(f"rows emptied: {count}")


@system("systematic checks of the access log")
@privacy.command()
@click.option("--month", type=click.DateTime(["%Y-%m"]), help="YYYY-MM; this month where not given.")
def checks(month: datetime | None) -> None:
    """Find what somebody should look at in the access log of a month, for every provider; may be run again."""
    from lindra import clock
    from lindra.areas.models import Provider
    from lindra.privacy.checks.actions import draw

    chosen = f"{month or clock.today():%Y-%m}"
    for provider in progress(Provider.objects.order_by("name"), "providers"):
        if count := draw(provider.pk, chosen):
            say(f"{provider.name}: {count} new to look at")
