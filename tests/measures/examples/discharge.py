"""Stays in hospital, as tables of what the log holds, in the order in which it was written.

A line says in words what it shows, then the entries of one person: the kind, the stay it is of, where to, and when
(2026; noon where no time stands). Entries are numbered from 1: *corrects 2* puts the second right, *withdrawn 2* takes
it back. Then what the stays count to: how many of those in which somebody was ready were ended on that day; the days
each was ready; how many of those that ended alive and could be followed were followed by another within 30 days, and
how many are left out.

The last admission in the whole export is on 30 June 2026, of somebody else.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from measures.examples import counted
from measures.last_year import STOCKHOLM, Row, at, plain

KINDS = {"ready": "ready_for_discharge", "unready": "ready_withdrawn"}
STAYS = """
    ready and home on one day             | admitted A 03-01; ready A 03-05 00:01; discharged A own_home 03-05 23:59  | 1 of 1 | 0   | 0 of 1
    home the day after                    | admitted A 03-01; ready A 03-05 23:59; discharged A own_home 03-06 00:01  | 0 of 1 | 1   | 0 of 1
    home at midnight is home the next day | admitted A 03-01; ready A 03-05; discharged A own_home 03-06 00:00        | 0 of 1 | 1   | 0 of 1
    the clocks change in between          | admitted A 03-20; ready A 03-28 23:30; discharged A own_home 03-30 00:30  | 0 of 1 | 2   | 0 of 1
    nobody said they were ready           | admitted A 03-01; discharged A own_home 03-06                             |        |     | 0 of 1
    ready after they had left cannot be   | admitted A 03-01; discharged A own_home 03-06; ready A 03-07              |        |     | 0 of 1
    ready, and then not                   | admitted A 03-01; ready A 03-04; unready A 03-04; discharged A own_home 03-08 |    |     | 0 of 1
    ready, not, and ready again           | admitted A 03-01; ready A 03-04; unready A 03-05; ready A 03-07; discharged A own_home 03-08 | 0 of 1 | 1 | 0 of 1
    not ready, of another stay            | admitted A 03-01; ready A 03-07; unready B 03-07; discharged A own_home 03-08 | 0 of 1 | 1 | 0 of 1
    not ready, withdrawn                  | admitted A 03-01; ready A 03-07; unready A 03-07; withdrawn 3; discharged A own_home 03-08 | 0 of 1 | 1 | 0 of 1
    ready, withdrawn as a mistake         | admitted A 03-01; ready A 03-04; withdrawn 2; discharged A own_home 03-08 |        |     | 0 of 1
    ready, its day put right              | admitted A 03-01; ready A 03-04; discharged A own_home 03-08; ready A 03-08 corrects 2 | 1 of 1 | 0 | 0 of 1
    the discharge put right               | admitted A 03-01; ready A 03-04; discharged A own_home 03-04; discharged A own_home 03-06 corrects 3 | 0 of 1 | 2 | 0 of 1
    put right twice, each the last        | admitted A 03-01; ready A 03-04; discharged A own_home 03-04; discharged A own_home 03-06 corrects 3; discharged A own_home 03-07 corrects 4 | 0 of 1 | 3 | 0 of 1
    put right twice, each the first       | admitted A 03-01; ready A 03-04; discharged A own_home 03-04; discharged A own_home 03-06 corrects 3; discharged A own_home 03-07 corrects 3 | 0 of 1 | 3 | 0 of 1
    the discharge withdrawn: it goes on   | admitted A 03-01; ready A 03-04; discharged A own_home 03-06; withdrawn 3 |        |     |
    put right, and then withdrawn         | admitted A 03-01; ready A 03-04; discharged A own_home 03-04; discharged A own_home 03-06 corrects 3; withdrawn 4 | | |
    put right, and the first withdrawn    | admitted A 03-01; ready A 03-04; discharged A own_home 03-04; discharged A own_home 03-06 corrects 3; withdrawn 3 | | |
    withdrawn, and told anew              | admitted A 03-01; ready A 03-04; discharged A own_home 03-04; withdrawn 3; discharged A own_home 03-06 | 0 of 1 | 2 | 0 of 1
    it was of another stay                | admitted A 03-01; admitted B 04-20; discharged A own_home 03-06; discharged B own_home 04-22 corrects 3 | | | 0 of 1
    the admission withdrawn               | admitted A 03-01; discharged A own_home 03-06; withdrawn 1                |        |     |
    it goes on                            | admitted A 03-01; ready A 03-04                                           |        |     |
    it ended before it began: left out    | admitted A 03-06; ready A 03-01; discharged A own_home 03-02              |        |     |
    ended before it began, put right      | admitted A 03-06; discharged A own_home 03-02; discharged A own_home 03-08 corrects 2 | | | 0 of 1
    the discharge alone is no stay        | ready A 03-04; discharged A own_home 03-06                                |        |     |
    dead                                  | admitted A 03-01; ready A 03-05; discharged A deceased 03-06              | 0 of 1 | 1   |
    where to is not said                  | admitted A 03-01; discharged A 03-06                                      |        |     | 0 of 1
    admitted again on day 30              | admitted A 03-01; discharged A own_home 03-06; admitted B 04-05 23:59; discharged B own_home 04-06 | | | 1 of 2
    admitted again on day 31              | admitted A 03-01; discharged A own_home 03-06; admitted B 04-06 00:01; discharged B own_home 04-07 | | | 0 of 2
    admitted again on the same day        | admitted A 03-01; discharged A hospital 03-06; admitted B 03-06; discharged B own_home 03-09 | | | 1 of 2
    admitted again, and still there       | admitted A 03-01; discharged A own_home 03-06; admitted B 03-20           |        |     | 1 of 1
    admitted again, and died there        | admitted A 03-01; discharged A own_home 03-06; admitted B 03-20; discharged B deceased 03-21 | | | 1 of 1
    admitted again, withdrawn             | admitted A 03-01; discharged A own_home 03-06; admitted B 03-20; withdrawn 3 |     |     | 0 of 1
    another stay lies within it           | admitted A 03-01; admitted B 03-03; discharged B hospital 03-04; discharged A own_home 03-06; admitted C 03-20; discharged C own_home 03-21 | | | 2 of 3
    another stay began before it ended    | admitted A 03-01; admitted B 03-03; discharged A own_home 03-06; discharged B own_home 03-09 | | | 0 of 2
    thrice                                | admitted A 03-01; discharged A own_home 03-06; admitted B 03-20; discharged B own_home 03-21; admitted C 04-20; discharged C own_home 04-21 | | | 2 of 3
    followed for just 30 days             | admitted A 05-20; discharged A own_home 05-31                             |        |     | 0 of 1
    too recent to be followed             | admitted A 05-20; discharged A own_home 06-01                             |        |     | 0 of 0, 1 out
    too recent, and admitted again        | admitted A 05-20; discharged A own_home 06-01; admitted B 06-03           |        |     | 0 of 0, 1 out
    two people, stays called alike        | admitted shared 03-01; ready shared 03-04; discharged shared own_home 03-06 | 0 of 1 | 2 | 0 of 1
    called alike, of somebody else        | admitted shared 04-01; ready shared 04-04; discharged shared own_home 04-04 | 1 of 1 | 0 | 0 of 1
