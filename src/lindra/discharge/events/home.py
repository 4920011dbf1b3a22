"""Going home: what is reconciled, how the patient travels, and whether it worked. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from lindra.care.events.common import text
from lindra.discharge.events.passing import Message
from lindra.record.kinds import kind


@kind("reconciled")
class Reconciled(Message):
    """Whether the medicines list, the prescriptions and the aids are what the discharge letter says."""

    medicines: Literal["agrees", "differs", "not_done"]
    prescriptions: Literal["agrees", "differs", "not_done"]
    aids: Literal["agrees", "differs", "not_done", "none"]
    supplied_days: int | None = None
    """For how many days medicines go along."""
    note: str = ""

    columns = {**Message.columns, "form": text("medicines")}


@kind("transport_booked")
class TransportBooked(Message):
    """How and when the patient travels, and who meets them."""

    matter = "administrative"

    leaves: datetime | None = None
    way: Literal["lying", "seated", "own", "other"]
    met_by: str = ""

    columns = {**Message.columns, "form": text("way")}


Lacked = Literal["medicines", "aids", "information", "help", "transport", "key_or_food", "other"]


@kind("home_again")
class HomeAgain(Message):
    """Home again: whether it worked, and what was lacking."""

    worked: Literal["yes", "partly", "no"]
    lacked: tuple[Lacked, ...] = ()
    note: str = ""

    columns = {**Message.columns, "form": text("worked")}
