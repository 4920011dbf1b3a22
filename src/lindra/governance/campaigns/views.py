"""Pages of campaigns: all of them, one, and one body in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra import clock
from lindra.frame import texts
from lindra.frame.tables import Cell, Column, Table
from lindra.governance.campaigns import actions, following, guarded, queries, rules, shown, words
from lindra.governance.campaigns.forms import (
    DayForm,
    PromiseForm,
    ReadForm,
    RemindForm,
    ReplyForm,
    WithdrawForm,
)
from lindra.governance.campaigns.guarded import for_campaign
from lindra.governance.campaigns.queries import Asked, Whole
from lindra.governance.models import Campaign
from lindra.ids import new_id
from lindra.privacy.web import reader_required

AUTO_ID = "%s_%%s"
"""Of the fields of several forms on one page."""


@require_GET
@reader_required
def campaigns(request: HttpRequest) -> HttpResponse:
    """All questions that were put, the latest first."""
    wholes = [queries.whole(one, clock.today()) for one in queries.every()]
    return render(request, "governance/campaigns.html", {
        "table": _table(wholes), "may_write": guarded.may_write(guarded.of_request(request)),
    })  # fmt: skip


def _table(wholes: list[Whole]) -> Table:
    columns = [
        Column(_("Question")), Column(_("Asked on")), Column(_("Last day")), Column(_("Have answered"), numeric=True),
        Column(_("Classes")), Column(_("Promises"), numeric=True),
    ]  # fmt: skip
    rows: list[list[Cell | str]] = []
    for whole in wholes:
        campaign, answered = whole.campaign, sum(whole.states[state] for state in rules.ANSWERED)
        rows.append([
            Cell(words.title(campaign), url=reverse("governance:campaign", args=[campaign.key])),
            words.day(campaign.asked_on) if campaign.asked_on else _("not sent yet"), words.day(campaign.reply_by),
            _("%(n)s of %(all)s") % {"n": answered, "all": len(whole.asked)},
            ", ".join(f"{one.sign} {one.count}" for one in shown.classes(whole)),
            Cell(str(len(whole.promises)), note=shown.promised(whole.promises, whole)),
        ])  # fmt: skip
    return Table(_("Questions that were put"), columns, rows)


@require_GET
@for_campaign
def campaign(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """One question: what to do next, the classes, who has answered."""
    return page(request, campaign)


def page(
    request: HttpRequest,
    campaign: Campaign,
    *,
    tried: str = "",
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """The same, with a form that was not right."""
    whole, today = queries.whole(campaign, clock.today()), clock.today()
    writes = guarded.may_write(guarded.of_request(request))
    tile_map, tiles = shown.tiles(whole, "campaign")
    later = following.later(whole)
    became = following.became(whole, later) if later else []
    answered = sum(whole.states[state] for state in rules.ANSWERED)
    return render(request, "governance/campaign.html", {
        "campaign": campaign, "title": words.title(campaign), "question": words.question(campaign), "whole": whole,
        "crumbs": crumbs(campaign), "classes": shown.classes(whole), "tile_map": tile_map, "tiles": tiles,
        "beside": shown.beside(whole), "table": shown.table(whole), "todo": todo(whole), "answered": answered,
        "sum": shown.summed(whole.promises, whole), "agreement": whole.agreement,
        "kappa": words.kappa(whole.agreement.plain), "weighted": words.kappa(whole.agreement.weighted),
        "differing": [whole.of(key) for key in whole.agreement.differing],
        "left": words.days_left(rules.days_left(campaign.reply_by, (), today)), "open": today <= campaign.reply_by,
        "unnamed": queries.unnamed_reminders(campaign), "unnamed_said": campaign.unnamed_reminders,
        "later": later, "became": became, "became_counts": following.counts(became),
        "forms": _forms(whole, tried, form) if writes else [], "may_write": writes, "form": form,
    }, status=status)  # fmt: skip


def crumbs(campaign: Campaign, last: str = "") -> list[dict[str, str]]:
    """Where a page stands."""
    found = [{"url": reverse("governance:campaigns"), "label": _("Campaigns")}]
    if not last:
        return [*found, {"label": words.title(campaign)}]
    here = {"url": reverse("governance:campaign", args=[campaign.key]), "label": words.title(campaign)}
    return [*found, here, {"label": last}]


def todo(whole: Whole) -> list[dict[str, Any]]:
    """What is next, with the bodies it concerns; promises that are late first."""
    found: list[dict[str, Any]] = []
    late = [one for one in whole.asked if queries.late(one.promises, whole.today)]
    if late:
        found.append({"label": _("Promises whose day has passed"), "tone": "critical", "asked": late,
                      "count": sum(len(queries.late(one.promises, whole.today)) for one in late)})  # fmt: skip
    for name, tone in (("send", "warning"), ("remind", "warning"), ("read", "warning"), ("settle", "warning"),
                       ("read_again", "info"), ("wait", "neutral")):  # fmt: skip
        some = [one for one in whole.asked if one.next == name]
        if some:
            found.append({"label": words.NEXT[name], "tone": tone, "asked": some, "count": len(some)})
    return found


def _forms(whole: Whole, tried: str, form: forms.Form | None) -> list[dict[str, Any]]:
    """What can be done with the whole campaign now."""
    offered: dict[str, forms.Form] = {}
    if any(one.recipient.sent_on is None for one in whole.asked):
        offered["send"] = DayForm(auto_id=AUTO_ID % "send", initial={"on": clock.today()})
    if waiting(whole):
        offered["remind"] = RemindForm(
            waiting(whole), auto_id=AUTO_ID % "remind", initial={"on": clock.today()}
        )
    if whole.campaign.closed_on is None and whole.campaign.asked_on is not None:
        offered["close"] = DayForm(auto_id=AUTO_ID % "close", initial={"on": clock.today()})
    if form is not None:
        offered[tried] = form
    url = "governance:campaign-act"
    return [
        {"name": name, "label": words.DO[name][0], "button": words.DO[name][1], "form": one,
         "url": reverse(url, args=[whole.campaign.key, name])}
        for name, one in offered.items()
    ]  # fmt: skip


def waiting(whole: Whole) -> list[tuple[str, str]]:
    """Those who have got a letter and not answered, to be reminded."""
    return [
        (one.recipient.body, one.body.name)
        for one in whole.asked
        if not one.replies and one.recipient.sent_on is not None
    ]


@require_GET
@guarded.asked
def body(request: HttpRequest, whole: Whole, one: Asked) -> HttpResponse:
    """One body: what it is said to lack, what it replied and promised, how that was read."""
    return body_page(request, whole, one)


def body_page(
    request: HttpRequest,
    whole: Whole,
    one: Asked,
    *,
    tried: str = "",
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """The same, with a form that was not right."""
    campaign, seat = whole.campaign, guarded.of_request(request)
    writes, later = guarded.may_write(seat), following.later(whole)
    return render(request, "governance/campaign_body.html", {
        "campaign": campaign, "asked": one, "title": one.body.name, "eyebrow": words.title(campaign),
        "crumbs": crumbs(campaign, one.body.name), "state": words.STATES[one.state],
        "class": shown.Class(one.classed.code, words.class_name(one.classed.code), 1, *words.CLASSES[one.classed.code]),
        "how": words.HOW[one.classed.how], "next": words.NEXT[one.next], "gaps": shown.gaps(whole, one),
        "replies": replies(one), "promises": shown.promises(one.promises, whole),
        "sum": shown.summed(one.promises, whole), "classings": classings(one), "facts": _facts(whole, one),
        "later": later, "became": following.became(whole, later, one) if later else [],
        "may_read": guarded.may_class(seat, one.recipient.body) and one.next in ("read", "read_again"), "form": form,
        "forms": _body_forms(whole, one, tried, form) if writes else [],
    }, status=status)  # fmt: skip


def replies(one: Asked) -> list[dict[str, Any]]:
    """The replies, each with what it says."""
    return [
        {"who": words.who(replied.reply, one.body.name), "kind": words.KINDS[replied.reply.kind],
         "came": words.came(replied),
         "reply": replied.reply, "points": shown.points(replied.points)}
        for replied in one.replies
    ]  # fmt: skip


def classings(one: Asked) -> list[dict[str, Any]]:
    """Each step of the classification that is done, or that the second is not."""
    return [
        {"step": words.STEPS[step], "done": step in one.classings, "said": one.classings.get(step),
         "name": words.class_name(one.classings[step].code) if step in one.classings else ""}
        for step in rules.STEPS
        if step != "settled" or step in one.classings
    ]  # fmt: skip


def _facts(whole: Whole, one: Asked) -> list[tuple[str, str]]:
    campaign, asked = whole.campaign, one.recipient
    rows = [
        (_("Asked on"), words.day(asked.sent_on) if asked.sent_on else _("not sent yet")),
        (_("To"), ", ".join(asked.functions) or _("not stated")),
        (_("Last day to answer"), texts.instant(rules.last_day(campaign.reply_by, actions.reminders(asked)))),
    ]
    rows += [(_("Reminded"), _("%(on)s, to answer by %(by)s") % said) for said in asked.reminders]
    if not asked.reminders and campaign.unnamed_reminders:
        rows.append((_("Reminded"), _("not known: it is not stated which were reminded")))
    return rows


def _body_forms(whole: Whole, one: Asked, tried: str, form: forms.Form | None) -> list[dict[str, Any]]:
    """What can be done about a body now."""
    asked_on, found = whole.campaign.asked_on or whole.campaign.reply_by, list(one.replies)
    offered: dict[str, forms.Form] = {"reply": ReplyForm(auto_id=AUTO_ID % "reply")}
    if found:
        offered["promise"] = PromiseForm(found, asked_on, auto_id=AUTO_ID % "promise")
    if one.next == "settle":
        offered["settle"] = ReadForm(auto_id=AUTO_ID % "settle")
    if found:
        offered["withdraw"] = WithdrawForm(found, auto_id=AUTO_ID % "withdraw")
    if form is not None:
        offered[tried] = form
    return [
        {"name": name, "label": words.DO[name][0], "button": words.DO[name][1], "form": each, "id": new_id(),
         "url": reverse("governance:campaign-body-act", args=[whole.campaign.key, one.recipient.body, name])}
        for name, each in offered.items()
    ]  # fmt: skip
