"""Reads of deviations: of one's own unit or provider, opened as a list; whom each is about is for the door alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from django.db.models import Count, Q, QuerySet

from lindra import clock
from lindra.areas import queries as areas
from lindra.areas.models import CareUnit, Provider, UnitMembership
from lindra.discharge.deviations import rules, states
from lindra.discharge.deviations.rules import Parties, Side, Way, Who, Wish
from lindra.discharge.deviations.states import Standing
from lindra.discharge.models import Deviation, DeviationWish
from lindra.privacy import beside
from lindra.privacy.reader import Reader
from lindra.record import wall

NAME = "deviations"
"""What is opened in the wall to read deviations across patients."""
PAGE = 50
MOST = 5000
"""Deviations of which a provider's own page of numbers is made."""

Group = Literal["written", "answer", "waiting", "answered", "over"]
GROUPS: tuple[Group, ...] = ("written", "answer", "waiting", "answered", "over")
"""Written and not sent; waiting for our answer; for theirs; answered, to be closed; over."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty: everything."""

    category: str = ""
    harm: str = ""
    other: str = ""
    """A provider on either side."""
    unit: str = ""
    """A unit on either side."""

    @property
    def q(self) -> Q:
        """As a condition."""
        found = Q()
        if self.category:
            found &= Q(category=self.category)
        if self.harm:
            found &= Q(harm=self.harm)
        if self.other:
            found &= Q(about_provider=self.other) | Q(provider=self.other)
        if self.unit:
            found &= Q(unit=self.unit) | Q(receiver=self.unit)
        return found


def who(reader: Reader) -> Who:
    """A reader as far as deviations go."""
    work, side = reader.assignment, reader.side
    return Who(
        work.unit, work.provider, side.duty, reader.purpose, rules.assesses(kind_of(work.provider), work.role)
    )


def kind_of(provider: str) -> str:
    """What kind of provider it is; empty where it is not known."""
    return str(Provider.objects.filter(pk=provider).values_list("kind", flat=True).first() or "")


def parties(one: Deviation) -> Parties:
    """Whose a deviation is."""
    got = one.way == "lindra" and bool(one.sent_at)
    return Parties(one.unit, one.provider, one.receiver if got else "", one.about_provider if got else "")


def standing(one: Deviation) -> Standing:
    """How it stands."""
    return states.standing(one.acts)


def sides(one: Deviation, reader: Reader) -> frozenset[Side]:
    """On which sides of it a reader stands."""
    return rules.sides(who(reader), parties(one))


def one(identifier: str, reader: Reader) -> Deviation | None:
    """A deviation that is this reader's to read; nothing where there is none such."""
    with wall.opened(readings=[NAME]):
        found = Deviation.objects.filter(pk=identifier).first()
    return found if found is not None and sides(found, reader) else None


def of_message(records: Sequence[str], message: str, unit: str) -> list[Deviation]:
    """What a unit has reported already beside a message about a patient, whom the door has opened."""
    if not message:
        return []
    with wall.opened(records):
        found = Deviation.objects.filter(patient__in=records, message=message, unit=unit)
        return list(found.exclude(state="withdrawn").order_by("-written_at", "id"))


def _mine(reader: Reader) -> tuple[Q, Q]:
    """What the reader's unit or provider wrote, and what it has got."""
    seen = rules.scope(reader.side.duty, reader.purpose)
    got = Q(way="lindra", sent_at__gt="")
    work = reader.assignment
    if seen == "unit":
        return Q(unit=work.unit), got & Q(receiver=work.unit)
    if seen == "provider":
        return Q(provider=work.provider), got & Q(about_provider=work.provider)
    nothing = Q(pk__in=())
    return nothing, nothing


def _group(group: Group, reader: Reader) -> Q:
    own, got = _mine(reader)
    match group:
        case "written":
            return own & Q(state="written")
        case "answer":
            return got & Q(state__in=states.OUT)
        case "waiting":
            return own & Q(state__in=states.OUT)
        case "answered":
            return own & Q(state="answered")
        case "over":
            return (own | got) & Q(state__in=states.OVER) | got & ~own & Q(state="answered")


def _rows(group: Group, reader: Reader, filters: Filters) -> QuerySet[Deviation]:
    late_first = (
        "-ended_at" if group == "over" else "sent_at" if group in ("answer", "waiting") else "written_at"
    )
    return Deviation.objects.filter(_group(group, reader) & filters.q).order_by(late_first, "id")


