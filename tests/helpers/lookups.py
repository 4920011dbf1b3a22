"""What a view asks of a request: the names it looks up in ``GET``, ``POST`` and ``FILES``, read from its source.

Followed are the functions and classes that a view names, where they are ours or stand beside it, and what a piece
of the request is called where it is handed on. Forms count with all their fields. So nothing here has to be kept
up to date with the pages.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.forms import BaseForm

PLACES = {"GET": "query", "POST": "body", "FILES": "files"}
LOOK_UPS = ("get", "getlist", "pop", "setdefault")
COPIES = ("copy", "dict")
FOLLOWED = ("lindra", "allauth", "django.contrib.auth.views", "django.views.i18n")
DEEPEST = 6


@dataclass
class Asked:
    """Names by place."""

    query: set[str] = field(default_factory=set)
    body: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)

    def note(self, place: str, name: str) -> None:
        """Remember one."""
        getattr(self, place).add(name)


def layers(view: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """A view and what its decorators wrap, from the outside in."""
    layer: Callable[..., Any] | None = view
    while layer is not None:
        yield layer
        layer = getattr(layer, "__wrapped__", None)


@cache
def asked(view: Callable[..., Any]) -> Asked:
    """What a view asks for, and everything of ours that it calls."""
    reading = _Reading(view.__module__)
    for layer in layers(view):
        reading.follow(getattr(layer, "view_class", layer), {}, 0)
    return reading.found


class _Reading:
    """Goes from function to function and notes what they look up."""

    def __init__(self, beside: str) -> None:
        self.found = Asked()
        self._beside = beside
        self._seen: set[tuple[Any, ...]] = set()

    def follow(self, thing: Any, pieces: dict[str, str], depth: int) -> None:
        """Read a function or class; ``pieces`` says which of its parameters are pieces of the request."""
        key = (id(thing), *sorted(pieces.items()))
        module = getattr(thing, "__module__", None) or ""
        if key in self._seen or depth > DEEPEST or not self._within(module):
            return
        self._seen.add(key)
        if inspect.isclass(thing):
            self._class(thing, pieces, depth)
        elif inspect.isfunction(thing):
            self._function(thing, pieces, depth, None)

    def _within(self, module: str) -> bool:
        known = (*FOLLOWED, self._beside)
        return any(module == name or module.startswith(f"{name}.") for name in known)

    def _class(self, thing: type, pieces: dict[str, str], depth: int) -> None:
        for name in ("form_class", "authentication_form"):
            self._form(getattr(thing, name, None), "body")
        for base in thing.__mro__:
            if self._within(base.__module__):
                for method in vars(base).values():
                    if inspect.isfunction(method):
                        self._function(method, pieces, depth, thing)

    def _function(self, function: Any, pieces: dict[str, str], depth: int, owner: type | None) -> None:
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
        except (OSError, TypeError, SyntaxError):
            return
        scope = _Scope(function, owner, dict(pieces), tree)
        for node in ast.walk(tree):
            for place, key in scope.looked_up(node):
                self.found.note(place, key)
            if isinstance(node, ast.Call):
                self._call(node, scope, depth)
            elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                self.follow(scope.value(node), {}, depth + 1)

    def _call(self, node: ast.Call, scope: _Scope, depth: int) -> None:
        given = [(number, scope.place(one)) for number, one in enumerate(node.args)]
        named = [(one.arg or "", scope.place(one.value)) for one in node.keywords]
        places = [place for _, place in (*given, *named) if place]
        if not places:
            return
        for called in scope.choices(node.func):
            self._form(called, places[0])
            pieces = {name: place for name, place in named if name and place}
            for number, place in given:
                if place and (name := _parameter(called, number)) is not None:
                    pieces[name] = place
            self.follow(called, pieces, depth + 1)

    def _form(self, thing: Any, place: str) -> None:
        if inspect.isclass(thing) and issubclass(thing, BaseForm):
            for name in getattr(thing, "base_fields", {}):
                self.found.note("body" if place == "files" else place, name)


class _Scope:
    """What names mean inside one function."""

    def __init__(self, function: Any, owner: type | None, pieces: dict[str, str], tree: ast.AST) -> None:
        self._names = {**function.__globals__, **_closed_over(function)}
        self._owner = owner
        self._pieces = pieces
        self._loops: dict[str, tuple[Any, ...]] = {}
        for node in ast.walk(tree):
            self._learn(node)

    def _learn(self, node: ast.AST) -> None:
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            ours = node.module.startswith("lindra.")  # what is not ours may need what is not installed
            module = importlib.import_module(node.module) if ours else sys.modules.get(node.module)
            for alias in node.names:
                self._names[alias.asname or alias.name] = getattr(module, alias.name, None)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                self._assigned(target, node.value)
        elif isinstance(node, ast.For | ast.comprehension) and isinstance(node.target, ast.Name):
            values = self.value(node.iter)
            if isinstance(values, tuple | list | dict | set | frozenset):
                self._loops[node.target.id] = tuple(values)

    def _assigned(self, target: ast.AST, value: ast.AST) -> None:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for one, its in zip(target.elts, value.elts, strict=False):
                self._assigned(one, its)
        elif isinstance(target, ast.Name) and (place := self.place(value)):
            self._pieces[target.id] = place

    def place(self, node: ast.AST) -> str:
        """Where a piece of a request comes from, or empty for anything else."""
        if isinstance(node, ast.Attribute) and node.attr in PLACES:
            return PLACES[node.attr]
        if isinstance(node, ast.Name):
            return self._pieces.get(node.id, "")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in COPIES:
            return self.place(node.func.value)
        if isinstance(node, ast.BoolOp):
            return next(filter(None, map(self.place, node.values)), "")
        if isinstance(node, ast.IfExp):
            return self.place(node.body) or self.place(node.orelse)
        return ""

    def looked_up(self, node: ast.AST) -> Iterator[tuple[str, str]]:
        """Place and name of what one expression looks up."""
        where: ast.AST | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOOK_UPS:
            where, key = node.func.value, node.args[0] if node.args else None
        elif isinstance(node, ast.Subscript):
            where, key = node.value, node.slice
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            where, key = node.comparators[0], node.left
        if where is not None and key is not None and (place := self.place(where)):
            yield from ((place, name) for name in self._keys(key))

    def _keys(self, node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Name) and node.id in self._loops:
            found: tuple[Any, ...] = self._loops[node.id]
        elif isinstance(node, ast.JoinedStr):
            found = ()
        else:
            found = (self.value(node),)
        yield from (name for name in found if isinstance(name, str))

    def choices(self, node: ast.AST) -> list[Any]:
        """What an expression may stand for, where it chooses between things that are known."""
        if isinstance(node, ast.IfExp):
            return [*self.choices(node.body), *self.choices(node.orelse)]
        if isinstance(node, ast.Subscript):
            held = self.value(node.value)
            return list(held.values()) if isinstance(held, dict) else []
        return [self.value(node)]

    def value(self, node: ast.AST) -> Any:
        """What a constant, a name or a dotted name stands for, or None where that is not known beforehand."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Tuple | ast.List):
            return tuple(self.value(one) for one in node.elts)
        if isinstance(node, ast.Name):
            return self._owner if node.id in ("self", "cls") else self._names.get(node.id)
        if isinstance(node, ast.Attribute):
            owner = self.value(node.value)
            known = inspect.ismodule(owner) or inspect.isclass(owner)
            return inspect.getattr_static(owner, node.attr, None) if known else None
        return None


def _parameter(called: Any, number: int) -> str | None:
    """The name of a function's parameter by its place."""
    try:
        names = list(inspect.signature(called).parameters)
    except (TypeError, ValueError):
        return None
    return names[number] if number < len(names) else None


def _closed_over(function: Any) -> dict[str, Any]:
    """What an inner function has of the one around it."""
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=False)
    found = {}
    for name, cell in cells:
        try:
            found[name] = cell.cell_contents
        except ValueError:  # not yet given
            continue
    return found
