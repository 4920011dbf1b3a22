"""One municipality: whom to call now, and what is said of each function at an hour, with everything it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext

from lindra import clock
from lindra.access import functions, inventory, queries, statements, words
from lindra.access.coverage import Coverage, Missing, Offer
from lindra.access.models import Offering, Said
from lindra.frame import texts

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True, slots=True)
class Source:
    """A statement behind what is said: its words, where it stands, and a page where it has one."""

    text: str
    where: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A function at an hour: what is said, the statements behind it, and who serves where there are several."""

    name: str
    definition: str
    badges: list[tuple[str, str]]
    sources: list[Source]
    several: str


@dataclass(frozen=True, slots=True)
class Reachable:
    """Somebody who can be called, or comes, now."""

    name: str
    function: str
    telephone: str
    hours: str
    limits: str
    url: str


def hour_of(moment: datetime) -> int:
    """The hour of the week of a moment, Stockholm time."""
    local = moment.astimezone(STOCKHOLM)
    return local.weekday() * 24 + local.hour


def reachable(code: str, way: functions.Way, moment: datetime) -> list[Reachable]:
    """What this world has stored that serves a municipality now, in a way; those with a telephone first."""
    wanted = {one.code for one in functions.of_way(way)}
    bit = 1 << hour_of(moment)
    rows = [row for row in queries.on(clock.day(moment)) if row.function in wanted]
    offers = {offer.key: offer for row in rows for offer in queries.offers_of([row]) if _serves(offer, code)}
    found = [row for row in rows if row.pk in offers and (offers[row.pk].hours or 0) & bit]
    return [_reachable(row) for row in sorted(found, key=lambda row: (not row.telephone, row.name))]


def _reachable(row: Offering) -> Reachable:
    return Reachable(
        row.name, functions.covered()[row.function].text(texts.language()), row.telephone, words.spans(row.spans),
        limits(row), reverse("access:offering", args=[row.pk]),
    )  # fmt: skip


def limits(row: Offering) -> str:
    """What an offering is limited to, in a line; empty where it is for everybody."""
    ages = ""
    if row.youngest is not None and row.oldest is not None:
        ages = gettext("%(low)s–%(high)s years") % {"low": row.youngest, "high": row.oldest}
    elif row.youngest:
        ages = gettext("from %(low)s years") % {"low": row.youngest}
    elif row.oldest is not None:
        ages = gettext("up to %(high)s years") % {"high": row.oldest}
    return "; ".join(part for part in (row.place, row.diagnoses, ages, row.limits) if part)


def lines(coverage: Coverage, code: str, hour: int) -> list[Line]:
    """Every function in a municipality at an hour."""
    found = []
    said: list[Offer | Missing] = [*coverage.inventory.offers, *coverage.inventory.missing]
    for function, one in functions.covered().items():
        cell = coverage.cells[function][code]
        found.append(Line(
            one.text(texts.language()), one.definition(texts.language()), words.badges(cell.at(hour)),
            [source(each) for each in said if each.function == function and concerns(each, code)],
            _several([each.name for each in coverage.served_by_several.get((function, code), ())]),
        ))  # fmt: skip
    return found


def _several(names: list[str]) -> str:
    return gettext("Served by two: %(names)s") % {"names": ", ".join(names)} if names else ""


def _serves(offer: Offer, code: str) -> bool:
    return offer.scope != "place" and concerns(offer, code)


def concerns(said: Offer | Missing, code: str) -> bool:
    """Whether a statement is of a municipality, or of a place in its region."""
    if said.scope == "municipalities":
        return code in said.municipalities
    return said.region == code[:2]


def source(said: Offer | Missing) -> Source:
    """The statement itself, with its line or its page."""
    kind, _, rest = said.key.partition(":")
    if kind == "finding":
        return _finding(int(rest))
    if kind == "answer":
        return _answer(int(rest.partition(":")[2]))
    if isinstance(said, Offer):
        row = Offering.objects.get(pk=said.key)
        where = gettext("%(who)s, %(day)s") % {"who": row.stated_by, "day": texts.stamp(row.stated_on)}
        text = ": ".join(part for part in (row.name, words.spans(row.spans), limits(row)) if part)
        return Source(text, where, reverse("access:offering", args=[row.pk]))
    told = Said.objects.get(pk=said.key)
    where = gettext("%(who)s, %(day)s") % {"who": told.stated_by, "day": texts.stamp(told.stated_on)}
    return Source(
        ": ".join(part for part in (gettext("Missing"), told.place, told.limitation) if part), where
    )


def _finding(number: int) -> Source:
    one = inventory.findings()[number]
    text = ": ".join(part for part in (one.area, one.limitation) if part) or gettext(
        "Missing, no place or limit stated"
    )
    listed = gettext("Summary list") if one.list == "summary" else gettext("Appendix")
    return Source(_capital(text), _line(listed, one.source_line), reverse("access:area", args=[one.region]))


def _answer(number: int) -> Source:
    one = statements.stated()[number]
    measure = next(
        each.measure for each in inventory.answers()
        if (each.region, each.function, each.source_line, each.status)
        == (one.region, one.function, one.source_line, statements.EXISTS)
    )  # fmt: skip
    return Source(
        measure,
        _line(gettext("The region's answer"), one.source_line),
        reverse("access:area", args=[one.region]),
    )


def _line(what: str, line: int) -> str:
    return gettext("%(what)s, line %(line)s") % {"what": what, "line": line}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
