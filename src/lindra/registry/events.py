"""A death's report to the register: its answers, what the record had said of each, and its sending. Pure.

The questions are a working model of Svenska palliativregistret's dödsfallsenkät (order, numbering and options are not
confirmed). A report is a fact like any other: corrected by a later one, withdrawn, read by indicators. Who died, and
when, is not in it: that is the patient and ``died``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal

from lindra.record.facts import Value
from lindra.record.kinds import Column, Fact, Put, kind, slot

REPORT = slot("register_report", 1)
JUDGED = slot("register_judged", 1)
SENT = slot("register_sent", 3)

Answered = Literal["yes", "no", "unknown"]
Place = Literal[
    "care_home", "short_stay", "hospital", "palliative_inpatient", "own_home_specialised", "own_home_general",
    "own_home_unsupported", "other",
]  # fmt: skip
Disease = Literal[
    "cancer", "heart", "lung", "dementia", "stroke", "neurological", "diabetes", "fracture", "infection",
    "multimorbidity", "other",
]  # fmt: skip
Lost = Literal["kept", "hours", "days", "weeks", "months", "unknown"]
WithRelatives = Literal["yes", "no", "no_relatives", "unknown"]
Ulcer = Literal["none", "1", "2", "3", "4", "unknown"]
Present = Literal["relatives", "relatives_and_staff", "staff", "nobody", "unknown"]
Relief = Literal["full", "partly", "not", "unknown"]
Examined = Literal["days", "weeks", "months", "unknown"]
Consulted = Literal[
    "pain_unit", "palliative_team", "hospital_unit", "paramedical", "spiritual", "none", "unknown"
]
Profession = Literal["physician", "nurse", "assistant_nurse", "other"]


@kind("death_reported")
class DeathReported(Fact):
    """The answers of one report, signed by whoever wrote it; a question that was not asked has none."""

    arrived: date | None = None
    """When the person came to the unit that reports."""
    place: Place
    place_other: str = ""
    diseases: tuple[Disease, ...]
    disease_other: str = ""
    expected: Answered
    forensic: Literal["yes", "no"]
    will_lost: Lost | None = None
    talk_patient: Answered | None = None
    talk_relatives: WithRelatives | None = None
    wish_met: Answered | None = None
    ulcer_arrival: Ulcer | None = None
    ulcer_death: Ulcer | None = None
    ulcer_documented: Answered | None = None
    mouth: Answered | None = None
    mouth_deviation: Answered | None = None
    present: Present | None = None
    bereavement: WithRelatives | None = None
    fluids: Answered | None = None
    pain: Answered | None = None
    pain_relief: Relief | None = None
    rattle: Answered | None = None
    rattle_relief: Relief | None = None
    nausea: Answered | None = None
    nausea_relief: Relief | None = None
    anxiety: Answered | None = None
    anxiety_relief: Relief | None = None
    breathlessness: Answered | None = None
    breathlessness_relief: Relief | None = None
    confusion: Answered | None = None
    confusion_relief: Relief | None = None
    pain_rated: Answered | None = None
    severe_pain: Answered | None = None
    others_rated: Answered | None = None
    order_pain: Answered | None = None
    order_rattle: Answered | None = None
    order_nausea: Answered | None = None
    order_anxiety: Answered | None = None
    examined: Examined | None = None
    consulted: tuple[Consulted, ...] = ()
    answered_by: Literal["one", "several"]
    profession: Profession

    columns = {
        "form": Column("VARCHAR", lambda fact: fact.place),
        "status": Column("VARCHAR", lambda fact: fact.expected),
        "answers": Column("VARCHAR", lambda fact: told(fact.coded())),
    }

    def coded(self) -> Iterator[tuple[str, str]]:
        """Question and answer of everything that was answered by a code; of several answers each."""
        for name in CODED:
            value = getattr(self, name)
            for one in value if isinstance(value, tuple) else (value,) if value else ():
                yield name, one

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(REPORT),)


CODED = tuple(
    name
    for name in DeathReported.model_fields
    if name not in ("arrived", "place_other", "disease_other", "answered_by", "profession")
)
"""Questions answered by codes, in the order of the form."""

Certainty = Literal["certain", "likely", "conflict", "silent"]
Outcome = Literal["confirmed", "corrected", "answered", "chosen"]
"""What a person did with what the record said: left it so; answered otherwise; answered where it was silent; chose
where it contradicts itself."""


class Judged(Value):
    """Of one question: what the record said, how surely, on which entries, and what a person did with it."""

    question: str
    certainty: Certainty
    claimed: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    """Ids of entries."""
    outcome: Outcome


@kind("register_judged")
class RegisterJudged(Fact):
    """How a report's answers compare with what the record said: which questions it answers wrongly or not at all."""

    report: str
    """The reference of the report's answers."""
    judged: tuple[Judged, ...]

    columns = {"answers": Column("VARCHAR", lambda fact: told(fact.outcomes()))}

    def outcomes(self) -> Iterator[tuple[str, str]]:
        """Of each question what a person did with what the record said."""
        return ((one.question, one.outcome) for one in self.judged)

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(JUDGED),)


@kind("register_sent")
class RegisterSent(Fact):
    """A report left in a file for the register (``batch``), in the version (entry) ``report``.

    ``erased``: the file asks the register to erase it (SFS 2008:355 7 kap. 2 §; or it was withdrawn).
    """

    matter = "administrative"

    report: str
    batch: str
    what: Literal["new", "corrected", "erased"] = "new"

    def puts(self, unit: str) -> Iterable[Put]:
        return (Put(SENT, self.batch),)


def told(pairs: Iterable[tuple[Any, Any]]) -> str:
    """Coded answers in one text that an export can hold and a query can look in: ``|mouth=yes|pain=no|``."""
    found = "|".join(f"{name}={value}" for name, value in pairs)
    return f"|{found}|" if found else ""
