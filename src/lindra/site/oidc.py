"""Signing in by e-identity: OpenID Connect, code flow with PKCE, state and nonce, the HSA-id naming one of our staff.

The library carries the flow. Ours is stricter in four things: what a provider tells is held against its configured
issuer, the signature of the ID token is always checked, the nonce is sent and must come back, and an e-identity is
never remembered: each sign-in is decided anew by the HSA-id.
"""

from __future__ import annotations

import secrets
from typing import Any

import jwt
import requests
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from requests import RequestException

from lindra.people import staff as people
from lindra.site import rules
from lindra.site.environment import IdProvider
from lindra.site.signin import refused, too_often

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
REMEMBERED = 600  # seconds that a provider's description of itself is kept
PATIENCE = 5  # seconds for each answer of a provider
SKEW = 60  # seconds that a provider's clock may differ from ours


class Unreachable(OAuth2Error):
    """The provider does not answer, or not in a way that can be used."""


def known(provider_id: str) -> IdProvider:
    """The configured provider. Raises 404 where there is none."""
    for provider in settings.ID_PROVIDERS:
        if provider.id == provider_id:
            return provider
    raise Http404


class Strict(OpenIDConnectOAuth2Adapter):
    """The library's side of the talk with a provider, stricter."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider tells of itself. Raises :class:`Unreachable`."""
        key = f"openid-configuration:{self.provider_id}"
        found: dict[str, Any] | None = cache.get(key)
        if found is None:
            found = self._fetched()
            cache.set(key, found, REMEMBERED)
        return found

    def _fetched(self) -> dict[str, Any]:
        provider = known(self.provider_id)
        try:
            address = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
            answer = requests.get(address, timeout=PATIENCE)
            answer.raise_for_status()
            told = dict(answer.json())
        except (RequestException, ValueError, TypeError) as error:
            raise Unreachable from error
        if not rules.usable(told, provider.issuer):
            raise Unreachable
        return told

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        if "userinfo_endpoint" not in self.openid_config:
            return {}
        return dict(super()._fetch_user_info(access_token))

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            keys = jwt.PyJWKClient(self.openid_config["jwks_uri"], timeout=PATIENCE)
            return dict(
                jwt.decode(
                    id_token, keys.get_signing_key_from_jwt(id_token).key, algorithms=ALGORITHMS,
                    issuer=known(self.provider_id).issuer, audience=app.client_id, leeway=SKEW,
                    options={"require": ["exp", "iat", "iss", "aud", "sub"]},
                )
            )  # fmt: skip
        except jwt.PyJWKClientConnectionError as error:
            raise Unreachable from error
        except jwt.PyJWTError as error:
            raise OAuth2Error from error


class SocialAdapter(DefaultSocialAccountAdapter):
    """Who is let in: nobody but staff we have."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        found = super().get_provider(request, provider, client_id)
        found.oauth2_adapter_class = Strict
        found.pkce_enabled_default = True
        return found

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """The provider has answered: find the member of staff, or stop here."""
        provider, told = known(sociallogin.account.provider), sociallogin.account.extra_data
        try:
            hsa_id = rules.hsa_id(
                told.get("id_token") or {}, told.get("userinfo") or {}, sociallogin.state.get("nonce", ""),
                provider.hsa_claim, provider.level_claim, provider.levels,
            )  # fmt: skip
        except rules.Refused as why:
            raise ImmediateHttpResponse(refused(request, why.reason, name=provider.name)) from why
        member = people.by_hsa_id(hsa_id)
        if member is None:
            raise ImmediateHttpResponse(refused(request, "unknown", name=provider.name, hsa_id=hsa_id))
        sociallogin.user = people.account(member)
        sociallogin.account.extra_data = {}  # what the provider tells of a person is not kept

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        down = isinstance(exception, Unreachable | RequestException)
        reason = "cancelled" if error == AuthError.CANCELLED else "unreachable" if down else "failed"
        name = known(provider.app.provider_id).name
        raise ImmediateHttpResponse(refused(request, reason, 503 if down else 403, name=name))


@login_not_required
@never_cache
@require_GET
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the provider. By a link: a form may not lead to another site under our Content-Security-Policy."""
    provider, back = known(provider_id), get_next_redirect_url(request)
    if stop := too_often(request):
        return stop
    if request.user.is_authenticated:
        return redirect(back or "start")
    nonce = secrets.token_urlsafe(32)
    asked = {"nonce": nonce} | ({"acr_values": " ".join(provider.levels)} if provider.levels else {})
    flow = get_adapter(request).get_provider(request, provider_id)
    try:
        return flow.redirect(request, "login", next_url=back, auth_params=asked, nonce=nonce)  # type: ignore[no-any-return]
    except OAuth2Error:
        return refused(request, "unreachable", 503, name=provider.name)


@login_not_required
@never_cache
@require_GET
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider, with a code, or with a reason why there is none."""
    provider = known(provider_id)
    if stop := too_often(
        request
    ):  # each of these asks the provider: one address may not keep us busy with it
        return stop
    try:
        return OAuth2CallbackView.adapter_view(Strict(request, provider_id))(request)  # type: ignore[no-any-return, no-untyped-call]
    except Unreachable:
        return refused(request, "unreachable", 503, name=provider.name)
    except (OAuth2Error, KeyError, TypeError, ValueError):  # another machine's answer, not as it should be
        return refused(request, "failed", name=provider.name)
