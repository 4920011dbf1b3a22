"""Reads of governing documents: lists that open alike whether there are ten or ten thousand, counts, who must know."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from lindra import clock
from lindra.areas import queries as areas
from lindra.areas.models import Provider
from lindra.governance import bodies
from lindra.governance.documents import states
from lindra.governance.documents.states import Days, State, Whole
from lindra.governance.models import Document, DocumentAudience, DocumentParty, DocumentRead, Obligation
from lindra.governance.seats import Seat
from lindra.people import staff as people
from lindra.privacy.reader import Reader

PAGE = 50
FEW = 10
"""Documents of each group that a page of every group shows."""

SHOWS = ("ownerless", "expired", "follow_up", "expiring", "proposed", "in_force", "coming", "over")
"""Groups of the list, what must not be overlooked first. A document may stand in several."""


# How they stand, as conditions: the same as ``states.state``


def in_state(state: State, on: date) -> Q:
    """Documents in a state on a day."""
    gone = Q(repealed_on__isnull=False, repealed_on__lte=on)
    decided = ~Q(kind="proposal") & Q(decided_on__isnull=False, decided_on__lte=on)
    replaced = Q(replaced_from__isnull=False, replaced_from__lte=on)
    ended = Q(valid_to__isnull=False, valid_to__lt=on)
    begun = Q(valid_from__isnull=False, valid_from__lte=on)
    soon = Q(valid_to__isnull=False, valid_to__lte=on + timedelta(days=states.SOON))
    stands = ~gone & decided & ~replaced
    match state:
        case "repealed":
            return gone
        case "proposed":
            return ~gone & ~decided
        case "replaced":
            return ~gone & decided & replaced
        case "expired":
            return stands & ended
        case "coming":
            return stands & ~ended & ~begun
        case "expiring":
            return stands & ~ended & begun & soon
        case "in_force":
            return stands & ~ended & begun & ~soon


def holding(on: date) -> Q:
    """Documents that are rules in force on a day."""
    return in_state("in_force", on) | in_state("expiring", on)


def grouped(show: str, on: date) -> Q:
    """The documents of a group (:data:`SHOWS`)."""
    over = in_state("replaced", on) | in_state("repealed", on)
    match show:
        case "ownerless":
            return Q(owner="") & ~over
        case "follow_up":
            return holding(on) & Q(follow_up_on__isnull=False, follow_up_on__lt=on)
        case "revision":
            return holding(on) & Q(revise_on__isnull=False, revise_on__lt=on)
        case "in_force":
            return holding(on)
        case "over":
            return over
        case "expired" | "expiring" | "proposed" | "coming":
            return in_state(show, on)
    return Q()


# Whose


def bodies_of(seat: Seat, on: date) -> list[str]:
    """The bodies a seat answers for: a provider, its area and units; a unit; none of its own in a council."""
    if seat.scope == "unit":
        return [bodies.unit(seat.unit)]
    if seat.scope != "provider":
        return []
    own = Provider.objects.filter(pk=seat.provider).first()
    found = [bodies.provider(seat.provider)] + ([bodies.area(own.area)] if own and own.area else [])
    return found + [bodies.unit(unit.id) for unit in areas.units_of(seat.provider, on)]


def theirs(seat: Seat | None, on: date) -> Q:
    """What is a seat's: where a body of its own is a party, or owes something; everything in a council."""
    if seat is None or seat.scope == "council":
        return Q()
    keys = bodies_of(seat, on)
    party = DocumentParty.objects.filter(body__in=keys).values("document")
    owes = Obligation.objects.filter(owes__in=keys).values("document")
    return Q(pk__in=party) | Q(pk__in=owes)


def may_write(seat: Seat, parties: Collection[str], on: date) -> bool:
    """Whether a seat writes documents of these parties.

    A council all of them; who answers for a provider what the provider is a party to; a unit's manager only what is the
    unit's alone, since nobody promises for others.
    """
    own = set(bodies_of(seat, on))
    return seat.scope == "council" or (
        may_end(seat, parties, on) if seat.scope == "unit" else bool(own & set(parties))
    )


def may_end(seat: Seat, parties: Collection[str], on: date) -> bool:
    """Whether a seat repeals a document of these parties: all are its own, or it sits in a council."""
    return seat.scope == "council" or (bool(parties) and set(parties) <= set(bodies_of(seat, on)))


# Lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; empty: everything."""

    show: str = ""
    kind: str = ""
    body: str = ""
    words: str = ""
    ours: bool = False

    def but(self, **other: str) -> Filters:
        """The same with something else."""
        return replace(self, **other)  # type: ignore[arg-type]


def narrowed(filters: Filters, seat: Seat | None, on: date) -> Q:
    """The filters as a condition, but for the group."""
    found = theirs(seat, on) if filters.ours else Q()
    if filters.kind:
        found &= Q(kind=filters.kind)
    if filters.body:
        found &= Q(pk__in=DocumentParty.objects.filter(body=filters.body).values("document"))
    for word in filters.words.split():
        found &= Q(title__icontains=word) | Q(owner__icontains=word) | Q(decided_by__icontains=word)
    return found


