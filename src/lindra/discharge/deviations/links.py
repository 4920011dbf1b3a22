"""The first of the two clicks: the way from any page about a patient to the report, with what is known preselected."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse


def to_report(patient: str, *, message: str = "", clock: str = "", unit: str = "", episode: str = "") -> str:
    """The address of the report: beside a message (its reference), or a missed clock (``clocks.Clock.what``).

    ``unit`` is whom it concerns, where the page knows that. Nothing in the address tells who the patient is.
    """
    told = {"message": message, "clock": clock, "unit": unit, "episode": episode}
    query = urlencode({name: value for name, value in told.items() if value})
    address = reverse("deviation-report", args=[patient])
    return f"{address}?{query}" if query else address
