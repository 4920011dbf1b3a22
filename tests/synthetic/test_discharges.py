"""The discharge process as the county tells it: in its place, as the program writes it, and true when it is counted."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.worlds import World
from lindra import clock
from lindra.care.events.plan import PlanConfirmed
from lindra.clock import STOCKHOLM
from lindra.discharge import actions, case, parties, process, story
from lindra.discharge.cli import discharge
from lindra.discharge.clocks import clocks
from lindra.discharge.days import counted_day
from lindra.discharge.events.messages import TakenBack
from lindra.discharge.events.passing import Delivered, Message, Receipt
from lindra.discharge.liability import liability
from lindra.discharge.rulefile import named as rule_named
from lindra.discharge.steps import OPEN_CARE
from lindra.people import actions as people
from lindra.privacy import door
from lindra.privacy.reader import named
from lindra.record import derive, log, queries
from lindra.record.chart import fold
from lindra.record.envelope import Event
from lindra.record.export import keyed_with
from lindra.record.kinds import KINDS
from lindra.synthetic import discharges, sinks
from lindra.synthetic.cli import synthetic
from lindra.synthetic.county import organisation
from lindra.synthetic.discharges import cases, truth
from lindra.synthetic.discharges.levels import levels
from lindra.synthetic.discharges.ways import ways
from lindra.synthetic.generator import UNTIL, county
from lindra.synthetic.story import Entry, Step, Story

PEOPLE = 150
DEADLINES = {
    "notice_met": "admission_notice", "contact_met": "care_contact", "informed_met": "information",
    "sip_met": "sip_call",
}  # fmt: skip


@cache
def kinds() -> dict[str, str]:
    """The kinds of the county's units, by what they are called in a story's events."""
    return {unit.hsa_id: unit.kind for unit in organisation().units.values()}


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    return list(county(patients=PEOPLE))


@pytest.fixture(scope="module")
def whole(stories: list[Story]) -> list[Story]:
    return list(discharges.told(stories, UNTIL))


@pytest.fixture(scope="module")
def planted(stories: list[Story]) -> list[cases.Planted]:
    return list(cases.planted(stories, UNTIL))


@pytest.fixture(scope="module")
def many() -> list[Story]:
    """A larger county, of which only what happens is wanted."""
    return list(county(seed=10, patients=500))


def entries(some: Story) -> Iterator[tuple[Step, Entry]]:
    return ((step, entry) for step in some.steps for entry in step.entries)


def cases_of(some: Story) -> tuple[case.Case, ...]:
    """The stays of a person, as the record as a whole tells them."""
    return case.cases(fold(sinks.events_of(some)))


def endings() -> st.SearchStrategy[datetime]:
    """Any last moment of a county."""
    moments = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31))
    return moments.map(lambda at: at.replace(second=0, microsecond=0, tzinfo=UNTIL.tzinfo))


# Beside what was there.


def test_all_else_is_told_as_if_nothing_was_sent(stories: list[Story], whole: list[Story]) -> None:
    def plain(step: Step) -> Step:
        return replace(step, entries=tuple(map(without_place, step.entries)))

    def without_place(entry: Entry) -> Entry:
        if isinstance(entry.fact, PlanConfirmed):
            return replace(entry, fact=entry.fact.model_copy(update={"seen": {}}))
        return entry

    for bare, told in zip(stories, whole, strict=True):
        rest = iter([plain(step) for step in told.steps])
        assert all(plain(step) in rest for step in bare.steps), "left out, changed or in another order"
        assert replace(told, steps=()) == replace(bare, steps=())


def test_confirmations_have_seen_what_was_sent_before_them(whole: list[Story]) -> None:
    seen = 0
    for some in whole:
        for event in sinks.events_of(some):
            if event.kind == "plan_confirmed":
                assert (event.payload or {})["seen"] == {some.patient: event.seq - 1}
                seen += 1
    assert seen > 20


def test_the_same_county_sends_the_same_and_a_larger_one_begins_with_it() -> None:
    small = list(discharges.told(county(seed=5, patients=12), UNTIL))
    assert small == list(discharges.told(county(seed=5, patients=12), UNTIL))
    assert small == list(islice(discharges.told(county(seed=5, patients=20), UNTIL), 12))


def test_what_happens_is_the_same_whatever_has_been_told(stories: list[Story], whole: list[Story]) -> None:
    for bare, told in zip(stories, whole, strict=True):
        assert discharges.courses(bare, UNTIL) == discharges.courses(told, UNTIL)


def test_only_stays_since_a_moment_are_told_where_one_is_given(stories: list[Story]) -> None:
    since = UNTIL - timedelta(days=90)
    for some in stories:
        every, late = discharges.courses(some, UNTIL), discharges.courses(some, UNTIL, since)
        assert late == tuple(one for one in every if one.admitted >= since)
    sent = [
        step.at
        for told in discharges.told(stories, UNTIL, since)
        for step, entry in entries(told)
        if isinstance(entry.fact, Message)
    ]
    assert min(sent) >= since


# In its place.


def check(some: Story, until: datetime) -> None:
    """Nothing is out of place, nothing is later than the county's last moment."""
    for step, entry in entries(some):
        assert entry.when.start is not None
        assert entry.when.start <= step.at <= until
    assert list(some.steps) == sorted(some.steps, key=lambda step: step.at)
    for found in cases_of(some):
        assert found.out_of_place == (), [found.events[place] for place in found.out_of_place]


