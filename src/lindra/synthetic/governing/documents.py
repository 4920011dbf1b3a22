"""Agreements and governing documents of the made-up county, with obligations (``data/documents.toml``).

Among them one that expired without anybody noticing, one without an owner, one that expires soon, a proposal to abolish
an annex, and one that was repealed with each of its obligations moved or lost. Which obligations are kept is not
planted: that is for the record to show.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from lindra import clock
from lindra.areas import queries as areas
from lindra.clock import STOCKHOLM, day
from lindra.governance import bodies
from lindra.governance.commitments.actions import By
from lindra.governance.documents import actions
from lindra.governance.documents.actions import Said
from lindra.governance.documents.repeal import Mark
from lindra.governance.models import Document, DocumentRead
from lindra.governance.obligations import actions as obligations
from lindra.governance.obligations.actions import Clause
from lindra.people import staff as people
from lindra.record.envelope import stamp
from lindra.synthetic import county
from lindra.synthetic.sinks import clock_put_back

DATA = Path(__file__).parent.parent / "data" / "documents.toml"
COUNCIL = "council"
MADE_UP = "Påhittat för demonstrationen"
"""Stands first in every source: a page that is printed must say it too."""
DAYS = ("decided_on", "valid_from", "valid_to", "followed_up_on", "revise_on", "repealed_on")
Told = Mapping[str, Any]


def document_id(slug: str) -> str:
    """The id of a document of the demo."""
    return f"demo-document-{slug}"


def obligation_id(slug: str) -> str:
    """The id of an obligation of the demo."""
    return f"demo-obligation-{slug}"


@cache
def told() -> list[dict[str, Any]]:
    """What the file says, in its order."""
    found: list[dict[str, Any]] = tomllib.loads(DATA.read_text(encoding="utf-8"))["document"]
    return found


def plant(until: datetime) -> None:
    """Store it as it stands at ``until``."""
    last = day(until)
    with clock_put_back():
        for one in told():
            _plant(one, last)
    _read(last)


def _plant(one: Told, last: date) -> None:
    days = {name: last + timedelta(days=one[name]) for name in DAYS if name in one}
    _at(days.get("decided_on", last - timedelta(days=20)))
    document = actions.make(_said(one, days), _by())
    if document.number > 1 or document.obligations.exclude(continues__gt="").exists():
        return
    for clause in one.get("obligation", ()):
        obligations.write(document, _clause(clause, last), _by(), seen=document.number)
    if "repealed_on" in days:
        _at(days["repealed_on"] - timedelta(days=30))
        marks = {mark.obligation: mark for mark in _marks(one)}
        obligations.mark(document, marks, _by(), seen=document.number)
        obligations.repeal_document(
            document, days["repealed_on"], one["repealed_by"], _by(), seen=document.number
        )


def _said(one: Told, days: Mapping[str, date]) -> Said:
    more: dict[str, Any] = {name: one.get(name, "") for name in ("text", "owner", "decided_by")}
    more["source"] = f"{MADE_UP}, efter dokument {one['source']}" if "source" in one else MADE_UP
    more |= {name: found for name, found in days.items() if name != "repealed_on"}
    return Said(
        id=document_id(one["slug"]), key=f"agreement:{one['slug']}", title=one["title"], kind=one["kind"],
        parties=tuple(body(key) for key in one["parties"]), interval=one.get("interval"),
        predecessor=document_id(one["follows"]) if "follows" in one else "",
        concerns=document_id(one["concerns"]) if "concerns" in one else "",
        owner_staff=county.organisation().staff[one["owner_staff"]].hsa_id if "owner_staff" in one else "",
        audience=tuple((_unit(key), role) for key, role in one.get("who", ())), **more,
    )  # fmt: skip


def _clause(one: Told, last: date) -> Clause:
    own = dict(one.get("told", {}))
    if "by" in one:
        own["by"] = (last + timedelta(days=one["by"])).isoformat()
    owed_to = one["owed_to"]
    return Clause(
        id=obligation_id(one["slug"]), paragraph=one["paragraph"], wording=one["wording"], owes=body(one["owes"]),
        owed_to=body(owed_to) if owed_to in county.organisation().providers else owed_to, kind=one["kind"], told=own,
    )  # fmt: skip


def _marks(one: Told) -> Iterator[Mark]:
    for clause in one["obligation"]:
        moved = clause.get("moved_to", "")
        yield Mark(
            obligation_id(clause["slug"]), "moved" if moved else "lost", obligation_id(moved) if moved else "",
            clause.get("lost_why", ""),
        )  # fmt: skip


def _read(last: date) -> None:
    """About two of three who must know a document have read it."""
    for document in Document.objects.filter(pk__startswith="demo-document-", repealed_on=None):
        must = document.audience.values_list("unit", "role")
        some = [
            work
            for unit, role in must
            for work in people.working_at([unit], last)
            if not role or work.role == role
        ]
        DocumentRead.objects.bulk_create(
            (
                DocumentRead(
                    document=document, staff=work.staff.hsa_id, unit=work.unit, at=stamp(clock.now())
                )
                for work in some
                if sum(map(ord, document.pk + work.staff.hsa_id)) % 3
            ),
            ignore_conflicts=True,
        )


def body(key: str) -> str:
    """The body that a key of the file names."""
    made = county.organisation()
    if key.startswith("unit:"):
        return bodies.unit(_unit(key.removeprefix("unit:")))
    provider = areas.provider_by_hsa_id(made.providers[key].hsa_id)
    assert provider is not None, "the organisation is made with the first people"
    return bodies.provider(provider.id)


def _unit(key: str) -> str:
    unit = areas.unit_by_hsa_id(county.organisation().units[key].hsa_id)
    assert unit is not None, "the organisation is made with the first people"
    return unit.id


def _by() -> By:
    made = county.organisation()
    helena = made.staff[f"{COUNCIL}:{COUNCIL}"]
    unit = _unit(COUNCIL)
    provider = areas.provider_by_hsa_id(made.providers["region"].hsa_id)
    return By(helena.hsa_id, helena.name, unit, provider.id if provider else "")


def _at(on: date) -> None:
    clock.fix(datetime.combine(on, time(10), STOCKHOLM))
