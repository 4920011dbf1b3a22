"""The page on which somebody reads a body's replies and classes them, without seeing how another reader did."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lindra.governance.campaigns import actions, guarded, refusals, rules, views, words
from lindra.governance.campaigns.forms import ReadForm
from lindra.governance.campaigns.guarded import asked
from lindra.governance.campaigns.queries import Asked, Whole
from lindra.governance.campaigns.refusals import Refused
from lindra.governance.commitments.actions import by

WRONG = 422


@require_http_methods(["GET", "POST"])
@asked
@guarded.classes
def read(request: HttpRequest, whole: Whole, one: Asked) -> HttpResponse:
    """The replies and nothing of the first reading; the class and its grounds."""
    step = "second" if "first" in one.classings else "first"
    who = by(request.reader)  # type: ignore[attr-defined]
    steps, staff = (
        {name: getattr(said, what) for name, said in one.classings.items()} for what in ("code", "staff")
    )
    why_not = rules.may_class(steps, staff, step, who.staff)
    form = ReadForm(request.POST or None)
    if request.method == "POST" and not why_not and form.is_valid():
        try:
            actions.classify(
                whole.campaign,
                one.recipient.body,
                step,
                form.cleaned_data["code"],
                form.cleaned_data["grounds"],
                who,
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.told())
        else:
            messages.success(request, _("The reading is saved."))
            return redirect("governance:campaign-body", whole.campaign.key, one.recipient.body)
    return render(request, "governance/campaign_read.html", {
        "campaign": whole.campaign, "asked": one, "title": one.body.name, "step": words.STEPS[step], "form": form,
        "replies": views.replies(one), "crumbs": views.crumbs(whole.campaign, one.body.name),
        "why_not": Refused("step", refusals.WHY_NOT[why_not]).told() if why_not else "",
        "blind": step == "second",
    }, status=WRONG if request.method == "POST" else 200)  # fmt: skip
