"""The pages *patients* and *one patient*: who is listed, what is said, and what is folded away."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from helpers.small_world import MANY, SmallWorld
from lindra.frame.tables import Cell

Get = Callable[..., Any]


def names(answer: Any) -> list[str]:
    """Who is listed, on one page."""
    return [
        cell.text if isinstance(cell, Cell) else cell
        for cell in (row[0] for row in answer.context["table"].rows)
    ]


def everybody(get: Get, show: str) -> set[str]:
    """Who is listed, on all pages."""
    first = get("/patients/", {"show": show})
    pages = first.context["page"].paginator.num_pages
    return {
        name
        for number in range(1, pages + 1)
        for name in names(get("/patients/", {"show": show, "page": number}))
    }


def one(get: Get, small: SmallWorld, key: str, language: str = "sv", **query: str) -> Any:
    return get(f"/patients/{small.patients[key]}/", query, language)


def visible(answer: Any) -> str:
    """The text of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


DEAD = {"Gösta Öhrn", "Märta Ålund", "Sven Ödman"}


def test_the_dead_and_the_living_are_listed_apart(get: Get, small: SmallWorld) -> None:
    assert everybody(get, "dead") == DEAD
    living = everybody(get, "living")
    assert not living & DEAD
    assert "Astrid Vilhelmina Lindqvist-Åkerström" in living
    assert everybody(get, "all") == living | DEAD


def test_the_start_page_counts_the_dead_as_dead(get: Get, small: SmallWorld) -> None:
    unit = get("/").context["unit"]
    assert unit.dead == len(DEAD)
    assert unit.living == sum(count for _, count in unit.places)
    assert "Avliden" not in [place for place, _ in unit.places]


def test_a_patient_of_another_unit_is_not_listed(get: Get, small: SmallWorld) -> None:
    assert "Ulla Yttergård" not in everybody(get, "all")


def test_a_long_list_comes_in_pages_that_keep_what_was_asked_for(get: Get, small: SmallWorld) -> None:
    page = get("/patients/", {"show": "all"})
    assert len(names(page)) == 50
    assert page.context["page"].paginator.count >= MANY
    assert 'href="?show=all&amp;page=2"' in page.content.decode()


def test_a_page_that_is_not_there_is_the_last(get: Get, small: SmallWorld) -> None:
    assert get("/patients/", {"page": "999"}).status_code == 200
    assert get("/patients/", {"page": "x", "show": "x"}).status_code == 200


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("ten years", "19{}-"),
        ("reserve number", "R26-0017"),
        ("nothing known", ""),
    ],
)
def test_a_number_is_written_as_people_write_it(get: Get, small: SmallWorld, key: str, shown: str) -> None:
    number = one(get, small, key).context["number"]
    if key == "ten years":
        digits = small.numbers[0]
        assert number == f"{digits[:8]}-{digits[8:]}"
    else:
        assert number == shown


def test_age_is_told_only_when_the_birth_date_is_known(get: Get, small: SmallWorld) -> None:
    assert one(get, small, "reserve number").context["age"] == ""
    born = int(small.numbers[0][:4])
    assert one(get, small, "ten years").context["age"] in {f"{2026 - born} år", f"{2025 - born} år"}
    assert one(get, small, "ten years", "en").context["age"].endswith(" years")


def test_the_age_of_the_dead_is_that_at_death(get: Get, small: SmallWorld) -> None:
    born = int(small.numbers[1][:4])
    assert one(get, small, "dead").context["age"] in {f"{2025 - born} år", f"{2024 - born} år"}


def test_a_birth_known_by_its_year_is_told_as_a_year(get: Get, small: SmallWorld) -> None:
    assert ("Född", "1950") in one(get, small, "reserve number").context["who"]


@pytest.mark.parametrize(("language", "name"), [("sv", "Namn inte känt"), ("en", "Name not known")])
def test_somebody_without_a_name_can_be_opened(get: Get, small: SmallWorld, language: str, name: str) -> None:
    page = one(get, small, "nothing known", language)
    assert page.context["name"] == name
    assert f'<h1 class="identity__name">{name}</h1>' in page.content.decode()


def test_a_protected_identity_is_marked(get: Get, small: SmallWorld) -> None:
    assert ("critical", "Skyddade personuppgifter") in one(get, small, "protected").context["badges"]
    assert one(get, small, "ten years").context["badges"] == []


@pytest.mark.parametrize(
    ("key", "badge"),
    [
        ("dead", "Avled 5 november 2025"),
        ("dead some year", "Avled 2025"),
    ],
)
def test_that_somebody_died_is_said_no_finer_than_it_is_known(
    get: Get, small: SmallWorld, key: str, badge: str
) -> None:
    ((_, text),) = one(get, small, key).context["badges"]
    assert text.strip() == badge


def test_a_death_of_unknown_day_is_said_without_a_day(get: Get, small: SmallWorld) -> None:
    ((_, text),) = one(get, small, "dead at a time not known").context["badges"]
    assert text.startswith("Avl")
    assert not re.search(r"[0-9]", text)


