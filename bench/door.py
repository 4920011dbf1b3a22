"""What the door costs: decisions, its share of a page, the access log beside bare inserts, pages with and without it.

    .venv/bin/python bench/door.py [--database sqlite|postgresql] [--quick]

*Decisions*: the pure function asked random questions of all there are, as it is, and with its memory of earlier
answers. *Share*: pages of a made-up county asked for by a nurse through Django, without a network; of each the time
spent deciding and the time spent writing the access log, beside the whole. *Log*: rows written by the access log beside
a bare durable insert of the same columns and bytes, taking turns. *Pages*: the same pages a second with the log and
with it taken away, taking turns.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import common

ROUNDS = 5


def main() -> int:
    """Measure on each database in a world of its own."""
    parser = common.parser(__doc__)
    common.databases(parser)
    options = parser.parse_args()
    if options.inside is None:
        return common.measured_inside(options, sys.argv[1:])
    common.set_up()
    _decisions(options)
    client, pages = _visit(options)
    _share(options, client, pages)
    _logged(options)
    _pages(options, client, pages)
    return 0


def _decisions(options: argparse.Namespace) -> None:
    from lindra.privacy.rules import DIMENSIONS, Question, decide

    draw, number = random.Random(17), 2_000 if options.quick else 200_000
    every = [list(values) for values in DIMENSIONS.values()]
    asked = [Question(*(draw.choice(values) for values in every)) for _ in range(number)]
    pure, remembered = decide.__wrapped__, decide
    for question in asked:
        remembered(question)
    for what, function in (("as it is", pure), ("remembered", remembered)):
        rates = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            for question in asked:
                function(question)
            rates.append(number / (time.perf_counter() - began))
        common.emit(database=options.inside, what="decisions", how=what, per_second=common.spread(rates, 0))


def _visit(options: argparse.Namespace) -> tuple[Any, dict[str, str]]:
    """A nurse of the demo signed in, and the pages she opens."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from lindra import clock
    from lindra.privacy import door
    from lindra.privacy.reader import named
    from lindra.synthetic import demo
    from lindra.synthetic.generator import UNTIL

    demo.load(17, UNTIL, 40 if options.quick else 200)
    clock.fix(UNTIL)
    account = next(one for one in demo.accounts() if one.username == "jonas")
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(username=account.username), backend=BACKEND)
    reader = named(account.hsa_id, "care")
    living = [one.patient for one in door.rows("patients", reader, state="living") if not one.masked]
    pages = {"one patient": f"/patients/{living[0]}/", "list of patients": "/patients/", "start": "/"}
    for address in pages.values():
        assert client.get(address).status_code == 200, address
    return client, pages


BACKEND = "django.contrib.auth.backends.ModelBackend"


def _share(options: argparse.Namespace, client: Any, pages: dict[str, str]) -> None:
    """Of each page the milliseconds in all, deciding, and writing the log."""
    from lindra.privacy import accesslog, door, queries
    from lindra.privacy.sight import Sight

    for name, address in pages.items():
        whole, deciding, logging = [], [], []
        for _ in range(3 if options.quick else 100):
            with _timed_inside((queries, "known_of"), (queries, "houses"), (Sight, "of")) as decided, \
                 _timed_inside((accesslog, "log")) as logged:  # fmt: skip
                began = time.perf_counter()
                client.get(address)
                whole.append((time.perf_counter() - began) * 1000)
            deciding.append(sum(decided) * 1000)
            logging.append(sum(logged) * 1000)
        assert door.accesslog is accesslog
        common.emit(
            database=options.inside, what="share", page=name, page_ms=common.spread(whole, 2),
            deciding_ms=common.spread(deciding, 2), logging_ms=common.spread(logging, 2),
        )  # fmt: skip


@contextmanager
def _timed_inside(*places: tuple[Any, str]) -> Iterator[list[float]]:
    """Collect the seconds spent in some functions while inside."""
    spent: list[float] = []
    before = [(owner, name, getattr(owner, name)) for owner, name in places]

    def timing(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                spent.append(time.perf_counter() - began)

        return run

    try:
        for owner, name, function in before:
            setattr(owner, name, timing(function))
        yield spent
    finally:
        for owner, name, function in before:
            setattr(owner, name, function)


def _logged(options: argparse.Namespace) -> None:
    """Rows a second of the access log, and of bare durable inserts of the same row."""
    from django.db import connections

    from lindra.ids import new_id
    from lindra.privacy import accesslog
    from lindra.privacy.reader import named
    from lindra.synthetic import demo

    reader = named(next(one.hsa_id for one in demo.accounts() if one.username == "jonas"), "care")
    patient, number = new_id(), 20 if options.quick else 1000
    accesslog.log(reader, [patient], "patient", "SFS 2008:355 4 kap. 1 §", "opened")
    with connections["access"].cursor() as cursor:
        cursor.execute("SELECT * FROM privacy_access ORDER BY id DESC LIMIT 1")
        row = list(cursor.fetchone())
        key = [column[0] for column in cursor.description].index("id")
        columns = ", ".join(f'"{column[0]}"' for column in cursor.description)
        cursor.execute("CREATE TABLE bare AS SELECT * FROM privacy_access LIMIT 0")
        cursor.execute("CREATE UNIQUE INDEX bare_id ON bare (id)")
    marks = ", ".join(["%s"] * len(row))
    rates: dict[str, list[float]] = {"log": [], "bare": []}
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(number):
            accesslog.log(reader, [patient], "patient", "SFS 2008:355 4 kap. 1 §", "opened")
        rates["log"].append(number / (time.perf_counter() - began))
        began = time.perf_counter()
        for _ in range(number):
            row[key] = new_id()
            with connections["access"].cursor() as cursor:
                cursor.execute(f"INSERT INTO bare ({columns}) VALUES ({marks})", row)
        rates["bare"].append(number / (time.perf_counter() - began))
    ratios = [bare / log for log, bare in zip(rates["log"], rates["bare"], strict=True)]
    common.emit(
        database=options.inside, what="log", rows_per_second=common.spread(rates["log"], 0),
        bare_per_second=common.spread(rates["bare"], 0), ratio=common.spread(ratios, 2),
    )  # fmt: skip


def _pages(options: argparse.Namespace, client: Any, pages: dict[str, str]) -> None:
    """Pages a second with the log and without."""
    from lindra.privacy import accesslog

    write, number = accesslog.log, 3 if options.quick else 60
    for name, address in pages.items():
        rates: dict[str, list[float]] = {"with": [], "without": []}
        for _ in range(ROUNDS):
            for how, log in (("with", write), ("without", lambda *args: None)):
                accesslog.log = log  # type: ignore[assignment]
                began = time.perf_counter()
                for _ in range(number):
                    client.get(address)
                rates[how].append(number / (time.perf_counter() - began))
        accesslog.log = write
        common.emit(
            database=options.inside, what="pages", page=name, with_log=common.spread(rates["with"], 0),
            without_log=common.spread(rates["without"], 0),
        )  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
