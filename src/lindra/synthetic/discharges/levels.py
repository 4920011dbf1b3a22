"""By which odds the process is told, and made-up sentences: ``discharges.toml`` and ``.json`` in ``data/``. Pure."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from lindra.synthetic import mix

DATA = Path(__file__).parent.parent / "data"


@cache
def levels() -> dict[str, Any]:
    """All levels, by what they are about."""
    return tomllib.loads((DATA / "discharges.toml").read_text("utf-8"))


@cache
def texts() -> dict[str, Any]:
    """All sentences, by what they are about."""
    found: dict[str, Any] = json.loads((DATA / "discharges.json").read_text("utf-8"))
    return found


def happens(random: Random, about: str, name: str) -> bool:
    """Whether something happens, by its share."""
    return mix.chance(random, levels()[about][name])


def one_of(random: Random, about: str, name: str) -> str:
    """One of the keys, by its odds."""
    odds: dict[str, float] = levels()[about][name]
    return mix.drawn(random, odds)


def said(random: Random, about: str, part: str = "") -> str:
    """One of the sentences about something."""
    of = texts()[about]
    chosen: str = random.choice(of[part] if part else of)
    return chosen
