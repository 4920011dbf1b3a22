"""A region and a municipality that agree on things, who governs there, and documents made short."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from governance.walk.gapped import seated
from helpers import workplaces
from helpers.workplaces import Workplace
from lindra.governance import bodies
from lindra.governance.commitments.actions import By
from lindra.governance.documents import actions
from lindra.governance.documents.actions import Said
from lindra.governance.models import Document, Obligation
from lindra.governance.obligations import actions as obligations
from lindra.governance.obligations.actions import Clause

NOW = datetime(2026, 6, 15, 8, tzinfo=UTC)
TODAY = date(2026, 6, 15)


@dataclass(frozen=True)
class Agreed:
    """``mas`` governs for the municipality, ``quality`` for the region, ``manager`` for home nursing, ``council``."""

    home: Workplace
    ward: Workplace
    mas: Workplace
    quality: Workplace
    manager: Workplace
    council: Workplace

    @property
    def region(self) -> str:
        """The region as a party."""
        return bodies.provider(self.ward.provider)

    @property
    def town(self) -> str:
        """The municipality as a party."""
        return bodies.provider(self.home.provider)


def build() -> Agreed:
    """Make them in the present world."""
    places = workplaces.build()
    home, ward = places.home_nursing, places.ward
    return Agreed(
        home, ward, seated(home, 7, "medicinskt ansvarig sjuksköterska", "followup"),
        seated(ward, 8, "kvalitetsutvecklare", "followup"), seated(home, 9, "manager", "admin"),
        seated(ward, 10, "council", "admin"),
    )  # fmt: skip


def by(place: Workplace) -> By:
    """Who works there."""
    return By(place.staff.hsa_id, place.staff.name, place.unit, place.provider)


def said(of: Agreed, **told: Any) -> Said:
    """An agreement in force of both; ``told`` says what is otherwise."""
    own = {
        "title": "Överenskommelse om hemsjukvård", "kind": "agreement", "parties": (of.region, of.town),
        "owner": "Avdelningschef", "decided_by": "Vårdrådet", "decided_on": date(2024, 12, 1),
        "valid_from": date(2025, 1, 1), "interval": 12, "followed_up_on": date(2026, 1, 1),
    } | told  # fmt: skip
    return Said(**own)


def made(of: Agreed, **told: Any) -> Document:
    """The same, stored."""
    return actions.make(said(of, **told), by(of.council))


def promised(document: Document, of: Agreed, **told: Any) -> Obligation:
    """A clause that the region owes; for people to judge where nothing else is said."""
    own = {"wording": "Läkaren svarar inom en timme.", "owes": of.region, "paragraph": "1"} | told
    document.refresh_from_db()
    return obligations.write(document, Clause(**own), by(of.council), seen=document.number)
