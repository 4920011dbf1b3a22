"""Choosing the assignment and purpose one works in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lindra.privacy import web


@require_http_methods(["GET", "POST"])
def assignment(request: HttpRequest) -> HttpResponse:
    """Which of one's assignments, and for which purpose; the choice is remembered for the session."""
    offered = web.choices(request)
    if request.method == "POST":
        for work, purpose in offered:
            if request.POST.get("choice") == f"{work.id}|{purpose}":
                request.session["assignment"], request.session["purpose"] = work.id, purpose
                return redirect("start")
    return render(request, "privacy/assignment.html", {"offered": offered})
