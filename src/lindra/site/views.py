"""Start, sign-in and the statement of accessibility."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator

from lindra.access import overview
from lindra.care import overview as care
from lindra.frame import views as frame
from lindra.synthetic import demo


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Signing in; the demo says who may be tried."""

    template_name = "site/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = demo.accounts() if settings.LINDRA_DEMO else []
        return super().get_context_data(accounts=accounts, **kwargs)


class SignOut(LogoutView):
    """Signing out."""


def start(request: HttpRequest) -> HttpResponse:
    """What there is to do and to see, for this reader."""
    reader = getattr(request, "reader", None)
    return render(
        request,
        "site/start.html",
        {
            "unit": care.unit_overview(reader) if reader else None,
            "access": overview.national(),
            "patients_url": reverse("patients"),
            "assignment_url": reverse("assignment"),
            "indicators_url": reverse("measures:indicators"),
            "access_url": reverse("access:access"),
        },
    )


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that public bodies must have (EN 301 549)."""
    return render(request, "site/accessibility.html")


@login_not_required
def design(request: HttpRequest) -> HttpResponse:
    """The components, for those who build pages."""
    return frame.gallery(request)
