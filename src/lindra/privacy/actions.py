"""What is done about who may see: consent and its like, blocks, emergencies, being asked, the patient's own view.

Each checks the one decision, writes the access log, then appends to the patient's log in the reader's name. What is
refused raises :class:`PermissionError`; what is missing raises :class:`~lindra.record.kinds.Refused`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lindra import clock
from lindra.areas import queries as areas
from lindra.clock import day
from lindra.people import patients as identities
from lindra.privacy import accesslog, door, events, rules, standing
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Answer, Decision, Emergency
from lindra.privacy.sharing import ways
from lindra.privacy.sight import Held, Sight
from lindra.record import log, wall
from lindra.record import queries as record
from lindra.record.envelope import When
from lindra.record.facts import RelationOpened
from lindra.record.kinds import Fact, Refused


@dataclass(frozen=True, slots=True)
class Holder:
    """A unit that holds entries which are not shown, and whether they are blocked; names, for people."""

    provider: str
    unit: str
    blocked: bool
    matters: tuple[str, ...]
    opens: bool = True
    """Whether the reader may open them now; what another provider blocks is asked for there (SVOD 3 kap. 5 §)."""


def holders(patient: str, reader: Reader) -> list[Holder]:
    """Who holds entries that are not shown, once the reader has said that there is danger and no consent to be had.

    Raises :class:`PermissionError` where no paragraph lets it be told (SVOD 3 kap. 3–6 §§, PDL 4 kap. 5 §).
    """
    seen = _sight(patient, reader).declared()
    told = [held for held in seen.held() if held.decision.who]
    right = told[0].decision.right if told else rules.law("SVOD 3:7")
    accesslog.log(reader, _known(patient), "who holds entries", right, "emergency" if told else "denied")
    if not told:
        raise PermissionError("nothing lets this reader know who holds entries of this patient")
    return _named(told)


def _named(told: Sequence[Held]) -> list[Holder]:
    """By unit, with its provider's name, what the entries are about, and whether they are blocked."""
    found: dict[tuple[str, str, bool, bool], set[str]] = {}
    for held in told:
        opens = held.decision.answer is not Answer.EXISTS
        key = (held.origin.provider, held.origin.unit, bool(held.blocks), opens)
        found.setdefault(key, set()).add(str(held.origin.matter))
    units = areas.names({unit for _, unit, *_ in found})
    providers = areas.provider_names({provider for provider, *_ in found})
    return sorted(
        (Holder(providers.get(provider, ""), units.get(unit, ""), blocked, tuple(sorted(matters)), opens)
         for (provider, unit, blocked, opens), matters in found.items()),
        key=lambda one: (one.provider, one.unit),
    )  # fmt: skip


def open_in_emergency(patient: str, reason: str, reader: Reader, *, asked: bool = False) -> None:
    """Open what may be needed for care the patient absolutely needs, for some hours; it will be reviewed."""
    seen = _sight(patient, reader).declared()
    possible = [held for held in seen.held() if held.decision.answer is Answer.EMERGENCY]
    decision = possible[0].decision if possible else Decision(Answer.NO, False, rules.law("SVOD 3:7"))
    said = _said(reason, "say why the patient absolutely needs this")
    verdict = Decision(Answer.YES if possible else Answer.NO, False, decision.right)
    fact = events.EmergencyOpened(staff=reader.staff.hsa_id, reason=said, asked=asked)
    _write(patient, fact, reader, verdict, "opening in an emergency", outcome="emergency")


def note_attitude(
    patient: str, attitude: str, reader: Reader, *, told_by: str = "patient", basis: str = "", opposed: bool = False,
    until: date | None = None,
) -> None:  # fmt: skip
    """Note what the patient says of the reader's provider seeing what others hold; it holds at once.

    ``unable`` needs a ``basis``; ``child`` is for those under 18 (SVOD 3 kap. 1–4 §§).
    """
    seen = _sight(patient, reader)
    if attitude == "unable":
        basis = _said(basis, "say how the patient's attitude was clarified as far as possible")
    until = _until(patient, attitude, told_by, until, reader)
    fact = events.AttitudeNoted.model_validate(
        {"provider": reader.assignment.provider, "regime": reader.assignment.regime, "attitude": attitude,
         "told_by": told_by, "basis": basis, "opposed": opposed, "until": until.isoformat() if until else None}
    )  # fmt: skip
    verdict = rules.may_note_attitude(seen.side.purpose, seen.side.duty, seen.relation)
    _write(patient, fact, reader, verdict, f"note attitude: {attitude}")


def _until(patient: str, attitude: str, told_by: str, until: date | None, reader: Reader) -> date | None:
    """The last day an attitude holds; refuses what cannot be said, or not by this person (SVOD 3 kap. 1–2 §§)."""
    born, today = _born(patient), day(reader.at)
    child = rules.is_child(born, today)
    if _sight(patient, reader).known.died is not None:
        raise Refused("the patient has died: nothing more can be said of their attitude")
    if attitude == "child" and not child:
        raise Refused("only of somebody under 18 can it be said that they are a child who cannot consent")
    if attitude == "consents" and told_by not in ("patient", "guardian" if child else "patient"):
        raise Refused("only the patient consents; a guardian may for a child")
    if attitude == "refuses" and child and told_by != "patient":
        raise Refused("nobody else can oppose for a child (SFS 2022:913 2 kap. 3 §)")
    if until is not None and until < today:
        raise Refused("a consent cannot end before today")
    if attitude != "child":
        return until
    last = date.fromisoformat(rules.of_age(born)) - timedelta(days=1)
    return min(until or last, last)


