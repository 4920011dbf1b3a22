"""May this reader see this entry, now, for this? One pure function, deny by default.

:func:`decide` takes a :class:`Question`, eleven dimensions of at most six values each, and gives one of five answers
with the paragraph it rests on. Law: SFS 2008:355 (patientdatalagen, PDL) and SFS 2022:913 (lagen om sammanhållen vård-
och omsorgsdokumentation, SVOD). Social care's access within its own organisation rests on SVOD 4 kap. 3 §, which limits
it to what is needed; blocks between its units have no paragraph of their own, and are kept all the same.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class Purpose(StrEnum):
    """Why one reads (SFS 2008:355 2 kap. 4 §, 4 kap. 3 §, 8 kap. 5 §)."""

    CARE = "care"
    ADMIN = "admin"
    FOLLOWUP = "followup"
    EXTRACT = "extract"
    REVIEW = "review"


class Duty(StrEnum):
    """What a role does: authorisation is limited to what that needs (PDL 4 kap. 2 §, SVOD 4 kap. 3 §)."""

    TREATING = "treating"
    ASSISTING = "assisting"
    ADMINISTRATIVE = "administrative"
    OVERSIGHT = "oversight"
    OTHER = "other"


class Regime(StrEnum):
    """Health care by a *vårdgivare*, or social care by an *omsorgsgivare*."""

    HEALTH = "health"
    SOCIAL = "social"


class Place(StrEnum):
    """Where the entry was written, seen from the reader: the provider of the time decides, then the unit."""

    UNIT = "unit"
    PROVIDER = "provider"
    ELSEWHERE = "elsewhere"


class Relation(StrEnum):
    """The care relation of the reader's unit, or else whether its provider has or has had one."""

    CURRENT = "current"
    ENDED = "ended"
    PROVIDER = "provider"
    NONE = "none"


class Attitude(StrEnum):
    """What the patient says of the reader's provider reading others' entries, or why that cannot be asked."""

    CONSENTS = "consents"
    REFUSES = "refuses"
    NOT_ASKED = "not_asked"
    UNABLE = "unable"
    """Lastingly unable to take a position; clarified as far as possible, and no reason to think opposed."""
    CHILD = "child"
    """A child who cannot consent."""
    UNOBTAINABLE = "unobtainable"
    """Consent cannot be obtained now (the unconscious, the night)."""


class Sharing(StrEnum):
    """Whether the one who wrote the entry makes it available to this reader's side."""

    OPEN = "open"
    BLOCKED = "blocked"
    UNINFORMED = "uninformed"
    """The patient has not been informed (SVOD 2 kap. 2 §)."""
    UNCLEAR = "unclear"
    """The patient lastingly cannot take a position, and what they would want is not clarified (SVOD 2 kap. 6 §)."""


class Matter(StrEnum):
    """What the entry is about; ``aside`` is what cannot be presumed to matter for the care given."""

    IDENTITY = "identity"
    ADMINISTRATIVE = "administrative"
    CLINICAL = "clinical"
    ADDRESS = "address"
    ASIDE = "aside"


class Identity(StrEnum):
    """Whether the person's identity is protected."""

    OPEN = "open"
    PROTECTED = "protected"


class Emergency(StrEnum):
    """Danger to life or serious risk to health: not said; said, to see who holds data; said and judged to be needed."""

    NONE = "none"
    DECLARED = "declared"
    OPENED = "opened"


class Answer(StrEnum):
    """What the door does with an entry."""

    YES = "yes"
    EXISTS = "exists"
    """That there is something may be shown, not what."""
    ASK = "ask"
    """Ask for consent."""
    EMERGENCY = "emergency"
    """Possible in an emergency."""
    NO = "no"


class Question(NamedTuple):
    """Everything the decision rests on."""

    purpose: Purpose
    role: Duty
    reader: Regime
    entry: Regime
    place: Place
    relation: Relation
    attitude: Attitude
    sharing: Sharing
    matter: Matter
    identity: Identity
    emergency: Emergency


DIMENSIONS: dict[str, type[StrEnum]] = {
    "purpose": Purpose, "role": Duty, "reader": Regime, "entry": Regime, "place": Place, "relation": Relation,
    "attitude": Attitude, "sharing": Sharing, "matter": Matter, "identity": Identity, "emergency": Emergency,
}  # fmt: skip


class Decision(NamedTuple):
    """The answer, whether it may be told who holds the entry, and the paragraph both rest on."""

    answer: Answer
    who: bool
    right: str

    @property
    def allowed(self) -> bool:
        return self.answer is Answer.YES


LAWS = {"PDL": "SFS 2008:355", "SVOD": "SFS 2022:913"}


