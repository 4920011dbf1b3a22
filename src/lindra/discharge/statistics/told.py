"""The statistics of a case file as plain values, for JSON and for reading. Pure.

A number that is withheld is null with ``withheld`` true; one that does not exist (of no stays) is null without.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lindra.discharge.statistics.choices import Choices, chart_numbers
from lindra.discharge.statistics.control import Chart, Limits
from lindra.discharge.statistics.report import Group, Row, Table
from lindra.discharge.statistics.stays import MARKS, REASONS
from lindra.discharge.statistics.sums import Sums
from lindra.discharge.statistics.withholding import hidden

OF_PATIENTS = ("readmitted", "short_after_sent_in", "against_plan")
"""Shares that only the record can tell: here the numbers are those of a file."""
NO_PATIENT = "a case file does not tell which stays are the same patient's, nor where the patient went"
NOT_COMPUTED = (
    ("against_plan", "a case file does not tell what a plan said before the admission"),
    ("readmitted", NO_PATIENT),
    ("short_after_sent_in", "a case file does not tell whether somebody at home sent the patient in"),
    ("hospital", "the heading of a case file names no hospital"),
    ("long_stays.not_able", "no event of a case file tells that a municipality could not receive"),
)


def row(one: Row, choice: Choices, names: tuple[str, ...], *, least: int = 0) -> dict[str, Any]:
    """A group with its numbers; ``names`` are those of the group's parts. With ``least``, what may be passed on."""
    head: dict[str, Any] = dict(zip(names, one.group, strict=False))
    if not one.shown:
        return head | {"withheld": True}
    sums = one.sums
    marks = [mark for mark in MARKS if mark not in OF_PATIENTS]
    found = head | {
        "withheld": False, "n": sums.n, "mean_days": _rounded(sums.mean), "median_days": sums.median,
        "mean_moves": _moves(one),
        "shares": {mark: share(one, mark) for mark in marks},
    }  # fmt: skip
    if least and one.group:
        return found
    found["distribution"] = dict(zip(choice.band_names, bands(sums, choice, least), strict=True))
    if least:
        return found
    return found | {
        "rule_n": sums.mean_cases, "rule_mean_days": _rounded(sums.rule_mean), "most_days": sums.most,
        "died": sums.died, "long_stays": _long(sums), "left_out": sums.left_out,
        "not_ready": sums.not_ready,
    }  # fmt: skip


def bands(sums: Sums, choice: Choices, least: int = 0) -> tuple[int | None, ...]:
    """How many stays in each band of days; nothing where that is withheld."""
    counts = dict(enumerate(sums.distribution(choice)))
    gone = hidden(counts, least) if least else set()
    return tuple(None if place in gone else count for place, count in counts.items())


def _moves(one: Row) -> float | None:
    return _rounded(one.sums.mean_moves) if one.shows("moved") else None


def _long(sums: Sums) -> dict[str, Any]:
    return {
        "n": sums.long,
        "why": {reason: sums.reasons[reason] for reason in REASONS if sums.reasons[reason]},
    }


def share(one: Row, mark: str) -> dict[str, Any]:
    """A share with its interval; withheld where it is of few."""
    if not one.shows(mark):
        return {"withheld": True}
    found = one.sums.share(mark)
    value, low, high = found or (None, None, None)
    return {
        "cases": one.sums.cases[mark], "of": one.sums.of[mark], "share": _rounded(value), "low": _rounded(low),
        "high": _rounded(high),
    }  # fmt: skip


def rows(
    found: Table, choice: Choices, names: tuple[str, ...], *, least: int = 0
) -> Iterator[dict[str, Any]]:
    """Each row of a table."""
    for one in found.rows:
        yield row(one, choice, names, least=least)


def chart(municipality: Group, found: Chart, choice: Choices) -> dict[str, Any]:
    """A chart: its months, the limits of each phase or why there are none, and the signals."""
    signals = found.signals
    return {
        "municipality": municipality[0],
        "points": [
            {"month": one.month, "mean_days": _rounded(one.value), "n": one.n, "signal": signals.get(one.month)}
            for one in found.points
        ],
        "phases": [
            {"side": phase.side, "months": len(phase.months)} | _limits(phase.limits, choice) for phase in found.phases
        ],
        "after_by_limits_before": dict(found.changed),
    }  # fmt: skip


