"""From results to what a page shows: sentences, tiles, charts with their tables. Pure; in the language asked for.

Measures read Ibis, which takes a second to load: pages load this module when they are asked for, not before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from lindra.frame import charts, numbers
from lindra.frame.tables import Cell, Column, Table
from lindra.measures import rules
from lindra.measures.cases import Seen
from lindra.measures.definitions import OWN, Indicator, Text
from lindra.measures.engine import Behind, By, Export, Result, Where

TOLD = 3
"""Rows behind a case that are told; the rest are only counted, and stand in the record."""

Names = Callable[[str], str]
"""The name of a group."""

_GROUPED: Mapping[By, Text] = {
    "region": Text("Region", "Region"),
    "municipality": Text("Kommun", "Municipality"),
    "provider": Text("Vårdgivare", "Provider"),
    "year": Text("Dödsår", "Year of death"),
    "month": Text("Dödsmånad", "Month of death"),
}
_PER: Mapping[By, Text] = {
    "region": Text("per region", "by region"),
    "municipality": Text("per kommun", "by municipality"),
    "provider": Text("per vårdgivare", "by provider"),
    "year": Text("per år", "by year"),
    "month": Text("per månad", "by month"),
}
_ALL = Text("Alla", "All")
_MOST = Text("Vanligast", "Most often")
_TOGETHER = Text("Alla tillsammans", "All together")
_UNKNOWN = Text("Ej känd", "Not known")
_FEW = Text(
    f"Med färre än {rules.FEW} avlidna avgör slumpen mycket: se på intervallet.",
    f"With fewer than {rules.FEW} deaths much is chance: look at the interval.",
)
_WITHHELD = Text(f"färre än {rules.LEAST_SHOWN}", f"fewer than {rules.LEAST_SHOWN}")
_WHY_WITHHELD = Text(
    f"Tal om färre än {rules.LEAST_SHOWN} avlidna visas bara för uppföljning.",
    f"Numbers of fewer than {rules.LEAST_SHOWN} deaths are shown for follow-up only.",
)
_OVERLAP = Text(
    "En person räknas hos varje vårdgivare som skrivit något under det sista året.",
    "A person is counted with every provider that wrote anything in the last year.",
)
_MEAN, _MEDIAN = Text("Medelvärde", "Mean"), Text("Median", "Median")
_INTERVAL, _DEATHS = Text("95 % intervall", "95% interval"), Text("Avlidna", "Deaths")
_GOOD = {
    "high": Text("Högt är bra", "High is good"),
    "low": Text("Lågt är bra", "Low is good"),
    "neutral": Text("Varken högt eller lågt är bättre", "Neither high nor low is better"),
}
_MARKS = {
    "V": Text("Läst i källan", "Read in the source"),
    "M": Text("Arbetsdefinition", "Working definition"),
    "?": Text("Ingen officiell definition funnen", "No official definition found"),
}


_COUNTED = {
    True: Text(
        "Ett mått för kvalitetsregister: personer som inte vill vara med i registret räknas inte (patientdatalagen "
        "7 kap. 2 §).",
        "A measure of a quality register: persons who do not want to be in the register are not counted (Patient Data "
        "Act chapter 7 section 2).",
    ),
    False: Text(
        "Vårdgivarnas egen uppföljning: alla avlidna räknas, även de som inte vill vara med i kvalitetsregister.",
        "The providers' own follow-up: all deaths count, also of those who do not want to be in quality registers.",
    ),
}


@dataclass(frozen=True, slots=True)
class Headline:
    """An indicator's number for all who are looked at; ``value`` empty where there is nothing to count on."""

    label: str
    value: str
    interval: str
    basis: str
    note: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An indicator on a page."""

    slug: str
    title: str
    definition: str
    good: str
    headline: Headline
    figure: charts.Figure | None


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case in words, for a row of a table; ``value`` empty where it is not shown."""

    value: str
    rows: str


def overview(export: Export, where: Where, language: str, *, of_few: bool) -> list[Shown]:
    """Every indicator: its number, and how it was year by year (for *parts*, the parts)."""
    return [_shown(export, indicator, where, language, of_few) for indicator in OWN]


def _shown(export: Export, indicator: Indicator, where: Where, language: str, of_few: bool) -> Shown:
    whole = disclosed(export.count(indicator, "all", where), of_few=of_few)
    figure: charts.Figure | None
    if indicator.kind == "parts":
        figure = parts(indicator, whole, language)
    else:
        years = [*whole, *disclosed(export.count(indicator, "year", where), of_few=of_few)]
        figure = grouped(indicator, years, "year", lambda group: group or _ALL.said(language), language)
    return Shown(
        slug=indicator.slug,
        title=indicator.title.said(language),
        definition=indicator.definition.said(language),
        good=_GOOD[indicator.good].said(language) if indicator.good != "neutral" else "",
        headline=headline(indicator, whole, language),
        figure=figure,
    )


