"""The lines as the page shows them: numbers in words of the page's language, with where each opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindra import clock
from lindra.areas import queries as areas
from lindra.discharge.notices.views import WEEKS
from lindra.frame import dates, numbers, texts
from lindra.frame.tables import Column, Table
from lindra.governance.monday import words
from lindra.governance.monday.gather import Monday
from lindra.governance.monday.rules import ORDER, Line, Part, What

MOST = 12
"""Units of the table that are shown unfolded."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line in words. ``parts``: text and address; ``told``: what more there is to say, each a short sentence."""

    what: str
    title: str
    number: str
    url: str
    opens: str
    parts: tuple[tuple[str, str], ...]
    told: tuple[str, ...]
    tone: str
    late: str
    why: str


def page(found: Monday) -> dict[str, Any]:
    """What the template needs of the lines."""
    names = areas.names({unit for line in found.lines.every for unit in line.units})
    rows = {line.what: row(line, found, names) for line in found.lines.every}
    return {
        "monday": found,
        "see": [rows[line.what] for line in found.lines.see],
        "nothing": [rows[line.what] for line in found.lines.nothing],
        "unknown": [rows[line.what] for line in found.lines.unknown],
        "units": _units(found),
        "definitions": definitions(found),
        "note": _note(found),
        "since": texts.instant(found.since, "day"),
    }


def title(line: Line) -> str:
    """What a line is called."""
    names = words.OF_A_COUNCIL if line.released else words.TITLES
    return str(names.get(line.what, words.TITLES[line.what]))


def row(line: Line, found: Monday, names: dict[str, str]) -> Row:
    """One line."""
    named = title(line)
    number = amount(line.count) if line.count is not None else "–"
    return Row(
        what=line.what, title=named, number=number, url=line.url,
        opens=_("%(title)s: %(number)s, open the list") % {"title": named, "number": number},
        parts=tuple((said(part), part.url) for part in line.parts if part.count is not None),
        told=tuple(_told(line, found, names)), tone=_tone(line), late=_late(line),
        why=str(words.WHY[line.why]) if line.why else "",
    )  # fmt: skip


def amount(value: float) -> str:
    """A whole number, as the language writes it."""
    return numbers.number(value, 0, texts.language())


def said(part: Part) -> str:
    """A number of a line, in words."""
    count = part.count or 0
    return str(words.PARTS[part.name] % {"count": count, "n": amount(count)})


def _tone(line: Line) -> str:
    if not line.known:
        return "unknown"
    return "ok" if line.nothing else "warning" if line.urgent else "info"


def _late(line: Line) -> str:
    if line.late is None or line.count is None:
        return ""
    if not line.late:
        return ""
    if line.late == line.count:
        return _("late") if line.count == 1 else _("all late")
    return _("%(n)s late") % {"n": amount(line.late)}


def _note(found: Monday) -> str:
    """What is told where a reader answers for numbers and may not read whom they are about."""
    if any(line.number_only and line.count for line in found.lines.see):
        return _(
            "For this purpose the patients are numbers: whom they are about opens in care and for follow-up "
            "(SFS 2008:355, chapter 4, section 2)."
        )
    return ""


def _told(line: Line, found: Monday, names: dict[str, str]) -> list[str]:
    """Among how many; new since Monday; since when; where most; hours."""
    if line.count is None or (not line.count and line.hours is None):
        return []
    told = [_among(line), _hours(line), _("none late") if line.late == 0 else ""]
    if line.new is not None:
        said_of = {"n": amount(line.new), "day": texts.instant(found.since, "day")}
        new = ngettext("%(n)s new since %(day)s", "%(n)s new since %(day)s", line.new)
        told.append((new if line.new else _("none new since %(day)s")) % said_of)
    if line.oldest is not None:
        told.append(_("the first since %(day)s") % {"day": texts.instant(line.oldest, "day")})
    if found.scope == "provider" and line.most is not None:
        unit, count = line.most
        told.append(_("most at %(unit)s: %(n)s") % {"unit": names.get(unit, unit), "n": amount(count)})
    return [one for one in told if one]


def _among(line: Line) -> str:
    if line.of is None:
        return ""
    if line.what == "hours":
        return _("of %(of)s units") % {"of": amount(line.of)}
    share = numbers.percent((line.count or 0) / line.of, 0, texts.language()) if line.of else "–"
    told = _("of %(of)s (%(share)s)") % {"of": amount(line.of), "share": share}
    if line.period:
        return f"{told}, {line.period}"
    weeks = _("the last %(n)s weeks") % {"n": WEEKS}
    return f"{told}, {weeks}" if line.what == "notices" else told


def _hours(line: Line) -> str:
    if line.hours is None:
        return ""
    month = dates.written(line.hours.month, "month", texts.language())
    language = texts.language()
    return _("%(held)s of %(agreed)s agreed hours held in %(month)s, %(missing)s missing") % {
        "held": numbers.number(float(line.hours.held), 1, language),
        "agreed": numbers.number(float(line.hours.agreed), 1, language),
        "missing": numbers.number(float(line.hours.missing), 1, language), "month": month,
    }  # fmt: skip


def _units(found: Monday) -> list[Table]:
    """Unit by unit: those with most first, the rest folded."""
    whats = [what for what in ORDER if any(what in counted for _name, counted in found.units)]
    if len(found.units) < 2:
        return []
    columns = [Column(_("Unit")), *(Column(str(words.COLUMNS[what]), numeric=True) for what in whats)]
    rows = [[name, *(_at(counted, what) for what in whats)] for name, counted in found.units]
    caption = _("Unit by unit, those with most first")
    rest = _("The other units")
    tables = [Table(caption, columns, rows[:MOST])]
    return [*tables, Table(rest, columns, rows[MOST:])] if len(rows) > MOST else tables


def _at(counted: dict[What, int], what: What) -> str:
    """A number at a unit; of hours nothing where none are agreed, or none entered."""
    return "–" if what == "hours" and what not in counted else amount(counted.get(what, 0))


def definitions(found: Monday) -> list[tuple[str, str, str]]:
    """Of each line the title, what it counts, and the definition's id and version."""
    lines = sorted(found.lines.every, key=lambda line: ORDER.index(line.what))
    return [
        (title(line), released(line) if line.released else str(words.DEFINITIONS[line.what]),
         ", ".join(_keys(line)) if line.released else words.defined(line.what))
        for line in lines
    ]  # fmt: skip


def _keys(line: Line) -> list[str]:
    from lindra.measures import catalogue

    names = [part.name for part in line.parts] or [line.released.partition("@")[0]]
    return [measure.key for name in names if (measure := catalogue.in_force(name, clock.today())) is not None]


def released(line: Line) -> str:
    """What the measures mean whose released numbers a line gives."""
    from lindra.measures import catalogue

    found = [measure for key in _keys(line) if (measure := catalogue.keyed(key)) is not None]
    return " ".join(measure.meaning.said(texts.language()) for measure in found)