@settings(max_examples=15)
@given(st.integers(0, 10**6), endings())
def test_every_message_of_any_county_has_its_place_in_the_process(seed: int, until: datetime) -> None:
    for some in discharges.told(county(seed, until, 5), until):
        check(some, until)


def test_every_message_of_a_large_county_has_its_place(whole: list[Story]) -> None:
    for some in whole:
        check(some, UNTIL)


def test_every_kind_of_message_is_sent_by_those_who_send_it_to_somebody(whole: list[Story]) -> None:
    made, found = organisation().units, set()
    for some in whole:
        for step, entry in entries(some):
            if isinstance(entry.fact, Message):
                found.add(entry.fact.kind)
                assert parties.may_send(entry.fact.kind, made[step.unit].kind)
                assert entry.fact.to or not parties.addressed(entry.fact.kind)
                assert step.unit not in entry.fact.to
                assert all(parties.side(made[unit].kind) for unit in entry.fact.to)
    assert found == set(parties.sends())


def test_copies_are_what_was_sent_and_receipts_are_the_same_to_all(whole: list[Story]) -> None:
    copies = 0
    for some in whole:
        own: dict[str, list[tuple[Step, Message]]] = defaultdict(list)
        got: dict[tuple[str, str], list[Delivered]] = defaultdict(list)
        receipts: dict[tuple[str, str, str, datetime | None], list[str]] = defaultdict(list)
        for step, entry in entries(some):
            if isinstance(entry.fact, Message):
                own[entry.fact.ref].append((step, entry.fact))
            elif isinstance(entry.fact, Delivered):
                got[entry.fact.of, step.unit].append(entry.fact)
                assert step.by == entry.fact.sender.unit
            elif isinstance(entry.fact, Receipt):
                receipts[entry.fact.of, entry.fact.by, entry.fact.state, entry.when.start].append(step.unit)
        for ref, versions in own.items():
            for unit in versions[-1][1].to:
                words = [(one.message, one.words, one.said) for one in got.pop((ref, unit))]
                assert words == [(fact.kind, fact.version, fact.dump()) for _, fact in versions]
                copies += len(words)
        assert not got, "a copy of what was sent to nobody"
        for (ref, by, state, _), units in receipts.items():
            step, fact = own[ref][-1]
            assert sorted(units) == sorted({step.unit, *fact.to}), state
            assert by in fact.to
    assert copies > 800


# True.


def compare(some: Story, one: cases.Planted, until: datetime) -> None:
    """What the room computes of a stay, from what was told of it, is what was planted."""
    rule = rule_named("national")
    found = next(each for each in cases_of(some) if each.episode == one.course.episode)
    told, _ = story.tell(case.steps(found, some.plan.municipality, kinds()))
    assert told is not None
    computed, due = liability(told, rule, until), clocks(told, rule, until)
    met = {each.what: each.met for each in due}
    noon = rule_named("skane").average.day_break
    got = {
        **{name: met.get(what) for name, what in DEADLINES.items()},
        "contact": told.contact,
        "days_ready": computed.days_ready,
        "days_ready_noon": (counted_day(told.ended or until, noon) - counted_day(told.ready.at, noon)).days
        if told.ready
        else None,
        "liable_from": computed.liable_from,
        "payable_days": computed.payable_days,
        "month": f"{told.ended.astimezone(STOCKHOLM):%Y-%m}" if told.ended else None,
    }
    assert got == {name: getattr(one.true, name) for name in got}, one


