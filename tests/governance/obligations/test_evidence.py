"""What obligations are judged by in a world: cubes, physician hours, the inventory, commitments."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.documents.agreed import NOW, TODAY, Agreed, by, made, promised
from helpers.workplaces import FIRST
from helpers.worlds import World
from lindra.access.models import Offering
from lindra.areas import actions as areas
from lindra.areas.models import Provider
from lindra.care.models import HomeAgreement, HomeHeld
from lindra.governance import bodies
from lindra.governance.commitments import actions as commitments
from lindra.governance.commitments.actions import New
from lindra.governance.documents import due, queries
from lindra.governance.models import Document
from lindra.governance.obligations.evidence import check
from lindra.governance.obligations.rules import Verdict
from lindra.measures import catalogue
from lindra.measures.counting.run import run
from lindra.measures.cubes.kept import Kept
from lindra.measures.cubes.release import release
from measures.exports import written
from measures.last_year import Row, died, row

MEASURES = [
    one for one in catalogue.measures() if one.id in ("coverage", "reported-in-three-weeks", "mouth-recorded")
]
MONTHS = [f"2025-{month:02}" for month in range(1, 13)] + [f"2026-{month:02}" for month in range(1, 6)]


def counted(home: Path, municipality: str = "1780", many: int = 10) -> None:
    """So many die each month; all but the first are reported, every second on the 30th day; mouths of two are seen."""
    rows: list[Row] = []
    for month in MONTHS:
        for number in range(many):
            death = f"{month}-10 14:00"
            own = {"municipality": municipality, "unit": "u", "region": municipality[:2]}
            patient = f"{month}-{number}"
            rows.append(died(patient, death, status="yes", **own))
            if number:
                at = date.fromisoformat(f"{month}-10") + timedelta(days=30 if number % 2 else 2)
                rows.append(
                    row(patient, death, "death_reported", f"{at} 12:00", answers="|expected=yes|", **own)
                )
            if number < 2:
                rows.append(
                    row(patient, death, "measured", f"{month}-09 12:00", code_system="ROAG", code="x", **own)
                )
    kept = Kept(home)
    written(kept.export, rows)
    run(kept.export, kept.cube("own"), MEASURES, NOW)
    release(kept.cube("own"), kept.cube("inside"), "test", NOW, level="inside")


def verdict(document: Document, level: str = "own") -> Verdict:
    """Of the only obligation of a document."""
    with due.cube(level) as cube:  # type: ignore[arg-type]
        [found] = check(queries.obligations([document]), cube, TODAY)
    return found.verdict


def share(of: Agreed, measure: str, threshold: float, place: str = "", **told: Any) -> Document:
    """A document with one obligation that promises a share."""
    one = made(of, **told)
    promised(one, of, kind="share", told={"measure": measure, "threshold": threshold, "place": place})
    return one


@pytest.mark.parametrize("place", ["", "region=17", "municipality=1780"])
def test_a_share_is_counted_over_the_latest_whole_year(of: Agreed, world: World, place: str) -> None:
    counted(world.home)
    found = verdict(share(of, "mouth-recorded@1", 0.2, place))
    assert found.state == "kept"
    assert (found.told["of"], found.told["met"]) == (120, 24)
    assert (found.told["first"], found.told["last"]) == ("2025-06", "2026-05")


def test_a_month_in_which_there_is_still_time_is_not_judged(of: Agreed, world: World) -> None:
    """Of ten a month four are reported in time, one never: May has not settled on the fifteenth of June."""
    counted(world.home)
    found = verdict(share(of, "reported-in-three-weeks@1", 0.9))
    assert (found.state, found.told["met"], found.told["of"]) == ("broken", 48, 120)
    assert (found.told["first"], found.told["last"]) == ("2025-05", "2026-04")


def test_a_unit_is_judged_by_quarters(of: Agreed, world: World) -> None:
    counted(world.home)
    found = verdict(share(of, "mouth-recorded@1", 0.5, "unit=u"))
    assert (found.state, found.told["first"], found.told["last"]) == ("broken", "2025Q2", "2026Q1")
    assert found.told["of"] == 120


def test_only_months_in_which_it_was_owed_are_judged(of: Agreed, world: World) -> None:
    counted(world.home)
    found = verdict(share(of, "mouth-recorded@1", 0.5, valid_from=date(2026, 3, 2), followed_up_on=None))
    assert (found.told["first"], found.told["of"]) == ("2026-04", 20)
    found = verdict(share(of, "mouth-recorded@1", 0.5, valid_from=date(2026, 6, 1), followed_up_on=None))
    assert (found.state, found.reason) == ("undecidable", "too_short")


def test_where_months_are_withheld_a_whole_year_stands_in_and_else_it_is_said(
    of: Agreed, world: World
) -> None:
    counted(world.home, many=4)
    one = share(of, "mouth-recorded@1", 0.2, "municipality=1780")
    assert verdict(one, "own").told["of"] == 48
    found = verdict(one, "inside")
    assert (found.told["first"], found.told["of"]) == ("2025", 48)
    late = share(
        of, "mouth-recorded@1", 0.2, "municipality=1780", valid_from=date(2025, 2, 1), followed_up_on=None
    )
    assert (verdict(late, "inside").state, verdict(late, "inside").reason) == ("undecidable", "withheld")


@pytest.mark.parametrize(
    ("measure", "reason"),
    [
        ("no-such@1", "no_measure"), ("days-ready@1", "no_share"), ("continuity@1", "not_counted"),
        ("mouth-recorded@9", "no_measure"),
    ],
)  # fmt: skip
def test_what_is_not_counted_is_undecidable(of: Agreed, world: World, measure: str, reason: str) -> None:
    counted(world.home, many=1)
    found = verdict(share(of, measure, 0.2))
    assert (found.state, found.reason) == ("undecidable", reason)


def test_without_a_cube_and_at_a_place_where_nobody_died_nothing_is_decided(of: Agreed, world: World) -> None:
    one = share(of, "mouth-recorded@1", 0.2, "municipality=1715")
    assert verdict(one).reason == "no_cube"
    counted(world.home, many=1)
    assert verdict(one).reason == "nobody"


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ({"decided_on": None, "valid_from": None, "followed_up_on": None}, "proposed"),
        ({"decided_on": TODAY, "valid_from": date(2026, 7, 1), "followed_up_on": None}, "coming"),
        ({"valid_to": TODAY - timedelta(days=1)}, "expired"),
    ],
)
def test_nothing_is_owed_by_what_is_no_rule_in_force(of: Agreed, told: dict[str, Any], state: str) -> None:
    found = verdict(share(of, "mouth-recorded@1", 0.2, **told))
    assert (found.state, found.reason) == ("not_in_force", state)


# Physician hours


def hours(of: Agreed, held: Decimal, since: date = date(2025, 1, 1)) -> Document:
    """Four hours a week agreed at home nursing, so many held each Tuesday."""
    about = {"unit": of.home.unit, "by": "x", "at": "x", "physician": "Dr Vera Sjö"}
    HomeAgreement.objects.create(
        practice="Vårdcentralen", hours=Decimal(4), first_day=since, last_day=None, **about
    )
    tuesday = date(2025, 11, 4)
    while held and tuesday < TODAY:
        HomeHeld.objects.create(day=tuesday, hours=held, kind="round", **about)
        tuesday += timedelta(days=7)
    one = made(of)
    promised(one, of, kind="hours_held", told={"place": "municipality=1780"})
    return one


@pytest.mark.parametrize(
    ("held", "state"), [(Decimal(5), "kept"), (Decimal(3), "broken"), (Decimal(0), "undecidable")]
)
def test_hours_held_are_summed_over_half_a_year(of: Agreed, held: Decimal, state: str) -> None:
    found = verdict(hours(of, held))
    assert found.state == state
    if held:
        assert (found.told["first"], found.told["last"]) == (date(2025, 12, 1), date(2026, 5, 1))
        assert found.told["agreed"] == Decimal("104.0"), "182 days of 4 hours a week"
        assert found.told["held"] == held * 26


def test_of_units_without_an_agreement_nothing_is_concluded(of: Agreed) -> None:
    one = made(of)
    promised(one, of, kind="hours_held", told={"place": f"unit={of.home.unit}"})
    assert verdict(one).reason == "no_hours_agreed"


# The inventory and commitments


def test_staffing_is_read_from_the_inventory_and_stays_undecidable(of: Agreed) -> None:
    one = made(of)
    promised(
        one,
        of,
        kind="staffed",
        told={"function": "jourlinje_24_7", "areas": ["1780", "1715"], "hours": "24/7"},
    )
    assert verdict(one).reason == "not_stated"
    Offering.objects.create(
        id="a", function="jourlinje_24_7", provider=of.ward.provider, name="Linjen", areas=["17"],
        hours=[[0, 7 * 24 * 60]], valid_from=date(2026, 1, 1), stated_by="Regionen", stated_on=date(2026, 2, 1),
    )  # fmt: skip
    found = verdict(one)
    assert (found.state, found.reason, found.told["stated_on"]) == ("undecidable", "stated", date(2026, 2, 1))
    Offering.objects.update(valid_to=TODAY)
    assert verdict(one).reason == "not_stated"


def test_a_report_by_a_day_is_followed_by_what_came_from_it(of: Agreed) -> None:
    one = made(of)
    clause = promised(one, of, kind="report_by", told={"by": "2026-04-30"})
    assert verdict(one).reason == "not_followed"
    commitment = commitments.make(
        New(title="Rapport", body=of.region, owner="Chefen", due=date(2026, 4, 30), origin="obligation",
            origin_key=clause.pk, made_on=date(2026, 1, 1)), by(of.council))  # fmt: skip
    assert (verdict(one).state, verdict(one).reason) == ("broken", "not_done")
    commitments.act(commitment, "finish", {}, by(of.council), seen=1, on=date(2026, 4, 29))
    assert (verdict(one).state, verdict(one).reason) == ("kept", "done")


@pytest.mark.parametrize("area", [False, True])
def test_a_report_is_followed_by_what_the_debtor_undertakes_and_nobody_else(of: Agreed, area: bool) -> None:
    one = made(of)
    owes = bodies.area("17") if area else of.region
    clause = promised(one, of, kind="report_by", told={"by": "2026-04-30"}, owes=owes)
    told = {"owner": "Chefen", "due": date(2026, 4, 30), "origin": "obligation", "origin_key": clause.pk}
    other = New(title="En annans", body=bodies.unit(of.home.unit), made_on=date(2026, 1, 1), **told)  # type: ignore[arg-type]
    commitments.act(
        commitments.make(other, by(of.manager)), "finish", {}, by(of.manager), seen=1, on=date(2026, 4, 1)
    )
    assert verdict(one).reason == "not_followed"
    own = New(title="Regionens", body=bodies.unit(of.ward.unit), made_on=date(2026, 1, 1), **told)  # type: ignore[arg-type]
    commitments.make(own, by(of.council))
    assert verdict(one).reason == "not_done"


def test_two_obligations_may_be_followed_by_one_commitment(of: Agreed) -> None:
    report = commitments.make(
        New(title="Rapport", body=of.region, owner="Chefen", due=date(2026, 4, 30), made_on=date(2026, 1, 1)),
        by(of.council),
    )
    one = made(of)
    for number in "12":
        told = {"by": "2026-04-30", "commitment": report.pk}
        promised(one, of, kind="report_by", told=told, paragraph=number)
    assert {found.verdict.reason for found in check(queries.obligations([one]), None, TODAY)} == {"not_done"}


def test_of_a_unit_that_notes_nothing_it_is_not_known_what_was_held(of: Agreed) -> None:
    one = hours(of, Decimal(4))
    other = areas.add_unit(
        hsa_id="SE2321000016-U9", name="Boendet", kind="care_home", municipality="1780",
        provider=Provider.objects.get(pk=of.home.provider), valid_from=FIRST,
    )  # fmt: skip
    HomeAgreement.objects.create(
        unit=other.pk, practice="Vårdcentralen", hours=Decimal(4), first_day=date(2025, 1, 1), last_day=None, by="x",
        at="x", physician="Dr Vera Sjö",
    )  # fmt: skip
    found = verdict(one)
    assert (found.state, found.reason, found.told["silent"]) == ("undecidable", "hours_noted_in_part", 1)


def test_many_obligations_ask_no_more_than_few(of: Agreed, world: World) -> None:
    counted(world.home)
    one = made(of)
    kinds: list[dict[str, Any]] = [
        {"kind": "share", "told": {"measure": "mouth-recorded@1", "threshold": 0.5}},
        {"kind": "hours_held", "told": {"place": "municipality=1780"}},
        {"kind": "staffed", "told": {"function": "jourlinje_24_7", "areas": ["1780"], "hours": "24/7"}},
        {"kind": "report_by", "told": {"by": "2026-04-30"}},
    ]

    def asked() -> int:
        with due.cube("own") as cube, CaptureQueriesContext(connection) as found:
            check(queries.obligations([one]), cube, TODAY)
        return len(found)

    for told in kinds:
        promised(one, of, **told)
    few = asked()
    for told in kinds * 5:
        promised(one, of, **told)
    assert asked() == few
