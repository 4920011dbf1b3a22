"""Everything that answers is asked odd things, in the name of somebody, and each answer is judged.

Schemathesis makes the requests from the description of the surface: those that fit it and those that do not, the
corners first and then as Hypothesis finds them. Mixed in are the ids and values of the world, forms as they stand on
the pages, and what no browser sends. The same seeds give the same requests.
"""

from __future__ import annotations

import html
import io
import logging
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, unquote_plus, unquote_to_bytes, urlencode

import hypothesis
import schemathesis
from django.conf import settings
from django.core.signals import got_request_exception
from django.db import connections
from django.urls import Resolver404, resolve
from hypothesis import HealthCheck, Phase, Verbosity
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.generation.drivers import CoverageGenerator
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.generation.overrides import Override
from schemathesis.transport.wsgi import WSGI_TRANSPORT
from werkzeug.test import EnvironBuilder, run_wsgi_app

from helpers import describe, surface
from helpers.small_world import SmallWorld
from helpers.surface import NOBODY, Form, Known, Visit
from helpers.worlds import World
from lindra.site.wsgi import application

BATCH = 8
"""Requests drawn for an operation before the next one has its turn."""
TOKEN = "a" * 32
ODD = (
    "", " ", "0", "-1", "1.5", "1e400", "NaN", "9" * 40, "٣", "²", "\x00", "a\x00b", "\x00_\x00", "\x00" * 32, "\ufeff", "\u202edcba",
    "\ud7ff\U0010ffff", "é" * 5000, "x" * 100_000, "'; DROP TABLE record_event; --", "%s%n%(x)s{0}", "{{ 7*7 }}",
    "<script>alert(1)</script>", "../../../etc/passwd", "//elsewhere.example/", "https://elsewhere.example/",
    "javascript:alert(1)", "a\r\nSet-Cookie: b=c", "0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30",
    "9999-12-31T23:59:59.999999Z_", "_", "|", "a|b|c", "null", "[]", "{}", "True", NOBODY, f"{NOBODY}|care",
)  # fmt: skip
KINDS = ("", "text/plain", "application/json", "application/xml", "multipart/form-data", "a/b; charset=none",
         "multipart/form-data; boundary=", "multipart/form-data; boundary=b", "multipart/form-data; boundary=\u00e5", "application/x-www-form-urlencoded;"
         " charset=utf-16")  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    {"HX-Request": "true"}, {"Accept-Language": "en"}, {"Accept": "application/json"}, {"Range": "bytes=5-1"},
    {"If-Modified-Since": "yesterday"}, {"Host": "elsewhere.example"}, {"X-Forwarded-For": "x, \u00e5"},
    {"X-Requested-With": "XMLHttpRequest"}, {"X-HTTP-Method-Override": "DELETE"}, {"Authorization": "Basic Og=="},
    {"Referer": "https://elsewhere.example/"}, {"Origin": "null"}, {"Accept-Encoding": "gzip;q=x"},
)  # fmt: skip
MANY = 1001
"""One field more than is taken."""
BODIES = (b"a=&" * MANY, b"a=" + b"b" * 3_000_000, b"\xff\xfe", b"--b--",
          b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * MANY + b"--b--\r\n")  # fmt: skip
LANGUAGES = ("", "", "sv", "en", "xx", "\x00", "sv\u00e5", "../en", "x" * 500)


def operations(file: Path) -> list[APIOperation[Any]]:
    """The operations that a description tells of."""
    schema = schemathesis.openapi.from_path(file)
    return [found.ok() for found in schema.get_all_operations()]


# What is asked.


