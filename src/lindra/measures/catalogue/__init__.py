"""The measures, each defined once. Every module here has a tuple ``MEASURES``; a new file is found by itself.

How to add one: ``docs/new-measure.md``. Marks: *V* read in a named source, *M* a working definition, *?* no official
definition found. A changed definition is a new version with its own first day; the old one may stand beside it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib import import_module
from typing import get_args

from lindra.measures.measure import Measure, Topic, Unsound


@cache
def measures() -> tuple[Measure, ...]:
    """Every version of every measure, by topic and in the order of its file; refuses two of one id and version."""
    found: list[Measure] = []
    for module in sorted(each.name for each in pkgutil.iter_modules(__path__)):
        found += import_module(f"{__name__}.{module}").MEASURES
    return ordered(found)


def ordered(found: Sequence[Measure]) -> tuple[Measure, ...]:
    """By topic; within one as given."""
    keys = [one.key for one in found]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise Unsound(f"defined twice: {', '.join(twice)}; a changed definition is a new version")
    topics = get_args(Topic)
    return tuple(sorted(found, key=lambda one: topics.index(one.topic)))


def versions(id: str) -> tuple[Measure, ...]:
    """Every version of one measure, the first first; empty where there is none of that id."""
    return tuple(sorted((one for one in measures() if one.id == id), key=lambda one: one.version))


def in_force(id: str, on: date) -> Measure | None:
    """The version that holds on a day: the latest that began and is no trial; before the first, the first."""
    real = [one for one in versions(id) if not one.trial]
    begun = [one for one in real if one.valid_from <= on]
    return begun[-1] if begun else next(iter(real), None)


def current(on: date) -> tuple[Measure, ...]:
    """The version in force of each measure."""
    return tuple(one for one in measures() if in_force(one.id, on) is one)


def keyed(key: str) -> Measure | None:
    """The measure ``id@version``."""
    return next((one for one in measures() if one.key == key), None)
