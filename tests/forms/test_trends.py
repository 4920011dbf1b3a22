"""Measurements over time: one series for each thing measured, whoever measured it and in whatever words."""

from __future__ import annotations

from typing import Any

from forms.made import bounds, form, item, options, own
from lindra.forms import trends
from lindra.record.envelope import Event


def measured(at: str | None, number: Any, code: str = "pain", system: str = "ESAS", **more: Any) -> Event:
    value = {"number": str(number)} if number is not None else None
    payload = {"code": {"code": code, "system": system, "text": f"{system} {code}"}, "value": value, **more}
    stamp = f"{at}T12:00:00.000000Z" if at else None
    return Event(id=f"{at}{number}", patient="p", seq=1, recorded_at="", kind="measured", occurred_from=stamp,
                 precision="second", payload=payload)  # fmt: skip


def test_values_stand_in_order_of_time_and_scales_in_theirs() -> None:
    told = [measured("2026-06-03", 5), measured("2026-06-01", 3), measured("2026-06-02", 70, "AKPS", "AKPS"),
            measured("2026-06-02", 2, "pain", "IPOS"), measured("2026-06-02", 60, "VIKT", "")]  # fmt: skip
    found = trends.series(told)
    assert [one.key for one in found] == ["IPOS|pain", "ESAS|pain", "AKPS|AKPS", "|VIKT"]
    assert [str(value.number) for value in found[1].values] == ["3", "5"]
    assert list(trends.by_system(found)) == ["IPOS", "ESAS", "AKPS", ""]


def test_what_is_no_number_or_has_no_time_is_in_no_series() -> None:
    below = measured("2026-06-01", 3)
    below.payload["value"]["comparator"] = "<"  # type: ignore[index]
    other = Event(id="e", patient="p", seq=1, recorded_at="", kind="diagnosis", payload={})
    assert trends.series([measured("2026-06-01", None), measured(None, 3), below, other]) == []


def test_a_scale_is_named_and_bounded_by_the_form_that_measures_it() -> None:
    pain = {"system": "ESAS", "code": "pain"}
    worry = {"system": "IPOS", "code": "worry"}
    asked = form(
        item("smarta", "integer", text="Smärta", code=[pain], extension=[*own(measured=True), *bounds(0, 10)]),
        item("oro", "choice", code=[worry], extension=own(measured=True), answerOption=options(none=0, much=4)),
    )  # fmt: skip
    found = trends.scales([asked], "sv")
    assert (found["ESAS|pain"].text, found["ESAS|pain"].low, found["ESAS|pain"].high) == ("Smärta", 0, 10)
    assert (found["IPOS|worry"].low, found["IPOS|worry"].high) == (0, 4)
