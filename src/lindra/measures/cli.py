"""``lindra measures …``: cubes of every measure, made, read, released and added up. Counts only: no person is in
them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lindra import clock
from lindra.console import PARTLY, USAGE, progress, say, show, system, without_world

AS_JSON = click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
FOLDER = click.Path(path_type=Path, file_okay=False)
CUBE = click.Path(path_type=Path, file_okay=False, exists=True)
KEY = click.option(
    "--key", type=click.Path(path_type=Path, dir_okay=False), help="The private key it is signed with (PEM)."
)


@click.group()
def measures() -> None:
    """Indicators, defined once: count them, show them, add regions up to the nation."""


@without_world
@measures.command("list")
@AS_JSON
def listed(as_json: bool) -> None:
    """Every measure: id, version, target, source, and how firmly its definition stands."""
    from lindra.measures import catalogue
    from lindra.measures.cubes.told import defined

    found = [defined(one, clock.today()) for one in catalogue.measures()]
    if as_json:
        show({"measures": found}, True)
        return
    for one in found:
        aim = f"  target {one['target']:.0%}" if one["target"] is not None else ""
        click.echo(f"{one['id']}@{one['version']}  {one['title']['en']}  [{one['mark']}]{aim}")


@without_world
@measures.command("run")
@click.option("--log", "log", type=FOLDER, required=True, help="The export to count (lindra export).")
@click.option("--out", type=FOLDER, required=True, help="The folder of the cube; an older cube is replaced.")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True)
@click.option(
    "--master", default="", help="Of Spark: the cluster's address; this machine where none is given."
)
@AS_JSON
def run(log: Path, out: Path, engine: str, master: str, as_json: bool) -> None:
    """Count every measure over an export, in one pass, and write the cube.

    Answers with 1 where something was left out or could not be counted, and says what and why.
    """
    from lindra.measures import catalogue
    from lindra.measures.counting import run as running
    from lindra.measures.cubes import told

    with _clear():
        found = running.run(
            log, out, catalogue.measures(), clock.now(), engine=engine, master=master,  # type: ignore[arg-type]
            each=lambda parts: progress(parts, "years" if engine == "duckdb" else "groupings"),
        )  # fmt: skip
    show(told.about(found), as_json)
    for line in told.faults(found):
        say(line)
    if found.left_out or found.lacking:
        raise SystemExit(PARTLY)


@without_world
@measures.command("show")
@click.argument("cube", type=CUBE)
@click.option(
    "--measure", "key", required=True, help="An id, or id@version; the version in force where none is named."
)
@click.option(
    "--by",
    default="",
    help="Groups and a period, as in municipality,year; one number where nothing is named.",
)
@click.option(
    "--where", multiple=True, help="Only these, as in region=17 or period=2026. May be given several times."
)
@AS_JSON
def shown(cube: Path, key: str, by: str, where: tuple[str, ...], as_json: bool) -> None:
    """One measure from a cube, with interval, coverage, target and the gap in people."""
    from lindra.measures.cubes import told
    from lindra.measures.cubes.asked import parse
    from lindra.measures.cubes.cube import Cube
    from lindra.measures.cubes.results import results

    with _clear(), Cube(cube) as opened:
        asked = parse(key, by, where, clock.today())
        found = results(opened, asked.measure, clock.today(), asked.by, asked.every, asked.where)
    rows = [told.result(one) for one in found]
    if as_json:
        show(
            {
                "measure": told.defined(asked.measure, clock.today()),
                "cube": told.about(opened.about),
                "results": rows,
            },
            True,
        )
        return
    for one in found:
        click.echo(told.line(one))


@without_world
@measures.command("release")
@click.argument("cube", type=CUBE)
@click.option("--out", type=FOLDER, required=True)
@click.option("--from", "who", required=True, help="Who releases it: a region's code, or a name.")
@KEY
@AS_JSON
def release(cube: Path, out: Path, who: str, key: Path | None, as_json: bool) -> None:
    """Withhold small counts in a cube, and what would give them away; sign it. The rest may leave."""
    from lindra.measures.cubes import told
    from lindra.measures.cubes.release import release as released

    with _clear():
        found = released(cube, out, who, clock.now(), key, each=lambda parts: progress(parts, "tables"))
    show(told.about(found), as_json)


@without_world
@measures.command("combine")
@click.argument("cubes", type=CUBE, nargs=-1, required=True)
@click.option("--out", type=FOLDER, required=True)
@click.option(
    "--trust",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    help="A public key (PEM) that a part may be signed with.",
)
@KEY
@AS_JSON
def combine(
    cubes: tuple[Path, ...], out: Path, trust: tuple[Path, ...], key: Path | None, as_json: bool
) -> None:
    """Add released cubes up to one. Refuses parts that were not released for anybody, of unlike definitions, groups or
    numbers, changed since they were signed, or given twice.

    Nobody can tell that a person is in the exports of two parts: that person is counted in both, and so twice in all
    together and among those of no known place. Each area's numbers come from one part.
    """
    from lindra.measures.cubes import told
    from lindra.measures.cubes.combine import combine as combined
    from lindra.measures.cubes.signing import not_checked

    with _clear():
        found = combined(list(cubes), out, list(trust), clock.now(), key)
    show(told.about(found), as_json)
    for line in (*told.faults(found), *not_checked(cubes, trust)):
        say(line)


@system("measures")
@measures.command("refresh")
@AS_JSON
def refresh(as_json: bool) -> None:
    """Count this world's export anew, and release it: for who is signed in, and for anybody."""
    from django.conf import settings

    from lindra.measures.cubes import told
    from lindra.measures.cubes.kept import refresh as refreshed

    with _clear():
        found = refreshed(
            settings.LINDRA_HOME,
            clock.now(),
            each=lambda parts: progress(parts, "years counted, tables released"),
        )
    show(told.about(found), as_json)
    for line in told.faults(found):
        say(line)
    if found.left_out or found.lacking:
        raise SystemExit(PARTLY)


