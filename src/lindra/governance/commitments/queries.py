"""Reads of commitments: lists that open alike whether there are ten or ten thousand, counts, and what is of one origin.

A page of a list begins after a place (:func:`mark`), not after a number of rows: the database goes there by an index
and reads no more than is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet

from lindra import clock
from lindra.governance.commitments import rules
from lindra.governance.models import Commitment
from lindra.governance.seats import Seat
from lindra.people.models import Assignment

PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; empty: everything."""

    show: str = ""
    state: str = ""
    kind: str = ""
    origin: str = ""
    body: str = ""
    unit: str = ""
    owner: str = ""
    """An HSA-id."""
    measure: str = ""
    """An id without a version."""
    words: str = ""
    open: str = ""
    """Not empty: only what is not over."""

    def but(self, **other: str) -> Filters:
        """The same with something else."""
        return replace(self, **other)


def mark(one: Commitment) -> str:
    """The place of a commitment, as a page begins after it."""
    return f"{one.sort}_{one.pk}"


def theirs(seat: Seat | None) -> Q:
    """What is a seat's: its provider's, its unit's, everything in a council; of others what they own themselves."""
    if seat is None or seat.scope == "council":
        return Q()
    if seat.scope == "provider":
        return Q(holder=seat.provider)
    return Q(unit=seat.unit) if seat.scope == "unit" else Q(owner_staff=seat.staff)


def narrowed(filters: Filters, today: date) -> Q:
    """The filters as a condition."""
    found = _show(filters, today)
    if filters.open:
        found &= Q(sort__lt=rules.OVER)
    for name in ("state", "kind", "origin", "body", "unit"):
        if value := getattr(filters, name):
            found &= Q(**{name: value})
    if filters.owner:
        found &= Q(owner_staff=filters.owner)
    if filters.measure:
        found &= Q(measure__startswith=f"{filters.measure}@")
    for word in rules.searched(filters.words).split():
        found &= Q(words__contains=word)
    return found


def _show(filters: Filters, today: date) -> Q:
    match filters.show:
        case "late":
            return late(today)
        case "no_day":
            return Q(sort=rules.NO_DAY)
        case "open":
            return Q(sort__lt=rules.OVER)
        case "over":
            return Q(sort__gte=rules.OVER)
        case "done":
            return Q(sort__gte=rules.OVER, state="done")
        case "promises":
            return Q(kind="promise", sort__lt=rules.OVER)
        case "ownerless":
            return without_owner(today)
    return Q()


def late(today: date) -> Q:
    """Open, and the last day has passed."""
    return Q(sort__gte=rules.late_from(), sort__lt=rules.late_to(today))


def without_owner(today: date) -> Q:
    """Open, and nobody owns it: none was named, or who was named works here no longer."""
    open_ = Q(sort__lt=rules.OVER)
    owners = (
        Commitment.objects.filter(open_)
        .exclude(owner_staff="")
        .values_list("owner_staff", flat=True)
        .distinct()
    )
    return open_ & (Q(owner="") | Q(owner_staff__in=gone(owners, today)))


def gone(staff: Iterable[str], today: date) -> set[str]:
    """Which of some HSA-ids have no assignment on a day: they work here no longer, or never did."""
    asked = {one for one in staff if one}
    day = today.isoformat()
    held = Assignment.objects.filter(staff__hsa_id__in=asked, valid_from__lte=day).filter(
        Q(valid_to=None) | Q(valid_to__gt=day)
    )
    return asked - set(held.values_list("staff__hsa_id", flat=True)) if asked else set()


def rows(seat: Seat | None, filters: Filters) -> QuerySet[Commitment]:
    """A list, in its order."""
    found = Commitment.objects.filter(theirs(seat) & narrowed(filters, clock.today()))
    return found.order_by("sort", "id")


def listed(seat: Seat | None, filters: Filters, start: str = "", limit: int = PAGE) -> list[Commitment]:
    """Some of a list: what has no day, then what is late. ``start`` is the :func:`mark` after which it begins."""
    return list(_after(rows(seat, filters), start)[:limit])


