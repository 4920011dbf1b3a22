"""The page of one deviation, and what is done with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lindra import clock
from lindra.areas import queries as areas
from lindra.areas.models import UnitKind
from lindra.discharge.deviations import actions, further, queries, rules, shown, states, words
from lindra.discharge.deviations.actions import NoReceiver, Stale
from lindra.discharge.deviations.forms import (
    AnswerForm,
    AssessForm,
    CloseForm,
    HarmForm,
    ReasonForm,
    ReportedForm,
    ReportForm,
)
from lindra.discharge.deviations.guarded import for_one
from lindra.discharge.deviations.reporting import choices
from lindra.discharge.models import Deviation
from lindra.moves import Impossible
from lindra.privacy import rules as privacy
from lindra.privacy.reader import Reader
from lindra.privacy.sharing.pages import number
from lindra.privacy.web import denied

WRONG, TOGETHER = 422, 409

FORMS: dict[str, type[forms.Form]] = {
    "judge": HarmForm, "send_back": ReasonForm, "answer": AnswerForm, "close": CloseForm, "withdraw": ReasonForm,
    "assess": AssessForm, "report": ReportedForm,
}  # fmt: skip
_AUTO_ID = "%s_%%s"
"""Of the fields of several forms on one page."""
PLAIN = ("send", "receive", "carry_out")
"""Acts that ask for nothing."""

DONE: dict[str, str | Promise] = {
    "judge": gettext_lazy("The judgement is saved."),
    "send": gettext_lazy("The deviation is sent."),
    "receive": gettext_lazy("It is noted that the deviation has been received."),
    "send_back": gettext_lazy("The deviation is sent back."),
    "answer": gettext_lazy("The answer is sent."),
    "close": gettext_lazy("The deviation is closed."),
    "withdraw": gettext_lazy("The deviation is taken back."),
    "assess": gettext_lazy("The assessment is saved."),
    "report": gettext_lazy("It is noted that it has been reported."),
    "carry_out": gettext_lazy("It is noted that the change is carried out."),
}


@require_GET
@for_one
def deviation(request: HttpRequest, reader: Reader, one: Deviation) -> HttpResponse:
    """One deviation: what happened, whose it is, what was done, answered and assessed; and what one may do with it."""
    return page(request, reader, one)


def page(
    request: HttpRequest, reader: Reader, one: Deviation, *, tried: str = "", form: forms.Form | None = None,
    refused: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The same, with a form that was not right, or why nothing was done."""
    named, now, who = shown.names([one]), queries.standing(one), queries.who(reader)
    known = shown.people([one], reader, "deviation")
    on = rules.sides(who, queries.parties(one))
    may = [act for act in states.possible(now, who.provider) if rules.may(act, who, on, now)]
    if one.state == "sent" and rules.may("answer", who, on, now):
        may.append("answer")
    if form is not None and tried not in may:  # somebody else has done something since: what was typed stays
        may.append(tried)
    person = known.get(one.pk)
    made: dict[str, forms.Form] = {
        act: form if act == tried and form is not None else _form(act, one) for act in may if act in FORMS
    }
    tone, harm = words.HARMS[one.harm]
    social = {UnitKind.SOCIAL_SERVICE.value} & set(areas.kinds([one.unit, one.about_unit]).values())
    return render(request, "discharge/deviations/one.html", {
        "one": one, "title": words.category(one.category), "reference": words.reference(one),
        "state": words.STATES[one.state],
        "harm": (tone, harm), "facts": shown.facts(one, known, named), "history": shown.history(one, reader, named),
        "answer": shown.answer(now), "assessment": shown.assessment(now, who.provider), "may": may, "forms": made,
        "person": person, "number": number(person) if person else "", "refused": refused, "form": form,
        "outside": _outside(one, named) if one.state == "written" and "writer" in on else None,
        "noted": now.way in rules.OUTSIDE, "social": words.SOCIAL if social else "",
        "waits": rules.to_assess(one.harm) and who.provider not in now.assessments and one.state != "withdrawn",
        "receiver": named.both(one.about_unit, one.about_provider),
        "late": words.LATE.get(rules.late(now, clock.now()), ""), "further": further.of(reader, one.pk),
    }, status=status)  # fmt: skip


def _form(act: str, one: Deviation) -> forms.Form:
    start = {"harm": one.harm} if act == "judge" else None
    return FORMS[act](initial=start, auto_id=_AUTO_ID % act)


