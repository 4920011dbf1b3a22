"""What is done with a form: sent in, corrected, withdrawn – each one act of the record – and kept as a draft."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from lindra import clock
from lindra.forms import checks, entries, writer
from lindra.forms.answers import Answers, Problem, answered, check, complete
from lindra.forms.entries import Entry
from lindra.forms.models import Draft
from lindra.forms.queries import oldest_draft
from lindra.forms.rules import RETRY
from lindra.forms.structs import Questionnaire
from lindra.forms.values import N_
from lindra.forms.yields import Yielded, facts
from lindra.ids import new_id
from lindra.privacy import door
from lindra.privacy.door import Appended, Opened
from lindra.privacy.reader import Reader
from lindra.record import wall
from lindra.record.chart import Chart
from lindra.record.envelope import Event, When, instant, stamp
from lindra.record.kinds import Fact

GONE = N_("This has been withdrawn. Write it anew instead.")
THE_SAME = N_("Nothing is changed. Change what was wrong, then save.")


class NotYet(ValueError):
    """The answers cannot be written as they are: each problem says what to do."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(str(one) for one in self.problems))


class Before(ValueError):
    """The same was saved from the same page so long ago that this is no retry; ``at`` is when. Nothing was written."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        super().__init__("this was saved before")


def submit(
    opened: Opened, reader: Reader, questionnaire: Questionnaire, answers: Answers, lang: str, *,
    expected: int, key: str = "", beside: Beside | None = None,
) -> Appended:  # fmt: skip
    """Write the answers as they are and the facts they give, as one act; the answers' entry comes first.

    ``beside`` gives what a room writes in the same act about these answers.

    ``expected`` is the last entry seen. Raises :class:`NotYet`, :class:`Before`,
    :class:`~lindra.privacy.door.Conflict`, :class:`PermissionError`. The same answers with the same ``key`` are
    written once.
    """
    now = clock.now()
    ref = new_id()
    counted, given = _judged(opened.chart, opened, reader, questionnaire, answers, now, now, ref)
    written = answered(questionnaire, counted, lang, ref)
    given += _beside(beside, ref, given, now)
    drafts = entries.new(written, given, now, partial(writer.signs, reader=reader))
    with transaction.atomic():
        done = door.write(opened.patient, drafts, reader, expected=expected, key=_key(key, answers))
        drop_draft(reader, opened.patient, questionnaire.id)
    _no_late_retry(opened, done, now)
    return done


def correct(
    opened: Opened, reader: Reader, entry: Entry, questionnaire: Questionnaire, answers: Answers, lang: str, *,
    expected: int, key: str = "", beside: Beside | None = None,
) -> Appended:  # fmt: skip
    """Correct answers: facts that change by it are corrected, those no longer given withdrawn, new ones added.

    Facts that it does not touch stay, also where somebody has corrected them since. Raises as :func:`submit`.
    """
    if entry.standing is None:
        raise NotYet([Problem("", "", GONE)])
    _may(entry.kinds, reader)
    now, then = clock.now(), instant(entry.first.occurred_from or entry.first.recorded_at)
    rest = entries.without(opened.chart, entry)
    counted, given = _judged(rest, opened, reader, questionnaire, answers, now, then, entry.ref)
    written = answered(questionnaire, counted, lang, entry.ref)
    if written.dump() == {**(entry.standing.payload or {}), "language": written.language}:
        raise NotYet([Problem("", "", THE_SAME)])
    given += _beside(beside, entry.ref, given, then)
    drafts = entries.corrected(entry, written, given, then, now, partial(writer.signs, reader=reader))
    with transaction.atomic():
        done = door.write(entry.first.patient, drafts, reader, expected=expected, key=_key(key, answers))
        drop_draft(reader, opened.patient, questionnaire.id, entry.first.id)
    _no_late_retry(opened, done, now)
    return done


Beside = Callable[[str, Sequence[Fact]], Iterable[Fact]]
"""From answers' reference and the facts they give, what is written with them that none of their questions gives."""


def _beside(beside: Beside | None, ref: str, given: Iterable[Yielded], when: datetime) -> list[Yielded]:
    more = beside(ref, [one.fact for one in given]) if beside is not None else ()
    return [Yielded(f"@{fact.kind}", "", fact, When.at(when)) for fact in more]


