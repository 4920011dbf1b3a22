"""What the record says of a question of the report: an answer, how sure that is, and the entries it rests on. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from lindra.record.chart import Statement
from lindra.registry.events import Certainty


@dataclass(frozen=True, slots=True)
class Evidence:
    """One entry that speaks to a question, and what it says of it: a code for words, with plain values."""

    statement: Statement
    says: str
    about: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claim:
    """The answer to one question that the record gives, if any.

    *certain*: an entry says so. *likely*: it follows from entries by a rule that may err; a person looks twice.
    *conflict*: entries say different things; none is chosen, ``against`` has what each would give. *silent*: no entry
    speaks to it – which is never taken for a no; ``why`` then says what was looked for (a code for words).
    """

    question: str
    certainty: Certainty
    answers: tuple[str, ...] = ()
    """Codes of the question's options; of a date its ISO form. Empty where nothing is claimed."""
    evidence: tuple[Evidence, ...] = ()
    against: tuple[tuple[str, Evidence], ...] = ()
    why: str = ""

    @property
    def claims(self) -> bool:
        """Whether it says an answer."""
        return self.certainty in ("certain", "likely")
