"""Sends a request to the real application, hears what is said meanwhile, and judges the answer."""

from __future__ import annotations

import html
import io
import logging
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus, unquote_to_bytes

from django.conf import settings
from django.core.signals import got_request_exception
from django.db import connections
from werkzeug.test import EnvironBuilder, run_wsgi_app

from helpers import surface
from helpers.asking import Request
from helpers.small_world import SmallWorld
from helpers.surface import Visit
from helpers.worlds import World
from lindra.site.wsgi import application


@dataclass
class Answer:
    """An answer, what was logged, and the exceptions that were on their way out of a view."""

    status: int
    headers: dict[str, str]
    body: str
    lines: list[str]
    errors: list[BaseException]


class Ears(logging.Handler):
    """Hears every line that is logged."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.lines: list[str] = []
        self.errors: list[BaseException] = []
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def fail(self, **told: Any) -> None:
        """Hear of an exception that a view let out."""
        error = sys.exc_info()[1]
        if error is not None:
            self.errors.append(error)


@contextmanager
def listening() -> Iterator[Ears]:
    """While it lasts, what is logged is heard here and not printed."""
    ears, root = Ears(), logging.getLogger()
    before = root.handlers
    root.handlers = [ears]
    got_request_exception.connect(ears.fail, weak=False)
    try:
        yield ears
    finally:
        got_request_exception.disconnect(ears.fail)
        root.handlers = before


def send(request: Request, visit: Visit, ears: Ears) -> Answer:
    """Send a request to the real application, as the one who visits."""
    ears.lines, ears.errors = [], []
    try:
        body, status, headers = run_wsgi_app(application, _environ(request, visit), buffered=True)
    except Exception as error:  # what leaves the application becomes the server's own answer
        return Answer(0, {}, "", ears.lines, [error])
    mine = visit.cookies.get(surface.session_cookie())
    for cookie in headers.getlist("Set-Cookie"):
        name, _, value = cookie.partition(";")[0].strip().partition("=")
        if name == surface.session_cookie() and value.strip('"') != mine:
            visit.over()
    text = b"".join(body).decode(errors="replace")
    return Answer(int(status[:3]), dict(headers), text, ears.lines, ears.errors)


def _environ(request: Request, visit: Visit) -> dict[str, Any]:
    cookies = visit.cookies | request.cookies
    if request.session == "none":
        cookies.pop(surface.session_cookie(), None)
    elif request.session != "real":
        cookies[surface.session_cookie()] = request.session
    headers = {"Host": "localhost", **request.headers}
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    environ: dict[str, Any] = EnvironBuilder(path="/", query_string="", method=request.method).get_environ()
    environ |= {f"HTTP_{name.upper().replace('-', '_')}": _wire(value) for name, value in headers.items()}
    environ["PATH_INFO"] = unquote_to_bytes(request.path).decode("latin-1")
    environ["QUERY_STRING"] = _wire(request.query)
    environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
    environ["CONTENT_LENGTH"] = str(len(request.body))
    environ["wsgi.input"] = io.BytesIO(request.body)
    environ["REMOTE_ADDR"] = "127.0.0.1"
    return environ


def _wire(text: str) -> str:
    """A header as a server hands it on: bytes, each as a character; a line ends a header."""
    return text.encode(errors="replace").decode("latin-1").replace("\r", " ").replace("\n", " ")


# What is wrong with it.


@dataclass(frozen=True)
class Fault:
    """Something an answer should not be; ``kind`` is the same for the same fault."""

    kind: str
    told: str = ""


class Judge:
    """What this role may be answered, and may change, in this world as it stands."""

    def __init__(self, world: World, small: SmallWorld, visit: Visit) -> None:
        self._home, self._visit = world.home, visit
        self._anyone = surface.tells(small.patients.values())
        self._state, self._allowed = surface.state(world.home), visit.patients()

    def changed(self, request: Request, written: Sequence[str]) -> Iterator[Fault]:
        """Looks at the tables that statements were written to: only the rightful may have changed.

        Who asks for somebody by number opens a way to them, and so does an emergency; nothing else does.
        """
        named = {table for table in self._state if any(table in sql for sql in written)}
        after = surface.state(self._home, named)
        before = {table: self._state[table] for table in after if table in self._state}
        self._state |= after
        emergencies = self._visit.emergencies()
        gained = self._visit.patients() - self._allowed - emergencies
        said = request.said
        if gained - {patient for way, patient in self._anyone.items() if way in said}:
            yield Fault("a way to a patient was opened without a right", str(sorted(gained)))
        self._allowed |= gained | emergencies
        found = surface.changes(before, after)
        every = surface.without_right(found, self._allowed, self._visit.account, self._visit.units)
        wrong = [change for change in every if not self._visit.answers(change)]
        for table in sorted({change.table for change in wrong}):
            told = "\n".join(str(change) for change in wrong if change.table == table)
            yield Fault(f"{table} changed without a right", told)

    def unseen(self) -> Iterator[Fault]:
        """Looks at everything that is stored: nothing may have changed but what was looked at when it was written."""
        for table in sorted(
            {change.table for change in surface.changes(self._state, surface.state(self._home))}
        ):
            yield Fault(f"{table} changed by no statement that was seen")

    def faults(self, request: Request, answer: Answer) -> Iterator[Fault]:
        """Everything that is wrong with an answer."""
        yield from _broken(answer)
        if not answer.status:
            return
        yield from self._headers(request, answer)
        location = unquote_plus(answer.headers.get("Location", "")).casefold()
        said = request.said
        yield from _telling("an address to go to", location, self._anyone, said)
        yield from _telling("a log line", "\n".join(answer.lines).casefold(), self._anyone, "")
        others = {way: patient for way, patient in self._anyone.items() if patient not in self._allowed}
        yield from _telling("a page", html.unescape(answer.body).casefold(), others, said)

    def _headers(self, request: Request, answer: Answer) -> Iterator[Fault]:
        """Headers that go with everything, whoever asks."""
        told = answer.headers
        policy = told.get("Content-Security-Policy", "")
        if "default-src 'none'" not in policy or "frame-ancestors 'none'" not in policy or "unsafe" in policy:
            yield Fault("no strict Content-Security-Policy", policy)
        if told.get("X-Content-Type-Options") != "nosniff":
            yield Fault("no X-Content-Type-Options")
        static = request.path.startswith(settings.STATIC_URL)
        if told.get("X-Frame-Options") != "DENY" and not static:
            yield Fault("no X-Frame-Options")
        signed_in = self._visit.username and request.session == "real" and "Host" not in request.headers
        if signed_in and not static and "no-store" not in told.get("Cache-Control", ""):
            yield Fault("no Cache-Control: no-store", f"status {answer.status}")


_BELOW = ("/django/", "/psycopg/", "/helpers/", "/contextlib.py")
"""What stands below the place where something went wrong."""


def _broken(answer: Answer) -> Iterator[Fault]:
    for error in answer.errors:
        frames = traceback.extract_tb(error.__traceback__)
        where = ([one for one in frames if not any(name in one.filename for name in _BELOW)] or frames)[-1]
        place = f"{Path(where.filename).name}, {where.name}"
        out = "" if answer.status else " leaves the application"
        yield Fault(f"{type(error).__name__} in {place}{out}", "".join(traceback.format_exception(error)))
    if answer.status >= 500 and not answer.errors:
        yield Fault(f"status {answer.status}", "\n".join(answer.lines))


def _telling(where: str, text: str, telling: dict[str, str], said: str) -> Iterator[Fault]:
    """Somebody is named who should not be; what the visitor said themselves may come back to them."""
    numbers = "\n".join(_NUMBER.findall(text))  # a page is long, and most words are numbers
    for word in telling:
        if word in (numbers if _NUMBER.fullmatch(word) else text) and word not in said:
            yield Fault(f"a patient is told of in {where}", text[max(0, text.index(word) - 60) :][:200])
            return


_NUMBER = re.compile(r"[0-9-]+")
"""A number as it may be written; one that is searched for stands whole within such a run."""


@contextmanager
def writes() -> Iterator[list[str]]:
    """Statements that write anything but sessions and failed sign-ins, as they are made."""
    written: list[str] = []

    def hear(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if _WRITES.match(sql) and not any(table in sql for table in surface.OF_SESSIONS):
            written.append(sql)
        return execute(sql, *rest)

    with connections["default"].execute_wrapper(hear):
        yield written


_WRITES = re.compile(
    r"\s*(?!SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET|PRAGMA|EXPLAIN|FETCH)\w+", re.IGNORECASE
)
