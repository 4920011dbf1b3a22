"""What care refuses and what it lets through: each rule with an example of both, said at the question at fault."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from care.worked import BY_FORM, REF, form, read
from helpers.told import NOW, chart, event
from lindra.care import checks as care
from lindra.care import medicine_checks as medicines
from lindra.care.events.medicines import OpioidNoted
from lindra.care.events.nursing import ImplantNoted
from lindra.forms import checks
from lindra.forms.answers import check
from lindra.forms.values import Problem
from lindra.forms.yields import facts
from lindra.privacy.reader import Member, Reader, Work
from lindra.privacy.rules import Purpose
from lindra.record.chart import Chart, fold
from lindra.record.clinical import Allergy
from lindra.record.envelope import Source
from lindra.record.facts import Amount, AsNeeded, Code, Died, MedicineOrdered, MedicineStopped
from lindra.record.kinds import Fact

BORN = "1940-05-17"


def reader(name: str = "Maj Ek", role: str = "sjuksköterska", hsa_id: str = "SE-maj") -> Reader:
    """Who writes."""
    work = Work("w", "u", "Norr", "SE-u", "p", "Kommunen", role, "health", (Purpose.CARE,))
    return Reader(Member("s", hsa_id, name, role), work, Purpose.CARE, NOW)


NURSE, PHYSICIAN = reader(), reader("Vera Sjö", "överläkare", "SE-vera")


def told(name: str, known: Chart, who: Reader, /, **other: Any) -> list[tuple[str, str]]:
    """What is wrong with a worked answer that was changed (``None``: not answered), by path."""
    worked = BY_FORM[name].sent
    changed = {path.replace("__", "-"): said for path, said in other.items()}
    sent = {path: said for path, said in (worked | changed).items() if said is not None}
    made, answers = form(name), read(name, sent)
    problems: list[Problem] = list(check(made, answers, NOW))
    given, faults = facts(made, answers, NOW, REF)
    problems += faults or checks.objections(made, given, (known, BORN), who, NOW)
    return [(one.path, one.text) for one in problems]


def order(**other: Any) -> MedicineOrdered:
    """An order of 2.5 to 5 mg."""
    low, high = Amount(number=Decimal("2.5"), unit="mg"), Amount(number=Decimal(5), unit="mg")
    terms = AsNeeded(indication="pain", dose=low, dose_high=high)
    said = {"order": "m1", "code": Code(code="N02AA01", text="Morfin"), "as_needed": True, "terms": terms}
    return MedicineOrdered(**(said | other))


def elsewhere(fact: Fact) -> Chart:
    """A chart of what was read from another system."""
    return fold([event(1, 9, fact, source=Source("npo", "x", 1))])


EMPTY = chart([])
ORDERED = chart([(9, order())])
DEAD = chart([(3, Died())])

REFUSED: list[tuple[str, str, Chart, Reader, dict[str, Any], str, str]] = [
    ("another profession", "limit", EMPTY, NURSE, {"physician__profession": "nurse"}, "physician-profession",
     care.ONLY_A_PHYSICIAN),
    ("oneself, no physician", "limit", EMPTY, NURSE, {"physician__name": "maj  EK"}, "physician-name", care.NOT_YOU),
    ("oneself with a title", "limit", EMPTY, NURSE, {"physician__name": "Dr. Maj Ek"}, "physician-name", care.NOT_YOU),
    ("nobody consulted", "limit", EMPTY, NURSE, {"consulted__name": None}, "consulted-name", "Answer this question."),
    ("no licence", "limit", EMPTY, NURSE, {"consulted__profession": "assistant_nurse"}, "consulted-profession",
     care.NOT_LICENSED),
    ("consulted oneself", "limit", EMPTY, NURSE, {"consulted__name": "Vera Sjö"}, "consulted-name", care.NOT_THE_SAME),
    ("at a distance, unknown", "limit", EMPTY, PHYSICIAN, {"assessed": "at_a_distance", "knows__patient": "false"},
     "knows-patient", care.KNOW_THE_PATIENT),
    ("by age and housing", "limit", EMPTY, PHYSICIAN, {"reason": "Hög ålder, 92 år, bor på särskilt boende"}, "reason",
     care.NO_REASON),
    ("by age, in English", "limit", EMPTY, PHYSICIAN, {"reason": "Because of her very old age"}, "reason",
     care.NO_REASON),
    ("review passed", "limit", EMPTY, PHYSICIAN, {"review": "2026-06-14"}, "review", care.PASSED),
    ("told tomorrow", "limit", EMPTY, PHYSICIAN, {"told__on": "2026-06-16"}, "told-on", care.NOT_YET),
    ("told before birth", "limit", EMPTY, PHYSICIAN, {"told__on": "1940-05-16"}, "told-on", checks.BEFORE_BIRTH),
    ("decided before birth", "limit", EMPTY, PHYSICIAN, {"decided": "1940-05-16"}, "decided", checks.BEFORE_BIRTH),
    ("of the dead", "limit", DEAD, PHYSICIAN, {}, "decided", checks.AFTER_THE_DEATH),
    ("expected by a nurse", "expected-death", EMPTY, NURSE, {"physician__profession": "nurse"}, "physician-profession",
     care.ONLY_A_PHYSICIAN),
    ("expected, review passed", "expected-death", EMPTY, PHYSICIAN, {"review": "2026-06-01"}, "review", care.PASSED),
    ("examined by another", "death-at-home", EMPTY, NURSE, {"examined__profession": "other"}, "examined-profession",
     care.ONLY_IF_EXPECTED),
    ("a nurse, not expected", "death-at-home", EMPTY, NURSE, {"expected": "false"}, "examined-profession",
     care.ONLY_IF_EXPECTED),
    ("found before death", "death-at-home", EMPTY, NURSE, {"established__when": "2026-06-15T01:00"},
     "established-when",
     care.BEFORE_DEATH),
    ("led by a nurse", "conversation", EMPTY, NURSE, {"led__profession": "nurse"}, "led-profession", care.LEADS),
    ("next has passed", "conversation", EMPTY, NURSE, {"next": "2026-06-01"}, "next", care.PASSED),
    ("no way to reach", "contact", EMPTY, NURSE, {"phone": None}, "phone", care.NO_WAY),
    ("no number", "contact", EMPTY, NURSE, {"phone": "fråga Bo"}, "phone", care.NO_NUMBER),
    ("hours half told", "contact", EMPTY, NURSE, {"hours[1]/end": None}, "hours[1]/end", "Answer this question."),
    ("replaces itself", "contact", EMPTY, NURSE, {"phone": "054-11 11 11"}, "replaces", care.SAME_NUMBER),
    ("no indication", "as-needed", EMPTY, NURSE, {"indication": None}, "indication", "Choose an answer."),
    ("doses turned round", "as-needed", EMPTY, NURSE, {"dose__high": "1"}, "dose-high", medicines.LOWER),
    ("doses of two units", "as-needed", EMPTY, NURSE, {"dose__high#unit": "ml"}, "dose-high", medicines.ONE_UNIT),
    ("read from its source", "as-needed", elsewhere(order()), NURSE, {}, "substance", medicines.ITS_SOURCE),
    ("no source", "as-needed", EMPTY, NURSE, {"copied__from": None}, "copied-from", "Answer this question."),
    ("no such order", "dose-given", EMPTY, NURSE, {}, "order", medicines.NO_ORDER),
    ("an order that was stopped", "dose-given", chart([(9, order()), (1, MedicineStopped(order="m1"))]), NURSE, {},
     "order",
     medicines.NO_ORDER),
    ("between stop and a new order", "dose-given",
     chart([(9, order()), (1, MedicineStopped(order="m1")), (0, order())]), NURSE, {"when": "2026-06-14T09:00"},
     "order", medicines.NO_ORDER),
    ("no time of day", "dose-given", ORDERED, NURSE, {"when": "2026-06-14"}, "when", medicines.WHAT_TIME),
    ("no time", "dose-given", ORDERED, NURSE, {"when": None}, "when", "Answer this question."),
    ("at a visit of which only the day is told", "visit", ORDERED, NURSE,
     {"visit__when": "2026-06-14", "given[0]/given__when": None}, "given[0]/given-when", medicines.WHAT_TIME),
    ("read from its source, of several codes", "as-needed", elsewhere(order(code=Code(code="20011004000028"),
     others=(Code(code="N02AA01"),))), NURSE, {}, "substance", medicines.ITS_SOURCE),
    ("too much", "dose-given", ORDERED, NURSE, {"dose": "6"}, "dose", medicines.OTHER_DOSE),
    ("another unit", "dose-given", ORDERED, NURSE, {"dose#unit": "ml"}, "dose", medicines.ANOTHER_UNIT),
    ("how much is not said", "dose-given", ORDERED, NURSE, {"dose": None, "dose#unit": None}, "dose",
     medicines.NO_DOSE),
    ("too much at a visit", "visit", ORDERED, NURSE, {"given[0]/given__dose": "50"}, "given[0]/given-dose",
     medicines.OTHER_DOSE),
    ("read from its source", "opioid", elsewhere(order(code=Code(code="N02AA05"), as_needed=False)), NURSE, {},
     "substance",
     medicines.ITS_SOURCE),
    ("none, though one is noted", "opioid", chart([(9, OpioidNoted(substance=Code(code="N02AA01")))]), NURSE,
     {"known": "no"},
     "known", medicines.STILL_THERE),
    ("no source", "pump", EMPTY, NURSE, {"copied__from": None}, "copied-from", "Answer this question."),
    ("out of range", "visit", ORDERED, NURSE, {"pain": "11"}, "pain", "Give a number from %(least)s to %(most)s."),
    ("out of range", "skin", EMPTY, NURSE, {"worst": "5"}, "worst", "Give a number from %(least)s to %(most)s."),
    ("none, though one is noted", "nothing-to-note", chart([(9, ImplantNoted(form="port"))]), NURSE, {}, "implants",
     medicines.STILL_THERE),
    ("none, though ordered", "nothing-to-note", ORDERED, NURSE, {}, "as-needed", medicines.STILL_THERE),
    ("next has passed", "bereavement", DEAD, NURSE, {"next": "2026-06-01"}, "next", care.PASSED),
]  # fmt: skip


@pytest.mark.parametrize(("name", "known", "who", "other", "path", "text"), [one[1:] for one in REFUSED],
                         ids=[f"{one[1]}: {one[0]}" for one in REFUSED])  # fmt: skip
def test_it_is_refused_at_the_question_at_fault(
    name: str, known: Chart, who: Reader, other: dict[str, Any], path: str, text: str
) -> None:
    assert (path, text) in told(name, known, who, **other)


ALLOWED: list[tuple[str, str, Chart, Reader, dict[str, Any]]] = [
    ("a nurse writes what a physician decided", "limit", EMPTY, NURSE, {}),
    ("a physician decides", "limit", EMPTY, PHYSICIAN, {}),
    ("at a distance, known", "limit", EMPTY, PHYSICIAN, {"assessed": "at_a_distance", "knows__patient": "true"}),
    ("to be given, nobody consulted", "limit", EMPTY, PHYSICIAN,
     {"decision": "give", "consulted__name": None, "consulted__profession": None}),
    ("age with an illness", "limit", EMPTY, PHYSICIAN, {"reason": "92 år, svår hjärtsvikt"}),
    ("review today", "limit", EMPTY, PHYSICIAN, {"review": "2026-06-15"}),
    ("nobody told yet", "limit", EMPTY, PHYSICIAN, {"patient__told": "no", "told": None, "told__on": None}),
    ("expected", "expected-death", EMPTY, NURSE, {}),
    ("examined by a nurse, expected", "death-at-home", EMPTY, NURSE, {}),
    ("examined by a physician, not expected", "death-at-home", EMPTY, PHYSICIAN,
     {"expected": "false", "examined__profession": "physician"}),
    ("led by a nurse, of the illness", "conversation", EMPTY, NURSE,
     {"form": "serious_illness", "kva": None, "led__name": "Maj Ek", "led__profession": "nurse"}),
    ("reached otherwise", "contact", EMPTY, NURSE, {"phone": None, "other__way": "Larmknappen"}),
    ("round the clock", "contact", EMPTY, NURSE, {path: None for path in BY_FORM["contact"].sent if "hours" in path}),
    ("ordered elsewhere, another medicine", "as-needed", elsewhere(order(code=Code(code="N05CD08"))), NURSE, {}),
    ("copied here before", "as-needed", ORDERED, NURSE, {"order": "m1"}),
    ("a dose", "dose-given", ORDERED, NURSE, {}),
    ("a dose before the order was stopped", "dose-given", chart([(9, order()), (0, MedicineStopped(order="m1"))]),
     NURSE, {}),
    ("a dose of an order written again", "dose-given",
     chart([(9, order()), (3, MedicineStopped(order="m1")), (2, order())]), NURSE, {}),
    ("a dose of an order without terms", "dose-given", elsewhere(order(terms=None)), NURSE, {"dose": None,
     "dose#unit": None}),
    ("another opioid as needed", "opioid", elsewhere(order(code=Code(code="N02AA05"))), NURSE, {}),
    ("none, and none noted", "nothing-to-note", chart([(9, ImplantNoted(form="port", removed=True))]), NURSE, {}),
    ("none, the allergy was none", "nothing-to-note", chart([(9, Allergy(ref="a", status="inactive"))]), NURSE,
     {"hypersensitivity": "no"}),
    ("after death, those who are left", "bereavement", DEAD, NURSE, {}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "known", "who", "other"), [one[1:] for one in ALLOWED],
                         ids=[f"{one[1]}: {one[0]}" for one in ALLOWED])  # fmt: skip
def test_it_is_let_through(name: str, known: Chart, who: Reader, other: dict[str, Any]) -> None:
    assert told(name, known, who, **other) == []


def test_no_basis_is_a_group_an_age_or_a_way_of_living() -> None:
    bases = {one.key for item in form("limit").item if item.link_id == "basis" for one in item.answer_option}
    assert bases == {"illness", "no_benefit", "harm", "patient_wish"}


def test_a_time_that_has_passed_is_judged_by_the_day_in_stockholm() -> None:
    late = datetime(2026, 6, 15, 22, 30, tzinfo=UTC)
    assert late + timedelta(hours=2) > datetime(2026, 6, 16, tzinfo=UTC)
    made, answers = (
        form("expected-death"),
        read("expected-death", BY_FORM["expected-death"].sent | {"review": "2026-06-15"}),
    )
    given, _ = facts(made, answers, late, REF)
    assert [one.path for one in checks.objections(made, given, (EMPTY, BORN), PHYSICIAN, late)] == ["review"]
