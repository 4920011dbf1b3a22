"""A measure compared between areas as if all had the whole's mix of ages and diagnoses, beside as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from lindra.frame import numbers
from lindra.frame.charts import Figure, Share, Words, interval_bar_table
from lindra.frame.drawing import interval_bar
from lindra.frame.tables import Cell, Column, Table
from lindra.measures.cubes.cube import Cell as Counted
from lindra.measures.honest.numbers import numbers as honest_numbers
from lindra.measures.honest.standard import Standardised, Stratum
from lindra.measures.honest.standard import standardised as reckoned
from lindra.measures.pagesets import names
from lindra.measures.pagesets.comparing import title
from lindra.measures.pagesets.counted import counts, met
from lindra.measures.pagesets.look import Look

MIX = ("age", "diagnosis")
LEAST_SHOWN = 0.9
"""Of an area's people, at least so many must be in strata that are shown for it to be standardised. Our own choice."""
Area = Literal["region", "municipality"]
__all__ = ["interval_bar_table", "standardised"]


@dataclass(frozen=True, slots=True)
class Compared:
    """An area: with the standard's mix, and as it is, (met, of) of its own cell."""

    code: str
    mixed: Standardised
    own: tuple[int, int]

    @property
    def not_counted(self) -> int:
        """Its people who are not in the standardised number: their stratum is withheld, or not in the standard."""
        return self.own[1] - self.mixed.of


def area_of(look: Look) -> Area | None:
    """Which areas are compared: those the scope is divided into."""
    if look.of.kind == "mean" or look.scope.kind in ("municipality", "unit") or look.of.subject != "deaths":
        return None
    return "region" if look.group == "region" else "municipality"


def standardised(look: Look) -> Figure | None:
    """Each area with the whole's mix of ages and diagnoses, and as it is."""
    area = area_of(look)
    if area is None or not (standard := _standard(look)):
        return None
    found = _compared(look, area, standard)
    rows = [one for one in found if one is not None]
    if len(rows) < 2:
        return None
    rows.sort(key=lambda one: names.area(one.code))
    heading = title(look, _("as if all had the same ages and diagnoses"))
    shares = [
        Share(
            label=names.area(one.code), value=one.mixed.share, low=max(one.mixed.low, 0), high=min(one.mixed.high, 1)
        )
        for one in rows
    ]  # fmt: skip
    return Figure(
        title=heading, draw=lambda words: interval_bar(shares, title=heading, words=words),
        tabulate=lambda words: _table(heading, rows, names.one(area), look.language, words),
        note=_note(rows, len(found) - len(rows)),
    )  # fmt: skip


def _table(heading: str, rows: list[Compared], name: str, language: str, words: Words) -> Table:
    columns = [
        Column(name), Column(_("Standardised"), True), Column(words.interval, True), Column(_("As it is"), True),
        Column(words.of, True), Column(_("Not in it"), True), Column(_("Carried by other groups"), True),
        Column(_("Comparable")),
    ]  # fmt: skip
    return Table(heading, columns, [_row(one, language) for one in rows])


def _row(one: Compared, language: str) -> list[Cell | str]:
    mixed, (met_, of) = one.mixed, one.own
    return [
        names.area(one.code), numbers.percent(mixed.share, 1, language),
        numbers.interval(max(mixed.low, 0), min(mixed.high, 1), 1, language), numbers.percent(met_ / of, 1, language),
        numbers.number(mixed.of, 0, language), numbers.number(one.not_counted, 0, language),
        numbers.percent(mixed.carried, 1, language), _("yes") if mixed.comparable else _("no"),
    ]  # fmt: skip


def _note(rows: list[Compared], lacking: int) -> str:
    said = [
        _(
            "Directly standardised; the standard is everybody in the cube that year whose group of age and diagnosis "
            "is shown."
        )
    ]
    if any(one.not_counted for one in rows):
        said.append(_("Not in it: those whose group is too small to be shown, or is not in the standard."))
    if any(not one.mixed.comparable for one in rows):
        said.append(
            _("Not comparable: too many of the groups of age and diagnosis have nobody there, see the table.")
        )
    if lacking:
        said.append(_("%(n)s are not shown: too few in too many groups.") % {"n": lacking})
    return " ".join(said)


def _standard(look: Look) -> dict[Stratum, float]:
    """Everybody of the year by age and diagnosis, those of whom they are not known too.

    A stratum that is withheld in one region is as many as it is in the others: the sum of all would be withheld.
    """
    found: dict[Stratum, float] = defaultdict(float)
    asked = look.reading.cells([look.of], ("region", *MIX), "year", {"period": look.year})
    for cell in asked.get(look.of.key, []):
        if cell["of"]:
            found[_stratum(cell)] += cell["of"]
    return found


def _compared(look: Look, area: Area, standard: dict[Stratum, float]) -> list[Compared | None]:
    """Each area in which somebody is counted; none in the place of one of which too little is shown."""
    asked = {**look.scope.where, "period": look.year}
    own = counts(look.reading.cells([look.of], (area,), "year", asked), look.of, area, look.part)
    strata: dict[str, dict[Stratum, tuple[int, int] | None]] = defaultdict(dict)
    for cell in look.reading.cells([look.of], (area, *MIX), "year", asked).get(look.of.key, []):
        strata[cell.keys[area]][_stratum(cell)] = met(look.of, cell, look.part)
    return [
        _reckoned(code, strata[code], whole, standard, look.on)
        for code, whole in own.items()
        if code and (whole is None or whole[1])
    ]


def _reckoned(
    code: str, strata: Mapping[Stratum, tuple[int, int] | None], own: tuple[int, int] | None,
    standard: Mapping[Stratum, float], on: date,
) -> Compared | None:  # fmt: skip
    """None where so many of its people are in strata that are not shown that the rest says little."""
    shown = {key: each for key, each in strata.items() if each is not None}
    if own is None or sum(of for _met, of in shown.values()) < LEAST_SHOWN * own[1]:
        return None
    mixed = reckoned(shown, standard, honest_numbers(on).standard)
    return None if mixed is None else Compared(code, mixed, own)


def _stratum(cell: Counted) -> Stratum:
    return tuple(cell.keys[key] for key in MIX)
