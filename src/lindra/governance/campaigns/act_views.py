"""What is done in a campaign by who runs it: put, sent, reminded, replied, promised, settled, shown to everybody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lindra import clock
from lindra.governance.campaigns import actions, guarded, queries, replying, views
from lindra.governance.campaigns.forms import (
    DayForm,
    NewForm,
    PromiseForm,
    ReadForm,
    RemindForm,
    ReplyForm,
    WithdrawForm,
)
from lindra.governance.campaigns.guarded import asked, for_campaign
from lindra.governance.campaigns.queries import Asked, Whole
from lindra.governance.campaigns.refusals import Refused
from lindra.governance.commitments.actions import By, by
from lindra.governance.commitments.actions import Refused as CommitmentRefused
from lindra.governance.models import Campaign
from lindra.ids import new_id
from lindra.privacy.web import reader_required

WRONG = 422

DONE: dict[str, str | Promise] = {
    "send": gettext_lazy("It is noted that the letters were sent."),
    "remind": gettext_lazy("The reminder is noted."),
    "close": gettext_lazy("It is noted that the result was reported."),
    "publish": gettext_lazy("Everybody can see the campaign now."),
    "hide": gettext_lazy("The campaign is no longer shown to everybody."),
    "reply": gettext_lazy("The reply is saved."),
    "promise": gettext_lazy("The promise is saved, and followed."),
    "settle": gettext_lazy("The difference is settled."),
    "withdraw": gettext_lazy("The reply is withdrawn."),
}


def _who(request: HttpRequest) -> By:
    return by(request.reader)  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@reader_required
@guarded.writes
def new(request: HttpRequest) -> HttpResponse:
    """Put a new question, from an inventory."""
    form = NewForm(request.POST) if request.method == "POST" else NewForm()
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        told["functions"] = [line.strip() for line in told["functions"].splitlines() if line.strip()]
        try:
            made = actions.ask(actions.Question(**told), _who(request))
        except Refused as refused:
            form.add_error(refused.field, refused.told())
        else:
            messages.success(request, _("The campaign is made. The letters are not sent yet."))
            return redirect("governance:campaign", made.key)
    status = WRONG if request.method == "POST" else 200
    crumbs = [{"url": reverse("governance:campaigns"), "label": _("Campaigns")}, {"label": _("New campaign")}]
    return render(request, "governance/campaign_new.html", {"form": form, "crumbs": crumbs}, status=status)


@require_POST
@for_campaign
@guarded.writes
def act(request: HttpRequest, campaign: Campaign, name: str) -> HttpResponse:
    """Do something with a whole campaign."""
    if name in ("publish", "hide"):
        actions.publish(campaign, name == "publish")
        return _done(request, name, "governance:campaign", campaign.key)
    form = _form(name, queries.whole(campaign, clock.today()), request.POST)
    if form.is_valid() and _do(campaign, name, form, _who(request)):
        return _done(request, name, "governance:campaign", campaign.key)
    return views.page(request, campaign, tried=name, form=form, status=WRONG)


def _form(name: str, whole: Whole, data: Any) -> forms.Form:
    auto_id = views.AUTO_ID % name
    if name == "remind":
        return RemindForm(views.waiting(whole), data, auto_id=auto_id)
    if name in ("send", "close"):
        return DayForm(data, auto_id=auto_id)
    raise Http404


def _do(campaign: Campaign, name: str, form: forms.Form, who: By) -> bool:
    """Whether it was done; what was wrong stands in the form."""
    told = form.cleaned_data
    try:
        match name:
            case "send":
                actions.send(campaign, told["on"])
            case "remind":
                actions.remind(campaign, told["bodies"], told["on"], told["by"], who)
            case "close":
                actions.close(campaign, told["on"])
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.told())
        return False
    return True


@require_POST
@asked
@guarded.writes
def act_on(request: HttpRequest, whole: Whole, one: Asked, name: str) -> HttpResponse:
    """Do something about one body."""
    form = _body_form(name, whole, one, request.POST)
    if form.is_valid() and _do_on(whole, one, name, form, _who(request), request.POST.get("id", "")):
        return _done(request, name, "governance:campaign-body", whole.campaign.key, one.recipient.body)
    return views.body_page(request, whole, one, tried=name, form=form, status=WRONG)


def _body_form(name: str, whole: Whole, one: Asked, data: Any) -> forms.Form:
    auto_id, replies = views.AUTO_ID % name, list(one.replies)
    match name:
        case "reply":
            return ReplyForm(data, auto_id=auto_id)
        case "promise":
            return PromiseForm(
                replies, whole.campaign.asked_on or whole.campaign.reply_by, data, auto_id=auto_id
            )
        case "settle":
            return ReadForm(data, auto_id=auto_id)
        case "withdraw":
            return WithdrawForm(replies, data, auto_id=auto_id)
    raise Http404


def _do_on(whole: Whole, one: Asked, name: str, form: forms.Form, who: By, id: str) -> bool:
    told, campaign = form.cleaned_data, whole.campaign
    # of this body: the id of what another has said is none here
    drawn = actions.key_of(campaign.key, one.recipient.body, name, id) if id else new_id()
    replies = {each.reply.pk: each.reply for each in one.replies}
    try:
        match name:
            case "reply":
                replying.note_reply(campaign, one.recipient.body, replying.Answer(id=drawn, **told), who)
            case "promise":
                point = replying.add_point(replies[told["reply"]], replying.Said(
                    id=drawn, text=told["text"], function=told["function"], when=told["when"],
                ))  # fmt: skip
                replying.promise(
                    point, who, due=told["due"], owner=told["owner"], made_on=_made_on(campaign, told["due"])
                )
            case "settle":
                actions.classify(campaign, one.recipient.body, "settled", told["code"], told["grounds"], who)
            case "withdraw":
                replying.withdraw(replies[told["reply"]], told["reason"])
    except (Refused, CommitmentRefused) as refused:
        _complain(form, refused)
        return False
    return True


def _made_on(campaign: Campaign, due: Any) -> Any:
    """The day a promise is kept from: today, or its own day where that has passed already."""
    return min(clock.today(), due) if due else None


def _complain(form: forms.Form, refused: Refused | CommitmentRefused) -> None:
    if isinstance(refused, Refused):
        form.add_error(refused.field if refused.field in form.fields else None, refused.told())
        return
    for field, told in refused.fields.items():
        form.add_error(field if field in form.fields else None, told)


def _done(request: HttpRequest, name: str, page: str, *place: str) -> HttpResponse:
    messages.success(request, str(DONE[name]))
    return redirect(page, *place)
