"""The patient's extract of the access log (loggutdrag): who has opened the record, from where, when and why.

Law: SFS 2008:355 8 kap. 5 §, SFS 2022:913 4 kap. 5 §. The patient is told from which care unit and at what time, and
so much that they can judge whether the access was justified: profession and role, purpose, what was done and by which
right. Attempts that were refused are in it, as attempts.

The name and HSA-id of the member of staff are not: what the patient has a right to is which unit and when. It is the
provider that answers for the access, finds the person by the row (``entry``) and judges it when the patient asks; a
list of names would expose staff who did their work. Accesses by every provider are in it, and each says by which:
today's log cannot tell which provider's entries were seen, and what is left out could be what the patient asks about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lindra.areas.models import CareUnit, Provider
from lindra.people import patients as identities
from lindra.privacy import accesslog, door
from lindra.privacy.log import queries as log_queries
from lindra.privacy.log import words as log_words
from lindra.privacy.log.queries import Access
from lindra.privacy.reader import Reader
from lindra.record.envelope import instant

WHAT = "extract of the access log"
RIGHT = "SFS 2008:355 8 kap. 5 §"


@dataclass(frozen=True, slots=True)
class Line:
    """One access in the page's language; ``entry`` is the row of the log, ``note`` what was not as usual."""

    entry: str
    at: datetime
    unit: str
    provider: str
    who: str
    why: str
    what: str
    ground: str
    note: str
    refused: bool


@dataclass(frozen=True, slots=True)
class Extract:
    """A patient's rows, latest first, and how many each (unit, provider) made."""

    name: str
    number: str
    rows: list[Access]
    units: list[tuple[str, str, int]]

    def lines(self, rows: Iterable[Access] | None = None) -> list[Line]:
        """All rows, or some, in words."""
        return in_words(self.rows if rows is None else rows)


def extract(patient: str, reader: Reader, what: str = WHAT) -> Extract | door.Denied:
    """The extract for a patient, all linked records together, if this reader may hand it out. It is itself logged."""
    if reader.purpose != "extract":
        return _refuse(patient, reader)
    opened = door.open(patient, reader, what)
    if isinstance(opened, door.Denied):
        return opened
    rows = log_queries.naming(opened.records)
    return Extract(opened.person.name, opened.person.number, rows, _by_unit(rows))


def _refuse(patient: str, reader: Reader) -> door.Denied:
    """Nobody gets an extract for another purpose; that somebody asked is logged."""
    known = identities.linked(patient) if identities.exists(patient) else ()
    accesslog.log(reader, known, WHAT, RIGHT, "denied")
    return door.Denied(RIGHT)


def _by_unit(rows: Sequence[Access]) -> list[tuple[str, str, int]]:
    """(unit, provider, how many), most first."""
    counted = Counter((row.unit, row.provider) for row in rows)
    units, providers = _names(rows)
    named = [(units.get(u, u), providers.get(p, p), count) for (u, p), count in counted.items()]
    return sorted(named, key=lambda one: (-one[2], one[0]))


def in_words(rows: Iterable[Access]) -> list[Line]:
    """Rows of the log in words, in the present language."""
    listed = list(rows)
    units, providers = _names(listed)
    return [
        Line(
            entry=row.id, at=instant(row.at), unit=units.get(row.unit, row.unit),
            provider=providers.get(row.provider, row.provider), who=log_words.who(row.title, row.role),
            why=log_words.purpose(row.purpose), what=log_words.deed(row.what, row.outcome),
            ground=log_words.ground(row.right, row.outcome), note=log_words.note(row.outcome),
            refused=row.outcome == log_words.DENIED,
        )
        for row in listed
    ]  # fmt: skip


def _names(rows: Iterable[Access]) -> tuple[dict[str, str], dict[str, str]]:
    """Names of the units and of the providers by id."""
    units, providers = {row.unit for row in rows}, {row.provider for row in rows}
    return (
        dict(CareUnit.objects.filter(pk__in=units).values_list("pk", "name")),
        dict(Provider.objects.filter(pk__in=providers).values_list("pk", "name")),
    )