def test_two_records_of_one_person_are_one_page(get: Get, small: SmallWorld) -> None:
    for key in ("linked", "linked too"):
        page = one(get, small, key)
        assert page.context["glance"][0].value == "Vårdavdelning på sjukhus"
        assert page.context["number"]


def test_the_glance_says_who_said_it_and_when(get: Get, small: SmallWorld) -> None:
    where, teams, talk, needed, status = one(get, small, "ten years").context["glance"]
    assert where.value == "Eget hem"
    assert teams.value == "Specialiserad palliativ hemsjukvård, hemsjukvård"
    assert talk.value == "16 april 2026"
    assert talk.note == "16 april 2026 · Palliativa teamet Gryning"
    assert talk.tone == ""
    assert set(needed.value.split(", ")) == {"Morfin", "Midazolam", "Glykopyrron"}
    assert status.value == "40"


def test_what_is_not_written_down_is_said_to_be_so(get: Get, small: SmallWorld) -> None:
    where, teams, talk, needed, status = one(get, small, "nothing known").context["glance"]
    assert where.value == "Inte känt"
    assert {teams.value, talk.value, needed.value, status.value} == {"inte dokumenterat"}
    assert talk.tone == "warning"


def test_the_dead_are_not_warned_about(get: Get, small: SmallWorld) -> None:
    assert one(get, small, "dead").context["glance"][2].tone == ""


def test_the_course_leaves_measurements_for_everything(get: Get, small: SmallWorld) -> None:
    course, everything = (one(get, small, "ten years", show=show) for show in ("course", "everything"))
    titles = {entry.title for entry in course.context["entries"]}
    assert any(title.startswith("Åtgärd: Brytpunktssamtal") for title in titles)
    assert any(title.startswith("Dokument: Brev") for title in titles), "documents belong to the course"
    assert any(title.startswith("Viljeyttring: Ej HLR") for title in titles), (
        "what the patient wishes does too"
    )
    assert not any("övertryck" in title or title.startswith("Tryck") for title in titles)
    assert any(entry.title.startswith("Tryck") for entry in everything.context["entries"])


def test_ten_years_are_reached_page_by_page_and_nothing_is_lost_or_twice(get: Get, small: SmallWorld) -> None:
    page, seen = one(get, small, "ten years", show="everything"), []
    for _ in range(10):
        seen += page.context["entries"]
        if not page.context["older"]:
            break
        page = get(f"/patients/{small.patients['ten years']}/{page.context['older']}")
    assert len(seen) > 150
    years = {entry.at.year for entry in seen if entry.at}
    assert years >= set(range(2016, 2027))
    assert sum(entry.at is None for entry in seen) == 1
    dated = [entry.at for entry in seen if entry.at]
    assert dated == sorted(dated, reverse=True)
    assert len({(e.at, e.title, e.detail) for e in seen}) == len(seen)


def test_partial_dates_are_shown_as_partial(get: Get, small: SmallWorld) -> None:
    text = visible(one(get, small, "ten years"))
    assert "Någon gång under året" in text
    assert "dag inte känd" in text


def test_what_came_from_elsewhere_says_so(get: Get, small: SmallWorld) -> None:
    assert "från Gamla journalen" in visible(one(get, small, "ten years"))
    assert "from Gamla journalen" in visible(one(get, small, "ten years", "en"))


@pytest.mark.parametrize(
    ("language", "relatives"), [("sv", "Närstående"), ("en", "Relatives and close persons")]
)
def test_relatives_stand_with_how_to_reach_them(
    get: Get, small: SmallWorld, language: str, relatives: str
) -> None:
    text = visible(one(get, small, "ten years", language))
    assert relatives in text
    assert "Bo Åkerström – make" in text
    assert "054-17 17 17" in text


def test_relatives_are_shown_also_where_nothing_else_is_known(get: Get, small: SmallWorld) -> None:
    text = visible(one(get, small, "only a relative"))
    assert "Närstående" in text
    assert "Ida Sol" in text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_is_not_known_is_never_shown_as_the_program_writes_it(
    get: Get, small: SmallWorld, language: str
) -> None:
    for key in ("dead", "nothing known", "linked", "dead at a time not known", "reserve number"):
        text = visible(one(get, small, key, language))
        assert not re.search(r"\bNone\b|\bnull\b|\bnan\b", text), key


@pytest.mark.parametrize("before", ["", "x", "9999", "2020-01-01", "'; --", "0"])
def test_an_odd_address_is_answered_with_a_page(get: Get, small: SmallWorld, before: str) -> None:
    assert one(get, small, "ten years", before=before, show="what").status_code == 200


def test_each_opening_and_each_page_of_the_timeline_is_logged(get: Get, small: SmallWorld) -> None:
    from lindra.privacy import accesslog

    count = len(accesslog.entries())
    one(get, small, "ten years", show="everything")
    new = accesslog.entries()[: len(accesslog.entries()) - count]
    assert {entry["what"] for entry in new} >= {"patient", "timeline"}
    assert all(entry["patients"] == [small.patients["ten years"]] for entry in new)
