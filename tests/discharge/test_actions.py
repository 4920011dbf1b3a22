"""Messages between three organisations: sent, delivered, read, answered, sent back, corrected, taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from discharge import sides
from discharge.sides import EPISODE, case, opened, own, send
from helpers import workplaces
from helpers.workplaces import Workplaces
from lindra import clock
from lindra.discharge import actions
from lindra.discharge.actions import NotSent
from lindra.discharge.case import Message, messages
from lindra.discharge.events import home, planning
from lindra.discharge.events import messages as kinds
from lindra.privacy import accesslog, door, handing
from lindra.privacy.handing import NoSuchUnit, Parcel
from lindra.record import facts, log
from lindra.record.envelope import When
from lindra.record.log import ANY, Draft


@pytest.fixture
def places(world: object, clock_at: Callable[[str], object]) -> Workplaces:
    clock_at(sides.NOW)
    return workplaces.build()


@pytest.fixture
def patient(places: Workplaces) -> str:
    return sides.admitted(places)


def only(patient: str, place: workplaces.Workplace) -> Message:
    [found] = messages(opened(patient, place).chart)
    return found


def test_who_gets_a_notice_opens_the_patient_and_sees_what_was_sent_and_no_more(
    places: Workplaces, patient: str
) -> None:
    diagnosis = facts.Diagnosis(code=facts.Code(code="C34.9", system="ICD-10-SE", text="Lungcancer"))
    log.append(patient, [Draft(diagnosis, When.at(clock.now()))], places.ward.author, expected=ANY)
    assert isinstance(door.open(patient, places.home_nursing.reader()), door.Denied)
    sent = sides.notice(places, places.home_nursing)
    send(patient, places.ward, sent)
    got = only(patient, places.home_nursing)
    assert got.said == only(patient, places.ward).said == sent.dump()
    assert (got.unit, got.author) == (places.ward.unit, places.ward.staff.hsa_id)
    seen = opened(patient, places.home_nursing).chart
    assert seen.rows("diagnoses") == [], "the rest of the record is not handed over"
    assert isinstance(door.open(patient, places.clinic.reader()), door.Denied), "it was not sent there"


def test_the_stay_is_the_same_to_all_its_parties(places: Workplaces, patient: str) -> None:
    ref = send(patient, places.ward, sides.notice(places))
    here = opened(patient, places.home_nursing)
    actions.acknowledge(here, places.home_nursing.reader(), [ref], expected=here.seq)
    answer = planning.PositionTaken(**own(places.ward, places.clinic, answers=ref), can="yes")
    send(patient, places.home_nursing, answer)
    send(patient, places.ward, sides.ready(places))
    views = [case(patient, place) for place in (places.ward, places.home_nursing, places.clinic)]
    told = [[(one.ref, one.kind, one.at, one.said, one.passed) for one in view.messages] for view in views]
    assert told[0] == told[1] == told[2]
    assert {view.stage for view in views} == {"ready"}
    [nursing, clinic] = views[0].messages[0].passed
    assert nursing.read is not None
    assert nursing.answered is not None
    assert clinic.read is None
    assert views[0].messages[0].unread == (places.clinic.unit,)


def test_what_is_sent_twice_by_one_press_is_one_message(places: Workplaces, patient: str) -> None:
    sent, here = sides.notice(places), opened(patient, places.ward)
    for _ in range(2):
        actions.send(here, places.ward.reader(), sent, expected=here.seq, key="k1")
    assert len(case(patient, places.home_nursing).messages) == 1
    assert len(opened(patient, places.home_nursing).timeline(kinds=["discharge_delivered"])) == 1


def test_what_came_to_the_wrong_unit_is_sent_back_and_counts_no_more(
    places: Workplaces, patient: str
) -> None:
    ref = send(patient, places.ward, sides.notice(places, places.clinic))
    here = opened(patient, places.clinic)
    actions.send_back(here, places.clinic.reader(), ref, "Inte listad här", expected=here.seq)
    seen = case(patient, places.ward)
    assert not seen.messages[0].valid
    assert seen.messages[0].passed[0].why == "Inte listad här"
    assert seen.stage == "admitted"
    with pytest.raises(NotSent, match="counts no more"):
        actions.take_back(opened(patient, places.ward), places.ward.reader(), ref, "wrong_unit", expected=ANY)


def test_one_of_two_who_sends_back_leaves_the_message_to_the_other(places: Workplaces, patient: str) -> None:
    ref = send(patient, places.ward, sides.notice(places))
    here = opened(patient, places.clinic)
    actions.send_back(here, places.clinic.reader(), ref, "Inte vi", expected=here.seq)
    assert case(patient, places.home_nursing).messages[0].valid
    assert case(patient, places.ward).stage == "noticed"


def test_what_is_taken_back_is_told_to_all_and_stays_where_it_was(places: Workplaces, patient: str) -> None:
    send(patient, places.ward, sides.notice(places))
    ref = send(patient, places.ward, sides.ready(places))
    here = opened(patient, places.ward)
    actions.take_back(here, places.ward.reader(), ref, "wrong_patient", expected=here.seq)
    for place in (places.ward, places.home_nursing, places.clinic):
        seen = case(patient, place)
        assert [one.taken_back for one in seen.messages if one.ref == ref] == ["wrong_patient"]
        assert seen.stage == "noticed"


def test_what_is_corrected_is_read_anew(
    places: Workplaces, patient: str, clock_at: Callable[..., object]
) -> None:
    sent = sides.notice(places)
    send(patient, places.ward, sent)
    here = opened(patient, places.home_nursing)
    actions.acknowledge(here, places.home_nursing.reader(), [sent.ref], expected=here.seq)
    clock_at(clock.now() + timedelta(hours=1))
    right = sent.model_copy(update={"estimate": sent.estimate + timedelta(days=3)})
    here = opened(patient, places.ward)
    actions.correct(here, places.ward.reader(), sent.ref, right, expected=here.seq)
    for place in (places.ward, places.home_nursing):
        [found] = case(patient, place).messages
        assert found.said["estimate"] == right.estimate.isoformat()
        assert set(found.unread) == {places.home_nursing.unit, places.clinic.unit}
    assert case(patient, places.ward).messages[0].at == case(patient, places.clinic).messages[0].at


def test_it_is_refused_where_it_has_no_place_and_nothing_is_written(places: Workplaces, patient: str) -> None:
    before = opened(patient, places.ward).seq
    for message in (
        kinds.ReadyWithdrawn(**own(places.clinic)),
        kinds.EstimateChanged(**own(places.clinic), estimate=clock.today()),
        home.TransportBooked(**own(places.clinic, episode="another"), way="seated"),
    ):
        with pytest.raises(NotSent, match="as things stand"):
            send(patient, places.ward, message)
    with pytest.raises(NotSent, match="another organisation"):
        send(patient, places.ward, planning.PositionTaken(**own(places.clinic), can="yes"))
    with pytest.raises(NotSent, match="who is to have"):
        send(patient, places.ward, kinds.Note(**own(), note="Hej"))
    with pytest.raises(NotSent, match="later than now"):
        send(patient, places.ward, sides.notice(places), at=clock.now() + timedelta(minutes=1))
    with pytest.raises(NoSuchUnit):
        send(patient, places.ward, sides.notice(places).model_copy(update={"to": ("no-such-unit",)}))
    assert opened(patient, places.ward).seq == before


def test_a_unit_that_is_not_there_gets_nothing_and_neither_do_the_others(
    places: Workplaces, patient: str
) -> None:
    message = sides.notice(places).model_copy(update={"to": (places.clinic.unit, "no-such-unit")})
    with pytest.raises(NoSuchUnit):
        send(patient, places.ward, message)
    assert isinstance(door.open(patient, places.clinic.reader()), door.Denied)


def test_somebody_without_a_relation_sends_nothing(places: Workplaces, patient: str) -> None:
    send(patient, places.ward, sides.notice(places, places.clinic))
    with pytest.raises(PermissionError):
        handing.hand(
            patient, [Draft(planning.PositionTaken(**own(places.ward), can="yes"), When.at(clock.now()))], [],
            places.home_nursing.reader(), expected=ANY,
        )  # fmt: skip


def test_only_what_is_made_for_it_is_written_into_anothers_record(places: Workplaces, patient: str) -> None:
    draft = Draft(facts.Died(expected="yes"), When.at(clock.now()))
    with pytest.raises(PermissionError, match="another's record"):
        handing.hand(patient, [], [Parcel(places.clinic.unit, (draft,))], places.ward.reader(), expected=ANY)


def test_a_copy_opens_no_relation_for_who_writes_it_themselves(places: Workplaces, patient: str) -> None:
    from lindra.discharge.events.passing import Delivered, Sender

    ward = Sender(unit=places.ward.unit, provider=places.ward.provider)
    fact = Delivered(
        of="x", message="discharge_note", said={}, sender=ward, sent_at="2026-06-15T08:00:00.000000Z"
    )
    with pytest.raises(PermissionError):
        door.write(patient, [Draft(fact, When.at(clock.now()))], places.clinic.reader(), expected=ANY)
    assert isinstance(door.open(patient, places.clinic.reader()), door.Denied)


def test_what_is_handed_over_is_in_the_access_log(places: Workplaces, patient: str) -> None:
    send(patient, places.ward, sides.notice(places))
    told = [row["what"] for row in accesslog.entries(5)]
    assert told.count("hand over discharge_delivered") == 2
    assert "write admission_notice" in told


def test_steps_for_the_clocks_are_those_of_the_messages_that_count(places: Workplaces, patient: str) -> None:
    from lindra.discharge.case import steps

    send(patient, places.ward, sides.notice(places))
    back = send(patient, places.ward, sides.ready(places))
    here = opened(patient, places.ward)
    actions.take_back(here, places.ward.reader(), back, "not_so", expected=here.seq)
    send(patient, places.ward, sides.ready(places))
    send(patient, places.clinic, planning.SipJudged(**own(places.ward), needed="yes"))
    sides.leaves(patient, places.ward)
    kinds_of = {places.clinic.unit: "primary_care", places.home_nursing.unit: "home_nursing"}
    found = steps(case(patient, places.ward), "1780", kinds_of)
    assert {one.event for one in found.steps} == {"admitted", "notice", "ready", "sip_needed", "discharged"}
    assert len(found.steps) == 5
    assert found.steps[1].value == f"{places.home_nursing.unit};open_care"
    assert (found.id, found.municipality) == (EPISODE, "1780")
