"""Identifiers: in use once, ended, replaced; and what an error tells."""

from __future__ import annotations

import pytest

from helpers.worlds import World
from lindra.people import actions
from lindra.people import patients as identities
from lindra.people.actions import AlreadyTaken
from lindra.people.models import Identifier
from lindra.people.rules import NotAnIdentityNumber

NUMBER = "640823-3234"  # the worked example of SKV 704
DIGITS = "196408233234"
COORDINATION = "191401682396"  # of the tax agency's test series


def test_a_patient_is_found_by_an_identity_number_however_it_was_written(either_world: World) -> None:
    patient = actions.new_patient()
    actions.identify(patient, "personnummer", NUMBER)
    assert identities.by_identifier("personnummer", DIGITS) == patient
    assert identities.persons([patient])[patient].number == DIGITS


def test_the_kind_is_the_numbers_own_whatever_it_was_called(world: World) -> None:
    patient = actions.new_patient()
    actions.identify(patient, "personnummer", COORDINATION)
    assert identities.by_identifier("samordningsnummer", COORDINATION) == patient
    assert identities.by_identifier("personnummer", COORDINATION) is None


def test_a_false_number_is_refused_and_nothing_is_written(world: World) -> None:
    patient = actions.new_patient()
    with pytest.raises(NotAnIdentityNumber):
        actions.identify(patient, "personnummer", "640823-3235")
    assert not Identifier.objects.exists()


def test_the_same_identifier_again_changes_nothing(world: World) -> None:
    patient = actions.new_patient()
    actions.identify(patient, "personnummer", NUMBER)
    actions.identify(patient, "personnummer", DIGITS)
    assert Identifier.objects.count() == 1


def test_a_number_in_use_for_another_record_is_taken_and_not_repeated(either_world: World) -> None:
    actions.identify(actions.new_patient(), "personnummer", NUMBER)
    with pytest.raises(AlreadyTaken, match="link the two") as caught:
        actions.identify(actions.new_patient(), "personnummer", DIGITS)
    assert DIGITS not in str(caught.value)
    assert NUMBER not in str(caught.value)


def test_two_who_give_out_a_number_at_once_are_told(
    either_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = actions.new_patient(), actions.new_patient()
    actions.identify(first, "reserve", "R-17", system="norr")
    # The other has not been seen yet when this one looks; the database holds them apart.
    monkeypatch.setattr(Identifier.objects, "filter", lambda **_: Identifier.objects.none())
    with pytest.raises(AlreadyTaken, match="just now"):
        actions.identify(second, "reserve", "R-17", system="norr")
    monkeypatch.undo()
    assert identities.by_identifier("reserve", "R-17", "norr") == first


def test_the_same_value_in_two_systems_is_two_identifiers(world: World) -> None:
    first, second = actions.new_patient(), actions.new_patient()
    actions.identify(first, "foreign", "17", system="https://one.example")
    actions.identify(second, "foreign", "17", system="https://other.example")
    assert identities.by_identifier("foreign", "17", "https://one.example") == first
    assert identities.by_identifier("foreign", "17", "https://other.example") == second
    assert identities.by_identifier("foreign", "17") is None


def test_a_reserve_number_ends_when_the_real_one_is_known(world: World) -> None:
    patient = actions.new_patient()
    actions.identify(patient, "reserve", "R-17", system="norr", valid_from="2026-06-01")
    assert identities.persons([patient])[patient].number == "R-17"
    actions.identify(patient, "personnummer", NUMBER)
    actions.end_identifier(patient, "reserve", "R-17", system="norr", valid_to="2026-06-15")
    person = identities.persons([patient])[patient]
    assert person.identifiers == (("personnummer", "", DIGITS),)
    assert identities.by_identifier("reserve", "R-17", "norr") is None
    kept = Identifier.objects.get(kind="reserve")
    assert (kept.valid_from, kept.valid_to) == ("2026-06-01", "2026-06-15")


def test_a_number_that_has_ended_may_be_given_to_another(either_world: World) -> None:
    first, second = actions.new_patient(), actions.new_patient()
    actions.identify(first, "reserve", "R-17", system="norr")
    actions.end_identifier(first, "reserve", "R-17", system="norr", valid_to="2026-06-15")
    actions.identify(second, "reserve", "R-17", system="norr")
    assert identities.by_identifier("reserve", "R-17", "norr") == second


def test_ending_somebody_elses_number_changes_nothing(world: World) -> None:
    first, second = actions.new_patient(), actions.new_patient()
    actions.identify(first, "personnummer", NUMBER)
    actions.end_identifier(second, "personnummer", DIGITS, valid_to="2026-06-15")
    assert identities.by_identifier("personnummer", DIGITS) == first


def test_an_identity_number_is_shown_before_a_coordination_and_a_reserve_number(world: World) -> None:
    patient = actions.new_patient()
    shown = []
    for kind, value in (("foreign", "abc"), ("reserve", "R-17"), ("samordningsnummer", COORDINATION),
                        ("personnummer", NUMBER)):  # fmt: skip
        actions.identify(patient, kind, value)
        shown.append(identities.persons([patient])[patient].number)
    assert shown == ["", "R-17", COORDINATION, DIGITS]
