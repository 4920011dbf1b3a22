"""The whole surface as somebody meets it: roles on the small world, a walk by links, and what changed behind it.

For whoever looks at everything at once: the fuzzer, and the search for what must not be seen anywhere.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, deque
from collections.abc import Container, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.apps import apps
from django.conf import settings
from django.db import connection, router
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from helpers import answering, describe, small_world, visitors
from helpers.small_world import SmallWorld
from helpers.worlds import World
from lindra import clock
from lindra.care.paper import keys
from lindra.people import patients as identities
from lindra.people import staff as people
from lindra.privacy.log import anchors
from lindra.privacy.models import AccessEntry
from lindra.record import export

ROLES = {"stranger": "", "relative": "", "no assignment": "nils", "nurse": "astri"}
"""Who comes, and the name they sign in with; a relative comes with a code."""
NOBODY = "00000000-0000-7000-8000-000000000000"


@contextmanager
def standing(empty: AbstractContextManager[World]) -> Iterator[tuple[World, SmallWorld]]:
    """The small world with its export, in a fresh world on either database, with the clock at its moment."""
    clock.fix(small_world.NOW)
    try:
        with empty as world:
            small = small_world.build()
            answering.mourned(small)
            keys.own()  # the key by which plans are signed is made when it is first needed
            export.export(world.home / "export", settings.LINDRA_PSEUDONYM_KEY)
            yield world, small
    finally:
        clock.fix(None)


# Who comes, and whose patients are theirs.


class Visit:
    """Somebody with a real session, and a new one whenever a page has ended it."""

    def __init__(self, small: SmallWorld, role: str) -> None:
        self.role, self.username = role, ROLES[role]
        self._small = small
        self._cookies: dict[str, str] = {}
        self._answering = answering.Answering(small) if role == "relative" else None

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies of somebody who is signed in, or has written a code; none for a stranger."""
        if self._answering is not None and not self._answering.is_open:
            self.over()
        if (self.username or self._answering) and not self._cookies:
            made = self.client().cookies
            self._cookies = {name: morsel.value for name, morsel in made.items()}
        return dict(self._cookies)

    def client(self, language: str = "") -> Client:
        """Django's own browser, signed in as this role, or with a code."""
        if self._answering is not None:
            return self._answering.client()
        return visitors.visitor(self._small, self.username, language)

    def answers(self, change: Change) -> bool:
        """Whether a change is what somebody with a code may make: to their own answers, and nothing else."""
        return self._answering is not None and change.table in answering.TABLES

    def over(self) -> None:
        """The session has ended: the next request comes with a new one."""
        self._cookies = {}

    @property
    def account(self) -> str:
        """The number of the role's own account, empty for a stranger."""
        return str(self._small.staff[self.username].user_id) if self.username else ""

    def patients(self) -> set[str]:
        """The records of everybody with whom one of the role's units has or has had a relation."""
        if not self.username:
            return set()
        return related(self.units)

    @property
    def units(self) -> list[str]:
        """The units in which the role works today."""
        if not self.username:
            return []
        return [work.unit for work in people.assignments(self._small.staff[self.username], clock.today())]

    def emergencies(self) -> set[str]:
        """The records that the role has opened in an emergency, as the access log has it."""
        if not self.username:
            return set()
        hsa_id = self._small.staff[self.username].hsa_id
        told = AccessEntry.objects.filter(outcome="emergency", staff=hsa_id, salt__isnull=False)
        return {patient for named in told.values_list("patients", flat=True) for patient in json.loads(named)}


