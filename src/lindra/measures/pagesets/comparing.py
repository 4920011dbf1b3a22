"""Pictures of one measure side by side: areas on a map, groups with intervals, in a funnel, by age and the rest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from lindra.areas import geography
from lindra.areas.svg import outlines
from lindra.frame import numbers
from lindra.frame.charts import Figure, FunnelLimit, FunnelPoint, MapArea
from lindra.measures import catalogue
from lindra.measures.cubes.results import Result
from lindra.measures.honest import funnel as honest
from lindra.measures.honest.numbers import numbers as honest_numbers
from lindra.measures.pagesets import drawn, names, sentences
from lindra.measures.pagesets.counted import grouped, results
from lindra.measures.pagesets.look import Look
from lindra.measures.pagesets.scope import STRATA

FINEST = (0.01, 0.02, 0.03, 0.05, 0.1, 0.15, 0.2)
"""Widths of a map's steps of shares; the narrowest by which three hold nearly every area."""
CLOSE = 1e-9


def title(look: Look, what: str) -> str:
    """Which measure, of whom, when, and how it is shown."""
    measure = look.of
    named = measure.title.said(look.language)
    if look.part:
        named = f"{named} ({measure.part(look.part).said(look.language)})"
    told = {"measure": named, "scope": look.names.scope(look.scope), "year": look.year, "what": what}
    return _("%(measure)s: %(what)s, %(scope)s, %(year)s") % told


def by_group(look: Look) -> list[Result]:
    """The numbers of the groups looked at; a group of nobody is left out."""
    if look.group is None:
        return []
    cells = grouped(look, look.of, look.group)
    if look.group == "unit":
        look.names.learn(one.keys["unit"] for one in cells)
        cells = sorted(cells, key=lambda one: (not one.keys["unit"], look.names.of("unit", one.keys["unit"])))
    return [one for one in cells if one.of != 0]


def groups(look: Look) -> Figure | None:
    """The groups side by side."""
    found = by_group(look)
    if not found or look.group is None:
        return None
    group = look.group
    return drawn.side_by_side(
        title(look, names.by(group).lower()), found, lambda one: look.names.of(group, one.keys[group]),
        names.one(group), look.language, url=lambda one: inwards(look, group, one.keys[group]),
    )  # fmt: skip


def inwards(look: Look, group: str, code: str) -> str:
    """The same measure of one of the groups."""
    if not code:
        return ""
    others = dict.fromkeys(("region", "municipality", "unit", "group", "by"), "")
    return look.url("indicator", look.of.id, **(others | {group: code}))


def strata(look: Look) -> Figure | None:
    """The number by place of death, age, sex, diagnosis or weekend."""
    found = [one for one in grouped(look, look.of, look.by) if one.of != 0] if look.by else []
    if not found:
        return None
    return drawn.side_by_side(
        title(look, names.by(look.by).lower()), found, lambda one: look.names.of(look.by, one.keys[look.by]),
        names.one(look.by), look.language,
    )  # fmt: skip


def offered(look: Look) -> list[str]:
    """The strata that the measure is counted by, in this scope."""
    asked = {**look.scope.where, "period": look.year}
    return [each for each in STRATA if look.reading.cells([look.of], (each,), "year", asked)[look.of.key]]


def versions(look: Look) -> Figure | None:
    """Every version of the definition, and its number."""
    rows: list[Result] = []
    for one in catalogue.versions(look.of.id):
        if look.reading.holds(one):
            own = look if one == look.of or look.part in dict(one.parts) or not one.parts else None
            rows += [each for each in results(own, one) if each.period == look.year] if own else []
    if not rows:
        return None
    return drawn.side_by_side(
        title(look, _("by version")), rows, lambda one: version(one, look), _("Version"), look.language
    )


def version(one: Result, look: Look) -> str:
    """A version in words."""
    told = {"version": one.measure.version}
    if one.measure.trial:
        return _("Version %(version)s, on trial") % told
    in_force = catalogue.in_force(one.measure.id, look.on) is one.measure
    return (_("Version %(version)s, in force") if in_force else _("Version %(version)s, earlier")) % told


# The map.


def area_map(look: Look) -> Figure | None:
    """The regions, or the municipalities of a region, by five steps."""
    group = look.group if look.group in ("region", "municipality") else None
    if group is None and look.scope.kind in ("whole", "region"):
        group = "municipality"
    if group is None or look.scope.kind in ("municipality", "unit"):
        return None
    found = {one.keys[group]: one for one in grouped(look, look.of, group) if one.keys[group]}
    codes = _codes(look, group, found)
    if not found or not codes:
        return None
    cut = outlines(codes)
    steps = Steps([one.value for one in found.values() if one.value is not None], look)
    areas = [_area(code, cut.paths[code], found.get(code), steps, look) for code in codes]
    measured = look.of.unit.said(look.language) if look.of.kind == "mean" else _("Share")
    return Figure.area_map(
        title(look, names.by(group).lower()), areas, steps=steps.words, box=cut.box, measured=measured,
        name=names.one(group), note=_("A map shows where, not how sure: see the funnel."),
    )  # fmt: skip