def _after(found: QuerySet[Commitment], start: str) -> QuerySet[Commitment]:
    sort, _, id = start.partition("_")
    if not id:
        return found
    # The first condition is what an index is entered by; the second leaves out those of the same day that are shown.
    return found.filter(sort__gte=sort).exclude(sort=sort, id__lte=id)


def before(seat: Seat | None, filters: Filters, end: str, limit: int = PAGE) -> list[Commitment]:
    """The last of a list that stand before a place."""
    sort, _, id = end.partition("_")
    found = rows(seat, filters).filter(sort__lte=sort).exclude(sort=sort, id__gte=id)
    return list(found.order_by("-sort", "-id")[:limit])[::-1]


def last(seat: Seat | None, filters: Filters, limit: int = PAGE) -> list[Commitment]:
    """The last of a list."""
    return list(rows(seat, filters).order_by("-sort", "-id")[:limit])[::-1]


def count(seat: Seat | None, filters: Filters) -> int:
    """How many there are in a list."""
    return rows(seat, filters).order_by().count()


def one(id: str) -> Commitment | None:
    """A commitment; none where there is none such."""
    return Commitment.objects.filter(pk=id).first()


def of_origin(origin: str, origin_key: str) -> list[Commitment]:
    """What came from one thing: a document's obligation, a deviation, a reply; in the order of lists."""
    return list(Commitment.objects.filter(origin=origin, origin_key=origin_key).order_by("sort", "id"))


def of_origins(origin: str, keys: Collection[str]) -> dict[str, list[Commitment]]:
    """The same of several keys at once."""
    found: dict[str, list[Commitment]] = {key: [] for key in keys}
    for one in Commitment.objects.filter(origin=origin, origin_key__in=set(keys)).order_by("sort", "id"):
        found[one.origin_key].append(one)
    return found


def of_measure(id: str, place: str) -> list[Commitment]:
    """What should change a measure, of any version, in just one place."""
    found = Commitment.objects.filter(measure__startswith=f"{id}@", place=place)
    return list(found.order_by("sort", "id"))


def open_by_measure(place: str) -> dict[str, int]:
    """How many are open in a place, by the id of the measure they should change."""
    found = Commitment.objects.filter(place=place, sort__lt=rules.OVER).exclude(measure="")
    counted: dict[str, int] = {}
    for key in found.values_list("measure", flat=True):
        id = key.partition("@")[0]
        counted[id] = counted.get(id, 0) + 1
    return counted


def every_body() -> list[str]:
    """Every body that has undertaken something."""
    return list(Commitment.objects.order_by("body").values_list("body", flat=True).distinct())


def every_measure() -> list[str]:
    """Every definition that something should change."""
    found = Commitment.objects.exclude(measure="").order_by("measure")
    return list(found.values_list("measure", flat=True).distinct())


def counted(seat: Seat | None, today: date, staff: str) -> dict[str, int]:
    """How many there are in each part of the list; ``staff`` owns those that are *mine*."""
    held = Commitment.objects.filter(theirs(seat))
    mine = Commitment.objects.filter(owner_staff=staff, sort__lt=rules.OVER)
    return {
        "": held.filter(sort__lt=rules.OVER).count(),
        "late": held.filter(late(today)).count(),
        "no_day": held.filter(sort=rules.NO_DAY).count(),
        "ownerless": held.filter(without_owner(today)).count(),
        "mine": mine.count() if staff else 0,
        "promises": held.filter(kind="promise", sort__lt=rules.OVER).count(),
        "over": held.filter(sort__gte=rules.OVER).count(),
    }


def every_open(seat: Seat | None) -> Sequence[Commitment]:
    """All that is not over, what has no day first."""
    return list(Commitment.objects.filter(theirs(seat), sort__lt=rules.OVER).order_by("sort", "id"))
