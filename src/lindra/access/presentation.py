"""What the access pages show, as plain values in the language of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from lindra.access import inventory, rules
from lindra.access.inventory import Answer
from lindra.access.rules import Finding, Need, Status, Step, Term
from lindra.areas import geography, svg
from lindra.areas.geography import Region
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
class Number:
    """A number as the page writes it, and what it counts; ``about`` when it is rounded."""

    text: str
    what: str
    about: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a calculation."""

    left: Number
    sign: str
    right: Number
    result: Number


@dataclass(frozen=True, slots=True)
class NeedShown:
    """A need with its steps; ``printed`` is what a document prints, where that is another number."""

    title: str
    people: str
    lines: tuple[Line, ...]
    printed: str
    note: str


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


@dataclass(frozen=True, slots=True)
class MapKey:
    """A colour of the map and how many functions it stands for."""

    css: str
    text: str


def name_of(function: str) -> str:
    """A function's name in the language of the page."""
    return inventory.functions()[function].text(texts.language())


def matrix_rows() -> list[MatrixRow]:
    """The 21 regions by name, as Swedish sorts them."""
    regions = sorted(geography.regions(), key=_by_name)
    return [_matrix_row(region, inventory.matrix()[region.code]) for region in regions]


def where_text(where: str) -> str:
    """In words, which list names a function as missing."""
    return {
        "both": gettext("Missing in both lists"),
        "summary": gettext("Missing in the summary only"),
        "appendix": gettext("Missing in the appendix only"),
        "not_stated": gettext("Not stated in either list"),
    }[where]


def maps() -> tuple[svg.Map, svg.TileMap, Mapping[str, int]]:
    """The two maps, coloured by how many functions are named as missing, and those numbers."""
    named = {region.code: inventory.named_as_missing(region.code) for region in geography.regions()}
    css = {code: _css(count) for code, count in named.items()}
    return svg.map_shapes(css), svg.tile_map(css), named


def map_key() -> list[MapKey]:
    """What the colours mean: only the counts that some region has."""
    present = Counter(inventory.named_as_missing(region.code) for region in geography.regions())
    by_css: dict[str, list[int]] = {}
    for count in sorted(present):
        by_css.setdefault(_css(count), []).append(count)
    return [MapKey(css, _range(counts)) for css, counts in by_css.items()]


def need_shown(need: Need, *, nation: bool) -> NeedShown:
    """A need with its arithmetic."""
    title = {
        "all_deaths": gettext("A share of all who die"),
        "expected_deaths": gettext("A share of the expected deaths"),
    }[need.way]
    printed = _number(need.printed, nation).text if need.printed and need.differs else ""
    return NeedShown(
        title, people(need), tuple(_line(step, nation) for step in need.steps), printed, _note(need, nation)
    )


def people(need: Need) -> str:
    """The people of a need, whole."""
    return numbers.number(rules.whole(need.people), 0, texts.language())


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


def disagreement_table() -> Table:
    """The regions for which the two lists name different functions."""
    rows: list[list[Cell | str]] = [
        [
            Cell(geography.region(each.region).short, url=reverse("access:region", args=[each.region])),
            _listed(each.only_in_summary),
            _listed(each.only_in_appendix),
        ]
        for each in sorted(
            inventory.disagreements(), key=lambda each: _by_name(geography.region(each.region))
        )
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
    for region in sorted(geography.regions(), key=_by_name):
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
        reverse("access:region", args=[region.code]),
        tuple(MatrixCell(MARKS[each.where], where_text(each.where), _letter(each.where)) for each in row),
        inventory.named_as_missing(region.code),
        people(first),
        people(second),
    )


def _letter(where: str) -> str:
    return {"summary": pgettext("list", "S"), "appendix": pgettext("list", "A")}.get(where, "")


def _css(named: int) -> str:
    step = rules.scale(named)
    return f"scale-{step}" if step else "scale-none"


def _range(counts: list[int]) -> str:
    return str(counts[0]) if len(counts) == 1 else f"{counts[0]}–{counts[-1]}"


def _listed(functions: tuple[str, ...]) -> str:
    return ", ".join(name_of(function) for function in functions) or "–"


def _line(step: Step, nation: bool) -> Line:
    return Line(
        _number(step.left, nation), step.sign, _number(step.right, nation), _number(step.result, nation)
    )


def _number(term: Term, nation: bool) -> Number:
    if term.unit == "share":
        decimals = 0 if (term.value * 100).is_integer() else 1
        about = round(term.value * 100, decimals) != term.value * 100
        text = numbers.percent(term.value, decimals, texts.language())
    else:
        about = rules.whole(term.value) != term.value
        text = numbers.number(rules.whole(term.value), 0, texts.language())
    return Number(text, _what(term, nation), about)


def _what(term: Term, nation: bool) -> str:
    period = {"period": term.period}
    return {
        "deaths": gettext("deaths in Sweden %(period)s (SCB)") % period
        if nation
        else gettext("deaths in the region %(period)s (SCB)") % period,
        "deaths_nation": gettext("deaths in Sweden %(period)s (SCB)") % period,
        "need_share": gettext("who need specialised palliative care (document 002)"),
        "part": gettext("of all deaths"),
        "expected_deaths": gettext("expected deaths in Sweden, about (document 003)"),
        "expected_deaths_area": gettext("expected deaths in the region, if they are as common everywhere"),
        "expected_need_share": gettext("with complex needs, about (document 003)"),
        "expected_need_printed": gettext("as printed (document 003)"),
        "need": gettext("people a year"),
    }[term.what]


def _note(need: Need, nation: bool) -> str:
    if need.way == "all_deaths":
        return gettext("Actual deaths of the latest year that is known for every region.")
    if nation:
        return gettext("The document prints another number than its own figures give. Both are shown.")
    return gettext(
        "Document 003 speaks of the nation only. Dividing its figure is our own calculation: the region gets "
        "as large a part of the expected deaths as it has of all deaths, though nobody has shown that deaths "
        "are expected as often everywhere."
    )


def _by_name(region: Region) -> str:
    """A key that sorts å, ä and ö last, in that order."""
    return region.short.casefold().translate(str.maketrans("åäö", "{|}"))
