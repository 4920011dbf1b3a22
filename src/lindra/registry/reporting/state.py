"""Where a death's report stands for one reader: to be written, to be corrected, or only to be read, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lindra import clock
from lindra.areas.models import CareUnit
from lindra.care.professions import profession
from lindra.clock import day
from lindra.forms import entries
from lindra.forms.entries import ANSWERED, SYSTEM, Entry
from lindra.privacy import tallies
from lindra.privacy.door import Opened
from lindra.privacy.reader import Reader
from lindra.record.chart import Chart, Statement
from lindra.record.envelope import instant
from lindra.registry import rules
from lindra.registry.events import REPORT
from lindra.registry.readings import REPORTED
from lindra.registry.rules import Responsible, Verdict, Windows


@dataclass(frozen=True, slots=True)
class Standing:
    """The report of one death: whether it may be written (or, where there is one, corrected), by whom, until when.

    ``report`` is the one in force, ``entry`` its answers (none where it came from elsewhere).
    """

    verdict: Verdict
    responsible: Responsible
    windows: Windows | None
    report: Statement | None = None
    entry: Entry | None = None

    @property
    def writes(self) -> bool:
        """Whether the questionnaire is shown to be filled in or corrected."""
        return self.verdict.allowed

    @property
    def answer(self) -> str:
        """The entry that a correction corrects; empty for a new report."""
        return self.entry.first.id if self.entry else ""


def of(opened: Opened, reader: Reader) -> Standing:
    """Where the report of this death stands."""
    chart, today = opened.chart, day(clock.now())
    responsible = rules.responsible(chart, _kinds(chart))
    report = chart.one(REPORT)
    entry = entry_of(opened, report) if report is not None else None
    verdict = judged(chart, reader, today, responsible.unit, opted_out=opened.person.opted_out)
    if (report is not None and entry is None) or (report is None and _elsewhere(opened.patient, reader)):
        verdict = Verdict(False, "reported")
    return Standing(verdict, responsible, _windows(chart, report), report, entry)


def _elsewhere(patient: str, reader: Reader) -> bool:
    """Whether the death is reported where this reader may not see it: each person is reported once."""
    return REPORTED in tallies.states("register", patient, reader, "whether the death is reported")


def judged(
    chart: Chart, reader: Reader, today: date, responsible: str = "", *, opted_out: bool = False
) -> Verdict:
    """Whether this reader may write the report of a death today, or correct the one there is."""
    who = {
        "profession": profession(reader.assignment.role), "purpose": str(reader.purpose),
        "unit": reader.assignment.unit, "on": today, "opted_out": opted_out,
    }  # fmt: skip
    report = chart.one(REPORT)
    if report is not None:
        return rules.may_edit(**who, written_by=report.unit, reported=_reported(report))  # type: ignore[arg-type]
    dead = chart.one("death") is not None
    return rules.may_report(**who, died=rules.died_on(chart), dead=dead, responsible=responsible)  # type: ignore[arg-type]


def entry_of(opened: Opened, report: Statement) -> Entry | None:
    """The answers that gave a report; ``None`` where it came from elsewhere."""
    system, _, rest = report.source.partition("|")
    if system != SYSTEM:
        return None
    ref = rest.partition("|")[0]
    history = opened.history()
    first = next(
        (one for one in history if one.kind == ANSWERED and (one.payload or {}).get("ref") == ref), None
    )
    return entries.find(history, first.id) if first else None


def _windows(chart: Chart, report: Statement | None) -> Windows | None:
    died = rules.died_on(chart)
    return rules.windows(died, _reported(report), rules.area(chart)) if died is not None else None


def _reported(report: Statement | None) -> date | None:
    """The day a report was first signed: a correction keeps it."""
    return day(instant(report.occurred_from)) if report is not None and report.occurred_from else None


def _kinds(chart: Chart) -> dict[str, str]:
    units = {one.unit for slot in chart.slots.values() for row in slot.rows.values() for one in row.values()}
    return dict(CareUnit.objects.filter(pk__in=units).values_list("pk", "kind"))
