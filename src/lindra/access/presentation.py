"""What the access pages show, as plain values in the language of the page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from lindra.access import inventory, needs, statements
from lindra.access.inventory import Answer
from lindra.access.rules import Finding, Status
from lindra.areas import geography
from lindra.areas.geography import Municipality, Region
from lindra.frame import numbers, texts
from lindra.frame.tables import Cell, Column, Table

TONES = {
    "acts": "info",
    "has": "ok",
    "contests": "neutral",
    "concedes": "neutral",
    "declines": "warning",
    "silent": "unknown",
}
MARKS = {"both": "no", "summary": "partly", "appendix": "partly", "not_stated": "unknown"}


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A mark, what it says aloud, and the letter of the only list that names the function."""

    mark: str
    label: str
    letter: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A region's row of the matrix."""

    region: Region
    url: str
    cells: tuple[MatrixCell, ...]
    named: int
    first_need: str
    second_need: str


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """An answer with its coded status as a badge."""

    answer: Answer
    function: str
    status: str
    tone: str
    respondent: str


@dataclass(frozen=True, slots=True)
class FunctionShown:
    """What the two lists and the region say of one function; with ``apart`` its answers stand elsewhere."""

    name: str
    apart: bool
    where: str
    label: str
    summary: tuple[Finding, ...]
    appendix: tuple[Finding, ...]
    answers: tuple[AnswerShown, ...]


def name_of(function: str) -> str:
    """A function's name in the language of the page."""
    return inventory.functions()[function].text(texts.language())


def matrix_rows() -> list[MatrixRow]:
    """The 21 regions by name, as Swedish sorts them."""
    regions = sorted(geography.regions(), key=by_name)
    return [_matrix_row(region, inventory.matrix()[region.code]) for region in regions]


def where_text(where: str) -> str:
    """In words, which list names a function as missing."""
    return {
        "both": gettext("Missing in both lists"),
        "summary": gettext("Missing in the summary only"),
        "appendix": gettext("Missing in the appendix only"),
        "not_stated": gettext("Not stated in either list"),
    }[where]


def function_shown(status: Status) -> FunctionShown:
    """What the two lists and the region say of one function; answers about no single function stand apart."""
    apart = status.function == inventory.NO_SINGLE_FUNCTION
    own = () if apart else inventory.answers_of(status.region, status.function)
    return FunctionShown(
        name_of(status.function),
        apart,
        status.where,
        where_text(status.where),
        status.summary,
        status.appendix,
        tuple(answer_shown(answer) for answer in own),
    )


def answer_shown(answer: Answer) -> AnswerShown:
    """An answer with its coded status; who answered is named where it was not the region itself."""
    status = inventory.statuses()[answer.status]
    respondent = "" if answer.respondent == "region" else answer.respondent
    return AnswerShown(
        answer, name_of(answer.function), status.text(texts.language()), TONES[status.stance], respondent
    )


def contested_table() -> Table:
    """The twelve answers that see it otherwise, beside what the lists say of the same function."""
    rows: list[list[Cell | str]] = []
    for answer in statements.disputing():
        status = inventory.status(answer.region, answer.function)
        lines = [one.source_line for one in (*status.summary, *status.appendix)]
        said = (
            gettext("No single function")
            if answer.function == inventory.NO_SINGLE_FUNCTION
            else where_text(status.where)
        )
        rows.append([
            Cell(geography.region(answer.region).short, url=reverse("access:area", args=[answer.region])),
            name_of(answer.function), Cell(said, note=_lines(lines)),
            Cell(answer.measure, note=_lines([answer.source_line])),
        ])  # fmt: skip
    columns = [
        Column(gettext("Region")), Column(gettext("Function")), Column(gettext("The inventory")),
        Column(gettext("The region")),
    ]  # fmt: skip
    note = gettext("The inventory is of 15 June 2026. On which day each region answered is not known.")
    return Table(gettext("Where a region sees it otherwise"), columns, rows, note)


def _lines(numbers_: list[int]) -> str:
    return gettext("line %(line)s") % {"line": ", ".join(map(str, sorted(set(numbers_))))} if numbers_ else ""


def disagreement_table() -> Table:
    """The regions for which the two lists name different functions."""
    rows: list[list[Cell | str]] = [
        [
            Cell(geography.region(each.region).short, url=reverse("access:area", args=[each.region])),
            _listed(each.only_in_summary),
            _listed(each.only_in_appendix),
        ]
        for each in sorted(inventory.disagreements(), key=lambda each: by_name(geography.region(each.region)))
    ]
    columns = [
        Column(gettext("Region")),
        Column(gettext("Only in the summary")),
        Column(gettext("Only in the appendix")),
    ]
    return Table(gettext("Functions that only one of the two lists names as missing"), columns, rows)


def category_table() -> Table:
    """The report's categories, how many regions each has, and which."""
    by_category: dict[str, list[str]] = {code: [] for code in inventory.categories()}
    for region in sorted(geography.regions(), key=by_name):
        by_category[inventory.category(region.code).code].append(region.short)
    rows = [
        [
            inventory.categories()[code].text(texts.language()),
            numbers.number(len(regions), 0, texts.language()),
            ", ".join(regions),
        ]
        for code, regions in by_category.items()
    ]
    columns = [
        Column(gettext("Category")),
        Column(gettext("Regions"), numeric=True),
        Column(gettext("Which")),
    ]
    return Table(gettext("The report's categories of the regions' answers"), columns, rows)


def _matrix_row(region: Region, row: tuple[Status, ...]) -> MatrixRow:
    first, second = inventory.needs(region.code)
    return MatrixRow(
        region,
        reverse("access:area", args=[region.code]),
        tuple(MatrixCell(MARKS[each.where], where_text(each.where), _letter(each.where)) for each in row),
        inventory.named_as_missing(region.code),
        needs.people(first),
        needs.people(second),
    )


def _letter(where: str) -> str:
    return {"summary": pgettext("list", "S"), "appendix": pgettext("list", "A")}.get(where, "")


def _listed(functions: tuple[str, ...]) -> str:
    return ", ".join(name_of(function) for function in functions) or "–"


def by_name(area: Region | Municipality) -> str:
    """A key that sorts å, ä and ö last, in that order."""
    name = area.short if isinstance(area, Region) else area.name
    return name.casefold().translate(str.maketrans("åäö", "{|}"))
