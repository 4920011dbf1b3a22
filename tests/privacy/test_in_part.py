"""From whom something is hidden gets just the chart that folding the rest gives, and the same marks for the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from helpers import small_world, workplaces
from helpers.small_world import NOW, SmallWorld
from lindra.people import actions as people
from lindra.people import patients as identities
from lindra.people import staff as staffing
from lindra.privacy import actions, door, listing, worklist
from lindra.privacy.door import Opened
from lindra.privacy.reader import Reader, reader, works
from lindra.privacy.sight import bare
from lindra.record import facts, kept_parts, log, queries, readings
from lindra.record.chart import Chart, fold, in_force
from lindra.record.envelope import When
from lindra.record.kinds import READINGS, Fact
from lindra.record.log import ANY, Draft


@pytest.fixture(scope="module")
def known(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallWorld]:
    """The small world, for who only reads; what is read is kept at once, and read again from what is kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_parts, "LONG", 1)
        with small_world.standing(sqlite_template, tmp_path_factory.mktemp("in part")) as (_, made):
            yield made


def readers(world: SmallWorld) -> list[Reader]:
    found = []
    for staff in world.staff.values():
        member = staffing.by_hsa_id(staff.hsa_id)
        assert member is not None
        found += [reader(member, work, purpose) for work in works(member) for purpose in work.purposes]
    return found


def opening(patient: str, who: Reader) -> Opened | None:
    opened = door.open(patient, who)
    return opened if isinstance(opened, Opened) else None


def folded(opened: Opened) -> Chart:
    """The chart of what may be seen, as it is defined: what stands is judged first."""
    return bare(fold(opened.sight.seen(in_force(queries.events_of(*opened.records)))))


def test_every_chart_is_the_fold_of_what_may_be_seen(known: SmallWorld) -> None:
    hidden = 0
    under: dict[str, Chart] = {}
    for patient in known.patients.values():
        for opened in [opening(patient, who) for who in readers(known) for _ in range(2)]:
            if opened is not None:
                assert opened.chart == folded(opened)
                assert under.setdefault(opened.mark, opened.chart) == opened.chart
                hidden += not opened.sight.whole
    assert hidden > 10


def test_every_row_of_a_list_is_that_of_what_may_be_seen(known: SmallWorld) -> None:
    for who in readers(known):
        for one in door.rows("patients", who, limit=100):
            item = one.row
            if isinstance(item, door.Item) and (opened := opening(item.patient, who)):
                rows = {row.key: row.data for row in READINGS["patients"].rows(folded(opened))}
                assert item.data == rows.get(item.key, {})
        for one in worklist.worklist("due", who, worklist.Wanted(), limit=100)[0]:
            if isinstance(one.row, door.Item) and (opened := opening(one.patient, who)):
                rows = {row.key: row.data for row in READINGS["due"].rows(folded(opened))}
                assert one.row.data == rows[one.row.key]


@pytest.fixture
def places(either_world: Any, clock_at: Any) -> workplaces.Workplaces:
    clock_at(NOW)
    return workplaces.build()


def wrote(patient: str, place: workplaces.Workplace, fact: Fact) -> str:
    draft = Draft(fact, When.at(NOW - timedelta(days=1)))
    return log.append(patient, [draft], place.author, expected=ANY).events[0]


@pytest.fixture
def patient(places: workplaces.Workplaces) -> str:
    """At the ward and the clinic, and with home nursing, whose entries the ward does not see."""
    one = workplaces.patient_at(places.ward)
    wrote(one, places.clinic, facts.RelationOpened(relation="r"))
    wrote(one, places.home_nursing, facts.Enrolled(enrolment="h", form="home_nursing"))
    for place, word in ((places.ward, "ward"), (places.clinic, "clinic"), (places.home_nursing, "home")):
        wrote(one, place, facts.Diagnosis(code=facts.Code(text=word), ref=word))
    return one


def seen(patient: str, place: workplaces.Workplace) -> Opened:
    opened = opening(patient, place.reader())
    assert opened is not None
    return opened


