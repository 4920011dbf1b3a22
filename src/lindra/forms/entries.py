"""From answers and the facts they give to entries of the record: written, corrected, withdrawn. Pure.

One act holds the verbatim answers (``answered``) and the facts, each naming the answers' reference and its item in its
source: so a fact is known by ``form|<ref>|<path>``, whoever corrects it. Correcting a fact leaves the answers.
Correcting the answers corrects the facts that change by it, and leaves the others as they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from lindra.forms.yields import Yielded
from lindra.privacy.door import Draft
from lindra.record.chart import Chart, Slot, in_force
from lindra.record.clinical import Answered
from lindra.record.envelope import Event, Source, When, stamp
from lindra.record.facts import Withdrawn
from lindra.record.kinds import Fact, fact_of

SYSTEM = "form"
"""The source of what a form gave."""
ANSWERED = "answered"
CORRECTED = "The answers it came from were corrected."
"""The reason of a fact that corrected answers no longer give; it stays in the log in this language."""


@dataclass(frozen=True, slots=True)
class Given:
    """A fact of some answers: the entry that the form wrote last, and the one that stands now, if any."""

    first: Event
    written: Event
    standing: Event | None


@dataclass(frozen=True, slots=True)
class Entry:
    """Answers that were written: the first entry, all versions of it, the one that stands, and the facts by path."""

    first: Event
    versions: tuple[Event, ...]
    standing: Event | None
    facts: Mapping[str, Given]

    @property
    def ref(self) -> str:
        """The reference by which its facts name it."""
        return str((self.first.payload or {}).get("ref", ""))

    @property
    def answered(self) -> Answered:
        """The answers that stand; of those withdrawn, the first."""
        stands = self.standing or self.first
        fact = fact_of(stands.kind, stands.version, stands.payload or {})
        assert isinstance(fact, Answered)
        return fact

    @property
    def kinds(self) -> set[str]:
        """Of which kinds its facts are that stand."""
        return {one.standing.kind for one in self.facts.values() if one.standing}

    @property
    def changed_since(self) -> list[Event]:
        """Facts that stand otherwise than the answers gave them: somebody corrected or withdrew them."""
        return [one.written for one in self.facts.values() if one.standing is not one.written]


def find(history: Sequence[Event], event: str) -> Entry | None:
    """Answers with their facts in everything that may be seen of a patient; by the id of any version of them."""
    versions = _group(history, event)
    if not versions or versions[0].payload is None or versions[0].kind != ANSWERED:
        return None
    standing = {one.id: one for one in in_force(history)}
    ref = str(versions[0].payload.get("ref", ""))
    return Entry(
        first=versions[0],
        versions=tuple(versions),
        standing=next((one for one in versions if one.id in standing), None),
        facts=_facts(history, ref, standing),
    )


def _group(history: Sequence[Event], event: str) -> list[Event]:
    """The first entry and its corrections, in order."""
    asked = next((one for one in history if one.id == event and one.kind == ANSWERED), None)
    if asked is None:
        return []
    root = asked.corrects or asked.id
    return [one for one in history if root in (one.id, one.corrects) and one.kind == ANSWERED]


def _facts(history: Sequence[Event], ref: str, standing: Mapping[str, Event]) -> dict[str, Given]:
    """The facts of some answers by path: those that the form's latest correction of each did not withdraw."""
    groups: dict[str, list[Event]] = {}
    roots: dict[str, str] = {}
    for event in history:
        root = roots[event.id] = roots.get(event.corrects or "", event.corrects or event.id)
        groups.setdefault(root, []).append(event)
    found = {}
    for group in groups.values():
        own = [one for one in group if _of(one, ref)]
        if own and own[0] is group[0] and own[0].kind not in (ANSWERED, "withdrawn"):
            path = own[0].source.item if own[0].source else ""
            stands = next((one for one in group if one.id in standing), None)
            if own[-1].kind != "withdrawn":
                found[path] = Given(group[0], own[-1], stands)
    return found


def _of(event: Event, ref: str) -> bool:
    source = event.source
    return (
        source is not None
        and source.system == SYSTEM
        and source.resource == ref
        and event.payload is not None
    )


def without(chart: Chart, entry: Entry) -> Chart:
    """A chart without what these answers gave, against which their correction is held."""
    own = {one.standing.id for one in entry.facts.values() if one.standing}
    slots = {}
    for name, slot in chart.slots.items():
        rows = {
            key: {part: one for part, one in parts.items() if one.event not in own}
            for key, parts in slot.rows.items()
        }
        slots[name] = Slot({key: parts for key, parts in rows.items() if parts}, slot.trimmed)
    return replace(chart, slots=slots)


Signs = Callable[[Fact], bool]
"""Whether the one who writes a fact signs it by that."""


def new(answers: Answered, given: Iterable[Yielded], now: datetime, signs: Signs) -> list[Draft]:
    """What is written when a form is sent in: the answers first, then the facts."""
    return [Draft(answers, When.at(now)), *(_draft(one, answers.ref, signs) for one in given)]


def _draft(one: Yielded, ref: str, signs: Signs, corrects: str | None = None) -> Draft:
    return Draft(one.fact, one.when, corrects=corrects, source=_source(ref, one.path), signed=signs(one.fact))


def _source(ref: str, path: str) -> Source:
    return Source(SYSTEM, ref, item=path)


def corrected(
    entry: Entry, answers: Answered, given: Iterable[Yielded], then: datetime, now: datetime, signs: Signs
) -> list[Draft]:
    """What is written when answers are corrected: the answers, then only the facts that change by it."""
    drafts = [Draft(answers, When.at(then), corrects=entry.first.id)]
    wanted = {one.path: one for one in given}
    for path, held in entry.facts.items():
        one = wanted.pop(path, None)
        if one is None or one.fact.kind != held.first.kind:
            drafts += _gone(held, entry.ref, path, CORRECTED, now)
            wanted |= {path: one} if one is not None else {}
        elif not _same(held.written, one.fact, one.when):
            drafts.append(_draft(one, entry.ref, signs, held.first.id if held.standing else None))
    return drafts + [_draft(one, entry.ref, signs) for one in wanted.values()]


def _same(event: Event, fact: Fact, when: When) -> bool:
    """Whether the form would write again what it wrote."""
    start = stamp(when.start) if when.start else None
    return event.payload == fact.dump() and (event.occurred_from, event.precision) == (start, when.precision)


def _gone(held: Given, ref: str, path: str, reason: str, now: datetime) -> list[Draft]:
    if held.standing is None:
        return []
    return [Draft(Withdrawn(reason=reason), When.at(now), corrects=held.first.id, source=_source(ref, path))]


def withdrawn(entry: Entry, reason: str, now: datetime) -> list[Draft]:
    """What is written when answers are withdrawn with all they gave."""
    drafts = [Draft(Withdrawn(reason=reason), When.at(now), corrects=entry.first.id)]
    for path, held in entry.facts.items():
        drafts += _gone(held, entry.ref, path, reason, now)
    return drafts
