"""What the record says of a question of the report: an answer, how sure that is, and the entries it rests on. Pure."""

from __future__ import annotations

from collections.abc import Iterable
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
    speaks to it – which is never taken for a no; ``why`` then says what was looked for (a code for words, with values
    in ``about``), and ``near`` has entries that come near without answering.
    """

    question: str
    certainty: Certainty
    answers: tuple[str, ...] = ()
    """Codes of the question's options; of a date its ISO form; of free text the text. Empty: nothing is claimed."""
    evidence: tuple[Evidence, ...] = ()
    against: tuple[tuple[str, Evidence], ...] = ()
    why: str = ""
    """Why it is silent, a conflict, or no more than likely: a code for words."""
    near: tuple[Evidence, ...] = ()
    about: dict[str, str] = field(default_factory=dict)
    """Plain values for the words of ``why``."""

    @property
    def claims(self) -> bool:
        """Whether it says an answer."""
        return self.certainty in ("certain", "likely")


Said = tuple[str, Evidence, Certainty]
"""What one entry would answer, the entry, and how surely: certain or likely."""
SHOWN = 5
"""How many entries are shown beside a claim, at most: of many scores a few tell enough. Our own choice."""


def claim(question: str, answer: str, certainty: Certainty, *evidence: Evidence, why: str = "") -> Claim:
    """An answer, certain or likely, on these entries."""
    if not evidence:
        raise ValueError(f"{question}: nothing is claimed without an entry")
    return Claim(question, certainty, (answer,), evidence[:SHOWN], why=why)


def silent(question: str, why: str, near: Iterable[Evidence] = (), **about: str) -> Claim:
    """Nothing is claimed; ``why`` says what was looked for, and ``near`` what comes near."""
    return Claim(question, "silent", why=why, near=tuple(near)[-SHOWN:], about=about)


def conflict(question: str, why: str, against: Iterable[tuple[str, Evidence]], **about: str) -> Claim:
    """Entries give different answers: each is shown, none chosen."""
    return Claim(question, "conflict", against=tuple(against), why=why, about=about)


def decided(
    question: str,
    said: list[Said],
    why: str,
    near: Iterable[Evidence] = (),
    against: str = "differ",
    **about: str,
) -> Claim:
    """What entries say together: their answer, as surely as the surest says it; a conflict; or silent."""
    if not said:
        return silent(question, why, near, **about)
    answers = {answer for answer, _, _ in said}
    if len(answers) > 1:
        return conflict(question, against, [(answer, evidence) for answer, evidence, _ in said])
    surest: Certainty = "certain" if any(certainty == "certain" for _, _, certainty in said) else "likely"
    ordered = sorted(said, key=lambda one: one[2] != surest)
    return claim(question, answers.pop(), surest, *(evidence for _, evidence, _ in ordered))
