"""Forms of care in a record: chosen among, who writes, saved, corrected, withdrawn, and taken out of the plan."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from care.worked import AS_NEEDED, CONTACT, LIMIT
from helpers import visitors, workplaces
from helpers.told import NOW
from helpers.workplaces import Workplaces
from helpers.worlds import World
from lindra.areas import queries as areas
from lindra.areas.actions import serve
from lindra.areas.models import Serves
from lindra.care import checks, rules
from lindra.care.plan import actions as plan
from lindra.care.plan import calling, needed
from lindra.forms import actions, entries, library, options, sheets
from lindra.forms.actions import NotYet
from lindra.forms.answers import parse
from lindra.forms.structs import Questionnaire
from lindra.people import actions as people
from lindra.people.details import Relative
from lindra.people.models import Staff
from lindra.privacy import door
from lindra.privacy.door import Opened
from lindra.privacy.reader import Reader, named
from lindra.record import log
from lindra.record.chart import Chart
from lindra.record.envelope import When
from lindra.record.facts import Died
from lindra.record.log import Draft

FIXED_DOSE = {path: said for path, said in AS_NEEDED.items() if "high" not in path}


@dataclass
class Bed:
    """A patient of home nursing with a husband, a nurse who writes, and a physician of the practice."""

    places: Workplaces
    patient: str
    staff: dict[str, Staff]
    writes: str = "nurse"

    def reader(self, who: str = "nurse") -> Reader:
        return named(self.staff[who].hsa_id, "care")

    def open(self, who: str = "nurse") -> Opened:
        found = door.open(self.patient, self.reader(who))
        assert isinstance(found, Opened)
        return found

    @property
    def chart(self) -> Chart:
        return self.open().chart

    def form(self, name: str) -> Questionnaire:
        return options.for_patient(library.get(name), self.open())

    def save(self, name: str, correcting: str = "", /, **sent: Any) -> list[str]:
        """Send a form in, or correct what was sent in; the ids of what was written."""
        made, now = self.form(name), self.open()
        entry = entries.find(now.history(), correcting) if correcting else None
        if entry is not None:
            made = options.for_patient(library.get(name), now, entry.answered)
        posted = {
            f"q:{path}": list(said) if isinstance(said, tuple) else [said] for path, said in sent.items()
        }
        answers, unread = parse(made, posted)
        assert unread == []
        who = self.reader(self.writes)
        if entry is not None:
            return list(actions.correct(now, who, entry, made, answers, "sv", expected=now.seq).events)
        return list(actions.submit(now, who, made, answers, "sv", expected=now.seq).events)


@pytest.fixture
def bed(world: World, clock_at: Callable[..., Any]) -> Bed:
    clock_at(NOW)
    places = workplaces.build()
    patient = workplaces.patient_at(places.home_nursing)
    people.note(patient, Relative(ref="r1", name="Bo Ek", relation="make"), by="test")
    vera = people.add_staff(
        "SE2321000016-V1", "Vera Sjö", "överläkare", username="vera", password="relieve-17"
    )
    people.assign(vera, places.home_nursing.unit, "överläkare", ("care",))
    return Bed(places, patient, {"nurse": places.home_nursing.staff, "physician": vera})


def keys(bed: Bed, name: str, link: str) -> dict[str, str]:
    """What there is to choose from, by key."""
    item = next(one for one in bed.form(name).item if one.link_id == link)
    return {one.key: one.value.display for one in item.answer_option}  # type: ignore[union-attr]


def test_a_limit_is_saved_corrected_and_withdrawn_with_its_answers(bed: Bed) -> None:
    written = bed.save("limit", **LIMIT)
    assert bed.chart.rows("limits")[0]["stated"].value["decision"] == "withhold"
    bed.save("limit", written[0], **LIMIT | {"reason": "Hon vill somna in i lugn och ro"})
    [row] = bed.chart.rows("limits")
    assert row["stated"].value["reason"] == "Hon vill somna in i lugn och ro"
    entry = entries.find(bed.open().history(), written[0])
    assert entry is not None
    actions.withdraw(bed.reader(), entry, "Fel patient", expected=bed.open().seq)
    assert bed.chart.rows("limits") == []


def test_a_dose_of_an_order_with_one_dose_is_chosen_and_nothing_typed(bed: Bed) -> None:
    bed.save("as-needed", **FIXED_DOSE)
    [order] = keys(bed, "dose-given", "order")
    assert keys(bed, "dose-given", "order")[order].startswith("Morfin 2,5 mg")
    bed.save("dose-given", order=order, when="2026-06-15T02:30")
    bed.save("dose-given", order=order, when="2026-06-15T02:30")
    [stands] = needed.ordered(bed.chart)
    given = needed.doses(bed.chart, stands, NOW)
    assert given.last is not None
    assert given.last.value["dose"] == {"number": "2.5", "unit": "mg"}
    assert given.last.value["code"]["code"] == "N02AA01"
    assert given.in_24_hours == 2, "each dose is one of its own"
    assert given.again_from is not None, "an hour between doses"


def test_a_dose_of_an_order_that_was_stopped_since_can_still_be_corrected(bed: Bed) -> None:
    bed.save("as-needed", **FIXED_DOSE)
    [order] = keys(bed, "dose-given", "order")
    written = bed.save("dose-given", order=order, when="2026-06-15T02:00")
    bed.save("no-longer", order=order)
    assert "order" in [one.link_id for one in library.get("dose-given").item]
    assert keys(bed, "dose-given", "order") == {}
    bed.save("dose-given", written[0], order=order, when="2026-06-15T02:00", note="Somnade")
    told = [row["stated"].value for row in bed.chart.rows("doses")]
    assert [(one["note"], one["dose"]["number"], one["ref"]) for one in told] == [
        ("Somnade", "2.5", told[0]["ref"])
    ]


def test_an_order_that_is_chosen_is_changed_and_another_is_beside_it(bed: Bed) -> None:
    bed.save("as-needed", **FIXED_DOSE)
    [order] = keys(bed, "as-needed", "order")
    bed.save("as-needed", **FIXED_DOSE | {"order": order, "dose": "5"})
    bed.save("as-needed", **FIXED_DOSE | {"substance": "N05CD08", "indication": "anxiety"})
    found = [
        (one.value["code"]["code"], one.value["terms"]["dose"]["number"]) for one in needed.ordered(bed.chart)
    ]
    assert found == [("N02AA01", "5"), ("N05CD08", "2.5")]


def test_the_same_hypersensitivity_noted_twice_is_one(bed: Bed) -> None:
    bed.save("hypersensitivity", what="Penicillin V")
    bed.save("hypersensitivity", what="penicillin  v", note="Utslag")
    assert [row["stated"].value.get("note") for row in bed.chart.rows("allergies")] == ["Utslag"]


def test_what_no_longer_applies_is_taken_out_of_the_plan(bed: Bed) -> None:
    without = {path: said for path, said in CONTACT.items() if path != "replaces"}
    bed.save("contact", **without)
    bed.save("as-needed", **FIXED_DOSE)
    bed.save("step", problem="pain", first="Ge morfin")
    bed.save("hypersensitivity", what="Penicillin")
    bed.save("infection", form="mrsa")
    bed.save("equipment", what="lift")
    made = bed.form("no-longer")
    assert [one.link_id for one in made.item] == [
        "order",
        "step",
        "contact",
        "infection",
        "allergy",
        "device",
    ]
    bed.save("no-longer", **{one.link_id: one.answer_option[0].key for one in made.item})
    chart = bed.chart
    assert calling.contacts(chart) == rules.as_needed(chart) == []
    assert chart.rows("steps")[0]["stated"].value["ended"] is True
    assert chart.rows("infections")[0]["stated"].value["over"] is True
    assert bed.form("no-longer").item == (), "there is nothing more to take out"


def test_a_new_number_replaces_the_old(bed: Bed) -> None:
    without = {path: said for path, said in CONTACT.items() if path != "replaces"}
    bed.save("contact", **without)
    [old] = keys(bed, "contact", "replaces")
    bed.save("contact", **without | {"phone": "054-20 20 20", "replaces": old})
    assert [one.value["phone"] for one in calling.contacts(bed.chart)] == ["054-20 20 20"]
    with pytest.raises(NotYet):
        bed.save("contact", **without | {"phone": "054-20 20 20", "replaces": "home_nursing|054-20 20 20"})


def test_another_number_for_the_same_is_not_noted_unawares(bed: Bed) -> None:
    without = {path: said for path, said in CONTACT.items() if path != "replaces"}
    written = bed.save("contact", **without)
    for name in ("Maj Ek", "maj  EK"):
        with pytest.raises(NotYet) as caught:
            bed.save("contact", **without | {"name": name, "phone": "054-20 20 20"})
        assert [(one.path, one.args["phone"]) for one in caught.value.problems] == [
            ("phone", CONTACT["phone"])
        ]
    bed.save("contact", **without | {"name": "Maj Ek, natt", "phone": "054-20 20 20"})
    bed.save("contact", written[0], **without | {"phone": "054-30 30 30"})
    assert {one.value["phone"] for one in calling.contacts(bed.chart)} == {"054-20 20 20", "054-30 30 30"}


def test_the_later_decision_of_a_day_stands_also_where_the_day_is_given(
    bed: Bed, clock_at: Callable[..., Any]
) -> None:
    clock_at("2026-06-15T15:00:00+02:00")
    bed.save("limit", **LIMIT)
    clock_at("2026-06-15T17:00:00+02:00")
    bed.save("limit", **LIMIT | {"decision": "give", "decided": "2026-06-15"})
    [row] = bed.chart.rows("limits")
    assert row["stated"].value["decision"] == "give"
    bed.save("limit", **LIMIT | {"decided": "2026-06-14"})
    assert bed.chart.rows("limits")[0]["stated"].value["decision"] == "give", "an earlier day stays a day"


def test_a_decision_is_signed_only_by_the_physician_named(bed: Bed) -> None:
    def signed() -> bool:
        return bed.chart.rows("limits")[0]["stated"].signed

    written = bed.save("limit", **LIMIT)
    assert not signed(), "a nurse wrote it"
    bed.writes = "physician"
    bed.save("limit", written[0], **LIMIT | {"reason": "Hon vill somna in", "physician-name": "Dr Vera Sjö"})
    assert signed()
    bed.save("limit", written[0], **LIMIT | {"reason": "Hon vill sova", "physician-name": "Ulf Dal"})
    assert not signed(), "another physician wrote it"


def test_only_a_physician_or_a_nurse_writes_corrects_withdraws_and_confirms_decisions(bed: Bed) -> None:
    written = bed.save("limit", **LIMIT)
    aide = people.add_staff("SE2321000016-V2", "Ia Lind", "vårdbiträde", username="ia", password="relieve-17")
    people.assign(aide, bed.places.home_nursing.unit, "vårdbiträde", ("care",))
    bed.staff["aide"], bed.writes = aide, "aide"
    entry = entries.find(bed.open().history(), written[0])
    assert entry is not None
    for attempt in (
        lambda: bed.save("limit", **LIMIT),
        lambda: bed.save("limit", written[0], **LIMIT | {"decision": "give"}),
        lambda: actions.withdraw(bed.reader("aide"), entry, "Nej", expected=bed.open().seq),
    ):
        with pytest.raises(NotYet) as caught:
            attempt()
        assert [one.text for one in caught.value.problems] == [checks.NOT_WRITTEN_BY_YOU]
    bed.save("opioid", known="no")
    opened, seen = bed.open("aide"), bed.open("aide").positions()
    with pytest.raises(plan.NotConfirmed, match="by a physician or a nurse"):
        plan.confirm(opened, bed.reader("aide"), ("decisions", "call"), seen, "stable")
    assert plan.confirm(opened, bed.reader("aide"), ("call",), seen, "stable").events


def test_what_is_not_confirmed_says_why(bed: Bed, nurse: Client) -> None:
    def told(*sections: str) -> str:
        seen = json.dumps(bed.open().positions())
        page = nurse.post(f"/patients/{bed.patient}/plan/confirm/", {"section": sections, "seen": seen})
        return page.content.decode() if page.status_code == 422 else ""

    assert "Välj minst ett avsnitt" in told()
    assert told("decisions") == ""
    log.append(bed.patient, [Draft(Died(), When.at(NOW))], bed.places.home_nursing.author, expected=log.ANY)
    assert "Patienten har avlidit. Planen bekräftas inte längre." in told("decisions")


def test_what_a_relative_knows_is_noted_of_one_of_the_relatives(bed: Bed) -> None:
    assert keys(bed, "relative", "relative") == {"r1": "Bo Ek, make"}
    bed.save("relative", relative="r1", knows="Allt", **{"has-key": "yes"})
    [row] = bed.chart.rows("relatives_noted")
    assert row["stated"].value == {"relative": "r1", "knows": "Allt", "key": "yes"}


def test_who_writes_is_filled_in_where_the_profession_fits(bed: Bed) -> None:
    def known(name: str, who: str) -> dict[str, str]:
        found = sheets.known(bed.open(who), bed.reader(who), bed.form(name))
        return {path: str(getattr(said[0], "code", said[0])) for path, said in found.items()}

    assert known("limit", "nurse") == {}
    vera = {
        "physician": "SE2321000016-V1",
        "physician-name": "Vera Sjö",
        "physician-profession": "physician",
        "physician-unit": "Hemsjukvården",
    }
    assert known("limit", "physician") == known("expected-death", "physician") == vera
    led = known("conversation", "nurse")
    assert (led["led-name"], led["led-profession"]) == ("Person 3", "nurse")
    assert known("death-at-home", "nurse") == {
        "examined-name": "Person 3", "examined-profession": "nurse", "examined-unit": "Hemsjukvården",
    }  # fmt: skip
    bed.save("expected-death", known="no", **{"physician-name": "Ulf", "physician-profession": "physician"})
    assert known("expected-death", "physician")["physician-name"] == "Ulf", (
        "what is known stands before who writes"
    )
    assert not {"physician", "physician-unit"} & set(known("expected-death", "physician")), (
        "and nothing of another"
    )


def test_a_plan_is_handed_over_to_a_unit_that_is_known_or_else_to_a_name(bed: Bed) -> None:
    def handed_over() -> dict[str, Any]:
        return bed.chart.rows("handed_over")[0]["stated"].value

    assert not any(item.link_id == "to" for item in bed.form("hand-over").item), (
        "no unit is known to serve the place"
    )
    bed.save("hand-over", **{"to-name": "Hospice Fyren"})
    assert handed_over() == {"to_name": "Hospice Fyren"}
    own, ward = areas.unit(bed.places.home_nursing.unit), areas.unit(bed.places.ward.unit)
    for unit in (own, ward):
        serve(unit, area="1780", valid_from=workplaces.FIRST)
    assert keys(bed, "hand-over", "to") == {ward.id: "Avdelning 5"}
    written = bed.save("hand-over", to=ward.id)
    assert handed_over() == {"to_unit": ward.id, "to_name": "Avdelning 5"}
    Serves.objects.update(valid_to=workplaces.FIRST + timedelta(days=1))
    bed.save("hand-over", written[0], to=ward.id, told="Ringde Maj")
    assert handed_over() == {"to_unit": ward.id, "to_name": "Avdelning 5", "told": "Ringde Maj"}


# As pages.


@pytest.fixture
def nurse(bed: Bed) -> Iterator[Client]:
    with visitors.watched():
        yield visitors.visitor(bed, "nurse", "sv")  # type: ignore[arg-type]


def send(nurse: Client, bed: Bed, name: str, sent: dict[str, Any], **more: str) -> Any:
    posted = {f"q:{path}": list(said) if isinstance(said, tuple) else said for path, said in sent.items()}
    form = library.get(name)
    about = {"version": form.version, "seen": str(bed.open().seq), **more}
    return nurse.post(f"/patients/{bed.patient}/forms/{name}/", posted | about)


def test_what_is_refused_is_said_in_swedish_beside_the_question_and_what_was_typed_is_there(
    bed: Bed, nurse: Client
) -> None:
    answer = send(
        nurse, bed, "limit", LIMIT | {"physician-profession": "nurse", "reason": "Skäl som jag skrev"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Bara en läkare kan vara ansvarig" in page
    assert "Skäl som jag skrev" in page
    assert bed.chart.rows("limits") == []


def test_what_is_noted_of_the_treatment_chosen_is_fetched(bed: Bed, nurse: Client) -> None:
    bed.save("limit", **LIMIT)
    opened = nurse.get(f"/patients/{bed.patient}/forms/limit/").content.decode()
    assert "Hjärtat är svagt" not in opened, "another treatment may be meant"
    fetched = send(nurse, bed, "limit", {"treatment": "resuscitation"}, fetch="treatment")
    assert (fetched.status_code, "Hjärtat är svagt" in fetched.content.decode()) == (200, True)
    other = send(nurse, bed, "limit", {"treatment": "hospital", "reason": "Hjärtat"}, fetch="treatment")
    assert "Hjärtat är svagt" not in other.content.decode()


@pytest.mark.parametrize("name", ["visit", "no-longer", "contact", "dose-given", "relative", "death-at-home"])
def test_a_form_opens_also_where_nothing_is_known(bed: Bed, nurse: Client, name: str) -> None:
    assert nurse.get(f"/patients/{bed.patient}/forms/{name}/").status_code == 200


def test_an_enrolment_is_written_in_the_same_act_unless_the_patient_is_enrolled_already(bed: Bed) -> None:
    def enrolments() -> list[dict[str, Any]]:
        return [row["enrolled"].value for row in bed.chart.rows("enrolments") if "enrolled" in row]

    before = len(enrolments())
    told = {"outcome": "enrolled", "means": "Varje dag"}
    bed.save("home-nursing", **told, already="true")
    bed.save("home-nursing", outcome="later", reason="Bor hos dottern")
    assert len(enrolments()) == before
    bed.save("home-nursing", **told, **{"enrolment-status": "active"})
    assert len(enrolments()) == before + 1
    assert {"home_nursing"} == {one["form"] for one in enrolments() if one.get("status") == "active"}
