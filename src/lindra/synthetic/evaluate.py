"""How well the report fills itself in: what the record holds, what is found of it, what is right. Pure.

Each question of each dead person of a made-up county is held against the truth (``report``). *Right* is an answer
that is true; of a question with several answers, none that is not. Where the record is silent, or contradicts itself,
nothing should be claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lindra.people.details import Relative
from lindra.record.chart import Statement, fold, in_force, stated
from lindra.registry.claims import Claim
from lindra.registry.prefill import QUESTIONS, Context, claims
from lindra.synthetic import county, report, sinks
from lindra.synthetic.report.known import So
from lindra.synthetic.story import Story


@dataclass(slots=True)
class Count:
    """One question, over all the dead of whom it has a true answer."""

    asked: int = 0
    held: int = 0
    conflict: int = 0
    silent: int = 0
    found: int = 0
    """Held, and claimed."""
    conflict_shown: int = 0
    """In conflict, and nothing claimed."""
    claimed: int = 0
    right: int = 0
    certain: int = 0
    certain_right: int = 0
    claimed_in_silence: int = 0
    wrong: list[str] = field(default_factory=list)
    """Of some wrong claims: person, claimed, true."""

    def add(self, other: Count) -> None:
        """Count another question in."""
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def told(self) -> dict[str, Any]:
        """Counts and shares: held of all, found of what is held, right of what is claimed; some that were wrong."""
        shares = {
            "share_held": _share(self.held, self.asked),
            "share_found": _share(self.found, self.held),
            "share_right": _share(self.right, self.claimed),
        }
        return {**{name: getattr(self, name) for name in NUMBERS}, **shares, "wrong": self.wrong}


NUMBERS = (
    "asked", "held", "conflict", "silent", "found", "conflict_shown", "claimed", "right", "certain", "certain_right",
    "claimed_in_silence",
)  # fmt: skip


def _share(count: int, of: int) -> float | None:
    return round(count / of, 5) if of else None


def whole(counts: Mapping[str, Count]) -> Count:
    """All questions together."""
    together = Count()
    for count in counts.values():
        together.add(count)
    return together


def evaluated(stories: Iterable[Story]) -> tuple[int, dict[str, Count]]:
    """How many dead there were, and every question in the order of the form."""
    counts = {name: Count() for name in QUESTIONS}
    deaths = 0
    for story in stories:
        if story.ending is not None:
            deaths += 1
            _held_against(counts, story, filled_in(story), report.report(story))
    return deaths, counts


def filled_in(story: Story) -> tuple[Claim, ...]:
    """What the record of one person answers, without a world: as everything of it lies in the log."""
    events = in_force(sinks.events_of(story))
    return claims(fold(events), context(story, tuple(stated(one) for one in events)))


def context(story: Story, earlier: tuple[Statement, ...] = ()) -> Context:
    """What the chart lacks, in the made-up county."""
    made = county.organisation()
    return Context(
        earlier=earlier,
        units={unit.hsa_id: unit.kind for unit in made.units.values()},
        physicians=frozenset(
            made.staff[key].hsa_id for (_, role), key in made.writers.items() if role == "physician"
        ),
        relatives=any(isinstance(one, Relative) for one in story.identity.details),
    )


def _held_against(
    counts: Mapping[str, Count], story: Story, found: Iterable[Claim], true: Mapping[str, So]
) -> None:
    for claim in found:
        so, count = true.get(claim.question), counts[claim.question]
        if so is None:
            continue
        count.asked += 1
        setattr(count, so.holds, getattr(count, so.holds) + 1)
        count.conflict_shown += so.holds == "conflict" and not claim.claims
        if claim.claims:
            _claimed(count, story, claim, so)


def _claimed(count: Count, story: Story, claim: Claim, so: So) -> None:
    right = answers_of(claim) <= set(so.answers)
    count.claimed += 1
    count.right += right
    count.found += so.holds == "held"
    count.claimed_in_silence += so.holds == "silent"
    count.certain += claim.certainty == "certain"
    count.certain_right += right and claim.certainty == "certain"
    if not right and len(count.wrong) < 20:
        count.wrong.append(f"{story.plan.number}: {'+'.join(claim.answers)}, true {'+'.join(so.answers)}")


def answers_of(claim: Claim) -> set[str]:
    """The answers of a claim; several illnesses in one text are several."""
    return set(claim.answers[0].split("; ")) if claim.question == "disease_other" else set(claim.answers)


# Telling.

HEADS = (
    "question",
    "asked",
    "held %",
    "conflict",
    "found %",
    "claimed",
    "right %",
    "certain",
    "right %",
    "in silence",
)


def told(counts: Mapping[str, Count]) -> dict[str, Any]:
    """The same as plain values."""
    every = {name: count.told() for name, count in counts.items()}
    return {"questions": every, "together": {k: v for k, v in whole(counts).told().items() if k != "wrong"}}


def table(deaths: int, counts: Mapping[str, Count]) -> Iterator[str]:
    """A table for a terminal: of each question what the record holds, what is found of it, what is right."""
    yield f"{deaths:,} deaths"
    yield _line(HEADS)
    for name, count in (*counts.items(), ("together", whole(counts))):
        yield _line((
            name, f"{count.asked:,}", _percent(count.held, count.asked, 1), f"{count.conflict:,}",
            _percent(count.found, count.held, 1), f"{count.claimed:,}", _percent(count.right, count.claimed, 2),
            f"{count.certain:,}", _percent(count.certain_right, count.certain, 2), f"{count.claimed_in_silence:,}",
        ))  # fmt: skip


def _line(cells: tuple[str, ...]) -> str:
    first, *others = cells
    return f"{first:<24}{''.join(f'{cell:>11}' for cell in others)}"


def _percent(count: int, of: int, digits: int) -> str:
    return f"{100 * count / of:.{digits}f}" if of else "–"
