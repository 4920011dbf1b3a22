"""What a page says of an event: in both languages, for every kind there is, and no finer than it is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, get_args, get_origin

import pytest
from django.utils import translation
from pydantic import BaseModel

from helpers.told import NOW, chart, event
from lindra.care import labels, present
from lindra.clock import day
from lindra.frame.icons import ICONS
from lindra.frame.timeline import Entry
from lindra.record import facts
from lindra.record.envelope import Source
from lindra.record.facts import (
    Admitted,
    Amount,
    Code,
    Component,
    Contact,
    Died,
    Discharged,
    Enrolled,
    Measured,
    Moved,
)
from lindra.record.kinds import KINDS, Fact

LANGUAGES = ("sv", "en")


def day_before(days: int) -> date:
    """The calendar day so many days before now."""
    return day(NOW - timedelta(days=days))


def smallest(model: type[Fact]) -> Fact:
    """A fact of a kind with only what it cannot be without."""
    return model.model_validate(_least(model))


def _least(model: type[BaseModel]) -> dict[str, Any]:
    needed = {name: field.annotation for name, field in model.model_fields.items() if field.is_required()}
    values = {name: _value(annotation) for name, annotation in needed.items()}
    return (
        values
        | ({"text": "code"} if model is facts.Code else {})
        | ({"name": "actor"} if model is facts.Actor else {})
    )


def _value(annotation: Any) -> Any:
    """The least that a field of this type may hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _least(annotation)
    plain = {bool: True, int: 1, date: "2026-06-15", dict: {}, tuple: []}
    if (get_origin(annotation) or annotation) in plain:
        return plain[get_origin(annotation) or annotation]
    return next(_choices(annotation), "x")


def _choices(annotation: Any) -> Iterator[Any]:
    """The texts or numbers that a field may hold, where it may not hold any."""
    for inner in get_args(annotation):
        if isinstance(inner, str | int):
            yield inner
        yield from _choices(inner)


def said(fact: Fact, language: str = "en", **other: Any) -> Entry:
    with translation.override(language):
        return present.entry(event(1, 1, fact, **other), {"unit-1": "Ward 5"})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_an_event_of_every_kind_has_a_title_and_an_icon(kind: str, language: str) -> None:
    entry = said(smallest(KINDS[kind]), language)
    assert entry.title.strip()
    assert "None" not in entry.title
    assert entry.kind in ICONS


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_called_something_in_each_language(kind: str) -> None:
    assert kind in labels.KINDS, "a kind without words would be shown by its name in the program"
    with translation.override("sv"):
        swedish = str(labels.KINDS[kind].title), str(labels.KINDS[kind].many)
    with translation.override("en"):
        english = str(labels.KINDS[kind].title), str(labels.KINDS[kind].many)
    assert all(swedish[0:1] + english[0:1])
    assert swedish[0] != english[0] or swedish[0] in {"Vaccination", "Pump", "Infusion"}


def test_there_are_no_words_for_kinds_that_do_not_exist() -> None:
    assert set(labels.KINDS) <= set(KINDS)


FORMS = [facts.StayForm, facts.ContactForm, facts.Residence, facts.EnrolmentForm]


@pytest.mark.parametrize(
    "form", sorted({name for forms in FORMS for name in get_args(forms)} | {"ward", "dead"})
)
def test_every_form_has_words_in_each_language(form: str) -> None:
    assert form in labels.FORMS
    with translation.override("sv"):
        swedish = labels.form(form)
    with translation.override("en"):
        assert labels.form(form)
    assert swedish
    assert "_" not in swedish


@pytest.mark.parametrize(
    ("fact", "swedish", "english"),
    [
        (Admitted(episode="a"), "Inskriven: vårdavdelning på sjukhus", "Admitted: hospital ward"),
        (Discharged(episode="a", to="care_home"), "Utskriven: särskilt boende", "Discharged: care home"),
        (Discharged(episode="a"), "Utskriven", "Discharged"),
        (Moved(to="own_home"), "Flyttad: eget hem", "Moved: own home"),
        (Contact(episode="a", form="emergency"), "Akutmottagning", "Emergency department"),
        (Contact(episode="a", form="home_visit"), "Hembesök", "Home visit"),
        (Enrolled(enrolment="a", form="specialised_home_care"),
         "Inskriven hos team: specialiserad palliativ hemsjukvård",
         "Taken on by a team: specialised palliative home care"),
        (Died(), "Avled", "Died"),
    ],
)  # fmt: skip
def test_what_happened_is_said_in_the_words_of_the_field(fact: Fact, swedish: str, english: str) -> None:
    assert (said(fact, "sv").title, said(fact, "en").title) == (swedish, english)


