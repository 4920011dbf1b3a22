"""Where specialised care can be had in the made-up county, and when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from lindra.access import actions, queries, readin
from lindra.access import functions as defined
from lindra.access.actions import By
from lindra.access.models import Offering, Said
from lindra.areas import queries as areas
from lindra.ids import new_id
from lindra.synthetic import county

BEGAN = date(2024, 1, 1)
STATED = date(2026, 2, 2)
LINE = ("agreement:line", "Överenskommelse om palliativ jourlinje dygnet runt")
TEAM = ("agreement:team", "Överenskommelse om specialiserad palliativ hemsjukvård")
HOSPICE = ("agreement:hospice", "Avtal om platser på Hospice Fyrbåken")
NONE = ("", "")
FAR = ("1737", "1783", "1782", "1730")
"""Municipalities too far away for the team to drive to at night."""
OUTSIDE = ("1765",)
"""A municipality that the team never drives to, which the council has said."""

NEAR = tuple(code for code in county.municipalities() if code not in (*FAR, *OUTSIDE))
REGION = (county.REGION,)

# function, unit, areas, hours, agreement, more
OFFERED: tuple[tuple[str, str, tuple[str, ...], str, tuple[str, str], dict[str, Any]], ...] = (
    ("jourlinje_24_7", "consult", REGION, "Mon-Sun 08:00-22:00", LINE, {"telephone": "054-000 00 01"}),
    ("konsultverksamhet", "consult", REGION, "Mon-Fri 08:00-16:30", LINE, {"telephone": "054-000 00 01"}),
    ("mottagning", "clinic", REGION, "Mon-Fri 08:00-16:00", NONE, {}),
    ("hemsjukvard", "team", NEAR, "24/7", TEAM,
     {"telephone": "054-000 00 02", "youngest": 18, "limits": "bara inskrivna patienter"}),
    ("hemsjukvard", "team", FAR, "Mon-Fri 07:00-21:00; Sat,Sun 08:00-16:00", TEAM,
     {"telephone": "054-000 00 02", "youngest": 18, "limits": "bara inskrivna patienter"}),
    ("slutenvard_sjukhus", "palliative-ward", REGION, "24/7", NONE, {"telephone": "054-000 00 03", "youngest": 18}),
    ("slutenvard_utanfor_sjukhus", "hospice", REGION, "24/7", HOSPICE, {"telephone": "054-000 00 04", "youngest": 18}),
    ("specialistlakare", "team", REGION, "", TEAM, {}),
)  # fmt: skip


def plant(until: datetime) -> None:
    """Store it as it stands at ``until``; once, however often it is asked for."""
    if until.date() < BEGAN:
        return
    known = queries.known()
    for function, key, served, hours, (agreement, title), more in OFFERED:
        unit = county.organisation().units[key]
        row = {
            "function": function, "provider": unit.provider.hsa_id, "unit": unit.hsa_id, "name": unit.name,
            "areas": served, "hours": hours, "agreement": agreement, "agreement_title": title,
            "valid_from": BEGAN.isoformat(), "stated_by": county.organisation().units["quality"].name,
            "stated_on": min(STATED, until.date()).isoformat(), "source": "made up", **more,
        }  # fmt: skip
        found = readin.read(row, known)
        assert not found.faults, found.faults
        if not Offering.objects.filter(
            inventory=actions.OWN, function=function, unit=found.values["unit"], areas=found.values["areas"]
        ).exists():
            actions.make(found.values, By("demo", "council"))
    _missing(until)


def _missing(until: datetime) -> None:
    """What the council has said that there is not."""
    council = areas.unit_by_hsa_id(county.organisation().units["council"].hsa_id)
    for function, served, limitation in (
        ("hemsjukvard", list(OUTSIDE), ""),
        (defined.CHILDREN, [county.REGION], ""),
    ):
        told = {"inventory": actions.OWN, "says": "missing", "function": function, "areas": served}
        if not Said.objects.filter(**told).exists():
            Said.objects.create(
                id=new_id(), limitation=limitation, stated_by=council.name if council else "Länets vårdråd (demo)",
                stated_on=min(STATED, until.date()), source="made up", **told,
            )  # fmt: skip
