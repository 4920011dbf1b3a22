"""A coverage: no row is not stated, a limit is never full, a place says nothing of a municipality."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lindra.access import comparison, coverage, functions, gaps, hours, inventory, statements, summaries
from lindra.access.coverage import Contest, Inventory, Missing, Offer, State, compute
from lindra.access.standing import places
from lindra.areas import geography

CODES = [one.code for one in geography.municipalities()]
COVERED = list(functions.covered())
NIGHT = hours.moment("Sun 03:00")

offers = st.builds(
    lambda function, code, scope, bits, limited: Offer(
        f"{function}{code}", function, scope, code[:2], (code,) if scope == "municipalities" else (), bits, limited,
        code,
    ),
    st.sampled_from(COVERED), st.sampled_from(CODES[:40]), st.sampled_from(["region", "municipalities", "place"]),
    st.one_of(st.none(), st.integers(0, hours.ALL)), st.booleans(),
)  # fmt: skip
missing = st.builds(
    lambda function, code, scope, some: Missing(
        f"{function}{code}", function, scope, code[:2], (code,) if scope == "municipalities" else (), some
    ),
    st.sampled_from(COVERED), st.sampled_from(CODES[:40]), st.sampled_from(["region", "municipalities", "place"]),
    st.booleans(),
)  # fmt: skip
inventories = st.builds(
    lambda some, lacks: Inventory("made", None, tuple(some), tuple(lacks)),
    st.lists(offers, max_size=6), st.lists(missing, max_size=6),
)  # fmt: skip


def test_without_rows_everything_is_not_stated_everywhere_at_every_hour() -> None:
    empty = compute(Inventory("empty", None))
    assert len(CODES) == 290
    for function in COVERED:
        for code in CODES:
            assert empty.cells[function][code].key == (0, 0, 0)
    for place in places(empty, NIGHT):
        assert set(place.ways.values()) == {"not_stated"}
        assert all(state.codes == ["not_stated"] for state in place.states.values())


@given(inventories)
def test_a_municipality_of_whose_region_nothing_is_said_stays_not_stated(made: Inventory) -> None:
    found = compute(made)
    spoken = {one.region for one in (*made.offers, *made.missing)}
    for code in CODES:
        if code[:2] not in spoken:
            assert all(row[code].at(NIGHT) == State.NOT_STATED for row in found.cells.values())


@given(inventories, offers, st.integers(0, 167))
def test_another_offering_takes_nothing_away(made: Inventory, more: Offer, hour: int) -> None:
    before, after = compute(made), compute(replace(made, offers=(*made.offers, more)))
    hidden = State.EXISTS_AT_OTHER_HOURS  # gives way to existing at the hour
    for function in COVERED:
        for code in CODES[:40]:
            was, now = before.at(function, code, hour) & ~hidden, after.at(function, code, hour)
            assert was & now == was


@given(inventories, st.integers(0, 167))
def test_a_limit_never_turns_into_full_and_a_place_never_into_a_municipality(
    made: Inventory, hour: int
) -> None:
    narrow = replace(made, offers=tuple(replace(one, limited=True) for one in made.offers))
    placed = replace(made, offers=tuple(replace(one, scope="place") for one in made.offers))
    for function in COVERED:
        for code in CODES[:40]:
            assert not compute_once(narrow).at(function, code, hour) & State.EXISTS
            assert not compute_once(placed).at(function, code, hour) & (
                State.EXISTS | State.EXISTS_LIMITED | State.EXISTS_HOURS_NOT_STATED
            )


_last: list[tuple[Inventory, coverage.Coverage]] = []


def compute_once(made: Inventory) -> coverage.Coverage:
    found = next((known for one, known in _last if one is made), None)
    if found is None:
        found = compute(made)
        _last[:] = [*_last[-1:], (made, found)]
    return found


@given(inventories)
def test_missing_for_some_never_turns_into_missing(made: Inventory) -> None:
    some = compute(replace(made, missing=tuple(replace(one, for_some=True) for one in made.missing)))
    assert not any(cell.flags & State.MISSING for row in some.cells.values() for cell in row.values())


@given(inventories, st.integers(0, 167))
def test_every_inhabitant_stands_in_one_place_only(made: Inventory, hour: int) -> None:
    for one in summaries.sums(places(compute(made), hour)).values():
        assert sum(some.municipalities for some in one.by.values()) == 290
        assert sum(some.inhabitants for some in one.by.values()) == geography.population("00", "2019").value


@given(st.lists(offers, max_size=5), st.lists(offers, max_size=5))
def test_what_is_lost_was_there_and_is_there_no_longer(before: list[Offer], after: list[Offer]) -> None:
    old, new = compute(Inventory("", None, tuple(before))), compute(Inventory("", None, tuple(after)))
    gone = {(one.function, one.municipality): one for one in coverage.lost(before, after)}
    for function in COVERED:
        for code in CODES[:40]:
            was, now = old.cells[function][code], new.cells[function][code]
            one = gone.get((function, code))
            assert (one.hours if one else 0) == (was.full | was.limited) & ~(now.full | now.limited)
    assert coverage.lost(before, [*before, *after]) == []


def test_what_two_cover_is_not_lost_with_the_first_and_both_are_named() -> None:
    night, day = hours.mask(hours.parse("Mon 00-08")), hours.mask(hours.parse("Mon 06-18"))
    first = Offer("1", "hemsjukvard", "municipalities", "17", ("1780",), night, False, "Team A")
    second = Offer("2", "hemsjukvard", "region", "17", (), day, False, "Team B")
    both = compute(Inventory("own", None, (first, second)))
    assert [one.name for one in both.served_by_several["hemsjukvard", "1780"]] == ["Team A", "Team B"]
    (one,) = coverage.lost([first, second], [second])
    assert (one.function, one.municipality, one.inhabitants) == ("hemsjukvard", "1780", 93898)
    assert hours.text(one.spans) == "Mon 00:00-06:00"


def test_narrowed_hours_are_told_apart_from_lost_ones() -> None:
    whole = Offer("1", "hemsjukvard", "municipalities", "17", ("1780",), hours.ALL, False, "Team")
    (one,) = coverage.lost([whole], [replace(whole, limited=True)])
    assert (one.hours, one.narrowed) == (0, hours.ALL)


# June 2026.


def test_skane_s_line_is_named_by_no_list_so_it_is_not_stated_though_the_region_disputes_in_general() -> None:
    found = compute(statements.june_2026())
    for one in geography.municipalities_of("12"):
        assert found.at("jourlinje_24_7", one.code, NIGHT).codes == ["not_stated", "contested_in_general"]


def test_a_hospital_s_gap_is_of_a_place_and_a_named_municipality_s_of_those_who_live_there() -> None:
    found = compute(statements.june_2026())
    assert found.at("hemsjukvard", "0513", NIGHT) == State.MISSING  # Kinda, line 241
    assert found.at("hemsjukvard", "0580", NIGHT) == State.NOT_STATED  # Linköping
    assert found.at("hemsjukvard", "0880", NIGHT) == State.MISSING_SOMEWHERE  # Kalmar: farther away, line 700
    assert State.MISSING in found.at("hemsjukvard", "0883", NIGHT)  # outside Kalmar, line 174
    assert (
        found.at("slutenvard_sjukhus", "1980", NIGHT) == State.MISSING_SOMEWHERE
    )  # Västerås hospital, line 89


def test_who_is_said_to_have_nobody_to_call_at_three_on_a_sunday_morning() -> None:
    found = summaries.sums(places(compute(statements.june_2026()), NIGHT))["call"]
    nothing = found.by["nothing"]
    regions = {
        place.municipality[:2] for place in places(compute(statements.june_2026()), NIGHT)
        if place.ways["call"] == "nothing"
    }  # fmt: skip
    # a line said to be missing for everybody in the whole region, and nothing said to exist; Östergötland's three towns
    assert regions == {"04", "05", "06", "07", "13", "17", "18", "21", "22", "23", "25"}
    assert (nothing.municipalities, nothing.inhabitants) == (106, 2906063)
    assert found.disputed.municipalities == 12  # Örebro
    assert found.by["not_stated"].municipalities == 85
    # our own reckoning: as large a part of 70,000 as of the deaths of 2019
    share = sum(
        geography.deaths(place.municipality).value
        for place in places(compute(statements.june_2026()), NIGHT)
        if place.ways["call"] == "nothing"
    )  # fmt: skip
    assert abs(nothing.expected_deaths - 70000 * share / geography.deaths("00", "2019").value) < 1e-6


def test_a_stated_line_by_day_and_a_gap_of_the_line_stand_side_by_side_in_uppsala() -> None:
    found = compute(statements.june_2026())
    assert found.at(
        "jourlinje_24_7", "0380", hours.moment("Mon 10")
    ) == State.EXISTS_LIMITED | State.MISSING | (State.MISSING_FOR_SOME)
    place = next(one for one in places(found, NIGHT) if one.municipality == "0380")
    assert place.ways["call"] == "both"


def test_every_area_and_limit_of_the_lists_is_read_and_none_is_left_over() -> None:
    used, read = set(), set()
    for finding in inventory.findings():
        statements.concerned(finding)
        statements.limit(finding)
        if finding.area:
            key = (finding.region, finding.area, finding.function)
            used.add(key if key in statements.concerned_by() else (*key[:2], ""))
        read.add(finding.limitation)
    assert used == set(statements.concerned_by())
    assert read - {""} == set(statements.limits())


def test_municipalities_are_named_only_in_their_own_region_and_only_by_that_scope() -> None:
    for (region, _, _), one in statements.concerned_by().items():
        assert bool(one.municipalities) == (one.scope == "municipalities")
        assert all(geography.municipality(code).region == region for code in one.municipalities)


def test_every_answer_that_something_exists_is_an_offering_and_no_other() -> None:
    said = {
        (one.region, one.function, one.source_line)
        for one in inventory.answers()
        if one.status == statements.EXISTS
    }
    assert {(one.region, one.function, one.source_line) for one in statements.stated()} == said
    assert all(bool(one.spans) == bool(one.hours_said) for one in statements.stated())


def test_children_are_yes_or_no_where_it_is_stated() -> None:
    found = compute(statements.june_2026())
    assert summaries.children(found, "2180") == "no_for_some"  # Gävle: home care, line 165
    assert summaries.children(found, "1480") == "no_somewhere"  # Göteborg: NU, line 217
    assert summaries.children(found, "1780") == "not_stated"
    own = compute(
        Inventory("own", None, (Offer("1", "hemsjukvard", "region", "17", (), None, False, "Team", True),))
    )
    assert summaries.children(own, "1780") == "yes"


# Gaps, and two inventories.


def test_twelve_answers_dispute_and_every_gap_says_which_way() -> None:
    assert len(statements.disputing()) == 12
    found = {(one.region, one.function): one.contested for one in gaps.gaps()}
    disputed = {(one.region, one.function) for one in statements.disputing()}
    for (region, function), how in found.items():
        expected = "function" if (region, function) in disputed and function != "annan" else (
            "region" if region == "12" else "no"
        )  # fmt: skip
        assert how == expected
    assert {region for (region, _), how in found.items() if how == "region"} == {"12"}


def test_every_row_of_both_lists_is_a_gap() -> None:
    found = gaps.gaps()
    assert len(found) == len(inventory.findings()) == 235
    for region in geography.regions():
        for origin in ("summary", "appendix"):
            ours = [one for one in inventory.findings() if (one.region, one.list) == (region.code, origin)]
            assert sum(one.origin == origin for one in gaps.gaps(region.code)) == len(ours)


def test_compared_with_itself_nothing_is_new_or_closed() -> None:
    june = statements.june_2026()
    counts = comparison.counts(comparison.compare(june, june))
    assert counts["new"] == counts["closed"] == counts["closed_in_part"] == counts["not_mentioned"] == 0
    assert counts["remains"] + counts["contested"] > 50


def test_a_gap_is_closed_only_where_the_later_inventory_says_that_it_exists_for_all() -> None:
    def became(**after: object) -> str:
        before = Inventory("1", None, missing=(Missing("m", "jourlinje_24_7", "region", "09", (), False),))
        later = Inventory("2", None, **after)  # type: ignore[arg-type]
        (one,) = comparison.compare(before, later)
        return one.change

    line = Offer("o", "jourlinje_24_7", "region", "09", (), hours.ALL, False, "Linjen")
    assert became() == "not_mentioned"
    assert became(offers=(line,)) == "closed"
    assert became(offers=(replace(line, limited=True),)) == "closed_in_part"
    assert became(offers=(replace(line, hours=hours.ALL >> 1),)) == "closed_in_part"
    assert became(offers=(replace(line, hours=None),)) == "closed_in_part"
    assert became(offers=(replace(line, scope="place"),)) == "closed_in_part"
    assert became(missing=(Missing("n", "jourlinje_24_7", "place", "09", (), True),)) == "remains"
    assert became(contests=(Contest("09", "jourlinje_24_7"),)) == "contested"
    assert became(contests=(Contest("09", ""),)) == "not_mentioned"


def test_what_was_not_missing_before_is_new() -> None:
    later = Inventory("2", None, missing=(Missing("m", "mottagning", "region", "09", (), False),))
    assert [one.change for one in comparison.compare(Inventory("1", None), later)] == ["new"]


def test_a_later_version_of_a_function_stands_beside_the_first() -> None:
    from datetime import date

    first = functions.versions()[0]
    later = replace(first, version=2, valid_from=date(2027, 1, 1))
    among = (first, later)
    assert functions.in_force(date(2026, 12, 31), among)[first.code].version == 1
    assert functions.in_force(date(2027, 1, 1), among)[first.code].version == 2
    assert all(one.definition_sv and one.definition_en and one.source for one in functions.versions())
