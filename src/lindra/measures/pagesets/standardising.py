"""A measure compared between areas as if all had the whole's mix of ages and diagnoses, beside as it is."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

from django.utils.translation import gettext as _

from lindra.frame import numbers
from lindra.frame.charts import Figure, Share, Words, interval_bar_table
from lindra.frame.drawing import interval_bar
from lindra.frame.tables import Cell, Column, Table
from lindra.measures.cubes.cube import Cell as Counted
from lindra.measures.honest.numbers import numbers as honest_numbers
from lindra.measures.honest.standard import Standardised
from lindra.measures.honest.standard import standardised as reckoned
from lindra.measures.pagesets import names
from lindra.measures.pagesets.comparing import title
from lindra.measures.pagesets.counted import met
from lindra.measures.pagesets.look import Look

MIX = ("age", "diagnosis")
LEAST_SHOWN = 0.9
"""Of an area's people, at least so many must be in strata that are shown for it to be standardised. Our own choice."""
Area = Literal["region", "municipality"]
__all__ = ["interval_bar_table", "standardised"]


def area_of(look: Look) -> Area | None:
    """Which areas are compared: those the scope is divided into."""
    if look.of.kind == "mean" or look.scope.kind in ("municipality", "unit") or look.of.subject != "deaths":
        return None
    return "region" if look.group == "region" else "municipality"


def standardised(look: Look) -> Figure | None:
    """Each area with the whole's mix of ages and diagnoses, and as it is."""
    area = area_of(look)
    standard = _standard(look)
    if area is None or not standard:
        return None
    found = {code: _reckoned(counts, standard, look) for code, counts in _by_area(look, area).items() if code}
    rows = [(code, one) for code, one in found.items() if one is not None]
    if len(rows) < 2:
        return None
    rows.sort(key=lambda pair: names.area(pair[0]))
    heading = title(look, _("as if all had the same ages and diagnoses"))
    shares = [
        Share(label=names.area(code), value=one.share, low=max(one.low, 0), high=min(one.high, 1))
        for code, one in rows
    ]
    lacking = len(found) - len(rows)
    return Figure(
        title=heading, draw=lambda words: interval_bar(shares, title=heading, words=words),
        tabulate=lambda words: _table(heading, rows, names.one(area), look.language, words), note=_note(rows, lacking),
    )  # fmt: skip


def _table(
    heading: str, rows: list[tuple[str, Standardised]], name: str, language: str, words: Words
) -> Table:
    columns = [
        Column(name), Column(_("Standardised"), True), Column(words.interval, True), Column(_("As it is"), True),
        Column(words.of, True), Column(_("Carried by other groups"), True), Column(_("Comparable")),
    ]  # fmt: skip
    cells: list[list[Cell | str]] = [
        [
            names.area(code), numbers.percent(one.share, 1, language),
            numbers.interval(max(one.low, 0), min(one.high, 1), 1, language), numbers.percent(one.crude, 1, language),
            numbers.number(one.of, 0, language), numbers.percent(one.carried, 1, language),
            _("yes") if one.comparable else _("no"),
        ]
        for code, one in rows
    ]  # fmt: skip
    return Table(heading, columns, cells)


def _note(rows: list[tuple[str, Standardised]], lacking: int) -> str:
    said = [_("Directly standardised; the standard is everybody in the cube that year.")]
    if any(not one.comparable for _code, one in rows):
        said.append(
            _("Not comparable: too many of the groups of age and diagnosis have nobody there, see the table.")
        )
    if lacking:
        said.append(_("%(n)s are not shown: too few in too many groups.") % {"n": lacking})
    return " ".join(said)


def _standard(look: Look) -> dict[tuple[str, ...], float]:
    cells = look.reading.cells([look.of], MIX, "", {"period": look.year}).get(look.of.key, [])
    return {_stratum(cell): float(cell["of"]) for cell in cells if cell["of"] and all(_stratum(cell))}


def _by_area(look: Look, area: Area) -> dict[str, list[Counted]]:
    asked = {**look.scope.where, "period": look.year}
    found: dict[str, list[Counted]] = defaultdict(list)
    for cell in look.reading.cells([look.of], (area, *MIX), "year", asked).get(look.of.key, []):
        found[cell.keys[area]].append(cell)
    return found


def _reckoned(
    cells: list[Counted], standard: dict[tuple[str, ...], float], look: Look
) -> Standardised | None:
    """None where so many are in strata that are not shown that the rest says little."""
    counts = {_stratum(cell): met(look.of, cell, look.part) for cell in cells}
    shown = {key: each for key, each in counts.items() if each is not None}
    if len(shown) < LEAST_SHOWN * len(counts):
        return None
    return reckoned(shown, standard, honest_numbers(look.on).standard)


def _stratum(cell: Counted) -> tuple[str, ...]:
    return tuple(cell.keys[key] for key in MIX)
