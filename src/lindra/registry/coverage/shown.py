"""The page's tables and figure: reports to write by when, coverage by unit, municipality or month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from lindra.areas import geography
from lindra.areas.models import CareUnit
from lindra.frame import charts, dates, numbers, shares, texts
from lindra.frame.charts import Figure, Share, Words
from lindra.frame.tables import Cell, Column, Table
from lindra.record.envelope import instant
from lindra.registry import rules
from lindra.registry.coverage.counts import Counted
from lindra.registry.coverage.queries import ToWrite
from lindra.registry.due import PAGE
from lindra.registry.rules import When
from lindra.registry.words import WHY

TITLES: dict[When, Any] = {
    "late": gettext_lazy("Late reports"),
    "week": gettext_lazy("To write this week"),
    "later": gettext_lazy("Later"),
    "undated": gettext_lazy("It is not known when the person died"),
}
CAPTIONS = {
    "late": gettext_lazy("The limit has passed, and the register still takes them."),
    "week": gettext_lazy("Their limit is within seven days."),
    "later": gettext_lazy("Their limit is more than a week away."),
    "undated": gettext_lazy("Write the day of death first."),
}
TONES = {"late": "critical", "week": "warning", "later": "", "undated": "warning"}


@dataclass(frozen=True, slots=True)
class Group:
    """Reports to write that are late, and so on."""

    code: When
    title: str
    table: Table


def page_of(patient: str) -> str:
    """Where the report is written."""
    return reverse(PAGE, args=[patient])


def groups(found: Iterable[ToWrite], own: Mapping[str, CareUnit], today: date) -> list[Group]:
    """Reports to write by when; with the unit where there are several."""
    every = list(found)
    of_each: list[tuple[When, list[ToWrite]]] = [
        (w, [one for one in every if rules.when(one.due, today) == w]) for w in TITLES
    ]
    return [Group(w, str(TITLES[w]), _to_write(w, some, own, today)) for w, some in of_each if some]


def _to_write(when: When, found: list[ToWrite], own: Mapping[str, CareUnit], today: date) -> Table:
    several = len(own) > 1
    columns = [Column(_("Patient")), Column(_("To be reported by")), Column(_("Died"), whole=True)]
    columns += [Column(_("Unit"))] if several else []
    return Table(str(CAPTIONS[when]), [*columns, Column(_("Why here"))], [
        [
            _name(one), _by(one, when, today),
            texts.stamp(instant(one.died) if one.died else None, _precision(one.precision)),
            *([own[one.unit].name if one.unit else _("Not known")] if several else []),
            str(WHY[one.why]),
        ]
        for one in found
    ])  # fmt: skip


def _precision(known: str) -> str:
    """The day is enough here."""
    return "day" if known in ("minute", "second") else known


def _name(one: ToWrite) -> Cell:
    note = _("Protected identity") if one.person.protected else ""
    return Cell(one.person.name or _("Name not known"), url=page_of(one.patient), note=note)


def _by(one: ToWrite, when: When, today: date) -> Cell:
    if one.due is None or one.last is None:
        return Cell("–", tone="warning", icon="warning")
    left = (one.due - today).days
    if left < 0:
        late = ngettext("%(n)d day late", "%(n)d days late", -left) % {"n": -left}
        note = _("%(late)s, possible until %(last)s") % {"late": late, "last": texts.instant(one.last, "day")}
    else:
        note = ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left} if left else _("today")
    return Cell(dates.stamp(one.due), tone=TONES[when], icon=TONES[when], note=note)


# Coverage.

NOT_KNOWN = gettext_lazy("Not known")


def name_of(by: str, own: Mapping[str, CareUnit]) -> Callable[[str], str]:
    """The name of a group, in the page's language."""

    def name(key: str) -> str:
        if not key:
            return str(NOT_KNOWN)
        if by == "unit":
            return own[key].name
        if by == "municipality":
            return geography.municipality(key).name
        return dates.written(date.fromisoformat(f"{key}-01"), "month", get_language() or "sv")

    return name


def figure(title: str, found: list[Counted], name: Callable[[str], str]) -> Figure:
    """Coverage of each group with the line for open comparison, and its table."""
    rows = [
        Share(
            label=name(one.key), value=one.share, cases=one.reported, of=one.deaths, target=rules.COMPARABLE
        )
        for one in found
    ]
    return Figure(
        title=title,
        draw=lambda words: charts.interval_bar(rows, title=title, words=words),
        tabulate=lambda words: _table(title, found, name, words),
        note=_note([name(one.key) for one in found if one.deaths < shares.FEW]),
    )


def _table(title: str, found: list[Counted], name: Callable[[str], str], words: Words) -> Table:
    columns = [
        Column(words.name), Column(_("Deaths"), True), Column(_("Reported"), True), Column(_("Coverage"), True),
        Column(_("Can still be reported"), True), Column(_("Too late to report"), True),
    ]  # fmt: skip
    return Table(title, columns, [
        [
            name(one.key), _number(one.deaths, words), _number(one.reported, words), _share(one, words),
            _number(one.open, words), _number(one.closed, words),
        ]
        for one in found
    ])  # fmt: skip


def _number(value: int, words: Words) -> str:
    return numbers.number(value, 0, words.language)


def _share(one: Counted, words: Words) -> Cell:
    tone = "ok" if one.comparable else "warning"
    return Cell(numbers.percent(one.share or 0, language=words.language), tone=tone, icon=tone)


def _note(few: list[str]) -> str:
    note = _(
        "Registered deaths of all deaths known here. The mark stands at 70%: above it, areas and groups may be "
        "compared openly. Who does not want to be in quality registers is in neither number."
    )
    if not few:
        return note
    return f"{note} " + _("Fewer than %(few)d deaths, so that chance decides much: %(names)s.") % {
        "few": shares.FEW, "names": ", ".join(few),
    }  # fmt: skip
