"""The open addresses: no sign-in, nothing but what was released for anybody, and clear words where there is nothing.

Other sites may ask from their pages (CORS): there is nothing here that hangs on who asks. Answers may be kept for a
few minutes, and are known by the cube they are of (ETag).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from lindra import __version__, clock
from lindra.measures.cubes.kept import Kept

KEPT = "public, max-age=300"
"""How long an answer may be kept before asking whether it still holds, in seconds."""


def etag(request: HttpRequest) -> str | None:
    """By which an answer is known: the cube, the question, the day (targets are dated), and this program."""
    try:
        cube = (Kept(settings.LINDRA_HOME).cube("outside") / "cube.json").read_bytes()
    except OSError:
        return None
    said = (request.get_full_path(), clock.today().isoformat(), __version__)
    digest = hashlib.sha256(b"\0".join([cube, *(one.encode(errors="replace") for one in said)]))
    return f'"{digest.hexdigest()[:32]}"'


def opened(view: Callable[[HttpRequest, Any], HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives a view the released cube, and answers as JSON where it cannot be answered."""

    @condition(etag_func=etag)
    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponse:
        from lindra.measures.api.answers import NotThere, NotUnderstood, released

        try:
            with released(settings.LINDRA_HOME) as cube:
                return _open(view(request, cube))
        except NotThere as error:
            return _fault(404, str(error))
        except NotUnderstood as error:
            return _fault(400, str(error))

    return answered


def _open(answer: HttpResponse) -> HttpResponse:
    answer["Access-Control-Allow-Origin"] = "*"
    if answer.status_code == 200:
        answer["Cache-Control"] = KEPT
    return answer


def _fault(status: int, said: str) -> HttpResponse:
    error = {"status": status, "message": said, "see": reverse("measures:api")}
    return _open(_json({"error": error}, status))


def _json(value: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(value, status=status, json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
@opened
def about(request: HttpRequest, cube: Any) -> HttpResponse:
    """What the cube is: when it was counted, of how many, what was left out."""
    from lindra.measures.api import answers

    return _json({"cube": answers.about(cube)})


@login_not_required
@require_safe
@opened
def measures(request: HttpRequest, cube: Any) -> HttpResponse:
    """Every definition that is counted in the cube."""
    from lindra.measures.api import answers

    return _json({"measures": answers.defined(cube, clock.today())})


@login_not_required
@require_safe
@opened
def results_json(request: HttpRequest, cube: Any) -> HttpResponse:
    """The results of a question, with their definition."""
    from lindra.measures.api import answers

    return _json(answers.as_json(_answer(request, cube), cube, clock.today()))


@login_not_required
@require_safe
@opened
def results_csv(request: HttpRequest, cube: Any) -> HttpResponse:
    """The results of a question as a table."""
    from lindra.measures.api import answers

    return HttpResponse(
        answers.as_csv(_answer(request, cube)), content_type="text/csv; charset=utf-8; header=present"
    )


def _answer(request: HttpRequest, cube: Any) -> Any:
    from lindra.measures.api import answers

    key, by, where = request.GET.get("measure", ""), request.GET.get("by", ""), request.GET.getlist("where")
    return answers.answer(cube, key, by, where, clock.today(), given=list(request.GET))


@login_not_required
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The same as a description for machines (OpenAPI 3.0)."""
    from lindra.measures.api.described import description

    return _open(_json(description(reverse("measures:api"))))


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What there is, how to ask, and which measures, for people."""
    from lindra.measures.api import shown
    from lindra.measures.api.answers import NotThere, released

    try:
        with released(settings.LINDRA_HOME) as cube:
            context = shown.context(cube, reverse("measures:api"))
    except NotThere:
        context = shown.empty(reverse("measures:api"))
    return render(request, "measures/api.html", context)
