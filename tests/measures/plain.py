"""What measures count to, in slow plain Python: the vocabulary read person by person, row by row.

It shares nothing with the engines but the frozen words of the definitions: no Ibis, no SQL, no masks.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import floor
from typing import Any

from lindra.areas import geography
from lindra.measures import language as lang
from lindra.measures.measure import Measure
from lindra.measures.strata import Grouping, age_group, diagnosis_group, place_of_death
from measures.last_year import Row, day_is_known, is_begun, patients, possible_days

REGIONS = {one.code for one in geography.regions()}
MUNICIPALITIES = {one.code for one in geography.municipalities()}
Cells = dict[tuple[str, ...], Counter[str]]


def meets(rows: lang.Rows, r: Row) -> bool:
    """Whether one row meets a condition; what is null meets nothing."""
    match rows:
        case lang.Is(column, values):
            return r[column] in values
        case lang.Begins(column, prefixes):
            return r[column] is not None and r[column].startswith(prefixes)
        case lang.Says(question, answers):
            told = (r["answers"] or "").split("|")
            return any(f"{question}={answer}" in told for answer in answers)
        case lang.Between(column, least, most):
            number = r[column]
            return (
                number is not None and (least is None or number >= least) and (most is None or number <= most)
            )
        case lang.Marked(column):
            return bool(r[column])
        case lang.Lasted(most):
            return r["days_before_death"] - max(r["ended_days_before_death"] or 0, 0) <= most
        case lang.When("day_known"):
            return day_is_known([r])
        case lang.When("begun"):
            return is_begun(r)
        case lang.When("not_ended"):
            return r["occurred_to"] is None or r["occurred_to"] >= possible_days(r)[0]
        case lang.Within(first, last):
            in_order = r["death_precision"] == "day" or r["occurred_from"] <= r["died_at"]
            return day_is_known([r]) and last <= r["days_before_death"] <= first and in_order
        case lang.And(parts):
            return all(meets(part, r) for part in parts)
        case lang.Or(parts):
            return any(meets(part, r) for part in parts)
        case lang.Not(part):
            return not meets(part, r)
    raise AssertionError(rows)


def so(node: lang.Truth, own: Sequence[Row]) -> bool:
    """Whether it is so of a person."""
    match node:
        case lang.Exists(rows):
            return any(meets(rows, r) for r in own)
        case lang.Known(value):
            return number(value, own) is not None
        case lang.AtLeast(value, least):
            found = number(value, own)
            return found is not None and found >= least
        case lang.Both(parts):
            return all(so(part, own) for part in parts)
        case lang.Either(parts):
            return any(so(part, own) for part in parts)
        case lang.Negated(part):
            return not so(part, own)
    raise AssertionError(node)


def number(node: lang.Number, own: Sequence[Row]) -> int | None:
    """A number of a person."""
    match node:
        case lang.Age():
            return next(
                (r.get("years", r.get("age_at_death")) for r in own if r["kind"] in ("died", "stay")), None
            )
        case lang.Less(whole, value):
            found = number(value, own)
            return None if found is None else whole - found
        case lang.HowMany(parts):
            return sum(so(part, own) for part in parts)
        case lang.Count(rows):
            return sum(meets(rows, r) for r in own)
        case lang.Total(rows, column):
            told = [r[column] for r in own if meets(rows, r)]
            return sum(told) if told else None
        case lang.Earliest(rows):
            return max((r["days_before_death"] for r in own if meets(rows, r)), default=None)
        case lang.LastNumber(rows, column):
            found = [(-r["minutes_before_death"], r[column]) for r in own if meets(rows, r)]
            return floor(max(found)[1]) if found else None
        case lang.Nights(rows, days):
            return len({night for r in own if meets(rows, r) for night in nights(r) if 1 <= night <= days})
    raise AssertionError(node)


def nights(r: Row) -> Iterable[int]:
    """The nights a row was going on; night n lies between the day n days before death and the day after that."""
    return range(max(r["ended_days_before_death"] or 0, 0) + 1, r["days_before_death"] + 1)


def which(node: lang.Choice, own: Sequence[Row]) -> str:
    """Which of several things a person is."""
    if isinstance(node, lang.First):
        return next((key for key, case in node.cases if so(case, own)), node.otherwise)
    assert isinstance(node, lang.Foremost)
    order = [value for value, _ in node.keys]
    for case in node.cases:
        found = [r for r in own if meets(case, r)]
        if found:
            last = max(found, key=lambda r: (-r["minutes_before_death"], order.index(r[node.column])))
            return dict(node.keys)[last[node.column]]
    return node.otherwise


def counters(measure: Measure, own: Sequence[Row], opted_out: bool) -> Counter[str]:
    """Everything counted of one measure for one person."""
    found: Counter[str] = Counter()
    if not so(measure.population, own) or (measure.register and opted_out):
        return found
    if so(measure.exclusions, own):
        return Counter(out=1) if measure.kind == "share" else found
    if measure.choice is not None:
        return Counter({"of": 1, which(measure.choice, own): 1})
    if measure.mean is not None:
        value = number(measure.mean, own)
        return found if value is None else Counter({"of": 1, "sum": value, "squares": value * value})
    if measure.met is not None:
        assert measure.of is not None
        return Counter({"of": number(measure.of, own), "met": number(measure.met, own)})
    assert measure.numerator is not None
    met = so(measure.numerator, own)
    return Counter({"of": 1, "met": met, "unknown": not met and so(measure.unknown, own)})


def fault(own: Sequence[Row]) -> str:
    """Why a person is left out."""
    deaths = [r for r in own if r["kind"] == "died"]
    if len(deaths) > 1:
        return "two_deaths"
    years = deaths[0]["age_at_death"]
    return "death_before_birth" if years is not None and years < 0 else ""


def groups(own: Sequence[Row]) -> dict[str, str]:
    """The groups of a person who died."""
    [death] = [r for r in own if r["kind"] == "died"]
    reporting = [r["unit"] for r in own if r["kind"] == "death_reported" and r["unit"] is not None]
    return {
        "region": death["region"] if death["region"] in REGIONS else "",
        "municipality": death["municipality"] if death["municipality"] in MUNICIPALITIES else "",
        "unit": max(reporting, default=death["unit"]) or "",
        "sex": death["sex"] if death["sex"] in ("female", "male", "other") else "",
        "weekend": day_of_week(death),
        "age": which(age_group(), own),
        "diagnosis": which(diagnosis_group(), own),
        "place": which(place_of_death(), own),
    }


def day_of_week(death: Row) -> str:
    """Of the weekend or not; nothing where the day is not known."""
    if not day_is_known([death]):
        return ""
    return "weekend" if death["day"].isoweekday() >= 6 else "weekday"


def period(month: str, every: str) -> str:
    if every == "quarter":
        return f"{month[:4]}Q{(int(month[5:]) + 2) // 3}"
    return month if every == "month" else month[:4]


def counted(
    rows: Iterable[Row], measures: Sequence[Measure], grouping: Grouping,
    of: Callable[[Sequence[Row]], dict[str, str]] = groups,
) -> Cells:  # fmt: skip
    """The cells of a grouping, those of nothing left out: by period and keys."""
    found: Cells = {}
    for own in patients(rows).values():
        if fault(own):
            continue
        [death] = [r for r in own if r["kind"] == "died"]
        keys = [of(own)[name] for name in grouping.by]
        for when in {period(death["death_month"], grouping.every), death["death_month"][:4]}:
            cell = found.setdefault((when, *keys), Counter())
            for measure in measures:
                told = counters(measure, own, bool(death["register_opt_out"]))
                cell.update({f"{measure.key}.{name}": count for name, count in told.items()})
    return {key: +cell for key, cell in found.items()}


def changed(measure: Measure, **fields: Any) -> Measure:
    """The same measure with something else in it."""
    return dataclasses.replace(measure, **fields)
