"""The sentences of the paragraph: how it stands, what the year was, what is not known, what is counted."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindra.frame import numbers, texts
from lindra.governance.monday import words, yearly
from lindra.governance.monday.figures import Figure, parts_shown
from lindra.governance.monday.gather import Monday
from lindra.governance.monday.rules import Hours, Line, What
from lindra.governance.monday.shown import amount, said

# How it stands


def now(found: Monday, least: int) -> list[str]:
    """A sentence for each line that is of a day, and one for all that are of so few that they are not given out."""
    lines = {line.what: line for line in found.lines.every if line.known}
    mine = [lines[what] for what in SENTENCES if what in lines]
    given = [line for line in mine if not _hidden(line, least)]
    hidden = [str(words.TITLES[line.what]) for line in mine if _hidden(line, least)]
    return [_line(line, least) for line in given] + _few(hidden, least)


SENTENCES: tuple[What, ...] = ("patients", "stale", "deaths", "deviations", "commitments", "documents")
"""Lines that are of a day; notices and hours are told of the year."""
OF_PATIENTS: frozenset[What] = frozenset({"patients", "stale", "deaths", "deviations"})
"""What is withheld where it is of few."""


def _hidden(line: Line, least: int) -> bool:
    return line.what in OF_PATIENTS and Figure(line.count or 0, line.of).few(least)


def _line(line: Line, least: int) -> str:
    parts = [said(part) for part in line.parts]
    if line.what in OF_PATIENTS and not parts_shown((part.count or 0 for part in line.parts), least):
        parts = []
    told = f"{words.TITLES[line.what]}: {_figure(Figure(line.count or 0, line.of))}"
    more = f" ({', '.join(parts)})" if parts else ""
    return f"{told}{more} [{words.defined(line.what)}]."


def _figure(figure: Figure) -> str:
    """A number; of others with share and interval."""
    share = figure.share
    if figure.of is None or share is None:
        return amount(figure.count)
    language = texts.language()
    return _("%(n)s of %(of)s, %(share)s (95%% interval %(interval)s)") % {
        "n": amount(figure.count), "of": amount(figure.of), "share": numbers.percent(share[0], 0, language),
        "interval": numbers.interval(share[1], share[2], 0, language),
    }  # fmt: skip


def _few(titles: list[str], least: int) -> list[str]:
    if not titles:
        return []
    told = _(
        "So few that the number is not given out (fewer than %(least)s of the one or the other): %(titles)s."
    )
    return [told % {"titles": "; ".join(titles), "least": least}]


# The year


def period(told: yearly.Year) -> str:
    """The heading of the year, with its last day where it is not over."""
    if told.last.month == 12 and told.last.day == 31:
        return _("The year %(year)s") % {"year": told.first.year}
    return _("The year %(year)s, up to %(day)s") % {"year": told.first.year, "day": written(told.last)}


def of_year(told: yearly.Year, least: int) -> list[str]:
    """The figures of the year, in the order of the law: what came of it, and what was done."""
    every = {"reported": told.reported, "sent": told.sent, "notices": told.notices}
    known = {name: figure for name, figure in every.items() if figure is not None}
    sentences = [_yearly(name, figure) for name, figure in known.items() if not figure.few(least)]
    hidden = [str(words.YEARLY[name][0]) for name, figure in known.items() if figure.few(least)]
    if told.hours is not None:
        sentences.append(_hours(told.hours))
    if told.done:
        carried = ngettext(
            "%(n)s action or promise was carried out.",
            "%(n)s actions and promises were carried out.",
            told.done,
        )
        sentences.append(carried % {"n": amount(told.done)})
    return sentences + _few(hidden, least)


def _yearly(name: str, figure: Figure) -> str:
    return f"{words.YEARLY[name][0]}: {_figure(figure)} [{words.defined_yearly(name)}]."


def _hours(hours: Hours) -> str:
    told = _(
        "Physicians held %(held)s of the %(agreed)s hours agreed at units of municipal care; %(missing)s were missing"
    )
    spent = {"held": hours.held, "agreed": hours.agreed, "missing": hours.missing}
    shown = told % {name: numbers.number(float(one), 1, texts.language()) for name, one in spent.items()}
    return f"{shown} [{words.defined_yearly('hours')}]."


# What is not known


def unknown(found: Monday, told: yearly.Year, least: int) -> list[str]:
    """What there is no number of, and why; what is in no number above."""
    sentences = [
        f"{words.TITLES[line.what]}: {words.WHY[line.why]}"
        for line in found.lines.unknown
        if line.why != "no_homes"
    ]
    if told.reported is None:
        sentences.append(_("No death of the year is known here."))
    if told.sent is None:
        sentences.append(
            _("No deviation of the year has been written here: that is no sign that nothing went wrong.")
        )
    if told.notices is None:
        sentences.append(_("No admission notice of the year is known here."))
    if told.silent:
        silent = ngettext(
            "In %(n)s month of a unit hours were agreed and none were entered; it is in no number above.",
            "In %(n)s months of units hours were agreed and none were entered; they are in no number above.",
            told.silent,
        )
        sentences.append(silent % {"n": amount(told.silent)})
    if told.waiting >= least:
        waiting = ngettext(
            "%(n)s death of the year can still be reported.",
            "%(n)s deaths of the year can still be reported.", told.waiting,
        )  # fmt: skip
        sentences.append(waiting % {"n": amount(told.waiting)})
    return sentences


def definitions(found: Monday, told: yearly.Year) -> list[tuple[str, str]]:
    """Of each figure that is given, the definition's id and version, and what it counts."""
    lines = {line.what for line in found.lines.every if line.known}
    every = [(words.defined(what), str(words.DEFINITIONS[what])) for what in SENTENCES if what in lines]
    years = {"reported": told.reported, "sent": told.sent, "notices": told.notices, "hours": told.hours}
    return every + [
        (words.defined_yearly(name), str(words.YEARLY[name][1]))
        for name, figure in years.items()
        if figure is not None
    ]


def written(day: date) -> str:
    """A day in words."""
    return texts.instant(day, "day")
