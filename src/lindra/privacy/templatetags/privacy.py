"""Words of this room in templates."""

from __future__ import annotations

from django import template

from lindra.privacy.labels import PURPOSES, ROLES

register = template.Library()


@register.filter
def purpose_label(purpose: str) -> str:
    """A purpose in the page's language."""
    return str(PURPOSES.get(purpose, purpose))


@register.filter
def role_label(role: str) -> str:
    """A role in the page's language."""
    return str(ROLES.get(role, role))
