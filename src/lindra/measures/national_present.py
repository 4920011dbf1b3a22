"""The national indicators side by side: words, charts and tables. Pure; in the language asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lindra.frame import charts, numbers
from lindra.frame.tables import Cell, Column, Table
from lindra.measures import present, rules
from lindra.measures.definition import Text
from lindra.measures.documented import Documented
from lindra.measures.engine import Compared, Export, Result, Where
from lindra.measures.national import PAIRS, Pair

BY_REPORTS, BY_RECORD = Text("Rapporterna", "The reports"), Text("Journalen", "The record")
TARGET = Text("Mål", "Target")
WHY = (
    Text("Båda säger ja", "Both say yes"),
    Text("Bara rapporten: journalen tiger", "The report only: the record is silent"),
    Text("Bara journalen", "The record only"),
    Text("Ingen av dem", "Neither"),
)
BETWEEN = Text("Hur de skiljer sig, väntade dödsfall", "How they differ, expected deaths")


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


def shown(export: Export, where: Where, language: str, today: date, *, of_few: bool) -> list[National]:
    """Each indicator by the reports and by the record, how far it is to the target, and where the two differ."""
    return [_one(export, pair, where, language, today, of_few) for pair in PAIRS]


def _one(export: Export, pair: Pair, where: Where, language: str, today: date, of_few: bool) -> National:
    both = [
        present.disclosed(export.count(one, "all", where), of_few=of_few)[0]
        for one in (pair.reported, pair.recorded)
    ]
    few = any(each.withheld for each in both)
    compared = None if few else export.compare(pair, where)
    return National(
        slug=pair.reported.slug,
        title=pair.title.said(language),
        definition=pair.reported.definition.said(language),
        figure=_figure(pair, both, language, today),
        gap=_gap(pair, both[0], language, today),
        why=_why(pair, compared, language) if compared else None,
        aside=_aside(compared, language) if compared else "",
    )


def _figure(pair: Pair, both: list[Result], language: str, today: date) -> charts.Figure:
    rows = [
        charts.Share(
            label=name.said(language), value=each.value, low=each.low, high=each.high,
            cases=None if each.withheld else each.n, of=None if each.withheld else each.denominator,
        )
        for name, each in zip((BY_REPORTS, BY_RECORD), both, strict=True)
    ]  # fmt: skip
    aim = pair.target(today)
    note = (
        f"{TARGET.said(language)}: {numbers.percent(aim.share, language=language)}. {aim.source}."
        if aim
        else ""
    )
    return charts.Figure.interval_bars(pair.title.said(language), rows, note=note)


def _gap(pair: Pair, result: Result, language: str, today: date) -> str:
    """How many people it is to the target, by the reports."""
    aim = pair.target(today)
    if aim is None or result.withheld or not result.denominator:
        return ""
    lacking = rules.missing(result.n, result.denominator, aim.share)
    share = numbers.percent(aim.share, language=language)
    if lacking == 0:
        return Text(f"Målet {share} är nått.", f"The target of {share} is reached.").said(language)
    of = numbers.number(result.denominator, 0, language)
    return Text(
        f"För målet {share} saknas det hos {lacking} av {of}.",
        f"For the target of {share} it is lacking for {lacking} of {of}.",
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


def table(export: Export, where: Where, language: str, today: date, *, of_few: bool) -> Table:
    """All six in one table: the target, the reports, the record."""
    columns = [
        Column(Text("Indikator", "Indicator").said(language)), Column(TARGET.said(language), numeric=True),
        Column(BY_REPORTS.said(language), numeric=True), Column(BY_RECORD.said(language), numeric=True),
    ]  # fmt: skip
    title = Text("De sex nationella indikatorerna", "The six national indicators").said(language)
    return Table(title, columns, [_row(export, pair, where, language, today, of_few) for pair in PAIRS])


def _row(
    export: Export, pair: Pair, where: Where, language: str, today: date, of_few: bool
) -> list[Cell | str]:
    aim = pair.target(today)
    cells: list[Cell | str] = [
        pair.title.said(language),
        numbers.percent(aim.share, language=language) if aim else "–",
    ]
    for one in (pair.reported, pair.recorded):
        [result] = present.disclosed(export.count(one, "all", where), of_few=of_few)
        head = present.headline(one, [result], language)
        cells.append(Cell(head.value, note=head.basis))
    return cells
