"""What to do, step by step, when the patient dies at home: who rings whom, each step with its source. Pure.

A source that nobody on the project has read in its own words is marked as not verified: see :data:`SOURCES`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lindra.care.athome import rules
from lindra.care.athome.rules import Beforehand, Path
from lindra.care.plan import calling
from lindra.record.chart import Chart, Statement

SOURCES: dict[str, bool] = {
    "plan": True,
    "own": True,
    "establish": False,
    "implants": False,
    "medicines": False,
    "certificate": True,
    "police": True,
    "register": True,
}
"""Where steps come from, and whether it was read there.

``establish``, ``implants``: SOSFS 2005:10, HSLF-FS 2015:15 (DOMAIN 4.2: check the wording). ``certificate``: SFS
1990:1144 4 kap. 2–4 §§ as the Swedish Tax Agency's legal guidance tells them (2020.6). ``police``: the same 4 §, as
HSLF-FS 2016:52 tells it. ``medicines``: routines of municipalities. ``register``: DOMAIN 1.2. ``plan``: what is written
of this patient. ``own``: our own choice.
"""
NURSES = ("home_nursing", "care_home", "specialised_team")
PHYSICIANS = ("on_call_physician", "family_doctor", "fast_lakarkontakt", "fast_vardkontakt")
"""Roles among the plan's contacts that are rung by these steps."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name (see ``labels.STEPS``), its source, what the plan says of it, and whom to ring."""

    name: str
    source: str
    detail: str = ""
    roles: tuple[str, ...] = ()
    now: tuple[Statement, ...] = ()
    """Contacts that answer at this hour, in the order to ring them."""
    others: int = 0
    """Contacts in these roles that do not."""

    @property
    def verified(self) -> bool:
        """Whether its source has been read."""
        return SOURCES[self.source]

    @property
    def nobody(self) -> bool:
        """Whether somebody is to be rung, and no number answers at this hour."""
        return bool(self.roles) and not self.now


def steps(path: Path, chart: Chart, found: Beforehand, at: datetime) -> tuple[Step, ...]:
    """The steps of a path, in order, with the numbers that answer at an instant."""
    value = found.statement.value if found.statement is not None else {}
    every = _not_expected(chart) if path == "not_expected" else _expected(path, chart, value)
    return tuple(_reached(one, chart, at) for one in every)


def _reached(step: Step, chart: Chart, at: datetime) -> Step:
    if not step.roles:
        return step
    named = [one for one in calling.contacts(chart) if one.value["role"] in step.roles]
    now = tuple(one for one in named if calling.answers(one.value.get("hours", ()), at))
    return Step(step.name, step.source, step.detail, step.roles, now, len(named) - len(now))


def _expected(path: Path, chart: Chart, value: dict[str, object]) -> list[Step]:
    wake = str(value.get("wake", "unknown"))
    return [
        Step("ring_nurse", "plan", roles=NURSES),
        *([Step("ask_physician", "own", roles=PHYSICIANS)] if path == "ask_first" else []),
        _examination(path, value.get("nurse_may_examine")),
        Step("physician_establishes", "establish", str(value.get("establishes", "")), PHYSICIANS),
        Step(f"wake_{wake}", "plan", str(value.get("wake_whom", ""))),
        *_implants(chart),
        Step("certificate", "certificate"),
        Step("transport", "plan", str(value.get("transport", ""))),
        Step("medicines", "medicines"),
        Step("register_unit", "register"),
    ]


def _examination(path: Path, nurse: object) -> Step:
    """Who examines: a nurse only where a physician has said so and the decision holds."""
    if nurse is True:
        return Step("nurse_examines" if path == "expected" else "nurse_waits", "establish")
    return Step("physician_examines" if nurse is False else "ask_who_examines", "establish")


def _not_expected(chart: Chart) -> list[Step]:
    withheld = rules.resuscitation(chart) == "withhold"
    return [
        Step("no_resuscitation", "plan") if withheld else Step("emergency", "own"),
        Step("ring_nurse", "plan", roles=NURSES),
        Step("physician_examines", "establish", roles=PHYSICIANS),
        Step("leave_as_it_is", "own"),
        Step("police", "police"),
        Step("relatives", "own"),
        *_implants(chart),
        Step("certificate_or_police", "certificate"),
        Step("register_practice", "register"),
    ]


def _implants(chart: Chart) -> list[Step]:
    """Nothing where it is known that there is none."""
    carried = rules.carried(chart)
    if carried is False:
        return []
    return [Step("implants" if carried else "implants_unknown", "implants")]
