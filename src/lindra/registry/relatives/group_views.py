"""The page *what relatives answer*: for follow-up, of many, beside what staff say of the same deaths."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra.areas import queries as areas
from lindra.forms.questionnaire import licence_of
from lindra.frame import texts
from lindra.frame.charts import Figure, Part, Share
from lindra.frame.shares import wilson
from lindra.privacy import rules as privacy
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose
from lindra.privacy.web import denied, reader_required
from lindra.registry.relatives import comparison, group, survey
from lindra.registry.relatives.comparison import NOT_KNOWN, Counted
from lindra.registry.relatives.group import Group


@require_GET
@reader_required
def page(request: HttpRequest) -> HttpResponse:
    """Agreement question by question, and what relatives answered."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    if reader.purpose is not Purpose.FOLLOWUP:
        return denied(request, privacy.law("PDL 2:4"))
    found = group.of(reader, request.GET.get("unit", ""))
    form = survey.latest()
    context: dict[str, Any] = {
        "provider": reader.assignment.provider_name, "least": found.least, "enough": found.answers is not None,
        "ours": licence_of(form, texts.language()), "tabs": _tabs(found),
    }  # fmt: skip
    if found.answers is not None:
        words = survey.labels(form, texts.language())
        context |= {
            "facts": _facts(found), "agreement": agreement(found, words),
            "figures": [_answers(one, *words[one.question]) for one in found.questions
                        if one.relatives],
        }  # fmt: skip
    return render(request, "registry/relatives/group.html", context)


Labels = dict[str, tuple[str, dict[str, str]]]


def _tabs(found: Group) -> list[dict[str, Any]]:
    """The provider, and those of its units that may be shown by themselves."""
    names = areas.names(found.units)
    if not names:
        return []
    every = {"url": "?", "label": _("All units"), "current": not found.unit}
    return [every, *({"url": f"?unit={unit}", "label": name, "current": unit == found.unit}
                     for unit, name in sorted(names.items(), key=lambda pair: pair[1]))]  # fmt: skip


def _facts(found: Group) -> list[tuple[str, str]]:
    counted = found.outcomes
    return [
        (_("Relatives who have answered"), str(found.answers)),
        (_("Asked, and not answered yet"), str(counted.get("asked", 0))),
        (_("Do not want to be asked"), str(counted.get("declined", 0))),
    ]


def agreement(found: Group, words: Labels) -> Figure:
    """Of the deaths on which both say something, on how many they say the same."""
    rows = [_share(one, words[one.question][0]) for one in found.questions
            if one.question in comparison.compared()]  # fmt: skip
    note = _(
        "Deaths on which a relative and staff (in the report to the register) both have answered something other than "
        "that they do not know. Fewer than %(least)s are not shown. With few deaths much is chance: look at the "
        "interval. Which answers count as the same is our own choice."
    ) % {"least": found.least}
    return Figure.interval_bars(_("Relatives and staff say the same"), rows, name=_("Question"), note=note)


def _share(one: Counted, text: str) -> Share:
    if not one.pairs:
        return Share(label=text, value=None)
    low, high = wilson(one.agree, one.pairs) or (None, None)
    return Share(label=text, value=one.agree / one.pairs, low=low, high=high, cases=one.agree, of=one.pairs)


def _answers(one: Counted, text: str, answers: dict[str, str]) -> Figure:
    """What relatives answered one question."""
    parts = [
        Part(label=label, value=one.relatives[code], unknown=code == NOT_KNOWN)
        for code, label in answers.items()
    ]
    return Figure.stacked_share(text, parts, name=_("Answer"))
