"""What a person did with what the record said of each question. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lindra.registry.claims import Claim
from lindra.registry.events import DeathReported, Judged, Outcome


def judged(claims: Iterable[Claim], report: DeathReported) -> Iterator[Judged]:
    """Of each question that was answered: what the record said, and whether the answer is another."""
    answers = answers_of(report)
    for claim in claims:
        final = answers.get(claim.question)
        if final:
            yield Judged(
                question=claim.question,
                certainty=claim.certainty,
                claimed=claim.answers if claim.claims else (),
                evidence=tuple(one.statement.event for one in claim.evidence),
                outcome=_outcome(claim, final),
            )


def _outcome(claim: Claim, final: tuple[str, ...]) -> Outcome:
    if claim.claims:
        return "confirmed" if set(final) == set(claim.answers) else "corrected"
    return "chosen" if claim.certainty == "conflict" else "answered"


def answers_of(report: DeathReported) -> dict[str, tuple[str, ...]]:
    """The answers of a report by question, as a claim has them; of a date its ISO form."""
    found: dict[str, tuple[str, ...]] = {}
    for name, code in report.coded():
        found[name] = (*found.get(name, ()), code)
    if report.arrived is not None:
        found["arrived"] = (report.arrived.isoformat(),)
    return found
