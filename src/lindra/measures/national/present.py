"""The national indicators side by side: words, charts and tables. Pure; in the language asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lindra.frame import charts, numbers
from lindra.frame.tables import Cell, Column, Table
from lindra.measures import rules
from lindra.measures.cases.opening import Compared, Export, Where
from lindra.measures.cubes.cube import Cube
from lindra.measures.cubes.results import Result, results
from lindra.measures.measure import Measure, Text
from lindra.measures.national.documented import Documented
from lindra.measures.national.pairs import Pair, pairs

BY_REPORTS, BY_RECORD = Text("Rapporterna", "The reports"), Text("Journalen", "The record")
TARGET = Text("Mål", "Target")
WITHHELD = Text("för få", "too few")
WHY = (
    Text("Båda säger ja", "Both say yes"),
    Text("Bara rapporten: journalen tiger", "The report only: the record is silent"),
    Text("Bara journalen", "The record only"),
    Text("Ingen av dem", "Neither"),
)
BETWEEN = Text("Hur de skiljer sig, väntade dödsfall", "How they differ, expected deaths")


@dataclass(frozen=True, slots=True)
class Both:
    """One national indicator, counted both ways; ``compared`` is ``None`` where it is of too few to be shown."""

    pair: Pair
    reported: Result
    recorded: Result
    compared: Compared | None


@dataclass(frozen=True, slots=True)
class National:
    """One national indicator on the page."""

    slug: str
    title: str
    definition: str
    figure: charts.Figure
    gap: str
    why: charts.Figure | None
    aside: str


def counted(cube: Cube, export: Export | None, where: Where, today: date) -> list[Both]:
    """The six by the reports and by the record, from the cube; where the two differ, person by person, from the
    export."""
    found = []
    for pair in pairs(today):
        reported, recorded = (_one(cube, each, where, today) for each in (pair.reported, pair.recorded))
        shown = export is not None and not (reported.withheld or recorded.withheld)
        found.append(
            Both(pair, reported, recorded, export.compare(pair, where) if export and shown else None)
        )
    return found


def _one(cube: Cube, measure: Measure, where: Where, today: date) -> Result:
    """The one number of a measure; of nobody where there is no cell."""
    found = results(cube, measure, today, where=where.in_cube)
    return found[0] if found else Result(measure, "", {}, of=0, met=0)


def shown(found: Sequence[Both], language: str) -> list[National]:
    """Each indicator by the reports and by the record, how far it is to the target, and where the two differ."""
    return [
        National(
            slug=one.pair.reported.id,
            title=one.pair.title.said(language),
            definition=one.pair.reported.meaning.said(language),
            figure=_figure(one, language),
            gap=_gap(one.reported, language),
            why=_why(one.pair, one.compared, language) if one.compared else None,
            aside=_aside(one.compared, language) if one.compared else "",
        )
        for one in found
    ]


def _figure(found: Both, language: str) -> charts.Figure:
    rows = [
        charts.Share(
            label=name.said(language), value=each.value, low=each.low, high=each.high,
            cases=None if each.withheld else each.met, of=None if each.withheld else each.of,
        )
        for name, each in ((BY_REPORTS, found.reported), (BY_RECORD, found.recorded))
    ]  # fmt: skip
    aim = found.reported.target
    note = (
        f"{TARGET.said(language)}: {numbers.percent(aim.share, language=language)}. {aim.source}."
        if aim
        else ""
    )
    return charts.Figure.interval_bars(found.pair.title.said(language), rows, note=note)


def _gap(result: Result, language: str) -> str:
    """How many people it is to the target, by the reports."""
    if result.target is None or result.gap is None or not result.of:
        return ""
    share = numbers.percent(result.target.share, language=language)
    if result.gap == 0:
        return Text(f"Målet {share} är nått.", f"The target of {share} is reached.").said(language)
    of = numbers.number(result.of, 0, language)
    return Text(
        f"För målet {share} saknas det hos {result.gap} av {of}.",
        f"For the target of {share} it is lacking for {result.gap} of {of}.",
    ).said(language)


def _why(pair: Pair, found: Compared, language: str) -> charts.Figure:
    values = (found.both, found.only_report, found.only_record, found.neither)
    rows = [
        charts.Part(label=text.said(language), value=value, unknown=index == 3)
        for index, (text, value) in enumerate(zip(WHY, values, strict=True))
    ]
    return charts.Figure.stacked_share(f"{pair.title.said(language)}. {BETWEEN.said(language)}", rows)


def _aside(found: Compared, language: str) -> str:
    """Who is in the one and not in the other."""
    told = [
        Text(
            f"{found.unreported} väntade dödsfall i journalen har ingen rapport om ett väntat dödsfall.",
            f"{found.unreported} expected deaths of the record have no report of an expected death.",
        )
    ]
    if found.only_reported:
        told.append(
            Text(
                f"{found.only_reported} rapporterades som väntade utan att journalen säger det.",
                f"{found.only_reported} were reported as expected without the record saying so.",
            )
        )
    return " ".join(text.said(language) for text in told)


def table(found: Sequence[Both], language: str) -> Table:
    """All six in one table: the target, the reports, the record."""
    columns = [
        Column(Text("Indikator", "Indicator").said(language)), Column(TARGET.said(language), numeric=True),
        Column(BY_REPORTS.said(language), numeric=True), Column(BY_RECORD.said(language), numeric=True),
    ]  # fmt: skip
    title = Text("De sex nationella indikatorerna", "The six national indicators").said(language)
    return Table(title, columns, [_row(one, language) for one in found])


def _row(found: Both, language: str) -> list[Cell | str]:
    aim = found.reported.target
    return [
        found.pair.title.said(language),
        numbers.percent(aim.share, language=language) if aim else "–",
        *(_number(each, language) for each in (found.reported, found.recorded)),
    ]


def _number(result: Result, language: str) -> Cell:
    if result.withheld:
        return Cell("–", note=WITHHELD.said(language))
    if result.value is None:
        return Cell("–")
    return Cell(
        numbers.percent(result.value, language=language), note=_of(result.met or 0, result.of or 0, language)
    )


# What to document better.

SHARE = Text("Journalen hade svaret", "The record had the answer")
OUTCOMES = (
    Text("Journalen hade svaret", "The record had it"),
    Text("Rättades", "Corrected"),
    Text("Journalen teg", "The record was silent"),
    Text("Anteckningarna sa emot varandra", "Entries contradicted each other"),
)


def documented(found: Sequence[Documented], names: Mapping[str, str], language: str) -> Table | None:
    """Each question with what was done with what the record said; the least documented first."""
    if not found:
        return None
    columns = [Column(Text("Fråga", "Question").said(language))]
    columns += [Column(text.said(language), numeric=True) for text in OUTCOMES]
    rows: list[list[Cell | str]] = [
        [
            names.get(one.question, one.question),
            Cell(numbers.percent(one.share, language=language), note=_of(one.confirmed, one.asked, language)),
            *(numbers.number(each, 0, language) for each in (one.corrected, one.answered, one.chosen)),
        ]
        for one in found
    ]
    return Table(Text("Fråga för fråga", "Question by question").said(language), columns, rows)


def _of(some: int, every: int, language: str) -> str:
    told = [numbers.number(each, 0, language) for each in (some, every)]
    return Text(f"{told[0]} av {told[1]}", f"{told[0]} of {told[1]}").said(language)


def least(found: Sequence[Documented], names: Mapping[str, str], language: str) -> charts.Figure | None:
    """A picture of the questions that the record answers least often."""
    rows = [
        charts.Share(label=names.get(one.question, one.question), value=one.share, low=ends[0], high=ends[1],
                     cases=one.confirmed, of=one.asked)
        for one in found[:12]
        if (ends := rules.wilson(one.confirmed, one.asked))
    ]  # fmt: skip
    return charts.Figure.interval_bars(SHARE.said(language), rows) if rows else None
