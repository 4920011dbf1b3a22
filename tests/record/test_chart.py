"""The fold: deterministic, order-free, bounded, and the same carried forward as folded anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lindra.care import rules as care
from lindra.record import facts, kinds
from lindra.record.chart import Chart, RefoldNeeded, apply, fold, in_force, pack, unpack
from lindra.record.envelope import When
from record.sequences import OTHER, START, comparable, event, events_of, steps


def day(number: int) -> When:
    return When.at(START + timedelta(days=number))


@given(steps, st.randoms())
def test_the_chart_does_not_depend_on_the_order_of_arrival(done, random):
    events = events_of(done)
    shuffled = random.sample(events, len(events))
    assert fold(shuffled) == fold(events)


@given(steps)
def test_carried_forward_equals_folded_anew(done):
    chart, log = Chart(), []
    for one in events_of(done):
        log.append(one)
        try:
            chart = apply(chart, one)
        except RefoldNeeded:
            chart = fold(log)
        assert chart == fold(log)


@given(steps)
def test_carried_forward_equals_folded_anew_when_slots_overflow(done):
    with pytest.MonkeyPatch.context() as patch:
        for name in kinds.SLOTS:
            patch.setitem(kinds.SLOTS, name, 2)
        test_carried_forward_equals_folded_anew.hypothesis.inner_test(done)


@given(steps)
def test_a_chart_survives_being_cached(done):
    chart = fold(events_of(done))
    assert unpack(pack(chart)) == chart


def test_the_latest_statement_of_a_slot_wins_and_keeps_its_provenance():
    old = event(facts.Moved(to="own_home"), day(1), 1)
    new = event(facts.Moved(to="care_home"), day(2), 2)
    residence = fold([new, old]).one("residence")
    assert residence is not None
    assert (residence.value["to"], residence.unit, residence.event) == ("care_home", "unit-1", new.id)


def test_a_correction_stands_and_the_corrected_does_not():
    wrong = event(facts.Diagnosis(code=facts.Code(code="C34"), ref="d"), day(1), 1)
    right = event(facts.Diagnosis(code=facts.Code(code="C50"), ref="d"), day(1), 2, corrects=wrong.id)
    assert in_force([wrong, right]) == [right]
    assert fold([wrong, right]).counts == {"diagnosis": 1}


def test_what_signs_an_act_is_found_from_what_was_written_unsigned_also_in_linked_records():
    unsigned = event(facts.Moved(to="own_home"), day(1), 1, signed=False)
    own = event(facts.Moved(to="hospice"), day(1), 2)
    signed = event(facts.Signed(signs=unsigned.act), day(2), 3, patient="q", author=OTHER)
    chart = fold([unsigned, own, signed])
    waited, written = (
        row["stated"] for row in sorted(chart.rows("residence"), key=lambda row: row["stated"].seq)
    )
    assert (waited.act, written.act) == (unsigned.act, "")
    later = chart.signature(waited)
    assert later is not None
    assert (later.event, later.author) == (signed.id, OTHER.staff)
    assert chart.signature(unsigned) == later
    assert chart.signature(written) is None
    assert fold([unsigned, own]).signature(waited) is None


def test_a_signature_is_of_what_was_written_before_it_and_of_no_correction():
    unsigned = event(facts.Moved(to="own_home"), day(1), 1, signed=False)
    signed = event(facts.Signed(signs=unsigned.act), day(2), 2)
    right = event(
        facts.Moved(to="own_home", place="hos dottern"), day(1), 3, signed=False, corrects=unsigned.id
    )
    after = replace(right, act=unsigned.act)
    for late in (right, after):
        chart = fold([unsigned, signed, late])
        [row] = chart.rows("residence")
        assert row["stated"].event == late.id
        assert chart.signature(row["stated"]) is None


def test_a_withdrawn_entry_is_gone_from_the_chart_and_its_withdrawal_is_not_in_it():
    died = event(facts.Died(), day(1), 1)
    gone = event(facts.Withdrawn(reason="another patient"), day(2), 2, corrects=died.id)
    assert fold([died, gone]) == Chart({}, {})


def test_an_older_version_that_arrives_later_is_history():
    new = event(facts.Died(expected="yes"), day(2), 1, version="2026")
    old = event(facts.Died(expected="no"), day(2), 2, version="2025", corrects=new.id)
    assert in_force([new, old]) == [new]


def test_a_person_corrects_what_a_source_said():
    sourced = event(facts.Died(expected="yes"), day(2), 1, version="2026")
    person = event(facts.Died(expected="no"), day(2), 2, corrects=sourced.id)
    assert in_force([sourced, person]) == [person]


def test_a_destroyed_entry_states_nothing():
    died = event(facts.Died(), day(1), 1)
    emptied = replace(died, payload=None, kind="")
    assert fold([emptied]) == Chart({}, {})


def test_a_full_slot_keeps_the_latest_and_says_that_it_is_trimmed():
    cap = kinds.SLOTS["contacts"]
    log = [event(facts.Contact(episode=f"c{n}", form="outpatient"), day(n), n) for n in range(1, cap + 4)]
    slot = fold(log).slots["contacts"]
    assert slot.trimmed
    assert set(slot.rows) == {f"c{n}" for n in range(4, cap + 4)}


def test_what_two_readings_must_agree_on_leaves_out_ids_and_times_of_recording():
    one = fold([event(facts.Died(), day(1), 1)])
    other = fold([event(facts.Died(), day(1), 7)])
    assert one != other
    assert comparable(one) == comparable(other)


def test_what_goes_on_is_never_pushed_out_by_what_has_ended(monkeypatch):
    monkeypatch.setitem(kinds.SLOTS, "enrolments", 3)
    log = [event(facts.Enrolled(enrolment="home", form="home_nursing"), day(0), 1)]
    for n in range(1, 9):
        log.append(event(facts.Enrolled(enrolment=f"e{n}"), day(n), 2 * n))
        log.append(event(facts.EnrolmentEnded(enrolment=f"e{n}"), day(n), 2 * n + 1))
    assert "home" in fold(log).slots["enrolments"].rows


def test_a_conversation_is_not_pushed_out_by_other_procedures():
    talk = event(facts.Procedure(code=facts.Code(code="XV018", system="KVÅ"), ref="talk"), day(0), 1)
    cap = kinds.SLOTS["procedures"]
    others = [
        event(facts.Procedure(code=facts.Code(code="AU120"), ref=f"r{n}"), day(n), n)
        for n in range(2, cap + 9)
    ]
    chart = fold([talk, *others])
    assert "talk" not in chart.slots["procedures"].rows
    assert [one.event for one in care.conversations(chart)] == [talk.id]


def test_what_a_person_withdrew_stays_withdrawn_when_the_source_sends_a_new_version():
    old = event(facts.Diagnosis(code=facts.Code(code="C34"), ref="d"), day(1), 1, version="2025")
    gone = event(facts.Withdrawn(reason="another patient"), day(2), 2, corrects=old.id)
    new = event(
        facts.Diagnosis(code=facts.Code(code="C34"), ref="d"), day(1), 3, version="2026", corrects=old.id
    )
    assert in_force([old, gone, new]) == []


def test_a_source_may_withdraw_and_state_again():
    old = event(facts.Died(), day(1), 1, version="1")
    gone = event(facts.Withdrawn(reason="the source"), day(1), 2, version="2", corrects=old.id)
    again = event(facts.Died(), day(1), 3, version="3", corrects=old.id)
    assert in_force([old, gone]) == []
    assert in_force([old, gone, again]) == [again]


def test_a_stay_that_ends_before_it_starts_is_not_going_on():
    stay = event(facts.Admitted(episode="e", period="contradictory"), day(1), 1)
    assert care.whereabouts(fold([stay])).form == "unknown"
