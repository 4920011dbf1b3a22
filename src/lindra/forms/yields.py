"""The facts that answers give, and the answers that known facts give. Pure.

The mapping stands in the form itself: see :mod:`lindra.forms.structs`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ValidationError

from lindra.clock import day
from lindra.forms import mapping
from lindra.forms.checking import complete
from lindra.forms.places import Filled, Place, component
from lindra.forms.scoring import option_of
from lindra.forms.structs import FIELD, Coding, Extendable, Item, Questionnaire
from lindra.forms.values import N_, Answers, Problem, Unread
from lindra.record.envelope import When
from lindra.record.facts import Amount, Code, Measured
from lindra.record.kinds import KINDS, Fact


@dataclass(frozen=True, slots=True)
class Yielded:
    """One fact, and the item it came from: ``path`` (unique among the facts of one form; empty for the form itself)."""

    path: str
    link: str
    fact: Fact
    when: When


@dataclass(slots=True)
class _Scope:
    """One fact in the making: where it stands, the questions that go to it, and when it occurred.

    Or one value inside a fact (a group with a field), which is among the ``values`` of what is around it.
    """

    holder: Extendable
    path: str
    link: str
    outer: _Scope | None
    questions: list[Place] = field(default_factory=list)
    values: list[_Scope] = field(default_factory=list)
    when: When | None = None

    @property
    def occurred(self) -> When | None:
        """Its own time, or that of what it is part of."""
        return self.when or (self.outer.occurred if self.outer else None)


def facts(
    questionnaire: Questionnaire, answers: Answers, now: datetime, ref: str = ""
) -> tuple[list[Yielded], list[Problem]]:
    """The facts, in the order of the form. What a fact does not allow comes back as a problem at the question whose
    answer was at fault. Where the form does not ask when, it is ``now``; ``ref`` is the reference of these answers."""
    answers = complete(questionnaire, answers)
    filled = Filled(questionnaire, answers)
    scopes = _scopes(filled, now)
    found: list[Yielded] = []
    problems: list[Problem] = []
    for place in (None, *filled.places):
        scope = scopes["" if place is None else place.path]
        when = scope.occurred or When.at(now)
        if (
            place is not None
            and place.item.measured
            and (measured := _measured(questionnaire, place, answers))
        ):
            found.append(Yielded(place.path, place.item.link_id, measured, when))
        if scope.holder.fact and scope.path == ("" if place is None else place.path):
            fact, wrong = _fact(scope, answers, ref)
            problems.extend(wrong)
            if fact is not None:
                found.append(Yielded(scope.path, scope.link, fact, when))
    return found, problems


def _scopes(filled: Filled, now: datetime) -> dict[str, _Scope]:
    """The nearest fact around each place, by path, with the questions that go to it; only of what is asked."""
    form = _Scope(filled.questionnaire, "", "", None)
    found = {"": form}
    for place in filled.places:
        scope = found[place.parent.path] if place.parent else form
        if place.item.fact or place.item.is_value:
            around, scope = scope, _Scope(place.item, place.path, place.item.link_id, scope)
            if place.item.is_value and filled.asked(place):
                around.values.append(scope)
        found[place.path] = scope
        if filled.asked(place) and place.item.gives:
            scope.questions.append(place)
        if place.item.is_when and (given := _readable(filled.given(place))):
            scope.when = _occurred(given[0], place.item.type, now)
    return found


def _readable(given: Iterable[Any]) -> list[Any]:
    return [one for one in given if not isinstance(one, Unread)]


def _occurred(answer: str, asked: str, now: datetime) -> When:
    """A day is known as a day, a moment as a minute.

    Today, where only a day is ``asked`` for, is now: as midnight it would stand before what was written earlier today.
    """
    if len(answer) == 10:
        on = date.fromisoformat(answer)
        return When.at(now) if asked == "date" and on == day(now) else When.on(on)
    return When(datetime.fromisoformat(answer), None, "minute")


def _measured(questionnaire: Questionnaire, place: Place, answers: Answers) -> Measured | None:
    given = _readable(answers.get(place.path, []))
    if not given:
        return None
    coding = place.item.code[0]
    option = option_of(place.item, given[0])
    absent = option.absent if option else ""
    return Measured(
        code=Code(code=coding.code, system=coding.system, text=coding.display),
        value=None if absent else Amount.model_validate(mapping.amount(place.item, given[0])),
        absent=absent,
        category=questionnaire.code[0].code if questionnaire.code else "",
    )


Taken = list[tuple[tuple[str, ...], Place]]
"""Where in a fact each question's answer goes: the parts of its path, with the number of a value among several."""


