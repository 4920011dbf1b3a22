"""The group ``lindra discharge``, with what is done with files of cases: clocks and liability by a rule; the rules."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from lindra import clock
from lindra.console import DONE, PARTLY, USAGE, say, show

if TYPE_CHECKING:
    from lindra.discharge.rulefile import Rule
    from lindra.discharge.steps import Finding

F = TypeVar("F", bound=Callable[..., Any])
KEPT = 10_000
"""Findings that are told again in the JSON; of more only how many."""

FORMAT = """
\b
CASES is a file, or - for standard input. CSV in UTF-8, one row an event:
  case,municipality,event,at,value
  c1,1290,admitted,2026-03-02T08:15,
\b
case          the stay; its rows may stand anywhere in the file, in any order
municipality  who would pay (a code of four digits, or a name); the same in all
              rows of a case
at            ISO 8601; without an offset it is Stockholm's time
value         may be empty; what it means hangs on the event:
\b
  admitted             the stay begins; kind of care (a rule may leave some out)
  judged_in_need       the physician judges that help may be needed afterwards
  notice               admission notice sent; to whom
  estimate             new estimate of the discharge; the day or time estimated
  contact_named        fixed care contact named
  ready                ready notice sent; to whom
  ready_withdrawn      it is taken back; to whom
  sip_needed           a SIP is to be made; "no" takes that back
  sip_called           call to SIP sent; to whom
  open_care_missing    the region's open care is missing, or that is unclear
  open_care_available  it is there
  informed             information handed over; to whom
  discharged, died     the stay ends
\b
To whom: names or HSA-ids with ; between. Empty: to all concerned. The word
open_care alone: not to the municipality. Rows that say the same count once.
\b
JSON instead of CSV: a list of objects with the same five keys, all text; the
line told is then the number of the object.
\b
--rule names a rule that comes with Lindra (lindra discharge rules), or a file of
the same form. File and rules: docs/discharge-cases.md.
"""
ENDING = """
\b
What cannot be used is told by line on standard error and left out, the rest is
done. Exit 0: all was used. 1: a row or a case was left out. 2: nothing was done.
"""
CLOCKS = """
\b
JSON: {"rule", "as_of", "cases": [{"case", "municipality", "deadlines": [{"rule":
the paragraph, "what", "due": an instant, or a day where days count, "met": true,
false, null while open, "done_at", "state"}]}], "findings", "counts"}
"""
LIABILITY = """
\b
JSON: {"rule", "as_of", "cases": [{"case", "liable_from": day or null, "why":
[{"paragraph", "code", "sentence"}], "days_ready", "payable_days", "track",
"month", "municipality"}], "months": [{"municipality", "month" (of the end of the
stay), "cases", "mean_days", "payable_days", "amount" in SEK or null with
"amount_why", ...}], "findings", "counts"}
"""


@click.group()
def discharge() -> None:
    """From admission to home: the legal clocks, and who pays."""


def arguments(command: F) -> F:
    """What both commands take."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output."),
        click.option(
            "--organisations", type=click.Path(path_type=Path, dir_okay=False, exists=True),
            help="A list of those that exist, one name or HSA-id a line; messages to others are left out.",
        ),
        click.option("--mapping", "mapped", default="", metavar="NAME|FILE",
                     help="The file is a county's own export: how to read it (docs/discharge-cases.md)."),
        click.option("--rule", "asked", default="national", show_default=True, metavar="NAME|FILE",
                     help="A rule that comes with Lindra, or a rule file."),
        click.argument("cases", type=click.Path(dir_okay=False, exists=True, allow_dash=True)),
    ):  # fmt: skip
        command = option(command)
    return command