def related(units: Iterable[str]) -> set[str]:
    """Patients who have or have had a relation with some units, the linked records of each included."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        for unit in units:
            cursor.execute(
                "SELECT DISTINCT patient FROM record_reading WHERE reading = 'relations' AND unit = %s",
                [unit],
            )
            found |= {row[0] for row in cursor.fetchall()}
    linked = identities.linked_many(sorted(found))
    return found | {record for records in linked.values() for record in records}


def tells(patients: Iterable[str]) -> dict[str, str]:
    """What gives a patient away, in small letters, and who it is: the whole name, the number as it may be written."""
    found: dict[str, str] = {}
    for patient, person in identities.persons(sorted(patients)).items():
        digits = person.number
        ways = [person.name, digits]
        if len(digits) == 12 and digits.isdigit():
            ways += [f"{digits[:8]}-{digits[8:]}", f"{digits[2:8]}-{digits[8:]}", digits[2:]]
        found |= {way.casefold(): patient for way in ways if len(way) > 5}
    return found


# A walk by links.


@dataclass
class Form:
    """A form on a page: where it goes, how, and each field with the values it offers."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Page:
    """A page of a walk: the address it was asked for by, the answer, where it leads, what it asks."""

    url: str
    answer: HttpResponse
    links: list[str]
    forms: list[Form]


def walk(client: Client, starts: Iterable[str] = (), alike: int = 5, most: int = 1000) -> Iterator[Page]:
    """Every page that can be reached by links; of those that one view shows for other patients, some."""
    waiting = deque(dict.fromkeys(["/", *starts, *_without_parameters()]))
    known, shown = set(waiting), Counter[tuple[str, ...]]()
    while waiting and most:
        url = waiting.popleft()
        kind = _kind(url)
        shown[kind] += 1
        if not kind or shown[kind] > alike:
            continue
        most -= 1
        page = _page(client, url)
        yield page
        for link in page.links:
            if link not in known:
                known.add(link)
                waiting.append(link)


def _without_parameters() -> Iterator[str]:
    yield from (address.path for address in describe.everything() if "{" not in address.path)


def _kind(url: str) -> tuple[str, ...]:
    """The view of an address and the names in its query; empty where there is no view."""
    parts = urlsplit(url)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return ()
    return match.view_name, *sorted(name for name, _ in parse_qsl(parts.query, keep_blank_values=True))


def _page(client: Client, url: str) -> Page:
    answer = client.get(url)
    reading = _Reading(url)
    if not answer.streaming and answer.get("Content-Type", "").startswith("text/html"):
        reading.feed(answer.content.decode())
    where = [answer["Location"]] if answer.has_header("Location") else []
    links = [urljoin(url, link).partition("#")[0] for link in (*where, *reading.links)]
    return Page(url, answer, [link for link in links if link.startswith("/")], reading.forms)