def disclosed(results: Sequence[Result], *, of_few: bool) -> list[Result]:
    """The results, with nothing in those of few dead unless this reader may see numbers ``of_few``."""
    return [_emptied(each) if not of_few and rules.withheld(each.denominator) else each for each in results]


def _emptied(result: Result) -> Result:
    return Result(
        result.indicator, result.version, result.group, result.category, n=0, denominator=0, left_out=0,
        value=None, low=None, high=None, withheld=True,
    )  # fmt: skip


def headline(indicator: Indicator, results: Sequence[Result], language: str) -> Headline:
    """The number for all who are looked at; of parts the largest that is known."""
    result = results[0]
    if result.withheld:
        told = _WITHHELD.said(language)
        return Headline(_TOGETHER.said(language), told, "", "", _WHY_WITHHELD.said(language))
    if indicator.kind == "parts":
        known = [each for each in results if not indicator.category(each.category).unknown]
        result = max(known, key=lambda each: each.n)
    note = _FEW.said(language) if result.note == "few" else ""
    return Headline(
        label=(_MOST if indicator.kind == "parts" else _TOGETHER).said(language),
        value=value(indicator, result, language),
        interval=interval(indicator, result, language),
        basis=basis(indicator, result, language),
        note=note,
    )


def value(indicator: Indicator, result: Result, language: str) -> str:
    """The number in words."""
    if result.value is None:
        return "–"
    if indicator.kind == "mean":
        return f"{numbers.number(result.value, 1, language)} {indicator.unit.said(language)}"
    share = numbers.percent(result.value, language=language)
    return f"{indicator.category(result.category).title.said(language)} {share}" if result.category else share


def interval(indicator: Indicator, result: Result, language: str) -> str:
    """Its interval in words, empty where there is none."""
    if result.low is None or result.high is None:
        return ""
    if indicator.kind != "mean":
        return numbers.interval(result.low, result.high, language=language)
    ends = (numbers.number(end, 1, language) for end in (result.low, result.high))
    return "–".join(ends)


def basis(indicator: Indicator, result: Result, language: str) -> str:
    """How many it is counted on, and how many are left out."""
    of, n = numbers.number(result.denominator, 0, language), numbers.number(result.n, 0, language)
    if indicator.kind == "mean":
        told = Text(f"{of} avlidna", f"{of} deaths")
    else:
        told = Text(f"{n} av {of} avlidna", f"{n} of {of} deaths")
    out = Text(f"; {result.left_out} ej räknade", f"; {result.left_out} left out")
    return told.said(language) + (out.said(language) if result.left_out else "")


# Charts.


def parts(indicator: Indicator, results: Sequence[Result], language: str) -> charts.Figure | None:
    """The parts of a whole, where they are shown."""
    if any(each.withheld for each in results):
        return None
    rows = [
        charts.Part(
            label=indicator.category(each.category).title.said(language),
            value=each.n,
            unknown=indicator.category(each.category).unknown,
        )
        for each in results
    ]
    return charts.Figure.stacked_share(
        indicator.title.said(language), rows, note=_notes(results, "all", language)
    )


def grouped(
    indicator: Indicator, results: Sequence[Result], by: By, names: Names, language: str
) -> charts.Figure:
    """One number a group, side by side; for *parts* give the results of one category."""
    figure = _side_by_side(indicator, results, by, names, language)
    if not any(each.withheld for each in results):
        return figure

    def few(words: charts.Words) -> charts.Words:
        return replace(words, withheld=_WITHHELD.said(language))

    return replace(
        figure, draw=lambda words: figure.draw(few(words)), tabulate=lambda words: figure.tabulate(few(words))
    )


def _side_by_side(
    indicator: Indicator, results: Sequence[Result], by: By, names: Names, language: str
) -> charts.Figure:
    title, note = _titled(indicator, results, by, language), _notes(results, by, language)
    name = _GROUPED[by].said(language)
    if indicator.kind == "mean":
        return _means(title, results, name, names, note, language)
    rows = [
        charts.Share(
            label=names(each.group),
            value=each.value,
            low=each.low,
            high=each.high,
            cases=None if each.withheld else each.n,
            of=None if each.withheld else each.denominator,
        )
        for each in results
    ]
    return charts.Figure.interval_bars(title, rows, name=name, note=note)


def _titled(indicator: Indicator, results: Sequence[Result], by: By, language: str) -> str:
    """The indicator, the category where it is of one, and the grouping."""
    said = [indicator.title.said(language)]
    said += [indicator.category(each.category).title.said(language) for each in results[:1] if each.category]
    return f"{': '.join(said)}, {_PER[by].said(language)}"


def _means(
    title: str, results: Sequence[Result], name: str, names: Names, note: str, language: str
) -> charts.Figure:
    """Means as bars; the table has interval, median and how many."""

    def tabulate(words: charts.Words) -> Table:
        columns = [
            Column(name),
            *(Column(t.said(language), True) for t in (_MEAN, _INTERVAL, _MEDIAN, _DEATHS)),
        ]
        return Table(title, columns, [_mean_row(each, names, language, words.withheld) for each in results])

    rows = [charts.Bar(label=names(each.group), value=_rounded(each.value)) for each in results]
    return charts.Figure(
        title=title,
        draw=lambda words: charts.bars(rows, title=title, words=words),
        tabulate=tabulate,
        note=note,
    )


