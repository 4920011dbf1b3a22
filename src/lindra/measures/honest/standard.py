"""Direct standardisation: the share a unit would have with the whole's mix of ages and diagnoses. Pure.

The share of each stratum, weighted as the standard is made up: Σ w·p, with weights that add up to 1. Its standard error
is √ Σ w²·p·(1 − p)/n (J. L. Fleiss, Statistical Methods for Rates and Proportions, 1981, chapter 14); its interval
comes from Wilson's of each stratum (:mod:`.interval`), for the standard error is 0 where a stratum of few is all met or
none. Dobson's interval, usual for rates, is of Poisson counts and may pass 1; it is not for shares.

A stratum that the standard has and the unit has nobody in has no share. Its weight is then carried by the unit's other
strata with the same first key (the same age), each as many as its people, or by all where there are none; it is named,
with its weight. More carried than the limit, and the share is not comparable. Those whose stratum the standard does not
have are not counted, and told. All that is our own choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from lindra.frame.shares import CONFIDENCE
from lindra.measures.honest.interval import combined
from lindra.measures.honest.numbers import StandardNumbers

Stratum = tuple[str, ...]
"""Such as (age, diagnosis)."""


@dataclass(frozen=True, slots=True)
class Standardised:
    """A share (0–1) as it would be with the standard's mix, with its standard error and interval.

    ``crude``: those of the standard's strata as they are. ``empty``: strata with nobody in, or withheld, and the weight
    (0–1) of each that others carry. ``not_counted``: people of strata that the standard does not have. ``comparable``:
    no more was carried than may be.
    """

    share: float
    low: float
    high: float
    error: float
    crude: float
    of: int
    empty: tuple[tuple[Stratum, float], ...]
    not_counted: int
    comparable: bool

    @property
    def carried(self) -> float:
        """The weight (0–1) carried by other strata."""
        return sum(weight for _, weight in self.empty)


def weights(standard: Mapping[Stratum, float]) -> dict[Stratum, float]:
    """What a standard is made up of, as parts of 1; those of none are left out."""
    total = sum(standard.values())
    if total <= 0 or any(one < 0 for one in standard.values()):
        raise ValueError("a standard has somebody in it, and in no stratum fewer than nobody")
    return {stratum: many / total for stratum, many in sorted(standard.items()) if many}


def standardised(
    counts: Mapping[Stratum, tuple[int, int]],
    standard: Mapping[Stratum, float],
    numbers: StandardNumbers,
    confidence: float = CONFIDENCE,
) -> Standardised | None:
    """A unit's share from (met, of) by stratum; ``None`` with nobody in any stratum of the standard."""
    wanted = weights(standard)
    known = {stratum: counts[stratum] for stratum in wanted if counts.get(stratum, (0, 0))[1]}
    if not known:
        return None
    empty = tuple((stratum, weight) for stratum, weight in wanted.items() if stratum not in known)
    borne = _borne(wanted, known, empty)
    parts = [(borne[stratum], met, of) for stratum, (met, of) in known.items()]
    found = combined(parts, confidence)
    assert found is not None
    error = sqrt(sum(weight**2 * (met / of) * (1 - met / of) / of for weight, met, of in parts))
    met, of = (sum(one[place] for one in known.values()) for place in (0, 1))
    outside = sum(many for stratum, (_, many) in counts.items() if stratum not in wanted)
    comparable = sum(weight for _, weight in empty) <= numbers.most_carried
    return Standardised(*found, error, met / of, of, empty, outside, comparable)


def _borne(
    wanted: Mapping[Stratum, float],
    known: Mapping[Stratum, tuple[int, int]],
    empty: tuple[tuple[Stratum, float], ...],
) -> dict[Stratum, float]:
    """The weight of each stratum with somebody in, what it carries of the empty ones included."""
    borne = {stratum: wanted[stratum] for stratum in known}
    for stratum, weight in empty:
        near = [one for one in known if one[:1] == stratum[:1]] or list(known)
        people = sum(known[one][1] for one in near)
        for one in near:
            borne[one] += weight * known[one][1] / people
    return borne
