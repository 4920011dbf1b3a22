"""What each measure means, as little tables: what went on around a death, and what is counted of that person.

A line says in words what it shows, then what went on, then what it counts as. Without another word death was on
10 March 2026 at 14.00. ``d-30`` is thirty calendar days before the day of death, at noon where no time stands; after
``–`` is the end.

    thirty days before, the first minute | admitted hospital d-30 00:00 – d-28 | met

What goes on is a kind, its form, ``system:code``, ``(status)``, ``=number``, ``+palliative`` and when. ``says
mouth=yes`` is a signed report of an expected death that answers so, ``report …`` one that says no more than stands
there. ``died`` tells another death, ``opted out`` somebody who does not want to be in a quality register.

What it counts as: *met*, *not met*, *not known* (says so, and is not met), *left out* (excluded), *not counted* (not
of the population), one of the parts, a number, or *1 of 2* where rows are counted. ``{a, b}`` in a line makes a line
of each, and ITSELF is then what stood there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from measures.last_year import STOCKHOLM, Row, at, died, row

DEATH = "2026-03-10 14:00"
DAY = re.compile(r"(?:d([+-]\d+|0)|(\d{4}(?:-\d\d){0,2}))(?: (\d\d:\d\d))?")


@dataclass(frozen=True, slots=True)
class Example:
    """One line of a table: the rows of one person, and what they count to for one measure."""

    measure: str
    words: str
    told: str
    value: str
    status: str = ""
    """What the record says of whether the death was expected, where the line does not."""

    @property
    def name(self) -> str:
        """What it is called in a list of tests."""
        return f"{self.measure}: {self.words}"

    @property
    def counted(self) -> Counter[str]:
        """What is counted, counter by counter."""
        return counted(self.value)

    def rows(self) -> list[Row]:
        """The person's rows, in a unit of their own, called as the example is."""
        return rows_of(self.told, self.name, self.status)


WORDS = {
    "met": {"of": 1, "met": 1}, "not met": {"of": 1}, "not known": {"of": 1, "unknown": 1}, "left out": {"out": 1},
    "not counted": {},
}  # fmt: skip


def counted(value: str) -> Counter[str]:
    """What the last column of a table says, as counters."""
    if value in WORDS:
        return Counter(WORDS[value])
    if found := re.fullmatch(r"(\d+) of (\d+)", value):
        return +Counter(of=int(found[2]), met=int(found[1]))
    if value.isdecimal():
        return +Counter({"of": 1, "sum": int(value), "squares": int(value) ** 2})
    return Counter({"of": 1, value.replace(" ", "_"): 1})


def table(
    measure: str, text: str, values: Mapping[str, str] | None = None, *, status: str = "", yes: str = ""
) -> list[Example]:
    """The lines of a table of one measure.

    Of a shared one ``values`` say what its last column comes to for this measure, and ``yes`` what its YES stands for.
    """
    found = []
    for line in text.strip().splitlines():
        for words, told, value in _each([cell.strip() for cell in line.split("|")]):
            said = (values or {}).get(value, value)
            found.append(Example(measure, words, told.replace("YES", yes), said, status))
    return found


def _each(cells: list[str]) -> Iterator[tuple[str, str, str]]:
    words, told, value = cells
    several = re.search(r"\{([^}]+)\}", told)
    if several is None:
        yield words, told, value
        return
    for one in several[1].split(", "):
        yield from _each([f"{words} ({one})", told.replace(several[0], one, 1), value.replace("ITSELF", one)])


def rows_of(told: str, patient: str, status: str = "") -> list[Row]:
    """The rows of one person, as a cell tells them."""
    items = [item.split() for item in told.split(";") if item.strip()]
    about: dict[str, Any] = {"unit": patient, "register_opt_out": ["opted", "out"] in items}
    death, said = DEATH, status or None
    for item in (each for each in items if each[0] == "died"):
        death, said = _death(item[1:], death, said)
    rows = [died(patient, death, **about, status=said)]
    return rows + [_row(patient, death, item, about) for item in items if item[0] not in ("died", "opted")]


def _death(words: list[str], death: str, status: str | None) -> tuple[str, str | None]:
    when = " ".join(word for word in words if word[0] != "(")
    said = [word[1:-1] for word in words if word[0] == "("]
    return when or death, said[0] if said else status


def _row(patient: str, death: str, words: list[str], about: Mapping[str, Any]) -> Row:
    if words[0] in ("says", "report"):
        answers = [*(["expected=yes"] if words[0] == "says" else []), *words[1:]]
        return row(
            patient, death, "death_reported", moment("d+2", death), **about, answers=f"|{'|'.join(answers)}|"
        )
    text = " ".join(words)
    began, _, ended = text.partition(" – ")
    found = re.fullmatch(rf"(.+?) ({DAY.pattern})", began)
    assert found, f"cannot be read: {text}"
    kind, *rest = found[1].split()
    end = moment(ended, death) if ended else None
    return row(patient, death, kind, moment(found[2], death), end, **about, **_columns(rest))


def _columns(words: list[str]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for word in words:
        if word == "+palliative":
            told["palliative"] = True
        elif word[0] == "=":
            told["number"] = float(word[1:])
        elif word[0] == "(":
            told["status"] = word[1:-1]
        elif ":" in word:
            system, _, code = word.partition(":")
            told |= {"code_system": system or None, "code": code or None}
        else:
            told["form"] = word
    return told


def moment(text: str, death: str) -> datetime:
    """``d-30 14:00`` or a date, in Stockholm; noon where no time stands."""
    found = DAY.fullmatch(text)
    assert found, f"no moment: {text}"
    if found[2]:
        return at(f"{found[2]} {found[3]}" if found[3] else f"{found[2]} 12:00")
    day = at(death).astimezone(STOCKHOLM).date() + timedelta(days=int(found[1]))
    return at(f"{day} {found[3] or '12:00'}")
