"""Lists of commitments and of documents with 10, with 25 (as many as a page shows) and with 10,000: what a page costs.

    .venv/bin/python bench/governance.py [--database sqlite|postgresql] [--quick]

Three units of one world with so many commitments each, and who manages them; the three take turns, so that what
disturbs one disturbs all. Timed is the whole answer of the server – seat, counts of every tab, choices, rows, names,
page – without a network. *First* is the list as it opens, *middle* the page that begins in the middle, *filter* the
actions from gaps about one indicator, *search* two words, *over* what is over. The list of documents is everybody's:
it is timed before the world is filled up, and after. Beside it only the question of the middle page of the 10,000 to
the database, in three ways: after a place (as it is done), after a number of rows (OFFSET), by reading all of them.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import common
from lindra import clock
from lindra.ids import new_id

SIZES = (10, 25, 10_000)
TIMES = 40
TITLES = (
    "Skriv en rutin för munhälsa",
    "Ta upp samtalet på ronden",
    "Utbilda nattpersonalen",
    "Följ upp ordinationer",
)
MEASURES = ("conversation-reported@1", "mouth-recorded@1", "pain-recorded@1", "")
ORIGINS = ("gap", "deviation", "recommendation", "decision")
STATES = ("not_started", "ongoing", "ongoing", "paused", "done")


def main() -> int:
    """Measure on each database in a world of its own."""
    parser = common.parser(__doc__)
    common.databases(parser)
    options = parser.parse_args()
    if options.inside is None:
        return common.measured_inside(options, sys.argv[1:])
    clock.fix(datetime.fromisoformat("2026-06-15T10:00:00+02:00"))
    common.set_up()
    sizes, times = ((10, 25, 300), 3) if options.quick else (SIZES, TIMES)
    heads = [_head(number) for number, _size in enumerate(sizes, start=1)]
    few = _documents(heads[0], sizes[0], times)
    for size, head in zip(sizes, heads, strict=True):
        _fill(size, head.unit)
    many = _documents(heads[0], sizes[-1], times)
    _known_to_the_planner()
    taken = _answered(dict(zip(sizes, heads, strict=True)), times)
    taken |= {("documents", sizes[0]): few, ("documents", sizes[-1]): many}
    for (path, size), each in taken.items():
        first = statistics.median(taken[path, sizes[0]])
        common.emit(
            database=options.inside, path=path, rows=size, ms=common.spread(each, 2),
            ratio=round(statistics.median(each) / first, 2),
        )  # fmt: skip
    for way, each in _ways(heads[-1], times).items():
        common.emit(
            database=options.inside, path="question", way=way, rows=sizes[-1], ms=common.spread(each, 3)
        )
    return 0


@dataclass(frozen=True)
class Head:
    """Who manages a unit: the unit, its provider, the account's browser."""

    unit: str
    provider: str
    client: Any


def _head(number: int) -> Head:
    """A unit with its head."""
    from django.test import Client

    from lindra.areas import actions as areas
    from lindra.people import actions as people

    provider = areas.add_provider(
        hsa_id=f"SE2321000016-P{number}", name=f"Provider {number}", kind="private", area=""
    )
    unit = areas.add_unit(
        hsa_id=f"SE2321000016-G{number}", name=f"Unit {number}", kind="other", municipality="1780", provider=provider,
        valid_from=date(2000, 1, 1),
    )  # fmt: skip
    staff = people.add_staff(f"SE2321000016-S{number}", f"Head {number}", "head", username=f"head{number}")
    people.assign(staff, unit.id, "manager", ("admin",))
    client = Client(SERVER_NAME="localhost")
    client.force_login(staff.user, backend="django.contrib.auth.backends.ModelBackend")
    return Head(unit.id, provider.id, client)


def _documents(head: Head, size: int, times: int) -> list[float]:
    """The list of so many documents, as it opens."""
    from lindra.governance.models import Document

    there = Document.objects.count()
    Document.objects.bulk_create((_document(nth) for nth in range(there, size)), batch_size=500)
    _known_to_the_planner()
    taken = [1000 * _timed(lambda: head.client.get("/governance/documents/")) for _turn in range(times + 2)]
    return taken[2:]


def _fill(size: int, unit: str) -> None:
    """So many commitments of a unit."""
    from lindra.governance.models import Commitment

    Commitment.objects.bulk_create((_commitment(nth, unit) for nth in range(size)), batch_size=500)


