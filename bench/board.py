"""The board of discharges with 20 and with 2,000 open stays at one ward: what a page costs.

    .venv/bin/python bench/board.py [--database sqlite|postgresql] [--quick]

Two wards of one world, one with few stays and one with many, each stay with an admission notice to home nursing and an
estimate that was changed, half of them ready. Timed is the whole answer of the server to who works there – decision,
access log, rows, deadlines, page – without a network; the two take turns, so that what disturbs one disturbs both. The
page shows fifty stays at most, and how many there are of each stage. *Few, as many rows*: a third ward with as many
stays as a page shows, so that it can be told what comes of the number of stays and what of the number of rows.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import common
from lindra import clock
from lindra.ids import new_id
from lindra.record import log

FEW, PAGE, MANY = 20, 50, 2000
TIMES = 60


def main() -> int:
    """Measure on each database in a world of its own."""
    parser = common.parser(__doc__)
    common.databases(parser)
    options = parser.parse_args()
    if options.inside is None:
        return common.measured_inside(options, sys.argv[1:])
    common.set_up()
    sizes = (FEW, PAGE, 200 if options.quick else MANY)
    wards = _wards(sizes)
    _known_to_the_planner()
    times = 5 if options.quick else TIMES
    taken = _answered(dict(zip(sizes, wards, strict=True)), times)
    for size in sizes:
        common.emit(
            database=options.inside, path="board", stays=size, ms=common.spread(taken[size]),
            ratio=round(statistics.median(taken[size]) / statistics.median(taken[FEW]), 2),
        )  # fmt: skip
    return 0


def _wards(sizes: tuple[int, ...]) -> list[Any]:
    """A ward with so many stays each; who works there."""
    from lindra.areas import actions as areas
    from lindra.people import actions as people
    from lindra.record.envelope import Author

    region = areas.add_provider(hsa_id="SE2321000016-B0", name="Region", kind="region", area="17")
    town = areas.add_provider(hsa_id="SE2321000016-B1", name="Kommun", kind="municipality", area="1780")
    nursing = _unit(areas, town, "home_nursing", 0)
    made = []
    for number, size in enumerate(sizes, start=1):
        ward = _unit(areas, region, "hospital_ward", number)
        staff = people.add_staff(
            f"SE2321000016-S{number}", f"Nurse {number}", "nurse", username=f"nurse{number}"
        )
        work = people.assign(staff, ward.id, "nurse", ("care",))
        author = Author(staff.hsa_id, work.id, ward.id, region.id)
        with log.batch():
            for nth in range(size):
                _stay(author, ward.id, nursing.id, ready=nth % 2 == 0)
        made.append(staff)
    return made


def _known_to_the_planner() -> None:
    """PostgreSQL gathers what it knows of its tables within a minute of such a change; here it is not waited for."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _unit(areas: Any, provider: Any, kind: str, number: int) -> Any:
    return areas.add_unit(
        hsa_id=f"SE2321000016-U{number}", name=f"{kind} {number}", kind=kind, municipality="1780", provider=provider,
        valid_from=date(2000, 1, 1),
    )  # fmt: skip


def _stay(author: Any, ward: str, nursing: str, *, ready: bool) -> None:
    from lindra.discharge.events import messages
    from lindra.people import actions as people
    from lindra.people.details import Name
    from lindra.record import facts
    from lindra.record.envelope import When

    patient, now = people.new_patient(), clock.now()
    people.note(patient, Name(given="Test", family="Testsson"), by="bench")
    own: dict[str, Any] = {"episode": "e1", "to": (nursing,)}
    came, day = now - timedelta(days=4), timedelta(days=1)
    told: list[tuple[Any, Any]] = [
        (facts.Admitted(episode="e1"), came),
        (messages.AdmissionNotice(ref=new_id(), **own, needs=("municipal_health",), admitted=came,
                                  estimate=clock.day(now)), came + day / 2),
        (messages.EstimateChanged(ref=new_id(), **own, estimate=clock.day(now + 2 * day)), came + day),
    ]  # fmt: skip
    if ready:
        told.append((messages.Ready(ref=new_id(), **own), now - day))
    log.append(patient, [log.Draft(fact, When.at(at)) for fact, at in told], author, expected=log.ANY)


def _answered(wards: dict[int, Any], times: int) -> dict[int, list[float]]:
    from django.test import Client

    clients: dict[int, Callable[[], Any]] = {}
    for size, staff in wards.items():
        client = Client(SERVER_NAME="localhost")
        client.force_login(staff.user, backend="django.contrib.auth.backends.ModelBackend")
        clients[size] = lambda client=client: client.get("/discharges/")  # type: ignore[misc]
    taken: dict[int, list[float]] = {size: [] for size in wards}
    for turn in range(times + 3):
        for size, ask in clients.items():
            started = time.perf_counter()
            answer = ask()
            seconds = time.perf_counter() - started
            assert answer.status_code == 200
            if turn >= 3:  # the first ones load what is loaded once
                taken[size].append(1000 * seconds)
    return taken


if __name__ == "__main__":
    raise SystemExit(main())
