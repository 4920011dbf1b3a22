"""What the pages of the walk share: where in it one stands, the addresses of its pages, and who is behind the gap."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lindra import clock
from lindra.frame.charts import Figure
from lindra.governance import bodies
from lindra.governance.commitments import queries, words
from lindra.governance.commitments.allowed import Groups
from lindra.governance.models import Commitment
from lindra.governance.seats import Seat
from lindra.governance.walk.afterwards import place_of
from lindra.measures.pagesets import gaps, names, shortfalls, web
from lindra.measures.pagesets.further import Line
from lindra.measures.pagesets.look import Look, reading_regions
from lindra.measures.pagesets.one import cases_url
from lindra.measures.pagesets.scope import Scope


def url(found: Look, name: str, **other: str) -> str:
    """The address of a page of the walk, with the same look."""
    query = found.asked(**({"day": ""} | other))
    return reverse(f"governance:{name}", args=[found.of.id]) + (f"?{query}" if query else "")


def scoped(found: Look, where: dict[str, str]) -> str:
    """The walk in another scope; what divided the first is let go."""
    let_go = replace(found, group=None, by="")
    return url(let_go, "walk", **({"region": "", "municipality": "", "unit": "", "group": ""} | where))


def bar(found: Look, at: int) -> list[dict[str, Any]]:
    """The five steps, and which of them this page holds: the first two, or the next two."""
    first, second = url(found, "walk"), url(found, "walk-act")
    told = [(_("The gap"), first), (_("Who is behind it"), f"{first}#behind"), (_("Why"), second),
            (_("What is done"), f"{second}#action"), (_("Afterwards"), "")]  # fmt: skip
    return [
        {"number": number, "label": label, "url": "" if at - 1 <= number <= at else address,
         "here": at - 1 <= number <= at}
        for number, (label, address) in enumerate(told, start=1)
    ]  # fmt: skip


def crumbs(found: Look, *further: str) -> list[dict[str, str]]:
    """The way here."""
    title = found.of.title.said(found.language)
    gap = (_("The gap"), found.url("indicator-gap", found.of.id, by="", day=""))
    walk = (_("From gap to action"), url(found, "walk") if further else "")
    measure = (title, found.url("indicator", found.of.id, by="", day=""))
    return web.crumbs(found, measure, gap, walk, *((label, "") for label in further))


def group_tabs(found: Look) -> list[dict[str, Any]]:
    """By which groups the gap can be divided, where there are several."""
    several = [
        one for one in found.scope.groups if one != "region" or len(reading_regions(found.reading)) > 1
    ]
    return [
        {"url": url(found, "walk", group=one) + "#behind", "label": names.by(one), "current": one == found.group}
        for one in several
    ] if len(several) > 1 else []  # fmt: skip


def behind(found: Look) -> Figure | None:
    """Those missed by group, each leading to the same walk within it."""
    return shortfalls.behind(replace(found, by=""), _inwards)


def weekend(found: Look) -> Figure | None:
    """Those missed by weekday and weekend."""
    return shortfalls.behind(replace(found, by=gaps.WEEKEND))


def _inwards(found: Look, key: str, code: str) -> str:
    if not code or code == gaps.REST or key not in ("region", "municipality", "unit"):
        return ""
    return scoped(found, {key: code})


@dataclass(frozen=True, slots=True)
class Inwards:
    """A part of the gap that one can walk on with: how many were missed there, and their cases for those who may."""

    label: str
    missed: int
    url: str
    cases: str


def inwards(found: Look) -> list[Inwards]:
    """The parts that hold the most of those missed, the most first."""
    divided = shortfalls.divided(replace(found, by=""))
    if found.group is None or divided is None:
        return []
    shown = [one for one in divided.groups if one.missed and one.key not in ("", gaps.REST)][
        : shortfalls.MOST
    ]
    return [
        Inwards(found.names.of(found.group, one.key), one.missed, _inwards(found, found.group, one.key),
                _cases(found, one.key) if found.opens else "")
        for one in shown
    ]  # fmt: skip


def cases(found: Look) -> str:
    """The cases of the whole gap, for those who may open them."""
    return cases_url(found) if found.opens else ""


def _cases(found: Look, code: str) -> str:
    assert found.group is not None
    return cases_url(replace(found, scope=Scope(found.group, code), group=None))


def lines(found: Look) -> list[Line]:
    """What is done about the gap already, in just this place."""
    today = clock.today()
    some = queries.of_measure(found.of.id, place_of(found.scope))
    gone = queries.gone((one.owner_staff for one in some), today)
    return [line(one, gone) for one in some]


def line(one: Commitment, gone: set[str]) -> Line:
    """A commitment as a line of another page: what, how it stands, who and until when."""
    today = clock.today()
    late, told = words.until(one, today)
    tone, state = words.STATES[one.state]
    if late == "critical":
        tone, state = late, told
    note = ", ".join(filter(None, [words.owner(one, gone)[1], "" if late == "critical" else told]))
    return Line(one.title, reverse("governance:action", args=[one.pk]), tone, str(state), note)


def body(own: Seat, found: Look, offered: Groups) -> str:
    """Where it is done, as far as the gap says: its unit, else what the seat answers for."""
    keys = [key for _heading, some in offered for key, _label in some]
    wanted = [bodies.unit(_unit_id(found.scope.code))] if found.scope.kind == "unit" else []
    if found.scope.kind in ("region", "municipality"):
        wanted.append(bodies.area(found.scope.code))
    if own.scope == "provider":
        wanted.append(bodies.provider(own.provider))
    if len(keys) == 1:
        return keys[0]
    return next((key for key in wanted if key in keys), "")


def _unit_id(code: str) -> str:
    """The id of a unit that the cube may know by its HSA-id."""
    from lindra.areas import queries as areas

    unit = areas.unit_by_hsa_id(code)
    return unit.id if unit is not None else code
