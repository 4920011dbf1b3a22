"""Stays in hospital in slow plain Python, entry by entry: what the log says stands, put together and counted.

It shares nothing with ``stays.py`` but the names of the columns: no Ibis, no SQL.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from lindra.measures.measure import Measure
from lindra.measures.strata import Grouping, age_group
from measures.last_year import Row
from measures.plain import MUNICIPALITIES, REGIONS, Cells, counters, period, which

Log = Mapping[str, Sequence[Row]]
FOLLOWED = 30


def standing(log: Log, kind: str) -> Iterator[Row]:
    """Of each entry and its corrections the latest written; none of them where any was withdrawn."""
    above = {(r["patient"], r["event"]): r["corrects"] for r in log.get(kind, ()) if r["corrects"]}

    def root(patient: str, event: str) -> str:
        while (patient, event) in above:
            event = above[patient, event]
        return event

    gone = {(r["patient"], root(r["patient"], r["corrects"])) for r in log.get("withdrawn", ())}
    last: dict[tuple[str, str], Row] = {}
    for r in sorted(log.get(kind, ()), key=lambda one: one["seq"]):
        last[r["patient"], root(r["patient"], r["event"])] = r
    return (r for entry, r in last.items() if entry not in gone)


def by_episode(log: Log, kind: str) -> dict[tuple[str, str], Row]:
    """Of each stay the latest written of a kind."""
    ordered = sorted(standing(log, kind), key=lambda one: one["seq"])
    return {(r["patient"], r["episode"]): r for r in ordered if r["episode"] is not None}


def stays(log: Log) -> Iterator[Row]:
    """Every stay that ended, but those that are left out."""
    return (stay for stay in told(log) if not stay["fault"])


def left_out(log: Log) -> Counter[str]:
    """How many that ended are left out, and why."""
    return Counter(stay["fault"] for stay in told(log) if stay["fault"])


def told(log: Log) -> Iterator[Row]:
    """Every stay that somebody was discharged from; its fault, where it cannot be counted."""
    began, ended, ready, undone = (
        by_episode(log, kind) for kind in ("admitted", "discharged", "ready_for_discharge", "ready_withdrawn")
    )
    last = max((r["day"] for r in began.values()), default=date.min)
    people = {r["patient"]: r for r in log["people"]}
    for stay, end in ended.items():
        who = people.get(stay[0], {})
        years = end["day"].year - who["birth_year"] if who.get("birth_year") is not None else None
        if stay not in began:
            yield {"fault": "no_admission"}
            continue
        late = end["day"] < began[stay]["day"]
        was_ready = ready.get(stay)
        if stay in undone and was_ready and undone[stay]["seq"] > was_ready["seq"]:
            was_ready = None
        yield {
            "kind": "stay",
            "fault": "ended_before_admission" if late else "death_before_birth" if (years or 0) < 0 else "",
            "unit": began[stay]["unit"],
            "to": end["form"],
            "month": f"{end['day']:%Y-%m}",
            "days_ready": _days(was_ready and was_ready["day"], end["day"]),
            "days_until_next": _days(end["day"], _next(stay, end["day"], began)),
            "followed": (last - end["day"]).days >= FOLLOWED,
            "region": who.get("region"),
            "municipality": who.get("municipality"),
            "sex": who.get("sex"),
            "years": years,
            "opted_out": bool(who.get("register_opt_out")),
        }


def _next(stay: tuple[str, str], left: date, began: Mapping[tuple[str, str], Row]) -> date | None:
    """The day of the first stay that began after it ended: of those that began after it, and not before it ended."""
    patient, episode = stay
    this = (began[stay]["day"], episode)
    after = (r["day"] for (who, other), r in began.items() if who == patient and (r["day"], other) > this)
    return min((day for day in after if day >= left), default=None)


def _days(first: date | None, last: date | None) -> int | None:
    days = (last - first).days if first and last else -1
    return days if days >= 0 else None


def groups(stay: Row) -> dict[str, str]:
    """The groups of a stay."""
    return {
        "region": stay["region"] if stay["region"] in REGIONS else "",
        "municipality": stay["municipality"] if stay["municipality"] in MUNICIPALITIES else "",
        "unit": stay["unit"] or "",
        "sex": stay["sex"] if stay["sex"] in ("female", "male", "other") else "",
        "age": which(age_group(), [stay]),
    }


def counted(log: Log, measures: Sequence[Measure], grouping: Grouping) -> Cells:
    """The cells of a grouping, by period and keys, those of nothing left out."""
    found: Cells = {}
    for stay in stays(log):
        keys: list[Any] = [groups(stay)[name] for name in grouping.by]
        for when in {period(stay["month"], grouping.every), stay["month"][:4]}:
            cell = found.setdefault((when, *keys), Counter())
            for measure in measures:
                told = counters(measure, [stay], stay["opted_out"])
                cell.update({f"{measure.key}.{name}": count for name, count in told.items()})
    return {key: +cell for key, cell in found.items()}