@discharge.command("clocks", epilog=FORMAT + CLOCKS + ENDING)
@arguments
def clocks_of(cases: str, asked: str, mapped: str, organisations: Path | None, as_json: bool) -> None:
    """Each deadline of the cases of a file: when it falls, and whether it was kept."""
    from lindra.discharge import told
    from lindra.discharge.clocks import clocks

    rule, now, findings = _rule(asked), clock.now(), Findings()
    with _stories(cases, findings, organisations, mapped) as stories:
        dated = findings.dated(stories, rule)
        rows = (told.clocks(story.case, clocks(story, rule, now)) for story in dated)
        _tell(rows, rule, findings, _shown_clocks, as_json=as_json)
    raise SystemExit(findings.code)


@discharge.command("liability", epilog=FORMAT + LIABILITY + ENDING)
@arguments
def liability_of(cases: str, asked: str, mapped: str, organisations: Path | None, as_json: bool) -> None:
    """Who pays for the cases of a file, from when and why; and the months of each municipality."""
    from lindra.discharge import told
    from lindra.discharge.months import Months, judge

    rule, now, findings, months = _rule(asked), clock.now(), Findings(), Months()

    def judged(stories: Iterable[Any]) -> Iterator[dict[str, Any]]:
        for story in stories:
            one = judge(story, rule, now)
            months.add(one)
            yield told.case(one)

    with _stories(cases, findings, organisations, mapped) as stories:
        _tell(judged(findings.dated(stories, rule)), rule, findings, _shown_liability, as_json=as_json,
              months=lambda: map(told.month, months.rows(rule)))  # fmt: skip
    raise SystemExit(findings.code)


@discharge.command("rules")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
def rules(as_json: bool) -> None:
    """The rules that come with Lindra: status, validity, numbers with their source, and what is not known."""
    from lindra.discharge import told
    from lindra.discharge.rulefile import amount, named, shipped, years

    found = [told.rule(named(name)) for name in shipped()]
    if as_json:
        amounts = [told.price(year, amount(named("national"), year)) for year in years()]
        show({"rules": found, "amounts": amounts}, as_json=True)
        return
    for rule in found:
        base = found[0] if rule is not found[0] else {}
        click.echo(f"{rule['name']}: {rule['title']} ({rule['status']}, from {rule['valid_from']})")
        for line in told.numbers(rule, base):
            click.echo(f"  {line}")


class Findings:
    """Tells each finding on standard error, counts them, and keeps some for the result."""

    def __init__(self) -> None:
        self.kept: list[Finding] = []
        self.count = {"row": 0, "case": 0, "note": 0}
        self.early = 0
        """Cases that ended before the rule was valid."""

    def __call__(self, one: Finding) -> None:
        """Take a finding."""
        say(f"line {one.line}: {one.text}")
        self.count[one.effect] += 1
        if len(self.kept) < KEPT:
            self.kept.append(one)

    def dated(self, stories: Iterable[Any], rule: Rule) -> Iterator[Any]:
        """Pass stories on, counting those that ended before the rule was valid, and say how many there were."""
        for story in stories:
            self.early += story.ended is not None and clock.day(story.ended) < rule.valid_from
            yield story
        if self.early:
            say(
                f"{self.early} cases ended before the rule was valid ({rule.valid_from}); computed by it all the same."
            )

    @property
    def code(self) -> int:
        """The exit code that says whether something was left out."""
        return PARTLY if self.count["row"] or self.count["case"] else DONE


def _rule(asked: str) -> Rule:
    from lindra.discharge.rulefile import BadRule, find

    try:
        return find(asked)
    except BadRule as error:
        say(f"Error: --rule {asked}: {error}")
        raise SystemExit(USAGE) from None


@contextmanager
def _stories(
    cases: str, findings: Findings, organisations: Path | None, mapped: str
) -> Iterator[Iterable[Any]]:
    """The stories of a file; what is no case file ends the command."""
    from lindra.discharge.files.computing import stories
    from lindra.discharge.files.mapping import BadMapping, find
    from lindra.discharge.files.organisations import known
    from lindra.discharge.files.reading import NotAFile

    now = clock.now()
    try:
        how = find(mapped) if mapped else None
        with _opened(cases) as file:
            yield stories(file, findings, now=now, known=known(organisations), how=how)
    except (NotAFile, BadMapping) as error:
        say(f"Error: {error}")
        raise SystemExit(USAGE) from None


