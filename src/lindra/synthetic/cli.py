"""``lindra demo …`` and ``lindra synthetic …``."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from lindra.console import PARTLY, USAGE, progress, say, show, system, without_world

AS_JSON = click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
KEY = "made-up people need no secret"


class Instant(click.ParamType[datetime]):
    """A moment with its offset."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read ISO 8601; refuse what has no offset."""
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a moment, as in 2026-06-15T03:00:00+02:00", param, ctx)
        if moment.tzinfo is None:
            self.fail("a moment needs its offset, as in 2026-06-15T03:00:00+02:00", param, ctx)
        return moment


def county_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds ``--seed``, ``--until`` and ``--patients``: together they say which county."""
    from lindra.synthetic.generator import PATIENTS, SEED, UNTIL

    for option in (
        click.option(
            "--patients", default=PATIENTS, show_default=True, type=click.IntRange(1), help="How many."
        ),
        click.option(
            "--until", default=UNTIL.isoformat(), show_default=True, type=Instant(), help="The last moment."
        ),
        click.option("--seed", default=SEED, show_default=True, help="Another seed, another county."),
    ):
        command = option(command)
    return command


@click.group()
def demo() -> None:
    """The made-up county to try things in."""


@system("demo")
@demo.command()
@county_options
def load(seed: int, until: datetime, patients: int) -> None:
    """Load the county into this world, once; a second call returns at once."""
    from lindra.synthetic import demo as room

    try:
        count = room.load(seed, until, patients)
        if count:
            room.count(until)
    except room.Refused as error:
        say(f"Error: {error}")
        raise SystemExit(PARTLY) from error
    say(f"loaded {count} made-up people" if count else "the county is here already")


@demo.command()
@AS_JSON
def who(as_json: bool) -> None:
    """Who to sign in as."""
    from lindra.registry.relatives.rules import pieces
    from lindra.synthetic import demo as room
    from lindra.synthetic.relatives import CODE

    found = room.accounts()
    if as_json:
        click.echo(json.dumps([_told(account) for account in found], ensure_ascii=False, indent=2))
        return
    if not found:
        say("nobody: load the county first, with: lindra demo load")
        return
    click.echo(f"Sign in as (password for all: {found[0].password})\n")
    for account in found:
        click.echo(f"  {account.username:<9} {account.name}, {account.title.lower()} – {account.work}")
        click.echo(f"  {'':<9} {account.told}  [{account.hsa_id}]")
    click.echo(f"\nA relative answers at /answer/ with the code {pieces(CODE)}")


def _told(account: Any) -> dict[str, str]:
    return {name: getattr(account, name) for name in account.__slots__}


@demo.command()
def until() -> None:
    """The moment at which the county ends, for LINDRA_NOW."""
    from lindra.synthetic.generator import UNTIL

    click.echo(UNTIL.isoformat())


@click.group()
def synthetic() -> None:
    """Made-up counties of any size, and their true answers."""


@synthetic.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@county_options
@click.option("--no-log", is_flag=True, help="Only the layers last_year/ and people/.")
@click.option("--discharges", "sent", is_flag=True, help="Also the messages of the discharge process.")
@AS_JSON
def parquet(
    folder: Path, seed: int, until: datetime, patients: int, no_log: bool, sent: bool, as_json: bool
) -> None:
    """Write a county straight to FOLDER, as an export would lie there."""
    from lindra.record.export import keyed_with
    from lindra.synthetic import discharges, generator, sinks

    stories = generator.county(seed, until, patients)
    done = sinks.to_parquet(
        discharges.told(stories, until) if sent else stories,
        folder,
        keyed_with(KEY),
        with_log=not no_log,
        each=lambda stories: progress(stories, "made-up people", patients),
    )
    result = {"patients": done.patients, "dead": done.dead, "events": done.events, "months": len(done.months)}
    show(result, as_json)


@synthetic.command("truth")
@county_options
@click.option("--people", is_flag=True, help="Also the answer of each dead person.")
@click.option(
    "--report", "reports", is_flag=True, help="With each also the true answers of the register's report."
)
def true_answers(seed: int, until: datetime, patients: int, people: bool, reports: bool) -> None:
    """The county's true answers, as JSON, counted from its plans."""
    from dataclasses import asdict

    from lindra.synthetic import generator, report, truth

    answers, cares, told = [], [], []
    for story in progress(generator.county(seed, until, patients), "made-up people", patients):
        cares.append(story.care)
        if story.plan.dead:
            answers.append(truth.answer(story.patient, story.plan))
            found = report.report(story) if reports else {}
            told.append({name: {"true": list(so.answers), "record": so.holds} for name, so in found.items()})
    counted = {**truth.collected(answers, patients), "plans_of_care": truth.plans(cares)}
    result = {"seed": seed, "until": until.isoformat(), **counted}
    if people or reports:
        result["people"] = [
            {**asdict(answer), **({"report": one} if reports else {})}
            for answer, one in zip(answers, told, strict=True)
        ]
    click.echo(json.dumps(result, ensure_ascii=False, indent=2))


