"""Whatever the record holds: no claim without an entry, silence without entries, no order, nothing from after death."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lindra.clock import STOCKHOLM
from lindra.record.envelope import Event
from lindra.registry.claims import Claim, claim
from lindra.registry.prefill import QUESTIONS
from lindra.registry.prefill.questions.symptoms import SYMPTOMS
from registry.notation import UNITS, Entry, answered, event, read

BEFORE = (
    "admitted to hospital", "admitted to palliative as two", "admitted to short_stay as three", "moved to another ward",
    "discharged to own_home", "discharged to deceased", "discharged to care_home from two", "moved to own_home",
    "moved to care_home (Björkgården)", "moved to hospice", "moved to other (hos dottern)", "emergency visit",
    "outpatient visit", "palliative home_visit visit", "home_visit visit two", "enrolled in specialised_home_care",
    "enrolled in home_nursing", "no longer in home_nursing", "assessed for home nursing: not_enrolled",
    "diagnosis C34.9 Lungcancer", "diagnosis I50.9 Hjärtsvikt", "diagnosis R54.9 Skörhet", "diagnosis J18.9 Pneumoni",
    "diagnosis F05.9 Delirium", "decided, death expected: yes", "decided, death expected: no",
    "turning_point conversation with patient, physician", "turning_point conversation with relative, physician",
    "procedure XV018 Brytpunktssamtal", "wishes to die: own_home", "wishes to die: hospice, else own_home",
    "wishes to die: no_preference", "skin, no ulcer", "skin, category 2", "skin, category 3, on arrival",
    "ROAG sum 8", "ROAG sum 13", "procedure QN011 Munvård", "NRS pain 0", "NRS pain 8", "ESAS nausea 0",
    "ESAS nausea 4", "ESAS anxiety 3", "NRS rattle 2", "NRS confusion 2", "IPOS breathlessness 3",
    "could express their will: yes", "could express their will: no", "fluid drip: yes",
    "fluid drip: no", "nutrition drip: no", "gave glucose",
    "ordered morphine for pain, subcutaneous", "ordered midazolam for anxiety, subcutaneous",
    "ordered glycopyrronium for rattle, subcutaneous", "ordered haloperidol for nausea, oral", "stopped morphine",
    "gave morphine", "gave glycopyrronium", "asked about as_needed: no", "asked about relatives: no",
    "advice from a physiotherapist", "limit decided, in_person", "assessment", "relative noted",
)  # fmt: skip
"""What may be told of before death (or, wrongly dated, after it)."""
OF_THE_DEATH = (
    "death established, relatives present, expected", "death established, relatives no_relatives",
    "document Rättsmedicinsk undersökning", "bereavement contact: offered", "bereavement contact: no_relatives",
)  # fmt: skip
"""What is told of the death itself, or of those left, after it."""
DEATHS = (
    "2026-03-14 14:00",
    "2026-03-14",
    "2026-03-29 03:30",
    "2026-10-25 02:30+02:00",
    "2026-06-15 00:10",
    "2026-03",
)

FEATURES = [
    (name, text) for name in sorted(UNITS) for text in ("nurse", "physician")
]  # every author there is


@st.composite
def entries(draw: st.DrawFn, death: str, texts: tuple[str, ...], first: int, last: int) -> Entry:
    """Something written at a unit, some days before or after a death."""
    day = date.fromisoformat(f"{death}-14"[:10]) + timedelta(days=draw(st.integers(first, last)))
    minute = draw(st.integers(0, 24 * 60 - 1))
    start = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=STOCKHOLM)
    exact = draw(st.integers(0, 5)) > 0
    unit, role = draw(st.sampled_from(FEATURES))
    text = draw(st.sampled_from(texts))
    line = f"{start:%Y-%m-%d %H:%M}" if exact else f"{day}"
    line += f"  {unit}{' physician' if role == 'physician' else ''}: {text}"
    if "visit" in line and exact and draw(st.booleans()):
        line += f" until {start + timedelta(minutes=40):%Y-%m-%d %H:%M}"
    return read("page", f"Title\n\n{line}\n").entries[0]


Told = tuple[str, list[Entry], list[Entry]]


@st.composite
def histories(draw: st.DrawFn, texts: tuple[str, ...] = BEFORE, last: int = 20, deaths: int = 6) -> Told:
    """A death, what was told around it, and what was told well after it."""
    death = draw(st.sampled_from(DEATHS[:deaths]))
    told = draw(
        st.lists(st.one_of(entries(death, texts, -40, last), entries(death, texts, -8, 0)), max_size=14)
    )
    return death, told, draw(st.lists(entries(death, BEFORE, 2, 30), max_size=8))


def died(when: str, expected: bool = True) -> Entry:
    text = f"Title\n\n{when}  practice physician: died{', expected' if expected else ''}\n"
    return read("page", text).entries[0]


def record(death: str, told: Iterable[Entry], *, expected: bool = True) -> list[Event]:
    return [event(number, one) for number, one in enumerate((died(death, expected), *told), 1)]


def gist(claims: Iterable[Claim]) -> dict[str, object]:
    """What a person acts on: certainty, answers and what stands against what."""
    return {
        one.question: (one.certainty, one.answers, sorted(answer for answer, _ in one.against))
        for one in claims
    }


HISTORY = histories((*BEFORE, *OF_THE_DEATH))


@given(HISTORY, st.booleans())
def test_nothing_is_claimed_without_an_entry_and_every_silence_says_why(
    history: Told, relatives: bool
) -> None:
    death, told, _ = history
    known = {one.id for one in record(death, told)}
    for one in answered(record(death, told), relatives=relatives):
        rests = {each.statement.event for each in (*one.evidence, *(evidence for _, evidence in one.against))}
        assert rests <= known
        assert bool(one.answers) == one.claims
        assert not one.claims or one.evidence
        assert one.certainty != "conflict" or (one.against and one.why)
        assert one.certainty == "certain" or one.why, one.question


@given(HISTORY, st.integers(0, 10**6))
def test_the_order_of_entries_does_not_matter(history: Told, seed: int) -> None:
    events = record(*history[:2])
    places = [one.seq for one in events]
    Random(seed).shuffle(places)
    other = [replace(one, seq=place) for one, place in zip(events, places, strict=True)]
    Random(seed + 1).shuffle(other)
    assert gist(answered(events)) == gist(answered(other))


@settings(max_examples=max(200, settings.default.max_examples))
@given(histories(last=-1, deaths=5))
def test_nothing_after_death_changes_what_was_before_it(history: Told) -> None:
    death, told, later = history
    before, after = gist(answered(record(death, told))), gist(answered(record(death, [*told, *later])))
    assert {**before, "present": ()} == {**after, "present": ()}, (
        "who was there may be told by a visit after it"
    )


WHERE = {"admitted", "moved", "discharged", "contact", "enrolled", "enrolment_ended", "home_nursing_assessed"}
SCORES = {"measured", "medicine_given", "diagnosis"}
NONE = {"asked", "death_established", "bereavement_contact", "relative_noted"}
ABOUT: dict[str, set[str]] = {
    "arrived": WHERE | {"death_established"},
    "place": WHERE | {"death_established"},
    "place_other": WHERE | {"death_established"},
    "diseases": {"diagnosis"},
    "disease_other": {"diagnosis"},
    "expected": {"death_expected", "death_established"},
    "forensic": {"document_noted", "service_requested", "reported", "procedure"},
    "will_lost": {"measured"},
    "talk_patient": {"conversation_held", "procedure"},
    "talk_relatives": {"conversation_held", "procedure"} | NONE,
    "wish_met": {"preference_noted"},
    "ulcer_arrival": {"skin_checked"},
    "ulcer_death": {"skin_checked"},
    "ulcer_documented": {"skin_checked"},
    "mouth": {"measured", "procedure"},
    "mouth_deviation": {"measured"},
    "fluids": {"infusion_noted", "medicine_given"},
    **dict.fromkeys(SYMPTOMS, SCORES),
    **{f"{name}_relief": {"measured"} for name in SYMPTOMS},
    "pain_rated": {"measured"},
    "severe_pain": {"measured"},
    "others_rated": {"measured"},
    **{f"order_{name}": {"medicine_ordered", "asked"} for name in ("pain", "rattle", "nausea", "anxiety")},
    "examined": {"contact", "limit_decided", "assessed", "admitted"},
    "consulted": {"contact", "advice_given"},
    "present": {"death_established", "contact"},
    "bereavement": {"bereavement_contact"} | NONE,
}  # fmt: skip
"""Kinds of entries that may speak to a question."""


@given(HISTORY)
def test_without_the_entries_about_a_question_it_is_silent(history: Told) -> None:
    death, told, _ = history
    for question, kinds in ABOUT.items():
        left = [one for one in told if one.fact.kind not in kinds]
        events = record(death, left, expected=question != "expected")
        found = next(one for one in answered(events) if one.question == question)
        assert found.certainty == "silent", (question, found)


def test_every_question_is_among_them() -> None:
    assert set(ABOUT) == set(QUESTIONS)


@given(histories(deaths=5))
def test_a_time_known_less_exactly_never_makes_more_certain(history: Told) -> None:
    death, told, _ = history
    exact = {one.question: one for one in answered(record(death, told))}
    for one in answered(record(death, [Entry(e.when[:10], e.unit, e.author, e.fact) for e in told])):
        if one.certainty == "certain" and one.question in OF_ONE_TIME:
            assert exact[one.question].certainty != "likely" or exact[one.question].answers != one.answers


OF_ONE_TIME = ("mouth", "pain_rated", "others_rated", "order_pain", "order_anxiety", "ulcer_death", "fluids")
"""Questions that rest on when one entry was."""


def test_a_claim_without_entries_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="nothing is claimed"):
        claim("mouth", "yes", "certain")
