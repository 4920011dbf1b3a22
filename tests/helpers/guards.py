"""What the house forbids, as functions of text that return the faults they see.

Each takes a piece of the project and gives a list of faults, empty when all is well. ``tests/house`` runs
them over the whole project, and over samples that must be found at fault.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CLOCK_CALLS = {"now", "utcnow", "today", "localdate", "localtime"}
CLOCK_OWNERS = {"datetime", "date", "timezone"}
WRITES = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITING_SQL = re.compile(r"\s*(INSERT|UPDATE|DELETE|TRUNCATE|DROP|ALTER)\s", re.IGNORECASE)
PAGE_FAULTS = {
    "a style attribute": re.compile(r"(?<![\w-])style\s*=\s*[\"']", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>]*\s(?:on[a-z]+|hx-on[\w:-]*)\s*=\s*[\"']", re.IGNORECASE),
    "a script address": re.compile(r"[\"']\s*javascript:", re.IGNORECASE),
    "a resource of another machine": re.compile(
        r"<(?:script|img|link|iframe|source|video|audio)\b[^>]*\b(?:src|href)\s*=\s*[\"']\s*(?:https?:)?//",
        re.IGNORECASE,
    ),
}
MACHINE_PATH = re.compile(r"(?<![\w.\-}])/(?:home|root|Users|work)/[\w.\-]+")
ADDRESS = re.compile(r"\w+://|^\s*-{1,2}(?:i|f|index|extra-index|find-links|trusted)", re.MULTILINE)


def imports(source: str) -> Iterator[str]:
    """Every module that a piece of Python imports, wherever in it, by its full name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def impure(source: str) -> list[str]:
    """Imports of Django, which rules, events and measures may not know."""
    return [f"imports {name}" for name in imports(source) if name.split(".")[0] == "django"]


def own_clock(source: str) -> list[str]:
    """Ways to ask for the time past the one clock."""
    faults = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if node.func.attr in CLOCK_CALLS and name in CLOCK_OWNERS:
                faults.append(f"line {node.lineno}: {name}.{node.func.attr}()")
        elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            faults.append(f"line {node.value.lineno}: {node.arg}, which asks Django's clock")
    return faults


def writing_queries(source: str) -> list[str]:
    """Writes in a module that only reads."""
    faults = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in WRITES:
            faults.append(f"line {node.lineno}: .{node.attr}")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and WRITING_SQL.match(node.value):
            faults.append(f"line {node.lineno}: {node.value.split()[0]}")
    return faults


def unsafe_page(source: str) -> list[str]:
    """What the Content-Security-Policy would refuse or a page should not fetch."""
    return [name for name, pattern in PAGE_FAULTS.items() if pattern.search(source)]


def machine_paths(source: str) -> list[str]:
    """Folders of the machine on which something was written."""
    return MACHINE_PATH.findall(source)


def unexplained_dependencies(pyproject: str) -> list[str]:
    """Dependencies without the reason beside them."""
    in_list = False
    faults = []
    for line in pyproject.splitlines():
        if re.match(r"(dependencies|[\w-]+) = \[$", line):
            in_list = True
        elif line.startswith("]"):
            in_list = False
        elif in_list and re.match(r'\s+"[\w\[\]-]+[<>=~!]', line) and not re.search(r",\s*#\s*\S+", line):
            faults.append(line.strip())
    return faults


def loose_requirements(requirements: str) -> list[str]:
    """Packages without an exact version and a hash, and addresses of where they might come from."""
    faults = [f"an address: {found}" for found in ADDRESS.findall(requirements)]
    blocks = re.split(r"\n(?=\S)", requirements.strip())
    faults += [block.split()[0] for block in blocks if "==" not in block or "--hash=sha256:" not in block]
    return faults


def unmet(wanted: list[str], requirements: str) -> list[str]:
    """Dependencies of the project that the pinned requirements do not hold: ``bin/lock`` was forgotten."""
    pinned = {}
    for line in pins(requirements):
        name, _, version = line.partition(";")[0].strip().partition("==")
        pinned[canonicalize_name(name)] = version
    needed = [Requirement(text) for text in wanted]
    return [
        str(one) for one in needed if not one.specifier.contains(pinned.get(canonicalize_name(one.name), "0"))
    ]


def pins(requirements: str) -> set[str]:
    """The lines that pin a package, without their hashes."""
    return {line.rstrip(" \\") for line in requirements.splitlines() if re.match(r"[a-z]", line)}
