"""What truly happens around a stay, and on the way in: the truth, before anything is told of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from lindra.discharge.events.messages import Need

Can = Literal["yes", "not_yet", "no"]
Worked = Literal["yes", "partly", "no"]
ToWhere = Literal["own_home", "care_home", "short_stay", "hospice", "other", "dead"]


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready notice, and when it was withdrawn, if it was."""

    at: datetime
    withdrawn: datetime | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """When open care is missing, or it is unclear whether it is."""

    since: datetime
    until: datetime | None
    state: Literal["missing", "unclear"]


@dataclass(frozen=True, slots=True)
class Sip:
    """Whether a plan was judged to be needed, when it was called to, for when, and when it was held."""

    judged: datetime
    needed: bool
    called: datetime | None = None
    meeting: datetime | None = None
    held: datetime | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """The truth about one stay; what did not happen, or has not yet, is None. Instants are in UTC."""

    patient: str
    episode: str
    unit: str
    municipality: str
    needs: tuple[Need, ...]
    receivers: tuple[str, ...]
    """Keys of the units that are to know: the municipality's own first, then open care's."""
    admitted: datetime
    left: datetime | None
    """The end of the stay: home, or dead."""
    died: bool
    to_where: ToWhere
    judged: datetime
    notice: datetime | None = None
    estimate: date = date.min
    """As the notice said."""
    corrected: datetime | None = None
    """When the notice was put right: it said another day at first."""
    wrong_unit: tuple[str, datetime] | None = None
    """Another municipality's unit that got a notice first, and when; it was sent back and taken back."""
    estimates: tuple[tuple[datetime, date], ...] = ()
    mistaken: datetime | None = None
    """When a new estimate was sent that was another patient's; it was taken back."""
    contact: datetime | None = None
    mapped: datetime | None = None
    positions: tuple[tuple[datetime, Can], ...] = ()
    question: datetime | None = None
    sip: Sip | None = None
    readies: tuple[Ready, ...] = ()
    gap: Gap | None = None
    informed: datetime | None = None
    patient_informed: datetime | None = None
    reconciled: datetime | None = None
    transport: datetime | None = None
    told_left: datetime | None = None
    """When it was written that the patient has left."""
    home: tuple[datetime, Worked] | None = None

    @property
    def municipal(self) -> tuple[str, ...]:
        """The municipality's units among the receivers."""
        return tuple(one for one in self.receivers if one.startswith(("home-", "care-home-", "short-stay-")))

    @property
    def standing(self) -> Ready | None:
        """The ready notice that stands."""
        return self.readies[-1] if self.readies and self.readies[-1].withdrawn is None else None


@dataclass(frozen=True, slots=True)
class Way:
    """What was said on the way in: sent in, and home again from an emergency department where that was so."""

    patient: str
    sender: str
    emergency: str
    back_to: tuple[str, ...]
    sent_in: datetime
    sent_home: datetime | None = None
    arriving: datetime | None = None
    """When a visit began that the course does not have: of somebody who is there at the county's last moment."""
