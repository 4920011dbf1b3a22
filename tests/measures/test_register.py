"""Who does not want to be in a quality register is in no measure of one, and in the providers' own follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lindra.measures import catalogue
from lindra.measures.cubes.cube import Cube
from lindra.measures.measure import Measure
from measures.cubes import cube_of, named, of_deaths
from measures.last_year import Row, died, export_of, row

DEATH = "2026-03-10 14:00"
TOPICS = {"national", "register", "record"}
"""Those whose source is the register's questionnaire; and the place of death, which it asks for."""


def person(patient: str, *, out: bool) -> list[Row]:
    """Somebody on whom every measure counts: an expected death in hospital that was reported, and a long pathway."""
    events = (
        ("admitted", "2026-02-20 10:00", "2026-02-25 10:00", {"form": "hospital"}),
        ("admitted", "2026-03-08 10:00", None, {"form": "hospital"}),
        ("contact", "2026-03-08 08:00", "2026-03-08 10:00", {"form": "emergency"}),
        ("enrolled", "2026-02-01 10:00", None, {"form": "specialised_home_care", "number": 1.0}),
        ("phase_noted", "2026-03-01 10:00", "2026-03-02 10:00", {"form": "unstable", "status": "begins"}),
        ("death_reported", "2026-03-12 10:00", None, {"answers": "|expected=yes|"}),
    )
    rows = [row(patient, DEATH, kind, start, end, **rest) for kind, start, end, rest in events]
    return [each | {"register_opt_out": out} for each in (died(patient, DEATH, status="yes"), *rows)]


BOTH = [*person("in", out=False), *person("out", out=True)]


def of(cube: Cube, measures: Sequence[Measure], **where: str) -> dict[str, int]:
    """How many each measure is counted on."""
    found = cube.cells(measures, where=where)
    return {key: sum(cell["of"] or 0 for cell in cells) for key, cells in found.items()}


def test_which_measures_are_the_registers() -> None:
    for each in catalogue.measures():
        assert each.register is (each.topic in TOPICS or each.id == "place-of-death"), each.key


def test_who_opted_out_is_counted_in_follow_up_and_in_no_measure_of_a_register() -> None:
    measures = of_deaths()
    expected = {one.key: ["in"] if one.register else ["in", "out"] for one in measures}
    with cube_of(BOTH) as cube:
        for where in ({}, {"municipality": "1780"}, {"region": "17", "period": "2026"}, {"unit": "u"}):
            assert of(cube, measures, **where) == {key: len(who) for key, who in expected.items()}, where
    with export_of(BOTH) as export:
        for one in measures:
            assert [case.pseudonym for case in export.cases(one, "p")] == expected[one.key]


def test_any_measure_would_leave_them_out_were_it_a_registers() -> None:
    """What counts applies it, not the definitions: a measure of a register that is added needs only say so."""
    ours = [replace(one, register=True) for one in of_deaths() if not one.register]
    with cube_of(BOTH, ours) as cube:
        assert set(of(cube, ours).values()) == {1}
    with export_of(BOTH) as export:
        for one in ours:
            assert [case.pseudonym for case in export.cases(one, "p")] == ["in"]
            assert export.behind(one, ["out"]) == {"out": ()}


def test_of_whom_it_is_not_known_whether_they_opted_out_is_not_in_a_registers_measure() -> None:
    rows = [each | {"register_opt_out": None} for each in person("a", out=False)]
    place, contact = named("place-of-death"), named("palliative-contact")
    with export_of(rows) as export, cube_of(rows, [place, contact]) as cube:
        assert of(cube, [place, contact]) == {place.key: 0, contact.key: 1}
        assert (export.cases(place, "p"), len(export.cases(contact, "p"))) == ([], 1)


def test_all_who_opted_out_are_nobody_not_a_fault() -> None:
    place = named("place-of-death")
    with cube_of(person("out", out=True), [place]) as cube:
        [cell] = cube.cells([place])[place.key]
        assert set(cell.counts.values()) == {0}
        assert cube.about.left_out == {}
