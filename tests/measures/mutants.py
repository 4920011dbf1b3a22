"""Every definition made wrong in one place: what examples must find out.

One sign of the frozen tree is changed at a time: a negation put in or taken away, *and* for *or*, one part left out, a
number or a window one off, a value or an answer left out, the order of cases. What is said in several places is changed
in all of them. What no engine would count (a condition that names no kind, a numerator outside its population) is
refused, and need not be told apart by numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lindra.measures import language as lang
from lindra.measures.counting import compiled, subjects
from lindra.measures.measure import Measure, Unsound

Mutant = tuple[str, Measure]
TRUTHS = ("population", "exclusions", "numerator", "unknown")
PIECES = (lang.Rows, lang.Truth, lang.Number, lang.Choice)


def mutants(measure: Measure) -> Iterator[Mutant]:
    """What is changed, in words, and the measure changed so; those that are refused are left out."""
    for words, fields in _changes(measure):
        try:
            changed = replace(measure, **fields)
            compiled.asked(subjects.asked_by([changed]))
        except (Unsound, ValueError):
            continue
        yield words, changed


def _changes(measure: Measure) -> Iterator[tuple[str, dict[str, Any]]]:
    yield f"register={not measure.register}", {"register": not measure.register}
    for name, value in (
        ("population", lang.EVERYBODY),
        ("exclusions", lang.NOBODY),
        ("unknown", lang.NOBODY),
    ):
        if getattr(measure, name) != value:
            yield f"{name}: without", {name: value}
    for name in (*TRUTHS, "choice", "mean"):
        root = getattr(measure, name)
        if root is not None and root not in (lang.EVERYBODY, lang.NOBODY):
            for words, changed in wrong(root):
                yield f"{name}: {words}", {name: changed}
    if measure.met is not None and measure.of is not None:
        for words, changed in wrong(measure.met.rows):
            yield f"met: {words}", {"met": lang.Count(changed)}
        for words, changed in wrong(measure.of.rows):
            met = put(measure.met.rows, measure.of.rows, changed)
            yield f"of and met: {words}", {"of": lang.Count(changed), "met": lang.Count(met)}


def wrong(root: Any) -> Iterator[tuple[str, Any]]:
    """The tree with one thing in it changed, for each thing that can be."""
    for node in dict.fromkeys(_nodes(root)):
        for words, changed in _itself(node):
            yield words, put(root, node, changed)


def _nodes(value: Any) -> Iterator[Any]:
    """Every piece of a tree."""
    if isinstance(value, PIECES):
        yield value
        for name in value.__dataclass_fields__:
            yield from _nodes(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _nodes(part)


def put(value: Any, old: Any, new: Any) -> Any:
    """The tree with another piece in the place of one, wherever it stands."""
    if value == old:
        return new
    if isinstance(value, tuple):
        return tuple(put(part, old, new) for part in value)
    if not isinstance(value, PIECES):
        return value
    return type(value)(**{name: put(getattr(value, name), old, new) for name in value.__dataclass_fields__})


def _itself(node: Any) -> Iterator[tuple[str, Any]]:
    told = _short(node)
    match node:
        case lang.Negated(part) | lang.Not(part):
            yield f"{told} without not", part
        case lang.Truth():
            yield f"not {told}", lang.Negated(node)
        case lang.Rows():
            yield f"not {told}", lang.Not(node)
    match node:
        case lang.And(parts) | lang.Or(parts) | lang.Both(parts) | lang.Either(parts) | lang.HowMany(parts):
            for place, part in enumerate(parts):
                yield f"{type(node).__name__} without {_short(part)}", type(node)(_without(parts, place))
        case lang.First(cases, _):
            for place, (key, _) in enumerate(cases):
                yield f"without case {key}", replace(node, cases=_without(cases, place))
            yield from ((f"order of {a}", replace(node, cases=turned)) for a, turned in _turned(cases))
        case lang.Foremost(cases=cases, keys=keys):
            for place, case in enumerate(cases):
                yield f"without case {_short(case)}", replace(node, cases=_without(cases, place))
            yield from (
                (f"order of {_short(a)}", replace(node, cases=turned)) for a, turned in _turned(cases)
            )
            yield from ((f"order of {a}", replace(node, keys=turned)) for a, turned in _turned(keys))
    yield from _numbers(node, told)
    yield from _values(node, told)
    opposite = {lang.And: lang.Or, lang.Or: lang.And, lang.Both: lang.Either, lang.Either: lang.Both}
    if type(node) in opposite and len(node.parts) > 1:
        yield f"{opposite[type(node)].__name__} for {told}", opposite[type(node)](node.parts)


NUMBERS = {
    lang.Between: ("least", "most"), lang.Within: ("first", "last"), lang.Lasted: ("most",), lang.AtLeast: ("number",),
    lang.Nights: ("days",), lang.Less: ("whole",),
}  # fmt: skip
VALUES = {lang.Is: "values", lang.Begins: "prefixes", lang.Says: "answers"}


def _numbers(node: Any, told: str) -> Iterator[tuple[str, Any]]:
    """One more and one less, and an end that is open."""
    for name in NUMBERS.get(type(node), ()):
        value = getattr(node, name)
        if value is None:
            continue
        for off in (-1, 1):
            try:
                yield f"{told} {name} {off:+}", replace(node, **{name: value + off})
            except ValueError:  # the language refuses it
                continue
        if isinstance(node, lang.Between):
            yield f"{told} without {name}", replace(node, **{name: None})


def _values(node: Any, told: str) -> Iterator[tuple[str, Any]]:
    name = VALUES.get(type(node), "")
    values = getattr(node, name) if name else ()
    for place, value in enumerate(values):
        if len(values) > 1:
            yield f"{told} without {value}", replace(node, **{name: _without(values, place)})


def _without(parts: tuple[Any, ...], place: int) -> tuple[Any, ...]:
    return (*parts[:place], *parts[place + 1 :])


def _turned(pairs: tuple[Any, ...]) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Each two that stand beside each other, the other way."""
    for place in range(len(pairs) - 1):
        one, other = pairs[place : place + 2]
        yield one[0] if isinstance(one, tuple) else one, (*pairs[:place], other, one, *pairs[place + 2 :])


def _short(node: Any) -> str:
    """A node in a few words."""
    match node:
        case lang.Is(column, values) | lang.Begins(column, values) | lang.Says(column, values):
            return f"{column}={','.join(values)}"
        case lang.Between(column, least, most):
            return f"{column} {'' if least is None else least}..{'' if most is None else most}"
        case lang.When(moment):
            return moment
        case lang.Within(first, last):
            return f"days {first}..{last}"
        case lang.Lasted(most):
            return f"lasted {most}"
        case lang.Marked(column):
            return column
        case lang.And(parts) | lang.Or(parts) | lang.Both(parts) | lang.Either(parts) | lang.HowMany(parts):
            return f"{type(node).__name__}({' '.join(_short(part) for part in parts)})"
        case lang.Not(part) | lang.Negated(part):
            return f"not({_short(part)})"
        case lang.Exists(rows) | lang.Count(rows) | lang.Earliest(rows):
            return f"{type(node).__name__}({_short(rows)})"
        case lang.AtLeast(value, number):
            return f"{_short(value)}>={number}"
    return type(node).__name__
