"""A relative answers: the code, what it is about, the questions in a few parts, a last look, thanks.

No account and no script is needed. What these pages show to whoever holds a code: which unit asks, its telephone
number, the questions, and what has been answered here. Nothing of the one who died, not even a name: letters go astray.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lindra import clock
from lindra.areas import queries as areas
from lindra.forms.fields import Field
from lindra.forms.questionnaire import licence_of
from lindra.registry.relatives import queries, rules, survey, words
from lindra.registry.relatives.answering import actions, session
from lindra.registry.relatives.models import Invitation
from lindra.registry.relatives.survey import Part

View = Callable[..., HttpResponse]
WRONG, TOO_OFTEN, GONE = 422, 429, 410
MINUTES = 10
"""How long it takes, about. Our own guess."""


def public(view: View) -> View:
    """A page for everybody, in the language chosen here; nothing of it stays in the browser."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = session.language(request)
        with translation.override(chosen):
            answer = view(request, *args, **kwargs)
        answer["Content-Language"] = chosen
        answer["Cache-Control"] = "no-store, private"
        return answer

    return guarded


def with_code(view: View) -> View:
    """A page for whoever has shown a code that can still be used.

    Where it was shown too long ago, what was typed meanwhile in the questions is kept, and the code is asked for again.
    """
    keeps = view.__name__ == "part"

    @public
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = session.invitation(request, late=keeps and request.method == "POST")
        if found is None:
            return redirect("answer")
        if (state := found.state(clock.today())) != "open":
            return redirect("answer-done") if state in ("answered", "declined") else _closed(request)
        return view(request, found, *args, **kwargs)

    return guarded


def _shown(request: HttpRequest, page: str, status: int = 200, **more: Any) -> HttpResponse:
    here = session.language(request)
    others = [(code, name) for code, name in survey.languages().items() if code != here]
    return render(request, f"registry/answer/{page}.html", {"languages": others} | more, status=status)


def _closed(request: HttpRequest) -> HttpResponse:
    session.leave(request)
    return _shown(request, "closed", GONE)


def _in_another_language(request: HttpRequest, page: str, *place: Any) -> HttpResponse | None:
    """The same page again, where a language was chosen on it."""
    if "language" not in request.POST:
        return None
    session.choose(request, request.POST["language"])
    return redirect(page, *place)


# The code


@require_http_methods(["GET", "POST"])
@public
def code(request: HttpRequest) -> HttpResponse:
    """Where the code is written. It never stands in an address that reaches the server."""
    if (again := _in_another_language(request, "answer")) is not None:
        return again
    if request.method != "POST":
        return _shown(request, "code", left="left" in request.GET)
    written = rules.read_code(request.POST.get("code", ""))
    if not written:
        return _wrong(request, _("The code has twelve letters and digits. Look in the letter."))
    attempt = _attempt(request)
    if attempt is None:
        return _shown(request, "often", TOO_OFTEN)
    found = queries.by_code(written)
    if found is None:
        return _wrong(request, _("We do not know this code. Compare it with the letter, sign by sign."))
    attempt.rollback()  # only wrong ones are counted
    state = found.state(clock.today())
    if state in ("revoked", "expired"):
        return _closed(request)
    session.begin(request, found)
    return redirect("answer-about" if state == "open" else "answer-done")


def _attempt(request: HttpRequest) -> ratelimit.RateLimitUsage | None:
    """One more try from this address; none where there have been too many in an hour."""
    most = rules.number("wrong_codes", clock.today())
    limits = {"code": f"{most}/h/ip"}
    return ratelimit.consume(request, app="lindra.registry", action="code", config=limits, limit_get=True)


def _wrong(request: HttpRequest, problem: str) -> HttpResponse:
    return _shown(request, "code", WRONG, problem=problem, written=request.POST.get("code", "")[:40])


# What it is about, and the questions