def _codes(look: Look, group: str, found: dict[str, Result]) -> list[str]:
    if group == "region":
        return [one.code for one in geography.regions()]
    held = {look.scope.code} if look.scope.kind == "region" else {code[:2] for code in found}
    return [one.code for one in geography.municipalities() if one.region in held]


def _area(code: str, path: str, one: Result | None, steps: Steps, look: Look) -> MapArea:
    if one is None or one.of == 0:
        return MapArea(label=names.area(code), path=path, value=_("nobody counted"))
    if one.value is None:
        return MapArea(label=names.area(code), path=path, withheld=True, value=_("not shown"))
    mark = f"{one.value:.0f}" if one.measure.kind == "mean" else f"{one.value * 100:.0f}"
    return MapArea(
        label=names.area(code), path=path, value=sentences.value(one, look.language), mark=mark,
        step=steps.of(one.value),
    )  # fmt: skip


class Steps:
    """Five steps of one width in round numbers; the first and the last are open, so that a few far off do not make the
    rest alike. The three in the middle hold all but the outermost tenth on each side."""

    def __init__(self, values: Sequence[float], look: Look) -> None:
        ordered = sorted(values) or [0.0, 1.0]
        cut = len(ordered) // 10
        low, high = ordered[cut], ordered[-1 - cut]
        self.mean, self.language = look.of.kind == "mean", look.language
        for width in (one * 100 for one in FINEST) if self.mean else FINEST:
            first = math.floor(low / width + CLOSE) * width
            if high < first + 3 * width - CLOSE:
                break
        if not self.mean:  # nothing is under none, nor more than all
            first = min(first, 1 - 4 * width)
        first = max(first, width)
        self.ends = [first + width * at for at in range(4)]

    def of(self, value: float) -> int:
        """The step of a value, 1–5."""
        return 1 + sum(value >= end - CLOSE for end in self.ends)

    @property
    def words(self) -> list[str]:
        """Each step: *under 40 %*, *40–45 %*, …, *55 % or more*."""
        inner = [self._between(a, b) for a, b in pairwise(self.ends)]
        first, last = self._number(self.ends[0]), self._number(self.ends[-1])
        return [_("under %(number)s") % {"number": first}, *inner, _("%(number)s or more") % {"number": last}]

    def _number(self, end: float) -> str:
        return (
            numbers.number(round(end, 6), None, self.language)
            if self.mean
            else numbers.percent(min(end, 1), language=self.language)
        )

    def _between(self, low: float, high: float) -> str:
        if self.mean:
            return f"{self._number(low)}–{self._number(high)}"
        return numbers.interval(low, min(high, 1), language=self.language)


# The funnel.


def funnel(look: Look) -> Figure | None:
    """The groups against how many stand behind them, with the limits of chance."""
    found = [one for one in by_group(look) if one.met is not None and one.of]
    if look.group is None or look.of.kind == "mean" or len(found) < 2:
        return None
    units = [honest.Unit(one.keys[look.group], one.met or 0, one.of or 0) for one in found]
    centre = honest.share_of_whole(units)
    if centre is None:
        return None
    told = honest_numbers(look.on).funnel
    placed = honest.funnel(units, centre, look.of.good, told)
    points = [
        FunnelPoint(
            label=look.names.of(look.group, one.unit.key), value=one.unit.met / one.unit.of, of=one.unit.of,
            level={"inside": 0, "between": 1, "outside": 2}[one.zone], standing=standing(one),
            url=inwards(look, look.group, one.unit.key),
        )
        for one in placed
    ]  # fmt: skip
    limits = [
        FunnelLimit(of=one.of, inner=one.near, outer=one.far)
        for one in honest.curve(max(unit.of for unit in units), centre, told)
    ]
    target = found[0].target.share if found[0].target else None
    near, far = (numbers.percent(one, 1 if one > 0.99 else 0, look.language) for one in (told.near, told.far))
    return Figure.funnel(
        title(look, names.by(look.group).lower()), points, limits=limits, centre=centre, target=target,
        of_label=_("Deaths counted") if look.of.subject == "deaths" else _("Stays counted"),
        inner_label=_("%(share)s by chance") % {"share": near}, outer_label=_("%(share)s by chance") % {"share": far},
        name=names.one(look.group),
        note=_(
            "The centre is the share of all of them together, %(share)s. Within the limits they are alike as far as "
            "anybody can tell; the funnel ranks nobody."
        )
        % {"share": numbers.percent(centre, 1, look.language)},
    )  # fmt: skip


def standing(one: honest.Placed) -> str:
    """Where one lies, in words."""
    if one.zone == "inside":
        return _("within chance")
    told = {
        "better": (_("better, may be chance"), _("better than chance explains")),
        "worse": (_("worse, may be chance"), _("worse than chance explains")),
        "higher": (_("higher, may be chance"), _("higher than chance explains")),
        "lower": (_("lower, may be chance"), _("lower than chance explains")),
    }
    return told[one.side or "higher"][one.zone == "outside"]
