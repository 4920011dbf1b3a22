"""Pictures of all measures of a scope: its gaps, how they went, trends, and each topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from lindra.frame.charts import Figure, Part, RankedBar, Series
from lindra.measures.cubes.results import Result
from lindra.measures.measure import Measure, Subject, Text
from lindra.measures.pagesets import drawn, names, sentences
from lindra.measures.pagesets.counted import many, met, of_year, share
from lindra.measures.pagesets.gaps import REST, Short, aimed, ranked
from lindra.measures.pagesets.look import Look

LAST = {"month": 24, "quarter": 12}
"""As many of the last periods are drawn in a small picture. Our own choice."""


def short_title(measure: Measure, language: str) -> str:
    """A title without where it is told; that stands in the heading."""
    return measure.title.said(language).split(", enligt ")[0].split(", by the ")[0]


BRIEF = {
    "mouth": Text("Munhälsa", "Mouth"),
    "pain": Text("Smärta", "Pain"),
    "opioid": Text("Opioid", "Opioid"),
    "anxiety": Text("Ångest", "Anxiety"),
    "ulcer": Text("Utan trycksår", "No ulcer"),
    "conversation": Text("Samtal", "Conversation"),
}
"""The national six in a word, for pictures that have no room for more; by the key of the target."""


def brief_title(measure: Measure, language: str) -> str:
    """A word for it where there is one, else its title."""
    return BRIEF[measure.goal].said(language) if measure.goal in BRIEF else short_title(measure, language)


def gaps_of(look: Look) -> list[Short]:
    """The gaps of the scope; the names of units looked up at once."""
    found = ranked(look)
    if look.group == "unit":
        look.names.learn(key for one in found for key in _named(one, look))
    return found


def _named(one: Short, look: Look) -> list[str]:
    divided = one.divided.get(look.group or "")
    return [each.key for each in divided.groups[:3] if each.key != REST] if divided else []


def gaps(look: Look) -> Figure | None:
    """The gaps in people, the most first. The picture says how far; the table, where those missed are."""
    found = gaps_of(look)
    if not found:
        return None
    title = _("Gaps in people, %(scope)s, %(year)s") % {
        "scope": look.names.scope(look.scope),
        "year": look.year,
    }
    brief = Figure.ranked_bars(title, [_bar(one, look, sentences.brief(one, look)) for one in found])
    full = Figure.ranked_bars(
        title, [_bar(one, look, sentences.gap(one, look)) for one in found], name=_("Measure")
    )
    return Figure(
        title=title,
        draw=brief.draw,
        draw_alone=brief.draw_alone,
        tabulate=full.tabulate,
        note=_told(look, [look.year]),
    )


def _bar(one: Short, look: Look, sentence: str) -> RankedBar:
    url = look.url("indicator-gap", one.measure.id)
    return RankedBar(
        label=short_title(one.measure, look.language), people=one.people, sentence=sentence, url=url
    )


def listed(look: Look, ways: Mapping[str, Sequence[tuple[str, str]]] | None = None) -> list[dict[str, Any]]:
    """The gaps in words, each with the way to who is behind it, and further ways by the id of the measure."""
    return [
        {
            "title": short_title(one.measure, look.language),
            "said": sentences.gap(one, look),
            "url": look.url("indicator-gap", one.measure.id),
            "ways": (ways or {}).get(one.measure.id, ()),
        }
        for one in gaps_of(look)
    ]


def _told(look: Look, years: Sequence[str]) -> str:
    """By whom it is told, and where the targets of those years come from."""
    first = (
        _("By the record of each person who died an expected death.")
        if look.told == "record"
        else _("By the signed reports of expected deaths.")
    )
    _measures, found = many(look, "deaths")
    told = [each for one in aimed(look) for each in found[one.key] if each.period in years and each.target]
    sources = "; ".join(dict.fromkeys(one.target.source for one in told if one.target))
    return " ".join((first, _("Targets: %(sources)s.") % {"sources": sources})) if sources else first


def gap_years(look: Look) -> Figure | None:
    """How many people each gap was, year by year."""
    _measures, found = many(look, "deaths")
    years = look.reading.years
    rows = []
    for one in aimed(look):
        by_year = {result.period: result.gap for result in found[one.key]}
        url = look.url("indicator-gap", one.id)
        rows.append(
            Series(label=brief_title(one, look.language), values=[by_year.get(y) for y in years], url=url)
        )
    if not rows or len(years) < 2:
        return None
    title = _("Gaps in people, year by year, %(scope)s") % {"scope": look.names.scope(look.scope)}
    return Figure.small_multiples(
        title, rows, periods=years, share=False, name=_("Measure"), note=_told(look, look.reading.years)
    )


def trends(look: Look) -> Figure | None:
    """The national six over the last two years, a small picture each."""
    measures = [one for one in look.reading.measures(look.on, "deaths") if one.topic == _six(look)]
    cells = look.reading.cells(measures, (), look.scope.every, look.scope.where)
    periods = sorted({cell.period for own in cells.values() for cell in own})[-LAST[look.scope.every] :]
    if len(periods) < 2:
        return None
    rows = []
    for one in measures:
        counted = {cell.period: share(met(one, cell)) for cell in cells[one.key]}
        values = [counted.get(period) for period in periods]
        rows.append(
            Series(label=brief_title(one, look.language), values=values, url=look.url("indicator", one.id))
        )
    each = _("month by month") if look.scope.every == "month" else _("quarter by quarter")
    title = _("The six national indicators %(each)s, %(scope)s") % {
        "each": each,
        "scope": look.names.scope(look.scope),
    }
    return Figure.small_multiples(
        title,
        rows,
        periods=[names.period(one, look.language) for one in periods],
        name=_("Measure"),
        note=_told(look, look.reading.years),
    )


def _six(look: Look) -> str:
    return "record" if look.told == "record" else "national"


def topic(look: Look) -> Figure | None:
    """The shares of a topic beside each other."""
    results = [one for one in of_topic(look) if one.measure.kind == "share"]
    if not results:
        return None
    return drawn.side_by_side(
        _("%(topic)s, %(scope)s, %(year)s")
        % {"topic": names.topic(look.topic), "scope": look.names.scope(look.scope), "year": look.year},
        results, lambda one: short_title(one.measure, look.language), _("Measure"), look.language,
        url=lambda one: look.url("indicator", one.measure.id),
    )  # fmt: skip


def of_topic(look: Look) -> list[Result]:
    """The numbers of the year of a topic's measures; of *parts* each part."""
    subject: Subject = "stays" if look.topic == "discharge" else "deaths"
    measures, found = many(look, subject)
    return [
        result
        for one in measures
        if one.topic == look.topic
        for result in found[one.key]
        if result.period == look.year
    ]


def parts(look: Look) -> Figure | None:
    """The parts of a measure of parts; none where any is withheld."""
    measure = look.of
    _measures, found = many(look, measure.subject)
    results = [one for one in found.get(measure.key, []) if one.period == look.year]
    if not results or any(one.met is None for one in results) or not results[0].of:
        return None
    rows = [
        Part(
            label=measure.part(one.part).said(look.language),
            value=one.met or 0,
            unknown=one.part == measure.not_known,
        )
        for one in results
    ]
    title = _("%(measure)s, %(scope)s, %(year)s") % {
        "measure": measure.title.said(look.language), "scope": look.names.scope(look.scope), "year": look.year,
    }  # fmt: skip
    return Figure.stacked_share(title, rows)


def number(look: Look, measure: Measure) -> Result | None:
    """The number of the year (of the part looked at)."""
    _measures, found = many(look, measure.subject)
    return of_year(found.get(measure.key, []), look.year, look.part)