class _Reading(HTMLParser):
    """Links and forms of a page."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._url = url
        self._select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attributes}
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        elif tag == "form":
            action = urljoin(self._url, told.get("action", "")).partition("#")[0]
            self.forms.append(Form(action, told.get("method", "get").upper()))
        elif tag == "select":
            self._select = told.get("name", "")
            self._note(self._select)
        elif tag == "option" and self._select:
            self._note(self._select, told.get("value", ""))
        elif tag in ("input", "textarea", "button"):
            self._note(told.get("name", ""), told.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""

    def _note(self, name: str, *values: str) -> None:
        if name and self.forms:
            held = self.forms[-1].fields.setdefault(name, [])
            held += [value for value in values if value and value not in held]


@dataclass
class Known:
    """What a walk has seen: values by the name they go under, and the forms by the view they go to."""

    values: dict[str, list[str]] = field(default_factory=dict)
    forms: dict[str, list[Form]] = field(default_factory=dict)

    def note(self, name: str, value: str) -> None:
        """Remember a value, once."""
        held = self.values.setdefault(name, [])
        if value not in held:
            held.append(value)


def known(pages: Iterable[Page]) -> Known:
    """The values and forms of some pages, without tokens, which are good for one session only."""
    found = Known()
    for page in pages:
        for link in (page.url, *page.links):
            _note_link(found, link)
        for form in page.forms:
            form.fields.pop("csrfmiddlewaretoken", None)
            for name, values in form.fields.items():
                for value in values:
                    found.note(name, value)
            held = found.forms.setdefault("".join(_kind(form.action)[:1]), [])
            if len(held) < 20 and form not in held:
                held.append(form)
    return found


def _note_link(found: Known, link: str) -> None:
    parts = urlsplit(link)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return
    for name, value in (*match.kwargs.items(), *parse_qsl(parts.query)):
        found.note(name, str(value))


# What changed.

State = dict[str, Counter[tuple[tuple[str, str], ...]]]
"""Rows by table, each as its columns and values; files by their name."""
OF_SESSIONS = ("django_session", "axes_")
"""Tables, by how they begin, that every visit writes."""


@dataclass(frozen=True)
class Change:
    """A row that has come or gone; one that was altered has done both."""

    table: str
    came: bool
    row: dict[str, str]

    def __str__(self) -> str:
        told = {name: value[:60] for name, value in self.row.items()}
        return f"{self.table} {'has got' if self.came else 'has lost'} {told}"


def state(home: Path, only: Container[str] | None = None) -> State:
    """What is stored, of all tables or some, but for sessions, failed sign-ins and the access log; and all files."""
    own = {model._meta.db_table for model in apps.get_models() if router.db_for_read(model) == "access"}
    found: State = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in own and not table.startswith(OF_SESSIONS) and (only is None or table in only):
                found[table] = _rows(cursor, table)
    of_databases = (".sqlite3", anchors.FILE)
    files = [path for path in sorted(home.rglob("*")) if path.is_file()]
    files = [path for path in files if not any(name in path.name for name in of_databases)]
    found["files"] = Counter((("name", str(path)), ("bytes", _digest(path))) for path in files)
    return found


def _rows(cursor: Any, table: str) -> Counter[tuple[tuple[str, str], ...]]:
    cursor.execute(f'SELECT * FROM "{table}"')
    names = [column[0] for column in cursor.description]
    rows = (zip(names, map(_text, row), strict=True) for row in cursor.fetchall())
    return Counter(tuple(pair for pair in row if pair[0] != "last_login") for row in rows)


def _text(value: Any) -> str:
    return bytes(value).hex() if isinstance(value, memoryview | bytes) else str(value)


def _digest(path: Path) -> str:
    told = path.stat()
    return _digest_of(path, told.st_mtime_ns, told.st_size)


@lru_cache(maxsize=10_000)
def _digest_of(path: Path, changed: int, size: int) -> str:
    """Read once, as long as the file is not written again."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def changes(before: State, after: State) -> list[Change]:
    """What has come and gone between two states."""
    found = []
    for table in sorted(set(before) | set(after)):
        was, now = before.get(table, Counter()), after.get(table, Counter())
        found += [Change(table, True, dict(row)) for row in now - was]
        found += [Change(table, False, dict(row)) for row in was - now]
    return found


def without_right(
    found: Iterable[Change], allowed: Container[str], account: str, units: Container[str] = ()
) -> list[Change]:
    """Those changes that name neither a patient that one is allowed to write of, nor one's own account or unit."""
    return [change for change in found if not _rightful(change.row, allowed, account, units)]


def _rightful(row: dict[str, str], allowed: Container[str], account: str, units: Container[str]) -> bool:
    patient = row.get("patient") or row.get("patient_id")
    if patient:
        return patient in allowed
    return row.get("unit", "") in units or (bool(account) and row.get("user_id") == account)


def ids_in(world: World) -> list[str]:
    """A few of the ids of every table that has long ones, so that what exists is asked for as well."""
    found: list[str] = []
    for table, rows in state(world.home).items():
        some = [dict(row).get("id", "") for row in list(rows)[:3]]
        found += [one for one in some if len(one) > 20 and table != "files"]
    return found


def session_cookie() -> str:
    """The name of the cookie that says who somebody is."""
    return str(settings.SESSION_COOKIE_NAME)
