"""Documents and obligations as plain values for machines, in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import translation

from lindra.governance import bodies
from lindra.governance.documents import due, queries
from lindra.governance.documents.queries import Filters
from lindra.governance.models import Document, Obligation
from lindra.governance.obligations import rules, words
from lindra.governance.obligations.evidence import Checked, check

DAYS = ("decided_on", "valid_from", "valid_to", "followed_up_on", "follow_up_on", "revise_on", "repealed_on")


def documents(today: date) -> dict[str, Any]:
    """Every document as it stands on a day."""
    every = list(Document.objects.order_by("title", "version", "id"))
    parties = queries.parties(every)
    by_id = {one.pk: one for one in every}
    owed: dict[str, int] = {}
    for one in queries.obligations(every):
        owed[one.document.pk] = owed.get(one.document.pk, 0) + 1
    return {
        "counts": queries.counts(Filters(), None, today),
        "documents": [
            _document(one, parties[one.pk], by_id.get(one.predecessor), owed.get(one.pk, 0), today)
            for one in every
        ],
    }


def _document(
    one: Document, parties: list[str], before: Document | None, owed: int, today: date
) -> dict[str, Any]:
    read = queries.reading(one.pk, today)
    return {
        "id": one.pk, "key": one.key, "version": one.version, "kind": one.kind, "title": one.title,
        "state": queries.state(one, today), "owner": one.owner, "parties": parties, "decided_by": one.decided_by,
        **{name: plain(getattr(one, name)) for name in DAYS}, "interval": one.interval,
        "faults": queries.faults(one, len(parties), before, today), "people_read": read.people,
        "people_must": read.of, "obligations": owed,
    }  # fmt: skip


def obligations(today: date, key: str = "") -> dict[str, Any]:
    """Every obligation with its verdict on a day, or those of one document; read as a command of the system."""
    found = Obligation.objects.select_related("document").order_by(
        "document__title", "document", "order", "id"
    )
    if key:
        found = found.filter(Q(document=key) | Q(document__key=key))
    with due.cube("own") as cube, translation.override("en"):
        checked = check(list(found), cube, today)
        names = {
            name: body.name
            for name, body in bodies.bodies(
                {who for one in checked for who in (one.obligation.owes, one.obligation.owed_to)}
            ).items()
        }
        return {
            "counts": rules.counted([one.verdict for one in checked]),
            "obligations": [_obligation(one, names, today) for one in checked],
        }


def _obligation(one: Checked, names: Mapping[str, str], today: date) -> dict[str, Any]:
    clause = one.obligation
    document = clause.document
    return {
        "id": clause.pk, "document": document.pk, "key": document.key, "title": document.title,
        "document_state": queries.state(document, today), "paragraph": clause.paragraph, "wording": clause.wording,
        "owes": names.get(clause.owes, clause.owes), "owed_to": names.get(clause.owed_to, clause.owed_to),
        "kind": clause.kind, "promised": words.promised(one.owed), "state": one.verdict.state,
        "reason": one.verdict.reason, "why": words.why(one.verdict), "told": plain(one.verdict.told),
    }  # fmt: skip


def plain(value: Any) -> Any:
    """Days and amounts as JSON holds them."""
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case Mapping():
            return {str(name): plain(each) for name, each in value.items()}
        case str():
            return value
        case Sequence():
            return [plain(each) for each in value]
    return value
