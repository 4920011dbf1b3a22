"""What the plan says: stated, none, asked but not known, not asked; and what is worked out beside it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.told import NOW, Told, chart
from lindra.care.events.common import Clinician
from lindra.care.events.decisions import DeathExpected, LimitDecided
from lindra.care.events.medicines import OpioidNoted, PumpNoted
from lindra.care.events.nursing import ImplantNoted, SkinChecked
from lindra.care.events.people import ContactNamed, Hours
from lindra.care.events.situation import (
    Asked,
    ConversationHeld,
    MattersNoted,
    NeedIdentified,
    PreferenceNoted,
)
from lindra.care.identification import rules as signs
from lindra.care.plan import calling, needed
from lindra.care.plan.compute import plan
from lindra.care.plan.model import Line
from lindra.record.clinical import Allergy, MedicineGiven
from lindra.record.facts import (
    Admitted,
    Amount,
    AsNeeded,
    Code,
    Diagnosis,
    Measured,
    MedicineOrdered,
    MedicineStopped,
)

DOCTOR = Clinician(name="Sofia", profession="physician")


def lines(told: list[Told], section: str, topic: str) -> list[Line]:
    return [line for line in plan(chart(told), NOW).part(section).lines if line.topic == topic]  # type: ignore[arg-type]


STATES: list[tuple[str, list[Told], str, str, str]] = [
    ("nobody asked", [], "hazards", "hypersensitivity", "not_asked"),
    ("asked, none", [(9, Asked(topic="hypersensitivity", known="no"))], "hazards", "hypersensitivity", "no"),
    ("asked, not known", [(9, Asked(topic="implants", known="unknown"))], "hazards", "implants", "unknown"),
    ("stated", [(9, ImplantNoted(form="icd"))], "hazards", "implants", "stated"),
    (
        "stated after asked",
        [(9, Asked(topic="implants", known="no")), (3, ImplantNoted(form="port"))],
        "hazards",
        "implants",
        "stated",
    ),
    (
        "asked after stated",
        [(9, SkinChecked(worst=2)), (3, Asked(topic="skin", known="no"))],
        "situation",
        "skin",
        "no",
    ),
    ("no regular opioid", [(2, OpioidNoted(known="no"))], "medicines", "opioid", "no"),
    ("no pump", [(2, PumpNoted(running="no"))], "medicines", "pump", "no"),
    ("a pump", [(2, PumpNoted(running="yes", content="Morfin"))], "medicines", "pump", "stated"),
    (
        "no wish to say",
        [(2, PreferenceNoted(about="death", known="no"))],
        "matters",
        "preferred_place_death",
        "no",
    ),
    ("resuscitation nobody decided on", [], "decisions", "resuscitation", "not_asked"),
    ("skin without ulcer", [(1, SkinChecked(worst=0))], "situation", "skin", "stated"),
    (
        "death not expected",
        [(1, DeathExpected(known="no", physician=DOCTOR))],
        "decisions",
        "death_expected",
        "no",
    ),
]


@pytest.mark.parametrize(
    ("what", "told", "section", "topic", "state"), STATES, ids=[one[0] for one in STATES]
)
def test_not_known_is_never_left_blank(
    what: str, told: list[Told], section: str, topic: str, state: str
) -> None:
    assert [line.state for line in lines(told, section, topic)] == [state]


@pytest.mark.parametrize("known", ["no", "unknown"])
def test_what_is_grave_is_never_hidden_by_an_answer(known: str) -> None:
    told: list[Told] = [
        (9, ImplantNoted(form="icd")),
        (3, Asked.model_validate({"topic": "implants", "known": known})),
    ]
    states = [line.state for line in lines(told, "hazards", "implants")]
    assert states == (["stated", "no"] if known == "no" else ["stated"])


def test_what_could_not_be_known_hides_nothing() -> None:
    told: list[Told] = [(9, SkinChecked(worst=2)), (3, Asked(topic="skin", known="unknown"))]
    assert [line.state for line in lines(told, "situation", "skin")] == ["stated"]


def test_a_refuted_allergy_is_none() -> None:
    told: list[Told] = [(9, Allergy(ref="a", code=Code(text="Penicillin"), verification="refuted"))]
    assert [line.state for line in lines(told, "hazards", "hypersensitivity")] == ["not_asked"]


def test_the_main_diagnosis_is_an_active_one_that_leads_to_palliative_care() -> None:
    told: list[Told] = [
        (300, Diagnosis(code=Code(code="C34.9", text="Lungcancer"), status="active")),
        (90, Diagnosis(code=Code(code="I10.9", text="Hypertoni"), status="active")),
        (3, Diagnosis(code=Code(code="N30.0", text="Akut cystit"), status="resolved")),
    ]
    (line,) = lines(told, "situation", "diagnosis")
    assert line.value["code"]["text"] == "Lungcancer"


def test_two_limits_of_other_treatments_both_stand() -> None:
    told = [
        (5, limit("withhold", "other").model_copy(update={"other": name})) for name in ("Insulin", "Waran")
    ]
    made = plan(chart(told), NOW).part("decisions")
    assert {line.value.get("other") for line in made.lines if line.topic == "other"} == {"Insulin", "Waran"}


def test_a_hypersensitivity_that_is_no_longer_active_does_not_stand() -> None:
    told: list[Told] = [(9, Allergy(ref="a", code=Code(text="Penicillin"), status="inactive"))]
    assert [line.state for line in lines(told, "hazards", "hypersensitivity")] == ["not_asked"]


def limit(decision: str, treatment: str = "resuscitation") -> LimitDecided:
    return LimitDecided.model_validate(
        {"treatment": treatment, "decision": decision, "basis": ("illness",), "reason": "r", "physician": DOCTOR,
         "assessed": "in_person", "patient_told": "no", "relatives_told": "no", "review": "2026-06-01"}
    )  # fmt: skip


def test_the_later_decision_about_a_treatment_stands_and_its_passed_review_is_said() -> None:
    (line,) = lines([(20, limit("withhold")), (10, limit("give"))], "decisions", "resuscitation")
    assert line.value["decision"] == "give"
    assert line.facts["review_past"] is True


def test_other_limits_stand_after_the_two_that_are_always_said() -> None:
    made = plan(chart([(5, limit("withhold", "dialysis"))]), NOW).part("decisions")
    assert [line.topic for line in made.lines] == ["resuscitation", "hospital", "death_expected", "dialysis"]


# As-needed medicines


def order(**terms: object) -> MedicineOrdered:
    given = AsNeeded.model_validate(
        {"indication": "pain", "dose": Amount(number=Decimal("2.5"), unit="mg"), **terms}
    )
    return MedicineOrdered(order="m", code=Code(code="N02AA01", text="Morfin"), as_needed=True, terms=given)


def dose(hours_ago: float, ref: str, **other: object) -> Told:
    return (hours_ago / 24, MedicineGiven(ref=ref, order="m", **other))  # type: ignore[arg-type]


def test_the_last_dose_counts_and_the_next_waits_for_its_interval() -> None:
    told = chart([(9, order(least_interval=60)), dose(30, "a"), dose(3, "b"), dose(0.5, "c")])
    (line,) = plan(told, NOW).part("medicines").lines[:1]
    assert line.facts["in_24_hours"] == 2
    assert line.facts["again_from"] == "2026-06-15T01:30:00.000000Z"


def test_when_the_most_per_day_is_given_the_next_waits_for_the_first_of_them_to_be_a_day_old() -> None:
    told = chart([(9, order(most_per_day=2)), dose(20, "a"), dose(10, "b")])
    found = needed.doses(told, needed.ordered(told)[0], NOW)
    assert found.spent
    assert found.again_from == NOW + timedelta(hours=4)


@given(
    hours=st.lists(st.integers(0, 60), max_size=12, unique=True),
    most=st.integers(1, 5),
    interval=st.integers(0, 300),
)
def test_a_dose_given_when_it_may_be_never_breaks_the_limits(
    hours: list[int], most: int, interval: int
) -> None:
    told = chart([(9, order(most_per_day=most, least_interval=interval)), *(dose(h, str(h)) for h in hours)])
    ordered = needed.ordered(told)[0]
    found = needed.doses(told, ordered, NOW)
    at = found.again_from or NOW
    given_before = [NOW - timedelta(hours=h) for h in hours]
    assert sum(at - timedelta(hours=24) < one <= at for one in given_before) < most
    assert all(at - one >= timedelta(minutes=interval) for one in given_before)


def test_a_dose_that_was_not_given_does_not_count() -> None:
    told = chart([(9, order()), dose(2, "a", status="not-done")])
    assert needed.doses(told, needed.ordered(told)[0], NOW).last is None


def test_a_stopped_order_is_no_longer_in_the_plan() -> None:
    assert (
        lines([(9, order()), (1, MedicineStopped(order="m"))], "medicines", "as_needed")[0].state
        == "not_asked"
    )


def test_what_an_order_is_for_is_presumed_from_its_group_where_nobody_said() -> None:
    told: list[Told] = [(9, MedicineOrdered(order="x", code=Code(code="A03AB02"), as_needed=True))]
    (line,) = lines(told, "medicines", "as_needed")
    assert (line.facts["indication"], line.facts["presumed"]) == ("rattle", True)


def test_regular_opioids_are_read_from_their_orders_where_nobody_noted_one() -> None:
    told: list[Told] = [
        (9, MedicineOrdered(order="x", code=Code(code="N02AA05", text="Oxikodon"), dosage="10 mg x 2"))
    ]
    assert lines(told, "medicines", "opioid")[0].value["dosage"] == "10 mg x 2"
    assert [one.state for one in lines([*told, (1, OpioidNoted(known="no"))], "medicines", "opioid")] == [
        "stated"
    ]


# Whom to call

TEAM = ContactNamed(
    role="specialised_team", phone="1", hours=(Hours(days="workdays", start="08:00", end="16:30"),), rank=2
)
NIGHT = ContactNamed(
    role="on_call_physician", phone="2", hours=(Hours(days="every_day", start="16:30", end="08:00"),)
)
WEEKEND = ContactNamed(role="home_nursing", phone="3", hours=(Hours(days="other_days"),))


@pytest.mark.parametrize(
    ("when", "numbers"),
    [
        ("2026-06-15T10:00+02:00", ["1"]),
        ("2026-06-15T16:30+02:00", ["2"]),
        ("2026-06-16T03:00+02:00", ["2"]),
        ("2026-06-15T08:00+02:00", ["1"]),
        ("2026-06-20T12:00+02:00", ["3"]),  # a Saturday, and Midsummer's Day
        ("2026-06-19T12:00+02:00", ["3"]),  # Midsummer's Eve, a Friday
        ("2026-06-06T12:00+02:00", ["3"]),  # the National Day
        ("2026-12-31T23:00+01:00", ["2", "3"]),
        ("2026-10-25T02:30+01:00", ["2", "3"]),  # the hour that comes twice
    ],
)
def test_the_numbers_that_answer_at_an_hour(when: str, numbers: list[str]) -> None:
    told = chart([(9, TEAM), (9, NIGHT), (9, WEEKEND)])
    found = calling.call_now(told, datetime.fromisoformat(when))
    assert sorted(one.value["phone"] for one in found) == numbers


def test_who_is_called_first_stands_first() -> None:
    told = chart([(9, TEAM), (9, NIGHT.model_copy(update={"hours": ()}))])
    found = calling.call_now(told, datetime.fromisoformat("2026-06-15T10:00+02:00"))
    assert [one.value["phone"] for one in found] == ["2", "1"]


def test_a_contact_that_has_ended_is_not_called() -> None:
    told = chart([(9, WEEKEND), (1, WEEKEND.model_copy(update={"ended": True}))])
    assert calling.contacts(told) == []


# Possible needs

ILL: list[Told] = [(400, Diagnosis(code=Code(code="I50.9")))]
TWICE: list[Told] = [(40, Admitted(episode="a")), (10, Admitted(episode="b"))]


def test_signs_that_weigh_enough_together_with_their_reasons() -> None:
    found = signs.reasons(chart([*ILL, *TWICE]))
    assert [one.rule for one in found] == ["readmission", "heart_failure"]
    assert found[0].until == "2026-08-04"  # ninety days after the first of the two
    today = NOW.astimezone(UTC).date()
    every = frozenset(signs.known())
    assert signs.counting(found, every, today) == found
    assert signs.counting(found, every - {"heart_failure"}, today) == []
    assert signs.counting(found, every, today.replace(month=9)) == []


@pytest.mark.parametrize(
    "settled",
    [
        NeedIdentified(known="no", how="clinical_judgement"),
        ConversationHeld(form="serious_illness", led_by=DOCTOR),
    ],
)
def test_who_has_been_assessed_is_not_on_the_list(settled: NeedIdentified | ConversationHeld) -> None:
    assert not signs.assessed(chart([*ILL, *TWICE]))
    assert signs.assessed(chart([*ILL, *TWICE, (5, settled)]))


def test_a_planned_admission_is_no_sign() -> None:
    planned: list[Told] = [(40, Admitted(episode="a", planned=True)), (10, Admitted(episode="b"))]
    assert signs.reasons(chart(planned)) == []


@pytest.mark.parametrize(("number", "found"), [("5", []), ("6", ["frailty"]), ("9", ["frailty"])])
def test_frailty_counts_from_six(number: str, found: list[str]) -> None:
    told: list[Told] = [
        (9, Measured(code=Code(code="CFS", system="CFS"), value=Amount(number=Decimal(number))))
    ]
    assert [one.rule for one in signs.reasons(chart(told))] == found


def test_every_rule_says_where_it_comes_from() -> None:
    assert all(len(rule.source) > 30 for rule in signs.known().values())


def test_the_words_of_the_patient_are_kept_as_they_were_said() -> None:
    told: list[Told] = [(9, MattersNoted(text="Att få höra gräsklipparen"))]
    assert lines(told, "matters", "what_matters")[0].value["text"] == "Att få höra gräsklipparen"
