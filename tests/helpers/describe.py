"""The whole HTTP surface as OpenAPI 3, generated from the URL configuration and the source of the views.

Nothing here is typed by hand: a page that is added tomorrow is described tomorrow. Beside the addresses of the URL
configuration stand the two that it does not know: the static files, and any address that is none.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern, RoutePattern
from django.utils.regex_helper import normalize

from helpers.lookups import asked, layers

METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD")
"""What is tried on a view that does not say which it takes."""
WITH_BODY = ("POST", "PUT", "PATCH")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
TEXT = {"type": "string"}
STATIC, NO_ADDRESS = "static file", "no address"
"""What the two are called that the URL configuration does not know."""

Schema = dict[str, Any]


@dataclass(frozen=True)
class Address:
    """One address: its path with ``{names}``, the name it goes by, its view, and a schema for each name."""

    path: str
    name: str
    view: Callable[..., Any] | None = None
    parameters: dict[str, Schema] = field(default_factory=dict)


def description() -> dict[str, Any]:
    """Everything that answers, as an OpenAPI document."""
    paths: dict[str, Any] = {}
    for address in everything():
        paths.setdefault(address.path, _path(address))
    return {
        "openapi": "3.0.3",
        "info": {"title": "Lindra", "version": "generated"},
        "paths": paths,
    }


def write(folder: Path) -> Path:
    """Write the description to a file; returns it."""
    file = folder / "openapi.json"
    file.write_text(json.dumps(description(), ensure_ascii=False, indent=1))
    return file


def everything() -> Iterator[Address]:
    """Every address of the URL configuration, static files, and what is no address at all."""
    yield from addresses(get_resolver().url_patterns)
    yield Address(f"{settings.STATIC_URL}{{file}}", STATIC, parameters={"file": TEXT})
    yield Address("/{anything}", NO_ADDRESS, parameters={"anything": TEXT})


def addresses(
    patterns: list[URLPattern | URLResolver],
    before: str = "/",
    names: tuple[str, ...] = (),
    known: dict[str, Schema] | None = None,
) -> Iterator[Address]:
    """Every address of some patterns; the first of those that look the same answers, and comes first."""
    for pattern in patterns:
        for path, parameters in _written(pattern.pattern):
            full, schemas = before + path, {**(known or {}), **parameters}
            if isinstance(pattern, URLResolver):
                inner = (*names, pattern.namespace) if pattern.namespace else names
                yield from addresses(pattern.url_patterns, full, inner, schemas)
            else:
                called = pattern.name or pattern.lookup_str
                yield Address(full, ":".join((*names, called)), pattern.callback, schemas)


def _written(pattern: Any) -> Iterator[tuple[str, dict[str, Schema]]]:
    """A piece of an address, in each way it can be written, with a schema for each name in it."""
    if isinstance(pattern, RoutePattern):
        path = re.sub(r"<(?:[^>:]+:)?([^>]+)>", r"{\1}", str(pattern))
        yield path, {name: _schema(one.regex) for name, one in pattern.converters.items()}
    elif isinstance(pattern, LocalePrefixPattern):
        yield str(pattern), {}
    elif isinstance(pattern, RegexPattern):
        groups = dict(_groups(str(pattern)))
        for path, found in normalize(str(pattern)):
            named = {name: _schema(groups.get(name, ".+")) for name in found}
            yield re.sub(r"%\((\w+)\)s", r"{\1}", path).replace("%%", "%"), named
    else:
        raise TypeError(f"an address of a sort nobody can describe yet: {type(pattern).__name__}")


def _schema(regex: str) -> Schema:
    if regex == "[0-9]+":
        return {"type": "integer", "minimum": 0}
    return {"type": "string", "pattern": f"^{regex}$"}


def _groups(regex: str) -> Iterator[tuple[str, str]]:
    """The named groups of a regular expression with what stands in each."""
    for opening in re.finditer(r"\(\?P<(\w+)>", regex):
        depth = 1
        for piece in _PIECES.finditer(regex, opening.end()):
            depth += {"(": 1, ")": -1}.get(piece[0], 0)
            if not depth:
                yield opening[1], regex[opening.end() : piece.start()]
                break


_PIECES = re.compile(r"\\.|\[\]?(?:\\.|[^\]])*\]|.")
"""Of a regular expression: a character that stands for itself, a choice of characters, or any one character."""


def methods(view: Callable[..., Any]) -> tuple[str, ...]:
    """The methods that a view says it takes; every common one where it does not say."""
    for layer in layers(view):
        if (made := getattr(layer, "view_class", None)) is not None:
            taken = {name.upper() for name in made.http_method_names if hasattr(made, name)}
            return tuple(sorted(taken | ({"HEAD"} if "GET" in taken else set())))
        if inspect.isfunction(layer):
            told = inspect.getclosurevars(layer).nonlocals.get("request_method_list")
            if told is not None:
                return tuple(told)
    return METHODS


def _path(address: Address) -> dict[str, Any]:
    told = asked(address.view) if address.view else asked(_path)
    taken = methods(address.view) if address.view else METHODS
    found: dict[str, Any] = {
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": schema}
            for name, schema in address.parameters.items()
        ]
    }
    for method in taken:
        found[method.lower()] = {
            "operationId": f"{method} {address.path}",
            "summary": address.name,
            "parameters": [{"name": name, "in": "query", "schema": TEXT} for name in sorted(told.query)],
            "responses": {"default": {"description": "an answer"}},
        }
        if method in WITH_BODY:
            found[method.lower()]["requestBody"] = _body(told.body, told.files)
    return found


def _body(names: set[str], files: set[str]) -> dict[str, Any]:
    """A form with the fields that are asked for, each of which may be missing, and any others."""
    fields: dict[str, Schema] = dict.fromkeys(sorted(names), TEXT)
    fields |= {name: {"type": "string", "format": "binary"} for name in sorted(files)}
    form = {"type": "object", "properties": fields, "additionalProperties": TEXT}
    return {"content": {kind: {"schema": form} for kind in FORMS}}