def withdraw(reader: Reader, entry: Entry, reason: str, *, expected: int) -> Appended:
    """Withdraw answers and every fact that they gave, as one act. Raises as :func:`submit`."""
    _may(entry.kinds, reader)
    drafts = entries.withdrawn(entry, reason, clock.now())
    return door.write(entry.first.patient, drafts, reader, expected=expected)


def _may(kinds: Iterable[str], reader: Reader) -> None:
    """Raises :class:`NotYet` where the reader's profession does not write or withdraw such facts."""
    if refused := writer.refusal(sorted(kinds), reader):
        raise NotYet([Problem("", "", refused)])


def _no_late_retry(opened: Opened, done: Appended, now: datetime) -> None:
    """Raises :class:`Before` where nothing was written because the same had been, longer ago than a retry takes."""
    if not done.again:
        return
    first = next((one for one in opened.history() if one.id == done.events[0]), None)
    if first is not None and now - instant(first.recorded_at) > RETRY:
        raise Before(instant(first.recorded_at))


def _judged(
    chart: Chart, opened: Opened, reader: Reader, questionnaire: Questionnaire, answers: Answers, now: datetime,
    then: datetime, ref: str,
) -> tuple[Answers, list[Yielded]]:  # fmt: skip
    """The answers that count and the facts they give, held against a chart (of a correction, without what it corrects).

    Raises :class:`NotYet` with everything that is wrong.
    """
    counted = complete(questionnaire, answers)
    problems = list(check(questionnaire, answers, now))
    given, faults = facts(questionnaire, counted, then, ref)
    problems = _one_each(problems, faults)
    if not problems:
        _may({one.fact.kind for one in given}, reader)
        known = (chart, opened.person.born)
        problems += checks.objections(questionnaire, given, known, reader, now)
    if problems:
        raise NotYet(problems)
    return counted, given


def wrong(questionnaire: Questionnaire, answers: Answers, unread: Sequence[Problem]) -> list[Problem]:
    """Everything that is wrong with answers of which some could not be read, so that it can be put right at once."""
    return _one_each(unread, check(questionnaire, answers, clock.now()))


def _one_each(first: Iterable[Problem], more: Iterable[Problem]) -> list[Problem]:
    """What is told first of a question, and of the others what else there is."""
    found = list(first)
    told = {problem.path for problem in found}
    return found + [problem for problem in more if problem.path not in told]


def _key(key: str, answers: Answers) -> str:
    """What tells a retry from something new: the page's own key, and what was answered on it."""
    if not key:
        return ""
    said = repr(sorted(answers.items()))
    return f"form:{key}:{hashlib.sha256(said.encode()).hexdigest()[:32]}"


# Drafts


def keep_draft(
    place: Mapping[str, Any], body: Mapping[str, Sequence[str]], version: str, seen: int, key: str
) -> None:
    """Keep what has been typed; drops what nobody has touched for too long.

    ``place`` has ``staff``, ``assignment``, ``patient``, ``form`` and ``answer``.
    """
    with (
        wall.everything()
    ):  # whoever they are about: only when they were touched is looked at, and nothing given back
        Draft.objects.filter(updated_at__lt=oldest_draft()).delete()
    told = {
        "body": dict(body),
        "version": version,
        "seen": seen,
        "key": key,
        "updated_at": stamp(clock.now()),
    }
    with wall.opened([place["patient"]]):
        Draft.objects.update_or_create(defaults=told, **place)


def drop_draft(reader: Reader, patient: str, form: str, answer: str = "") -> None:
    """Forget what had been typed."""
    with wall.opened([patient]):
        Draft.objects.filter(
            staff=reader.staff.id, assignment=reader.assignment.id, patient=patient, form=form, answer=answer
        ).delete()


def forget(patient: str, gone: Sequence[Event], home: Path) -> None:
    """With destroyed entries go all drafts about that patient: they may have been filled in from those entries."""
    Draft.objects.filter(patient=patient).delete()


def settle(home: Path) -> None:
    """Drafts are nowhere but in the database."""
