"""Opening a patient through the one door, with 10 to 10,000 entries, with the chart cached, in part and without.

    .venv/bin/python bench/opening.py [--database sqlite|postgresql] [--quick]

What is timed is ``privacy.door.open`` and the chart it gives: decide, write the access log (durable before the answer),
read who the patient is, and give the chart – *cached*: as it is stored, to who sees everything; *in part*: to a doctor
of another provider, from whom the patient has blocked what one of six units wrote; *folded* from every entry, after
what is stored has been taken away. Beside them the access-log entry alone, which every opening waits for. Patients take
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
    team, on_call, authors = _places()
    sizes = SIZES[:2] if options.quick else SIZES
    patients = {size: _patient(size, team, on_call, authors) for size in sizes}
    times = 10 if options.quick else CACHED_TIMES
    _tell(options, "cached", _opened(patients, team, dict.fromkeys(sizes, times)), patients)
    _tell(options, "in part", _opened(patients, on_call, dict.fromkeys(sizes, times)), patients)
    folds = {size: 5 if options.quick else max(10, min(100, FOLDED_ENTRIES // size)) for size in sizes}
    _tell(options, "folded", _opened(patients, team, folds, before=_forget_charts), patients)
    common.emit(
        database=options.inside, path="log", ms=_ms(_logged(next(iter(patients.values())), team, times))
    )
    return 0


def _places() -> tuple[Any, Any, list[Any]]:
    """A nurse of a team, a doctor on call of another provider, and who writes: at six units of two providers.

    All share their records.
    """
    from lindra.areas import actions as areas
    from lindra.people import actions as people
    from lindra.privacy.reader import named
    from lindra.record.envelope import Author

    units = []
    for number, (kind, area) in enumerate((("region", "01"), ("municipality", "0180"), ("private", ""))):
        provider = areas.add_provider(hsa_id=f"SE2321000016-B{number}", name=kind, kind=kind, area=area)
        areas.share_records(provider, date(2000, 1, 1))
        for nth in range(3 if number < 2 else 1):
            unit = areas.add_unit(
                hsa_id=f"SE2321000016-B{number}{nth}", name=f"{kind} {nth}", kind="specialised_home_care",
                municipality="0180", provider=provider, valid_from=date(2000, 1, 1),
            )  # fmt: skip
            units.append((unit.id, provider.id))
    authors = [Author(f"SE2321000016-{n}", f"assignment-{n}", *unit) for n, unit in enumerate(units[:6])]
    readers = []
    for hsa_id, role, unit in (("S1", "nurse", units[0]), ("S2", "physician", units[6])):
        people.assign(people.add_staff(f"SE2321000016-{hsa_id}", hsa_id), unit[0], role, ("care",))
        readers.append(named(f"SE2321000016-{hsa_id}", "care"))
    return readers[0], readers[1], authors


BESIDE = 5
"""Entries of each patient that let both readers in and hide the first one's unit from the second."""


def _patient(size: int, team: Any, on_call: Any, authors: list[Any]) -> str:
    """A patient with a name, an address, a relation with both readers' units, and that many entries."""
    from lindra.people import actions as people
    from lindra.people.details import Address, Birth, Name
    from lindra.privacy.events import AttitudeNoted, Blocked
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
    for reader in (team, on_call):
        consent = AttitudeNoted(provider=reader.assignment.provider, attitude="consents")
        drafts = [log.Draft(fact, When.at(now)) for fact in (RelationOpened(relation=new_id()), consent)]
        log.append(patient, drafts, reader.author, expected=log.ANY)
    blocked = Blocked(level="unit", provider=team.assignment.provider, of=team.assignment.unit)
    log.append(patient, [log.Draft(blocked, When.at(now))], team.author, expected=log.ANY)
    courses.seeded(random.Random(size), patient, size - BESIDE, now, authors)
    return patient


def _opened(
    patients: dict[int, str], reader: Any, times: dict[int, int], before: Callable[[], Any] = bool
) -> dict[int, list[float]]:
    """Seconds of each opening by size; three openings each come first and are not counted."""
    found: dict[int, list[float]] = {size: [] for size in patients}
    for turn in range(-3, max(times.values())):
        for size, patient in patients.items():
            if turn < times[size]:
                before()
                seconds, (opened, chart) = _timed(lambda who=patient: _read(who, reader))  # type: ignore[misc]
                told = sum(chart.counts.values())
                assert told == size - 3 if opened.sight.whole else 0 < told < size - 3
                found[size] += [seconds] if turn >= 0 else []
    return found


def _read(patient: str, reader: Any) -> tuple[Any, Any]:
    """What the door gives, and the chart in it."""
    from lindra.privacy import door

    opened = door.open(patient, reader)
    assert isinstance(opened, door.Opened), opened
    return opened, opened.chart


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
    """Take away what is stored of charts, so that an opening folds."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_chart")
        cursor.execute("DELETE FROM record_part")


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
