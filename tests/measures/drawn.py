"""Made-up rows of ``last_year`` that measures have something to say of: every kind, at the edges of every window."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from measures.last_year import Row, at, died, row

DEATHS = (
    "2026-03-10 14:00",
    "2026-03-29 03:30",
    "2025-10-26 02:30",
    "2026-01-01 00:00",
    "2026-03-14 23:30",
    "2026-03-10",
    "2026-02",
    "2024",
)
"""Moments known to the minute, around the changes of the clock and of the year, and deaths known less well."""
DAY = 24 * 60
COLUMNS: dict[str, dict[str, tuple[Any, ...]]] = {
    "admitted": {"form": ("hospital", "palliative", "short_stay")},
    "contact": {
        "form": ("emergency", "outpatient", "home_visit"),
        "palliative": (True, False, None),
        "status": ("physician", "nurse", "counsellor", "dietitian", "assistant_nurse", None),
    },
    "moved": {"form": ("own_home", "care_home", "short_stay", "hospice", "other", "unknown", "ward")},
    "enrolled": {
        "form": ("specialised_home_care", "consult_team", "home_nursing"),
        "number": (None, 0, 1, 2, 7),
    },
    "measured": {
        "code_system": ("NRS", "VAS", "ESAS", "IPOS", "ROAG", "ABBEY", None),
        "code": ("NRS", "VAS", "pain", "voice", None),
    },
    "medicine_ordered": {
        "form": ("pain", "anxiety", "nausea", "as_needed", "regular", None),
        "code": ("N02AA01", "N05BA04", "N05CD08", "A03FA01", None),
    },
    "skin_checked": {"number": (None, 0, 0.5, 1, 1.5, 2, 2.5, 3, 4)},
    "conversation_held": {"form": ("turning_point", "serious_illness"), "status": ("with_patient", None)},
    "procedure": {"code": ("XV018", "AU124", None)},
    "need_identified": {"form": ("instrument",), "status": ("yes", "no", "unknown")},
    "phase_noted": {
        "form": ("stable", "unstable", "deteriorating", "dying"),
        "status": ("begins", "goes_on"),
    },
    "plan_confirmed": {},
    "contact_named": {"form": ("fast_vardkontakt", "fast_lakarkontakt")},
    "diagnosis": {
        "code_system": ("ICD-10-SE", "ICD-10", None),
        "code": ("C349", "I509", "I219", "J449", "G309", "N189", "F009", "Z515", None),
    },
    "death_reported": {},
}
ANSWERS = {
    "expected": ("yes", "no", "unknown"),
    "mouth": ("yes", "no", "unknown"),
    "pain_rated": ("yes", "no"),
    "order_pain": ("yes", "no", "unknown"),
    "order_anxiety": ("yes", "no"),
    "order_nausea": ("yes", "unknown"),
    "order_rattle": ("yes", "no"),
    "ulcer_death": ("none", "1", "2", "3", "unknown"),
    "talk_patient": ("yes", "no", "unknown"),
    "talk_relatives": ("yes", "no", "no_relatives", "unknown"),
    "will_lost": ("kept", "hours", "weeks", "months"),
    "present": ("relatives", "relatives_and_staff", "staff", "nobody", "unknown"),
    "wish_met": ("yes", "no", "unknown"),
    "bereavement": ("yes", "no", "no_relatives", "unknown"),
    "fluids": ("yes", "no"),
    "others_rated": ("yes", "no"),
    "diseases": ("cancer", "heart", "lung", "dementia", "multimorbidity"),
}
EDGES = (
    -DAY,
    -1,
    0,
    1,
    7 * DAY,
    8 * DAY,
    30 * DAY,
    31 * DAY,
    31 * DAY - 1,
    90 * DAY,
    90 * DAY + 1,
    366 * DAY,
)
offsets = st.one_of(st.sampled_from(EDGES), st.integers(-2 * DAY, 120 * DAY))


@st.composite
def events(draw: st.DrawFn, patient: str, death: str, about: Row) -> Row:
    """One row of a person, of any kind."""
    kind = draw(st.sampled_from(sorted(COLUMNS)))
    start = at(death) - timedelta(minutes=draw(offsets))
    length = draw(st.none() | st.sampled_from([0, 1, 3 * DAY, 4 * DAY]) | st.integers(0, 60 * DAY))
    end: datetime | None = None if length is None else start + timedelta(minutes=length)
    if end and draw(st.booleans()):
        end = max(start, at(death) - timedelta(minutes=draw(st.sampled_from([-1, 0, 1]))))
    rest = {name: draw(st.sampled_from(values)) for name, values in COLUMNS[kind].items()}
    if kind == "death_reported":
        told = (f"{question}={draw(st.sampled_from(answers))}" for question, answers in ANSWERS.items())
        rest["answers"] = f"|{'|'.join(told)}|"
    return row(patient, death, kind, start, end, **{**about, "unit": f"u-{patient}", **rest})


@st.composite
def people(draw: st.DrawFn, number: int, most: int = 10) -> list[Row]:
    """The rows of one person who died, alone in a unit, so that its cells are this person's."""
    patient, death = f"patient{number}", draw(st.sampled_from(DEATHS))
    about = {
        "municipality": draw(st.sampled_from(["1780", "0180", "9999", None])),
        "sex": draw(st.sampled_from(["female", "male", "unknown"])),
        "age_at_death": draw(st.sampled_from([None, -1, 0, 17, 18, 64, 65, 79, 80, 90, 103])),
        "register_opt_out": draw(st.sampled_from([False, False, False, True])),
    }
    own = [
        died(
            patient,
            death,
            **about,
            unit=f"u-{patient}",
            status=draw(st.sampled_from(["yes", "yes", "no", None])),
        )
    ]
    if draw(st.integers(0, 19)) == 0:
        own = [*own, *own]
    own += draw(st.lists(events(patient, death, about), max_size=most))
    return own if draw(st.booleans()) else own[::-1]


@st.composite
def tables(draw: st.DrawFn, least: int = 1, most: int = 8) -> list[Row]:
    """The rows of some people."""
    return [one for number in range(draw(st.integers(least, most))) for one in draw(people(number))]


def many(examples: int, each: int = 8) -> list[Row]:
    """The people of many drawn tables in one: for engines that are slow to start, and so are asked once."""
    found: list[Row] = []

    @given(tables(least=each, most=each))
    @settings(
        max_examples=examples, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None
    )
    def draw(rows: list[Row]) -> None:
        number = len(found)
        found.extend(one | {name: f"{one[name]}-{number}" for name in ("patient", "unit")} for one in rows)

    draw()
    return found
