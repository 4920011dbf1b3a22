"""Words of this room in templates."""

from __future__ import annotations

from django import template

from lindra.privacy.labels import PURPOSES

register = template.Library()


@register.filter
def purpose_label(purpose: str) -> str:
    """A purpose in the page's language."""
    return str(PURPOSES.get(purpose, purpose))
