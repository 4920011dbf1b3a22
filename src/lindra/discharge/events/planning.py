"""Planning of what comes after: mapping, position, the coordinated individual plan (SIP). Pure.

Source: Lag (2017:612) 2 kap. 6 §, 4 kap. 1–3 §§; SoL (2025:400) 10 kap. 8–9 §§ and HSL (2017:30) 16 kap. 4 § for what
a SIP shall show.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from lindra.care.events.common import text
from lindra.discharge.events.passing import MESSAGES, Message
from lindra.record.facts import Known, Value
from lindra.record.kinds import Put, kind, slot

SIPS = slot("sips", 6)

Answerable = Literal["region", "municipality"]
"""The two that may be responsible for insatser and for the whole (huvudman)."""


@kind("needs_mapped")
class NeedsMapped(Message):
    """Kartläggning: what the patient could do before, can now, and will need help with."""

    before: str = ""
    now: str
    help: str = ""
    wishes: str = ""


@kind("position_taken")
class PositionTaken(Message):
    """Ställningstagande: whether, and from when, this organisation can receive the patient, and with what."""

    can: Literal["yes", "not_yet", "no"]
    earliest: date | None = None
    what: str = ""
    lacks: str = ""

    columns = {**Message.columns, "form": text("can")}


@kind("sip_judged")
class SipJudged(Message):
    """Whether a coordinated individual plan is needed (4 kap. 1 §), and if not, why not."""

    needed: Literal["yes", "no"]
    why: str = ""

    columns = {**Message.columns, "form": text("needed")}


@kind("sip_called")
class SipCalled(Message):
    """The call to planning (kallelse), by the patient's fast vårdkontakt in open care (4 kap. 3 §)."""

    matter = "administrative"

    meeting: datetime | None = None
    where: str = ""
    way: Literal["at_home", "on_ward", "video", "telephone", "other"] = "other"

    columns = {**Message.columns, "form": text("way")}


class Insats(Value):
    """One thing that is to be done, and who answers for it."""

    what: str
    by: Answerable | Literal["other", "self"]
    who: str = ""
    """Which unit or person, in words."""


@kind("sip_held")
class SipHeld(Message):
    """The plan that was agreed: insatser, who answers for each, others' measures, who has the overall responsibility.

    Made with consent, together with the patient where that is possible (SoL 10 kap. 8–9 §§, HSL 16 kap. 4 §).
    """

    consent: Literal["yes", "no", "cannot"]
    patient_present: Known
    why_absent: str = ""
    took_part: tuple[str, ...] = ()
    """Units and professions, in words."""
    relatives: tuple[str, ...] = ()
    """References of relatives who took part."""
    matters: str = ""
    """What matters to the patient, in their own words."""
    insatser: tuple[Insats, ...] = ()
    overall: Answerable
    lead: str = ""
    """Who leads: the person to turn to."""
    phone: str = ""
    follow_up: date | None = None

    columns = {**Message.columns, "form": text("consent")}

    def puts(self, unit: str) -> Iterable[Put]:
        return Put(MESSAGES, self.ref, "sent"), Put(SIPS, self.ref)
