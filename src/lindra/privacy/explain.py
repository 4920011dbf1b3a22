"""Why somebody may or may not see a patient's entries: the questions asked, their answers, and the paragraphs.

For those who check the access log (SFS 2008:355 4 kap. 3 §), about staff of their own provider. Whose entries they are
is told of one's own provider only.
"""

from __future__ import annotations

from dataclasses import dataclass

from lindra.areas import queries as areas
from lindra.people import patients as identities
from lindra.privacy import accesslog, door, rules, standing
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Decision, Purpose, Question
from lindra.privacy.sight import Sight
from lindra.privacy.standing import Origin


@dataclass(frozen=True, slots=True)
class Explained:
    """One question with its answer; ``whose`` is a unit of the asker's provider, or empty."""

    whose: str
    question: Question
    decision: Decision


def explain(patient: str, staff: Reader, reader: Reader) -> list[Explained]:
    """What the door answers ``staff`` about a patient: first of the person, then of each origin of entries.

    Raises :class:`PermissionError` unless the reader checks the access log of that provider.
    """
    records = identities.linked(patient) if identities.exists(patient) else ()
    own = reader.assignment.provider == staff.assignment.provider
    allowed = reader.purpose is Purpose.REVIEW and own and reader.side.duty is not rules.Duty.OTHER
    accesslog.log(
        reader,
        records,
        "explain what somebody may see",
        rules.law("PDL 4:3"),
        "allowed" if allowed else "denied",
    )
    if not allowed:
        raise PermissionError(
            "explaining is for those who check the access log (--purpose review), about staff of their own provider"
        )
    if not records:
        return []
    seen = door.sight(records, staff)
    asked = standing.about(seen.side, seen.known, seen.relation)
    return [Explained("", asked, seen.person), *_entries(seen)]


def _entries(seen: Sight) -> list[Explained]:
    origins = [Origin.read(written) for written in sorted(seen.known.origins)]
    names = areas.names({origin.unit for origin in origins if origin.provider == seen.side.provider})
    told = {
        (
            names.get(origin.unit, ""),
            standing.question(origin, seen.side, seen.known, seen.houses, seen.relation),
        )
        for origin in origins
    }  # of others, entries about which the question is the same are one line
    return [Explained(whose, asked, rules.decide(asked)) for whose, asked in sorted(told)]
