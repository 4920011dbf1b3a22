"""What a world states of itself: read in, changed, ended; what is wrong is named with row and field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from access import offering_world
from access.offering_world import Governed, row, stored
from helpers.worlds import World
from lindra.access import actions, coverage, hours, queries, rules, summaries
from lindra.access.actions import By, Stale
from lindra.access.coverage import State
from lindra.access.models import Offering, Said
from lindra.areas import geography
from lindra.privacy.rules import Duty, Purpose

TODAY = date(2026, 11, 29)
NIGHT = summaries.NIGHT


@pytest.mark.parametrize(
    ("more", "field", "about"),
    [
        ({"hours": "Mon 8"}, "hours", "is no hours"),
        ({"areas": "9999"}, "areas", "no municipality or region has the code '9999'"),
        ({"areas": ""}, "areas", "is empty"),
        ({"provider": "SE0000000000-X"}, "provider", "there is no provider"),
        ({"unit": "SE0000000000-X"}, "unit", "there is no unit"),
        ({"valid_to": "2025-12-31"}, "valid_to", "before or on the day it starts"),
        ({"valid_to": "2026-01-01"}, "valid_to", "before or on the day it starts"),
        ({"valid_from": "1 januari"}, "valid_from", "write a day as"),
        ({"valid_from": ""}, "valid_from", "is empty"),
        ({"function": "magic"}, "function", "write one of jourlinje_24_7"),
        ({"name": ""}, "name", "is empty"),
        ({"stated_by": ""}, "stated_by", "is empty"),
        ({"youngest": "old"}, "youngest", "whole years"),
        ({"youngest": "18", "oldest": "3"}, "oldest", "below the youngest"),
        ({"colour": "blue"}, "colour", "there is no such field"),
        ({"says": "maybe"}, "says", "write one of exists"),
        ({"limits": "x" * 600}, "limits", "600 characters"),
    ],
)
def test_a_bad_row_is_named_with_its_field_and_the_good_one_is_kept(
    governed: Governed, more: dict[str, Any], field: str, about: str
) -> None:
    told = stored(row(name="Good"), row(**more))
    assert told.made == Offering.objects.count() == 1
    (fault,) = told.faults
    assert fault[:2] == (3, field)
    assert about in fault[2]


def test_hours_that_overlap_are_named_kept_as_written_and_read_as_one(governed: Governed) -> None:
    told = stored(row(hours="Mon 08-17; Mon 12-20"))
    assert told.faults == []
    assert told.notes == [
        (2, "hours", "Mon 08:00-17:00 and Mon 12:00-20:00 overlap; they are read as Mon 08:00-20:00")
    ]
    one = Offering.objects.get()
    assert (one.hours_said, len(one.hours)) == ("Mon 08-17; Mon 12-20", 2)
    (offer,) = queries.offers_of([one])
    assert offer.hours is not None
    assert hours.count(offer.hours) == 12


def test_hours_may_pass_midnight_and_the_week_s_end_and_that_is_told(governed: Governed) -> None:
    told = stored(row(hours="Sun 22:15-06:30"))
    assert [note[:2] for note in told.notes] == [(2, "hours")]
    assert "passes midnight" in told.notes[0][2]
    found = coverage.compute(queries.inventory("own", TODAY))
    assert State.EXISTS in found.at("hemsjukvard", "1780", hours.moment("Mon 05"))
    assert State.EXISTS not in found.at("hemsjukvard", "1780", hours.moment("Mon 06"))  # only half of it
    assert Offering.objects.get().hours == [[6 * 1440 + 22 * 60 + 15, 7 * 1440 + 6 * 60 + 30]]


def test_a_municipality_served_by_two_is_allowed_and_both_are_named(governed: Governed) -> None:
    stored(row(), row(name="Andra teamet", hours="Mon-Fri 08-17", areas="17"))
    found = coverage.compute(queries.inventory("own", TODAY))
    assert {one.name for one in found.served_by_several["hemsjukvard", "1780"]} == {"Teamet", "Andra teamet"}
    assert ("hemsjukvard", "1715") not in found.served_by_several


def test_the_same_file_again_changes_nothing_and_another_hour_is_a_change_with_history(
    governed: Governed,
) -> None:
    rows = (row(), row(says="missing", areas="1737", limitation=""))
    assert stored(*rows).made == 2
    again = stored(*rows)
    assert (again.made, again.changed, again.unchanged) == (0, 0, 2)
    told = stored(row(hours="Mon-Fri 08-17"))
    assert (told.made, told.changed) == (0, 1)
    one = Offering.objects.get()
    assert [act["act"] for act in one.acts] == ["made", "changed"]
    assert one.acts[1]["was"]["hours_said"] == "24/7"


def test_limits_diagnoses_and_ages_narrow_and_none_of_them_is_full(governed: Governed) -> None:
    for number, more in enumerate((
        {"limits": "bara inskrivna"}, {"diagnoses": "cancer"}, {"oldest": "64"}, {"youngest": "40"}
    )):  # fmt: skip
        stored(row(name=f"Team {number}", areas=f"17{15 if number == 0 else 80 + number}", **more))
    found = coverage.compute(queries.inventory("own", TODAY))
    for code in ("1715", "1781", "1782", "1783"):
        assert found.at("hemsjukvard", code, NIGHT) == State.EXISTS_LIMITED


def test_an_adult_team_is_full_for_adults_and_a_no_for_children(governed: Governed) -> None:
    stored(row(youngest="18"))
    found = coverage.compute(queries.inventory("own", TODAY))
    assert found.at("hemsjukvard", "1780", NIGHT) == State.EXISTS
    assert summaries.children(found, "1780") == "no_for_some"
    assert summaries.children(found, "1715") == "not_stated"


def test_an_offering_counts_from_its_first_day_and_not_on_the_day_it_has_ended(governed: Governed) -> None:
    stored(row(valid_to="2026-11-29"))
    on = [
        queries.on(date(*day)).count()
        for day in ((2025, 12, 31), (2026, 1, 1), (2026, 11, 28), (2026, 11, 29))
    ]
    assert on == [0, 1, 1, 0]


def test_the_offerings_of_an_agreement_and_what_is_lost_with_it(governed: Governed) -> None:
    stored(
        row(agreement="agreement:team"), row(name="Dagteamet", hours="Mon-Fri 08-17"),
        row(name="Linjen", areas="1715"),
    )  # fmt: skip
    resting = queries.offerings_of_agreement("agreement:team")
    assert [one.name for one in resting] == ["Teamet"]
    everything = list(queries.on(TODAY))
    left = [one for one in everything if one.agreement != "agreement:team"]
    (gone,) = coverage.lost(queries.offers_of(everything), queries.offers_of(left))
    assert (gone.function, gone.municipality, hours.count(gone.hours)) == ("hemsjukvard", "1780", 168 - 45)
    assert gone.inhabitants == 93898


def test_two_inventories_are_never_mixed(governed: Governed) -> None:
    stored(row())
    stored(row(name="Annat", areas="1715"), inventory="2027-06")
    assert queries.inventories() == ["2026-06", "own", "2027-06"]
    own, later = (queries.inventory(name, TODAY) for name in ("own", "2027-06"))
    assert [one.name for one in own.offers] == ["Teamet"]
    assert [one.name for one in later.offers] == ["Annat"]
    assert (own.dated, later.dated) == (TODAY, date(2026, 2, 2))
    with pytest.raises(queries.NoInventory, match="there are: 2026-06, own, 2027-06"):
        queries.inventory("2028", TODAY)


def test_an_inventory_also_says_what_is_missing_and_who_sees_it_otherwise(governed: Governed) -> None:
    told = stored(
        row(says="missing", areas="09", function="jourlinje_24_7"),
        row(says="missing", areas="1780 1715", function="hemsjukvard", limitation="bara cancer"),
        row(says="contests", areas="09", function=""), inventory="2027-06",
    )  # fmt: skip
    assert (told.made, Said.objects.count()) == (3, 3)
    found = coverage.compute(queries.inventory("2027-06", TODAY))
    assert found.at("jourlinje_24_7", "0980", NIGHT) == State.MISSING | State.CONTESTED_IN_GENERAL
    assert found.at("hemsjukvard", "1780", NIGHT) == State.MISSING_FOR_SOME
    assert found.at("hemsjukvard", "1730", NIGHT) == State.NOT_STATED


def test_the_database_itself_refuses_an_offering_that_ends_before_it_starts(governed: Governed) -> None:
    stored(row())
    one = Offering.objects.get()
    one.valid_to = one.valid_from
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()


def test_who_saw_an_older_page_is_told_and_nothing_is_lost(governed: Governed) -> None:
    stored(row())
    one = Offering.objects.get()
    actions.end(one, date(2026, 12, 1), actions.COMMAND, seen=1)
    with pytest.raises(Stale):
        actions.end(one, date(2027, 1, 1), actions.COMMAND, seen=1)
    with pytest.raises(ValueError, match="before or on the day it starts"):
        actions.end(one, date(2026, 1, 1), actions.COMMAND, seen=2)
    assert Offering.objects.get().valid_to == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("role", "duty", "purpose", "scope"),
    [
        ("quality", Duty.OVERSIGHT, Purpose.FOLLOWUP, "provider"),
        ("quality", Duty.OVERSIGHT, Purpose.REVIEW, "none"),
        ("manager", Duty.ADMINISTRATIVE, Purpose.ADMIN, "unit"),
        ("Enhetschef", Duty.OTHER, Purpose.ADMIN, "unit"),
        ("council", Duty.ADMINISTRATIVE, Purpose.ADMIN, "council"),
        ("council", Duty.ADMINISTRATIVE, Purpose.CARE, "none"),
        ("nurse", Duty.TREATING, Purpose.CARE, "none"),
        ("nurse", Duty.TREATING, Purpose.ADMIN, "none"),
    ],
)
def test_who_governs_by_role_and_purpose(role: str, duty: Duty, purpose: Purpose, scope: str) -> None:
    assert rules.governs(role, duty, purpose) == scope


def test_only_who_governs_it_may_state_an_offering(governed: Governed) -> None:
    said = _values(governed)
    ward, home = governed.places.ward, governed.places.home_nursing
    for by, may in (
        (By("a", "council"), True), (By("a", "provider", ward.provider), True),
        (By("a", "provider", home.provider), False),
        (By("a", "unit", ward.provider, ward.unit), True), (By("a", "unit", home.provider, home.unit), False),
        (By("a", "none", ward.provider, ward.unit), False),
    ):  # fmt: skip
        if may:
            actions.make(said, by)
        else:
            with pytest.raises(PermissionError):
                actions.make(said, by)


def _values(governed: Governed) -> dict[str, Any]:
    from lindra.access.readin import read

    found = read(row(), queries.known())
    assert found.faults == []
    return found.values


def test_an_offering_cannot_be_moved_to_a_provider_that_one_does_not_govern(governed: Governed) -> None:
    one = actions.make(_values(governed), actions.COMMAND)
    by = By("a", "provider", one.provider)
    moved = _values(governed) | {"provider": governed.places.home_nursing.provider, "unit": ""}
    with pytest.raises(PermissionError):
        actions.change(one, moved, by, seen=1)


def test_what_is_at_a_place_only_is_of_no_single_municipality(governed: Governed) -> None:
    stored(
        row(function="slutenvard_sjukhus", areas="17", place="Sjukhuset", name="Platserna"),
        row(says="missing", function="mottagning", areas="1780", place="Sjukhuset"),
    )
    found = coverage.compute(queries.inventory("own", TODAY))
    for one in geography.municipalities_of("17"):
        assert found.at("slutenvard_sjukhus", one.code, NIGHT) == State.EXISTS_SOMEWHERE
        assert found.at("mottagning", one.code, NIGHT) == State.MISSING_SOMEWHERE


def test_it_is_the_same_on_each_database(either_world: World, clock_at: Callable[..., object]) -> None:
    clock_at(offering_world.NOW)
    offering_world.build()
    rows = (row(), row(name="Natt", hours="Sun 22-06", areas="1715"), row(says="missing", areas="1737"))
    assert (stored(*rows).made, stored(*rows).unchanged) == (3, 3)
    one = Offering.objects.get(name="Natt")
    actions.end(one, date(2026, 12, 1), actions.COMMAND, seen=1)
    assert [each.name for each in queries.on(date(2026, 12, 1))] == ["Teamet"]
    found = coverage.compute(queries.inventory("own", TODAY))
    assert [found.at("hemsjukvard", code, NIGHT) for code in ("1780", "1715", "1737", "1730")] == [
        State.EXISTS, State.EXISTS_AT_OTHER_HOURS, State.MISSING, State.NOT_STATED,
    ]  # fmt: skip
