"""Messages of the discharge process, from the admission notice to the discharge. Pure.

Source: Lag (2017:612) om samverkan vid utskrivning från sluten hälso- och sjukvård, 2–4 kap. What identifies the
patient (name, number, address: 2 kap. 2 §) is shown from the register of persons and is never payload.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from lindra.care.events.common import Clinician, text
from lindra.discharge.events.passing import Message
from lindra.record.kinds import kind

Need = Literal["social_service", "municipal_health", "open_care"]
"""Insatser from socialtjänsten, kommunal hälso- och sjukvård, regional öppenvård (2 kap. 1 §)."""


@kind("judged_in_need")
class JudgedInNeed(Message):
    """The treating physician judges that insatser may be needed after discharge (2 kap. 1 and 3 §§)."""

    matter = "administrative"

    needs: tuple[Need, ...] = ()
    """Empty where another tool did not say."""
    physician: Clinician | None = None


@kind("admission_notice")
class AdmissionNotice(Message):
    """Inskrivningsmeddelande (2 kap. 1–3 §§): to units that may be concerned, with the estimated day of discharge."""

    matter = "administrative"

    needs: tuple[Need, ...] = ()
    admitted: datetime | None = None
    """When the patient was admitted: who gets the notice may not see the admission itself."""
    estimate: date | None = None
    note: str = ""


@kind("estimate_changed")
class EstimateChanged(Message):
    """A new estimated day of discharge (2 kap. 4 §)."""

    matter = "administrative"

    estimate: date | None = None
    note: str = ""


@kind("ready_for_discharge")
class Ready(Message):
    """Utskrivningsklar (3 kap. 1 §): the treating physician judges that inpatient care is no longer needed."""

    matter = "administrative"

    physician: Clinician | None = None
    note: str = ""


@kind("ready_withdrawn")
class ReadyWithdrawn(Message):
    """The patient is not ready after all."""

    matter = "administrative"

    note: str = ""


@kind("open_care_noted")
class OpenCareNoted(Message):
    """Whether what the region's open care is to do after discharge is in place (5 kap. 5 §)."""

    matter = "administrative"

    state: Literal["missing", "unclear", "available"]
    note: str = ""

    columns = {**Message.columns, "form": text("state")}


Part = Literal["summary", "nursing", "rehabilitation", "medicines", "wounds", "equipment", "plan", "limits"]


@kind("information_sent")
class InformationSent(Message):
    """What is necessary to care for the patient, sent on the day of discharge at latest (3 kap. 2 §)."""

    parts: tuple[Part, ...] = ()
    note: str = ""


@kind("patient_informed")
class PatientInformed(Message):
    """Written information to the patient and those close (3 kap. 3 §; SFS 2014:821 3 kap. 2 b §)."""

    matter = "administrative"

    written: Literal["yes", "no"]
    told: tuple[Literal["care_given", "contact", "sip_time", "plans", "whom_to_call"], ...] = ()
    relatives: Literal["yes", "no", "none"] | None = None


@kind("left_hospital")
class LeftHospital(Message):
    """That the stay is over, told to those who waited: gone home, moved on, or dead. ``occurred_from`` is when."""

    matter = "administrative"

    to_where: Literal["own_home", "care_home", "short_stay", "hospice", "hospital", "other", "dead"]
    note: str = ""

    columns = {**Message.columns, "form": text("to_where")}


@kind("discharge_note")
class Note(Message):
    """What no other message says, or a question: never what is urgent, which is told by telephone."""

    about: Literal["question", "practical", "care", "other"] = "other"
    note: str

    columns = {**Message.columns, "form": text("about")}


@kind("message_taken_back")
class TakenBack(Message):
    """A message that was sent by mistake: to the wrong unit, about the wrong patient, or what is no longer so."""

    matter = "administrative"

    taken: str
    """The reference of the message that is taken back."""
    why: Literal["wrong_unit", "wrong_patient", "not_so", "other"]
    note: str = ""

    columns = {**Message.columns, "form": text("why")}
