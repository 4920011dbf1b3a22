"""What made-up plans of care say: made-up sentences (``data/care_plans.json``) and orders. Pure.

Doses and intervals are examples for the demo, never advice.
"""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal, cast

from lindra.record.facts import Amount, AsNeeded, Code, Indication

_TEXTS = Path(__file__).parent / "data" / "care_plans.json"
Giver = Literal["nurse", "delegated", "relative", "patient"]


@cache
def texts() -> dict[str, Any]:
    """All sentences, by what they are about."""
    found: dict[str, Any] = json.loads(_TEXTS.read_text(encoding="utf-8"))
    return found


def said(random: Random, about: str, part: str = "") -> Any:
    """One of the sentences about something."""
    of = texts()[about]
    return random.choice(of[part] if part else of)


_TERMS: dict[str, tuple[Indication, str, str, str, int, int]] = {
    "N02AA01": ("pain", "10 mg/ml", "2.5", "5", 60, 6),
    "N05CD08": ("anxiety", "5 mg/ml", "1", "2.5", 60, 6),
    "A03AB02": ("rattle", "0,2 mg/ml", "0.2", "", 120, 4),
    "N05AD01": ("nausea", "5 mg/ml", "0.5", "1", 240, 3),
}
"""By ATC code: for what, strength, dose from and to (mg), least minutes between, most a day. Our own, for the demo."""


def terms(code: Code, delegated: bool) -> AsNeeded:
    """On what terms an as-needed medicine may be given."""
    indication, strength, low, high, interval, most = _TERMS[code.code]
    givers: tuple[Giver, ...] = ("nurse", "delegated") if delegated else ("nurse",)
    return AsNeeded(
        indication=indication, strength=strength, dose=_mg(low), dose_high=_mg(high) if high else None,
        least_interval=interval, most_per_day=most, may_give=givers,
    )  # fmt: skip


def _mg(number: str) -> Amount:
    return Amount(number=Decimal(number), unit="mg")


Steps = dict[str, tuple[str, str]]


def steps() -> Steps:
    """First and second step, by problem."""
    return cast(Steps, texts()["steps"])


FITTING: dict[str, tuple[str, ...]] = {
    "cancer": ("pain", "nausea", "bleeding", "anxiety", "confusion", "carer_cannot_go_on"),
    "heart": ("breathlessness", "anxiety", "pain", "fall", "no_urine"),
    "dementia": ("anxiety", "pain", "fever", "fall", "confusion"),
    "lung": ("breathlessness", "anxiety", "fever", "carer_cannot_go_on"),
    "stroke": ("rattle", "pain", "fever", "no_urine"),
    "nerves": ("breathlessness", "rattle", "anxiety", "carer_cannot_go_on"),
    "kidney": ("nausea", "confusion", "breathlessness", "pain"),
    "frailty": ("pain", "fall", "fever", "confusion", "carer_cannot_go_on"),
}
"""Problems to plan for, by illness; near death rattle and dying come to them. Our own choice."""
