"""As-needed medicines by injection, ordered at the latest the day before death (question 27). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from lindra.care.plan import needed
from lindra.care.rules import ENDED
from lindra.record.chart import Statement, again
from lindra.registry.claims import Claim, Evidence, Said, conflict, decided
from lindra.registry.prefill import data, times
from lindra.registry.prefill.case import Case, code_of, codes_of, once
from lindra.registry.prefill.times import Fit


@dataclass(frozen=True, slots=True)
class Order:
    """An as-needed order begun before death: whether it counts, or by ``lacks`` why it does not."""

    statement: Statement
    indication: str
    stated: bool
    fit: Fit
    lacks: str = ""

    @property
    def evidence(self) -> Evidence:
        """The order as evidence."""
        about = {"text": code_of(self.statement)[2] or code_of(self.statement)[1], "indication": self.indication,
                 "route": str(self.statement.value.get("route", ""))}  # fmt: skip
        return Evidence(self.statement, f"order{'_' if self.lacks else ''}{self.lacks}", about)


@once
def orders(case: Case) -> list[Order]:
    """Every as-needed order begun before death, oldest first."""
    return list(_orders(case))


def _orders(case: Case) -> Iterator[Order]:
    for ordered, _ in case.latest("medicine_ordered", "order"):
        if ordered.value.get("as_needed"):
            first = _first(case, ordered)
            fit = _in_time(case, first)
            indication, stated = needed.indication(ordered)
            yield Order(ordered, indication, stated, fit, _lacks(case, ordered, first, fit))


def _first(case: Case, ordered: Statement) -> Statement:
    """The entry by which the order was first written, where it was written again without having been stopped."""
    order = ordered.value.get("order")
    stops = [one for one, _ in case.told_before("medicine_stopped") if one.value.get("order") == order]
    written = [one for one, _ in case.told_before("medicine_ordered") if one.value.get("order") == order]
    since = [
        one for one in written if not any(again(ordered, stop) and stop.order > one.order for stop in stops)
    ]
    return next((one for one in since if one.value.get("as_needed")), ordered)


def _in_time(case: Case, ordered: Statement) -> Fit:
    """Whether it was ordered at the latest the day before death."""
    if case.death is None or case.death.day is None:
        return Fit.NO
    latest = case.death.day - timedelta(days=case.limit("order_before").amount)
    return min(case.before(ordered), times.on_or_before(case.when(ordered), latest))


def _lacks(case: Case, ordered: Statement, first: Statement, fit: Fit) -> str:
    if not fit:
        return "late"
    if not _stood(case, ordered):
        return "stopped"
    injection = data.injection(str(ordered.value.get("route", "")), case.on)
    return "" if injection else "route" if injection is None else "no_injection"


def _stood(case: Case, ordered: Statement) -> bool:
    """Whether the order still stood when the day of death began."""
    assert case.death is not None and case.death.day is not None  # noqa: PT018 - an order in time has both
    before = case.death.day - timedelta(days=1)
    stops = [
        one for one, _ in case.told_before("medicine_stopped")
        if one.value.get("order") == ordered.value.get("order") and not again(ordered, one)
    ]  # fmt: skip
    ended = any(times.on_or_before(case.when(one), before) is not Fit.NO for one in stops)
    return not ended and ordered.value.get("status", "") not in ENDED


def order(indication: str) -> Callable[[Case], Claim]:
    """The question on orders for one indication."""
    return lambda case: _for(case, indication)


def _for(case: Case, indication: str) -> Claim:
    """Stated for it, certain; usually for it by its group, likely. For pain only opioids count."""
    question = f"order_{indication}"
    own = [one for one in orders(case) if one.indication == indication]
    counting = [
        one for one in own if not one.lacks and (indication != "pain" or _opioid(case, one) is not False)
    ]
    said: list[Said] = [
        ("yes", one.evidence, one.fit.certainty if _sure(case, one) else "likely")
        for one in reversed(counting)
    ]
    none = _none(case)
    if none is not None and any(one.statement.order < none.order for one in counting):
        return conflict(
            question, "none_ordered", [*((a, e) for a, e, _ in said), ("no", Evidence(none, "none_ordered"))]
        )
    if none is not None and not any(not one.lacks for one in orders(case)):
        return decided(question, [("no", Evidence(none, "none_ordered"), "likely")], "")
    near = [one.evidence for one in own if one not in counting]
    return decided(question, said, _why(own, near), near)


def _sure(case: Case, one: Order) -> bool:
    return one.stated and (one.indication != "pain" or _opioid(case, one) is True)


def _opioid(case: Case, one: Order) -> bool | None:
    """Whether it is an opioid; None where its code does not tell."""
    codes = codes_of(one.statement)
    prefixes = tuple(code for _, code in data.codes("opioid", case.on))
    if any(code.upper().startswith(prefixes) for _, code in codes):
        return True
    return False if any(system.upper() == "ATC" and code for system, code in codes) else None


def _why(own: list[Order], near: list[Evidence]) -> str:
    lacking = [one.lacks for one in own if one.lacks]
    return f"order_{lacking[-1]}" if lacking else "not_opioid" if near else "no_order"


def _none(case: Case) -> Statement | None:
    """The last entry that says that no as-needed medicines were ordered, where it is recent enough to hold."""
    asked = [
        one for one, _ in case.told_before("asked")
        if one.value.get("topic") == "as_needed" and one.value.get("known") == "no"
    ][-1:]  # fmt: skip
    if not asked or case.within(asked[0], "none_ordered") is not Fit.YES:
        return None
    return asked[0]
