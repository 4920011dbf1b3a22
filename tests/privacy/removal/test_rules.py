"""The rules by themselves: who may do what in which state, how long entries are kept, what a number is."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from lindra.privacy import rules as privacy
from lindra.privacy.removal import rules
from lindra.privacy.removal.rules import Act, Kept, State
from lindra.privacy.rules import Duty, Purpose, Relation
from lindra.record.envelope import stamp


def test_every_act_in_every_state_by_oneself_and_by_another():
    allowed = {
        each for each in product(Act, State, (True, False)) if rules.may(each[0], each[1], own=each[2])
    }
    assert allowed == {
        ("confirm", "prepared", False), ("refuse", "prepared", False), ("withdraw", "prepared", True),
        ("carry_on", "confirmed", False),
    }  # fmt: skip


def test_who_prepared_never_does_what_destroys():
    assert not any(rules.may(act, state, own=True) for act in (Act.CONFIRM, Act.CARRY_ON) for state in State)


@pytest.mark.parametrize(
    ("own_unit", "seen", "expected"),
    [(True, True, True), (True, False, True), (False, True, True), (False, False, False)],
)
def test_what_another_unit_does_not_show_is_not_chosen(own_unit, seen, expected):
    assert rules.choosable(own_unit=own_unit, seen=seen) is expected


# PDL 3 kap. 17 §: at least ten years after the last entry. SVOD 4 kap. 6 §: each keeps its own.


@pytest.mark.parametrize(
    ("today", "years", "before"),
    [
        (date(2026, 6, 15), 10, "2016-06-14T22:00:00.000000Z"),
        (date(2026, 1, 1), 10, "2015-12-31T23:00:00.000000Z"),
        (date(2028, 2, 29), 10, "2018-02-27T23:00:00.000000Z"),
        (date(2028, 2, 29), 20, "2008-02-28T23:00:00.000000Z"),
        (date(2026, 6, 15), 30, "1996-06-14T22:00:00.000000Z"),
    ],
)
def test_what_was_written_before_that_day_ten_years_ago_may_go(today, years, before):
    assert stamp(rules.weedable_before(today, years)) == before


@pytest.mark.parametrize(
    ("provider", "on", "years"),
    [
        ("SE1", date(2026, 6, 15), 10),
        ("SE2", date(2026, 6, 15), 30),
        ("SE2", date(2019, 12, 31), 10),
        ("SE3", date(2026, 6, 15), 10),
    ],
)
def test_a_provider_may_keep_its_own_longer_and_never_shorter(provider, on, years):
    rows = (
        Kept("", 10, date(2008, 7, 1), "law"), Kept("SE2", 30, date(2020, 1, 1), "decided"),
        Kept("SE3", 5, date(2020, 1, 1), "against the law"),
    )  # fmt: skip
    assert rules.kept(provider, on, rows).years == years


def test_the_data_hold_the_ten_years_of_the_law_with_their_source():
    everybody = [row for row in rules.retention() if not row.provider]
    assert [(row.years, "3 kap. 17 §" in row.source) for row in everybody] == [(10, True)]


@pytest.mark.parametrize(("kind", "public"), [("region", True), ("municipality", True), ("private", False)])
def test_the_archives_act_holds_for_public_providers(kind, public):
    assert rules.archives(kind) is public


# A decision is told by its number, never by words about a patient


@pytest.mark.parametrize(
    ("text", "is_number"),
    [
        ("3.4.1-12345/2026", True), ("Dnr 17", True), ("8.1.3-1(2)/2026", True), ("", False), ("Dnr", False),
        ("1" * 41, False), ("rad\n17", False), ("<b>17</b>", False), ("192110199227", False),
        ("19211019-9227", False), ("211019-9227", False),
    ],
)  # fmt: skip
def test_what_can_be_the_number_of_a_decision(text, is_number):
    assert rules.is_number(text, date(2026, 6, 15)) is is_number


def test_a_fingerprint_is_of_exactly_these_entries_in_any_order():
    assert rules.fingerprint(["a", "b"]) == rules.fingerprint(["b", "a"])
    assert len({rules.fingerprint(some) for some in (["a"], ["b"], ["a", "b"], ["ab"], [])}) == 5


# The two permissions


@pytest.mark.parametrize(
    ("purpose", "role", "relation", "unable", "right", "allowed"),
    [
        ("care", "treating", "current", False, "SFS 2008:355 7 kap. 2 §", True),
        ("care", "treating", "ended", False, "SFS 2008:355 7 kap. 2 §", True),
        ("admin", "administrative", "current", False, "SFS 2008:355 7 kap. 2 §", True),
        ("admin", "treating", "current", True, "SFS 2008:355 7 kap. 2 a §", True),
        ("care", "assisting", "current", False, "SFS 2008:355 4 kap. 2 §", False),
        ("admin", "oversight", "current", False, "SFS 2008:355 4 kap. 2 §", False),
        ("care", "other", "current", False, "SFS 2008:355 4 kap. 2 §", False),
        ("followup", "treating", "current", False, "SFS 2008:355 4 kap. 2 §", False),
        ("extract", "administrative", "current", False, "SFS 2008:355 4 kap. 2 §", False),
        ("review", "administrative", "current", False, "SFS 2008:355 4 kap. 2 §", False),
        ("care", "treating", "provider", False, "SFS 2008:355 4 kap. 1 §", False),
        ("care", "treating", "none", True, "SFS 2008:355 4 kap. 1 §", False),
    ],
)
def test_who_may_note_what_a_patient_says_of_registers(purpose, role, relation, unable, right, allowed):
    verdict = privacy.may_note_opt_out(Purpose(purpose), Duty(role), Relation(relation), unable=unable)
    assert (verdict.allowed, verdict.right) == (allowed, right)


@pytest.mark.parametrize(("purpose", "role"), list(product(Purpose, Duty)))
def test_who_may_take_part_in_weeding(purpose, role):
    verdict = privacy.may_weed(purpose, role)
    assert verdict.allowed is (purpose == "admin" and role in ("treating", "administrative", "oversight"))
    assert verdict.right == f"SFS 2008:355 {'3 kap. 17' if verdict.allowed else '4 kap. 2'} §"
