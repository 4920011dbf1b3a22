"""The letters: one on a page, as PDF, as plain text; all of them at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra import clock
from lindra.frame import texts
from lindra.governance.campaigns import letters, queries, words
from lindra.governance.campaigns.guarded import asked, for_campaign
from lindra.governance.campaigns.queries import Asked, Whole
from lindra.governance.models import Campaign


def _language(request: HttpRequest) -> str:
    """The language of the letter: the one asked for, else that of the page."""
    chosen = request.GET.get("language", "")
    return chosen if chosen in letters.LANGUAGES else texts.language()


@require_GET
@asked
def page(request: HttpRequest, whole: Whole, one: Asked) -> HttpResponse:
    """The letter to a body, to read and print."""
    campaign, language = whole.campaign, _language(request)
    crumbs = [
        {"url": reverse("governance:campaigns"), "label": _("Campaigns")},
        {"url": reverse("governance:campaign", args=[campaign.key]), "label": words.title(campaign)},
        {
            "url": reverse("governance:campaign-body", args=[campaign.key, one.recipient.body]),
            "label": one.body.name,
        },
        {"label": _("Letter")},
    ]
    return render(request, "governance/campaign_letter.html", {
        "letter": letters.letter(campaign, one, language), "campaign": campaign, "asked": one, "language": language,
        "other": "en" if language == "sv" else "sv", "crumbs": crumbs,
    })  # fmt: skip


@require_GET
@asked
def pdf(request: HttpRequest, whole: Whole, one: Asked) -> HttpResponse:
    """The letter as PDF."""
    made = letters.pdf([letters.letter(whole.campaign, one, _language(request))])
    return _file(made, "application/pdf", f"{letters.stem(one.body)}.pdf")


@require_GET
@asked
def text(request: HttpRequest, whole: Whole, one: Asked) -> HttpResponse:
    """The letter as plain text, for e-mail."""
    made = letters.text(letters.letter(whole.campaign, one, _language(request)))
    return _file(made.encode(), "text/plain; charset=utf-8", f"{letters.stem(one.body)}.txt")


@require_GET
@for_campaign
def all_pdf(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Every letter in one PDF, each beginning on a page of its own."""
    whole, language = queries.whole(campaign, clock.today()), _language(request)
    made = letters.pdf([letters.letter(campaign, one, language) for one in whole.asked])
    return _file(made, "application/pdf", f"{campaign.key}-letters-{language}.pdf")


@require_GET
@for_campaign
def all_text(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    """Every letter as text, in each language, in a zip."""
    made = letters.archive(queries.whole(campaign, clock.today()))
    return _file(made, "application/zip", f"{campaign.key}-letters.zip")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
