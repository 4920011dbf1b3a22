"""Actions and promises of the made-up county (``data/commitments.toml``).

Among them late ones, one moved twice, one taken up again, promises without a day, one whose owner works there no
longer, and two that are carried out and whose indicator can be seen before and after. Whether it changed is not
planted: that is for the record to show.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from lindra.areas import queries as areas
from lindra.areas.models import Provider
from lindra.clock import STOCKHOLM, day
from lindra.governance import bodies
from lindra.governance.commitments import actions, origins
from lindra.governance.commitments.actions import By, New
from lindra.governance.commitments.allowed import owner_name
from lindra.governance.models import Commitment
from lindra.people import staff as people
from lindra.synthetic import county

DATA = Path(__file__).parent.parent / "data" / "commitments.toml"
HOUR = time(9)
GONE = "SE-demo-no-longer"
"""The HSA-id of somebody who has left."""
Told = Mapping[str, Any]


def commitment_id(slug: str) -> str:
    """The id of a commitment of the demo."""
    return str(uuid5(NAMESPACE_URL, f"lindra:demo:commitment:{slug}"))


@cache
def told() -> list[dict[str, Any]]:
    """What the file says, in its order."""
    found: list[dict[str, Any]] = tomllib.loads(DATA.read_text(encoding="utf-8"))["commitment"]
    return found


def plant(until: datetime) -> None:
    """Store it as it stands at ``until``; what is there already is left as it is."""
    last = day(until)
    there = set(Commitment.objects.values_list("pk", flat=True))
    for one in told():
        if commitment_id(one["slug"]) not in there:
            _plant(one, last)


def _plant(one: Told, last: date) -> None:
    by = _by(one)
    made = actions.make(_new(one, last), by, at=_at(last, one["made"]))
    for act in one.get("acts", ()):
        said = {name: act[name] for name in ("reason", "note", "owner") if name in act}
        if "to" in act:
            said["due"] = last + timedelta(days=act["to"])
        made = actions.act(made, act["act"], said, by, seen=made.number, at=_at(last, act["day"]))


def _at(last: date, days: int) -> datetime:
    return datetime.combine(last + timedelta(days=days), HOUR, STOCKHOLM)


def _new(one: Told, last: date) -> New:
    owner, staff = _owner(one, last)
    place, body = _place(one), _body(one["body"])
    measure, year = one.get("measure", ""), str((last + timedelta(days=one["made"])).year)
    key = origins.gap_key(measure, place, year) if one["origin"] == "gap" else ""
    return New(
        id=commitment_id(one["slug"]), kind=one.get("kind", "action"), title=one["title"], body=body, owner=owner,
        owner_staff=staff, due=last + timedelta(days=one["due"]) if "due" in one else None,
        due_said=one.get("due_said", ""), origin=one["origin"], origin_key=key, measure=measure, place=place,
        cause_kind=one.get("cause", ""), cause=one.get("cause_said", ""),
    )  # fmt: skip


def _owner(one: Told, last: date) -> tuple[str, str]:
    """The owner in words, and the HSA-id of one who works in the county, or did."""
    if "owner_staff" in one:
        spec = county.organisation().staff[one["owner_staff"]]
        unit = areas.unit_by_hsa_id(county.organisation().units[spec.works[0][0]].hsa_id)
        for work in people.working_at([unit.id] if unit else [], last):
            if work.staff.hsa_id == spec.hsa_id:
                return owner_name(work), spec.hsa_id
        return f"{spec.name}, {spec.title}", spec.hsa_id
    return one.get("owner", ""), GONE if one.get("owner_gone") else ""


def _unit(key: str) -> str:
    unit = areas.unit_by_hsa_id(county.organisation().units[key].hsa_id)
    assert unit is not None, key
    return unit.id


def _provider(spec: county.ProviderSpec) -> Provider:
    found = areas.provider_by_hsa_id(spec.hsa_id)
    assert found is not None, spec.key
    return found


def _body(key: str) -> str:
    if key in county.organisation().providers:
        return bodies.provider(_provider(county.organisation().providers[key]).id)
    return bodies.unit(_unit(key))


def _place(one: Told) -> str:
    """Where the indicator is measured: the region, or its centre."""
    return {
        "region": f"region={county.REGION}", "municipality": f"municipality={county.CENTRE}", "": "",
    }[one.get("place", "")]  # fmt: skip


def _by(one: Told) -> By:
    """Who wrote it: the head of the unit where it is one's own, else the council's secretary."""
    made = county.organisation()
    spec = made.staff["home-1780:manager" if one["body"] == "home-1780" else "council:council"]
    unit = made.units[spec.works[0][0]]
    return By(spec.hsa_id, spec.name, _unit(unit.key), _provider(unit.provider).id)
