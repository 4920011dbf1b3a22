"""What the pages of a campaign show, as plain values in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindra.access import inventory
from lindra.areas import svg
from lindra.frame import texts
from lindra.frame.tables import Cell, Column, Table
from lindra.governance.campaigns import letters, queries, words
from lindra.governance.campaigns.queries import Asked, Whole
from lindra.governance.commitments import rules as commitments
from lindra.governance.commitments import words as commitment_words
from lindra.governance.commitments.states import OPEN
from lindra.governance.models import Commitment, Point


@dataclass(frozen=True, slots=True)
class Tile:
    """A square of the map of classes: a body, its colour, pattern and sign."""

    square: svg.Square
    pattern: str
    sign: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Class:
    """A class: how many, of how many, and how it looks."""

    code: str
    name: str
    count: int
    css: str
    pattern: str
    sign: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure as a text says it, beside what is counted."""

    document: str
    said: str
    value: int
    counted: int
    parts: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class PointShown:
    """One thing a reply says, with the status it was coded as."""

    point: Point
    function: str
    tone: str
    status: str


TONES = {
    "acts": "info", "has": "ok", "contests": "neutral", "concedes": "neutral", "declines": "warning",
    "silent": "unknown",
}  # fmt: skip


def classes(whole: Whole) -> list[Class]:
    """Every class with its count, in order; bodies without one last, where there are any."""
    return [
        Class(code, words.class_name(code), count, *words.CLASSES[code])
        for code, count in whole.classes.items()
    ]


def tiles(whole: Whole, page: str) -> tuple[svg.TileMap | None, list[Tile]]:
    """The regions as squares, coloured by class; none where no body is a region. ``page`` is where a square leads."""
    of_region = {one.body.area: one for one in whole.asked if len(one.body.area) == 2}
    if not of_region:
        return None, []
    found = svg.tile_map({code: words.CLASSES[one.classed.code][0] for code, one in of_region.items()})
    shown = []
    for square in found.squares:
        one = of_region[square.code]
        _css, pattern, sign = words.CLASSES[one.classed.code]
        shown.append(Tile(square, pattern, sign, f"{one.body.name}: {words.class_name(one.classed.code)}",
                          _leads(whole, one, page)))  # fmt: skip
    return svg.TileMap(_box(found), found.side, found.squares), shown


def _box(found: svg.TileMap) -> str:
    """Just as much of the map as is shown."""
    left, top = (min(getattr(one, edge) for one in found.squares) for edge in ("x", "y"))
    right, bottom = (max(getattr(one, edge) for one in found.squares) + found.side for edge in ("x", "y"))
    return f"{left} {top} {right - left} {bottom - top}"


def _leads(whole: Whole, one: Asked, page: str) -> str:
    if page == "public":
        return f"#body-{letters.stem(one.body)}"
    return reverse("governance:campaign-body", args=[whole.campaign.key, one.recipient.body])


def beside(whole: Whole) -> list[Beside]:
    """What a text says of the result, beside what the classes count to: both are shown, also where they differ."""
    found, counted = [], whole.classes
    for said in whole.campaign.stated:
        parts = tuple((counted.get(code, 0), words.class_name(code)) for code in said["classes"])
        found.append(Beside(
            str(said["document"]), words.stated(said), int(said["value"]), sum(count for count, _name in parts), parts
        ))  # fmt: skip
    return found


def table(whole: Whole) -> Table:
    """Every body: its class, how it stands, its promises, and what is next."""
    columns = [Column(_("Region")), Column(_("Class")), Column(_("Reply")), Column(_("Promises"), numeric=True),
               Column(_("Next step"))]  # fmt: skip
    rows = [_row(whole, one) for one in whole.asked]
    return Table(_("Class, reply, promises, and what is next"), columns, rows)