@without_world
@synthetic.command("discharges")
@county_options
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="CASES.csv",
    help="Where the stays go: case,municipality,event,at,value, as lindra discharge clocks and liability read them.",
)
@click.option("--cases", "singly", is_flag=True, help="Also what is true of each stay.")
def discharge_cases(seed: int, until: datetime, patients: int, out: Path, singly: bool) -> None:
    """Write the county's stays to CASES.csv; what is true of them at its last moment, as JSON on standard output.

    Set LINDRA_NOW to the end (lindra demo until) where the file is computed: stays that go on hang on what time it is.
    """
    from lindra.synthetic import generator
    from lindra.synthetic.discharges import cases, truth

    stories = progress(generator.county(seed, until, patients), "made-up people", patients)
    with out.open("w", encoding="utf-8", newline="") as file:
        found = cases.written(cases.planted(stories, until), file)
    result = {"seed": seed, "until": until.isoformat(), "patients": patients, "cases": len(found)}
    result["months"] = truth.collected(found)
    if singly:
        result["stays"] = [truth.plain(one) for one in found]
    click.echo(json.dumps(result, ensure_ascii=False, indent=2))


@without_world
@synthetic.command()
@county_options
@AS_JSON
def evaluate(seed: int, until: datetime, patients: int, as_json: bool) -> None:
    """How well the register's report fills itself in: what the record holds, what is found, what is right."""
    from lindra.synthetic import evaluate as room
    from lindra.synthetic import generator

    stories = progress(generator.county(seed, until, patients), "made-up people", patients)
    deaths, counts = room.evaluated(stories)
    if as_json:
        show({"seed": seed, "until": until.isoformat(), "deaths": deaths, **room.told(counts)}, as_json=True)
        return
    click.echo("\n".join(room.table(deaths, counts)))


@without_world
@click.command()
@click.option(
    "--nation", is_flag=True, required=True, help="The whole of Sweden: there is nothing else today."
)
@click.option(
    "--years", default=10, show_default=True, type=click.IntRange(1, 40), help="How many years of deaths."
)
@click.option(
    "--last-year", "last", default=2025, show_default=True, type=click.IntRange(2016, 2050), help="The last."
)
@click.option(
    "--seed", default=1, show_default=True, type=click.IntRange(0), help="Another seed, another nation."
)
@click.option(
    "--scale",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0, min_open=True),
    help="How large, of Sweden.",
)
@click.option(
    "--jobs",
    default=0,
    type=click.IntRange(0),
    help="How many processes; one for each core if none is named.",
)
@click.option(
    "--out",
    default="nation",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="A new or empty folder.",
)
@AS_JSON
def synth(
    nation: bool, years: int, last: int, seed: int, scale: float, jobs: int, out: Path, as_json: bool
) -> None:
    """Write a made-up nation to OUT, as an export would lie there; what is true of it, in OUT/truth.json.

    Needs NumPy and pyarrow, which come with: pip install 'lindra[nation]'.
    """
    try:
        from lindra.synthetic.nation.month import Nation
        from lindra.synthetic.nation.write import Refused, write
    except ModuleNotFoundError as error:
        say(f"Error: {error.name} is not installed; install it with: pip install 'lindra[nation]'")
        raise SystemExit(USAGE) from error
    made = Nation(seed, years, last, scale)
    try:
        done = write(made, out, jobs, lambda months: progress(months, "months of deaths", years * 12))
    except Refused as error:
        say(f"Error: {error}")
        raise SystemExit(USAGE) from error
    result = {
        "deaths": done.deaths,
        "events": done.events,
        "log_entries": done.entries,
        "people": done.people,
        "seconds": round(done.seconds, 1),
        "events_per_second": done.events_a_second,
    }
    show(result, as_json)


commands: list[click.Command] = [demo, synthetic, synth]