def test_who_sees_the_same_of_the_same_entries_has_the_same_mark(
    places: workplaces.Workplaces, patient: str
) -> None:
    ward, clinic, home = (seen(patient, place) for place in (places.ward, places.clinic, places.home_nursing))
    assert ward.mark == clinic.mark != home.mark
    assert ward.chart == clinic.chart != home.chart
    wrote(patient, places.home_nursing, facts.Died())
    assert seen(patient, places.ward).mark not in (ward.mark, home.mark)


def test_with_consent_what_was_hidden_is_there_at_once_and_without_it_gone(
    places: workplaces.Workplaces, patient: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From what is stored: what a reader may see is asked each time."""
    monkeypatch.setattr(kept_parts, "LONG", 1)
    counts = []
    for attitude in ("refuses", "consents", "refuses"):
        actions.note_attitude(patient, attitude, places.ward.reader())
        opened = seen(patient, places.ward)
        assert opened.chart == folded(opened)
        counts.append(opened.chart.counts["diagnosis"])
    assert counts == [2, 3, 2]


def test_a_hidden_correction_corrects_all_the_same(
    places: workplaces.Workplaces, patient: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_parts, "LONG", 1)
    mine = wrote(patient, places.ward, facts.Diagnosis(code=facts.Code(text="wrong"), ref="w"))
    assert "w" in seen(patient, places.ward).chart.slots["diagnoses"].rows
    log.withdraw(
        patient, mine, "another patient", places.home_nursing.author, expected=queries.seq_of(patient)
    )
    opened = seen(patient, places.ward)
    assert not opened.sight.whole
    assert "w" not in opened.chart.slots["diagnoses"].rows


def test_linked_records_are_read_as_one_and_apart_again(
    places: workplaces.Workplaces, patient: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_parts, "LONG", 1)
    other = workplaces.patient_at(places.ward, episode="e2")
    wrote(other, places.home_nursing, facts.Diagnosis(code=facts.Code(text="other"), ref="o"))
    alone = seen(patient, places.ward)
    people.link(patient, other, reason="same person", by="test")
    for place in (places.ward, places.home_nursing):
        opened = seen(patient, place)
        assert opened.chart == folded(opened)
        assert set(opened.chart.records) == {patient, other}
        assert opened.mark not in ("", alone.mark)
    people.unlink(patient, other, reason="two persons", by="test")
    again = seen(patient, places.ward)
    assert (again.chart, again.mark) == (alone.chart, alone.mark)


def test_who_sees_everything_of_linked_records_gets_their_union(places: workplaces.Workplaces) -> None:
    one, other = (workplaces.patient_at(places.ward, episode=episode) for episode in ("e1", "e2"))
    people.link(one, other, reason="same person", by="test")
    opened = seen(one, places.ward)
    assert opened.sight.whole
    assert opened.chart == folded(opened)
    assert len(opened.chart.slots["stays"].rows) == 2


def test_a_chart_of_another_form_is_made_of_parts(
    places: workplaces.Workplaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an update, until all is rebuilt."""
    patient = workplaces.patient_at(places.ward)
    before = seen(patient, places.ward).chart
    monkeypatch.setattr(readings, "CHART", readings.CHART + 1)
    readings._form.cache_clear()
    assert readings.kept(patient) is None
    assert seen(patient, places.ward).chart == before
    readings._form.cache_clear()


def test_what_is_hidden_is_not_unpacked(
    places: workplaces.Workplaces, patient: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lindra.record import piles

    told: list[Any] = []
    unpack = piles.unpacked
    monkeypatch.setattr(piles, "unpacked", lambda sheets: told.extend(unpack(sheets)) or unpack(sheets))
    chart = listing.chart_for(identities.linked(patient), seen(patient, places.ward).sight)
    assert {one.unit for one in told} == {places.ward.unit, places.clinic.unit}
    assert chart.counts["diagnosis"] == 2
