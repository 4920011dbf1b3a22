"""Pages and claims of the OpenID provider of the tests; imported only in its own process (openid_provider.py)."""

from __future__ import annotations

import json
import os
from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path
from oauth2_provider.oauth2_validators import OAuth2Validator

PAGE = """<!doctype html><html lang="en"><title>Elsewhere</title>
<form method="post">{% csrf_token %}{{ form }}<button>OK</button></form></html>"""


class SignIn(LoginView):
    """The provider's own sign-in."""

    form_class = AuthenticationForm

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return HttpResponse(Template(PAGE).render(RequestContext(self.request, context)))


class Validator(OAuth2Validator):
    """States the HSA-id and the level of assurance, in the token and beside it."""

    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, str]:
        hsa_id = json.loads(os.environ["PEOPLE"])[request.user.username]
        return {"acr": "loa3"} | ({"employeeHsaId": hsa_id} if hsa_id else {})


def ready(request: HttpRequest) -> HttpResponse:
    """That it answers."""
    return HttpResponse("ready")


urlpatterns = [
    path("", ready),
    path("sign-in/", SignIn.as_view()),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]