@contextmanager
def _opened(cases: str) -> Iterator[TextIOWrapper]:
    """The file as text. Letters that are not UTF-8 are marked, and their rows refused."""
    if cases == "-":
        assert isinstance(sys.stdin, TextIOWrapper)
        sys.stdin.reconfigure(encoding="utf-8", errors="replace", newline="")
        yield sys.stdin
        return
    with Path(cases).open(encoding="utf-8", errors="replace", newline="") as file:
        yield file


def _tell(
    rows: Iterable[dict[str, Any]], rule: Rule, findings: Findings, shown: Callable[[dict[str, Any]], str], *,
    as_json: bool, months: Callable[[], Iterable[dict[str, Any]]] | None = None,
) -> None:  # fmt: skip
    """The result, case by case as they are computed: nothing is held but the months."""
    from lindra.discharge import told

    if not as_json:
        count = _written(map(shown, rows), between="\n")
        for month in months() if months is not None else ():
            click.echo(_shown_month(month))
        say(f"{count} cases computed by {rule.name} ({rule.title}).")
        return
    rows = iter(rows)
    first = next(rows, None)  # before anything is written: what is no file ends here
    head = {"rule": told.brief(rule), "as_of": clock.now().isoformat(timespec="seconds")}
    click.echo(told.line(head)[:-1] + ',"cases":[', nl=False)
    count = _written(map(told.line, _with(first, rows)), between=",\n")
    click.echo("]", nl=False)
    if months is not None:
        click.echo(',"months":[', nl=False)
        _written(map(told.line, months()), between=",\n")
        click.echo("]", nl=False)
    counts = {"cases": count, "rows_left_out": findings.count["row"], "cases_left_out": findings.count["case"],
              "notes": findings.count["note"], "before_the_rule": findings.early}  # fmt: skip
    tail = {"findings": [told.finding(one) for one in findings.kept], "counts": counts}
    click.echo("," + told.line(tail)[1:])


def _with(first: dict[str, Any] | None, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    if first is not None:
        yield first
        yield from rows


def _written(pieces: Iterable[str], between: str) -> int:
    """Write pieces to standard output with something between, many at a time; how many there were."""
    count, waiting = 0, []
    for piece in pieces:
        waiting.append((between if count else "\n") + piece)
        count += 1
        if len(waiting) == 1000:
            click.echo("".join(waiting), nl=False)
            waiting.clear()
    if waiting:
        click.echo("".join(waiting), nl=False)
    if count:
        click.echo()
    return count


def _shown_clocks(row: dict[str, Any]) -> str:
    lines = [f"{row['case']} ({row['municipality']})"]
    for one in row["deadlines"]:
        lines.append(
            f"  {one['rule']:<11} {one['what'].replace('_', ' '):<17} due {one['due'] or '–':<25} "
            f"{one['state'].replace('_', ' '):<9} {one['done_at'] or ''}".rstrip()
        )
    return "\n".join(lines)


def _shown_liability(row: dict[str, Any]) -> str:
    head = (
        f"{row['case']} ({row['municipality']}): liable from {row['liable_from'] or '–'}, "
        f"{_or_dash(row['days_ready'])} days ready, {_or_dash(row['payable_days'])} to pay"
    )
    return "\n".join([head, *(f"  {why['paragraph']}: {why['sentence']}" for why in row["why"])])


def _shown_month(row: dict[str, Any]) -> str:
    amount = f"{row['amount']} SEK" if row["amount"] is not None else f"no amount: {row['amount_why']}"
    return (
        f"{row['municipality']} {row['month']}: {row['cases']} cases, mean {_or_dash(row['mean_days'])} days ready, "
        f"{_or_dash(row['payable_days'])} days to pay, {amount}"
    )


def _or_dash(value: Any) -> str:
    return "–" if value is None else str(value)
