"""Symptoms and relief, ratings, as-needed orders: what is true. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from lindra.care.events.situation import Asked
from lindra.record.clinical import MedicineGiven
from lindra.record.facts import Diagnosis, Measured, MedicineOrdered
from lindra.synthetic.ending import DAYS, DELIRIUM, SYMPTOMS, Symptom
from lindra.synthetic.report.known import Holds, Known, So, Told, so

ITEMS: dict[tuple[str, str], str] = {
    ("NRS", "NRS"): "pain", ("NRS", "rattle"): "rattle", ("NRS", "confusion"): "confusion",
    **{(scale, item): item for scale in ("ESAS", "IPOS") for item in ("pain", "nausea", "breathlessness")},
    ("ESAS", "anxiety"): "anxiety", ("IPOS", "anxious"): "anxiety",
}  # fmt: skip
"""What each item that is told rates; those of ESAS and IPOS that are left rate something else."""
NEARLY_DAILY = 6
"""Rated on so many days, the last of them at the latest the day before death: then it is known all week. Our own."""
FOR = {"N02AA01": "pain", "N05CD08": "anxiety", "A03AB02": "rattle", "N05AD01": "nausea"}


@dataclass(frozen=True, slots=True)
class Rated:
    """One score that was told."""

    item: tuple[str, str]
    value: int
    days: int
    severe: bool


def answers(known: Known) -> dict[str, So | None]:
    """Questions 23 to 27."""
    scores = _scores(known)
    found: dict[str, So | None] = {}
    for symptom in SYMPTOMS:
        found[symptom] = _present(known, symptom, scores[symptom])
        found[f"{symptom}_relief"] = _relief(known, symptom, scores[symptom])
    return {**found, **_ratings(known, scores), **_orders(known)}


def _scores(known: Known) -> dict[str, list[Rated]]:
    """The scores of the last week, by what they rate, the earliest first."""
    found: dict[str, list[Rated]] = defaultdict(list)
    for one in known.told(Measured, DAYS - 1):
        code, value = one.fact.code, one.fact.value
        if code.system in ("NRS", "ESAS", "IPOS") and value and value.number is not None:
            item, number = (code.system, code.code), int(value.number)
            if item not in (("ESAS", "wellbeing"), ("IPOS", "peace")):
                severe = number >= (3 if code.system == "IPOS" else 7)
                found[ITEMS.get(item, "other")].append(Rated(item, number, one.days, severe))
    return found


def _all_week(scores: list[Rated]) -> bool:
    days = {one.days for one in scores}
    return len(days) >= NEARLY_DAILY and min(days) <= 1


def _dosed(known: Known, symptom: str) -> bool:
    """Whether a dose was given for it, of an order that says for what."""
    orders = {one.fact.order: one.fact.terms for one in known.told(MedicineOrdered)}
    terms = (orders.get(one.fact.order) for one in known.told(MedicineGiven, DAYS - 1))
    return any(one is not None and one.indication == symptom for one in terms)


def _present(known: Known, symptom: Symptom, scores: list[Rated]) -> So:
    dosed = _dosed(known, symptom)
    true = dosed or any(known.ending.level(symptom, day) for day in range(DAYS))
    delirium = symptom == "confusion" and any(
        one.fact.code == DELIRIUM for one in known.told(Diagnosis, DAYS - 1)
    )
    seen = dosed or delirium or any(one.value for one in scores)
    return so("yes" if true else "no", held=seen or _all_week(scores))


def _relief(known: Known, symptom: Symptom, scores: list[Rated]) -> So | None:
    """How it was at the end beside its worst; what scores tell of that, by each item."""
    levels = known.ending.levels[symptom]
    if not any(levels):
        return None
    last, worst = levels[0], max(levels)
    answer = "full" if last == 0 else "partly" if last < worst else "not"
    said = {told for told in map(_tells, _series(scores)) if told}
    holds: Holds = "silent" if not said else "held" if len(said) == 1 else "conflict"
    return So((answer,), holds)


def _series(scores: list[Rated]) -> list[list[Rated]]:
    found: dict[tuple[str, str], list[Rated]] = defaultdict(list)
    for one in scores:
        found[one.item].append(one)
    return list(found.values())


def _tells(series: list[Rated]) -> str:
    """What one item tells: its last score, not older than the day before death, beside an earlier one.

    That nothing helped takes scores of nearly all days: relief may have come before the first of a few.
    """
    last = series[-1]
    worst = max((one.value for one in series[:-1]), default=0)
    if last.days > 1 or worst == 0 or last.value > worst:
        return ""
    if last.value == 0:
        return "full"
    if last.value <= 0.7 * worst:
        return "partly"
    return "not" if last.value == worst and _all_week(series) else ""


def _ratings(known: Known, scores: dict[str, list[Rated]]) -> dict[str, So | None]:
    pain = scores["pain"]
    others = any(some for name, some in scores.items() if name != "pain")
    rated = bool(pain) or known.ending.rated
    severe = max(known.ending.levels["pain"]) > 6
    held = any(one.severe for one in pain) or _all_week(pain)
    return {
        "pain_rated": so("yes" if rated else "no", held=bool(pain)),
        "others_rated": so("yes" if others else "no", held=others),
        "severe_pain": so("yes" if severe else "no", held=held) if rated else None,
    }


def _orders(known: Known) -> dict[str, So | None]:
    """Injections ordered as needed before the day of death: as told, or on paper only."""
    orders = [one for one in known.told(MedicineOrdered) if one.fact.as_needed and one.days >= 1]
    told = {_for(one) for one in orders}
    asked = [one for one in known.told(Asked, 1) if one.fact.topic == "as_needed" and one.fact.known == "no"]
    return {
        f"order_{name}": so(
            "yes" if name in told or name in known.ending.ordered else "no",
            held=name in told or bool(asked),
        )
        for name in ("pain", "rattle", "nausea", "anxiety")
    }


def _for(order: Told[MedicineOrdered]) -> str:
    terms = order.fact.terms
    return terms.indication if terms else FOR[order.fact.code.code]
