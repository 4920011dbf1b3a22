"""``lindra registry prefill``: what the record answers of the report on one death, for a person or a machine."""

from __future__ import annotations

from typing import NoReturn

import click

from lindra.console import PARTLY, say, show
from lindra.privacy.options import reader_options, the_patient, the_reader
from lindra.registry.commands import registry


@registry.command()
@click.argument("patient")
@reader_options
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
def prefill(patient: str, hsa_id: str, purpose: str, unit: str, language: str, as_json: bool) -> None:
    """What the record of PATIENT answers: an opaque id, or - to read an identity number from standard input."""
    from django.utils import translation

    from lindra.care.plan.reading import partly
    from lindra.people.details import RegisterOptOut
    from lindra.privacy import door
    from lindra.registry.prefill import reading, telling

    reader = the_reader(hsa_id, purpose, unit)
    opened = door.open(the_patient(patient, reader), reader, "lindra registry prefill")
    if isinstance(opened, door.Denied):
        _stop(f"Denied: no care relation, or no such patient ({opened.right}).")
    if (wanted := opened.person.first(RegisterOptOut)) is not None and wanted.opted_out:
        _stop(
            "This person does not want to be in a quality register (SFS 2008:355 7 kap. 2 §): nothing is prepared."
        )
    died = opened.chart.one("death")
    if died is None:
        _stop(
            "No death is noted: this person is alive as far as the record tells, and there is nothing to report."
        )
    with translation.override(language):
        told = telling.told(
            reading.read(opened), died, reading.contradicting(opened), language, partly=partly(opened)
        )
        text = "\n".join(telling.lines(told))
    if as_json:
        show(told, as_json=True)
        return
    if told["partly"]:
        say("There are entries that you may not see: what is silent here may stand in them.")
    click.echo(text)


def _stop(why: str) -> NoReturn:
    say(why)
    raise SystemExit(PARTLY)
