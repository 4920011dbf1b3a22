"""Death at home: what was decided beforehand, whether it holds, the steps, and what is left.

Worked example of what the joint audit of palliative care in Värmland 2021–22 asks for (SYSTEMS A16): care at the end of
life outside hospital, prescriptions for it, who establishes death outside hospital, and that what is expected is
decided beforehand by a physician and dated. The audit tells of no patient; the one here is made up.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from helpers.told import NOW, Told, chart
from lindra.care.athome import rules
from lindra.care.athome.readings import expected_at_home
from lindra.care.athome.steps import steps
from lindra.care.events.common import Clinician
from lindra.care.events.decisions import DeathExpected, LimitDecided
from lindra.care.events.home import DeathEstablished
from lindra.care.events.medicines import MedicinesKept
from lindra.care.events.nursing import ImplantNoted
from lindra.care.events.people import ContactNamed, Hours
from lindra.care.events.plan import BereavementContact
from lindra.care.events.situation import Asked, PhaseNoted
from lindra.record.facts import Admitted, Amount, AsNeeded, Code, Died, MedicineOrdered, Moved

VERA = Clinician(name="Vera Sjö", profession="physician", unit="Vårdcentralen Älven")
MAJ = Clinician(name="Maj Ek", profession="nurse", unit="Hemsjukvården")
REVIEW = date(2026, 6, 20)


def expected(**other: Any) -> DeathExpected:
    told = {
        "known": "yes",
        "physician": VERA,
        "review": REVIEW,
        "establishes": "Vårdcentralen, natt jouren",
        "nurse_may_examine": True,
        "wake": "in_the_morning",
        "wake_whom": "Bo",
        "transport": "Älvens begravning",
    }
    return DeathExpected(**(told | other))  # type: ignore[arg-type]


def order(what: str, route: str = "subcutaneous", terms: bool = True) -> MedicineOrdered:
    code = {"pain": "N02AA01", "anxiety": "N05CD08", "nausea": "N05AD01", "rattle": "A03AB02"}[what]
    given = AsNeeded(indication=what, dose=Amount(number=2, unit="mg")) if terms else None  # type: ignore[arg-type]
    return MedicineOrdered(order=f"{what}|{route}", code=Code(code=code, text=what), as_needed=True, route=route,
                           terms=given)  # fmt: skip


def no_resuscitation(decision: str = "withhold") -> LimitDecided:
    return LimitDecided(treatment="resuscitation", decision=decision, basis=("no_benefit",), reason="r", physician=VERA,
                        assessed="in_person", patient_told="yes", relatives_told="yes")  # fmt: skip


def established(**other: Any) -> DeathEstablished:
    told = {"physician": VERA, "examined_by": MAJ, "expected": True, "relatives_told": "present"}
    return DeathEstablished(**(told | other))


OFFICE = Hours(days="workdays", start="08:00", end="17:00")
NIGHTS = [Hours(days="every_day", start="17:00", end="08:00"), Hours(days="other_days")]
CONTACTS = [
    ContactNamed(role="home_nursing", name="Hemsjukvården", phone="054-1"),
    ContactNamed(role="family_doctor", name="Vera Sjö", phone="054-2", hours=(OFFICE,)),
    ContactNamed(role="on_call_physician", name="Jouren", phone="054-3", hours=tuple(NIGHTS)),
]
EXAMPLE: list[Told] = [
    (30, Moved(to="own_home")), (14, expected()), (14, no_resuscitation()), (9, order("pain")), (9, order("anxiety")),
    (9, order("rattle", "oral")), *((20, one) for one in CONTACTS),
]  # fmt: skip


def names(path: rules.Path, told: list[Told], at: datetime = NOW) -> list[str]:
    made = chart(told)
    return [one.name for one in steps(path, made, rules.beforehand(made, at.date()), at)]


def test_the_worked_example_of_a_death_expected_at_home():
    made = chart(EXAMPLE)
    found = rules.beforehand(made, date(2026, 6, 15))
    assert (found.decided, found.passed, found.path) == ("expected", False, "expected")
    assert found.statement is not None
    assert found.statement.occurred_from == "2026-06-01T01:00:00.000000Z", "it is dated"
    assert {one.indication: (one.missing, one.by_mouth) for one in rules.prescribed(made)} == {
        "pain": (False, False), "anxiety": (False, False), "nausea": (True, False), "rattle": (False, True),
    }  # fmt: skip
    assert rules.gaps(made, found) == ()
    at_night = steps(found.path, made, found, NOW)  # three in the morning
    assert [one.name for one in at_night] == [
        "ring_nurse", "nurse_examines", "physician_establishes", "wake_in_the_morning", "implants_unknown",
        "certificate", "transport", "medicines", "register_unit",
    ]  # fmt: skip
    assert [one.value["phone"] for one in at_night[2].now] == ["054-3"], (
        "the one on call, not the family doctor"
    )
    at_noon = steps(found.path, made, found, datetime(2026, 6, 15, 10, tzinfo=UTC))
    assert [one.value["phone"] for one in at_noon[2].now] == ["054-2"]
    assert {one.name for one in at_night if not one.verified} == {
        "nurse_examines", "physician_establishes", "implants_unknown", "medicines",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("on", "path"),
    [(date(2026, 6, 19), "expected"), (REVIEW, "expected"), (date(2026, 6, 21), "ask_first")],
)
def test_a_decision_holds_to_the_end_of_its_day_of_review(on, path):
    assert rules.beforehand(chart(EXAMPLE), on).path == path


@pytest.mark.parametrize(
    ("decision", "decided", "path"),
    [
        ([], "never", "not_expected"),
        ([(9, expected(known="no"))], "not_expected", "not_expected"),
        ([(9, expected(known="unknown"))], "unknown", "not_expected"),
        ([(9, expected(review=None))], "expected", "ask_first"),
        ([(9, expected(known="no")), (2, expected())], "expected", "expected"),
    ],
)
def test_without_a_decision_that_death_is_expected_it_is_not(decision, decided, path):
    found = rules.beforehand(chart(decision), NOW.date())
    assert (found.decided, found.path) == (decided, path)


@pytest.mark.parametrize(
    ("nurse", "path", "step"),
    [
        (True, "expected", "nurse_examines"), (True, "ask_first", "nurse_waits"),
        (False, "expected", "physician_examines"), (None, "expected", "ask_who_examines"),
    ],
)  # fmt: skip
def test_a_nurse_examines_only_where_a_physician_has_said_so_and_the_decision_holds(nurse, path, step):
    told = names(path, [(9, expected(nurse_may_examine=nurse))])
    examined = {"nurse_examines", "nurse_waits", "physician_examines", "ask_who_examines"} & set(told)
    assert examined == {step}
    assert ("ask_physician" in told) == (path == "ask_first")


def test_a_death_that_was_not_expected_is_another_thing():
    told = names("not_expected", [])
    assert told == ["emergency", "ring_nurse", "physician_examines", "leave_as_it_is", "police", "relatives",
                    "implants_unknown", "certificate_or_police", "register_practice"]  # fmt: skip
    assert names("not_expected", [(9, no_resuscitation())])[0] == "no_resuscitation"
    for decision in ("give", "conditional"):
        assert names("not_expected", [(9, no_resuscitation(decision))])[0] == "emergency"


def test_a_step_says_when_nobody_answers():
    daytime = (9, ContactNamed(role="family_doctor", phone="054-2", hours=(OFFICE,)))
    made = chart([daytime, (9, expected())])
    (step,) = [one for one in steps("expected", made, rules.beforehand(made, NOW.date()), NOW)
               if one.name == "physician_establishes"]  # fmt: skip
    assert (step.nobody, step.others) == (True, 1)


def test_of_an_implant_there_is_a_step_unless_it_is_known_that_there_is_none():
    assert "implants" in names("expected", [(9, expected()), (9, ImplantNoted(form="icd", active="no"))])
    assert "implants_unknown" in names("expected", [(9, expected()), (9, ImplantNoted(form="port"))])
    removed = [(9, ImplantNoted(form="icd")), (3, ImplantNoted(form="icd", removed=True))]
    assert "implants_unknown" in names("expected", [(9, expected()), *removed])
    assert "implants" in names("expected", [(9, expected()), *removed, (2, ImplantNoted(form="pacemaker"))])
    none = names("expected", [(9, expected()), (9, Asked(topic="implants", known="no"))])
    assert not {"implants", "implants_unknown"} & set(none)


def test_what_is_not_decided_is_told():
    bare = expected(review=None, establishes="", nurse_may_examine=None, wake="unknown", transport="")
    made = chart([(9, bare)])
    found = rules.beforehand(made, NOW.date())
    assert rules.gaps(made, found) == ("review", "establishes", "nurse", "wake", "transport", "resuscitation")
    assert rules.gaps(chart([]), rules.beforehand(chart([]), NOW.date())) == ()


def test_what_an_order_is_for_may_be_presumed():
    (pain, *others) = rules.prescribed(chart([(9, order("pain", terms=False))]))
    assert (pain.missing, pain.presumed) == (False, True)
    assert all(one.missing for one in others)


# After death.


def states(told: list[Told]) -> dict[str, str]:
    return {one.name: one.state for one in rules.tasks(chart(told))}


def test_what_has_been_done_and_what_is_left():
    kept = (9, MedicinesKept(place="köket"))
    assert states([(1, Died())]) == {
        "established": "left", "certificate": "left", "relatives": "left", "implants": "unknown", "medicines": "none",
        "bereaved": "left",
    }  # fmt: skip
    told = [kept, (1, Died()), (1, established(implants="to_be_removed"))]
    assert states(told) == {
        "established": "done", "certificate": "left", "relatives": "done", "implants": "left", "medicines": "unknown",
        "bereaved": "left",
    }  # fmt: skip
    assert rules.left(chart(told)) == ("certificate", "implants")
    assert states([kept, (1, Died()), (1, established(medicines="to_be_returned"))])["medicines"] == "left"
    assert states([kept, (1, Died()), (1, established(medicines="returned"))])["medicines"] == "done"
    later = established(certificate="written", implants="removed", relatives_told="no_relatives")
    assert set(states([(1, Died()), (0.5, later)]).values()) == {"done", "none"}
    assert states([(1, Died()), (0, BereavementContact(form="offered"))])["bereaved"] == "done"
    assert states([(1, Died()), (0, BereavementContact(form="not_reached"))])["bereaved"] == "left"


@pytest.mark.parametrize(
    ("told", "has", "state"),
    [
        ("removed", True, "done"), ("none", True, "left"), ("unknown", True, "left"), ("none", None, "none"),
        ("unknown", False, "none"), ("unknown", None, "unknown"), ("to_be_removed", False, "left"),
    ],
)  # fmt: skip
def test_an_implant_the_plan_knows_of_is_there_until_it_is_taken_out(told, has, state):
    icd: list[Told] = {True: [(9, ImplantNoted(form="pacemaker"))], False: [(9, Asked(topic="implants", known="no"))],
                       None: []}[has]  # fmt: skip
    assert states([*icd, (1, Died()), (1, established(implants=told))])["implants"] == state


@pytest.mark.parametrize(
    ("decision", "wrong"),
    [
        ([(9, expected())], ""),
        ([], "not_decided"),
        ([(9, expected(known="no"))], "not_decided"),
        ([(0.5, expected())], "not_decided"),
        ([(9, expected(review=date(2026, 6, 10)))], "review_passed"),
    ],
)
def test_a_death_written_as_expected_is_held_against_the_decision(decision, wrong):
    written = [(1, Died()), (0.9, established())]
    assert rules.mismatch(chart([*decision, *written])) == wrong
    assert rules.mismatch(chart([(1, Died()), (0.9, established(expected=False, examined_by=VERA))])) == ""


# The list.

HOME, DYING = (30, Moved(to="care_home")), (3, PhaseNoted(phase="dying"))
LISTED: list[tuple[str, list[Told], list[str]]] = [
    ("nothing is known", [], []),
    ("expected at home", [HOME, (9, expected())], ["expected|"]),
    ("where the patient is, is not known", [(9, expected())], ["expected|"]),
    ("in hospital", [HOME, (9, expected()), (1, Admitted(episode="s"))], []),
    (
        "in a short-stay place",
        [(9, expected()), (1, Admitted(episode="s", form="short_stay"))],
        ["expected|"],
    ),
    ("dying, nothing decided", [HOME, DYING], ["undecided|"]),
    ("dying, asked in vain", [HOME, DYING, (2, expected(known="unknown"))], ["undecided|"]),
    ("dying, decided otherwise before", [HOME, (9, expected(known="no")), DYING], ["undecided|"]),
    ("dying, decided otherwise since", [HOME, DYING, (2, expected(known="no"))], []),
    ("no longer dying", [HOME, DYING, (1, PhaseNoted(phase="stable"))], []),
    ("dead, all done", [(1, Died()), (1, established(certificate="written", implants="none"))], []),
    ("dead, a certificate to write", [(1, Died()), (1, established(implants="none"))], ["left|"]),
    ("dead, nothing written", [(9, expected()), (1, Died())], []),
]


@pytest.mark.parametrize(("told", "keys"), [row[1:] for row in LISTED], ids=[row[0] for row in LISTED])
def test_who_is_on_the_list_of_a_unit(told, keys):
    assert [row.key for row in expected_at_home(chart(told))] == keys


def test_the_list_shows_what_is_missing():
    (row,) = expected_at_home(chart(EXAMPLE))
    assert (row.at, row.data["missing"], row.data["review"], row.data["where"]) == (
        "2026-06-01T01:00:00.000000Z", ["nausea"], "2026-06-20", "own_home",
    )  # fmt: skip
