"""Asking relatives after a death, on the patient's page: whom, how it stands, the letter; what they let one read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lindra import clock
from lindra.care.checks import PHONE
from lindra.forms.pages import for_opened, head, may_write
from lindra.frame import texts
from lindra.people.details import Relative
from lindra.privacy import rules as privacy
from lindra.privacy.door import Opened
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose
from lindra.privacy.web import denied
from lindra.record.envelope import instant
from lindra.registry.relatives import actions, codes, letter, queries, rules, survey, words
from lindra.registry.relatives.actions import NotAsked
from lindra.registry.relatives.models import Invitation, RelativeAnswer

WHAT = "relatives who are asked"
WRONG, TOGETHER = 422, 409
Page = Callable[..., HttpResponse]


class AskForm(forms.Form):
    """Whom to ask, in which language, and where they can call."""

    relative = forms.ChoiceField(
        label=gettext_lazy("Who is asked?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who is asked.")},
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the letter"), choices=lambda: list(survey.languages().items()),
        help_text=gettext_lazy("The answers can be given in another."),
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("Telephone number to the unit"), max_length=40,
        help_text=gettext_lazy("Stands in the letter and on the last page, for whoever needs to talk."),
        error_messages={"required": gettext_lazy("Give a number where somebody answers.")},
    )  # fmt: skip

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relative"].choices = choices  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        """A number that can be called."""
        number: str = self.cleaned_data["phone"].strip()
        if not PHONE.fullmatch(number):
            raise forms.ValidationError(
                _("Write a telephone number, with digits and blanks or dashes between.")
            )
        return number


def for_care(page: Page) -> Page:
    """A page about one patient, opened to give care."""

    @for_opened(WHAT)
    @wraps(page)
    def guarded(request: HttpRequest, opened: Opened) -> HttpResponse:
        reader: Reader = request.reader  # type: ignore[attr-defined]
        if reader.purpose is not Purpose.CARE:
            return denied(request, privacy.law("PDL 4:1"))
        return page(request, opened, reader)

    return guarded


@require_GET
@for_care
def asked(request: HttpRequest, opened: Opened, reader: Reader) -> HttpResponse:
    """Who has been asked, who can be, and what they have let the unit read."""
    return _page(request, opened, reader)


def _page(
    request: HttpRequest, opened: Opened, reader: Reader, *, form: AskForm | None = None, status: int = 200,
    refused: str = "",
) -> HttpResponse:  # fmt: skip
    known, people = queries.of_person(opened.records), actions.relatives(opened)
    death = actions.death_of(opened)
    closed = rules.closed(death, clock.today())
    allowed = may_write(opened).allowed
    lines = [_line(opened, one, known, reader) for one in people.values()]
    can = [(line["ref"], line["who"]) for line in lines if not line["why"]]
    start = {"phone": queries.phone(reader.assignment.unit, opened.records), "language": texts.language()}
    context = head(opened) | {
        "closed": words.why(closed, death) if closed else "", "lines": lines, "dead": death is not None,
        "hidden": not opened.sight.address.allowed, "may_write": allowed, "refused": refused,
        "form": (form or AskForm(can, initial=start)) if can and allowed else None,
        "answers": [_answer(one, known, people) for one in _readable(opened, reader)],
        "crumbs": _crumbs(opened, _("Questions to relatives")),
    }  # fmt: skip
    return render(request, "registry/relatives/asked.html", context, status=status)


def _readable(opened: Opened, reader: Reader) -> list[RelativeAnswer]:
    """What relatives let the unit read, for those of it who may read what the unit itself has written of care."""
    work = reader.assignment
    own = f"{work.unit}|{work.provider}|{work.regime}|clinical"
    return queries.readable(opened.records, work.unit) if opened.sight.of(own).allowed else []


def _crumbs(opened: Opened, label: str) -> list[dict[str, str]]:
    return [
        {"label": _("The patient"), "url": reverse("patient", args=[opened.patient])},
        {"label": _("Relatives"), "url": reverse("relatives", args=[opened.patient])},
        {"label": label, "url": ""},
    ]


def _line(opened: Opened, one: Relative, known: list[Invitation], reader: Reader) -> dict[str, Any]:
    """One relative: who, how it stands with the asking, and what can be done."""
    own = next((row for row in known if row.relative == one.ref), None)
    why = actions.refusal(opened, one.ref, known)
    state = own.state(clock.today()) if own else None
    tone, told = words.STATES[state] if state else ("", "")
    mine = own is not None and state == "open" and own.unit == reader.assignment.unit
    return {
        "ref": one.ref, "who": _who(one), "tone": tone, "state": told, "why": why,
        "told": str(words.WHY["child"]) if why == "child" else "",
        "until": words.held_until(own.until) if own and state == "open" else "",
        "revoke": own.id if own and mine else "", "settled": state in ("answered", "declined") or why == "child",
    }  # fmt: skip


def _who(one: Relative) -> str:
    return " – ".join(part for part in (one.name or _("Name not known"), one.relation) if part)


def _answer(one: RelativeAnswer, known: list[Invitation], people: dict[str, Relative]) -> dict[str, Any]:
    """What a relative has let the unit read, in the reader's language but for their own words."""
    ref = next((row.relative for row in known if row.id == one.invitation), "")
    form = survey.versions()[one.form]
    lines = survey.told(form, survey.of_verbatim(form, one.response), texts.language())
    who = _who(people[ref]) if ref in people else _("One of those who were close")
    return {"who": who, "at": instant(one.sent_at), "lines": [line for line in lines if line[1]]}


