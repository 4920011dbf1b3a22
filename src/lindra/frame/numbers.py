"""Numbers as each language writes them. Pure: the language is an argument."""

from __future__ import annotations

import math

THIN = "\u202f"  # narrow no-break space: between thousands, before %
MINUS = "\u2212"


def number(value: float | int, decimals: int | None = None, language: str = "sv") -> str:
    """A number with thousands set apart: 1 234,5 in Swedish, 1 234.5 in English.

    Without ``decimals`` an integer is written whole and anything else with one decimal.
    """
    if not math.isfinite(value):
        return "–"
    places = decimals if decimals is not None else (0 if value == int(value) else 1)
    text = f"{abs(value):,.{places}f}".replace(",", THIN)
    sign = MINUS if value < 0 and any(digit in text for digit in "123456789") else ""
    return sign + (text if language == "en" else text.replace(".", ","))


def percent(share: float, decimals: int = 0, language: str = "sv") -> str:
    """A share, 0–1, in per cent. What is not quite none or all is never rounded to 0 or 100: <1 %, >99 %."""
    if not math.isfinite(share):
        return "–"
    step = 10.0**-decimals
    points = share * 100
    rounded = round(points, decimals)
    if points > 0 and rounded == 0:
        return "<" + _with_sign(step, decimals, language)
    if points < 100 and rounded == 100:
        return ">" + _with_sign(100 - step, decimals, language)
    return _with_sign(points, decimals, language)


def interval(low: float, high: float, decimals: int = 0, language: str = "sv") -> str:
    """An interval of shares, 0–1: 33–49 %."""
    ends = [number(round(end * 100, decimals), decimals, language) for end in (low, high)]
    return f"{ends[0]}–{ends[1]}" + _unit(language)


def _with_sign(points: float, decimals: int, language: str) -> str:
    return number(points, decimals, language) + _unit(language)


def _unit(language: str) -> str:
    return "%" if language == "en" else f"{THIN}%"
