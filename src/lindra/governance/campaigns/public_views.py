"""A campaign for everybody: no sign-in. Classes, replies and promises of bodies are shown; nobody of this world."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lindra import clock
from lindra.governance.campaigns import following, letters, queries, rules, shown, views, words
from lindra.governance.campaigns.queries import Asked, Whole


@require_GET
@login_not_required
def public(request: HttpRequest, key: str) -> HttpResponse:
    """How everybody answered, and how what they promised stands today. A campaign that is not public is not there."""
    campaign = queries.one(key)
    if campaign is None or not campaign.public:
        raise Http404
    whole = queries.whole(campaign, clock.today())
    tile_map, tiles = shown.tiles(whole, "public")
    later = following.later(whole)
    became = following.became(whole, later) if later else []
    answered = sum(whole.states[state] for state in rules.ANSWERED)
    return render(request, "governance/campaign_public.html", {
        "campaign": campaign, "title": words.title(campaign), "question": words.question(campaign), "whole": whole,
        "classes": shown.classes(whole), "tile_map": tile_map, "tiles": tiles, "beside": shown.beside(whole),
        "sum": shown.summed(whole.promises, whole), "answered": answered,
        "of": [_shown(whole, one) for one in whole.asked],
        "later": later, "became": became, "became_counts": following.counts(became),
        "once": any(one.classed.how == "one" for one in whole.asked),
    })  # fmt: skip


def _shown(whole: Whole, one: Asked) -> dict[str, object]:
    return {
        "id": f"body-{letters.stem(one.body)}", "name": one.body.name, "state": words.STATES[one.state],
        "class": shown.Class(one.classed.code, words.class_name(one.classed.code), 1, *words.CLASSES[one.classed.code]),
        "replies": views.replies(one), "sum": shown.summed(one.promises, whole), "count": len(one.promises),
        "promises": shown.promises(one.promises, whole),
    }  # fmt: skip
