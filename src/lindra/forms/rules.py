"""Scores of instruments, and the room's thresholds: pure arithmetic, each with its source.

No rule guesses what was not answered. A sum with an item missing is not a sum of that instrument, so it has no value
and names what is missing. (Imputing half-answered scales is a matter for studies; whether any of these instruments
allows it in care is not verified.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from lindra.forms.values import N_

LONGEST_TEXT = 20_000
"""Characters of one free text. Our own bound: more belongs in a document."""
DRAFT_DAYS = 7
"""How long something begun and not sent in is kept. Our own bound: what is known of a patient grows old."""
RETRY = timedelta(minutes=10)
"""How long the same, sent again from the same page, is taken for a retry. Our own bound: a lost connection comes back
within minutes, and the same dose may be given again within the hour."""


@dataclass(frozen=True, slots=True)
class Score:
    """A computed score. ``value`` is ``None`` where it cannot be computed; ``missing`` names the items it lacks."""

    value: Decimal | None
    complete: bool
    missing: tuple[str, ...] = ()
    grade: str = ""
    """What it means, an English message id; empty where the instrument says nothing."""


@dataclass(frozen=True, slots=True)
class Band:
    """From this value on, it means this."""

    least: int
    grade: str


@dataclass(frozen=True, slots=True)
class Rule:
    """How a score comes about: from which items (linkIds), each from ``least`` to ``most``, and how."""

    items: tuple[str, ...]
    least: int
    most: int
    source: str
    bands: tuple[Band, ...] = ()
    together: Callable[[list[Decimal]], Decimal] = lambda numbers: sum(numbers, Decimal(0))


IPOS = (
    "pos-pal.org, How to score IPOS: items 0–4, the subscales and the sum of all 17; which items are in which "
    "subscale: BMC Palliat Care 2024, doi 10.1186/s12904-024-01630-0 (10, 4 and 3 items)"
)
SYMPTOMS = (
    "pain", "breathlessness", "weakness", "nausea", "vomiting", "appetite", "constipation", "mouth", "drowsiness",
    "mobility",
)  # fmt: skip
EMOTIONAL = ("anxious", "family", "depressed", "peace")
PRACTICAL = ("feelings", "information", "practical")
ESAS = (
    "Hui et al. 2016, J Pain Symptom Manage 51:262: physical 0–60 (six), emotional 0–20 (two), total 0–90 (these and "
    "well-being); a symptom that is added (Watanabe et al. 2009) is in none of them"
)
ESAS_PHYSICAL = ("pain", "tiredness", "nausea", "drowsiness", "appetite", "breathlessness")
ESAS_EMOTIONAL = ("depression", "anxiety")
ABBEY = "Australian Government, Department of Health, Triage Quick Reference Guide: Abbey pain scale"
MOUTH = (
    "Andersson et al. 2002, Spec Care Dentist 22:181 (eight areas graded 1–3); that grade 2 or 3 in any area is a "
    "finding: plus.rjl.se (ROAG)"
)
MOUTH_AREAS = ("voice", "lips", "mucosa", "tongue", "gums", "teeth", "saliva", "swallowing")

SCORES: Mapping[str, Rule] = {
    "symptoms": Rule(SYMPTOMS, 0, 4, IPOS),
    "symptoms-emotional": Rule(EMOTIONAL, 0, 4, IPOS),
    "symptoms-practical": Rule(PRACTICAL, 0, 4, IPOS),
    "symptoms-all": Rule((*SYMPTOMS, *EMOTIONAL, *PRACTICAL), 0, 4, IPOS),
    "esas": Rule((*ESAS_PHYSICAL, *ESAS_EMOTIONAL, "wellbeing"), 0, 10, ESAS),
    "esas-physical": Rule(ESAS_PHYSICAL, 0, 10, ESAS),
    "esas-emotional": Rule(ESAS_EMOTIONAL, 0, 10, ESAS),
    "abbey": Rule(
        ("vocalisation", "face", "body", "behaviour", "physiology", "physical"), 0, 3, ABBEY,
        (
            Band(0, N_("No pain")), Band(3, N_("Mild pain")), Band(8, N_("Moderate pain")),
            Band(14, N_("Severe pain")),
        ),
    ),
    "mouth": Rule(MOUTH_AREAS, 1, 3, MOUTH),
    "mouth-worst": Rule(
        MOUTH_AREAS, 1, 3, MOUTH,
        (Band(1, N_("Healthy")), Band(2, N_("Moderate deviation")), Band(3, N_("Severe deviation"))), max,
    ),
}  # fmt: skip
"""By the name that a form's ``score`` gives."""


class OutOfRange(ValueError):
    """A number that the instrument does not have: which item, and what it may be."""

    def __init__(self, item: str, rule: Rule) -> None:
        super().__init__(f"{item}: from {rule.least} to {rule.most}")
        self.item = item


def score(name: str, numbers: Mapping[str, Decimal | int]) -> Score:
    """The score of this name from numbers by linkId; others than its items are left alone.

    Raises ``KeyError`` for an unknown score and :class:`OutOfRange` for a number that the item does not have.
    """
    rule = SCORES[name]
    for item in rule.items:
        if item in numbers and not rule.least <= numbers[item] <= rule.most:
            raise OutOfRange(item, rule)
    missing = tuple(item for item in rule.items if item not in numbers)
    if missing:
        return Score(None, False, missing)
    value = rule.together([Decimal(numbers[item]) for item in rule.items])
    return Score(value, True, (), grade(name, value))


def grade(name: str, value: Decimal | int) -> str:
    """What a value of this score means, an English message id; empty where the instrument says nothing."""
    return next((band.grade for band in reversed(SCORES[name].bands) if value >= band.least), "")
