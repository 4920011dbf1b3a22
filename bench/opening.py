"""Opening a patient through the one door, with 10 to 10,000 entries, with the chart cached and without.

    .venv/bin/python bench/opening.py [--database sqlite|postgresql] [--quick]

What is timed is ``privacy.door.open``: decide, write the access log (durable before the answer), read who the
patient is, and give the chart – *cached* as it is stored, or *folded* from every entry after the stored chart
has been taken away. Beside them the access-log entry alone, which every opening waits for. Patients take
turns, so that what disturbs one disturbs all.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import common
import courses
from lindra import clock
from lindra.ids import new_id
from lindra.record import log

SIZES = (10, 100, 1000, 10_000)
CACHED_TIMES = 200
FOLDED_ENTRIES = 150_000
"""Entries folded in all per size: the small are opened often, the large a few times."""


def main() -> int:
    """Measure on each database in a world of its own."""
    parser = common.parser(__doc__)
    common.databases(parser)
    options = parser.parse_args()
    if options.inside is None:
        return common.measured_inside(options, sys.argv[1:])
    common.set_up()
    reader = _reader()
    sizes = SIZES[:2] if options.quick else SIZES
    patients = {size: _patient(size, reader) for size in sizes}
    times = 10 if options.quick else CACHED_TIMES
    _tell(options, "cached", _opened(patients, reader, dict.fromkeys(sizes, times)), patients)
    _forget_charts()
    folds = {size: 5 if options.quick else max(10, min(100, FOLDED_ENTRIES // size)) for size in sizes}
    _tell(options, "folded", _opened(patients, reader, folds), patients)
    common.emit(
        database=options.inside, path="log", ms=_ms(_logged(next(iter(patients.values())), reader, times))
    )
    return 0


def _reader() -> Any:
    """A nurse of a unit made for the purpose."""
    from lindra.areas import actions as areas
    from lindra.people import actions as people
    from lindra.privacy.reader import named

    provider = areas.add_provider(hsa_id="SE2321000016-B1", name="Region", kind="region", area="01")
    unit = areas.add_unit(
        hsa_id="SE2321000016-B2", name="ASIH", kind="specialised_home_care", municipality="0180",
        provider=provider, valid_from=date(2000, 1, 1),
    )  # fmt: skip
    people.assign(people.add_staff("SE2321000016-B3", "Sjuksköterska"), unit.id, "nurse", ("care",))
    return named("SE2321000016-B3", "care")


def _patient(size: int, reader: Any) -> str:
    """A patient with a name, an address, a relation with the reader's unit, and that many entries."""
    from lindra.people import actions as people
    from lindra.people.details import Address, Birth, Name
    from lindra.record.envelope import When
    from lindra.record.facts import RelationOpened

    patient, now = people.new_patient(), clock.now()
    people.identify(patient, "reserve", f"R{size:011d}", system="bench")
    for detail in (
        Name(given="Anna", family="Berg"),
        Birth(date="1940-05-17", sex="female"),
        Address(city="Farsta"),
    ):
        people.note(patient, detail, by="bench")
    relation = log.Draft(RelationOpened(relation=new_id()), When.at(now))
    log.append(patient, [relation], reader.author, expected=0)
    courses.seeded(random.Random(size), patient, size - 1, now)
    return patient


def _opened(patients: dict[int, str], reader: Any, times: dict[int, int]) -> dict[int, list[float]]:
    """Seconds of each opening by size; three openings each come first and are not counted."""
    from lindra.privacy import door

    found: dict[int, list[float]] = {size: [] for size in patients}
    for turn in range(-3, max(times.values())):
        for size, patient in patients.items():
            if turn < times[size]:
                seconds, opened = _timed(lambda who=patient: door.open(who, reader))  # type: ignore[misc]
                assert isinstance(opened, door.Opened)
                assert sum(opened.chart.counts.values()) == size
                found[size] += [seconds] if turn >= 0 else []
    return found


def _logged(patient: str, reader: Any, times: int) -> list[float]:
    from lindra.privacy import accesslog

    return [
        _timed(lambda: accesslog.log(reader, [patient], "patient", "right", "opened"))[0]
        for _ in range(times)
    ]


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = do()
    return time.perf_counter() - began, result


def _forget_charts() -> None:
    """Take the stored charts away; opening does not put them back, so that every opening folds."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_chart")


def _tell(
    options: argparse.Namespace, path: str, found: dict[int, list[float]], patients: dict[int, str]
) -> None:
    for size, seconds in found.items():
        common.emit(
            database=options.inside, path=path, entries=size, times=len(seconds), ms=_ms(seconds),
            chart_kilobytes=_kilobytes(patients[size]),
        )  # fmt: skip


def _ms(seconds: list[float]) -> dict[str, float]:
    ms = [value * 1000 for value in seconds]
    return {**common.spread(ms, 3), "p95": round(common.percentile(ms, 0.95), 3)}


def _kilobytes(patient: str) -> float:
    """The size of the patient's chart as it would be stored."""
    from lindra.record.chart import fold, pack
    from lindra.record.queries import events_of

    return round(len(pack(fold(events_of(patient)))) / 1024, 1)


if __name__ == "__main__":
    raise SystemExit(main())
