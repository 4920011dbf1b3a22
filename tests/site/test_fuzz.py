"""Everything that answers is asked odd things by everybody: nothing breaks, and nothing changes without a right."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from csp.decorators import csp_exempt
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.forms import CharField, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import override_settings
from django.urls import include, path, re_path
from django.views.decorators.http import require_GET, require_POST

from helpers import describe, fuzzing, surface, worlds
from helpers.fuzzed import Standing, sound, standing
from helpers.lookups import asked
from helpers.surface import Known
from lindra.people import actions as people
from lindra.people import patients as identities
from lindra.people.details import Name
from lindra.site import urls


@pytest.fixture(scope="module")
def on_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """The small world on SQLite, for all tests of this file."""
    folder = tmp_path_factory.mktemp("fuzz")
    with standing(worlds.sqlite_world(sqlite_template, folder / "home"), folder) as made:
        yield made


@pytest.mark.slow
@pytest.mark.parametrize("role", surface.ROLES)
def test_nothing_breaks_and_nothing_changes_without_a_right(on_sqlite: Standing, role: str) -> None:
    sound(on_sqlite.fuzzed(role))


# The description.


def item(address: str) -> dict[str, object]:
    found: dict[str, object] = describe.description()["paths"][address]
    return found


def query(address: str, method: str = "get") -> set[str]:
    return {one["name"] for one in item(address)[method]["parameters"]}  # type: ignore[index]


def fields(address: str) -> set[str]:
    content = item(address)["post"]["requestBody"]["content"]  # type: ignore[index]
    return set(content["multipart/form-data"]["schema"]["properties"])


def test_pages_are_described_with_what_they_ask_for() -> None:
    assert query("/patients/") == {"show", "page"}
    assert "sought" in fields("/patients/")
    assert {"show", "before"} <= query("/patients/{patient}/")
    assert {"region", "municipality", "year"} <= query("/indicators/{slug}/cases/"), "a form's fields"
    assert {"language", "next"} <= fields("/language/setlang/"), "Django's own"
    assert "choice" in fields("/assignment/")


def test_pages_are_described_with_the_methods_they_take() -> None:
    assert set(item("/patients/{patient}/")) == {"parameters", "get"}
    assert {"get", "post"} <= set(item("/assignment/"))
    assert set(item("/access/")) == {"parameters", "get", "post", "put", "delete", "head"}, "it does not say"


def samples() -> list[describe.Address]:
    """Addresses of every sort."""
    inner = [
        re_path(r"^(?P<key>[-:\w]+)/(?P<part>(a|b)\)?)/$", plain, name="key"),
        path("in/", plain, name="in"),
    ]
    patterns = [
        path("<uuid:patient>/<int:number>/", plain, name="both"),
        path("sign-in/", LoginView.as_view(), name="form"),
        re_path(r"^by-key/(\d+)/", include((inner, "keys"), namespace="keys")),
    ]
    return list(describe.addresses(patterns))


def test_addresses_of_every_sort_are_described() -> None:
    found = {address.name: address for address in samples()}
    assert found["both"].path == "/{patient}/{number}/"
    assert found["both"].parameters["number"] == {"type": "integer", "minimum": 0}
    assert found["keys:key"].parameters["key"] == {"type": "string", "pattern": r"^[-:\w]+$"}
    assert found["keys:key"].parameters["part"] == {"type": "string", "pattern": r"^(a|b)\)?$"}
    assert found["keys:key"].path == "/by-key/{_0}/{key}/{part}/"
    assert found["keys:in"].path == "/by-key/{_0}/in/"


def test_a_view_of_a_class_tells_its_methods_and_fields() -> None:
    view = next(address.view for address in samples() if address.name == "form")
    assert view is not None
    assert set(describe.methods(view)) == {"GET", "HEAD", "POST", "PUT", "OPTIONS"}
    assert {"username", "password", "next"} <= asked(view).body


class Sample(Form):
    """A form."""

    inside = CharField()


class Other(Form):
    """Another form."""

    other = CharField()


FORMS = {"other": Other}


def plain(request: HttpRequest) -> HttpResponse:
    """Asks for nothing."""
    return HttpResponse()


@require_POST
def asking(request: HttpRequest) -> HttpResponse:
    """Asks in every way there is."""
    sent, key = request.POST, "unknown"
    request.GET["taken"], request.GET.getlist("several"), "there" in request.GET
    for name in ("first", "second"):
        sent.get(name)
    sent.get(key), Sample(request.POST), request.FILES["file"]
    (Sample if key else Form)(sent), FORMS[key](sent if key else None)
    return _elsewhere(request.GET.copy(), of=sent)


def _elsewhere(data: dict[str, str], of: dict[str, str]) -> HttpResponse:
    return HttpResponse(data.get("handed on"), of["by name"])


def test_what_a_view_asks_for_is_found_however_it_asks() -> None:
    found = asked(asking)
    assert found.query == {"taken", "several", "there", "handed on"}
    assert found.body == {"first", "second", "inside", "other", "by name"}
    assert found.files == {"file"}
    assert describe.methods(asking) == ("POST",)
    assert describe.methods(plain) == describe.METHODS


# The fuzzer finds what it is for.


@require_GET
@login_not_required
def breaks(request: HttpRequest) -> HttpResponse:
    """Takes a page that is no number badly."""
    return HttpResponse(int(request.GET.get("page") or 1))


@require_POST
@login_not_required
def writes(request: HttpRequest, patient: str) -> HttpResponse:
    """Asks nobody."""
    if identities.exists(str(patient)):
        people.note(str(patient), Name(given=request.POST.get("name", "")), by="nobody")
    return HttpResponse()


@require_GET
@login_not_required
def tells(request: HttpRequest) -> HttpResponse:
    """Names somebody to everybody."""
    logging.getLogger("lindra").warning("here is Astrid Vilhelmina Lindqvist-Åkerström")
    return redirect("/?name=Astrid%20Vilhelmina+Lindqvist-%C3%85kerstr%C3%B6m")


@require_GET
@login_not_required
@csp_exempt()
def shows(request: HttpRequest) -> HttpResponse:
    """Shows somebody to everybody, and lets anything run."""
    return HttpResponse("Astrid Vilhelmina Lindqvist-&Aring;kerstr&ouml;m")


FAULTY = [
    path("breaks/", breaks, name="breaks"),
    path("writes/<uuid:patient>/", writes, name="writes"),
    path("tells/", tells, name="tells"),
    path("shows/", shows, name="shows"),
    path("hidden/<str:what>/", plain, name="first"),
    path("hidden/always/", plain, name="never"),
]
URLS = ModuleType("faulty_urls")
URLS.urlpatterns = [*FAULTY, *urls.urlpatterns]  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def found_out(on_sqlite: Standing, tmp_path_factory: pytest.TempPathFactory) -> fuzzing.Report:
    """What the fuzzer says of pages that are as bad as can be, as a stranger."""
    with override_settings(ROOT_URLCONF=URLS):
        file = describe.write(tmp_path_factory.mktemp("faulty"))
        names = {str(pattern.name) for pattern in FAULTY}
        return fuzzing.Fuzzing(on_sqlite.world, on_sqlite.small, "stranger", file, Known(), names).run(1)


@pytest.mark.parametrize(
    "fault",
    [
        "ValueError in test_fuzz.py, breaks",
        "people_detail changed without a right by POST /writes/{patient}/",
        "a patient is told of in an address to go to",
        "a patient is told of in a log line",
        "a patient is told of in a page",
        "no strict Content-Security-Policy",
    ],
)
def test_a_page_with_this_fault_is_found(found_out: fuzzing.Report, fault: str) -> None:
    assert fault in {found.fault.kind for found in found_out.faults}, str(found_out)


def test_a_page_that_cannot_be_reached_is_found(found_out: fuzzing.Report) -> None:
    assert set(found_out.unreached()) == {f"{method} /hidden/always/" for method in describe.METHODS}


def test_the_request_that_shows_a_fault_is_told(found_out: fuzzing.Report) -> None:
    assert "\n  GET /breaks/?page=" in str(found_out)
    assert "b'name=" in str(found_out)