@require_http_methods(["GET", "POST"])
@with_code
def about(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Who asks, what becomes of the answers, and that nothing has to be answered."""
    if (again := _in_another_language(request, "answer-about")) is not None:
        return again
    if request.method == "POST":
        return redirect("answer-part", 1)
    form, today = survey.versions()[invitation.form], clock.today()
    return _shown(
        request, "about", unit=unit_of(invitation), count=len(survey.questions(form)) + 1, minutes=MINUTES,
        years=rules.number("keep_days", today) // 365, until=words.plain_day(invitation.until),
        ours=licence_of(form, session.language(request)),
    )  # fmt: skip


def unit_of(invitation: Invitation) -> str:
    """The name of the unit that asks."""
    return areas.names([invitation.unit]).get(invitation.unit, "")


def _parts(request: HttpRequest, invitation: Invitation) -> list[Part]:
    form = survey.versions()[invitation.form]
    return survey.parts(form, invitation.draft, session.language(request))


@require_http_methods(["GET", "POST"])
@with_code
def part(request: HttpRequest, invitation: Invitation, number: int) -> HttpResponse:
    """A few questions; what is answered is kept when one goes on, back, away or to another language."""
    parts = _parts(request, invitation)
    if not 0 < number <= len(parts):
        raise Http404
    if request.method != "POST":
        return _asked(request, parts[number - 1])
    form = survey.versions()[invitation.form]
    typed = {name: request.POST.getlist(name) for name in parts[number - 1].names}
    given = survey.parts(form, invitation.draft | typed, session.language(request))[number - 1]
    if given.problems and "language" not in request.POST:
        return _asked(request, given, WRONG)
    if not given.problems:
        actions.keep(invitation, given, typed)
    if session.fresh(request) and (again := _in_another_language(request, "answer-part", number)) is not None:
        return again
    return _onwards(request, number, len(parts))


def _onwards(request: HttpRequest, number: int, of: int) -> HttpResponse:
    """To where the button leads that was pressed."""
    to = request.POST.get("to", "")
    if to == "leave" or not session.fresh(request):
        session.leave(request)
        return redirect(f"{reverse('answer')}?left=")
    if to == "back":
        return redirect("answer-part", number - 1) if number > 1 else redirect("answer-about")
    return redirect("answer-part", number + 1) if number < of else redirect("answer-check")


def _asked(request: HttpRequest, one: Part, status: int = 200) -> HttpResponse:
    told: dict[str, list[str]] = {}
    for problem in one.problems:
        told.setdefault(problem.path, []).append(_(problem.text) % problem.args)
    fields = [Field(control, told) for control in one.control.children]
    return _shown(
        request, "part", status, part=one, fields=fields, wrong=[one for one in fields if one.problems]
    )


# A last look, and what comes after


@require_http_methods(["GET", "POST"])
@with_code
def check(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Everything that was answered, and whether the unit may read it; sent from here, once."""
    if (again := _in_another_language(request, "answer-check")) is not None:
        return again
    form, lang = survey.versions()[invitation.form], session.language(request)
    answers, _problems = survey.read_typed(form, invitation.draft)
    if request.method == "POST" and answers:
        actions.send(invitation, answers, lang, may_read=request.POST.get("may_read") == "yes")
        return redirect("answer-done")
    told = [(one, _lines(one)) for one in _parts(request, invitation)]
    nothing = request.method == "POST"
    return _shown(
        request, "check", WRONG if nothing else 200, told=told, nothing=nothing, unit=unit_of(invitation)
    )


def _lines(one: Part) -> list[tuple[str, str]]:
    """Each question of a part with its answer."""
    found = []
    for control in one.control.children:
        chosen = [choice.label for choice in control.choices if choice.chosen]
        found.append((control.text, ", ".join(chosen) if control.choices else "".join(control.values)))
    return found


@require_http_methods(["GET", "POST"])
@with_code
def decline(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Asks once more, and then never again."""
    if (again := _in_another_language(request, "answer-decline")) is not None:
        return again
    if request.method == "POST":
        actions.decline(invitation)
        return redirect("answer-done")
    return _shown(request, "decline")


@require_http_methods(["GET", "POST"])
@public
def done(request: HttpRequest) -> HttpResponse:
    """Thanks, and whom to call if it feels heavy."""
    if (again := _in_another_language(request, "answer-done")) is not None:
        return again
    found = session.invitation(request)
    if found is None:
        return redirect("answer")
    state = found.state(clock.today())
    if state not in ("answered", "declined"):
        return redirect("answer-about")
    return _shown(request, "done", answered=state == "answered", unit=unit_of(found), phone=found.phone)
