"""Who is to be called, and what those close to the patient know and want. Pure.

Names and numbers of relatives are identity, kept outside the log: ``relative`` refers to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from lindra.care.events.common import text
from lindra.record.facts import Known, Value
from lindra.record.kinds import Fact, Put, kind, slot

CONTACTS_NAMED = slot("contacts_named", 24)
RELATIVES_NOTED = slot("relatives_noted", 20)

Days = Literal["every_day", "workdays", "other_days"]
"""``other_days``: Saturdays, Sundays and public holidays."""
Role = Literal[
    "fast_vardkontakt", "fast_lakarkontakt", "fast_omsorgskontakt", "sip_lead", "home_nursing", "specialised_team",
    "on_call_physician", "family_doctor", "care_home", "advice_line", "other",
]  # fmt: skip


class Hours(Value):
    """When a number is answered; ``start`` and ``end`` as HH:MM in Stockholm, over midnight where end is before start.

    00:00–00:00 is round the clock.
    """

    days: Days = "every_day"
    start: str = "00:00"
    end: str = "00:00"


@kind("contact_named")
class ContactNamed(Fact):
    """Somebody of the staff, or a line, that is to be called: in what role, on what number and at which hours.

    Three different things: fast vårdkontakt (a physician in life-threatening illness), fast läkarkontakt (primary care)
    and fast omsorgskontakt (an assistant nurse).
    """

    role: Role
    name: str = ""
    profession: str = ""
    unit: str = ""
    phone: str = ""
    other_way: str = ""
    """Another way to reach them, where there is no telephone number."""
    hours: tuple[Hours, ...] = (Hours(),)
    rank: int = 1
    """Who is called first among those who answer at an hour: 1 before 2."""
    ended: bool = False

    columns = {"form": text("role")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(CONTACTS_NAMED, f"{self.role}|{self.phone or self.name}"),)


@kind("relative_noted")
class RelativeNoted(Fact):
    """What somebody close (närstående) knows and wants, whether a child, and whether they have a key."""

    relative: str
    """The reference of the relative among the patient's details."""
    child: bool = False
    knows: str = ""
    wants: str = ""
    supported: Known | None = None
    """Whether support has been offered (children as relatives: SFS 2017:30 5 kap. 7 §)."""
    key: Known | None = None
    call_at_night: Known | None = None

    columns = {"status": text("supported")}

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(RELATIVES_NOTED, self.relative),)