def _row(whole: Whole, one: Asked) -> list[Cell | str]:
    tone, state = words.STATES[one.state]
    sign = words.CLASSES[one.classed.code][2]
    return [
        Cell(one.body.name, url=reverse("governance:campaign-body", args=[whole.campaign.key, one.recipient.body])),
        Cell(f"{sign} {words.class_name(one.classed.code)}",
             note=str(words.HOW[one.classed.how]) if one.classed.how in ("differ", "none", "settled") else ""),
        Cell(str(state), tone=tone, note=replies(len(one.replies)) if len(one.replies) > 1 else ""),
        Cell(str(len(one.promises)), note=promised(one.promises, whole)),
        str(words.NEXT[one.next]),
    ]  # fmt: skip


def replies(number: int) -> str:
    """How many replies."""
    return ngettext("%(n)s reply", "%(n)s replies", number) % {"n": number}


def promised(promises: Sequence[Commitment], whole: Whole) -> str:
    """How many of some promises are late; empty where none is."""
    late = len(queries.late(promises, whole.today))
    return ngettext("%(n)s of them late", "%(n)s of them late", late) % {"n": late} if late else ""


@dataclass(frozen=True, slots=True)
class Sum:
    """Promises by how they stand."""

    already: int
    """Carried out when it was told: nothing was left to promise."""
    kept: int
    late: int
    to_come: int
    no_day: int
    given_up: int


def summed(promises: Sequence[Commitment], whole: Whole) -> Sum:
    """How promises stand, all of them: done when told or since, late, to come by a day, without a day, given up."""
    late = len(queries.late(promises, whole.today))
    open_ = [one for one in promises if one.state in OPEN]
    dated = sum(one.due is not None for one in open_)
    done = [one for one in promises if one.state == "done"]
    already = sum(one.ended_on == one.made_on for one in done)
    return Sum(
        already, len(done) - already, late, dated - late, len(open_) - dated,
        sum(one.state == "abandoned" for one in promises),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class PromiseShown:
    """A promise: what, when it was said to be done, the day that was read from it, and how it stands."""

    title: str
    owner: str
    url: str
    said: str
    day: str
    tone: str
    state: str


def promises(found: Sequence[Commitment], whole: Whole) -> list[PromiseShown]:
    """Promises, the late first, then by their day, then those without one, then what is over."""
    return [_promise(one, whole) for one in sorted(found, key=lambda one: _order(one, whole))]


def _promise(one: Commitment, whole: Whole) -> PromiseShown:
    tone, state = commitment_words.STATES[one.state]
    if commitments.late(one.state, one.due, whole.today):
        tone, state = commitment_words.until(one, whole.today)
    day = texts.stamp(one.due, "day") if one.due else "–" if one.state not in OPEN else _("No day said")
    url = reverse("governance:action", args=[one.pk])
    return PromiseShown(one.title, one.owner, url, one.due_said, day, tone, str(state))


def _order(one: Commitment, whole: Whole) -> tuple[int, str]:
    if commitments.late(one.state, one.due, whole.today):
        return 0, str(one.due)
    if one.state not in OPEN:
        return 3, one.title
    return (1, str(one.due)) if one.due else (2, one.title)


def points(found: Sequence[Point]) -> list[PointShown]:
    """What a reply says, thing by thing."""
    shown = []
    for point in found:
        status = inventory.statuses()[point.status]
        shown.append(
            PointShown(
                point, words.function(point.function), TONES[status.stance], status.text(texts.language())
            )
        )
    return shown


def gaps(whole: Whole, one: Asked) -> list[dict[str, Any]]:
    """What each list says a body lacks, function by function, and what its replies say of each."""
    said = [point for replied in one.replies for point in points(replied.points)]
    return [
        {
            "name": words.function(gap.function), "differ": gap.differ, "function": gap.function,
            "summary": [letters.finding(each) for each in gap.summary],
            "appendix": [letters.finding(each) for each in gap.appendix],
            "two_lists": gap.two_lists,
            "said": [each for each in said if each.point.function == gap.function],
        }
        for gap in letters.of_body(whole.campaign, one.body)
    ]  # fmt: skip
