"""How a stay is put together from a chart: what frames it, and what belongs to another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lindra.care.events.common import Clinician
from lindra.care.events.decisions import LimitDecided
from lindra.care.events.people import ContactNamed
from lindra.care.events.situation import PreferenceNoted
from lindra.discharge.case import Case, cases, messages, steps
from lindra.discharge.events import home, planning
from lindra.discharge.events import messages as kinds
from lindra.discharge.events.passing import Delivered, Message, Receipt, Sender
from lindra.discharge.statistics.readings import ended
from lindra.record import facts
from lindra.record.chart import Chart, fold
from lindra.record.envelope import Event, When, stamp
from lindra.record.kinds import Fact

START = datetime(2026, 3, 2, 8, tzinfo=UTC)
WARD, NURSING, PRACTICE = "ward", "nursing", "practice"


def event(number: int, fact: Fact, hours: float, unit: str = WARD, *, on_the_day: bool = False) -> Event:
    """One entry, so many hours after the start, written at once."""
    at = START + timedelta(hours=hours)
    when = When.on(at.date()) if on_the_day else When.at(at)
    return Event(
        id=f"e{number:03}", patient="p", seq=number, kind=fact.kind, version=fact.version,
        occurred_from=stamp(when.start) if when.start else None, occurred_to=None, precision=when.precision,
        recorded_at=stamp(at), author="S1", assignment="a", unit=unit, provider=f"provider of {unit}", regime="health",
        act=f"act{number}", signed=True, source=None, payload=fact.dump(), corrects=None,
    )  # fmt: skip


def told(*entries: tuple[Any, ...]) -> Chart:
    return fold([event(number, *entry) for number, entry in enumerate(entries, 1)])


def own(ref: str, *to: str, episode: str = "e1", **more: Any) -> dict[str, Any]:
    return {"ref": ref, "episode": episode, "to": to, **more}


def copy(message: Message, hours: float) -> Delivered:
    sender = Sender(unit=WARD, provider="provider of ward")
    return Delivered(of=message.ref, message=message.kind, said=message.dump(), sender=sender,
                     sent_at=stamp(START + timedelta(hours=hours)))  # fmt: skip


NOTICE = kinds.AdmissionNotice(**own("n", NURSING), needs=("municipal_health",), admitted=START)
READY = kinds.Ready(**own("r", NURSING))


def only(chart: Chart) -> Case:
    [found] = cases(chart)
    return found


def test_who_sees_only_the_copies_sees_the_same_messages() -> None:
    whole = told((facts.Admitted(episode="e1"), 0), (NOTICE, 2), (READY, 30))
    copies = told((copy(NOTICE, 2), 2, NURSING), (copy(READY, 30), 30, NURSING))
    views = [
        [(one.ref, one.kind, one.at, one.said, one.unit) for one in messages(each)]
        for each in (whole, copies)
    ]
    assert views[0] == views[1]
    assert only(whole).stage == only(copies).stage == "ready"
    assert only(copies).admitted == START, "from the notice"


def test_a_contact_from_before_goes_on_and_one_after_the_next_stay_is_of_that() -> None:
    contact = ContactNamed(role="fast_vardkontakt", name="Eva Ek", phone="1")
    later = ContactNamed(role="fast_vardkontakt", name="Bo Ek", phone="2")
    second = kinds.AdmissionNotice(**own("n2", NURSING, episode="e2"))
    chart = told(
        (contact, -1000, PRACTICE), (facts.Admitted(episode="e1"), 0), (NOTICE, 2),
        (facts.Discharged(episode="e1", to="own_home"), 40), (facts.Admitted(episode="e2"), 100), (second, 101),
        (later, 102, PRACTICE),
    )  # fmt: skip
    first, next_one = cases(chart)
    assert [at for at, what, _ in first.events if what == "contact_named"] == [START - timedelta(hours=1000)]
    assert len([1 for _, what, _ in next_one.events if what == "contact_named"]) == 2


@pytest.mark.parametrize(("left", "died", "stage"), [(40, 900, "discharged"), (None, 40, "dead")])
def test_a_death_after_the_stay_is_no_part_of_it_and_leaves_nobody_to_wait_for(
    left: int | None, died: int, stage: str
) -> None:
    entries: list[tuple[Any, ...]] = [(facts.Admitted(episode="e1"), 0), (NOTICE, 2)]
    if left is not None:
        entries.append((facts.Discharged(episode="e1", to="own_home"), left))
    found = only(told(*entries, (facts.Died(expected="yes"), died)))
    assert (found.stage, found.open, found.dead) == (stage, False, True)
    events = [one.event for one in steps(found, "1780", {}).steps]
    assert events == ["admitted", "notice", "discharged" if left is not None else "died"]


def test_a_death_known_to_the_day_comes_after_what_was_said_on_it() -> None:
    chart = fold([
        event(1, facts.Admitted(episode="e1"), 0), event(2, NOTICE, 2), event(3, READY, 4),
        event(4, facts.Died(expected="yes"), 1, on_the_day=True),
    ])  # fmt: skip
    assert only(chart).out_of_place == ()
    assert only(chart).stage == "dead"


def test_who_has_left_is_waited_for_until_the_information_is_sent() -> None:
    entries = [
        (facts.Admitted(episode="e1"), 0),
        (NOTICE, 2),
        (facts.Discharged(episode="e1", to="own_home"), 40),
    ]
    assert only(told(*entries)).open
    sent = kinds.InformationSent(**own("i", NURSING), parts=("summary",))
    assert not only(told(*entries, (sent, 41))).open


def test_home_from_the_emergency_department_without_having_been_sent_in() -> None:
    visit = facts.Contact(episode="v", form="emergency")
    home_again = kinds_of("sent_home")(ref="h", to=(NURSING,), found="Ingen propp")
    found = only(told((visit, 0), (home_again, 3)))
    assert (found.stage, found.out_of_place) == ("at_home", ())


def kinds_of(name: str) -> type[Message]:
    from lindra.record.kinds import KINDS

    found = KINDS[name]
    assert issubclass(found, Message)
    return found


def test_a_unit_that_sent_a_notice_back_was_not_told() -> None:
    notice = kinds.AdmissionNotice(**own("n", NURSING, PRACTICE))
    back = Receipt(of="n", by=NURSING, state="sent_back", why="Inte vår kommun")
    found = only(told((facts.Admitted(episode="e1"), 0), (notice, 2), (back, 3)))
    assert found.messages[0].valid
    [step] = [one for one in steps(found, "1780", {PRACTICE: "primary_care"}).steps if one.event == "notice"]
    assert step.value == "open_care"


MESSAGES: list[tuple[Fact, float]] = [
    (NOTICE, 2), (READY, 30), (Receipt(of="n", by=NURSING, state="read"), 3),
    (planning.SipJudged(**own("s", NURSING), needed="yes"), 5),
    (kinds.TakenBack(**own("t", NURSING), taken="r", why="not_so"), 31),
    (kinds.Ready(**own("r2", NURSING)), 40), (facts.Discharged(episode="e1", to="own_home"), 44),
    (home.HomeAgain(**own("h", WARD), worked="yes"), 60),
]  # fmt: skip


@settings(max_examples=60)
@given(st.permutations(MESSAGES))
def test_no_order_of_reading_loses_or_doubles_a_message(order: list[tuple[Fact, float]]) -> None:
    first = told((facts.Admitted(episode="e1"), 0), *MESSAGES)
    again = told((facts.Admitted(episode="e1"), 0), *order)
    assert view(again) == view(first)
    assert only(again).stage == "home_again"


def view(chart: Chart) -> Any:
    found = only(chart)
    return (
        [(one.ref, one.at, one.taken_back, one.passed[0].read if one.passed else None) for one in found.messages],
        [(at, what) for at, what, _ in found.events], found.stage, found.out_of_place,
    )  # fmt: skip


def test_whatever_of_a_message_is_seen_it_is_one() -> None:
    entries: list[tuple[Any, ...]] = [
        (NOTICE, 2), (copy(NOTICE, 2), 2, NURSING), (Receipt(of="n", by=NURSING, state="read"), 3, NURSING),
        (Receipt(of="n", by=NURSING, state="read"), 3, WARD),
    ]  # fmt: skip
    for order in permutations(entries):
        [found] = messages(told(*order))
        assert (found.ref, len(found.passed), found.unread) == ("n", 1, ())


HOSPITAL = {"decision": "withhold", "basis": ("patient_wish",), "reason": "Vill vara hemma", "assessed": "in_person",
            "patient_told": "yes", "relatives_told": "yes"}  # fmt: skip


def limit(treatment: str = "hospital", decision: str = "withhold") -> LimitDecided:
    doctor = Clinician(name="Eva Ek", profession="physician")
    return LimitDecided(**{**HOSPITAL, "treatment": treatment, "decision": decision, "physician": doctor})


@pytest.mark.parametrize(
    ("before", "planned", "said"),
    [
        ((limit(),), False, "home"),
        ((limit(decision="give"),), False, "other"),
        ((limit("antibiotics"),), False, ""),
        ((PreferenceNoted(about="death", first="own_home"),), False, "home"),
        ((PreferenceNoted(about="care", first="hospital"),), False, "other"),
        ((PreferenceNoted(about="care", first="hospital"), limit()), False, "home"),
        ((limit(),), True, ""),
        ((limit(),), None, ""),
        ((), False, ""),
    ],
)
def test_what_a_plan_said_before_an_admission_that_was_not_planned(
    before: tuple[Fact, ...], planned: bool | None, said: str
) -> None:
    stay = (facts.Admitted(episode="e1", planned=planned), 0), (NOTICE, 2)
    left = (facts.Discharged(episode="e1", to="own_home"), 40)
    chart = told(*((one, -50.0 - nth) for nth, one in enumerate(before)), *stay, left)
    [row] = ended(chart)
    assert row.data["plan"] == said
    [later] = ended(told(*stay, *((one, 5.0 + nth) for nth, one in enumerate(before)), left))
    assert later.data["plan"] == "", "what was written after the admission did not stand before it"


def test_a_copy_of_an_older_version_is_read_as_the_kind_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    old = copy(kinds.Note(**own("q", NURSING), note="Hej"), 1)
    monkeypatch.setattr(kinds.Note, "version", 2)
    monkeypatch.setattr(kinds.Note, "upcasters", {1: lambda said: {**said, "note": said["note"].upper()}})
    [found] = messages(told((old, 1, NURSING)))
    assert found.said["note"] == "HEJ"
    monkeypatch.undo()
    [found] = messages(told((old, 1, NURSING)))
    assert found.said["note"] == "Hej"