def _fact(scope: _Scope, answers: Answers, ref: str) -> tuple[Fact | None, list[Problem]]:
    """The fact of a scope, or what is wrong with it; neither where nobody answered anything in it."""
    kind = scope.holder.fact
    payload: dict[str, Any] = {}
    taken: Taken = []
    references = {path: value for path, value in scope.holder.fixed.items() if mapping.is_reference(value)}
    for path, value in scope.holder.fixed.items():
        if path not in references:
            mapping.put(payload, path, mapping.constant(value, payload, ref, scope.path))
    if not _put(payload, KINDS[kind], scope, answers, (), taken):
        return None, []
    for path, value in references.items():
        if mapping.held(payload, path) is None:
            mapping.put(payload, path, mapping.constant(value, payload, ref, scope.path))
    try:
        return KINDS[kind].model_validate(payload), []
    except ValidationError as error:
        return None, [_problem(scope, taken, one) for one in error.errors()]


def _put(
    payload: dict[str, Any], model: type[BaseModel], scope: _Scope, answers: Answers, at: tuple[str, ...], taken: Taken
) -> bool:  # fmt: skip
    """Put the answers of a scope where they go in a payload; whether anybody answered any of them."""
    answered = False
    given = {place.path: _readable(answers.get(place.path, [])) for place in scope.questions}
    for place in scope.questions:
        for option in filter(None, (option_of(place.item, one) for one in given[place.path])):
            for path, value in option.fixed.items():
                mapping.put(payload, path, value)
                taken.append(((*at, *path.split(".")), place))
    for place in scope.questions:
        item = place.item
        if item.field:
            taken.append(((*at, *item.field.split(".")), place))
        answered = answered or (bool(given[place.path]) and not item.is_given)
        if given[place.path] and item.field:
            where = mapping.target(model, item.field)
            mapping.put(payload, item.field, mapping.as_payload(item, given[place.path], where))
    return _put_values(payload, model, scope, answers, at, taken) or answered


def _put_values(
    payload: dict[str, Any], model: type[BaseModel], scope: _Scope, answers: Answers, at: tuple[str, ...], taken: Taken
) -> bool:  # fmt: skip
    """Put the values inside a scope into a payload, those in which anything is answered."""
    answered = False
    for inner in scope.values:
        path = str(inner.holder.said(FIELD))
        where = mapping.target(model, path)
        value: dict[str, Any] = {}
        assert where.model is not None, "soundness: a group with a field makes a value"
        several: list[Any] = (mapping.held(payload, path) or []) if where.many else []
        number = (str(len(several)),) if where.many else ()
        if _put(value, where.model, inner, answers, (*at, *path.split("."), *number), taken):
            answered = True
            mapping.put(payload, path, [*several, value] if where.many else value)
    return answered


MESSAGES = {
    "missing": N_("Answer this question."),
    "literal_error": N_("Choose one of the answers."),
    "string_too_short": N_("Write more than this."),
    "greater_than": N_("Give a greater number."),
    "greater_than_equal": N_("Give a greater number."),
    "less_than": N_("Give a smaller number."),
    "less_than_equal": N_("Give a smaller number."),
}
"""What to do where a fact does not allow a value, by the kind of the error."""


def _problem(scope: _Scope, taken: Taken, error: Mapping[str, Any]) -> Problem:
    """An error of a fact, at the question whose field it is; at the fact itself where no question has it."""
    at = [str(part) for part in error["loc"]]
    place = next((one for path, one in taken if _meets(path, at)), None)
    path, link = (place.path, place.item.link_id) if place else (scope.path, scope.link)
    if error["type"] == "value_error":  # said by the fact itself, in words for people
        return Problem(path, link, str(error["ctx"]["error"]))
    if (text := MESSAGES.get(error["type"])) and place is not None:
        return Problem(path, link, text)
    return Problem(
        path, link, N_("This cannot be recorded: %(why)s."), {"why": f"{'.'.join(at)} {error['msg']}"}
    )


def _meets(field_path: Sequence[str], at: Sequence[str]) -> bool:
    """Whether one of two paths begins with the other."""
    shorter = min(len(field_path), len(at))
    return bool(at) and list(field_path[:shorter]) == list(at[:shorter])


# What is known, as answers.

Statements = Mapping[str, Sequence[Mapping[str, Any]]]


def prefill(questionnaire: Questionnaire, statements: Statements, given: Answers | None = None) -> Answers:
    """What to show when a form is opened: initial values, what is known, and above both what is ``given``.

    ``statements`` are payloads in force by kind, **the latest first**. A repeating group takes each that its constants
    allow; another the first whose ``key`` fields are as given (none, where no key is given, or several differ in
    what is not).
    Scores, times and items marked ``fresh`` are never filled in.
    """
    known = {kind: tuple(_facts(kind, payloads)) for kind, payloads in statements.items() if kind in KINDS}
    given = dict(given or {})
    found: Answers = {}
    if not questionnaire.fresh:
        _fill(questionnaire, questionnaire.item, "", known, given, found)
    found |= given
    filled = Filled(questionnaire, found, least=1)
    starts = {
        place.path: list(place.item.starts)
        for place in filled.places
        if place.item.starts
        and not place.item.is_given
        and place.path not in found
        and not _known_scope(place, found)
    }
    return starts | found