"""  # noqa: E501 - a row is a row
LAST = "2026-06-30 08:00"


@dataclass(frozen=True, slots=True)
class StayExample:
    """One line: a person's entries, and what their stays count to."""

    words: str
    told: str
    values: tuple[str, str, str]

    def entries(self) -> list[tuple[str, Row]]:
        """Kind and row of each entry."""
        words = (one.split() for one in self.told.split(";"))
        return [_entry(self.words, number, one) for number, one in enumerate(words, 1)]

    @property
    def counted(self) -> Counter[str]:
        """What is counted, by ``id@version.counter``."""
        same, ready, again = self.values
        days = [int(one) for one in ready.split()]
        again, _, out = again.partition(", ")
        told = {
            "home-same-day@1": counted(same) if same else {},
            "readmitted-30-days@1": counted(again) if again else {},
        }
        found = Counter({f"{key}.{name}": n for key, counts in told.items() for name, n in counts.items()})
        found["days-ready@1.of"], found["days-ready@1.sum"] = len(days), sum(days)
        found["days-ready@1.squares"] = sum(one * one for one in days)
        found["readmitted-30-days@1.out"] = int(out.split()[0]) if out else 0
        return +found


def _entry(person: str, number: int, words: list[str]) -> tuple[str, Row]:
    kind = KINDS.get(words[0], words[0])
    if kind == "withdrawn":
        return kind, entry(person, number, LAST, corrects=f"e{words[1]}")
    [place] = [n for n, word in enumerate(words) if re.fullmatch(r"\d\d-\d\d", word)]
    time = words[place + 1] if len(words) > place + 1 and ":" in words[place + 1] else "12:00"
    corrects = f"e{words[-1]}" if "corrects" in words else None
    form = words[2] if place == 3 else None
    when = f"2026-{words[place]} {time}"
    return kind, entry(person, number, when, episode=words[1], form=form, corrects=corrects)


def entry(person: str, number: int, when: str, **rest: Any) -> Row:
    """One row of a table of the log."""
    begun = at(when)
    return {
        "patient": person, "event": f"e{number}", "seq": number, "version": 1, "occurred_from": plain(begun),
        "day": begun.astimezone(STOCKHOLM).date(), "precision": "minute", "unit": person, "provider": "p",
        "regime": "health", "corrects": None, "form": None, "episode": None, **rest,
    }  # fmt: skip


def log_of(entries: list[tuple[str, Row]], people: list[Row]) -> dict[str, list[Row]]:
    """The tables of a log, each kind's own; those that must be there are, though nothing is in them."""
    found: dict[str, list[Row]] = {"people": people, "admitted": [], "discharged": []}
    for kind, row in entries:
        found.setdefault(kind, []).append(row)
    return found


def _examples() -> list[StayExample]:
    lines = ([cell.strip() for cell in line.split("|")] for line in STAYS.strip().splitlines())
    return [StayExample(words, told, (same, ready, again)) for words, told, same, ready, again in lines]


EXAMPLES = _examples()
