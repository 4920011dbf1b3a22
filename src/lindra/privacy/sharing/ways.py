"""What may be said of entries that are not shown, and the ways on to them. Pure: no words, no database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from lindra.clock import day
from lindra.privacy import rules, standing
from lindra.privacy.rules import Answer, Decision, Emergency
from lindra.privacy.sight import Held, Sight
from lindra.record.envelope import instant


class Way(StrEnum):
    """What the reader may say, so that more is shown."""

    CONSENTS = "consents"
    UNABLE = "unable"
    CHILD = "child"
    DANGER = "danger"
    WHO = "who"
    """Opened in an emergency already: see who blocks the rest."""


@dataclass(frozen=True, slots=True)
class Notice:
    """That there is more than is shown: by which paragraphs, the ways on, and until when an emergency holds."""

    rights: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    until: datetime | None = None

    def __bool__(self) -> bool:
        return bool(self.rights or self.until)


def notice(seen: Sight, born: str) -> Notice:
    """What a patient's page says to this reader of a patient born then (ISO date, perhaps partial)."""
    rights = dict.fromkeys(held.decision.right for held in _asked_first(seen))
    return Notice(tuple(rights), ways(seen, born), until(seen))


def _asked_first(seen: Sight) -> list[Held]:
    """What is not shown; what can be opened by asking comes first."""
    return sorted(seen.held(), key=lambda held: held.decision.answer is not Answer.ASK)


def ways(seen: Sight, born: str) -> tuple[Way, ...]:
    """Only what would show this reader more, by the rules."""
    found = []
    if any(held.decision.answer is Answer.ASK for held in seen.held()):
        found.append(Way.CONSENTS)
        cannot = Way.CHILD if rules.is_child(born, day(seen.side.at)) else Way.UNABLE
        found += [cannot] if would_open(seen, cannot) else []
    if any(held.decision.who for held in seen.declared().held()):
        found.append(Way.WHO if seen.emergency is Emergency.OPENED else Way.DANGER)
    return tuple(found)


def would_open(seen: Sight, attitude: str) -> list[Held]:
    """What this attitude would open of what is not shown; of the dead nothing, for whom none is noted any more."""
    if seen.known.died is not None:
        return []
    then = supposing(seen, attitude)
    after = ((held, then.of(written(held))) for held in seen.held())
    return [Held(held.origin, decision) for held, decision in after if decision.allowed]


def supposing(seen: Sight, attitude: str) -> Sight:
    """The decisions as they would be with this attitude to the reader's side."""
    side, told = seen.side, {"attitude": attitude, "at": ""}
    attitudes = {**seen.known.attitudes, f"{side.provider}|{side.regime}": told}
    return Sight(side, replace(seen.known, attitudes=attitudes), seen.houses)


def written(held: Held) -> str:
    """The origin as a chart keeps it."""
    where = held.origin
    return f"{where.unit}|{where.provider}|{where.regime}|{where.matter}"


def until(seen: Sight) -> datetime | None:
    """When this reader's emergency opening ends, where one holds."""
    if seen.emergency is not Emergency.OPENED:
        return None
    opened = seen.known.emergencies[f"{seen.side.staff}|{seen.side.unit}"]
    return instant(opened) + timedelta(hours=standing.EMERGENCY_HOURS)


def may_note(seen: Sight) -> Decision:
    """Whether this reader may note what the patient says of shared records; the dead say nothing more."""
    if seen.known.died is not None:
        return Decision(Answer.NO, False, rules.law("SVOD 3:1"))
    return rules.may_note_attitude(seen.side.purpose, seen.side.duty, seen.relation)


def may_block(seen: Sight) -> Decision:
    """Whether this reader may set a block that the patient asks for."""
    return rules.may_block(seen.side.purpose, seen.side.duty, seen.relation, patient=True)


def may_dispute(seen: Sight) -> Decision:
    """Whether this reader may note that the patient holds an entry to be wrong."""
    return rules.may_dispute(seen.side.purpose, seen.side.duty, seen.relation)
