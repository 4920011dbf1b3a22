"""Who sits where, by role and purpose; and what a key of a body names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from helpers import workplaces
from helpers.worlds import World
from lindra.governance import bodies
from lindra.governance.seats import seat
from lindra.privacy.rules import Purpose


@pytest.mark.parametrize(
    ("role", "purpose", "scope"),
    [
        ("lead", "followup", "provider"),
        ("quality", "followup", "provider"),
        ("medicinskt ansvarig sjuksköterska", "followup", "provider"),
        ("lead", "care", "none"),
        ("manager", "admin", "unit"),
        ("enhetschef", "admin", "unit"),
        ("manager", "followup", "none"),
        ("council", "admin", "council"),
        ("council", "care", "none"),
        ("nurse", "care", "none"),
        ("nurse", "followup", "none"),
        ("clerk", "admin", "none"),
    ],
)
def test_a_seat_is_of_a_role_and_a_purpose(world: World, role: str, purpose: str, scope: str) -> None:
    place = workplaces.build().ward
    reader = place.reader(purpose)
    reader = replace(reader, assignment=replace(reader.assignment, role=role), purpose=Purpose(purpose))
    found = seat(reader)
    assert (found.scope, found.governs) == (scope, scope != "none")
    assert (found.provider, found.unit) == (place.provider, place.unit)


def test_a_body_is_named_by_its_key(world: World) -> None:
    place = workplaces.build().home_nursing
    keys = [bodies.provider(place.provider), bodies.unit(place.unit), bodies.area("17"), bodies.area("1780")]
    found = bodies.bodies([*keys, "area:99", "area:9999", "provider:nobody", "unit:", "somebody"])
    assert [found[key].name for key in keys] == [
        "Norrviks kommun", "Hemsjukvården", bodies.body("area:17").name, "Karlstad",
    ]  # fmt: skip
    assert set(found) == set(keys)
    assert [found[key].area for key in keys] == ["1780", "", "17", "1780"]


def test_a_body_that_does_not_exist_is_named(world: World) -> None:
    with pytest.raises(bodies.NoSuchBody, match="provider:nobody"):
        bodies.body("provider:nobody")
