"""How far two readers class alike: observed agreement, Cohen's kappa, and kappa with weights. Pure.

Kappa: J. Cohen, Educ Psychol Meas 1960;20:37–46; with weights: J. Cohen, Psychol Bull 1968;70:213–220. Its standard
error for an interval: J. L. Fleiss, J. Cohen and B. S. Everitt, Psychol Bull 1969;72:323–327.

Why two kappas. Of the four classes three are ordered (concrete plans, partly under way, no plans); *no answer* is on
no scale with them. So the main figure is plain kappa of all four, to which every difference is as large as any other.
Beside it stands kappa with linear weights (D. V. Cicchetti and T. Allison, Am J EEG Technol 1971;11:101–110) of the
bodies that both readers put into the ordered three: there *partly* against *none* is half as wrong as *concrete*
against *none*. Quadratic weights would rise with the number of classes and forgive neighbours more than we would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
FEWEST = 10
"""With fewer bodies no interval is shown: that of a large sample means nothing. Our own limit; no source gives one."""

Weights = Sequence[Sequence[float]]
Table = Sequence[Sequence[int]]
"""How many the first reader put in row i and the second in column j."""


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement beyond chance. ``value`` is None where chance alone would agree on all.

    There is no interval where nobody differs: the formula would give none of any width.
    """

    bodies: int
    observed: float
    expected: float
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two readers compared: how many bodies both read, on how many they agree, plain and weighted kappa."""

    both: int
    same: int
    plain: Kappa | None
    weighted: Kappa | None
    differing: tuple[str, ...]


def agreement(
    first: Mapping[str, str],
    second: Mapping[str, str],
    classes: Sequence[str],
    ordered: Sequence[str],
    confidence: float = CONFIDENCE,
) -> Agreement:
    """Compare two readers by body. ``ordered`` are those of the classes that stand on one scale, in order.

    Raises :class:`ValueError` for a class that is none of them.
    """
    both = sorted(set(first) & set(second))
    unknown = ({first[one] for one in both} | {second[one] for one in both}) - set(classes)
    if unknown:
        raise ValueError(f"no such class: {', '.join(sorted(unknown))}")
    on_scale = [one for one in both if first[one] in ordered and second[one] in ordered]
    return Agreement(
        both=len(both),
        same=sum(first[one] == second[one] for one in both),
        plain=_of(first, second, both, classes, exact(len(classes)), confidence),
        weighted=_of(first, second, on_scale, ordered, linear(len(ordered)), confidence),
        differing=tuple(one for one in both if first[one] != second[one]),
    )


def _of(
    first: Mapping[str, str], second: Mapping[str, str], bodies: Sequence[str], classes: Sequence[str],
    weights: Weights, confidence: float,
) -> Kappa | None:  # fmt: skip
    if not bodies:
        return None
    place = {code: nth for nth, code in enumerate(classes)}
    table = [[0] * len(classes) for _ in classes]
    for one in bodies:
        table[place[first[one]]][place[second[one]]] += 1
    return kappa(table, weights, confidence)


def exact(classes: int) -> list[list[float]]:
    """Weights of plain kappa: alike is one, anything else nothing."""
    return [[float(i == j) for j in range(classes)] for i in range(classes)]


def linear(classes: int) -> list[list[float]]:
    """Weights that fall evenly with the distance between classes."""
    furthest = max(classes - 1, 1)
    return [[1 - abs(i - j) / furthest for j in range(classes)] for i in range(classes)]


def kappa(table: Table, weights: Weights, confidence: float = CONFIDENCE) -> Kappa:
    """Kappa of a square table by weights (1 on the diagonal), with its interval, cut to −1 … 1.

    The interval is that of a large sample: of twenty bodies it is rough, and wide. Raises :class:`ValueError` of an
    empty table.
    """
    number = sum(map(sum, table))
    if number == 0:
        raise ValueError("nobody was read by both")
    places = range(len(table))
    share = [[table[i][j] / number for j in places] for i in places]
    rows = [sum(share[i]) for i in places]
    columns = [sum(share[i][j] for i in places) for j in places]
    observed = sum(weights[i][j] * share[i][j] for i in places for j in places)
    expected = sum(weights[i][j] * rows[i] * columns[j] for i in places for j in places)
    if expected > 1 - 1e-12:
        return Kappa(number, observed, expected, None, None, None)
    value = (observed - expected) / (1 - expected)
    if observed > 1 - 1e-12:
        return Kappa(number, observed, expected, value, None, None)
    of_row = [sum(columns[j] * weights[i][j] for j in places) for i in places]
    of_column = [sum(rows[i] * weights[i][j] for i in places) for j in places]
    spread = (
        sum(
            share[i][j] * (weights[i][j] - (of_row[i] + of_column[j]) * (1 - value)) ** 2
            for i in places
            for j in places
        )
        - (value - expected * (1 - value)) ** 2
    )
    half = NormalDist().inv_cdf((1 + confidence) / 2) * sqrt(max(spread, 0) / number) / (1 - expected)
    return Kappa(number, observed, expected, value, max(value - half, -1.0), min(value + half, 1.0))
