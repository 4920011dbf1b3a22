"""What each line counts, against a world of which it is known, and against the list that it opens."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from governance.monday import county
from governance.monday.conftest import Visit
from governance.monday.county import County
from lindra.governance.monday import gather
from lindra.governance.monday.rules import Line


def lines(made: County, who: str) -> dict[str, Line]:
    return {line.what: line for line in gather.monday(made.reader(who)).lines.every}


def parts(line: Line) -> dict[str, int | None]:
    return {part.name: part.count for part in line.parts}


def test_of_one_municipality_every_line_counts_what_there_is(either_made: County) -> None:
    found = lines(either_made, "mas")
    patients = found["patients"]
    assert (patients.count, patients.of, parts(patients)) == (4, county.OF, county.LACKS)
    assert (patients.new, patients.oldest) == (1, date(2026, 5, 6))
    assert (found["stale"].count, found["deviations"].count, found["deviations"].late) == (1, 1, 0)
    assert (found["deaths"].count, found["deaths"].late) == (2, 1)
    assert (found["notices"].count, found["notices"].of) == (1, 2)


def test_the_hours_of_a_unit_where_none_are_agreed_are_not_missing(made: County) -> None:
    hours = lines(made, "mas")["hours"]
    assert parts(hours) == {"short": 1, "without": 1}
    assert hours.hours is not None
    assert (hours.hours.agreed, hours.hours.held, hours.hours.missing) == (
        Decimal("17.7"), Decimal("10.00"), Decimal("7.70"),
    )  # fmt: skip


def test_another_municipality_sees_its_own_and_nothing_else(either_made: County) -> None:
    found = lines(either_made, "other_mas")
    assert (found["patients"].count, found["patients"].of) == (3, 3)
    assert (found["deaths"].count, found["deviations"].count, found["notices"].count) == (1, 1, 1)
    own = either_made.units["other"].id
    assert {unit for line in found.values() for unit in line.units} == {own}


def test_the_region_sees_the_notices_that_it_sent_late(made: County) -> None:
    found = lines(made, "quality")["notices"]
    assert (found.count, found.of) == (2, 3)


def test_who_leads_a_unit_gets_the_numbers_and_no_way_to_the_patients(made: County) -> None:
    found = lines(made, "manager")
    assert (found["patients"].count, found["patients"].url, found["patients"].number_only) == (4, "", True)
    assert (found["deviations"].count, found["deviations"].url) == (1, "")


def test_what_is_not_known_is_not_none(made: County) -> None:
    found = lines(made, "other_mas")
    assert (found["stale"].count, found["stale"].why) == (None, "no_plans")
    assert (found["hours"].count, found["hours"].why) == (None, "no_hours")
    assert (lines(made, "quality")["hours"].count, lines(made, "quality")["hours"].why) == (None, "no_homes")


def test_the_region_counts_those_who_are_on_its_ward_now(made: County) -> None:
    found = lines(made, "quality")["patients"]
    assert (found.count, found.of, parts(found)) == (1, 2, {"neither": 1})


# The number is that of the list


LISTED = ("patients", "stale", "deaths", "deviations", "notices")


@pytest.mark.parametrize("who", ["mas", "other_mas", "quality"])
def test_each_number_is_that_of_the_list_it_opens(made: County, visit: Visit, who: str) -> None:
    client, opened = visit(made, who), 0
    for line in lines(made, who).values():
        if line.what in LISTED and line.count:
            answer = client.get(line.url)
            assert answer.status_code == 200
            told = answer.context.get("unseen") or 0
            # Of a plan there may be several things to confirm, each a row; the line tells of how many as a part.
            expected = parts(line).get("rows", line.count) if line.what == "stale" else line.count
            assert rows(answer) + told == expected, line
            opened += 1
    assert opened >= 2


def test_a_plan_with_several_things_to_confirm_is_one_plan(made: County, visit: Visit) -> None:
    line = lines(made, "mas")["stale"]
    answer = visit(made, "mas").get(line.url).content.decode()
    people = set(re.findall(r'<th scope="row" role="rowheader"><a href="([^"]+)"', answer))
    assert (line.count, len(people), parts(line)) == (1, 1, {"rows": 3})


def rows(answer: Any) -> int:
    """Rows in the tables of a page."""
    bodies = re.findall(r"<tbody[^>]*>(.*?)</tbody>", answer.content.decode(), re.S)
    return sum(body.count("<tr") for body in bodies)


def test_the_parts_of_a_line_open_to_as_many(made: County, visit: Visit) -> None:
    client = visit(made, "mas")
    for part in lines(made, "mas")["patients"].parts:
        assert rows(client.get(part.url)) == part.count


def test_what_is_missing_last_month_stands_in_the_list_of_homes(made: County, visit: Visit) -> None:
    table = visit(made, "mas").get(lines(made, "mas")["hours"].url).context["table"]
    [column] = [place for place, one in enumerate(table.columns) if one.label == "Saknades förra månaden"]
    assert sorted(str(row[column]) for row in table.rows) == ["0,0", "7,7"]


def test_who_lacks_a_plan_is_named_to_who_follows_up_and_to_nobody_in_administration(
    made: County, visit: Visit
) -> None:
    url = lines(made, "mas")["patients"].url
    assert county.SECRET in visit(made, "mas").get(url).content.decode()
    assert county.SECRET in visit(made, "home").get(url).content.decode()
    assert county.SECRET not in visit(made, "other_mas").get(url).content.decode()
    answer = visit(made, "manager").get(url)
    assert answer.status_code == 403
    assert county.SECRET not in answer.content.decode()
