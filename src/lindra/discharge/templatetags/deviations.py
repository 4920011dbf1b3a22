"""``{% load deviations %}{% report_deviation patient message=ref clock="admission_notice" unit=id %}``: a link."""

from __future__ import annotations

from typing import Any

from django import template

from lindra.discharge.deviations import links

register = template.Library()


@register.inclusion_tag("discharge/deviations/link.html")
def report_deviation(
    patient: str, message: str = "", clock: str = "", unit: str = "", episode: str = "", about: str = ""
) -> dict[str, Any]:
    """A link to the report; ``about`` is said to who cannot see beside what it stands."""
    return {
        "url": links.to_report(str(patient), message=message, clock=clock, unit=unit, episode=episode), "about": about,
    }  # fmt: skip
