"""Odd requests to everything that is described: what Schemathesis makes, mixed with the world's own values.

Schemathesis makes requests that fit the description and those that do not, the corners first and then as Hypothesis
finds them. Mixed in are the ids and values of the world, forms as they stand on the pages, and what no browser sends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, unquote_plus, urlencode

import schemathesis
from django.conf import settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.generation.drivers import CoverageGenerator
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.generation.overrides import Override
from schemathesis.transport.wsgi import WSGI_TRANSPORT
from werkzeug.test import EnvironBuilder

from helpers import describe
from helpers.surface import NOBODY, Form, Known

BATCH = 8
"""Requests drawn for an operation before the next one has its turn."""
EVERYWHERE = ("x" * 300, "\x00_\x00", "å|å")
"""Odd values that every place is asked with, whatever else there is time for."""
USUAL = ("GET", "POST")
"""What browsers send; the other methods are asked a quarter as often."""
TOKEN = "a" * 32
ODD = (
    "", " ", "0", "-1", "1.5", "1e400", "NaN", "9" * 40, "٣", "²", "\x00", "a\x00b", "\x00_\x00", "\x00" * 32,
    "\ufeff", "\u202edcba",
    "\ud7ff\U0010ffff", "é" * 5000, "x" * 100_000, "'; DROP TABLE record_event; --", "%s%n%(x)s{0}", "{{ 7*7 }}",
    "<script>alert(1)</script>", "../../../etc/passwd", "//elsewhere.example/", "https://elsewhere.example/",
    "javascript:alert(1)", "a\r\nSet-Cookie: b=c", "0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30",
    "9999-12-31T23:59:59.999999Z_", "_", "|", "a|b|c", "null", "[]", "{}", "True", NOBODY, f"{NOBODY}|care",
)  # fmt: skip
KINDS = (
    "", "text/plain", "application/json", "application/xml", "a/b; charset=none", "multipart/form-data",
    "multipart/form-data; boundary=", "multipart/form-data; boundary=b", "multipart/form-data; boundary=\u00e5",
    "application/x-www-form-urlencoded; charset=utf-16",
)  # fmt: skip
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
        sent = f"headers {self.headers}, cookies {self.cookies}, {self.session} session"
        return f"{self.method} {address[:300]}{body}, {sent}"

    @property
    def said(self) -> str:
        """Everything the visitor said, in small letters, to tell an echo from what was told them."""
        body = unquote_plus(self.body.decode(errors="replace"))
        parts = (unquote(self.path), unquote_plus(self.query), body, *self.cookies.values())
        return "\n".join(parts).casefold()


def _fits(value: str, schema: dict[str, Any]) -> bool:
    pattern = r"\d+" if schema["type"] == "integer" else schema.get("pattern", ".*")
    return re.fullmatch(pattern, value) is not None


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
        self._usual = operation.method.upper() in USUAL
        self._found, self._people, self._ids = found, people, ids
        self._forms = [
            form for form in found.forms.get(self.name, []) if form.method == operation.method.upper()
        ]
        self._strategies: dict[GenerationMode, st.SearchStrategy[Case]] = {}

    def batch(self, most: int) -> int:
        """How many requests are drawn at a time."""
        return most if self._usual else max(most // 4, 1)

    def corners(self, most: int) -> Iterator[Request]:
        """Everybody in every place, forms as they stand, and at most so many corners of what is described."""
        everywhere = (*self._people, *EVERYWHERE) if self._usual and self._places() else self._people[-1:]
        for value in everywhere:
            yield _with_token(self._of(value))
        yield self._of(self._people[-1])
        for form in self._forms:
            entered = {name: (offered or self._people)[0] for name, offered in form.fields.items()}
            yield _with_token(_filled(form, entered))
        config = self.operation.schema.config.generation_for(operation=self.operation, phase="coverage")
        cases = CoverageGenerator(
            operation=self.operation, generation_modes=list(GenerationMode), generation_config=config,
            auth_storage=None, override=Override(), feedback=NO_FEEDBACK,
        )  # fmt: skip
        yield from (_with_token(_request(case)) for case in islice(cases, most if self._usual else most // 4))

    def _places(self) -> list[str]:
        """The names of everything that is described."""
        parameters = [one.name for one in (*self.operation.path_parameters, *self.operation.query)]
        return parameters + list(self._fields())

    def _fields(self) -> dict[str, Any]:
        content = self.operation.definition.raw.get("requestBody", {}).get("content", {})
        fields: dict[str, Any] = content[describe.FORMS[0]]["schema"]["properties"] if content else {}
        return fields

    def _of(self, value: str) -> Request:
        """A request with one value wherever there is a place for one; in the path, where one would be taken."""
        path = self.operation.path
        for one in self.operation.path_parameters:
            offered = [value, *self._found.values.get(one.name, []), *self._people, "1"]
            taken = next((each for each in offered if _fits(each, one.definition["schema"])), value)
            path = path.replace(f"{{{one.name}}}", quote(taken, safe=""))
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
        case: Case = draw(self._cases(draw(st.sampled_from(list(GenerationMode)))))
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

    def _cases(self, mode: GenerationMode) -> st.SearchStrategy[Case]:
        """What Schemathesis draws from, made once for each mode."""
        if mode not in self._strategies:
            self._strategies[mode] = self.operation.as_strategy(generation_mode=mode)
        return self._strategies[mode]

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
