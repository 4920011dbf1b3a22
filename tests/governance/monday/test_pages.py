"""The page, the paragraph and the command: for whom, what they say, and what they leave in the access log."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from click.testing import CliRunner

from governance.monday import county
from governance.monday.conftest import Visit
from governance.monday.county import County
from governance.monday.test_lines import lines
from helpers.worlds import World
from lindra.governance.monday import cli, gather, paragraph
from lindra.governance.monday.rules import ORDER
from lindra.privacy.reader import named
from measures import planted

URL = "/governance/"


def visible(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("who", ["mas", "quality", "manager", "council"])
def test_every_line_is_on_the_page_with_its_number_or_why_there_is_none(
    made: County, visit: Visit, who: str, language: str
) -> None:
    answer = visit(made, who, language).get(URL)
    found = gather.monday(made.reader(who)).lines
    shown = {row.what: row for part in ("see", "nothing", "unknown") for row in answer.context[part]}
    assert set(shown) == {line.what for line in found.every} == set(ORDER)
    for line in found.every:
        assert shown[line.what].number == ("–" if line.count is None else str(line.count))
        assert bool(shown[line.what].why) == (line.count is None)


def test_a_nurse_sees_what_is_hers_and_why_no_more(made: County, visit: Visit) -> None:
    answer = visit(made, "home", "en").get(URL)
    assert answer.status_code == 200
    assert "What you have undertaken" in visible(answer)
    assert "Patients without plan" not in visible(answer)


def test_nobody_is_named_on_the_page(made: County, visit: Visit) -> None:
    for who in ("mas", "quality", "manager", "council"):
        assert county.SECRET not in visit(made, who).get(URL).content.decode()


def test_the_numbers_of_patients_are_in_the_access_log(made: County, visit: Visit) -> None:
    from django.db import connections

    def logged() -> list[str]:
        with connections["access"].cursor() as cursor:
            cursor.execute("SELECT what FROM privacy_access WHERE staff = %s", [made.people["mas"].hsa_id])
            return [row[0] for row in cursor.fetchall()]

    before = len(logged())
    visit(made, "mas").get(URL)
    told = set(logged()[before:])
    assert told >= {
        "counts of planned",
        "counts of due",
        "counts of deviations",
        "counts of admission_notices",
    }


# The council


def test_a_council_has_released_numbers_and_no_others(made: County, world: World) -> None:
    planted.into(world.home)
    found = lines(made, "council")
    deaths = found["deaths"]
    dead = sum(planted.DEAD.values()) * 5  # January to May 2026; every fourth is not reported
    assert (deaths.count, deaths.of, deaths.released, deaths.period) == (
        dead // 4,
        dead,
        "coverage@1",
        "2026",
    )
    assert not deaths.units
    assert found["stale"].why == found["notices"].why == "not_released"
    assert found["deviations"].why == "withheld"  # three in all


def test_a_council_opens_no_list_of_patients(made: County, world: World, visit: Visit) -> None:
    planted.into(world.home)
    client = visit(made, "council")
    for line in lines(made, "council").values():
        for url in filter(None, (line.url, *(part.url for part in line.parts))):
            answer = client.get(url)
            assert answer.status_code == 200
            assert county.SECRET not in answer.content.decode()
            assert not url.startswith(("/patients", "/due", "/discharges"))


# The paragraph


def text(made: County, who: str, year: int = 2026) -> str:
    reader = made.reader(who)
    return paragraph.make(reader, gather.monday(reader), year).plain


def test_what_is_of_few_is_not_given_out(made: County) -> None:
    told = text(made, "mas")
    assert "4 av 5" not in told
    assert "Så få att antalet inte lämnas ut (färre än 5" in told


def test_the_paragraph_says_what_the_lines_say(made: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paragraph, "least_given", lambda today: 1)
    told, found = text(made, "mas"), lines(made, "mas")
    assert found["patients"].count == 4
    assert "Patienter utan plan eller samtal: 4 av 5, 80 % (95 %-intervall 38–96 %)" in told.replace(
        "\u202f", " "
    ).replace("\xa0", " ")
    assert "[monday-patients@1]" in told
    for what, title in (
        ("stale", "Planer som blivit inaktuella"),
        ("deaths", "Dödsfall som inte rapporterats"),
        ("deviations", "Avvikelser skrivna men inte skickade"),
    ):
        assert f"{title}: {found[what].count}" in told
    assert "Dödsfall rapporterade till Svenska palliativregistret: 1 av 3" in told
    assert "Avvikelser som skrevs och skickades: 1 av 2" in told
    assert "Inskrivningsmeddelanden som kom sent eller aldrig: 1 av 2" in told
    assert "Läkare höll 10,0 av de 17,7 avtalade timmarna" in told
    assert "SFS 2010:659 3 kap. 10 §" in told
    assert "15 juni 2026" in told


def test_of_a_year_without_anything_it_is_told_that_nothing_is_known(made: County) -> None:
    told = text(made, "mas", 2022)
    assert "Inget dödsfall under året är känt här." in told
    assert "betyder inte att inget gått fel" in told


@pytest.mark.parametrize("form", ["", "paragraph.txt", "paragraph.pdf"])
def test_it_is_a_page_a_text_and_a_file(made: County, visit: Visit, form: str) -> None:
    answer = visit(made, "mas").get(f"{URL}paragraph/{form}?year=2026")
    assert answer.status_code == 200
    kinds = {"": "text/html", "paragraph.txt": "text/plain", "paragraph.pdf": "application/pdf"}
    assert answer["Content-Type"].startswith(kinds[form])
    if form == "paragraph.pdf":
        assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("year", ["", "x", "1066", "2026\0"])
def test_a_year_that_cannot_be_is_the_usual_one(made: County, visit: Visit, year: str) -> None:
    answer = visit(made, "mas").get(f"{URL}paragraph/", {"year": year})
    assert answer.status_code == 200
    assert answer.context["year"] == 2026


@pytest.mark.parametrize("who", ["council", "home"])
def test_it_is_not_for_who_answers_for_no_provider(made: County, visit: Visit, who: str) -> None:
    for form in ("", "paragraph.txt", "paragraph.pdf"):
        assert visit(made, who).get(f"{URL}paragraph/{form}").status_code == 403


# The command


def run(made: County, *arguments: str) -> Any:
    return CliRunner().invoke(cli.monday, [*arguments], catch_exceptions=False)


def test_the_command_tells_the_same(made: County) -> None:
    who = made.people["mas"].hsa_id
    done = run(made, "--as", who, "--purpose", "followup", "--json")
    told = {one["line"]: one for one in json.loads(done.output)["lines"]}
    found = lines(made, "mas")
    assert {what: one["count"] for what, one in told.items()} == {
        what: line.count for what, line in found.items()
    }
    assert told["patients"]["definition"] == "monday-patients@1"
    assert told["patients"]["parts"] == county.LACKS


def test_the_command_gives_the_paragraph_or_says_which_years_there_are(made: County) -> None:
    who = made.people["mas"].hsa_id
    assert run(
        made, "--as", who, "--purpose", "followup", "--paragraph", "2026", "--language", "en"
    ).output.startswith("Patient safety in palliative care 2026: Norrviks kommun")
    wrong = run(made, "--as", who, "--purpose", "followup", "--paragraph", "1066")
    assert wrong.exit_code == 2
    assert "2021 to 2026" in wrong.output


def test_who_governs_nothing_is_told_so(made: County) -> None:
    nurse = named(made.units["home"].staff.hsa_id, "care")
    assert gather.monday(nurse).lines.every == ()


def test_the_start_page_leads_here_for_who_governs(made: County, visit: Visit) -> None:
    assert 'href="/governance/"' in visit(made, "mas").get("/").content.decode().split("<main", 1)[1]
    assert 'href="/governance/"' not in visit(made, "home").get("/").content.decode().split("<main", 1)[1]
