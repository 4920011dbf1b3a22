"""Worked cases as plain text: what happened in some stays, and what it comes to (``cases/*.txt``). Reads them.

A file is about one topic and has several cases with a line of dashes between. Of each the first line is its title, the
second its source; then, in any order:

    rule skane                                     the rule; without the line it is the statute
    with average.excess = "mean_over_limit"        what a rule file states over it, in TOML
    now 2026-03-20 12:00                           without the line it is 2027
    2026-03-05 11:59  ready                        a step, in Stockholm's time, or with an offset
    b: 2026-03-05 11:59  ready open_care           the same of a second stay, with what the event says more

    liable from 2026-03-08, 7 days ready, 4 to pay (``never`` where not; ``b:`` before it, of a second stay)
    because before_break payable                   codes among the reasons
    2 kap. 3 §: due 2026-03-03 08:00, met          a deadline (``no due``), and how it stands
    note no_admission · row … · case …             a finding, by its effect
    month 2026-03: 2 cases, mean 3.5, 1 to pay, 8200 SEK   (``– to pay``, ``no amount`` where not known)
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from lindra.clock import STOCKHOLM
from lindra.discharge.clocks import Clock, clocks
from lindra.discharge.months import Judged, Month, Months, judge
from lindra.discharge.rulefile import Rule, find
from lindra.discharge.steps import EVENTS, Finding, Step, put_together
from lindra.discharge.story import Story, tell

CASES = Path(__file__).parent / "cases"
STEP = re.compile(r"(?:(\w+): )?(\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?(?:[+-]\d\d:\d\d)?)  (\w+)(?: (.+))?")
LIABLE = re.compile(r"(?:(\w+): )?liable from (\S+), (\d+|no) days ready, (\d+|–) to pay")
DEADLINE = re.compile(r"(?:(\w+): )?(\S+ kap\. \S+ §|\w+): (?:due (.+?)|no due), (\w+)(?:, done (.+))?")
MONTH = re.compile(r"month (\S+): (\d+) cases, mean (\S+), (\S+) to pay, (no amount|\S+ SEK)")
FINDING = re.compile(r"(note|row|case) (\w+)")
LATER = datetime(2027, 1, 1, tzinfo=UTC)


def at(text: str) -> datetime:
    """An instant in UTC, of Stockholm's time."""
    told = datetime.fromisoformat(text)
    return (told if told.tzinfo else told.replace(tzinfo=STOCKHOLM)).astimezone(UTC)


def story_of(*steps: str, municipality: str = "1290") -> Story:
    """The story of steps as lines of the notation; all is in order."""
    read = [step(line, number) for number, line in enumerate(steps, 1)]
    case, findings = put_together("c", [(municipality, one) for one in read], now=LATER)
    told, further = tell(case)
    assert told is not None, further
    assert [one for one in (*findings, *further) if one.effect != "note"] == []
    return told


def step(line: str, number: int = 0) -> Step:
    """A step of one line."""
    found = STEP.fullmatch(line)
    assert found, line
    assert found[3] in EVENTS, f"no event: {line}"
    return Step(found[3], at(found[2]), found[4] or "", number)


@dataclass
class Page:
    """One worked case."""

    name: str
    title: str
    source: str
    rule: Rule
    now: datetime
    steps: dict[str, list[Step]] = field(default_factory=dict)
    expected: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    judged: dict[str, Judged] = field(default_factory=dict)
    clocks: dict[str, list[Clock]] = field(default_factory=dict)
    months: dict[str, Month] = field(default_factory=dict)

    def compute(self) -> None:
        """Compute what the page says."""
        months = Months()
        for name, steps in self.steps.items():
            case, findings = put_together(name, [("1290", one) for one in steps], now=self.now)
            story, further = tell(case)
            self.findings += findings + further
            if story is not None:
                self.judged[name] = judge(story, self.rule, self.now)
                self.clocks[name] = clocks(story, self.rule, self.now)
                months.add(self.judged[name])
        self.months = {one.month: one for one in months.rows(self.rule)}


def pages(folder: Path, made: Path) -> list[Page]:
    """Every case of every file."""
    return [
        read(f"{path.stem}-{number}", text, made)
        for path in sorted(folder.glob("*.txt"))
        for number, text in enumerate(re.split(r"^-{3,}\n", path.read_text("utf-8"), flags=re.M), 1)
    ]


def read(name: str, text: str, made: Path) -> Page:
    """One case, computed. ``made``: a folder for its rule file."""
    title, source, *lines = [line.rstrip() for line in text.strip().splitlines()]
    rule, stated, now = "national", [], LATER
    steps: dict[str, list[Step]] = {}
    expected = []
    for number, line in enumerate(filter(None, lines), 3):
        word, _, rest = line.partition(" ")
        if word == "rule":
            rule = rest
        elif word == "with":
            stated.append(rest)
        elif word == "now":
            now = at(rest)
        elif found := STEP.fullmatch(line):
            steps.setdefault(found[1] or "a", []).append(step(line, number))
        else:
            expected.append(line)
    if stated:
        file = made / f"{name}.toml"
        file.write_text("\n".join([f'based_on = "{rule}"', 'source = "the page"', *stated]))
        tomllib.loads(file.read_text())
        rule = str(file)
    page = Page(name, title, source, find(rule), now, steps, expected)
    page.compute()
    return page


def check(page: Page, line: str) -> None:
    """Hold what was computed against one line of what is expected."""
    if found := LIABLE.fullmatch(line):
        told = page.judged[found[1] or "a"].found
        days = "no" if told.days_ready is None else str(told.days_ready)
        payable = "–" if told.payable_days is None else str(told.payable_days)
        assert (str(told.liable_from or "never"), days, payable) == found.groups()[1:], told
    elif line.startswith("because "):
        codes = {why.code for why in page.judged["a"].found.why}
        assert set(line.split()[1:]) <= codes, codes
    elif found := MONTH.fullmatch(line):
        _check_month(page.months[found[1]], *found.groups()[1:])
    elif found := FINDING.fullmatch(line):
        assert (found[1], found[2]) in {(one.effect, one.code) for one in page.findings}, page.findings
    elif found := DEADLINE.fullmatch(line):
        _check_deadline(page.clocks[found[1] or "a"], *found.groups()[1:])
    else:
        raise ValueError(f"not understood: {line}")


def _check_month(month: Month, cases: str, mean: str, payable: str, amount: str) -> None:
    assert month.cases == int(cases)
    assert month.mean_days == float(mean)
    assert month.payable_days == (None if payable == "–" else Decimal(payable))
    assert month.amount == (None if amount == "no amount" else Decimal(amount.removesuffix(" SEK"))), (
        month.amount_why
    )
    assert (month.amount is None) == bool(month.amount_why)


def _check_deadline(found: list[Clock], rule: str, due: str | None, state: str, done: str | None) -> None:
    """One of the deadlines of that paragraph (or name) falls then and stands so."""
    told = [one for one in found if rule in (one.rule, one.what)]
    seen = [(_shown(one.due), one.state, _shown(one.done_at)) for one in told]
    assert any((due, state) == one[:2] and done in (None, one[2]) for one in seen), seen


def _shown(value: object) -> str | None:
    if value is None:
        return None
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
