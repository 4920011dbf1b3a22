"""A case told once: when it began, what was said of it, whether it is ready, how it ended. Pure.

Clocks and liability read this and not the steps, so that they cannot understand the same stay in two ways.

**Ready.** The notice that stands is the first one since the last withdrawal: to say it again changes nothing, and a
withdrawal ends it, so that a new one begins everything anew. SFS 2017:612 does not speak of withdrawals: that a notice
that was withdrawn counts for nothing afterwards, whatever had begun, is our own reading. A withdrawal at the very
instant of a ready notice takes back the one that stood before, and if there is none that very one.

**Order.** What cannot have happened in the order told makes the case one that is not computed where an answer would
hang on which of the times is wrong (ready or end before admission, two admissions, ready first told after the end).
Otherwise the row is left out and the case computed without it (a second end, a withdrawal of nothing, something after
the end that cannot be). After a discharge there may still come what the law lets come late.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from lindra.discharge.steps import Case, Effect, Finding, Step, to_municipality

AFTER_DISCHARGE = frozenset({"notice", "contact_named", "sip_needed", "sip_called", "informed"})
"""What may come, late or in time, when the patient has left: its clocks may still run."""


@dataclass(slots=True)
class Ready:
    """A ready notice that stood or stands: when first sent, when first to the municipality, when withdrawn."""

    at: datetime
    told: datetime | None
    line: int
    withdrawn: datetime | None = None


@dataclass(slots=True)
class Story:
    """What a case says. Instants are in UTC; nothing is computed yet."""

    case: Case
    admitted: datetime | None = None
    care: str = ""
    """What ``admitted`` said of the kind of care."""
    judged: datetime | None = None
    notice: datetime | None = None
    """The first, whoever got it."""
    notice_told: datetime | None = None
    """The first that the municipality got."""
    estimates: list[datetime] = field(default_factory=list)
    contact: datetime | None = None
    ready: Ready | None = None
    """The one that stands."""
    earlier: list[Ready] = field(default_factory=list)
    """Those that were withdrawn."""
    sip_needed: datetime | None = None
    sip_called: datetime | None = None
    missing: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    """When open care was missing or unclear: from, until."""
    informed: datetime | None = None
    ended: datetime | None = None
    died: bool = False


class _Refused(Exception):
    """The case cannot be computed."""


class _Teller:
    """Takes the steps in order, and notes what cannot be."""

    def __init__(self, case: Case) -> None:
        self.story = Story(case)
        self.findings: list[Finding] = []
        self.withdrawing: Step | None = None

    def tell(self) -> Story | None:
        try:
            for step in self.story.case.steps:
                if self.story.ended is not None and self._left_out(step):
                    continue
                TAKERS[step.event](self, step)
            self._settle()
        except _Refused:
            return None
        return self.story

    def note(self, step: Step, code: str, effect: Effect, text: str) -> None:
        self.findings.append(Finding(step.line, self.story.case.id, code, effect, text))

    def refuse(self, step: Step, code: str, text: str) -> None:
        self.note(
            step, code, "case", f"{text}; the case is not computed. Correct the times, or leave a row out."
        )
        raise _Refused

    def _left_out(self, step: Step) -> bool:
        """Whether something after the end cannot be."""
        story = self.story
        if step.event == "admitted":
            if story.admitted is None:
                self.refuse(step, "ended_before_admission", "the case ends before this admission")
            self.note(
                step,
                "new_stay",
                "row",
                "an admission after the end; the row is left out. A new stay is a new case.",
            )
            return True
        if step.event in ("discharged", "died"):
            if not (story.died and step.event == "discharged" and step.at == story.ended):
                self.note(
                    step,
                    "ended_twice",
                    "row",
                    "the case has ended already; the row is left out, the first end holds.",
                )
            return True
        if step.event == "ready" and story.ready is None:
            self.refuse(step, "ended_before_ready", "the case ends before this ready notice")
        if step.event in AFTER_DISCHARGE and not story.died:
            return False
        self.note(
            step, "after_the_end", "row", f"{step.event} after the end of the case; the row is left out."
        )
        return True

    def admitted(self, step: Step) -> None:
        story = self.story
        if story.admitted is not None:
            text = "admitted twice without an end between"
            self.refuse(step, "two_admissions", f"{text} (give each stay a case of its own)")
        if story.ready is not None or story.earlier:
            self.refuse(step, "ready_before_admission", "ready before this admission")
        story.admitted, story.care = step.at, step.value

    def judged(self, step: Step) -> None:
        self.story.judged = self.story.judged or step.at

    def notice(self, step: Step) -> None:
        story = self.story
        story.notice = story.notice or step.at
        if story.notice_told is None and to_municipality(step.value):
            story.notice_told = step.at

    def estimate(self, step: Step) -> None:
        if self.story.notice is not None:  # before it there was nobody to tell: 2 kap. 4 §
            self.story.estimates.append(step.at)

    def contact(self, step: Step) -> None:
        self.story.contact = self.story.contact or step.at

    def ready(self, step: Step) -> None:
        story = self.story
        told = step.at if to_municipality(step.value) else None
        if story.ready is None:
            story.ready = Ready(step.at, told, step.line)
        elif story.ready.told is None:
            story.ready.told = told
        if self.withdrawing is not None and self.withdrawing.at == step.at:
            self.withdrawing = None
            self._withdraw(step.at)

    def withdrawn(self, step: Step) -> None:
        if self.story.ready is not None:
            self._withdraw(step.at)
        else:
            self._settle()
            self.withdrawing = step

    def _withdraw(self, at: datetime) -> None:
        story = self.story
        assert story.ready is not None
        story.ready.withdrawn = at
        story.earlier.append(story.ready)
        story.ready = None

    def _settle(self) -> None:
        """A withdrawal that found nothing to take back."""
        if self.withdrawing is not None:
            text = "withdrawn, but no ready notice stands; the row is left out."
            self.note(self.withdrawing, "nothing_to_withdraw", "row", text)
            self.withdrawing = None

    def sip_needed(self, step: Step) -> None:
        """``no`` takes the need back: no consent, or judged not to be needed."""
        needed = step.value.strip().casefold() != "no"
        self.story.sip_needed = (self.story.sip_needed or step.at) if needed else None

    def sip_called(self, step: Step) -> None:
        self.story.sip_called = self.story.sip_called or step.at

    def missing(self, step: Step) -> None:
        gaps = self.story.missing
        if not gaps or gaps[-1][1] is not None:
            gaps.append((step.at, None))

    def available(self, step: Step) -> None:
        gaps = self.story.missing
        if gaps and gaps[-1][1] is None:
            gaps[-1] = (gaps[-1][0], step.at)

    def informed(self, step: Step) -> None:
        self.story.informed = self.story.informed or step.at

    def ended(self, step: Step) -> None:
        self.story.ended, self.story.died = step.at, step.event == "died"


TAKERS: dict[str, Callable[[_Teller, Step], None]] = {
    "admitted": _Teller.admitted,
    "judged_in_need": _Teller.judged,
    "notice": _Teller.notice,
    "estimate": _Teller.estimate,
    "contact_named": _Teller.contact,
    "ready": _Teller.ready,
    "ready_withdrawn": _Teller.withdrawn,
    "sip_needed": _Teller.sip_needed,
    "sip_called": _Teller.sip_called,
    "open_care_missing": _Teller.missing,
    "open_care_available": _Teller.available,
    "informed": _Teller.informed,
    "discharged": _Teller.ended,
    "died": _Teller.ended,
}


def tell(case: Case) -> tuple[Story | None, list[Finding]]:
    """The story of a case, or nothing where it cannot be told, and what is wrong with its order."""
    teller = _Teller(case)
    story = teller.tell()
    if story is not None and story.admitted is None and case.steps:
        first = case.steps[0]
        text = "the case has no admission: whether the notice was in time cannot be judged."
        teller.note(first, "no_admission", "note", text)
    return story, teller.findings
