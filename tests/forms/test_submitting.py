"""Sent in, corrected, withdrawn: each is one act of the record, and nobody's words are lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forms.conftest import Bedside
from forms.made import posted
from lindra import clock
from lindra.forms import actions, checks, entries, library, queries
from lindra.forms.actions import NotYet
from lindra.forms.answers import parse
from lindra.forms.values import N_
from lindra.privacy import door
from lindra.privacy.door import Conflict, Draft, Opened
from lindra.record import facts, log
from lindra.record.envelope import Event, When
from lindra.record.facts import Code

FILLED = posted(
    name="Lungcancer",
    note="Funnen i dag",
    pain="6",
    mood="calm",
    **{"others[0]/code": "I10", "others[1]/code": "E11"},
)


def opened(bedside: Bedside) -> Opened:
    found = door.open(bedside.patient, bedside.ward.reader())
    assert isinstance(found, Opened)
    return found


def send(
    bedside: Bedside, told: dict[str, list[str]] = FILLED, *, expected: int | None = None, key: str = ""
) -> Any:
    """Send the form *made-visit* in."""
    form, open_now = library.get("made-visit"), opened(bedside)
    answers, unread = parse(form, told)
    assert unread == []
    seen = open_now.seq if expected is None else expected
    return actions.submit(open_now, bedside.ward.reader(), form, answers, "sv", expected=seen, key=key)


def correct(bedside: Bedside, event: str, told: dict[str, list[str]]) -> Any:
    """Correct what was sent in."""
    form, open_now = library.get("made-visit"), opened(bedside)
    entry = entries.find(open_now.history(), event)
    assert entry is not None
    answers, _ = parse(form, told)
    return actions.correct(open_now, bedside.ward.reader(), entry, form, answers, "sv", expected=open_now.seq)


def standing(bedside: Bedside) -> dict[str, Event]:
    """The facts that stand, by the item they came from."""
    found = opened(bedside).timeline()
    return {one.source.item: one for one in found if one.source is not None and one.source.system == "form"}


def without(told: dict[str, list[str]], *names: str, **more: str) -> dict[str, list[str]]:
    kept = {name: value for name, value in told.items() if name.removeprefix("q:") not in names}
    return kept | posted(**more)


def test_sending_a_form_is_one_act_with_the_answers_and_the_facts_each_naming_its_item(
    either_bedside: Bedside,
) -> None:
    done = send(either_bedside)
    written = [one for one in opened(either_bedside).history() if one.id in done.events]
    assert [one.kind for one in written] == ["answered", "diagnosis", "measured", "diagnosis", "diagnosis"]
    assert len({one.act for one in written}) == 1
    answered = written[0].payload or {}
    assert (answered["questionnaire"], answered["language"]) == ("made-visit|1.0.0", "sv")
    assert answered["items"][0]["items"][0] == {
        "link": "name", "text": "Vad är det?", "answers": [{"value": {"text": "Lungcancer"}}]
    }  # fmt: skip
    assert {one.source.item for one in written[1:] if one.source} == {
        "found",
        "pain",
        "others[0]",
        "others[1]",
    }
    assert all(one.source and one.source.resource == answered["ref"] for one in written[1:])
    chart = opened(either_bedside).chart
    assert {row["stated"].value["code"]["code"] for row in chart.rows("diagnoses")} == {"MAIN", "I10", "E11"}
    assert chart.rows("measures")[0]["stated"].value["value"] == {"number": "6"}
    assert chart.rows("answers") == [], "charts hold the facts, the log the answers"


def test_a_day_that_is_asked_is_when_the_fact_occurred(bedside: Bedside) -> None:
    send(bedside, without(FILLED, day="2026-06-01"))
    fact = standing(bedside)["found"]
    assert (fact.occurred_from, fact.precision) == ("2026-05-31T22:00:00.000000Z", "day")


def test_the_same_sent_again_is_written_once_and_something_else_is_not_taken_for_it(
    either_bedside: Bedside,
) -> None:
    seen = opened(either_bedside).seq
    first = send(either_bedside, expected=seen, key="page-1")
    again = send(either_bedside, expected=seen, key="page-1")
    assert (again.events, again.again) == (first.events, True)
    with pytest.raises(Conflict):
        send(either_bedside, without(FILLED, note="Mer att säga"), expected=seen, key="page-1")
    assert opened(either_bedside).seq == first.seq


def test_nothing_is_written_while_something_is_wrong_and_everything_wrong_is_told(bedside: Bedside) -> None:
    seen = opened(bedside).seq
    with pytest.raises(NotYet) as caught:
        send(bedside, posted(pain="11", worse="true"))
    assert {one.path for one in caught.value.problems} == {"name", "pain", "why"}
    assert opened(bedside).seq == seen


@pytest.mark.parametrize(
    ("day", "said"), [("1939-12-31", "before the patient was born"), ("2026-06-14", "after the patient died")]
)
def test_nothing_occurred_before_birth_or_after_death(bedside: Bedside, day: str, said: str) -> None:
    died = Draft(facts.Died(), When.on(date(2026, 6, 10)))
    log.append(bedside.patient, [died], bedside.ward.author, expected=log.ANY)
    with pytest.raises(NotYet) as caught:
        send(bedside, without(FILLED, "pain", "others[0]/code", "others[1]/code", day=day))
    assert [(one.path, said in one.text) for one in caught.value.problems] == [("day", True)]


def test_what_a_room_objects_to_stands_at_the_question_that_asked(
    bedside: Bedside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_CHECKS", {})
    asked: list[str] = []

    def only_known(found: Any, chart: Any, reader: Any, now: Any) -> list[checks.Objection]:
        asked.append(reader.assignment.role)
        bad = [one for one in found if one.fact.code.code == "E11"]
        return [checks.Objection(one, "code.code", N_("Not this one.")) for one in bad]

    checks.register("diagnosis", only_known)
    checks.register("diagnosis", only_known)
    with pytest.raises(NotYet) as caught:
        send(bedside)
    assert [(one.path, one.text) for one in caught.value.problems] == [("others[1]/code", "Not this one.")]
    assert asked == ["sjuksköterska"], "registered twice, asked once"


def test_correcting_the_answers_corrects_the_facts_that_change_and_leaves_the_others(
    either_bedside: Bedside,
) -> None:
    first = send(either_bedside)
    before = standing(either_bedside)
    told = without(FILLED, "note", "pain", "others[1]/code", note="Funnen i går", **{"others[0]/code": "I11"})
    correct(either_bedside, first.events[0], told)
    after = standing(either_bedside)
    assert (after["found"].payload or {})["note"] == "Funnen i går"
    assert after["found"].corrects == before["found"].id
    assert after["found"].occurred_from == before["found"].occurred_from, "it is as old as it was"
    assert (after["others[0]"].payload or {})["code"]["code"] == "I11"
    assert set(after) == {"found", "others[0]"}, "what is no longer answered is withdrawn"
    entry = entries.find(opened(either_bedside).history(), first.events[0])
    assert entry is not None
    assert entry.standing is entry.versions[-1] is not entry.first
    assert len(entry.versions) == 2, "what stood before is there"


def test_a_fact_that_somebody_corrected_stays_so_when_the_answers_are_corrected_elsewhere(
    bedside: Bedside,
) -> None:
    first = send(bedside)
    fact = standing(bedside)["others[0]"]
    by_hand = Draft(
        facts.Diagnosis(code=Code(code="I15", system="others")), When.at(clock.now()), corrects=fact.id
    )
    door.write(bedside.patient, [by_hand], bedside.ward.reader(), expected=opened(bedside).seq)
    correct(bedside, first.events[0], without(FILLED, note="Rättat"))
    codes = {row["stated"].value["code"]["code"] for row in opened(bedside).chart.rows("diagnoses")}
    assert codes == {"MAIN", "I15", "E11"}
    entry = entries.find(opened(bedside).history(), first.events[0])
    assert entry is not None
    assert [one.source.item for one in entry.changed_since if one.source] == ["others[0]"]


def test_an_answer_taken_back_and_given_again_counts_again(bedside: Bedside) -> None:
    first = send(bedside)
    correct(bedside, first.events[0], without(FILLED, "pain"))
    assert "pain" not in standing(bedside)
    correct(bedside, first.events[0], FILLED)
    assert (standing(bedside)["pain"].payload or {})["value"] == {"number": "6"}


def test_a_correction_that_changes_nothing_is_not_written(bedside: Bedside) -> None:
    first = send(bedside)
    with pytest.raises(NotYet, match="Nothing is changed"):
        correct(bedside, first.events[0], FILLED)


def test_withdrawing_takes_the_answers_and_everything_they_gave(either_bedside: Bedside) -> None:
    first = send(either_bedside)
    entry = entries.find(opened(either_bedside).history(), first.events[0])
    assert entry is not None
    actions.withdraw(either_bedside.ward.reader(), entry, "Fel patient", expected=opened(either_bedside).seq)
    assert standing(either_bedside) == {}
    assert opened(either_bedside).timeline(kinds=("answered",)) == []
    again = entries.find(opened(either_bedside).history(), first.events[0])
    assert again is not None
    assert again.standing is None


def test_each_provider_corrects_only_what_it_wrote(bedside: Bedside) -> None:
    first = send(bedside)
    entry = entries.find(opened(bedside).history(), first.events[0])
    assert entry is not None
    with pytest.raises(PermissionError):
        actions.withdraw(bedside.places.home_nursing.reader(), entry, "Inte vår", expected=first.seq)


def test_a_draft_is_only_for_who_began_it_and_goes_when_it_is_sent(either_bedside: Bedside) -> None:
    mine, patient = either_bedside.ward.reader(), either_bedside.patient
    place = {
        "staff": mine.staff.id, "assignment": mine.assignment.id, "patient": patient, "form": "made-visit", "answer": ""
    }  # fmt: skip
    for note in ("Först", "Sedan"):
        actions.keep_draft(place, posted(note=note), "1.0.0", 3, "k")
    [kept] = queries.drafts(mine, patient)
    assert kept.body == {"q:note": ["Sedan"]}
    assert queries.drafts(either_bedside.places.clinic.reader(), patient) == []
    send(either_bedside)
    assert queries.drafts(mine, patient) == []
