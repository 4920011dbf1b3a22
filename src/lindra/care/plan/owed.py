"""Who should have a plan and a conversation, and who of them has neither. Our own reading of two decisions. Pure.

*Should have*: a living person with palliative needs, as somebody has said (needs found, or a phase of illness noted)
or done (taken on by specialised palliative care, or in a palliative ward or hospice). The founding documents offer an
individual plan to every patient (A3), and decide on the conversation one by one, never by group, age or housing (A2):
so nobody is counted here for where they live or how old they are alone.

*Has a plan*: somebody has confirmed a section of it, as the measure ``plan-among-enrolled`` counts. *Has talked*: a
conversation at the turn of the illness or about it; what was only followed up is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from lindra.care import rules
from lindra.care.events.plan import CONFIRMED
from lindra.care.events.situation import NEEDS, PHASE, TALKS
from lindra.record.chart import Chart, Statement
from lindra.record.kinds import Row, reading
from lindra.record.relations import relations

NAME = "planned"
State = Literal["neither", "no_plan", "no_talk", "both"]
MISSING: tuple[State, ...] = ("neither", "no_plan", "no_talk")
"""States in which something is missing, the worst first."""
TEAMS = frozenset({"specialised_home_care", "palliative_clinic"})
"""Enrolments that are specialised palliative care; a consult team advises whoever has the patient."""
HAVING = ("admitted", "enrolled", "planned", "other", "listed")
"""Grounds by which a unit has a patient until it is said to end, the nearest first. A contact, a message or a question
opens the record for some days, and says nothing of who has the patient now."""


def owed(chart: Chart) -> Statement | None:
    """What first says that this person should have a plan and a conversation; nothing of who has died."""
    if chart.one("death") is not None:
        return None
    return min(_grounds(chart), key=lambda one: one.order, default=None)


def _grounds(chart: Chart) -> Iterator[Statement]:
    need = chart.one(NEEDS)
    if need is not None and need.value.get("known", "yes") == "yes":
        yield need
    if (phase := chart.one(PHASE)) is not None:
        yield phase
    yield from (one for one in rules.teams(chart) if one.value.get("form") in TEAMS)
    where = rules.whereabouts(chart)
    if where.since is not None and where.form in ("palliative", "hospice"):
        yield where.since


def state(chart: Chart) -> State:
    """Whether there is a plan, and whether somebody has talked."""
    planned = bool(chart.rows(CONFIRMED))
    told = any(row["stated"].value["form"] != "follow_up" for row in chart.rows(TALKS))
    talked = told or bool(rules.conversations(chart))
    return "both" if planned and talked else "no_talk" if planned else "no_plan" if talked else "neither"


@reading(NAME, version=1)
def planned(chart: Chart) -> Iterable[Row]:
    """A row for each unit that has the person now; of each provider the nearest unit's counts for it.

    So a provider's rows are its patients, each once, and a unit's rows are those of the unit.
    """
    first = owed(chart)
    if first is None:
        return
    now, since = state(chart), first.occurred_from or ""
    providers: set[str] = set()
    for unit, provider in _having(chart):
        yield Row(
            key=f"{now}|{unit}", unit=unit, provider="" if provider in providers else provider, at=since,
            data={"state": now, "since": since, "why": first.kind, "unit": unit},
        )  # fmt: skip
        providers.add(provider)


def _having(chart: Chart) -> list[tuple[str, str]]:
    """The units that have the patient, with their providers, the nearest first; each once."""
    grounds = [row for row in relations(chart) if row.data["ground"] in HAVING and row.data["until"] is None]
    found = sorted(grounds, key=lambda row: (HAVING.index(row.data["ground"]), row.unit))
    return list(dict.fromkeys((row.unit, row.provider) for row in found))