@require_POST
@for_care
def invite(request: HttpRequest, opened: Opened, reader: Reader) -> HttpResponse:
    """Make an invitation; its code is shown now, and never again."""
    people = actions.relatives(opened)
    form = AskForm([(one.ref, _who(one)) for one in people.values()], request.POST)
    if not form.is_valid():
        return _page(request, opened, reader, form=form, status=WRONG)
    told = form.cleaned_data
    try:
        given = actions.invite(opened, reader, told["relative"], told["language"], told["phone"])
    except NotAsked as error:
        refused = words.why(error.why, actions.death_of(opened))
        return _page(request, opened, reader, refused=refused, status=TOGETHER)
    except PermissionError:
        return denied(request, privacy.law("PDL 4:2"))
    address = request.build_absolute_uri(reverse("answer"))
    context = head(opened) | {
        "who": _who(people[told["relative"]]), "code": rules.pieces(given.code), "invitation": given.invitation.id,
        "address": address, "link": letter.link(address, given.code), "until": words.held_until(given.invitation.until),
        "crumbs": _crumbs(opened, _("The letter")),
    }  # fmt: skip
    return render(request, "registry/relatives/given.html", context)


@require_POST
@for_care
def paper(request: HttpRequest, opened: Opened, reader: Reader) -> HttpResponse:
    """The letter on paper, for who has just made the invitation: the code is with them alone."""
    code = rules.read_code(request.POST.get("code", ""))
    found = next(
        (one for one in queries.of_person(opened.records) if one.id == request.POST.get("invitation")), None
    )
    if found is None or not code or codes.kept(code) != found.code or found.state(clock.today()) != "open":
        raise Http404
    people = actions.relatives(opened)
    made = letter.pdf(
        letter.Letter(
            name=people[found.relative].name if found.relative in people else "",
            unit=reader.assignment.unit_name, phone=found.phone, code=code, until=date.fromisoformat(found.until),
            address=request.build_absolute_uri(reverse("answer")), language=found.language, form=found.form,
            made=instant(found.at),
        )
    )  # fmt: skip
    name = _("letter") + ".pdf"
    return HttpResponse(made, content_type="application/pdf", headers={
        "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private",
    })  # fmt: skip


@require_POST
@for_care
def revoke(request: HttpRequest, opened: Opened, reader: Reader) -> HttpResponse:
    """Take an invitation back."""
    try:
        if actions.revoke(opened, reader, request.POST.get("invitation", "")):
            messages.success(request, _("The code no longer holds."))
    except PermissionError:
        return denied(request, privacy.law("PDL 4:2"))
    return redirect("relatives-asked", opened.patient)


@require_POST
@for_care
def declined(request: HttpRequest, opened: Opened, reader: Reader) -> HttpResponse:
    """Note that somebody close does not want to be asked."""
    ref = request.POST.get("relative", "")
    if ref not in actions.relatives(opened):
        raise Http404
    try:
        actions.declined(opened, reader, ref)
    except PermissionError:
        return denied(request, privacy.law("PDL 4:2"))
    messages.success(request, _("Saved."))
    return redirect("relatives-asked", opened.patient)
