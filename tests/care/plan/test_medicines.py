"""What the plan says of medicines at three in the morning: which doses count, from when again, which opioid."""

from __future__ import annotations

import msgspec
import pytest
from django.utils import translation

from helpers.told import NOW, Told, chart, event
from lindra.care.events.medicines import OpioidNoted
from lindra.care.events.situation import Asked
from lindra.care.plan import lines as words
from lindra.care.plan.compute import plan
from lindra.care.plan.model import Line
from lindra.record.chart import Chart, fold
from lindra.record.clinical import MedicineGiven, MedicineUsed
from lindra.record.envelope import Event, Precision, Source
from lindra.record.facts import Amount, AsNeeded, Code, MedicineOrdered, MedicineStopped

MORPHINE = Code(code="N02AA01", text="Morfin")
FROM_ELSEWHERE = Source("fhir:J", "MedicationRequest/1", "2026")


def order(why: str = "pain", *, least: int = 60, most: int = 4, **other: object) -> MedicineOrdered:
    """Morphine as needed; its order is named by what it is for."""
    dose = Amount.model_validate({"number": "2.5", "unit": "mg"})
    terms = AsNeeded.model_validate(
        {"indication": why, "dose": dose, "least_interval": least, "most_per_day": most}
    )
    said = {"order": why, "code": MORPHINE, "as_needed": True, "terms": terms, "status": "active"}
    return MedicineOrdered.model_validate(said | other)


def given(ref: str = "a", of: str = "pain", **other: object) -> MedicineGiven:
    return MedicineGiven.model_validate({"ref": ref, "order": of, "code": MORPHINE} | other)


def needed(known: Chart, name: str = "pain") -> Line:
    found = plan(known, NOW).part("medicines").lines
    return next(one for one in found if one.value.get("order") == name)


def said(known: Chart, name: str = "pain") -> tuple[str, str]:
    """Of an order, what stands of its doses: in full, and on the first screen."""
    with translation.override("en"):
        line = needed(known, name)
        return words.given(line), words.given_shortly(line)


def hours(number: float) -> float:
    return number / 24


def test_an_order_that_was_stopped_and_written_again_stands() -> None:
    told: list[Told] = [(9, order()), (5, MedicineStopped(order="pain")), (1, order())]
    assert needed(chart(told)).state == "stated"


@pytest.mark.parametrize(
    ("of", "other"),
    [
        ("breathlessness", {}),
        ("", {}),
        ("elsewhere", {"code": Code(code="2001", text="Morfin Meda"), "others": (MORPHINE,)}),
    ],
)
def test_a_dose_of_the_same_substance_counts_for_every_order_of_it(of: str, other: dict[str, object]) -> None:
    known = chart([(9, order(most=1)), (9, order("breathlessness")), (hours(1 / 6), given(of=of, **other))])
    full, short = said(known)
    assert full.startswith("same substance last given 2026-06-15 02:50")
    assert full.endswith("1 in 24 hours · again from 16 June 02:50")
    assert short.startswith("same substance last 02:50")
    assert ("(for breathlessness)" in full) == (of == "breathlessness")


def test_a_dose_of_another_substance_does_not_count() -> None:
    other = given(of="x", code=Code(code="N05CD08", text="Midazolam"))
    assert said(chart([(9, order()), (0, other)])) == ("last given: no dose recorded", "")


def test_what_is_read_of_other_medicines_does_not_push_out_doses() -> None:
    told: list[Told] = [(9, order()), *((hours(5 + n), given(str(n))) for n in range(4))]
    told += [(hours(1), MedicineUsed(ref=f"u{n}", code=Code(text="x"))) for n in range(90)]
    line = needed(chart(told))
    assert (line.facts["in_24_hours"], line.facts["spent"], line.facts["at_least"]) == (4, True, False)


def test_where_doses_of_the_day_were_pushed_out_it_is_said() -> None:
    others = [given(f"o{n}", of="x", code=Code(text="Paracetamol")) for n in range(70)]
    full, _short = said(chart([(9, order()), (hours(9), given()), *((hours(1), one) for one in others)]))
    assert full == "last given 2026-06-14 18:00 · at least 1 in 24 hours"


def at(days_ago: float | None, precision: Precision, ref: str = "a", number: int = 2) -> Event:
    return event(number, days_ago, given(ref), precision)