def _outside(one: Deviation, named: shown.Names) -> dict[str, Any] | None:
    """How it is handed over to a receiver that does not want it in Lindra; nothing where it does."""
    wish = queries.wished(one)
    if wish is None or wish.way == "lindra":
        return None
    lines = [
        _("Deviation %(reference)s") % {"reference": words.reference(one)},
        _("What went wrong: %(what)s") % {"what": words.category(one.category)},
        _("Written by: %(who)s") % {"who": named.both(one.unit, one.provider)},
        _("Concerns: %(who)s") % {"who": named.both(one.about_unit, one.about_provider)},
        _(
            "Whom it is about, and what happened, we tell in a way that keeps it secret. Please say how you want it."
        ),
    ]
    return {
        "way": wish.way, "label": words.WAYS[wish.way], "address": wish.address, "function": wish.function,
        "subject": lines[0], "lines": lines,
    }  # fmt: skip


@require_POST
@for_one
def act(request: HttpRequest, reader: Reader, one: Deviation, name: str) -> HttpResponse:
    """Do something with a deviation."""
    if name not in FORMS and name not in PLAIN:
        raise Http404
    form = FORMS[name](request.POST, auto_id=_AUTO_ID % name) if name in FORMS else None
    if form is not None and not form.is_valid():
        return page(request, reader, one, tried=name, form=form, status=WRONG)
    try:
        _do(reader, one, name, form, _seen(request))
    except Stale:
        return page(request, reader, _anew(one, reader), tried=name, form=form, status=TOGETHER,
                    refused=_("Somebody else has done something with the deviation since you opened the page. "
                              "Look at how it stands now, and do it again if it is still needed."))  # fmt: skip
    except Impossible:
        return page(request, reader, one, tried=name, form=form, status=TOGETHER,
                    refused=_("This cannot be done with the deviation as it stands now."))  # fmt: skip
    except NoReceiver:
        return page(request, reader, one, status=TOGETHER,
                    refused=_("The unit it concerns belongs to nobody today. "
                              "Change the deviation to another unit."))  # fmt: skip
    except PermissionError:
        return denied(request, privacy.law("PDL 4:2"))
    messages.success(request, str(DONE[name]))
    if queries.one(one.pk, reader) is None:  # sent back: it is theirs again
        return redirect("deviations")
    return redirect("deviation", one.pk)


def _anew(one: Deviation, reader: Reader) -> Deviation:
    found = queries.one(one.pk, reader)
    if found is None:
        raise Http404
    return found


def _seen(request: HttpRequest) -> int:
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1


def _do(reader: Reader, one: Deviation, name: str, form: Any, seen: int) -> None:
    match name:
        case "send":
            actions.send(one, reader, seen=seen)
        case "answer":
            actions.answer(one, reader, form.said(), seen=seen)
        case "assess":
            actions.assess(one, reader, form.said(), seen=seen)
        case "report":
            actions.act(one, reader, name, form.said(), seen=seen)
        case _:
            actions.act(one, reader, name, form.cleaned_data if form is not None else {}, seen=seen)


@require_http_methods(["GET", "POST"])
@for_one
def change(request: HttpRequest, reader: Reader, one: Deviation) -> HttpResponse:
    """Change a deviation that is written and not sent."""
    who, now = queries.who(reader), queries.standing(one)
    if not rules.may("change", who, rules.sides(who, queries.parties(one)), now):
        return denied(request, privacy.law("PDL 4:2"))
    if one.state != "written":
        return page(request, reader, one, status=TOGETHER,
                    refused=_("This cannot be done with the deviation as it stands now."))  # fmt: skip
    units = choices(queries.units(clock.today()), (), one.unit)
    start = {"category": one.category, "about": one.about_unit, "harm": one.harm, "what": one.what}
    form = ReportForm(units, request.POST) if request.method == "POST" else ReportForm(units, initial=start)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            return _changed(request, reader, one, form)
        status = WRONG
    return render(request, "discharge/deviations/change.html", {
        "form": form, "one": one, "reference": words.reference(one),
        "seen": request.POST.get("seen") or one.number,
    }, status=status)  # fmt: skip


def _changed(request: HttpRequest, reader: Reader, one: Deviation, form: ReportForm) -> HttpResponse:
    said = form.cleaned_data
    owner = areas.provider_of(said["about"], clock.today())
    if owner is None:
        form.add_error("about", _("The unit belongs to nobody today. Choose another."))
        return render(request, "discharge/deviations/change.html", {
            "form": form, "one": one, "reference": words.reference(one), "seen": one.number}, status=WRONG)  # fmt: skip
    try:
        actions.act(
            one, reader, "change", {"harm": said["harm"]}, seen=_seen(request), category=said["category"],
            what=said["what"], about_unit=said["about"], about_provider=owner.id,
        )  # fmt: skip
    except Stale:
        form.add_error(None, _(
            "Somebody else has done something with the deviation since you opened the page. "
            "Look at how it stands now, and do it again if it is still needed."
        ))  # fmt: skip
        return render(request, "discharge/deviations/change.html", {
            "form": form, "one": one, "reference": words.reference(one), "seen": _anew(one, reader).number,
        }, status=TOGETHER)  # fmt: skip
    messages.success(request, _("The deviation is saved, and not sent."))
    return redirect("deviation", one.pk)
