"""The June 2026 inventory and the regions' answers, read from the small files of ``data/``. Pure.

``data/SOURCES.md`` says what the files hold and what in them does not add up. A function that no row names
is *not stated*, never *exists*.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from lindra.access import rules
from lindra.access.functions import NO_SINGLE_FUNCTION as NO_SINGLE_FUNCTION
from lindra.access.functions import Function as Function
from lindra.access.functions import functions as functions
from lindra.access.rules import Finding, Need, Status, Term
from lindra.areas import geography

DATA = Path(__file__).parent / "data"
REPORT_DATE = date(2026, 6, 15)  # the only date the report has; reply dates are not known
ASKED, REPLY_BY = date(2026, 5, 12), date(2026, 5, 31)
REMINDED, REPLY_BY_AFTER_REMINDER = date(2026, 6, 2), date(2026, 6, 8)
NO_ANSWER = "ej_svar"  # the category of a region that did not answer
CONCRETE_PLANS = "konkret_plan"
DEATHS_PERIOD = "2019"  # the latest year with deaths for every region


@dataclass(frozen=True, slots=True)
class Label:
    """A code with its name in Swedish and English."""

    code: str
    sv: str
    en: str

    def text(self, language: str) -> str:
        """The name in Swedish (``sv``) or, for any other language, English."""
        return self.sv if language.startswith("sv") else self.en


@dataclass(frozen=True, slots=True)
class AnswerStatus(Label):
    """How an answer was coded. ``stance``: acts, has, contests, concedes, declines or silent."""

    stance: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing a region answered: ``measure`` and ``when`` are Swedish, ``when`` as stated or empty."""

    region: str
    function: str
    measure: str
    when: str
    status: str
    respondent: str
    source_line: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A gap that a region quotes in its answer. ``in_lists`` is False where neither list has the function."""

    region: str
    function: str
    area: str
    limitation: str
    source_line: int
    in_lists: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure as a document states it."""

    key: str
    value: float
    unit: str
    document: str
    sv: str
    en: str

    def text(self, language: str) -> str:
        """The statement in our own words."""
        return self.sv if language.startswith("sv") else self.en


@cache
def listed_functions() -> tuple[Function, ...]:
    """The eight functions of the two lists, in the order of the matrix."""
    return tuple(label for label in functions().values() if label.listed)


@cache
def statuses() -> dict[str, AnswerStatus]:
    """How an answer was coded, by code."""
    return {row["code"]: AnswerStatus(**row) for row in rows("statuses")}


@cache
def categories() -> dict[str, Label]:
    """The report's four categories of regions, by code."""
    return {row["code"]: Label(**row) for row in rows("categories")}


@cache
def findings() -> tuple[Finding, ...]:
    """Every statement of the two lists, in the order of the document."""
    return tuple(Finding(**_with_line(row)) for row in rows("inventory_2026"))


@cache
def answers() -> tuple[Answer, ...]:
    """Every answer, in the order of the document."""
    return tuple(Answer(**_with_line(row)) for row in rows("answers_2026"))


@cache
def quoted() -> tuple[Quoted, ...]:
    """The gaps that regions quote in their answers."""
    known = {(finding.region, finding.function) for finding in findings()}
    return tuple(
        Quoted(**_with_line(row), in_lists=(row["region"], row["function"]) in known)
        for row in rows("quoted_2026")
    )


@cache
def category(region: str) -> Label:
    """The report's category of a region."""
    geography.region(region)
    return categories()[{row["region"]: row["category"] for row in rows("categories_2026")}[region]]


@cache
def stated(key: str) -> Stated:
    """A figure as stated: see ``data/stated.csv``."""
    row = next(row for row in rows("stated") if row["key"] == key)
    return Stated(key, float(row["value"]), row["unit"], row["document"], row["sv"], row["en"])


def status(region: str, function: str) -> Status:
    """What the two lists say of a function in a region, side by side."""
    geography.region(region)
    return rules.compare(region, functions()[function].code, findings())


@cache
def matrix() -> dict[str, tuple[Status, ...]]:
    """21 regions × 8 functions, by region code, functions in the order of ``listed_functions``."""
    return {
        region.code: tuple(status(region.code, function.code) for function in listed_functions())
        for region in geography.regions()
    }


def named_as_missing(region: str) -> int:
    """How many of the eight functions either list names as missing in a region."""
    return sum(status.named for status in matrix()[region])


def disagreements() -> tuple[rules.Disagreement, ...]:
    """The regions for which the two lists name different functions."""
    found = (rules.disagreement(region, row) for region, row in matrix().items())
    return tuple(each for each in found if each is not None)


def answers_of(region: str, function: str | None = None) -> tuple[Answer, ...]:
    """What a region answered, about one function or everything."""
    return tuple(
        answer for answer in answers() if answer.region == region and function in (None, answer.function)
    )


def regions_without_concrete_plans() -> int:
    """Counted from the categories; ``stated("without_concrete_plans")`` is what the text says."""
    return sum(category(region.code).code != CONCRETE_PLANS for region in geography.regions())


def needs(area: str, period: str = DEATHS_PERIOD) -> tuple[Need, Need]:
    """The need of the nation (``00``) or a region, a year, counted in both ways."""
    deaths = geography.deaths(area, period)
    expected = _term("expected_deaths", "people")
    share = _term("expected_need_share", "share")
    first = rules.need_of_all_deaths(deaths, _term("need_share", "share"))
    if area == geography.NATION:
        return first, rules.need_of_expected_deaths(expected, share, _term("expected_need_printed", "people"))
    nation = geography.deaths(geography.NATION, period)
    return first, rules.need_of_expected_deaths_in(deaths, nation, expected, share)


@cache
def expected_deaths(area: str) -> float:
    """Expected deaths a year in a municipality or region: our own calculation, never a document's.

    The 70,000 of document 003, divided as the deaths of ``DEATHS_PERIOD`` are (``rules.need_of_expected_deaths_in``).
    """
    return needs(area)[1].steps[-2].result.value


def _term(key: str, unit: str) -> Term:
    figure = stated(key)
    assert unit in ("people", "share")
    return Term(key, figure.value, "share" if unit == "share" else "people", figure.document)


def _with_line(row: dict[str, str]) -> dict[str, Any]:
    return {**row, "source_line": int(row["source_line"])}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of ``data/``."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