@without_world
@measures.command("report")
@click.argument("cube", type=CUBE)
@click.option(
    "--scope", default="all", show_default=True, help="unit:ID, municipality:CODE, region:CODE or all."
)
@click.option("--month", required=True, help="As 2026-05. Of a unit, the quarter that it is in is shown.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The PDF to write."
)
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
@click.option("--name", default="", help="What a unit is called; its id where nothing is given.")
def report(cube: Path, scope: str, month: str, out: Path, language: str, name: str) -> None:
    """The monthly report of a unit, a municipality, a region or everybody, as tagged PDF."""
    from lindra.measures.cubes.cube import Cube
    from lindra.measures.report import content, pdf
    from lindra.measures.report import scope as scopes

    with _clear(), Cube(cube) as opened:
        found = content.report(opened, scopes.parse(scope), scopes.month(month))
    out.write_bytes(pdf.pdf(found, language, name))
    say(f"{out}: {found.scope}, {found.period}")


@without_world
@measures.command("published")
@AS_JSON
def published(as_json: bool) -> None:
    """A published table of place of death, made again from its counts: what agrees with what was printed."""
    from lindra.measures.published import table

    found = table.told()
    if as_json:
        show(found, True)
        return
    click.echo(
        f"{found['source']}: {found['agree']} of {found['cells']} percentages are what their counts give"
    )
    for one in found["differ"]:
        click.echo(
            f"  {one['region']}, {one['column']}: {one['count']} of {one['of']} is {one['computed']}, "
            f"printed {one['printed']}"
        )
    click.echo(f"  {found['of_no_region']} deaths of the total row are of no known region")


class _clear:
    """Says what was wrong with what was given, and answers with 2."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, LookupError | ValueError) and not isinstance(
            error, KeyError | IndexError | UnicodeError
        ):
            say(f"Error: {error}")
            raise SystemExit(USAGE) from error


commands: list[click.Command] = [measures]