def rows(filters: Filters, seat: Seat | None, on: date) -> QuerySet[Document]:
    """A list, in its order: what ends first first; of what is over, the latest."""
    found = Document.objects.filter(narrowed(filters, seat, on) & grouped(filters.show, on))
    order = {"expired": "valid_to", "expiring": "valid_to", "follow_up": "follow_up_on"}.get(
        filters.show, "title"
    )
    return found.order_by(order, "id")


def listed(
    filters: Filters, seat: Seat | None, on: date, start: int = 0, limit: int = PAGE
) -> list[Document]:
    """Some of a list."""
    return list(rows(filters, seat, on)[start : start + limit])


def counts(filters: Filters, seat: Seat | None, on: date) -> dict[str, int]:
    """How many there are in each group, in one read."""
    found = Document.objects.filter(narrowed(filters, seat, on))
    return found.aggregate(**{show: Count("pk", filter=grouped(show, on)) for show in (*SHOWS, "revision")})


# One


def one(identifier: str) -> Document | None:
    """A document; none where there is none such."""
    return Document.objects.filter(pk=identifier).first()


def days(document: Document) -> Days:
    """What its state hangs on."""
    return Days(
        document.kind, document.decided_on, document.valid_from, document.valid_to, document.replaced_from,
        document.repealed_on,
    )  # fmt: skip


def state(document: Document, on: date) -> State:
    """How it stands on a day."""
    return states.state(days(document), on)


def holds(document: Document, on: date) -> bool:
    """Whether it is a rule in force on a day."""
    return states.holds(days(document), on)


def faults(document: Document, parties: int, before: Document | None, on: date) -> list[states.Fault]:
    """What is wrong with it."""
    whole = Whole(
        days(document), document.owner, document.decided_by, parties, document.follow_up_on, document.revise_on,
        document.interval, days(before) if before else None,
    )  # fmt: skip
    return states.faults(whole, on)


def versions(key: str) -> list[Document]:
    """Every version of a document, the first first."""
    return list(Document.objects.filter(key=key).order_by("version"))


def before(identifiers: Iterable[str]) -> dict[str, str]:
    """Whom documents follow, with those that these follow in turn: id → id of the predecessor."""
    found: dict[str, str] = {}
    wanted = {one for one in identifiers if one}
    while wanted:
        read = dict(Document.objects.filter(pk__in=wanted).values_list("id", "predecessor"))
        found |= read
        wanted = {one for one in read.values() if one} - found.keys()
    return found


def parties(documents: Iterable[Document]) -> dict[str, list[str]]:
    """The bodies of each document, in the order in which they were said."""
    found: dict[str, list[str]] = {one.pk: [] for one in documents}
    for document, body in (
        DocumentParty.objects.filter(document__in=found).order_by("id").values_list("document", "body")
    ):
        found[document].append(body)
    return found


def obligations(documents: Iterable[Document]) -> list[Obligation]:
    """The clauses of some documents, in their order, each with its document."""
    keys = [one.pk for one in documents]
    return list(
        Obligation.objects.filter(document__in=keys)
        .select_related("document")
        .order_by("document", "order", "id")
    )


def concerning(document: str) -> list[Document]:
    """Proposals that would change or repeal a document, and are not taken back."""
    return list(
        Document.objects.filter(concerns=document, kind="proposal", repealed_on=None).order_by("title", "id")
    )


# Who must know, and who has read


@dataclass(frozen=True, slots=True)
class Reading:
    """People and units that must know a document, and how many have read it; ``others`` have read it too."""

    people: int
    of: int
    units: int
    of_units: int
    others: int
    by_unit: Mapping[str, tuple[int, int]]
    """By unit: how many have read it, and how many must."""


def reading(document: str, on: date) -> Reading:
    """Who must know a document today, and who of them has read this version."""
    must = list(DocumentAudience.objects.filter(document=document).values_list("unit", "role"))
    read = set(DocumentRead.objects.filter(document=document).values_list("staff", flat=True))
    roles: dict[str, set[str]] = {}
    for unit, role in must:
        roles.setdefault(unit, set()).add(role.casefold())
    pairs = {
        (work.staff.hsa_id, work.unit)
        for work in people.working_at(roles, on)
        if "" in roles[work.unit] or work.role.casefold() in roles[work.unit]
    }
    done, of, units, _ = states.read_by(pairs, read)
    by_unit = {unit: _of_unit(unit, pairs, read) for unit in roles}
    return Reading(done, of, units, len(roles), len(read - {person for person, _ in pairs}), by_unit)


def _of_unit(unit: str, pairs: Collection[tuple[str, str]], read: set[str]) -> tuple[int, int]:
    own = {person for person, place in pairs if place == unit}
    return len(own & read), len(own)


def must_know(unit: str, role: str, on: date) -> list[Document]:
    """The rules in force that those of a role at a unit must know, by title."""
    mine = DocumentAudience.objects.filter(Q(role="") | Q(role__iexact=role), unit=unit).values("document")
    return list(Document.objects.filter(holding(on), pk__in=mine).order_by("title", "id"))


def read_at(reader: Reader, documents: Collection[str]) -> dict[str, str]:
    """Which of some documents a reader has read, and when."""
    found = DocumentRead.objects.filter(staff=reader.staff.hsa_id, document__in=documents)
    return {str(document): at for document, at in found.values_list("document", "at")}


def today() -> date:
    """The day of the page."""
    return clock.today()