@settings(max_examples=15)
@given(st.integers(0, 10**6), endings())
def test_what_is_computed_from_what_was_told_is_what_was_planted(seed: int, until: datetime) -> None:
    for bare in county(seed, until, 5):
        [told] = discharges.told([bare], until)
        for one in cases.planted([bare], until):
            compare(told, one, until)


def test_it_is_so_of_a_large_county(whole: list[Story], planted: list[cases.Planted]) -> None:
    by_patient = {some.patient: some for some in whole}
    for one in planted:
        compare(by_patient[one.course.patient], one, UNTIL)


def test_truth_that_is_changed_is_noticed(whole: list[Story], planted: list[cases.Planted]) -> None:
    by_patient = {some.patient: some for some in whole}
    one = next(each for each in planted if each.true.days_ready)
    wrong = replace(one, true=replace(one.true, days_ready=0))
    with pytest.raises(AssertionError):
        compare(by_patient[one.course.patient], wrong, UNTIL)


def test_there_is_something_of_everything(many: list[Story]) -> None:
    planted = list(cases.planted(many, UNTIL))
    courses, true = [one.course for one in planted], [one.true for one in planted]
    said = [way for some in many for way in ways(some, discharges.courses(some, UNTIL), UNTIL)]
    readies = [ready for one in courses for ready in one.readies]
    local = [ready.at.astimezone(STOCKHOLM) for ready in readies]
    there = {
        "late notices": sum(one.late_notice for one in true),
        "no notice": sum(one.notice is None for one in courses),
        "notice and ready on one day": sum(one.notice_on_day_of_ready for one in true),
        "estimates that moved three times": sum(len(one.estimates) == 3 for one in courses),
        "ready exactly at noon": sum((at.hour, at.minute) == (12, 0) for at in local),
        "ready before noon": sum(at.hour < 12 for at in local),
        "ready after noon": sum(at.hour >= 12 and (at.hour, at.minute) != (12, 0) for at in local),
        "withdrawn": sum(ready.withdrawn is not None for ready in readies),
        "ready anew": sum(len(one.readies) == 2 for one in courses),
        "open care missing": sum(one.gap is not None for one in courses),
        "long stays": sum((one.days_ready or 0) > truth.LONG for one in true),
        "liable": sum(one.payable_days > 0 for one in true),
        "dead while waiting": sum(one.died and one.standing is not None for one in courses),
        "information late": sum(one.informed_met is False for one in true),
        "sip too late or never": sum(one.sip_met is False for one in true),
        "sip in time": sum(one.sip_met is True for one in true),
        "sip held": sum(one.sip is not None and one.sip.held is not None for one in courses),
        "no fixed contact": sum(one.contact_met is False for one in true),
        "it did not work at home": sum(one.home is not None and one.home[1] == "no" for one in courses),
        "open care alone": sum(not one.municipal for one in courses),
        "wrong unit": sum(one.wrong_unit is not None for one in courses),
        "wrong patient": sum(one.mistaken is not None for one in courses),
        "corrected": sum(one.corrected is not None for one in courses),
        "sent in": len(said),
        "home from the emergency department": sum(way.sent_home is not None for way in said),
    }
    assert all(there.values()), {name for name, count in there.items() if not count}
    again = Counter(one.patient for one in courses)
    assert sum(count > 1 for count in again.values()) > 10, "readmitted"
    ready = [one.days_ready for one in true if one.days_ready is not None]
    assert sum(days == 0 for days in ready) > len(ready) / 2, "most leave the same day: the law's aim"


def test_beds_with_patients_who_are_ready_are_as_many_as_in_the_country(many: list[Story]) -> None:
    ready = sum(one.true.days_ready or 0 for one in cases.planted(many, UNTIL))
    beds = 0.0
    for plan in (each.plan for each in many):
        times = (
            (plan.instant(stay.end) if stay.end else plan.ends) - plan.instant(stay.start)
            for stay in plan.stays
            if not stay.withdrawn
        )
        beds += sum(time.total_seconds() / 86_400 for time in times)
    assert ready / beds == pytest.approx(levels()["national"]["ready_share"], abs=0.015)


