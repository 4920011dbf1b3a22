"""What is done with governing documents: made, changed, followed up, revised, repealed, read. Each act is kept.

Who may is for ``allowed``; here stands what can be done at all. What cannot be is refused whole: nothing is half kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from lindra import clock
from lindra.governance import bodies
from lindra.governance.commitments.actions import By, Stale
from lindra.governance.documents import queries, states
from lindra.governance.documents.states import Days, Refused
from lindra.governance.models import Document, DocumentAudience, DocumentParty, DocumentRead, Obligation
from lindra.ids import new_id
from lindra.privacy.reader import Reader
from lindra.record.envelope import stamp

__all__ = ["By", "Refused", "Stale"]

LONGEST, LONGEST_TITLE = 4000, 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a document says of itself. ``id`` is drawn when the page is shown: a page sent twice makes one."""

    title: str
    kind: str
    parties: tuple[str, ...] = ()
    """Bodies (``bodies``), in the order in which they stand."""
    key: str = ""
    """``agreement:<slug>``; made of the id where none is given."""
    text: str = ""
    link: str = ""
    owner: str = ""
    owner_staff: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    interval: int | None = None
    followed_up_on: date | None = None
    revise_on: date | None = None
    predecessor: str = ""
    concerns: str = ""
    audience: tuple[tuple[str, str], ...] = ()
    """(unit, role): an empty role is everybody there."""
    source: str = ""
    id: str = field(default_factory=new_id)


COLUMNS = (
    "title", "kind", "text", "link", "owner", "owner_staff", "decided_by", "decided_on", "valid_from", "valid_to",
    "interval", "followed_up_on", "revise_on", "predecessor", "concerns", "source",
)  # fmt: skip


def said(document: Document) -> Said:
    """What a document says of itself now."""
    return Said(
        id=document.pk, key=document.key, parties=tuple(queries.parties([document])[document.pk]),
        audience=tuple(document.audience.order_by("id").values_list("unit", "role")),
        **{name: getattr(document, name) for name in COLUMNS},
    )  # fmt: skip


def make(one: Said, by: By, *, at: datetime | None = None) -> Document:
    """Make a document, or its next version where it names a predecessor. Raises :class:`Refused`.

    A decided version ends nothing of the one before by itself, but from its first day that one is replaced.
    """
    known = queries.one(one.id)
    if known is not None:
        return known
    first = _checked(one)
    with transaction.atomic():
        document = Document(
            id=one.id, key=first.key if first else one.key or f"agreement:{one.id}",
            version=_next(first.key) if first else 1, **_columns(one),
        )  # fmt: skip
        document.acts, document.number = [_act(by, "make", _told(one), at)], 1
        document.save(force_insert=True)
        _belongs(document, one)
        if first is not None:
            _obligations_of(first, document)
        _replaces(document, by, at)
    return document


def change(document: Document, one: Said, by: By, *, seen: int) -> Document:
    """Put what a document says right. Raises :class:`Refused`, :class:`Stale`."""
    before = said(document)
    one = replace(one, id=document.pk, key=document.key, source=one.source or before.source)
    _checked(one)
    old, new = _told(before), _told(one)
    changed = {name: new.get(name, "") for name in sorted({*old, *new}) if old.get(name) != new.get(name)}
    with transaction.atomic():
        _acted(document, by, "change", {"changed": changed}, seen, **_columns(one))
        document.parties.all().delete()
        document.audience.all().delete()
        _belongs(document, one)
        if before.predecessor != one.predecessor:
            _carry_replaced(before.predecessor, by)
        _replaces(document, by, None)
    return document


def follow_up(document: Document, on: date, note: str, by: By, *, seen: int) -> Document:
    """Say that a document was followed up on a day. Raises :class:`Refused`, :class:`Stale`."""
    if on > clock.today():
        raise Refused({"on": "not_yet"})
    if document.valid_from and on < document.valid_from:
        raise Refused({"on": "followed_before_it_starts"})
    latest = max(on, document.followed_up_on or on)
    return _acted(
        document, by, "follow_up", {"on": on.isoformat(), "note": note.strip()}, seen, followed_up_on=latest,
        follow_up_on=states.follow_up_on(document.valid_from, latest, document.interval),
    )  # fmt: skip


def repealed(document: Document, on: date, decided_by: str, by: By, *, seen: int) -> Document:
    """Repeal a document from a day on; that each obligation is moved or lost is for ``repealing``. Raises as above."""
    return _acted(
        document, by, "repeal", {"on": on.isoformat(), "decided_by": decided_by.strip()}, seen, repealed_on=on,
        repealed_by=decided_by.strip(),
    )  # fmt: skip


def noted(document: Document, act: str, told: Mapping[str, Any], by: By, *, seen: int) -> Document:
    """Keep an act that changes no column of the document: a clause was written, changed, taken out, marked."""
    return _acted(document, by, act, told, seen)


