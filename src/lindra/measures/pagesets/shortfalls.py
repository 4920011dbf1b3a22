"""Pictures of one gap: who is behind it, how it went over the years, and before and after a day."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindra.frame import numbers
from lindra.frame.charts import Bar, Figure, RankedBar, Share
from lindra.measures.honest.change import Change, Counted
from lindra.measures.honest.change import change as reckoned
from lindra.measures.honest.gap import Gap
from lindra.measures.honest.gap import Group as Behind
from lindra.measures.honest.numbers import numbers as honest_numbers
from lindra.measures.honest.periods import first_day, following
from lindra.measures.pagesets import gaps, names, overview
from lindra.measures.pagesets.comparing import title
from lindra.measures.pagesets.counted import counts, met
from lindra.measures.pagesets.look import Look
from lindra.measures.pagesets.over_time import cells_by_period, honest_period

MOST = 12
"""So many groups are drawn; all of them are on the page of the measure. Our own choice."""


def divided(look: Look) -> Gap | None:
    """The gap of the year divided by what is looked at: ``by`` (weekend), else the group."""
    key = look.by or look.group
    result = overview.number(look, look.of)
    if key is None or result is None:
        return None
    cells = look.reading.cells([look.of], (key,), "year", {**look.scope.where, "period": look.year})
    return gaps.of(result, counts(cells, look.of, key), look.on)


Inwards = Callable[[Look, str, str], str]
"""The address of a group's own page, by the look, the key and the code; empty where there is none."""


def behind(look: Look, inwards: Inwards | None = None) -> Figure | None:
    """Those missed by group, the most first; each leads ``inwards``, to its own gap unless something else is wanted."""
    found, key = divided(look), look.by or look.group
    if found is None or key is None or not found.missed:
        return None
    shown = [one for one in found.groups if one.missed][:MOST]
    look.names.learn(one.key for one in shown if key == "unit" and one.key != gaps.REST)
    rows = [
        RankedBar(
            label=_("Groups too small to be shown one by one") if one.key == gaps.REST else look.names.of(key, one.key),
            people=one.missed, sentence=_sentence(one, look.language), url=(inwards or _inwards)(look, key, one.key),
        )
        for one in shown
    ]  # fmt: skip
    left = sum(1 for one in found.groups if one.missed) - len(shown)
    note = _("%(n)s groups with fewer missed are on the page of the measure.") % {"n": left} if left else ""
    return Figure.ranked_bars(
        title(look, _("those missed, %(by)s") % {"by": names.by(key).lower()}),
        rows,
        name=names.one(key),
        note=note,
    )


def _sentence(one: Behind, language: str) -> str:
    told = {
        "of": numbers.number(one.of, 0, language), "expected": numbers.number(round(one.expected), 0, language),
        "part": numbers.number(one.part, 0, language),
    }  # fmt: skip
    return (
        _("Missed of %(of)s; %(expected)s would be as in the whole. Their part of the gap: %(part)s.") % told
    )


def _inwards(look: Look, key: str, code: str) -> str:
    if not code or code == gaps.REST or key not in ("region", "municipality", "unit"):
        return ""
    others = dict.fromkeys(("region", "municipality", "unit", "group", "by"), "")
    return look.url("indicator-gap", look.of.id, **(others | {key: code}))


def years(look: Look) -> Figure | None:
    """The gap in people, year by year."""
    found = [one for one in gaps.over_years(look, look.of) if one.target]
    if len(found) < 2:
        return None
    heading = title(look, _("gap in people, year by year")).rsplit(", ", 1)[0]
    return Figure.bars(heading, [Bar(label=one.period, value=one.gap) for one in found], name=_("Year"))


# Before and after.


def changed(look: Look) -> Change | None:
    """The periods that ended before the chosen day against those that began on it or later."""
    if look.day is None or look.of.kind == "mean":
        return None
    before, after = [0, 0], [0, 0]
    for cell in cells_by_period(look):
        counted, period = met(look.of, cell, look.part), honest_period(cell.period)
        side = before if following(period) <= look.day else after if first_day(period) >= look.day else None
        if counted is not None and side is not None:
            side[0] += counted[0]
            side[1] += counted[1]
    key = look.of.key
    return reckoned(Counted(key, *before), Counted(key, *after), honest_numbers(look.on).change)


def change(look: Look) -> Figure | None:
    """Before and after the chosen day."""
    found = changed(look)
    if found is None:
        return None
    assert look.day is not None
    heading = title(look, _("before and after %(day)s") % {"day": look.day.isoformat()}).rsplit(", ", 1)[0]
    note = _("Whole periods on each side; the one the day falls within is left out.")
    return change_drawn(found, heading, (_("Before"), _("After")), note)


def change_drawn(found: Change, heading: str, labels: tuple[str, str], note: str) -> Figure:
    """Two shares with their intervals, one before and one after."""
    from lindra.frame.shares import wilson

    rows = []
    for label, one in zip(labels, (found.before, found.after), strict=True):
        low, high = wilson(one.met, one.of) or (None, None)
        rows.append(Share(label=label, value=one.share, low=low, high=high, cases=one.met, of=one.of))
    return Figure.interval_bars(heading, rows, note=note)


def change_said(look: Look) -> list[str]:
    """The change around the chosen day in sentences."""
    found = changed(look)
    return change_told(found, look.language) if found else []


def change_told(found: Change, language: str) -> list[str]:
    """A change in sentences: how large, how sure, and whether it may have been luck."""

    def points(share: float) -> str:
        return numbers.number(share * 100, 1, language)

    told = {"points": points(found.difference), "low": points(found.low), "high": points(found.high)}
    people = ngettext("%(n)s person more", "%(n)s people more", abs(found.people)) if found.people >= 0 else ngettext(
        "%(n)s person fewer", "%(n)s people fewer", abs(found.people)
    )  # fmt: skip
    luck = (
        _("so large a difference by chance alone: fewer than one time in a thousand")
        if found.luck < 0.001
        else _("so large a difference by chance alone: %(times)s times in a hundred")
        % {"times": points(found.luck)}
    )
    return [
        _("The share changed by %(points)s percentage points (95%% interval %(low)s to %(high)s); %(luck)s.")
        % (told | {"luck": luck}),
        _("Of those after: %(people)s than if the share had stayed as it was.")
        % {"people": people % {"n": abs(found.people)}},
        _("That it came after does not say that it came of it."),
    ]