def law(short: str) -> str:
    """A paragraph in full: ``PDL 4:1`` is ``SFS 2008:355 4 kap. 1 §``."""
    name, place = short.split()
    chapter, paragraph = place.split(":")
    return f"{LAWS[name]} {chapter} kap. {paragraph} §"


def _yes(short: str, *, who: bool = False) -> Decision:
    return Decision(Answer.YES, who, law(short))


def _no(short: str) -> Decision:
    return Decision(Answer.NO, False, law(short))


def _exists(short: str, *, who: bool = False) -> Decision:
    return Decision(Answer.EXISTS, who, law(short))


@lru_cache(maxsize=100_000)
def decide(q: Question) -> Decision:
    """Whether this entry may be seen, and by which paragraph. Pure; equal questions get equal answers."""
    if q.role is Duty.OTHER:
        return _no("PDL 4:2")
    return _BY_PURPOSE[q.purpose](q)


def _review(q: Question) -> Decision:
    """Who checks the access log reads the log, not the record."""
    return _no("PDL 4:3")


def _extract(q: Question) -> Decision:
    """Who hands out the log extract needs to know whose it is, and nothing else."""
    if q.relation is Relation.NONE or q.matter is not Matter.IDENTITY:
        return _no("PDL 8:5")
    return _yes("PDL 8:5" if q.reader is Regime.HEALTH else "SVOD 4:5")


def _followup(q: Question) -> Decision:
    """One's own provider's entries (PDL 2 kap. 4 § 4–5); shared records are for care only (SVOD 2 kap. 1 §)."""
    if q.role is Duty.ASSISTING:
        return _no("PDL 4:2")
    if q.relation is Relation.NONE:
        return _no("PDL 4:1")
    if q.reader is not q.entry or q.place is Place.ELSEWHERE:
        return _no("SVOD 2:1")
    if q.matter is Matter.ADDRESS:
        return _no("PDL 4:2")
    if q.matter is Matter.ASIDE:
        return _no("PDL 4:1")
    if q.place is Place.PROVIDER and q.sharing is Sharing.BLOCKED and q.matter is not Matter.IDENTITY:
        return _no("PDL 4:4")
    return _yes("PDL 2:4")


def _admin(q: Question) -> Decision:
    """Administration around the care the unit gives or has given (PDL 2 kap. 4 § 2)."""
    if q.role is Duty.ASSISTING:
        return _no("PDL 4:2")
    if q.role is Duty.ADMINISTRATIVE and q.matter in (Matter.CLINICAL, Matter.ASIDE):
        return _no("PDL 4:2")
    if q.relation in (Relation.NONE, Relation.PROVIDER):
        return _no("PDL 4:1")
    if q.reader is not q.entry or q.place is Place.ELSEWHERE:
        return _no("SVOD 3:7")
    if q.matter is Matter.ADDRESS and q.relation is Relation.ENDED:
        return _no("PDL 4:1")
    if q.matter is Matter.ADDRESS and q.identity is Identity.PROTECTED:
        return _no("PDL 4:2")
    if q.matter is Matter.IDENTITY or q.place is Place.UNIT:
        return _yes("PDL 2:4")
    if q.sharing is Sharing.BLOCKED:
        return _no("PDL 4:4")
    return _yes("PDL 2:4") if q.matter is Matter.ADMINISTRATIVE else _no("PDL 4:2")


def _care(q: Question) -> Decision:
    if refused := _not_in_care(q):
        return refused
    if q.matter is Matter.IDENTITY:
        return _yes("PDL 4:1")
    if q.reader is q.entry and q.place is Place.UNIT:
        return _yes("PDL 4:1" if q.reader is Regime.HEALTH else "SVOD 4:3")
    if q.relation is Relation.ENDED:
        return _no("PDL 4:1")
    if q.reader is q.entry and q.place is Place.PROVIDER:
        return _within_health(q) if q.reader is Regime.HEALTH else _within_social(q)
    return _shared(q)


def _not_in_care(q: Question) -> Decision | None:
    """Inner secrecy: those who take part in the care, for what their task needs (PDL 4 kap. 1–2 §§)."""
    if q.role is Duty.OVERSIGHT:
        return _no("PDL 4:2")
    if q.role is Duty.ADMINISTRATIVE and q.matter in (Matter.CLINICAL, Matter.ASIDE):
        return _no("PDL 4:2")
    if q.relation in (Relation.NONE, Relation.PROVIDER):
        return _no("PDL 4:1")
    if q.matter is Matter.ADDRESS and q.identity is Identity.PROTECTED and q.role is not Duty.TREATING:
        return _no("PDL 4:2")
    if q.matter is Matter.ADDRESS and q.relation is Relation.ENDED:
        return _no("PDL 4:1")
    return None