def read(document: Document, reader: Reader) -> bool:
    """Say that one has read this version; whether that is new."""
    _, made = DocumentRead.objects.get_or_create(
        document=document, staff=reader.staff.hsa_id,
        defaults={"unit": reader.assignment.unit, "at": stamp(clock.now())},
    )  # fmt: skip
    return made


# What is refused


def _checked(one: Said) -> Document | None:
    """The predecessor, where all can be. Raises :class:`Refused`."""
    held = Days(one.kind, one.decided_on, one.valid_from, one.valid_to)
    wrong = states.check(
        held, owner=one.owner, interval=one.interval, followed=one.followed_up_on, revise=one.revise_on
    )
    if not one.title.strip():
        wrong["title"] = "no_title"
    elif len(one.title) > LONGEST_TITLE:
        wrong["title"] = "title_too_long"
    known = bodies.bodies(one.parties)
    if strange := [key for key in one.parties if key not in known]:
        wrong["parties"] = f"no_such_party:{', '.join(strange)}"
    before = queries.one(one.predecessor) if one.predecessor else None
    if one.predecessor and before is None:
        wrong["predecessor"] = "no_such_document"
    elif before is not None and states.loops(one.id, before.pk, queries.before([before.pk])):
        wrong["predecessor"] = "loop"
    if wrong:
        raise Refused(wrong)
    return before


def _next(key: str) -> int:
    return 1 + max(Document.objects.filter(key=key).values_list("version", flat=True), default=0)


# How it is kept


def _columns(one: Said) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in COLUMNS}
    cleaned = {name: value.strip() if isinstance(value, str) else value for name, value in told.items()}
    return cleaned | {"follow_up_on": states.follow_up_on(one.valid_from, one.followed_up_on, one.interval)}


def _told(one: Said) -> dict[str, Any]:
    """As an act keeps it: plain values, what is empty left out."""
    told = {name: getattr(one, name) for name in COLUMNS} | {
        "parties": list(one.parties), "audience": [list(each) for each in one.audience],
    }  # fmt: skip
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in told.items()
        if value not in ("", None, [])
    }


def _act(by: By, act: str, told: Mapping[str, Any], at: datetime | None) -> dict[str, Any]:
    own = {
        "act": act, "at": stamp(at or clock.now()), "by": by.staff, "name": by.name, "unit": by.unit,
        "provider": by.provider,
    }  # fmt: skip
    return own | {name: value for name, value in told.items() if value not in ("", None, [])}


def _acted(
    document: Document, by: By, act: str, told: Mapping[str, Any], seen: int, **columns: Any
) -> Document:
    if seen != document.number:
        raise Stale
    changed = columns | {"acts": [*document.acts, _act(by, act, told, None)], "number": document.number + 1}
    if not Document.objects.filter(pk=document.pk, number=seen).update(**changed):
        raise Stale
    for column, value in changed.items():
        setattr(document, column, value)
    return document


def _belongs(document: Document, one: Said) -> None:
    DocumentParty.objects.bulk_create(
        DocumentParty(document=document, body=body) for body in dict.fromkeys(one.parties)
    )
    DocumentAudience.objects.bulk_create(
        DocumentAudience(document=document, unit=unit, role=role)
        for unit, role in dict.fromkeys(one.audience)
    )


def _obligations_of(before: Document, document: Document) -> None:
    """A version goes on with the obligations of the one before, to be changed where it does not."""
    copies: Sequence[Obligation] = queries.obligations([before])
    Obligation.objects.bulk_create(
        Obligation(
            id=f"{document.pk}.{number}", document=document, paragraph=one.paragraph, order=one.order,
            wording=one.wording, owes=one.owes, owed_to=one.owed_to, kind=one.kind, told=one.told,
            first=one.first, last=one.last, continues=one.pk,
        )
        for number, one in enumerate(copies, 1)
    )  # fmt: skip


def _replaces(document: Document, by: By, at: datetime | None) -> None:
    if document.predecessor:
        _carry_replaced(document.predecessor, by, at)


def _carry_replaced(predecessor: str, by: By, at: datetime | None = None) -> None:
    """Say of a version from when one after it holds, and keep that as an act of its own."""
    before = queries.one(predecessor)
    if before is None:
        return
    after = Document.objects.filter(predecessor=before.pk, decided_on__isnull=False).exclude(kind="proposal")
    first = min((day for day in after.values_list("valid_from", flat=True) if day), default=None)
    if first == before.replaced_from:
        return
    act = _act(by, "replaced", {"on": first.isoformat() if first else ""}, at)
    Document.objects.filter(pk=before.pk).update(
        replaced_from=first, acts=[*before.acts, act], number=before.number + 1
    )
