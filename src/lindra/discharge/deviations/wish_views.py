"""How a provider wants deviations: what it says, from when, and how that ends."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lindra import clock
from lindra.areas import queries as areas
from lindra.discharge.deviations import actions, queries, words
from lindra.discharge.deviations.forms import WishForm
from lindra.discharge.deviations.guarded import for_staff
from lindra.discharge.deviations.rules import Wish
from lindra.frame import texts
from lindra.privacy import rules as privacy
from lindra.privacy.reader import Reader
from lindra.privacy.web import denied

WRONG = 422


@require_http_methods(["GET", "POST"])
@for_staff
def wishes(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What one's provider says; who answers for its quality says it here."""
    provider, today = reader.assignment.provider, clock.today()
    own = [(unit.id, unit.name) for unit in areas.units_of(provider, today)]
    form = WishForm(own, request.POST if request.method == "POST" else None, initial={"first_day": today})
    if request.method == "POST":
        if not actions.may_wish(reader):
            return denied(request, privacy.law("PDL 4:2"))
        if form.is_valid():
            actions.wish(reader, form.said())
            messages.success(request, _("It has been saved."))
            return redirect("deviation-wishes")
    found, names = queries.wishes(provider), dict(own)
    return render(request, "discharge/deviations/wishes.html", {
        "provider": reader.assignment.provider_name, "form": form if actions.may_wish(reader) else None,
        "lines": [_line(one, names) for one in found], "may": actions.may_wish(reader),
    }, status=WRONG if form.is_bound else 200)  # fmt: skip


def _line(one: Wish, names: dict[str, str]) -> dict[str, object]:
    where = names.get(one.unit, _("The one each deviation concerns")) if one.way == "lindra" else one.address
    last = texts.stamp(one.last_day) if one.last_day else _("until further notice")
    return {
        "id": one.id, "way": words.WAYS[one.way], "where": f"{one.function}, {where}" if one.function else where,
        "of": ", ".join(words.category(code) for code in sorted(one.categories)) or _("All categories"),
        "when": f"{texts.stamp(one.first_day)} – {last}", "holds": one.holds(clock.today()),
        "end": one.last_day is None,
        "url": reverse("deviation-wish-end", args=[one.id]),
    }  # fmt: skip


@require_POST
@for_staff
def end(request: HttpRequest, reader: Reader, wish: UUID) -> HttpResponse:
    """From tomorrow on it does not hold."""
    try:
        done = actions.end_wish(reader, str(wish), clock.today())
    except PermissionError:
        return denied(request, privacy.law("PDL 4:2"))
    if not done:
        raise Http404
    messages.success(request, _("It holds for the last time today."))
    return redirect("deviation-wishes")
