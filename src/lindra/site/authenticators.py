"""Security keys of local accounts: the library's pages and forms, in our words, for local accounts only."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import reauthenticate
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.views import authenticate
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 60
BROKEN = (AttributeError, IndexError, LookupError, TypeError, ValueError, struct.error)
"""What the library stumbles on where the answer is not one that a browser gives."""
REFUSED = _("The security key was not accepted. Use one that is registered for your account.")


class MFAAdapter(DefaultMFAAdapter):
    """What the library says and names, in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": REFUSED}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return str(_("Security key %(number)s") % {"number": count + 1})


class AddForm(AddWebAuthnForm):
    """What the key is called, and what it answered."""

    name = forms.CharField(
        label=_("What you call it"), max_length=LONGEST_NAME, required=False,
        help_text=_("So that you can tell it from others, as: the blue one on my key ring."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        try:
            return dict(super().clean())
        except BROKEN as error:
            raise forms.ValidationError(REFUSED) from error


class ShowForm(AuthenticateWebAuthnForm):
    """What the key answered."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()
        except BROKEN as error:
            raise forms.ValidationError(REFUSED) from error


class ShowAgainForm(ShowForm, ReauthenticateWebAuthnForm):
    """What the key answered, of somebody who is signed in."""


class NameForm(EditWebAuthnForm):
    """What the key is called."""

    name = forms.CharField(label=_("What you call it"), max_length=LONGEST_NAME)


def has_password(request: HttpRequest) -> bool:
    """Whether who asks has a local account."""
    return request.user.is_authenticated and request.user.has_usable_password()


def local(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page that only local accounts have: who signs in by e-identity has no password to go with a key."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not has_password(request):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


sign_in_urls = [
    path("key/", authenticate, name="mfa_authenticate"),
    path("again/", local(reauthenticate), name="account_reauthenticate"),
    path("again/key/", local(views.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
]
urls = [
    path("", local(views.list_webauthn), name="mfa_index"),
    path("", local(views.list_webauthn), name="mfa_list_webauthn"),
    path("add/", local(views.add_webauthn), name="mfa_add_webauthn"),
    path("<int:pk>/name/", local(views.edit_webauthn), name="mfa_edit_webauthn"),
    path("<int:pk>/remove/", local(views.remove_webauthn), name="mfa_remove_webauthn"),
]
"""The names are the library's, which looks pages up by them."""
