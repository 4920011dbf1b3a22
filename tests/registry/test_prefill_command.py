"""What the record answers, through the door and on the command line; what the chart has let go of, from the log."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils import translation

from helpers import workplaces, worlds
from helpers.workplaces import Workplaces
from helpers.worlds import World
from lindra import clock
from lindra.care.events.nursing import SkinChecked
from lindra.people import actions as people
from lindra.people.details import RegisterOptOut, Relative
from lindra.privacy import accesslog, actions, door
from lindra.privacy.reader import named
from lindra.record import facts, log
from lindra.record.envelope import When
from lindra.record.facts import Amount, Code
from lindra.record.kinds import Fact
from lindra.record.log import ANY, Draft
from lindra.registry.claims import Claim, Evidence
from lindra.registry.prefill import QUESTIONS, labels, reading, words
from lindra.site.cli import gathered
from lindra.synthetic import demo, evaluate
from lindra.synthetic.county import organisation
from lindra.synthetic.generator import SEED, UNTIL, county

NUMBER = "191212121212"
NRS = Code(code="NRS", system="NRS", text="Smärta, NRS")


@pytest.fixture
def places(world: World, clock_at: Callable[[str | datetime], datetime]) -> Workplaces:
    clock_at("2026-06-15T03:00:00+02:00")
    return workplaces.build()


def wrote(patient: str, hours: float, *told: Fact, by: workplaces.Workplace) -> list[str]:
    """Written so many hours ago, of that time."""
    drafts = [Draft(fact, When.at(clock.now() - timedelta(hours=hours))) for fact in told]
    return list(log.append(patient, drafts, by.author, expected=ANY).events)


def pain(score: int) -> facts.Measured:
    return facts.Measured(code=NRS, value=Amount(number=Decimal(score)))


@pytest.fixture
def dead(places: Workplaces) -> str:
    """Somebody admitted to the ward three days ago, who died there two hours ago."""
    patient = workplaces.patient_at(places.ward)
    people.identify(patient, "personnummer", NUMBER)
    wrote(patient, 60, pain(8), by=places.ward)
    wrote(patient, 50, SkinChecked(worst=2, site="sakrum"), by=places.ward)
    wrote(patient, 10, pain(0), SkinChecked(worst=2, site="sakrum"), by=places.ward)
    wrote(patient, 2, facts.Died(expected="yes"), by=places.ward)
    wrote(patient, 1, SkinChecked(worst=0), by=places.ward)
    return patient


@pytest.fixture
def run(places: Workplaces) -> Callable[..., Result]:
    def prefill(patient: str, *words: str, who: workplaces.Workplace | None = None, purpose: str = "care",
                number: str = NUMBER) -> Result:  # fmt: skip
        reader = ("--as", (who or places.ward).staff.hsa_id, "--purpose", purpose)
        return CliRunner().invoke(
            gathered(), ["registry", "prefill", patient, *reader, *words], input=number + "\n"
        )

    return prefill


def told(done: Result) -> dict[str, dict[str, object]]:
    assert done.exit_code == 0, done.output
    return {one["question"]: one for one in json.loads(done.stdout)["questions"]}


def test_every_question_is_told_with_its_number_text_answers_entries_and_why(
    dead: str, places: Workplaces, run: Callable[..., Result]
) -> None:
    found = told(run("-", "--json", "--language", "en"))
    assert list(found) == list(QUESTIONS)
    place = found["place"]
    assert (place["number"], place["text"], place["certainty"]) == ("7", "Place of death", "certain")
    assert place["answers"] == [{"code": "hospital", "text": "Hospital, not a palliative unit"}]
    [evidence] = place["evidence"]  # type: ignore[misc]
    assert evidence["unit_name"] == "Avdelning 5"
    assert evidence["says"] == "admitted: hospital ward"
    assert evidence["occurred"].startswith("2026-06-12T01:00")
    assert evidence["when"] == "12 June 2026, 03:00"
    assert found["arrived"]["answers"] == [{"code": "2026-06-12", "text": "2026-06-12"}]
    mouth = found["mouth"]
    assert mouth["answers"] == mouth["evidence"] == []
    assert mouth["why"] == "No assessment of the mouth in the last 7 days was found."
    assert json.loads(run("-", "--json").stdout)["version"] == "6.0.0"


def test_what_the_chart_has_let_go_of_is_read_from_the_log(
    dead: str, places: Workplaces, run: Callable[..., Result]
) -> None:
    """The chart keeps the latest pain score, and the last check of the skin, which was after death."""
    found = told(run(dead, "--json"))
    assert found["severe_pain"]["answers"][0]["code"] == "yes"  # type: ignore[index]
    assert found["pain_relief"]["answers"][0]["code"] == "full"  # type: ignore[index]
    assert (found["ulcer_death"]["certainty"], found["ulcer_death"]["answers"][0]["code"]) == ("certain", "2")  # type: ignore[index]


def test_it_is_read_page_by_page_and_every_page_is_in_the_access_log(
    dead: str, places: Workplaces, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PAGE", 2)
    assert told(run(dead, "--json"))["severe_pain"]["answers"][0]["code"] == "yes"  # type: ignore[index]
    rows = [row["what"] for row in accesslog.entries(20)]
    assert rows.count("timeline") >= 3
    assert "lindra registry prefill" in rows


def test_for_a_person_it_is_text_in_swedish_or_english(dead: str, run: Callable[..., Result]) -> None:
    swedish, english = run("-").stdout, run("-", "--language", "en").stdout
    assert " 7 Dödsplats: Sjukhus, ej palliativ enhet  [En anteckning säger det]" in swedish
    assert "     · 12 juni 2026 kl. 03:00, Avdelning 5: inskriven: vårdavdelning på sjukhus" in swedish
    assert "Ingen munhälsobedömning de sista 7 dagarna hittades." in swedish
    assert " 7 Place of death: Hospital, not a palliative unit  [An entry says so]" in english
    assert NUMBER not in swedish + english


def test_nobody_reads_it_without_right_and_no_patient_is_no_different(
    dead: str, places: Workplaces, run: Callable[..., Result]
) -> None:
    for done in (run("-", who=places.home_nursing), run("-", number="191212121220"), run("-", number="x")):
        assert done.exit_code == 1
        assert done.stdout == ""
        assert "Denied: no care relation, or no such patient" in done.stderr
    assert run("not-an-id").exit_code == 2
    assert run("-", purpose="research").exit_code == 2


def test_who_is_alive_and_who_does_not_want_to_be_in_a_register_have_nothing_to_report(
    dead: str, places: Workplaces, run: Callable[..., Result]
) -> None:
    living = workplaces.patient_at(places.ward, "Test Levande")
    done = run(living)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "alive as far as the record tells" in done.stderr
    people.note(dead, RegisterOptOut(opted_out=True), by="test")
    done = run(dead)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "does not want to be in a quality register" in done.stderr


def test_what_is_hidden_is_not_told_and_it_is_said_that_there_is_more(
    dead: str, places: Workplaces, run: Callable[..., Result]
) -> None:
    wrote(dead, 20, facts.Measured(code=Code(code="ROAG", system="ROAG"), value=Amount(number=Decimal(12))),
          facts.Contact(episode="c", form="outpatient"), by=places.clinic)  # fmt: skip
    assert told(run(dead, "--json"))["mouth"]["certainty"] == "certain"
    actions.block(dead, "unit", places.clinic.reader())
    done = run(dead, "--json")
    assert told(done)["mouth"]["certainty"] == "silent"
    assert json.loads(done.stdout)["partly"]
    assert "There are entries that you may not see" in run(dead).stderr


def test_two_days_of_death_are_both_told_and_nothing_claimed_is_certain(
    dead: str, places: Workplaces, run: Callable[..., Result]
) -> None:
    assert json.loads(run(dead, "--json").stdout)["deaths"] == []
    [other] = wrote(dead, 80, facts.Died(expected="yes"), by=places.clinic)
    found = json.loads(run(dead, "--json").stdout)
    assert other in [one["entry"] for one in found["deaths"]]
    assert len({one["occurred"] for one in found["deaths"]}) == 2
    assert {one["certainty"] for one in found["questions"]} == {"likely", "silent"}
    assert run(dead, "--language", "en").stdout.startswith("The record has different days of death\n     · ")


def test_relatives_among_the_details_contradict_that_there_is_nobody(dead: str, places: Workplaces) -> None:
    from lindra.care.events.situation import Asked

    wrote(dead, 30, Asked(topic="relatives", known="no"), by=places.ward)
    people.note(dead, Relative(ref="r1", name="Bo Ek"), by="test")
    opened = door.open(dead, places.ward.reader())
    assert isinstance(opened, door.Opened)
    found = {one.question: one for one in reading.read(opened)}
    assert (found["talk_relatives"].certainty, found["talk_relatives"].why) == ("conflict", "relatives_noted")


# The made-up county, through the door and straight.


@pytest.fixture(scope="module")
def loaded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with worlds.sqlite_world(sqlite_template, tmp_path_factory.mktemp("county") / "home") as world:
        demo.load(SEED, UNTIL, 24)
        yield world


def gist(claims: tuple[Claim, ...]) -> list[tuple[object, ...]]:
    return [
        (one.question, one.certainty, one.answers, one.why, sorted(a for a, _ in one.against))
        for one in claims
    ]


def test_through_the_door_it_says_what_it_says_of_the_same_entries_without_a_world(
    loaded: World, clock_at: Callable[[str | datetime], datetime]
) -> None:
    clock_at(UNTIL)
    made = organisation()
    whole = 0
    for story in county(patients=24):
        writers = dict.fromkeys(made.writers[step.unit, step.role] for step in reversed(story.steps))
        for hsa_id in (made.staff[key].hsa_id for key in writers if len(made.staff[key].works) == 1):
            opened = door.open(story.patient, named(hsa_id, "care"))
            if isinstance(opened, door.Opened) and opened.sight.whole and opened.chart.one("death"):
                assert gist(reading.read(opened)) == gist(evaluate.filled_in(story))
                whole += 1
                break
    assert whole >= 3


# Words.


@pytest.mark.parametrize("name", labels.WHY)
def test_every_reason_has_words_in_both_languages(name: str) -> None:
    claim = Claim("mouth", "silent", why=name, about={"days": "7"})
    with translation.override("sv"):
        swedish = words.why(claim)
    with translation.override("en"):
        english = words.why(claim)
    assert swedish
    assert swedish != english
    assert "%" not in swedish + english


def test_codes_of_the_source_have_words() -> None:
    """Every ``says`` and ``why`` that a question can give stands among the words."""
    import ast

    folder = Path(reading.__file__).parent / "questions"
    says, whys = set(words.SPECIAL) | set(labels.SAYS), set(labels.WHY)
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                codes = [
                    a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
                ]
                if node.func.id == "Evidence" and codes:
                    assert codes[0] in says, (path.name, codes[0])
                if node.func.id in ("silent", "conflict") and len(codes) == 2:
                    assert codes[1] in whys, (path.name, codes[1])


def test_an_entry_whose_time_is_not_known_says_so(places: Workplaces, dead: str) -> None:
    opened = door.open(dead, places.ward.reader())
    assert isinstance(opened, door.Opened)
    died = opened.chart.one("death")
    assert died is not None
    from msgspec.structs import replace

    with translation.override("en"):
        undated = words.told(Evidence(replace(died, occurred_from=None), "relative"), {})
        dated = words.told(Evidence(died, "relative"), {died.unit: "Avdelning 5"})
    assert undated.line == "time not known: a relative is noted"
    assert dated.line == "15 June 2026, 01:00, Avdelning 5: a relative is noted"
