"""``lindra plan print``, ``verify`` and ``key``: the plan on paper, and checking one anywhere."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lindra.care.commands import plan
from lindra.care.events.plan import SECTIONS
from lindra.console import DONE, PARTLY, USAGE, say, show, without_world
from lindra.privacy.options import reader_options, the_patient, the_reader

if TYPE_CHECKING:
    from lindra.care.paper.checking import Verdict
    from lindra.care.paper.keys import Known
    from lindra.care.paper.making import Chosen
    from lindra.privacy.reader import Reader

A_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
NEW_FILE = click.Path(path_type=Path, dir_okay=False)


@plan.command("print")
@click.argument("patient")
@reader_options
@click.option("--out", type=NEW_FILE, required=True, help="Where the page for the bedside goes (PDF).")
@click.option("--signed-file", type=NEW_FILE, help="Where the same goes as a signed file.")
@click.option(
    "--section", "sections", multiple=True, type=click.Choice(SECTIONS), help="What is printed; all if none."
)
@click.option("--number", is_flag=True, help="With the identity number.")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
@click.option("--address", default="", help="Where this instance is reached, as https://lindra.example.")
def print_one(patient: str, hsa_id: str, purpose: str, unit: str, out: Path, signed_file: Path | None,
              sections: tuple[str, ...], number: bool, language: str, address: str) -> None:  # fmt: skip
    """The plan of PATIENT on one signed page: an opaque id, or - to read an identity number from standard input."""
    from django.utils import translation

    from lindra.care.paper import keys, making

    reader = the_reader(hsa_id, purpose, unit)
    with translation.override(language):
        chosen = _chosen(the_patient(patient, reader), reader, sections, number, address)
        try:
            paper, file = making.paper(chosen), making.file(chosen)
        except keys.NoKey as error:
            raise click.UsageError(str(error)) from error
    _write(out, paper)
    if signed_file is not None:
        _write(signed_file, file.encode())
    say(f"do not trust it after {chosen.not_after.isoformat()}")


def _chosen(patient: str, reader: Reader, sections: tuple[str, ...], number: bool, address: str) -> Chosen:
    """What is to be printed; exits 1 where it may not be."""
    from lindra.care.paper import making
    from lindra.care.paper.views import WHAT
    from lindra.care.plan import reading
    from lindra.privacy import door
    from lindra.privacy.rules import Purpose, law

    if reader.purpose is not Purpose.CARE:
        click.echo(f"Denied: paper is for giving care, so --purpose care ({law('PDL 4:1')}).", err=True)
        raise SystemExit(PARTLY)
    opened = door.open(patient, reader, WHAT)
    if isinstance(opened, door.Denied):
        click.echo(f"Denied: no care relation, or no such patient ({opened.right}).", err=True)
        raise SystemExit(PARTLY)
    computed, shown = reading.read(opened, reader.at)
    if computed.dead is not None:
        say("the patient has died: no more paper is made")
        raise SystemExit(PARTLY)
    wanted = tuple(one for one in SECTIONS if not sections or one in sections)
    if "decisions" in wanted and (untold := making.untold(opened.chart)):
        say(f"the patient has not been told (nobody has noted it) of: {', '.join(untold)}; talk first, or leave out "
            "the section decisions")  # fmt: skip
    choice, base = making.Choice(wanted, number), address or making.base()
    return making.chosen(computed, shown, choice, base, partly=reading.partly(opened))


def _write(path: Path, content: bytes) -> None:
    """Only its owner reads it, also where there was such a file already."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            if stat.S_ISREG(os.fstat(file.fileno()).st_mode):  # a pipe or a device stays as it is
                os.fchmod(file.fileno(), 0o600)
            file.write(content)
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from error


@without_world
@plan.command()
def key() -> None:
    """Print the certificate of this instance, in PEM: with it anybody can check its plans. It is no secret."""
    from lindra.care.paper import keys

    try:
        click.echo(keys.public(keys.own()), nl=False)
    except keys.NoKey as error:
        raise click.UsageError(str(error)) from error


@without_world
@plan.command()
@click.argument("file", type=A_FILE)
@click.option(
    "--key",
    "key_file",
    type=A_FILE,
    help="Certificate or public key of the instance that signed, in PEM; otherwise this instance's own.",
)
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")  # fmt: skip
def verify(file: Path, key_file: Path | None, as_json: bool) -> None:
    """Check a plan, PDF or signed file, without network and database.

    Exit 0: genuine, and holds. 1: it has run out, was changed, or is not signed by this key. 2: no plan, or no key.
    """
    from lindra import clock
    from lindra.care.paper import checking, keys

    try:
        found = checking.check(file.read_bytes(), _key(key_file), clock.today())
    except (checking.NotAPlan, keys.NoKey) as error:
        click.echo(f"Error: {error}", err=True)
        raise SystemExit(USAGE) from error
    show(_told(found), as_json)
    raise SystemExit(DONE if found.state == "holds" else PARTLY)


def _key(file: Path | None) -> Known:
    from lindra.care.paper import keys

    if file is not None:
        return keys.known(file.read_bytes())
    if not keys.there():
        raise keys.NoKey("this machine has no key of its own: name the one to check against, with --key FILE")
    return keys.own().known


def _told(found: Verdict) -> dict[str, str]:
    from lindra.care.paper.checking import MEANINGS
    from lindra.frame import dates

    result = {"result": found.state, "meaning": MEANINGS[found.state], "form": found.form}
    if found.made_at is None or found.not_after is None:
        return result
    return result | {
        "signed_by": found.signed_by, "key": found.key, "made_at": dates.stamp(found.made_at, "minute"),
        "not_after": found.not_after.isoformat(),
    }  # fmt: skip