def _mean_row(result: Result, names: Names, language: str, withheld: str) -> list[Cell | str]:
    if result.withheld:
        return [names(result.group), withheld, "–", "–", withheld]

    def told(number: float | None) -> str:
        return "–" if number is None else numbers.number(number, 1, language)

    ends = "–" if result.low is None else f"{told(result.low)}–{told(result.high)}"
    count = numbers.number(result.denominator, 0, language)
    return [names(result.group), told(result.value), ends, told(result.median), count]


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 1)


def _notes(results: Sequence[Result], by: By, language: str) -> str:
    said = [_FEW] if any(each.note == "few" for each in results) else []
    said += [_WHY_WITHHELD] if any(each.withheld for each in results) else []
    said += [_OVERLAP] if by == "provider" else []
    return " ".join(text.said(language) for text in said)


def by_group(
    export: Export, indicator: Indicator, by: By, where: Where, category: str, *, of_few: bool
) -> list[Result]:
    """The results of each group (of one category), those not known last."""
    results = disclosed(export.count(indicator, by, where), of_few=of_few)
    return sorted(
        (each for each in results if each.category in ("", category)), key=lambda each: not each.group
    )


def not_known(language: str) -> str:
    """The name of the group of those whose area is not known."""
    return _UNKNOWN.said(language)


# Definitions and cases.


def facts(indicator: Indicator, language: str) -> list[tuple[str, str]]:
    """How firmly the definition stands, from when, after which source."""
    version = Text(
        f"Version {indicator.version}, gäller från {indicator.effective.isoformat()}",
        f"Version {indicator.version}, in force from {indicator.effective.isoformat()}",
    )
    rows = (
        (Text("Definition", "Definition"), version),
        (Text("Stöd", "Standing"), _MARKS[indicator.mark]),
        (Text("Källa", "Source"), indicator.source),
        (Text("Riktning", "Direction"), _GOOD[indicator.good]),
        (Text("Vilka som räknas", "Who is counted"), _COUNTED[indicator.register]),
    )
    return [(label.said(language), told.said(language)) for label, told in rows]


_KINDS = {
    "admitted": Text("inskriven", "admitted"),
    "contact": Text("besök eller samtal", "visit or call"),
    "moved": Text("bostad", "home"),
    "enrolled": Text("inskriven i team", "taken on by a team"),
}
_HOMES = {
    "own_home": Text("eget hem", "own home"),
    "care_home": Text("särskilt boende", "care home"),
    "short_stay": Text("korttidsboende", "short-stay home"),
    "hospice": Text("hospice", "hospice"),
    "other": Text("annan plats", "another place"),
    "unknown": Text("ej känd", "not known"),
}


def case(indicator: Indicator, found: Seen, units: Mapping[str, str], language: str) -> CaseShown:
    """A case in words, of what this reader may see."""
    value = "" if found.value is None else _case_value(indicator, found.value, language)
    return CaseShown(value, _told(found.rows, units, language))


def _told(rows: Sequence[Behind], units: Mapping[str, str], language: str) -> str:
    """The latest rows, and how many there are more."""
    latest = sorted(rows, key=lambda row: row.minutes_before_death)
    said = [_behind(row, units, language) for row in latest[:TOLD]]
    more = len(rows) - TOLD
    said += [Text(f"och {more} till", f"and {more} more").said(language)] if more > 0 else []
    return "; ".join(said)


def _case_value(indicator: Indicator, found: bool | str | float, language: str) -> str:
    if isinstance(found, bool):
        return (Text("Ja", "Yes") if found else Text("Nej", "No")).said(language)
    if isinstance(found, str):
        return indicator.category(found).title.said(language)
    return f"{numbers.number(found, 1, language)} {indicator.unit.said(language)}"


def _behind(row: Behind, units: Mapping[str, str], language: str) -> str:
    what = _KINDS.get(row.kind, Text(row.kind, row.kind)).said(language)
    if row.kind == "moved" and row.form in _HOMES:
        what += f" {_HOMES[row.form].said(language)}"
    days = numbers.number(row.days_before_death, 0, language)
    when = Text(f"{days} dagar före döden", f"{days} days before death")
    if row.days_before_death == 0:
        when = Text("dödsdagen", "the day of death")
    if row.days_before_death == 1:
        when = Text("dagen före döden", "the day before death")
    return ", ".join(filter(None, (what, units.get(row.unit, ""), when.said(language))))


def choices(indicator: Indicator, language: str) -> list[tuple[str, str]]:
    """Of which part the groups can be shown: a category; of shares and means there are none."""
    return [(each.key, each.title.said(language)) for each in indicator.categories]