def _commitment(nth: int, unit: str) -> Any:
    """The nth: one in five is over, one in fifty has no day, every tenth has been moved."""
    from lindra.governance import bodies
    from lindra.governance.commitments import rules
    from lindra.governance.models import Commitment

    today, state, title = clock.today(), STATES[nth % 5], f"{TITLES[nth % 4]} {nth}"
    due = None if nth % 50 == 7 else today + timedelta(days=nth % 700 - 90)
    ended, made_on = (
        (today - timedelta(days=nth % 300) if state == "done" else None),
        today - timedelta(days=400),
    )
    act = {"act": "make", "at": "2025-05-11T08:00:00.000000Z", "on": made_on.isoformat(), "by": "s", "name": "S",
           "title": title, "owner": "Enhetschef", "due": (due or today).isoformat()}  # fmt: skip
    moved = {
        **act,
        "act": "move",
        "due": (today + timedelta(days=1 + nth % 700)).isoformat(),
        "reason": "Semester",
    }
    return Commitment(
        id=new_id(), kind="action" if due else "promise", title=title, text="Mer om det. " * 10, number=1,
        origin=ORIGINS[nth % 4], origin_key=f"key-{nth}", body=bodies.unit(unit), unit=unit, owner="Enhetschef",
        acts=[act, moved] if nth % 10 == 3 else [act], due=due, state=state, made_on=made_on, ended_on=ended,
        measure=MEASURES[nth % 4], place="region=17", sort=rules.place(state, due, ended),
        words=rules.searched(title, "Mer om det. " * 10, "Enhetschef"),
    )  # fmt: skip


def _document(nth: int) -> Any:
    from lindra.governance.models import Document

    today = clock.today()
    return Document(
        id=new_id(), key=f"agreement:{nth}", kind="agreement", title=f"Överenskommelse {nth}", owner="Strateg",
        decided_by="Vårdrådet", decided_on=today - timedelta(days=800), valid_from=today - timedelta(days=790),
        valid_to=today + timedelta(days=nth % 900 - 60), interval=12, follow_up_on=today + timedelta(days=nth % 300),
    )  # fmt: skip


def _known_to_the_planner() -> None:
    """Both gather what they know of their tables by themselves in time; here it is not waited for."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _seat(head: Head) -> Any:
    from lindra.governance.seats import Seat

    return Seat("unit", head.provider, head.unit, "")


def _addresses(head: Head) -> dict[str, str]:
    from lindra.governance.commitments import queries

    whole = queries.rows(_seat(head), queries.Filters(open="yes"))
    middle = queries.mark(whole[whole.count() // 2])
    return {
        "first": "/governance/actions/",
        "middle": f"/governance/actions/?after={middle}",
        "filter": "/governance/actions/?kind=action&origin=gap&measure=conversation-reported",
        "search": "/governance/actions/?words=ronden+enhetschef",
        "over": "/governance/actions/?show=over",
    }


def _answered(heads: dict[int, Head], times: int) -> dict[tuple[str, int], list[float]]:
    """Each list of each unit, taking turns."""
    asked = {
        (path, size): (head, address)
        for size, head in heads.items()
        for path, address in _addresses(head).items()
    }
    taken: dict[tuple[str, int], list[float]] = {key: [] for key in asked}
    for turn in range(times + 2):
        for key, (head, address) in sorted(asked.items()):
            seconds = _timed(lambda head=head, address=address: head.client.get(address))  # type: ignore[misc]
            if turn >= 2:  # the first ones load what is loaded once
                taken[key].append(1000 * seconds)
    return taken


def _timed(ask: Callable[[], Any]) -> float:
    started = time.perf_counter()
    answer = ask()
    seconds = time.perf_counter() - started
    assert getattr(answer, "status_code", 200) == 200
    return seconds


def _ways(head: Head, times: int) -> dict[str, list[float]]:
    """The middle page asked for in three ways, taking turns."""
    from lindra.governance.commitments import queries

    filters, size, seat = queries.Filters(open="yes"), queries.PAGE, _seat(head)
    whole = queries.rows(seat, filters)
    half = whole.count() // 2
    mark = queries.mark(whole[half - 1])
    ways: dict[str, Callable[[], Any]] = {
        "after a place": lambda: queries.listed(seat, filters, mark, size),
        "after a number of rows": lambda: list(queries.rows(seat, filters)[half : half + size]),
        "all of them": lambda: list(queries.rows(seat, filters))[half : half + size],
    }
    first, second, third = (way() for way in ways.values())
    assert first == second == third
    taken: dict[str, list[float]] = {way: [] for way in ways}
    for _turn in range(times):
        for way, ask in ways.items():
            taken[way].append(1000 * _timed(ask))
    return taken


if __name__ == "__main__":
    raise SystemExit(main())
