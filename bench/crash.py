"""Kill a writer again and again: is every acknowledged entry there, none half there, everything computed right?

    python bench/crash.py --kills 1000            (SQLite, in a folder of its own)
    DATABASE_URL=… python bench/crash.py --kills 1000

A child writes acts of one to four entries about a few patients and tells, after each append has returned, what it
wrote. The parent kills it (SIGKILL) at a random moment, reads what had been told, and starts the next. At the end,
and after every hundredth kill, it checks the log against what was told. Prints one JSON line; exit 1 when anything
is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter

PATIENTS = [f"patient-{n}" for n in range(8)]


def main() -> int:
    """Run the kills and the checks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", default="")
    options = parser.parse_args()
    _set_up(options.home)
    dice, told, problems = random.Random(options.seed), {}, []
    started = time.monotonic()
    for kill in range(1, options.kills + 1):
        told |= _write_until_killed(dice.uniform(0.005, 0.12), dice.randrange(2**32))
        if kill % 100 == 0 or kill == options.kills:
            problems += _check(told)
            sys.stderr.write(f"{kill} kills, {len(told)} acknowledged acts, {len(problems)} problems\n")
    acts = len(told)
    result = {"database": _vendor(), "kills": options.kills, "acknowledged_acts": acts, "problems": problems,
              "seconds": round(time.monotonic() - started, 1)}  # fmt: skip
    print(json.dumps(result))
    return 1 if problems or acts < options.kills // 5 else 0


def _set_up(home: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lindra.site.settings")
    os.environ["LINDRA_HOME"] = home or tempfile.mkdtemp(prefix="lindra-crash-")
    os.environ.pop("LINDRA_NOW", None)
    import django

    django.setup()
    from lindra.site import world

    world.get_ready()


def _vendor() -> str:
    from django.db import connection

    return str(connection.vendor)


def _write_until_killed(seconds: float, seed: int) -> dict[str, tuple[str, int]]:
    """Fork a writer, kill it after a while, return the acts it had acknowledged: act → (patient, entries)."""
    from django.db import connections

    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _write(writing, random.Random(seed))
    os.close(writing)
    ready = os.read(reading, 1)
    assert ready == b"!"
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, "rb") as pipe:
        lines = pipe.read().decode().split("\n")[:-1]
    os.waitpid(child, 0)
    return {act: (patient, int(size)) for act, patient, size in (line.split(" ") for line in lines)}


def _write(pipe: int, dice: random.Random) -> None:
    from lindra import clock
    from lindra.ids import new_id
    from lindra.record import facts, log
    from lindra.record.envelope import Author, When

    author = Author("SE2321000016-A1", "assignment", "unit", "provider")
    first = True
    while True:
        patient, size, act = dice.choice(PATIENTS), dice.randint(1, 4), new_id()
        fact = facts.Contact(episode=f"{act}/{size}", form="home_visit")
        drafts = [log.Draft(fact, When.at(clock.now())) for _ in range(size)]
        log.append(patient, drafts, author, expected=log.ANY, act=act)
        os.write(pipe, (b"!" if first else b"") + f"{act} {patient} {size}\n".encode())
        first = False


def _check(told: dict[str, tuple[str, int]]) -> list[str]:
    """What is wrong: missing acts, half acts, a broken chain, a chart or reading that is not the log's."""
    from django.db import connection

    from lindra.record import queries, readings
    from lindra.record.chart import fold
    from lindra.record.verify import verify

    problems = [f"{fault.what} ({fault.patient}, {fault.seq})" for fault in verify().faults]
    for patient in PATIENTS:
        events = queries.events_of(patient)
        sizes = Counter(event.act for event in events)
        planned = {event.act: int((event.payload or {})["episode"].rsplit("/")[-1]) for event in events}
        problems += [f"act {act} is half there" for act, size in sizes.items() if planned[act] != size]
        lost = [act for act, (whose, _) in told.items() if whose == patient and act not in sizes]
        problems += [f"acknowledged act {act} is not there" for act in lost]
        if events and readings.chart_of(patient) != fold(events):
            problems.append(f"the chart of {patient} is not the fold of the log")
        with connection.cursor() as cursor:
            cursor.execute("SELECT reading, key, unit, provider, at, data FROM record_reading WHERE patient = %s",
                           [patient])  # fmt: skip
            stored = {(r[0], r[1]): (r[2], r[3], r[4], r[5].encode()) for r in cursor.fetchall()}
        if events and stored != readings.rows_of(fold(events)):
            problems.append(f"the readings of {patient} are not those of the log")
    return problems


if __name__ == "__main__":
    raise SystemExit(main())