def _within_health(q: Question) -> Decision:
    """Another unit of the same provider: open, unless the patient has blocked it (PDL 4 kap. 4–5 §§)."""
    if q.sharing is not Sharing.BLOCKED:
        return _yes("PDL 4:1")
    if q.role is not Duty.TREATING or q.attitude is not Attitude.UNOBTAINABLE or q.matter is Matter.ASIDE:
        return _exists("PDL 4:4")
    return _step(q, "PDL 4:5")


def _within_social(q: Question) -> Decision:
    return _no("SVOD 4:3") if q.sharing is Sharing.BLOCKED else _yes("SVOD 4:3")


def _step(q: Question, right: str) -> Decision:
    """First who holds the data is shown, then what is needed is opened."""
    if q.emergency is Emergency.OPENED:
        return _yes(right, who=True)
    return Decision(Answer.EMERGENCY, q.emergency is Emergency.DECLARED, law(right))


def _shared(q: Question) -> Decision:
    """Another provider's entries, or those of the other regime (SVOD 2–3 kap.; nothing else opens them: 3 kap. 7 §)."""
    health = q.reader is Regime.HEALTH
    if q.role is Duty.ADMINISTRATIVE:
        return _no("PDL 4:2" if health else "SVOD 4:3")
    if q.matter is Matter.ASIDE:
        return _no("SVOD 3:1" if health else "SVOD 3:2")
    if q.sharing is Sharing.UNINFORMED:
        return _no("SVOD 2:2")
    if q.sharing is Sharing.UNCLEAR:
        return _no("SVOD 2:6")
    if q.sharing is Sharing.BLOCKED:
        return _blocked(q)
    return _BY_ATTITUDE[q.attitude](q, health)


def _blocked(q: Question) -> Decision:
    """That a *vårdgivare* has blocked may be known to another; who, only in danger (SVOD 2 kap. 5 §, 3 kap. 5 §)."""
    if q.reader is not Regime.HEALTH or q.entry is not Regime.HEALTH:
        return _no("SVOD 2:3")
    cannot_ask = q.attitude in (Attitude.UNOBTAINABLE, Attitude.UNABLE)
    if q.role is Duty.TREATING and cannot_ask and q.emergency is not Emergency.NONE:
        return _exists("SVOD 3:5", who=True)
    return _exists("SVOD 2:5")


def _consents(q: Question, health: bool) -> Decision:
    return _yes("SVOD 3:1" if health else "SVOD 3:2")


def _refuses(q: Question, health: bool) -> Decision:
    return _exists("SVOD 2:4")


def _not_asked(q: Question, health: bool) -> Decision:
    return Decision(Answer.ASK, False, law("SVOD 3:1" if health else "SVOD 3:2"))


def _child(q: Question, health: bool) -> Decision:
    """No consent is needed, but for an *omsorgsgivare* that would read health care's entries."""
    if not health and q.entry is Regime.HEALTH:
        return _not_asked(q, health)
    return _consents(q, health)


def _unable(q: Question, health: bool) -> Decision:
    """An *omsorgsgivare* may then read only what other such providers hold (3 kap. 4 §)."""
    if health:
        return _yes("SVOD 3:3", who=True)
    return _yes("SVOD 3:4", who=True) if q.entry is Regime.SOCIAL else _exists("SVOD 3:4")


def _unobtainable(q: Question, health: bool) -> Decision:
    """Danger to life or serious risk to health opens for health care only (3 kap. 6 §)."""
    if health and q.role is Duty.TREATING:
        return _step(q, "SVOD 3:6")
    return _exists("SVOD 3:7")


_BY_PURPOSE = {
    Purpose.CARE: _care, Purpose.ADMIN: _admin, Purpose.FOLLOWUP: _followup, Purpose.EXTRACT: _extract,
    Purpose.REVIEW: _review,
}  # fmt: skip
_BY_ATTITUDE = {
    Attitude.CONSENTS: _consents, Attitude.REFUSES: _refuses, Attitude.NOT_ASKED: _not_asked,
    Attitude.CHILD: _child, Attitude.UNABLE: _unable, Attitude.UNOBTAINABLE: _unobtainable,
}  # fmt: skip


ADULT = 18
"""Years (föräldrabalken 9 kap. 1 §)."""


def of_age(born: str) -> str:
    """The day somebody born then (ISO date, perhaps partial) is 18, at the latest; empty where it is not known."""
    if len(born) < 4:
        return ""
    latest = (born + "-12-31"[len(born) - 4 :]) if len(born) < 10 else born
    year, rest = int(latest[:4]) + ADULT, latest[4:]
    return f"{year}-03-01" if rest == "-02-29" and year % 4 else f"{year}{rest}"


