"""Everything that answers is asked odd things, in the name of somebody, and each answer is judged.

The same seeds give the same requests in the same order; how far it comes is a matter of time.
"""

from __future__ import annotations

import time
import warnings
from collections import Counter
from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote

import hypothesis
from django.urls import Resolver404, resolve
from hypothesis import HealthCheck, Phase, Verbosity

from helpers import describe, surface
from helpers.asking import BATCH, Asking, Drawn, Request, operations
from helpers.judging import Fault, Judge, listening, send, writes
from helpers.small_world import SmallWorld
from helpers.surface import NOBODY, Known, Visit
from helpers.worlds import World


@dataclass
class Found:
    """A fault and the smallest request that showed it."""

    role: str
    operation: str
    fault: Fault
    request: Request

    def __str__(self) -> str:
        return f"{self.operation} as {self.role}: {self.fault.kind}\n  {self.request}\n  {self.fault.told[-400:]}"


@dataclass
class Report:
    """What a run came to: answers by operation and status, and the faults."""

    role: str
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    faults: list[Found] = field(default_factory=list)
    rounds: int = 0

    @property
    def requests(self) -> int:
        """How many were sent."""
        return sum(counted["sent"] for counted in self.counts.values())

    def unreached(self) -> list[str]:
        """Operations of which no request came to the view it was meant for."""
        return sorted(name for name, counted in self.counts.items() if not counted["reached"])

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))


class Fuzzing:
    """One role asks one world everything, or ``only`` some addresses by name, for as long as there is time."""

    def __init__(
        self, world: World, small: SmallWorld, role: str, file: Path, found: Known, only: Container[str] = ()
    ) -> None:
        self.visit = Visit(small, role)
        self.report = Report(role)
        self._judge = Judge(world, small, self.visit)
        ids = surface.ids_in(world)
        people = _people(small)
        every = (Asking(one, found, people, ids) for one in operations(file))
        self._asking = [asking for asking in every if not only or asking.name in only]

    def run(self, seconds: float, corners: int = 8, batch: int = BATCH) -> Report:
        """So many corners of each operation, then rounds of ``batch`` that Hypothesis draws, until the time is over.

        Everything is asked in one round at least, however long that takes.
        """
        end, self._batch = time.monotonic() + seconds, batch
        with listening() as ears, writes() as written:
            self._ears, self._written = ears, written
            for asking in self._asking:
                for request in asking.corners(corners):
                    for fault in self._ask(asking, request):
                        self._note(asking, fault, request)
            while self.report.rounds == 0 or time.monotonic() < end:
                for asking in self._asking:
                    while self._round(asking, self.report.rounds):
                        pass
                self.report.rounds += 1
        for fault in self._judge.unseen():
            self.report.faults.append(Found(self.visit.role, "everything", fault, Request("", "")))
        return self.report

    def _round(self, asking: Asking, seed: int) -> bool:
        """A batch for one operation; whether it showed a fault that had not been seen, made as small as can be."""
        shown: list[tuple[Fault, Request]] = []

        @hypothesis.seed(seed)
        @hypothesis.settings(_SETTINGS, max_examples=asking.batch(self._batch))
        @hypothesis.given(asking.drawn())
        def batch(drawn: Drawn) -> None:
            request = drawn.request()
            for fault in self._ask(asking, request):
                if shown[0][0].kind == fault.kind if shown else self._is_new(fault):
                    shown.append((fault, request))
                    raise AssertionError(fault.kind)

        with suppress(AssertionError, hypothesis.errors.Flaky), warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", hypothesis.errors.HypothesisWarning
            )  # that what shows a fault is long
            batch()
        if shown:
            self._note(asking, *min(shown, key=lambda one: len(str(one[1]))))
        return bool(shown)

    def _ask(self, asking: Asking, request: Request) -> list[Fault]:
        answer = send(request, self.visit, self._ears)
        counted = self.report.counts.setdefault(asking.operation.label, Counter())
        counted[f"{answer.status // 100}xx" if answer.status else "no answer"] += 1
        counted["sent"] += 1
        counted["reached"] += asking.name in (_name_of(request.path), describe.STATIC)
        counted["refused as forged"] += any("django.security.csrf" in line for line in answer.lines)
        changed = []
        if self._written:  # something but a session: look at what is stored
            changed = [
                replace(fault, kind=f"{fault.kind} by {asking.operation.label}")
                for fault in self._judge.changed(request, list(self._written))
            ]
            self._written.clear()
        return [*changed, *self._judge.faults(request, answer)]

    def _is_new(self, fault: Fault) -> bool:
        return not any(one.fault.kind == fault.kind for one in self.report.faults)

    def _note(self, asking: Asking, fault: Fault, request: Request) -> None:
        if self._is_new(fault):
            self.report.faults.append(Found(self.visit.role, asking.operation.label, fault, request))


_SETTINGS = hypothesis.settings(
    database=None, deadline=None, phases=[Phase.generate, Phase.shrink],
    verbosity=Verbosity.quiet, suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    print_blob=False,
)  # fmt: skip


def _name_of(path: str) -> str:
    """The name of the address that a path comes to."""
    try:
        return str(resolve(unquote(path)).view_name)
    except Resolver404:
        return describe.NO_ADDRESS


def _people(small: SmallWorld) -> list[str]:
    """Who somebody is: ids of one's own patients, of another's, and of none; a name and numbers."""
    some = [small.patients[key] for key in ("ten years", "dead", "elsewhere", "mourned")]
    return [*some, NOBODY, *list(surface.tells(some[:1]))[:3], *list(surface.tells(some[2:]))[:2]]
