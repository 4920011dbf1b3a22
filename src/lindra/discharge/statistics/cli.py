"""``lindra discharge statistics``: the statistics of a case file. Stays are added up as they are read, none is kept."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from lindra import clock
from lindra.console import say, show
from lindra.discharge.files import commands as files

NAMES = {"municipality": ("municipality",), "month": ("month",), "": ("municipality", "hospital", "month")}
STATISTICS = """
\b
Counted are stays that ended with a ready notice that stood and are not excluded
by the rule; of months, that in which the stay ended.
\b
days        as the rule counts them; rule_mean_days is the mean that liability
            goes by (a rule may leave long-stayers or zero days out)
long stays  more calendar days than the rule says, or than our own choice, and
            what the messages tell of why; no one of them is told to be the cause
shares      of those of whom it can be told, with Wilson's 95 % interval; what
            was never done is late
charts      of each municipality, months: centre line, natural limits (XmR),
            signals; with --change of each side by itself
\b
A case file names no hospital and no patient: rows have no hospital, and what
hangs on the patient (re-admission) is not computed, which not_computed says.
\b
--publish withholds groups of few and what would give them away, in rows, whole
and charts; it leaves out before/after, charts beside rows by month, days other
than of the whole, and what is counted in ones (longest, long stays, died, rule_n).
"""
JSON = """
\b
JSON: {"rule", "as_of", "counted_by", "rows": [{"municipality", "hospital",
"month", "n", "mean_days", "median_days", "most_days", "rule_n", "rule_mean_days",
"distribution", "died", "long_stays": {"n", "why"}, "mean_moves", "shares":
{name: {"cases", "of", "share", "low", "high"}}, "left_out", "not_ready",
"withheld"}], "whole", "charts": [{"municipality", "points", "phases", "after_by_limits_before"}],
"change": null or {"on", "before", "after"}, "not_computed", "findings", "counts"}
"""


@click.command("statistics", epilog=files.FORMAT + STATISTICS + JSON + files.ENDING)
@files.arguments
@click.option(
    "--change",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    help="A day: before it and from it on apart, each with limits.",
)
@click.option(
    "--by",
    type=click.Choice(["municipality", "month"]),
    default=None,
    help="Rows of these only; without it, of each municipality and month.",
)
@click.option(
    "--publish", is_flag=True, help="Withhold what is of few, and what would give it away, to be passed on."
)
def statistics(
    cases: str, asked: str, mapped: str, organisations: Path | None, as_json: bool, change: datetime | None,
    by: str | None, publish: bool,
) -> None:  # fmt: skip
    """Days ready, long stays, what came late, and charts with control limits, of the cases of a file."""
    from lindra.discharge.statistics.choices import choices
    from lindra.discharge.statistics.report import Tally
    from lindra.discharge.statistics.stays import counted

    rule, now, findings = files._rule(asked), clock.now(), files.Findings()
    choice, tally, read = choices(clock.day(now)), Tally(change.date() if change else None), 0
    with files._stories(cases, findings, organisations, mapped) as stories:
        for story in stories:
            read += 1
            stay = counted(story, rule, now, choice)
            if stay is not None:
                tally.add(stay)
    told = _told(tally, rule, by or "", publish=publish)
    counts = {"cases": read, "rows_left_out": findings.count["row"], "cases_left_out": findings.count["case"],
              "notes": findings.count["note"]}  # fmt: skip
    if as_json:
        from lindra.discharge.told import finding

        show(told | {"findings": [finding(one) for one in findings.kept], "counts": counts}, as_json=True)
    else:
        _read(told, by or "")
        say(f"{read} cases read by {rule.name} ({rule.title}).")
    raise SystemExit(findings.code)


def _told(tally: Any, rule: Any, by: str, *, publish: bool) -> dict[str, Any]:
    """All of it as plain values."""
    from lindra.discharge import told as cases
    from lindra.discharge.statistics import report, told
    from lindra.discharge.statistics.choices import chart_numbers, choices

    now = clock.now()
    choice = choices(clock.day(now))
    least = choice.least_shown if publish else 0
    groups = {"municipality": report.municipality, "month": report.month, "": report.full}
    found = report.table(tally.by(groups[by]), least)
    own = rule.long_stay.over_days
    if least and by == "month":  # with the months of all, those of one could be had by subtraction
        charts = {}
    else:
        charts = report.charts(tally, choice, chart_numbers(), report.cells(tally, by, least))
    return {
        "rule": cases.brief(rule), "as_of": now.isoformat(timespec="seconds"),
        "counted_by": told.numbers(choice, choice.long_stay_days if own is None else own,
                                   choice.source if own is None else rule.long_stay.source or rule.source),
        "rows": list(told.rows(found, choice, NAMES[by], least=least)),
        "whole": told.row(found.whole, choice, (), least=least),
        "charts": [told.chart(group, one, choice) for group, one in charts.items()],
        "change": None if least else _change(tally, choice), "not_computed": told.not_computed(),
    }  # fmt: skip


def _change(tally: Any, choice: Any) -> dict[str, Any] | None:
    """The municipalities before a day and from it on."""
    from lindra.discharge.statistics import report, told

    if tally.change is None:
        return None
    on: date = tally.change
    found: dict[str, Any] = {"on": on.isoformat()}
    for side, table in zip(("before", "after"), report.sides(tally, report.municipality), strict=True):
        found[side] = {
            "rows": list(told.rows(table, choice, NAMES["municipality"])),
            "whole": told.row(table.whole, choice, ()),
        }
    return found


def _read(found: dict[str, Any], by: str) -> None:
    """For reading: rows, their whole, charts, and what is not computed."""
    from lindra.discharge.statistics import told

    for row in found["rows"]:
        click.echo(told.line(row, NAMES[by]))
    click.echo(told.line(found["whole"], ()))
    if found["change"]:
        for side in ("before", "after"):
            click.echo(f"{side} {found['change']['on']}:")
            for row in (*found["change"][side]["rows"], found["change"][side]["whole"]):
                click.echo(told.line(row, NAMES["municipality"]))
    for chart in found["charts"]:
        click.echo(told.charted(chart))
    for one in found["not_computed"]:
        click.echo(f"not computed: {one['what']} ({one['why']})")
