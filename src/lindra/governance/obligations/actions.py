"""What is done with the clauses of a document: written, changed, taken out, moved or lost; kept among its acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from lindra.governance import bodies
from lindra.governance.documents import actions, queries, repeal
from lindra.governance.documents.actions import By, Refused
from lindra.governance.documents.repeal import Mark
from lindra.governance.models import Document, Obligation
from lindra.governance.obligations import kinds
from lindra.governance.obligations.kinds import Unclear
from lindra.ids import new_id

LONGEST = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """What a clause says."""

    wording: str
    owes: str
    kind: str = "other"
    told: Mapping[str, Any] = field(default_factory=dict)
    paragraph: str = ""
    owed_to: str = ""
    first: date | None = None
    last: date | None = None
    id: str = field(default_factory=new_id)


def write(document: Document, clause: Clause, by: By, *, seen: int) -> Obligation:
    """Write a clause. Raises :class:`Refused`, ``Stale``."""
    known = Obligation.objects.filter(pk=clause.id).first()
    if known is not None:
        return known
    _check(clause)
    with transaction.atomic():
        actions.noted(
            document, "oblige", {"paragraph": clause.paragraph, "wording": clause.wording}, by, seen=seen
        )
        order = 1 + max(document.obligations.values_list("order", flat=True), default=0)
        return Obligation.objects.create(id=clause.id, document=document, order=order, **_columns(clause))


def change(one: Obligation, clause: Clause, by: By, *, seen: int) -> Obligation:
    """Put a clause right. Raises :class:`Refused`, ``Stale``."""
    _check(clause)
    with transaction.atomic():
        told = {"paragraph": clause.paragraph, "wording": clause.wording, "before": one.wording}
        actions.noted(one.document, "reword", told, by, seen=seen)
        for name, value in _columns(clause).items():
            setattr(one, name, value)
        one.save()
    return one


def take_out(one: Obligation, why: str, by: By, *, seen: int) -> None:
    """Take a clause out that never belonged there; what it said stays in the history. Raises :class:`Refused`."""
    if not why.strip():
        raise Refused({"why": "no_reason"})
    with transaction.atomic():
        told = {"paragraph": one.paragraph, "wording": one.wording, "why": why.strip()}
        actions.noted(one.document, "take_out", told, by, seen=seen)
        one.delete()


def _columns(clause: Clause) -> dict[str, Any]:
    return {
        "paragraph": clause.paragraph.strip(), "wording": clause.wording.strip(), "owes": clause.owes,
        "owed_to": clause.owed_to.strip(), "kind": clause.kind, "told": dict(clause.told), "first": clause.first,
        "last": clause.last,
    }  # fmt: skip


def _check(clause: Clause) -> None:
    wrong: dict[str, str] = {}
    if not clause.wording.strip():
        wrong["wording"] = "no_wording"
    elif len(clause.wording) > LONGEST:
        wrong["wording"] = "wording_too_long"
    if clause.first and clause.last and clause.last < clause.first:
        wrong["last"] = "ends_before_it_starts"
    if clause.owes not in bodies.bodies([clause.owes]):
        wrong["owes"] = f"no_such_party:{clause.owes}" if clause.owes else "no_debtor"
    try:
        kinds.read(clause.kind, clause.told)
    except Unclear as unclear:
        wrong |= unclear.fields
    if wrong:
        raise Refused(wrong)


# Before a repeal


def mark(document: Document, marks: Mapping[str, Mark], by: By, *, seen: int) -> Document:
    """Say of obligations where they are moved, or that they are lost; nothing is repealed. Raises ``Stale``."""
    own = {one.pk: one for one in queries.obligations([document])}
    changed = [
        (own[key], one)
        for key, one in marks.items()
        if key in own and one != marked(own[key])
    ]  # fmt: skip
    if not changed:
        return document
    with transaction.atomic():
        told = [
            {"paragraph": one.paragraph, "wording": one.wording, "marked": said.marked, "why": said.lost_why}
            for one, said in changed
        ]
        document = actions.noted(document, "mark", {"marks": told}, by, seen=seen)
        for one, said in changed:
            Obligation.objects.filter(pk=one.pk).update(
                marked=said.marked, moved_to=said.moved_to, lost_why=said.lost_why.strip()
            )
    return document


def marked(one: Obligation) -> Mark:
    """What was said of an obligation."""
    return Mark(one.pk, one.marked, one.moved_to, one.lost_why)


def places(document: Document, targets: list[str]) -> dict[str, repeal.Place]:
    """Of obligations that others are moved to: in which document they stand, and how that does."""
    found = Obligation.objects.filter(pk__in=[one for one in targets if one]).select_related("document")
    return {one.pk: repeal.Place(one.document.pk, queries.days(one.document)) for one in found}


def repeal_document(document: Document, on: date, decided_by: str, by: By, *, seen: int) -> Document:
    """Repeal a document from a day on, once each of its obligations is moved or said to be lost.

    Raises :class:`Refused`, which names obligations as ``obligation-<id>``, and ``Stale``.
    """
    own = [marked(one) for one in queries.obligations([document])]
    wrong = repeal.refused(document.pk, own, places(document, [one.moved_to for one in own]), on)
    told = {f"obligation-{key}": code for key, code in wrong.items()}
    if not decided_by.strip():
        told["decided_by"] = "no_decider"
    if document.repealed_on is not None:
        told["on"] = "repealed_already"
    if told:
        raise Refused(told)
    return actions.repealed(document, on, decided_by, by, seen=seen)
