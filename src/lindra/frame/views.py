"""The gallery: every component on one page, so that it can be looked at and tested. No patient data."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lindra.frame import icons, pieces, samples


def _tones() -> list[str]:
    return [_("Neutral"), _("In order"), _("To know"), _("To watch"), _("Not to be missed"), _("Not known")]


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component and chart with sample values."""
    context = {
        "crumbs": [{"url": "#content", "label": _("Start")}, {"label": _("Design")}],
        "tones": list(zip(pieces.TONES, _tones(), strict=True)),
        "icons": list(icons.ICONS),
        "facts": [
            (_("Listed at"), _("Health centre, north")),
            (_("Lives"), _("At home, alone"), _("Key with the home help")),
            (_("Speaks"), _("Finnish")),
        ],
        "identity_facts": [(_("Unit"), _("Home care, north"))],
        "identity_badges": [("critical", _("Do not resuscitate")), ("ok", _("Plan"))],
        "plan": samples.plan(),
        "table": samples.table(),
        "night": samples.NIGHT,
        "day": samples.LAST_DAY,
        "born": samples.BORN,
        "page": Paginator(range(240), 20).page(4),
        "form": samples.refused_form(),
        "saved": {"svg": "#charts", "png": "#charts", "csv": "#charts"},
        "figures": samples.figures(),
        "entries": samples.entries(),
        "tabs": [
            {"url": "#tabs", "label": _("Overview"), "current": True},
            {"url": "#tabs", "label": _("Timeline"), "count": 128},
            {"url": "#tabs", "label": _("Medicines")},
        ],
        "steps": [f"scale-{step}" for step in range(1, 6)],
    }
    return render(request, "frame/gallery.html", context)