def is_child(born: str, today: date) -> bool:
    """Whether somebody born then is under 18, or may be."""
    return today.isoformat() < of_age(born)


# What a reader may do


def may_write(purpose: Purpose, role: Duty, relation: Relation, *, opens: bool) -> Decision:
    """Whether one may write in the record: who takes part in the care, or begins to with this very entry (``opens``).

    Source: SFS 2008:355 3 kap. 3 §, 4 kap. 1–2 §§. After the care has ended the unit still completes its own record.
    """
    if purpose is not Purpose.CARE or role not in (Duty.TREATING, Duty.ASSISTING):
        return _no("PDL 4:2")
    known = relation in (Relation.CURRENT, Relation.ENDED)
    return _yes("PDL 4:1") if known or (opens and role is Duty.TREATING) else _no("PDL 4:1")


def may_be_asked(purpose: Purpose, role: Duty) -> Decision:
    """Whether one may take up a question about a patient one does not have; being on duty opens nothing by itself."""
    return _yes("PDL 4:1") if purpose is Purpose.CARE and role is Duty.TREATING else _no("PDL 4:2")


def may_note_attitude(purpose: Purpose, role: Duty, relation: Relation) -> Decision:
    """Whether one may note what the patient says of shared records: who has the patient now (SVOD 3 kap. 1–4 §§)."""
    if purpose is not Purpose.CARE or role not in (Duty.TREATING, Duty.ASSISTING):
        return _no("SVOD 4:3")
    return _yes("SVOD 3:1") if relation is Relation.CURRENT else _no("SVOD 3:1")


def may_block(purpose: Purpose, role: Duty, relation: Relation, *, patient: bool) -> Decision:
    """Whether a block is set: at once, for whoever of the unit is told so (SVOD 2 kap. 3 §, PDL 4 kap. 4 §).

    It is the patient who opposes (``patient``): a guardian cannot for a child, nor anybody else for an adult.
    """
    if not patient:
        return _no("SVOD 2:3")
    return _own_unit(purpose, role, relation, "SVOD 2:3")


def may_lift(purpose: Purpose, role: Duty, relation: Relation) -> Decision:
    """Whether a block is lifted at the patient's request (SVOD 2 kap. 3 §, PDL 4 kap. 5 § 1)."""
    return _own_unit(purpose, role, relation, "PDL 4:5")


def may_dispute(purpose: Purpose, role: Duty, relation: Relation) -> Decision:
    """Whether one may note that the patient holds an entry to be wrong (PDL 3 kap. 8 §)."""
    return _own_unit(purpose, role, relation, "PDL 3:8")


def may_administer(purpose: Purpose, role: Duty, relation: Relation, right: str) -> Decision:
    """Whether one may prepare or confirm destruction, weeding or an opt-out, for a record of one's unit."""
    if purpose is not Purpose.ADMIN or role not in (Duty.TREATING, Duty.OVERSIGHT):
        return _no("PDL 4:2")  # who decides must be able to see what will go
    return _yes(right) if relation in (Relation.CURRENT, Relation.ENDED) else _no("PDL 4:1")


def _own_unit(purpose: Purpose, role: Duty, relation: Relation, right: str) -> Decision:
    if purpose not in (Purpose.CARE, Purpose.ADMIN) or role in (Duty.OVERSIGHT, Duty.OTHER):
        return _no("PDL 4:2")
    return _yes(right) if relation in (Relation.CURRENT, Relation.ENDED) else _no("PDL 4:1")


def may_note_opt_out(purpose: Purpose, role: Duty, relation: Relation, *, unable: bool = False) -> Decision:
    """Whether one may note what a patient says of quality registers (PDL 7 kap. 2 §; ``unable``: 2 a §).

    Who treats the patient or administers the care of the unit, also after it has ended.
    """
    if purpose not in (Purpose.CARE, Purpose.ADMIN) or role not in (Duty.TREATING, Duty.ADMINISTRATIVE):
        return _no("PDL 4:2")
    if relation not in (Relation.CURRENT, Relation.ENDED):
        return _no("PDL 4:1")
    return Decision(Answer.YES, False, f"{LAWS['PDL']} 7 kap. 2 a §") if unable else _yes("PDL 7:2")


def may_weed(purpose: Purpose, role: Duty) -> Decision:
    """Whether one may take part in removing what the provider no longer keeps (PDL 3 kap. 17 §).

    It is the provider's duty, for its own entries, whatever unit wrote them: no relation is asked for, and nothing that
    is known only through one is shown.
    """
    if purpose is not Purpose.ADMIN or role in (Duty.ASSISTING, Duty.OTHER):
        return _no("PDL 4:2")
    return _yes("PDL 3:17")