def inform(patient: str, how: str, reader: Reader) -> None:
    """Note that the patient was told what shared records are, and that they may be refused (SVOD 2 kap. 2 §)."""
    seen = _sight(patient, reader)
    verdict = rules.may_note_attitude(seen.side.purpose, seen.side.duty, seen.relation)
    fact = events.Informed(provider=reader.assignment.provider, how=how)
    _write(patient, fact, reader, verdict, "note information given")


def block(patient: str, level: events.Level, reader: Reader, *, told_by: str = "patient") -> None:
    """Block the entries of the reader's unit, process or provider at once; a guardian cannot for a child."""
    seen = _sight(patient, reader)
    verdict = rules.may_block(seen.side.purpose, seen.side.duty, seen.relation, patient=told_by == "patient")
    fact = events.Blocked.model_validate(
        {"level": level, "provider": reader.assignment.provider, "of": _of(level, reader), "told_by": told_by}
    )
    _write(patient, fact, reader, verdict, f"block {level}")


def lift(patient: str, level: events.Level, reader: Reader, *, told_by: str = "patient") -> None:
    """Lift such a block at once, at the patient's request."""
    seen = _sight(patient, reader)
    verdict = rules.may_lift(seen.side.purpose, seen.side.duty, seen.relation)
    if told_by != "patient":
        raise Refused("a block is lifted when the patient asks for it")
    fact = events.BlockLifted.model_validate(
        {"level": level, "provider": reader.assignment.provider, "of": _of(level, reader), "told_by": told_by}
    )
    for one in identities.linked(patient):  # the block may have been set in another record of the same person
        _write(one, fact, reader, verdict, f"lift block of {level}")


def _of(level: events.Level, reader: Reader) -> str:
    unit = reader.assignment.unit
    if level == "process":
        return standing.processes().get(areas.kinds([unit])[unit], "other")
    return unit if level == "unit" else ""


def own_blocks(patient: str, reader: Reader) -> dict[events.Level, bool]:
    """Which blocks that the reader's unit can set stand now."""
    known, provider = _sight(patient, reader).known, reader.assignment.provider
    levels: tuple[events.Level, ...] = ("unit", "process", "provider")
    return {level: f"{level}|{provider}|{_of(level, reader)}" in known.blocks for level in levels}


def dispute(patient: str, entry: str, view: str, reader: Reader) -> None:
    """Note that the patient holds an entry of the reader's provider to be wrong or misleading (PDL 3 kap. 8 §)."""
    seen = _sight(patient, reader)
    with wall.opened([patient]):
        known = record.entry(patient, entry)
    side = seen.side
    verdict = rules.may_dispute(side.purpose, side.duty, seen.relation)
    if known is None or known.provider != side.provider or not seen.sees(known):
        verdict = Decision(Answer.NO, False, rules.law("PDL 2:6"))
    fact = events.Disputed(entry=entry, view=_said(view, "write what the patient holds to be wrong"))
    _write(patient, fact, reader, verdict, "note the patient's view of an entry")


def be_asked(number: str, asked_by: str, reason: str, reader: Reader) -> str:
    """Take up a question about a patient one does not have: the care relation lasts some days. Returns the patient.

    Answers the same to a number that is nobody's here, with nothing; both are in the access log.
    """
    said = (_said(asked_by, "say who asked"), _said(reason, "say what the question is about"))
    patient = door.patient_of(number, reader)
    verdict = rules.may_be_asked(reader.side.purpose, reader.side.duty)
    fact = RelationOpened(relation="asked", ground="asked", asked_by=said[0], reason=said[1])
    if not patient:
        accesslog.log(reader, (), "asked about a patient: no such patient", verdict.right, "denied")
        return ""
    _write(patient, fact, reader, verdict, "asked about this patient")
    return patient


def _sight(patient: str, reader: Reader) -> Sight:
    return door.sight(identities.linked(patient), reader)


def _known(patient: str) -> list[str]:
    return [patient] if identities.exists(patient) else []


def _born(patient: str) -> str:
    """When the patient was born, as precisely as known."""
    records = identities.linked(patient)
    with wall.opened(records):
        return identities.united(records).born


def _said(text: str, otherwise: str) -> str:
    if not text.strip():
        raise Refused(otherwise)
    return text.strip()


def _write(
    patient: str, fact: Fact, reader: Reader, verdict: Decision, what: str, outcome: str = "allowed"
) -> None:
    accesslog.log(reader, _known(patient), what, verdict.right, outcome if verdict.allowed else "denied")
    if not verdict.allowed:
        raise PermissionError(f"not allowed: {what} ({verdict.right})")
    with wall.opened([patient]):
        log.append(patient, [log.Draft(fact, When.at(clock.now()))], reader.author, expected=log.ANY)


def holders_if_unable(patient: str, reader: Reader) -> list[Holder]:
    """Who holds entries that are not shown, once the reader has said that the patient lastingly cannot take a position.

    Raises :class:`PermissionError` for who may not note that (SVOD 3 kap. 3–4 §§).
    """
    seen = _sight(patient, reader)
    verdict = rules.may_note_attitude(seen.side.purpose, seen.side.duty, seen.relation)
    told = ways.would_open(seen, "unable") if verdict.allowed else []
    right = told[0].decision.right if told else verdict.right
    outcome = "shown" if verdict.allowed else "denied"
    accesslog.log(reader, _known(patient), "who holds entries", right, outcome)
    if not verdict.allowed:
        raise PermissionError(f"not allowed: who holds entries ({right})")
    return _named(told)


def process_of(reader: Reader) -> str:
    """The care process of the reader's unit, which is what a block of the process closes."""
    return _of("process", reader)


__all__ = [
    "Emergency", "Holder", "be_asked", "block", "dispute", "holders", "holders_if_unable", "inform", "lift",
    "note_attitude", "open_in_emergency", "own_blocks", "process_of",
]  # fmt: skip