def _known_scope(place: Place, found: Answers) -> bool:
    """Whether a repetition is there because something is known: what it does not say is not what a form begins with."""
    return bool(place.within) and any(path.startswith(place.within) for path in found)


def _facts(kind: str, payloads: Sequence[Mapping[str, Any]]) -> Iterator[Fact]:
    for payload in payloads:
        try:
            yield KINDS[kind].model_validate(payload)
        except ValidationError:
            continue  # written by another version; it is shown where it stands, not filled in


Known = Mapping[str, Sequence[Fact]]


def _fill(
    holder: Extendable, items: Iterable[Item], within: str, known: Known, given: Answers, found: Answers
) -> None:
    """Fill in below a fact's item, or the form: its own questions, then the facts inside."""
    if holder.fact:
        chosen = _chosen(holder, items, within, known, given)
        if chosen is not None:
            _fill_from(chosen, items, within, found)
    for item in _facts_below(holder.item if isinstance(holder, Item) and holder.is_question else items):
        if item.fresh:
            continue
        if item.type == "group" and item.repeats:
            path = within + component(item.link_id)
            for number, fact in enumerate(one for one in known.get(item.fact, ()) if _fits(item, one)):
                _fill_from(fact, item.item, f"{path}[{number}]/", found)
        else:
            _fill(item, (item,) if item.is_question else item.item, within, known, given, found)


def _facts_below(items: Iterable[Item]) -> Iterator[Item]:
    """The nearest items below that give facts of their own."""
    for item in items:
        if item.fact:
            yield item
        elif not (item.type == "group" and item.repeats):
            yield from _facts_below(item.item)


def _chosen(
    holder: Extendable, items: Iterable[Item], within: str, known: Known, given: Answers
) -> Fact | None:
    """The known fact to show: the latest that its constants and its key allow."""
    fitting = [fact for fact in known.get(holder.fact, ()) if _fits(holder, fact)]
    keys = [item for item in _own(items) if item.is_key]
    answered = {item: given.get(within + component(item.link_id)) or list(item.starts) for item in keys}
    for item, answers in answered.items():
        if answers:
            fitting = [
                one for one in fitting if mapping.as_answers(item, mapping.take(one, item.field)) == answers
            ]
    if keys and not any(answered.values()):
        return None
    if not all(answered.values()):
        open_keys = [item for item, answers in answered.items() if not answers]
        told = {str([mapping.take(fact, item.field) for item in open_keys]) for fact in fitting}
        if len(told) > 1:
            return None
    return fitting[0] if fitting else None


def _fits(holder: Extendable, fact: Fact) -> bool:
    """Whether a fact has the constants of an item."""
    return all(
        mapping.is_reference(value) or _same(mapping.take(fact, path), value)
        for path, value in holder.fixed.items()
    )


def _same(stored: Any, constant: Any) -> bool:
    return bool((stored.code if isinstance(stored, Code) else stored) == (
        constant.code if isinstance(constant, Coding) else constant
    ))  # fmt: skip


def _own(items: Iterable[Item]) -> Iterator[Item]:
    """Questions that go to the same fact: not those of facts inside, nor in groups that repeat or make a value."""
    for item in items:
        if item.is_question:
            yield item
        if not (item.type == "group" and (item.repeats or item.is_value)):
            yield from _own(one for one in item.item if not one.fact)


def _fill_from(fact: BaseModel, items: Iterable[Item], within: str, found: Answers) -> None:
    """Fill in questions from a fact, or from a value inside one."""
    for item in _own(items):
        if item.field and not (item.is_given or item.is_when or item.fresh):
            answers = mapping.as_answers(item, mapping.take(fact, item.field))
            if answers:
                found[within + component(item.link_id)] = answers
    for group in _values(items):
        if group.field.partition(".")[0] not in fact.model_fields_set:
            continue  # nobody said so
        value = mapping.take(fact, group.field)
        several = value if isinstance(value, tuple) else (value,) if value is not None else ()
        for number, one in enumerate(several if group.repeats else several[:1]):
            inside = f"{within}{component(group.link_id)}[{number}]/" if group.repeats else within
            _fill_from(one, group.item, inside, found)


def _values(items: Iterable[Item]) -> Iterator[Item]:
    """The nearest groups that make a value of the same fact."""
    for item in items:
        if item.is_value:
            yield item
        elif not item.fact and not (item.type == "group" and item.repeats):
            yield from _values(item.item)