@dataclass
class Request:
    """A request as it will be sent; ``session`` is the visitor's ``real`` one, ``none``, or something made up."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    session: str = "real"

    def __str__(self) -> str:
        address = self.path + (f"?{self.query}" if self.query else "")
        body = f" with {self.body[:300]!r}" if self.body else ""
        return f"{self.method} {address[:300]}{body}, headers {self.headers}, cookies {self.cookies}, {self.session} session"

    @property
    def said(self) -> str:
        """Everything the visitor said, in small letters, to tell an echo from what was told them."""
        body = unquote_plus(self.body.decode(errors="replace"))
        parts = (unquote(self.path), unquote_plus(self.query), body, *self.cookies.values())
        return "\n".join(parts).casefold()


def _request(case: Case) -> Request:
    """What Schemathesis would send."""
    made = WSGI_TRANSPORT.serialize_case(case)
    path = made.pop("path").partition("?")[0]
    headers = {name: value for name, value in made.pop("headers").items() if name not in _OF_THE_TOOL}
    environ = EnvironBuilder(path="/", headers=headers, **made).get_environ()
    if environ.get("CONTENT_TYPE"):
        headers["Content-Type"] = environ["CONTENT_TYPE"]
    return Request(case.method, path, environ["QUERY_STRING"], environ["wsgi.input"].read(), headers)


_OF_THE_TOOL = {"User-Agent", "Accept-Encoding", "Accept", "Connection", "X-Schemathesis-TestCaseId"}


class Asking:
    """Makes requests to one operation."""

    def __init__(self, operation: APIOperation[Any], found: Known, people: list[str], ids: list[str]) -> None:
        self.operation = operation
        self.name = str(operation.definition.raw.get("summary", ""))
        self._found, self._people, self._ids = found, people, ids
        self._forms = [
            form for form in found.forms.get(self.name, []) if form.method == operation.method.upper()
        ]

    def corners(self, most: int) -> Iterator[Request]:
        """Everybody in every place, forms as they stand, and so many corners of what is described."""
        for value in self._people if self._places() else self._people[:1]:
            yield self._of(value)
            yield _with_token(self._of(value))
        for form in self._forms:
            entered = {name: (offered or self._people)[0] for name, offered in form.fields.items()}
            yield _with_token(_filled(form, entered))
        config = self.operation.schema.config.generation_for(operation=self.operation, phase="coverage")
        cases = CoverageGenerator(
            operation=self.operation, generation_modes=list(GenerationMode), generation_config=config,
            auth_storage=None, override=Override(), feedback=NO_FEEDBACK,
        )  # fmt: skip
        usual = self.operation.method.upper() in ("GET", "POST")
        yield from (_with_token(_request(case)) for case in islice(cases, most if usual else most // 4))

    def _places(self) -> list[str]:
        """The names of everything that is described."""
        parameters = [one.name for one in (*self.operation.path_parameters, *self.operation.query)]
        return parameters + list(self._fields())

    def _fields(self) -> dict[str, Any]:
        content = self.operation.definition.raw.get("requestBody", {}).get("content", {})
        fields: dict[str, Any] = content[describe.FORMS[0]]["schema"]["properties"] if content else {}
        return fields

    def _of(self, value: str) -> Request:
        """A request with one value wherever there is a place for one."""
        path = re.sub(r"{\w+}", quote(value), self.operation.path)
        query = urlencode(dict.fromkeys([one.name for one in self.operation.query], value))
        request = Request(self.operation.method.upper(), path, query)
        if self._fields():
            request.headers["Content-Type"] = describe.FORMS[0]
            request.body = urlencode(dict.fromkeys(self._fields(), value)).encode()
        return request

    def drawn(self) -> st.SearchStrategy[Drawn]:
        """Requests of every sort."""
        return st.composite(self._draw)()

    def _draw(self, draw: Callable[..., Any]) -> Drawn:
        case: Case = draw(
            self.operation.as_strategy(generation_mode=draw(st.sampled_from(list(GenerationMode))))
        )
        for container in (case.path_parameters, case.query):
            for name in list(container):
                if (value := draw(self._value(name))) is not None:
                    container[name] = quote(value, safe="") if container is case.path_parameters else value
        if isinstance(case.body, dict):
            case.body = {
                name: value if (other := draw(self._value(name))) is None else other
                for name, value in case.body.items()
            }
        form = draw(st.sampled_from(self._forms)) if self._forms and draw(st.booleans()) else None
        return Drawn(
            case,
            form,
            {name: draw(self._entry(offered)) for name, offered in form.fields.items()} if form else {},
            draw(st.sampled_from(({}, {}, {}, *HEADERS))),
            draw(st.sampled_from(LANGUAGES)),
            *draw(SPOILT),
        )

    def _value(self, name: str) -> st.SearchStrategy[str | None]:
        """None to leave what Schemathesis made; otherwise a value of the world, or an odd one."""
        real = self._found.values.get(name, [])
        choices = [st.none(), st.sampled_from(ODD), st.sampled_from(self._people + self._ids)]
        if real:
            choices += [st.sampled_from(real)] * 3
        return st.one_of(choices)

    def _entry(self, offered: list[str]) -> st.SearchStrategy[str]:
        """What is entered in a field: mostly what it offers, or who somebody is; now and then something odd."""
        usual = st.sampled_from(offered or self._people)
        return st.one_of(usual, usual, usual, st.sampled_from(ODD))


@dataclass
class Drawn:
    """What Hypothesis chose; made into a request outside of it, since what makes a body is random too."""

    case: Case
    form: Form | None
    entered: dict[str, str]
    headers: dict[str, str]
    language: str
    spoilt: str
    how: Any

    def request(self) -> Request:
        """What Schemathesis made, or a form as it stands on a page, as a browser sends it or no browser would."""
        request = _filled(self.form, self.entered) if self.form else _request(self.case)
        request.headers |= self.headers
        if self.language:
            request.cookies[settings.LANGUAGE_COOKIE_NAME] = self.language
        if self.spoilt == "session":
            request.session = self.how
        elif self.spoilt == "kind":
            request.headers["Content-Type"] = self.how
        elif self.spoilt == "body":
            request.body = self.how or request.body[: len(request.body) // 2]
        elif self.spoilt == "no token":
            return request
        elif self.spoilt == "token":
            request.headers[_TOKEN_HEADER], request.cookies[settings.CSRF_COOKIE_NAME] = self.how, TOKEN
            return request
        return _with_token(request)


def _filled(form: Form, entered: dict[str, str]) -> Request:
    """A form as a browser sends it."""
    path, _, query = form.action.partition("?")
    written = urlencode(entered, errors="replace")
    if form.method == "GET":
        return Request(form.method, path, written)
    return Request(form.method, path, query, written.encode(), {"Content-Type": describe.FORMS[0]})


SPOILT = st.one_of(
    *[st.just(("", None))] * 6,
    st.tuples(st.just("session"), st.sampled_from(("none", "made up", *ODD))),
    st.tuples(st.just("kind"), st.sampled_from(KINDS)),
    st.tuples(st.just("body"), st.one_of(st.binary(max_size=200), st.sampled_from(BODIES))),
    st.just(("no token", None)),
    st.tuples(st.just("token"), st.sampled_from(("", "b" * 32, "å", "\x00", "x" * 500))),
)


_TOKEN_HEADER = settings.CSRF_HEADER_NAME.removeprefix("HTTP_").replace("_", "-")


def _with_token(request: Request) -> Request:
    request.headers[_TOKEN_HEADER] = TOKEN
    request.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    return request


# What is answered.


@dataclass
class Answer:
    """An answer, what was logged, and the exceptions that were on their way out of a view."""

    status: int
    headers: dict[str, str]
    body: str
    lines: list[str]
    errors: list[BaseException]


class _Ears(logging.Handler):
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
def listening() -> Iterator[_Ears]:
    """While it lasts, what is logged is heard here and not printed."""
    ears, root = _Ears(), logging.getLogger()
    before = root.handlers
    root.handlers = [ears]
    got_request_exception.connect(ears.fail, weak=False)
    try:
        yield ears
    finally:
        got_request_exception.disconnect(ears.fail)
        root.handlers = before


def send(request: Request, visit: Visit, ears: _Ears) -> Answer:
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
    """What this role may be answered in this world."""

    def __init__(self, visit: Visit, every: Iterable[str]) -> None:
        every = set(every)
        self._visit = visit
        self._anyone = surface.tells(every)
        self._others = surface.tells(every - visit.patients)

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
        yield from _telling("a page", html.unescape(answer.body).casefold(), self._others, said)

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
        where = [one for one in frames if not any(name in one.filename for name in _BELOW)][-1]
        place = f"{Path(where.filename).name}, {where.name}"
        out = "" if answer.status else " leaves the application"
        yield Fault(f"{type(error).__name__} in {place}{out}", "".join(traceback.format_exception(error)))
    if answer.status >= 500 and not answer.errors:
        yield Fault(f"status {answer.status}", "\n".join(answer.lines))


def _telling(where: str, text: str, telling: dict[str, str], said: str) -> Iterator[Fault]:
    """Somebody is named who should not be; what the visitor said themselves may come back to them."""
    for word in telling:
        if word in text and word not in said:
            yield Fault(f"a patient is told of in {where}", text[max(0, text.index(word) - 60) :][:200])
            return


# The whole of it.


@dataclass
class Found:
    """A fault and the smallest request that showed it."""

    role: str
    operation: str
    fault: Fault
    request: Request

    def __str__(self) -> str:
        return f"{self.operation} as {self.role}: {self.fault.kind}\n  {self.request}\n  {self.fault.told[-400:]}"


@dataclass
class Report:
    """What a run came to: answers by operation and status, and the faults."""

    role: str
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    faults: list[Found] = field(default_factory=list)
    rounds: int = 0

    @property
    def requests(self) -> int:
        """How many were sent."""
        return sum(counted["sent"] for counted in self.counts.values())

    def unreached(self) -> list[str]:
        """Operations of which no request came to the view it was meant for."""
        return sorted(name for name, counted in self.counts.items() if not counted["reached"])

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


class Fuzzing:
    """One role asks one world everything, or ``only`` some addresses by name, for as long as there is time."""

    def __init__(
        self, world: World, small: SmallWorld, role: str, file: Path, found: Known, only: Container[str] = ()
    ) -> None:
        self.visit = Visit(small, role)
        self.report = Report(role)
        self._world, self._state = world, surface.state(world.home)
        self._judge = Judge(self.visit, small.patients.values())
        ids = surface.ids_in(world)
        people = _people(small)
        every = (Asking(one, found, people, ids) for one in operations(file))
        self._asking = [asking for asking in every if not only or asking.name in only]

    def run(self, seconds: float, corners: int = 20) -> Report:
        """So many corners of each operation, then rounds of what Hypothesis draws, until the time is over.

        Everything is asked in one round at least, however long that takes.
        """
        end = time.monotonic() + seconds
        with listening() as ears, writes() as written:
            self._ears, self._written = ears, written
            for asking in self._asking:
                for request in asking.corners(corners):
                    for fault in self._ask(asking, request):
                        self._note(asking, fault, request)
            while self.report.rounds == 0 or time.monotonic() < end:
                for asking in self._asking:
                    while self._round(asking, self.report.rounds):
                        pass
                self.report.rounds += 1
        return self.report

    def _round(self, asking: Asking, seed: int) -> bool:
        """A batch for one operation; whether it showed a fault that had not been seen, made as small as can be."""
        shown: list[tuple[Fault, Request]] = []

        @hypothesis.seed(seed)
        @hypothesis.settings(_SETTINGS)
        @hypothesis.given(asking.drawn())
        def batch(drawn: Drawn) -> None:
            request = drawn.request()
            for fault in self._ask(asking, request):
                if shown and shown[0][0].kind == fault.kind or not shown and self._is_new(fault):
                    shown.append((fault, request))
                    raise AssertionError(fault.kind)

        with suppress(AssertionError, hypothesis.errors.Flaky):
            batch()
        if shown:
            self._note(asking, *min(shown, key=lambda one: len(str(one[1]))))
        return bool(shown)

    def _ask(self, asking: Asking, request: Request) -> list[Fault]:
        answer = send(request, self.visit, self._ears)
        counted = self.report.counts.setdefault(asking.operation.label, Counter())
        counted[f"{answer.status // 100}xx" if answer.status else "no answer"] += 1
        counted["sent"] += 1
        counted["reached"] += asking.name in (_name_of(request.path), describe.STATIC)
        counted["refused as forged"] += any("django.security.csrf" in line for line in answer.lines)
        return [*self._judge.faults(request, answer), *self._changed(asking)]

    def _changed(self, asking: Asking) -> Iterator[Fault]:
        """Looks at what is stored when something but a session was written."""
        if not self._written:
            return
        self._written.clear()
        before, self._state = self._state, surface.state(self._world.home)
        wrong = surface.without_right(surface.changes(before, self._state), self.visit)
        for table in sorted({change.table for change in wrong}):
            told = "\n".join(str(change) for change in wrong if change.table == table)
            yield Fault(f"{table} changed without a right by {asking.operation.label}", told)

    def _is_new(self, fault: Fault) -> bool:
        return not any(one.fault.kind == fault.kind for one in self.report.faults)

    def _note(self, asking: Asking, fault: Fault, request: Request) -> None:
        if self._is_new(fault):
            self.report.faults.append(Found(self.visit.role, asking.operation.label, fault, request))


_SETTINGS = hypothesis.settings(
    max_examples=BATCH, database=None, deadline=None, phases=[Phase.generate, Phase.shrink],
    verbosity=Verbosity.quiet, suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    print_blob=False,
)  # fmt: skip


def _name_of(path: str) -> str:
    """The name of the address that a path comes to."""
    try:
        return str(resolve(unquote(path)).view_name)
    except Resolver404:
        return describe.NO_ADDRESS


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


def _people(small: SmallWorld) -> list[str]:
    """Who somebody is: ids of one's own patients, of another's, and of none; a name and numbers."""
    some = [small.patients[key] for key in ("ten years", "dead", "elsewhere")]
    return [*some, NOBODY, *list(surface.tells(some[:1]))[:3], *list(surface.tells(some[2:]))[:2]]
