"""What the stylesheets say of a picture, for files that have none: colours by day, on white paper.

Reads ``tokens.css`` and ``charts.css``, so that a saved picture cannot look otherwise than the page. Understands what
they hold of a picture: rules for classes, alone or inside another. The rest (media, states, HTML) is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

STATIC = Path(__file__).parent / "static" / "frame"
DRAWN = frozenset(
    {
        "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity",
        "opacity", "text-anchor", "font-weight", "paint-order",
    }
)  # fmt: skip
ON_PAPER = {"paper": "#ffffff", "sheet": "#ffffff", "veil": "#ffffff"}

_TOKEN = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_PLAIN = re.compile(r"(?:\.[\w-]+)+(?: (?:\.[\w-]+)+)*")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

Classes = frozenset[str]


class Rule(NamedTuple):
    """Classes of the element and of those around it, outermost first, and what holds for it."""

    chain: tuple[Classes, ...]
    said: tuple[tuple[str, str], ...]

    @property
    def weight(self) -> int:
        """How much it counts against other rules: its classes."""
        return sum(map(len, self.chain))


@cache
def colours() -> dict[str, str]:
    """Every colour token by day, by name."""
    return dict(_TOKEN.findall((STATIC / "tokens.css").read_text(encoding="utf-8"))) | ON_PAPER


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of pictures, the weightier last."""
    text = _COMMENT.sub("", (STATIC / "charts.css").read_text(encoding="utf-8")).split("@media")[0]
    found = [
        Rule(tuple(frozenset(part.strip(".").split(".")) for part in selector.split()), said)
        for selectors, body in _RULE.findall(text)
        if (said := tuple(_declared(body)))
        for selector in (one.strip() for one in selectors.split(","))
        if _PLAIN.fullmatch(selector)
    ]
    return tuple(sorted(found, key=lambda rule: rule.weight))


def style(classes: Classes, around: Sequence[Classes]) -> dict[str, str]:
    """What holds for an element of these classes inside elements of those, outermost first."""
    return _style(classes, tuple(around))


@cache
def _style(classes: Classes, around: tuple[Classes, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for rule in rules():
        if rule.chain[-1] <= classes and _inside(rule.chain[:-1], around):
            found.update(rule.said)
    return found


def _inside(chain: Sequence[Classes], around: Sequence[Classes]) -> bool:
    """Whether the classes of a rule are met in order, not necessarily one directly in the other."""
    left = iter(around)
    return all(any(wanted <= one for one in left) for wanted in chain)


def _declared(body: str) -> list[tuple[str, str]]:
    pairs = [one.split(":", 1) for one in body.split(";") if ":" in one]
    return [
        (name.strip(), re.sub(r"var\(--([\w-]+)\)", lambda found: colours()[found[1]], value.strip()))
        for name, value in pairs
        if name.strip() in DRAWN
    ]
