"""FHIR's dates keep their precision; an impossible period keeps its start; what lies ahead has not occurred."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fhir.samples as fhir
from helpers.worlds import World
from lindra.fhir import times
from lindra.fhir.datatypes import Period
from lindra.record.envelope import stamp


def told(span: times.Span) -> tuple[str | None, str | None, str]:
    when = span.when
    return (stamp(when.start) if when.start else None, stamp(when.end) if when.end else None, when.precision)


@pytest.mark.parametrize(
    ("text", "start", "precision"),
    [
        ("2024", "2023-12-31T23:00:00.000000Z", "year"),
        ("2024-07", "2024-06-30T22:00:00.000000Z", "month"),
        ("2024-03-01", "2024-02-29T23:00:00.000000Z", "day"),
        ("2024-03-31", "2024-03-30T23:00:00.000000Z", "day"),
        ("2024-03-01T10:00Z", "2024-03-01T10:00:00.000000Z", "minute"),
        ("2024-03-01T10:00:00-05:00", "2024-03-01T15:00:00.000000Z", "second"),
        ("2024-03-01T10:00:00.123+01:00", "2024-03-01T09:00:00.123000Z", "second"),
        ("1850-01-01", "1849-12-31T22:47:48.000000Z", "day"),
    ],
)
def test_a_date_keeps_its_precision_and_begins_in_stockholm(text: str, start: str, precision: str) -> None:
    assert told(times.at(text)) == (start, None, precision)


@pytest.mark.parametrize(
    "text",
    ["2024-13", "2024-02-30", "24", "2024-3-1", "2024-03-01T10:00:00", "2024-03-01 10:00:00Z", "2024-03-01T25:00:00Z",
     "yesterday", "0000", "2024-03-01T10:00:00+0100"],
)  # fmt: skip
def test_what_is_no_date_is_refused_and_said(text: str) -> None:
    with pytest.raises(times.NotADate, match="is not a date"):
        times.at(text)


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [
        ("2024-03-01", "2024-03-05", ("2024-02-29T23:00:00.000000Z", "2024-03-04T23:00:00.000000Z", "day")),
        ("2024-03-01T10:00:00Z", "2024-03-01", ("2024-03-01T10:00:00.000000Z", "2024-03-01T10:00:00.000000Z", "day")),
        ("2024-03-01T10:00:00Z", "2024", ("2024-03-01T10:00:00.000000Z", "2024-03-01T10:00:00.000000Z", "year")),
        ("2024-03", "2024-03-02T10:00:00Z", ("2024-02-29T23:00:00.000000Z", "2024-03-02T10:00:00.000000Z", "month")),
        ("", "2024-03-05", (None, "2024-03-04T23:00:00.000000Z", "unknown")),
        ("2024-03-01", "", ("2024-02-29T23:00:00.000000Z", None, "day")),
        ("2024-03-01T10:00:00Z", "2024-03-01T10:00:00Z",
         ("2024-03-01T10:00:00.000000Z", "2024-03-01T10:00:00.000000Z", "second")),
    ],
)  # fmt: skip
def test_a_possible_period_is_kept(start: str, end: str, kept: tuple[str | None, str | None, str]) -> None:
    span = times.between(start, end)
    assert told(span) == kept
    assert span.contradiction is None


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2024-03-01", "2024-02-29"),
        ("2024-03-01T10:00:00Z", "2024-03-01T09:59:59Z"),
        ("2024-03-01T10:00:00Z", "2024-02"),
        ("2024", "2023"),
    ],
)
def test_an_impossible_period_keeps_its_start_and_tells_its_end(start: str, end: str) -> None:
    span = times.between(start, end)
    assert told(span) == (told(times.at(start))[0], None, told(times.at(start))[2])
    assert span.contradiction == times.Contradiction(start, end)


INSTANTS = st.datetimes(min_value=times.datetime(1900, 1, 1), max_value=times.datetime(2100, 1, 1)).map(
    lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}Z"
)
DATES = INSTANTS.flatmap(lambda text: st.sampled_from([text, text[:10], text[:7], text[:4]]))


@given(DATES, DATES)
def test_every_period_can_be_written_whatever_its_ends(start: str, end: str) -> None:
    when = times.during(Period(start=start, end=end)).when
    assert when.start is not None
    assert when.end is None or when.end >= when.start


@pytest.mark.parametrize(
    ("resource", "kind"),
    [
        (fhir.encounter(period={"start": "2024-03-05", "end": "2024-03-01"}), "admitted"),
        (fhir.encounter(kind="AMB", period={"start": "2024-03-05", "end": "2024-03-01"}), "contact"),
        (fhir.resource("Procedure", "p", "anna", status="completed", code=fhir.coded("x"),
                       performedPeriod={"start": "2024-03-05", "end": "2024-03-01"}), "procedure"),
        (fhir.resource("Condition", "c", "anna", onsetDateTime="2024-03-05", abatementDateTime="2024-03-01"),
         "diagnosis"),
        (fhir.observation(effectiveDateTime="", effectivePeriod={"start": "2024-03-05", "end": "2024-03-01"}),
         "measured"),
        (fhir.resource("EpisodeOfCare", "e", patient={"reference": "Patient/anna"}, status="finished",
                       period={"start": "2024-03-05", "end": "2024-03-01"}), "enrolled"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_contradictory_end_is_marked_and_listed(
    world: World, tmp_path: Path, resource: fhir.Resource, kind: str
) -> None:
    result = fhir.load(fhir.write(tmp_path / "a.json", fhir.bundle(fhir.patient(), resource)))
    assert result.complete
    assert [(one["start"], one["end"]) for one in result.contradictory.entries] == [
        ("2024-03-05", "2024-03-01")
    ]
    (event,) = fhir.log_of()
    assert (event.kind, event.occurred_from, event.occurred_to) == (kind, "2024-03-04T23:00:00.000000Z", None)
    assert event.payload is not None
    assert event.payload["period"] == "contradictory"


def test_what_occurs_after_now_is_refused_by_name_and_the_rest_is_done(
    world: World, tmp_path: Path, clock_at: Callable[[str], object]
) -> None:
    clock_at("2024-03-02T12:00:00+01:00")
    result = fhir.load(
        fhir.write(tmp_path / "a.json", fhir.bundle(fhir.patient(), fhir.encounter(), fhir.observation()))
    )
    ((file, line, cause),) = fhir.failed(result)
    assert (file, line) == ("a.json", 20)
    assert cause.startswith("Encounter/e1: discharged 2024-03-06")
    assert [event.kind for event in fhir.log_of()] == ["measured"]
    assert fhir.load(tmp_path / "a.json").failed.count == 1
    clock_at("2024-03-07T12:00:00+01:00")
    assert fhir.load(tmp_path / "a.json").complete
    assert len(fhir.log_of()) == 3


def test_what_is_planned_is_a_plan_and_not_an_occurrence(
    world: World, tmp_path: Path, clock_at: Callable[[str], object]
) -> None:
    clock_at("2024-03-02T12:00:00+01:00")
    ahead = {"start": "2024-04-01", "end": "2024-05-01"}
    resources = [
        fhir.encounter(status="planned", period=ahead),
        fhir.resource("CarePlan", "c", "anna", status="active", intent="plan", period=ahead),
        fhir.resource("ServiceRequest", "s", "anna", status="active", intent="order", authoredOn="2024-03-01",
                      occurrenceDateTime="2024-04-01"),
        fhir.resource("Goal", "g", "anna", lifecycleStatus="accepted", target=[{"dueDate": "2024-04-01"}]),
        fhir.resource("Appointment", "a", status="booked", start="2024-04-01T10:00:00+02:00",
                      participant=[{"actor": {"reference": "Patient/anna"}}]),
    ]  # fmt: skip
    result = fhir.load(fhir.write(tmp_path / "a.json", fhir.bundle(fhir.patient(), *resources)))
    assert result.complete
    assert fhir.chart().counts == {"booked": 2, "care_plan_noted": 1, "goal_noted": 1, "service_requested": 1}
    assert fhir.stated("care_plans")[0]["planned"] == ahead
    assert sorted(one["planned"]["start"][:10] for one in fhir.stated("bookings")) == [
        "2024-04-01",
        "2024-04-01",
    ]
    assert fhir.chart().one("requests").occurred_from == "2024-02-29T23:00:00.000000Z"  # type: ignore[union-attr]


def test_what_is_dated_after_death_is_stored(world: World, tmp_path: Path) -> None:
    certificate = fhir.encounter(kind="AMB", type=[fhir.coded("Death Certification")])
    given = fhir.bundle(fhir.patient(deceasedDateTime="2024-02-01T00:00:00Z"), certificate)
    assert fhir.load(fhir.write(tmp_path / "a.json", given)).complete
    assert fhir.chart().counts == {"contact": 1, "died": 1}
