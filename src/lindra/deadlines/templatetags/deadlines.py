"""Words of this room in templates."""

from __future__ import annotations

from django import template

from lindra.deadlines import words
from lindra.deadlines.lists import Line

register = template.Library()


@register.filter
def left(line: Line) -> str:
    """How long there is, or how late it is."""
    return words.left(line.days, late=line.when == "late")


@register.filter
def for_role(role: str) -> str:
    """A role in the page's language."""
    return words.role(role)