def measured(**value: Any) -> Measured:
    return Measured(code=Code(code="x", text="Weight"), value=Amount(**value))


@pytest.mark.parametrize(
    ("fact", "swedish", "english"),
    [
        (measured(number="71.5", unit="kg"), "Weight 71,5 kg", "Weight 71.5 kg"),
        (measured(number="71.0", unit="kg"), "Weight 71 kg", "Weight 71 kg"),
        (measured(number="0.25", unit="mg"), "Weight 0,25 mg", "Weight 0.25 mg"),
        (measured(number="5", comparator="<", unit="mg/L"), "Weight <5 mg/L", "Weight <5 mg/L"),
        (measured(number="4", unit="{score}"), "Weight 4", "Weight 4"),
        (measured(yes=True), "Weight ja", "Weight yes"),
        (measured(yes=False), "Weight nej", "Weight no"),
        (measured(text="as before"), "Weight as before", "Weight as before"),
        (measured(code=Code(code="c", text="coded")), "Weight coded", "Weight coded"),
        (Measured(code=Code(text="Weight")), "Weight", "Weight"),
    ],
)
def test_a_measured_value_is_written_as_the_language_does(fact: Fact, swedish: str, english: str) -> None:
    assert (said(fact, "sv").title, said(fact, "en").title) == (swedish, english)


def test_a_large_number_is_not_torn() -> None:
    assert said(measured(number="12345", unit="steps"), "sv").title == "Weight 12\u202f345 steps"


def test_a_pressure_has_both_its_parts() -> None:
    parts = (Component(code=Code(text=name), value=Amount(number=number, unit="mmHg"))
             for name, number in (("systolic", 120), ("diastolic", 80)))  # fmt: skip
    title = said(Measured(code=Code(text="Blood pressure"), components=tuple(parts))).title
    assert title == "Blood pressure 120 / 80 mmHg"


def test_a_contradictory_period_is_told() -> None:
    fact = Admitted(episode="a", period="contradictory")
    assert "end before the start" in said(fact).detail
    assert "slut före början" in said(fact, "sv").detail


def test_what_is_not_signed_is_marked_and_stands_alone() -> None:
    entry = said(measured(number=1), signed=False)
    assert (entry.badge, entry.tone) == ("Unsigned", "warning")
    assert said(measured(number=1)).badge == ""


def test_who_wrote_it_and_where_it_came_from_is_said() -> None:
    assert said(Died()).meta == "Ward 5"
    source = Source(system="journal", resource="Encounter/1")
    assert said(Died(), "en", source=source).meta == "Ward 5 · from journal"
    assert said(Died(), "sv", source=source).meta == "Ward 5 · från journal"


def test_an_event_whose_content_is_destroyed_is_still_a_line() -> None:
    gone = event(1, 1, Died())
    entry = present.entry(type(gone)(id=gone.id, patient="p", seq=1, recorded_at=gone.recorded_at), {})
    assert entry.at is None
    assert entry.title is not None


def test_an_event_of_which_nobody_knows_when_has_no_time() -> None:
    entry = present.entry(event(1, None, Died()), {})
    assert (entry.at, entry.precision) == (None, "unknown")


@pytest.mark.parametrize("precision", ["year", "month", "day", "minute"])
def test_a_time_keeps_its_precision(precision: str) -> None:
    assert said(Died(), precision=precision).precision == precision


def test_nobody_reads_seconds_in_a_timeline() -> None:
    assert said(Died(), precision="second").precision == "minute"


def test_the_last_year_has_a_lane_for_each_kind_of_place_and_team() -> None:
    told = chart([
        (300, Admitted(episode="a")), (290, Discharged(episode="a")),
        (90, Contact(episode="v", form="emergency")), (80, Contact(episode="h", form="home_visit")),
        (60, Enrolled(enrolment="t", form="specialised_home_care")), (5, Admitted(episode="b", form="palliative")),
    ])  # fmt: skip
    with translation.override("en"):
        spans = {span.lane: span for span in present.last_year(told, day_before(0))}
    assert set(spans) == {"Hospital ward", "Emergency department", "Specialised palliative home care",
                          "Palliative ward or hospice"}  # fmt: skip
    assert (spans["Hospital ward"].start, spans["Hospital ward"].end) == (day_before(300), day_before(290))
    assert spans["Emergency department"].start == spans["Emergency department"].end
    assert spans["Palliative ward or hospice"].end == day_before(0)