def listed(
    group: Group, reader: Reader, filters: Filters, start: int = 0, limit: int = PAGE
) -> list[Deviation]:
    """Some of a group: those that have waited longest first, of what is over the latest."""
    with wall.opened(readings=[NAME]):
        return list(_rows(group, reader, filters)[start : start + limit])


def counts(reader: Reader, filters: Filters) -> dict[Group, int]:
    """How many there are in each group."""
    with wall.opened(readings=[NAME]):
        return {group: _rows(group, reader, filters).count() for group in GROUPS}


def unsent(reader: Reader, units: Collection[str]) -> list[tuple[str, str]]:
    """Of each deviation of some units that is written and not sent: the unit, and when it was written.

    Numbers for who answers for the units, also where the deviations themselves are not for them to read.
    """
    found: list[tuple[str, str]] = []
    every = sorted(units)
    beside.counted(reader, NAME)
    with wall.opened(readings=[NAME]):
        for start in range(0, len(every), 500):
            rows = Deviation.objects.filter(unit__in=every[start : start + 500], state="written")
            found += rows.values_list("unit", "written_at")
    return found


def written_between(reader: Reader, units: Collection[str], first: str, last: str) -> tuple[int, int, int]:
    """How many deviations some units wrote from an instant to before another, how many of them are sent, and answered.

    What was withdrawn is not counted.
    """
    beside.counted(reader, NAME)
    with wall.opened(readings=[NAME]):
        found = Deviation.objects.filter(unit__in=sorted(units), written_at__gte=first, written_at__lt=last)
        told = found.exclude(state="withdrawn").aggregate(
            written=Count("pk"),
            sent=Count("pk", filter=~Q(sent_at="")),
            answered=Count("pk", filter=~Q(answered_at="")),
        )
    return int(told["written"]), int(told["sent"]), int(told["answered"])


def not_judged(reader: Reader) -> int:
    """How many that the reader's side wrote have no judgement of harm, and are not over."""
    own, _ = _mine(reader)
    with wall.opened(readings=[NAME]):
        return Deviation.objects.filter(own, harm="unknown", state__in=states.OPEN).count()


def everything_of(reader: Reader) -> list[Deviation]:
    """What the reader's side wrote or got, to be counted."""
    own, got = _mine(reader)
    with wall.opened(readings=[NAME]):
        return list(Deviation.objects.filter(own | got).order_by("-written_at", "id")[:MOST])


def to_assess(reader: Reader) -> list[Deviation]:
    """Those with risk or harm that the reader's provider wrote or got, the earliest first."""
    harms = [harm for harm, assessed in rules.harms().items() if assessed]
    own, got = _mine(reader)
    with wall.opened(readings=[NAME]):
        found = Deviation.objects.filter(own | got, harm__in=harms).exclude(state="withdrawn")
        return list(found.order_by("written_at", "id")[:MOST])


Counted = tuple[str, str, str, str, str, str, str, str]


def everybodys() -> list[Counted]:
    """Of every deviation what is counted for everybody: nothing of whom it is about, or what was written."""
    with wall.opened(readings=[NAME]):
        rows = Deviation.objects.exclude(state="withdrawn").values_list(
            "category", "about_provider", "harm", "written_at", "sent_at", "answered_at", "unit", "provider"
        )
        return cast(list[Counted], list(rows))


# Whom it can concern, and how they want it


def units(today: date) -> list[tuple[CareUnit, Provider]]:
    """Every unit that belongs to a provider today."""
    held = UnitMembership.objects.filter(
        Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gt=today))
    )
    rows = held.select_related("unit", "provider").order_by("provider__name", "unit__name", "unit_id")
    return [(row.unit, row.provider) for row in rows]


def wishes(provider: str) -> list[Wish]:
    """How a provider wants deviations, the latest first."""
    return [
        _wish(row) for row in DeviationWish.objects.filter(provider=provider).order_by("-first_day", "-id")
    ]


def _wish(row: DeviationWish) -> Wish:
    return Wish(
        cast(Way, row.way), row.unit, row.address, row.function, frozenset(row.categories), row.first_day, row.last_day,
        row.id,
    )  # fmt: skip


def wished(one: Deviation) -> Wish | None:
    """How a deviation reaches whom it concerns today."""
    return rules.wished(wishes(one.about_provider), one.category, clock.today())


def kinds(units: Collection[str]) -> dict[str, str]:
    """The kind of each of some units."""
    return areas.kinds(units)