# NOW is three in the morning in Stockholm, on 15 June; a day is told as its midnight there.
TIMES: list[tuple[str, list[Event], str, str]] = [
    ("today", [at(hours(3), "day")], "last given 2026-06-15 · 1 in 24 hours · again from 04:00",
     "last 2026-06-15 · again from 04:00"),
    ("yesterday", [at(hours(27), "day")], "last given 2026-06-14 · 1 in 24 hours", "last 2026-06-14"),
    ("this year", [at(100, "year")], "last given 2026 · 1 in 24 hours · again from 04:00",
     "last 2026 · again from 04:00"),
    ("not known", [at(None, "unknown")], "given, time not known · 1 in 24 hours · again from 04:00",
     "given, time not known · again from 04:00"),
    ("one of two known", [at(3, "second", "b", 3), at(None, "unknown")],
     "last given 2026-06-12 03:00 · and a dose at a time not known · 1 in 24 hours · again from 04:00",
     "last 2026-06-12 · and a dose at a time not known · again from 04:00"),
    ("last night", [at(hours(23.5), "minute")], "last given 2026-06-14 03:30 · 1 in 24 hours", "last 14 June 03:30"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "full", "short"), [one[1:] for one in TIMES], ids=[one[0] for one in TIMES])
def test_a_dose_counts_from_the_last_instant_its_time_may_mean(
    told: list[Event], full: str, short: str
) -> None:
    assert said(fold([event(1, 9, order()), *told])) == (full, short)


def test_a_dose_of_unknown_time_was_given_before_it_was_written_down() -> None:
    old = msgspec.structs.replace(at(None, "unknown"), recorded_at="2026-06-01T01:00:00.000000Z")
    assert said(fold([event(1, 99, order()), old]))[0] == "given, time not known · 0 in 24 hours"


def test_the_day_stands_by_an_hour_of_another_day_whatever_the_clock_is(clock_at) -> None:
    clock_at("2026-06-16T01:00:00+02:00")
    known = chart([(9, order(least=1440)), (hours(1), given())])
    assert said(known)[1] == "last 02:00 · again from 16 June 02:00"


@pytest.mark.parametrize("status", ["not-done", "on-hold", "entered-in-error"])
def test_a_dose_counts_only_where_its_status_says_that_it_was_given(status: str) -> None:
    assert not needed(chart([(9, order()), (0, given(status=status))])).facts["given"]
    assert needed(chart([(9, order()), (0, given(status="in-progress"))])).facts["given"]


# The regular opioid

PATCH = MedicineOrdered(order="f", code=Code(code="2003", text="Fentanyl"), others=(Code(code="N02AB03"),))
METHADONE = MedicineOrdered(order="m", code=Code(code="N07BC02", text="Metadon"))
NOTED = OpioidNoted(substance=MORPHINE, copied_from="Pascal")
ENDED = OpioidNoted(known="no", substance=MORPHINE)
OPIOIDS: list[tuple[str, list[Told], list[str]]] = [
    ("read, then what was copied", [(9, PATCH), (1, NOTED)], ["Fentanyl", "Morfin"]),
    ("read, though none was noted", [(9, PATCH), (1, OpioidNoted(known="no"))], ["Fentanyl"]),
    ("read, though asked: none", [(9, PATCH), (1, Asked(topic="opioid", known="no"))], ["Fentanyl"]),
    ("read, though a copied one ended", [(9, METHADONE), (8, NOTED), (1, ENDED)], ["Metadon"]),
    ("one of two copied has ended", [(9, NOTED.model_copy(update={"substance": Code(text="Oxikodon")})), (8, NOTED),
     (1, ENDED)], ["Oxikodon"]),
    ("none, later than what was copied", [(9, NOTED), (1, OpioidNoted(known="no"))], ["no"]),
    ("copied later than none", [(9, OpioidNoted(known="no")), (1, NOTED)], ["Morfin"]),
    ("the copied one has ended", [(9, NOTED), (1, ENDED)], ["no"]),
    ("nobody has asked", [], ["not_asked"]),
]  # fmt: skip


@pytest.mark.parametrize(("told", "found"), [one[1:] for one in OPIOIDS], ids=[one[0] for one in OPIOIDS])
def test_the_regular_opioid_is_read_from_its_order_first(told: list[Told], found: list[str]) -> None:
    made = [one for one in plan(chart(told), NOW).part("medicines").lines if one.topic == "opioid"]
    names = [(one.value.get("substance") or one.value.get("code") or {}).get("text") for one in made]
    assert [
        name if one.state == "stated" else one.state for name, one in zip(names, made, strict=True)
    ] == found


def test_what_an_order_is_for_is_presumed_from_any_of_its_codes() -> None:
    written = order(code=Code(code="2001", text="Robinul"), others=(Code(code="A03AB02"),), terms=None)
    told = fold([event(1, 9, written, source=FROM_ELSEWHERE)])
    assert needed(told).facts["indication"] == "rattle"


def test_a_regular_dose_of_the_same_substance_does_not_keep_relief_away() -> None:
    regular = MedicineOrdered(order="regular", code=MORPHINE)
    told = chart([(9, order()), (9, regular), (0.01, given("r", "regular"))])
    (line,) = [one for one in plan(told, NOW).part("medicines").lines if one.topic == "as_needed"]
    assert (line.facts["again_from"], line.facts["in_24_hours"]) == (None, 0)