def test_most_messages_are_read_within_hours_and_some_are_not(whole: list[Story]) -> None:
    waits: list[float] = []
    unread = 0
    for some in whole:
        for found in cases_of(some):
            for message in found.messages:
                unread += len(message.unread)
                waits += [
                    (one.read - one.delivered).total_seconds() / 3600
                    for one in message.passed
                    if one.read and one.delivered
                ]
    assert 0 < unread < len(waits) / 10
    assert sorted(waits)[len(waits) // 2] < 7


def test_the_board_of_the_demo_has_open_stays_in_every_stage() -> None:
    since = UNTIL - timedelta(days=discharges.DEMO_DAYS)
    found: Counter[str] = Counter()
    for some in discharges.told(county(), UNTIL, since):
        if not some.plan.dead:
            found.update(each.stage for each in cases_of(some))
    stages = {*process.STAGES} - {"dead"}
    assert stages <= set(found), stages - set(found)


# As the program writes it.


def plain_of(events: list[Event]) -> list[tuple[Any, ...]]:
    """Entries without their ids, those of one act in an order of their own, with which were one act."""
    acts = {act: number for number, act in enumerate(dict.fromkeys(event.act for event in events))}
    return sorted(
        (acts[one.act], one.recorded_at, one.kind, one.occurred_from or "", one.author, one.unit, one.provider,
         one.assignment, one.regime, one.signed, bool(one.corrects), json.dumps(one.payload, sort_keys=True))
        for one in events
    )  # fmt: skip


def test_what_is_told_is_what_the_program_writes_and_would_let_through(
    world: World, many: list[Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = telling(many)
    assert sinks.load(chosen) == len(chosen)
    writers = sinks._writers()
    for some in chosen:
        told = list(queries.events_of(some.patient))
        with log.batch():
            again = replayed(some, writers, monkeypatch)
        assert plain_of(again) == plain_of(told)


def telling(stories: list[Story]) -> list[Story]:
    """A few people around whom everything happens that may."""
    wanted: dict[str, Callable[[discharges.Course], Any]] = {
        "wrong": lambda one: one.wrong_unit, "corrected": lambda one: one.corrected and one.readies,
        "mistaken": lambda one: one.mistaken, "question": lambda one: one.question and one.home,
        "gap": lambda one: one.gap and one.gap.until, "held": lambda one: one.sip and one.sip.held,
        "withdrawn": lambda one: len(one.readies) == 2, "dead": lambda one: one.died and one.told_left,
    }  # fmt: skip
    offers: dict[str, set[str]] = {}
    since: dict[str, datetime] = {}
    for some in stories:
        last = discharges.courses(some, UNTIL)[-1:]
        since[some.patient] = last[0].admitted - timedelta(hours=8) if last else UNTIL - timedelta(days=400)
        offers[some.patient] = {name for name, has in wanted.items() if any(map(has, last))}
        said = ways(some, last, UNTIL, since[some.patient])
        if any(way.sent_home for way in said):
            offers[some.patient].add("sent home")
    chosen, missing = list[str](), {*wanted, "sent home"}
    while missing:
        chosen.append(max(offers, key=lambda patient: len(offers[patient] & missing)))
        assert offers[chosen[-1]] & missing, missing
        missing -= offers[chosen[-1]]
    return [
        told
        for some in stories
        if some.patient in chosen
        for told in discharges.told([some], UNTIL, since[some.patient])
    ]


def replayed(some: Story, writers: Any, monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """The same person once more, every message sent through the room's own actions."""
    patient, named_entries = f"{some.patient[:-1]}x", dict[str, str]()
    with sinks.clock_put_back():
        people.new_patient(patient)
        for step in some.steps:
            clock.fix(step.at)
            facts = [entry.fact for entry in step.entries]
            if step.by:
                continue
            if isinstance(facts[0], Message | Receipt):
                _act(patient, step, writers, monkeypatch)
                continue
            author = sinks._author(step, writers)
            drafts = [
                log.Draft(
                    _same_person(sinks._owned(entry.fact, author), some.patient, patient),
                    entry.when,
                    corrects=named_entries.get(entry.corrects),
                    signed=entry.signed,
                )
                for entry in step.entries
            ]
            written = log.append(patient, drafts, author, expected=log.ANY)
            pairs = zip(step.entries, written.events, strict=True)
            named_entries |= {entry.name: event for entry, event in pairs if entry.name}
    return [replace_patient(event, patient, some.patient) for event in queries.events_of(patient)]


def _same_person(fact: Any, old: str, new: str) -> Any:
    if isinstance(fact, PlanConfirmed):
        return fact.model_copy(update={"seen": {new: fact.seen[old]}})
    return fact


def replace_patient(event: Event, new: str, old: str) -> Event:
    """The event with the person's first id in its words."""
    payload = json.loads(json.dumps(event.payload).replace(new, old))
    return msgspec.structs.replace(event, payload=payload)


def _act(patient: str, step: Step, writers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made = organisation()
    unit = made.units[step.unit]
    reader = named(made.staff[made.writers[step.unit, step.role]].hsa_id, "care", unit.hsa_id)
    opened = door.open(patient, reader)
    assert isinstance(opened, door.Opened), (step, opened)
    entry = step.entries[0]
    fact = sinks._placed(entry.fact, writers)
    if isinstance(fact, Receipt) and fact.state == "read":
        refs = [each.fact.of for each in step.entries if isinstance(each.fact, Receipt)]
        assert actions.acknowledge(opened, reader, refs, expected=opened.seq)
    elif isinstance(fact, Receipt):
        actions.send_back(opened, reader, fact.of, fact.why, expected=opened.seq)
    elif isinstance(fact, TakenBack):
        monkeypatch.setattr(actions, "new_id", lambda: fact.ref)
        actions.take_back(opened, reader, fact.taken, fact.why, fact.note, expected=opened.seq)
    elif entry.corrects:
        assert isinstance(fact, Message)
        actions.correct(opened, reader, fact.ref, fact, expected=opened.seq)
    else:
        assert isinstance(fact, Message)
        actions.send(opened, reader, fact, at=entry.when.start, expected=opened.seq)


def test_straight_to_parquet_goes_what_was_sent(whole: list[Story], tmp_path: Path) -> None:
    done = sinks.to_parquet(whole[:20], tmp_path, keyed_with("key"))
    assert done.patients == 20
    sent = {path.name for path in (tmp_path / "log").iterdir()} & set(parties.sends())
    assert {"admission_notice", "ready_for_discharge", "information_sent"} <= sent
    assert all(derive.log_columns(kind) for kind in sent & set(KINDS))


# As a file.


def test_the_file_of_the_county_computes_to_its_truth(
    tmp_path: Path, clock_at: Callable[[datetime], datetime]
) -> None:
    clock_at(UNTIL)
    file, run = tmp_path / "cases.csv", CliRunner()
    made = run.invoke(
        synthetic, ["discharges", "--patients", "60", "--seed", "9", "--out", str(file), "--cases"]
    )
    assert made.exit_code == 0, made.stderr
    true = json.loads(made.stdout)
    with file.open(encoding="utf-8", newline="") as rows:
        read = list(csv.DictReader(rows))
    assert len({row["case"] for row in read}) == true["cases"] == len(true["stays"]) > 30
    assert {OPEN_CARE} < {row["value"].split(";")[-1] for row in read if row["event"] == "notice"} | {""}
    liable = run.invoke(discharge, ["liability", str(file), "--json"])
    assert liable.exit_code == 0, liable.stderr
    found = json.loads(liable.stdout)
    names = ("case", "municipality", "month", "liable_from", "days_ready", "payable_days")
    computed = {one["case"]: {name: one[name] for name in names} for one in found["cases"]}
    assert computed == {one["case"]: {name: one[name] for name in names} for one in true["stays"]}
    months = {
        (one["municipality"], one["month"]): (one["cases"], one["payable_days"]) for one in found["months"]
    }
    counted = {
        (one["municipality"], one["month"]): (one["ready"], one["payable_days"])
        for one in true["months"]
        if one["ready"]
    }
    assert months == counted
    due = json.loads(run.invoke(discharge, ["clocks", str(file), "--json"]).stdout)
    met = {one["case"]: {each["what"]: each["met"] for each in one["deadlines"]} for one in due["cases"]}
    for one in true["stays"]:
        assert {name: met[one["case"]].get(what) for name, what in DEADLINES.items()} == {
            name: one[name] for name in DEADLINES
        }


def test_no_two_messages_share_a_reference(whole: list[Story]) -> None:
    refs = [
        entry.fact.ref
        for some in whole
        for _, entry in entries(some)
        if isinstance(entry.fact, Message) and not entry.corrects
    ]
    assert len(refs) == len(set(refs)) > 800
