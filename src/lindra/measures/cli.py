"""``lindra measures``: the indicators of an export, on the command line."""

from __future__ import annotations

from pathlib import Path

import click

from lindra.console import USAGE, say, show

BY = ("all", "region", "municipality", "provider", "year", "month")


@click.command()
@click.argument("export_dir", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--by", type=click.Choice(BY), default="all", show_default=True, help="One number a group.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
def measures(export_dir: Path, by: str, as_json: bool) -> None:
    """Count every indicator over an export. No patients are shown, only counts."""
    from dataclasses import asdict

    from lindra.measures.definitions import INDICATORS
    from lindra.measures.engine import Export, NoExport

    try:
        with Export(export_dir) as export:
            counted = {each.slug: export.count(each, by) for each in INDICATORS}  # type: ignore[arg-type]
    except NoExport as error:
        say(f"Error: {error}")
        raise SystemExit(USAGE) from error
    if as_json:
        show({slug: [asdict(result) for result in results] for slug, results in counted.items()}, True)
        return
    for indicator in INDICATORS:
        click.echo(f"{indicator.title.en} (version {indicator.version})")
        for result in counted[indicator.slug]:
            name = " ".join(
                filter(None, (result.group or ("all" if by == "all" else "not known"), result.category))
            )
            click.echo(
                f"  {name:<40} {_told(result.value, result.low, result.high)}  {result.n} of {result.denominator}"
            )


def _told(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return f"{'–':<28}"
    ends = f" ({low:.3f}–{high:.3f})" if low is not None and high is not None else ""
    return f"{value:.3f}{ends:<22}"


commands: list[click.Command] = [measures]
