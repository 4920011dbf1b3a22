"""A report in words: everything the paper says, translated, as plain values for its template (``report.typ``)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindra.frame import dates, numbers, texts
from lindra.measures.cubes.results import Result
from lindra.measures.cubes.told import area
from lindra.measures.honest.change import Change
from lindra.measures.report import drawn
from lindra.measures.report.content import Report, Row
from lindra.measures.report.scope import Scope
from lindra.registry.rules import COMPARABLE


def content(found: Report, name: str) -> dict[str, Any]:
    """Everything the paper says. ``name``: what the scope is called."""
    return {
        "lang": texts.language(),
        "title": title(found, name),
        "lead": _lead(found),
        "notes": _notes(found),
        "footer": " · ".join((title(found, name), _counted(found))),
        "gap": _gap(found),
        "indicators": _indicators(found),
        "changes": _changes(found),
        "charts": {
            "title": _("Over time"),
            "lead": drawn.legend(found),
            "figures": [_picture(drawn.over_time(row)) for row in found.rows],
        },
        "definitions": _definitions(found),
    }


def _gap(found: Report) -> dict[str, Any]:
    shown = any(row.gap is not None for row in found.rows)
    return {
        "title": _("The gap in people, largest first"),
        "lead": _("How many more would have had to meet each indicator for its target, %(when)s.")
        % {"when": during(found)},
        "figure": _picture(drawn.gaps(found)) if shown else None,
        "none": _("The counts are of too few to be shown."),
    }


def _indicators(found: Report) -> dict[str, Any]:
    columns = [
        _("Indicator"), _("Target"), named_period(found.period), _("Not known"), _("Coverage"), _in_short(found),
        _("Short of the target"),
    ]  # fmt: skip
    return {
        "title": _("The six national indicators"),
        "columns": columns,
        "rows": [_numbers(row, texts.language()) for row in found.rows],
        "note": _(
            "In brackets the interval (Wilson, 95%). Not known, in the period, counts as not met. Coverage: how "
            "many of those who died were reported; an indicator by the reports says little of the others."
        ),
    }


def _changes(found: Report) -> dict[str, Any]:
    return {
        "title": _("What changed"),
        "columns": [_("Indicator"), _against(found.period, 1), _against(found.period, 12)],
        "rows": [[drawn.called(row), *map(_changed, (row.before, row.year_before))] for row in found.rows],
        "note": _joined(
            _(
                "In percentage points with Newcombe's interval (95%), and in people of this period. No clear "
                "difference: the interval holds zero, so chance alone may have made it."
            ),
            _("Reports of this period may still come.") if any(row.unsettled for row in found.rows) else "",
        ),
    }


def _definitions(found: Report) -> dict[str, Any]:
    language = texts.language()
    return {
        "title": _("Definitions"),
        "columns": [_("Indicator"), _("What is counted"), _("Version"), _("Valid from"), _("Mark")],
        "rows": [_definition(row, language) for row in found.rows],
        "sources": _sources(found, language),
        "note": _joined(
            _("Marks: V read in a named source, M our working definition, ? no official definition found."),
            "" if found.level == "own" else _("Small counts are withheld, and what would give them away."),
        ),
    }


def title(found: Report, name: str) -> str:
    """What the paper is called."""
    return _("Monthly report, %(name)s, %(period)s") % {"name": name, "period": named_period(found.period)}


def scope_name(scope: Scope) -> str:
    """What an area is called; a unit as its id, where nobody says more."""
    if scope.kind == "all":
        return _("everybody counted")
    return (area(scope.code) or scope.code) if scope.kind != "unit" else scope.code


def named_period(name: str) -> str:
    """A month or a quarter in words: May 2026, quarter 2 of 2026."""
    if "Q" in name:
        return _("quarter %(number)s of %(year)s") % {"number": name[-1], "year": name[:4]}
    if len(name) == 4:
        return name
    return dates.written(date.fromisoformat(f"{name}-15"), "month", texts.language())


def during(found: Report) -> str:
    """Over which time the gap is counted."""
    if found.since:
        return _("%(first)s to %(last)s") % {
            "first": named_period(found.since), "last": named_period(found.until)}  # fmt: skip
    return _("the calendar year %(year)s") % {"year": found.until}


def _in_short(found: Report) -> str:
    if not found.since:
        return found.until
    return _("Four quarters") if found.scope.every == "quarter" else _("Twelve months")


def _lead(found: Report) -> str:
    first = _("The six national indicators, by the signed reports on deaths.")
    quarters = (
        _("Units are shown by quarter, as they have too few deaths in a month.")
        if found.scope.every == "quarter"
        else ""
    )
    second = (
        _("Beside the period stands the year that ends with it.")
        if found.since
        else _(
            "A part of the year that ends with it is of too few to be shown, so beside the period stands the "
            "calendar year %(year)s."
        )
        % {"year": found.until}
    )
    return _joined(first, quarters, second)


def _joined(*said: str) -> str:
    return " ".join(filter(None, said))


def _notes(found: Report) -> list[str]:
    """What must be said before any number."""
    if found.coverage is None or found.coverage > COMPARABLE:
        return []
    language, most = texts.language(), found.coverage_at_most
    low = most is not None and most <= COMPARABLE
    said = (
        _(
            "Coverage is %(share)s (%(when)s): too few of those who died were reported for an open comparison, "
            "which needs more than %(limit)s."
        )
        if low
        else _(
            "Coverage so far is %(share)s (%(when)s): reports may still come. An open comparison needs more than "
            "%(limit)s."
        )
    )
    return [
        said
        % {
            "share": numbers.percent(found.coverage, language=language),
            "when": during(found),
            "limit": numbers.percent(COMPARABLE, language=language),
        }
    ]


def _counted(found: Report) -> str:
    return _("counted %(when)s") % {"when": texts.stamp(datetime.fromisoformat(found.made_at))}


def _numbers(row: Row, language: str) -> list[str]:
    target = row.year.target
    aim = _("at most") if row.measure.good == "low" else _("at least")
    return [
        drawn.called(row),
        f"{aim} {numbers.percent(target.share, language=language)}" if target else "–",
        _share(row.now, language),
        _count(row.now.unknown, row.now.withheld),
        _covered(row, language),
        _share(row.year, language),
        _short(row.gap),
    ]


def _share(found: Result, language: str) -> str:
    if found.withheld or found.met is None or found.of is None:
        return _("withheld")
    if found.value is None or found.low is None or found.high is None:
        return _("nobody")
    return _("%(share)s (%(interval)s), %(met)s of %(of)s") % {
        "share": numbers.percent(found.value, language=language),
        "interval": numbers.interval(found.low, found.high, language=language),
        "met": _number(found.met), "of": _number(found.of),
    }  # fmt: skip


def _covered(row: Row, language: str) -> str:
    found = row.now
    if found.coverage is None:
        return "–"
    told = numbers.percent(found.coverage, language=language)
    if not found.low_coverage:
        return told
    return (_("%(share)s so far") if row.unsettled else _("%(share)s, low")) % {"share": told}


def _short(gap: int | None) -> str:
    if gap is None:
        return _("withheld")
    return ngettext("%(n)s person", "%(n)s people", gap) % {"n": _number(gap)} if gap else _("met")


def _count(number: int | None, withheld: bool) -> str:
    return "–" if withheld or number is None else _number(number)


def _number(number: int) -> str:
    return numbers.number(number, 0, texts.language())


def _against(period: str, months: int) -> str:
    if months == 1:
        return _("Against the quarter before") if "Q" in period else _("Against the month before")
    return _("Against the same quarter last year") if "Q" in period else _("Against the same month last year")


def _changed(found: Change | None) -> str:
    if found is None:
        return _("cannot be told")
    language = texts.language()
    ends = " ".join((_signed(found.low), _("to"), _signed(found.high)))
    before = numbers.percent(found.before.share, language=language)
    after = numbers.percent(found.after.share, language=language)
    return _("%(before)s → %(after)s: %(points)s points (%(ends)s), %(people)s. %(said)s.") % {
        "before": before, "after": after, "points": _signed(found.difference), "ends": ends,
        "people": _people(found.people), "said": _said(found),
    }  # fmt: skip


def _signed(share: float) -> str:
    points = numbers.number(round(share * 100), 0, texts.language())
    return f"+{points}" if round(share * 100) > 0 else points


def _people(more: int) -> str:
    if more == 0:
        return _("as many people")
    told = (
        ngettext("%(n)s person more", "%(n)s people more", more)
        if more > 0
        else ngettext("%(n)s person fewer", "%(n)s people fewer", -more)
    )
    return told % {"n": _number(abs(more))}


def _said(found: Change) -> str:
    if found.low > 0:
        return _("A clear rise")
    return _("A clear fall") if found.high < 0 else _("No clear difference")


def _picture(figure: drawn.Drawn) -> dict[str, str]:
    return {"title": figure.title, "svg": figure.svg, "alt": figure.alt}


def _definition(row: Row, language: str) -> list[str]:
    one = row.measure
    return [drawn.called(row), one.meaning.said(language), one.key, one.valid_from.isoformat(), one.mark]


def _sources(found: Report, language: str) -> list[str]:
    """Where definitions and targets come from, each once."""
    told = [_("Source: %(source)s") % {"source": row.measure.source.said(language)} for row in found.rows]
    told += [
        _("Target: %(source)s") % {"source": row.year.target.source} for row in found.rows if row.year.target
    ]
    return list(dict.fromkeys(told))