def _limits(found: Limits | None, choice: Choices) -> dict[str, Any]:
    if found is None:
        why = f"fewer than {choice.least_points} months with a value, or no two of them in a row"
        return {"centre": None, "low": None, "high": None, "mean_range": None, "why": why}
    return {
        "centre": _rounded(found.centre), "low": _rounded(found.low), "high": _rounded(found.high),
        "mean_range": _rounded(found.mean_range), "why": None,
    }  # fmt: skip


def numbers(choice: Choices, long_stay_days: int, long_stay_source: str) -> dict[str, Any]:
    """What was counted by, with its source."""
    of_chart = chart_numbers()
    return {
        "source": choice.source, "valid_from": choice.valid_from.isoformat(), "bands": list(choice.band_names),
        "long_stay_days": long_stay_days, "long_stay_source": long_stay_source,
        "readmission_days": choice.readmission_days, "home": list(choice.home),
        "short_stay_days": choice.short_stay_days, "least_shown": choice.least_shown,
        "least_points": choice.least_points,
        "chart": {"scale": of_chart.scale, "run": of_chart.run, "source": of_chart.source},
    }  # fmt: skip


def not_computed() -> list[dict[str, str]]:
    """What is not computed of a file, and why."""
    return [{"what": what, "why": why} for what, why in NOT_COMPUTED]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


# For reading.


def line(told: dict[str, Any], names: tuple[str, ...]) -> str:
    """A row as a line."""
    head = " ".join(str(told[name]) for name in names if told.get(name)) or "all"
    if told["withheld"]:
        return f"{head}: withheld, of few"
    shares = "; ".join(
        f"{mark.replace('_', ' ')} {_said(one)}" for mark, one in told["shares"].items() if one.get("of") != 0
    )
    lines = [
        f"{head}: {told['n']} stays, mean {_or_dash(told['mean_days'])}, median {_or_dash(told['median_days'])} "
        f"days ready, estimates moved {_or_dash(told['mean_moves'])} times a stay"
    ]
    if "distribution" in told:
        spread = (f"{band}: {_withheld(count)}" for band, count in told["distribution"].items() if count != 0)
        lines.append(f"  days {', '.join(spread) or '–'}")
    lines.append(f"  {shares or 'no shares'}")
    if "long_stays" in told:
        lines.append(_rest(told))
    return "\n".join(lines)


def _rest(told: dict[str, Any]) -> str:
    long = told["long_stays"]
    why = ", ".join(f"{reason.replace('_', ' ')} {count}" for reason, count in long["why"].items())
    return (
        f"  longest {_or_dash(told['most_days'])} days; long stays {long['n']}{f' ({why})' if why else ''}; "
        f"died {told['died']}; left out by the rule {told['left_out']}, without a ready notice {told['not_ready']}"
    )


def _withheld(count: int | None) -> str:
    return "withheld" if count is None else str(count)


def _said(one: dict[str, Any]) -> str:
    if one.get("withheld"):
        return "withheld"
    return f"{one['cases']} of {one['of']} ({one['share']:.0%}, {one['low']:.0%}–{one['high']:.0%})"


def charted(told: dict[str, Any]) -> str:
    """A chart as lines."""
    lines = [f"{told['municipality']}: mean days ready by month"]
    for phase in told["phases"]:
        side = "" if phase["side"] == "all" else f"{phase['side']} the change, "
        lines.append(
            f"  {side}{phase['months']} months: no limits, {phase['why']}"
            if phase["why"]
            else f"  {side}{phase['months']} months: centre {phase['centre']}, limits {phase['low']}–{phase['high']}"
        )
    lines += [
        f"  {one['month']}: {one['mean_days']} of {one['n']}, signal: {one['signal']}"
        for one in told["points"]
        if one["signal"]
    ]
    lines += [
        f"  {month}: {signal} by the limits from before"
        for month, signal in told["after_by_limits_before"].items()
    ]
    return "\n".join(lines)


def _or_dash(value: Any) -> str:
    return "–" if value is None else str(value)
