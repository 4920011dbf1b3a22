"""What a form about this patient lets choose among: relatives, orders, and what stands in the plan and may be ended.

Each source gives options with the constants of the fact that is written where one is chosen, so that nobody types
again what is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from lindra.care import colleagues, rules
from lindra.care.events import medicines as told_of
from lindra.care.events import nursing
from lindra.care.events.people import CONTACTS_NAMED
from lindra.care.plan import labels, needed
from lindra.care.plan.lines import dose, joined
from lindra.care.present import code_text
from lindra.forms import options
from lindra.forms.structs import Coding, Extension, Option
from lindra.people.details import Relative
from lindra.privacy.door import Opened
from lindra.record.chart import Chart, Statement
from lindra.record.clinical import ALLERGIES, DEVICES
from lindra.record.plans import GOALS

Kept = Collection[str]
OPEN = ("", None, "active", "accepted")
"""Statuses of what has not ended, as the plan reads them."""


def register() -> None:
    """Say where the options come from."""
    for name, source in (
        ("relatives", relatives),
        ("orders", orders),
        ("orders_here", orders_here),
        ("contacts", contacts),
        ("steps", steps),
        ("infections", infections),
        ("implants", implants),
        ("devices", devices),
        ("allergies", allergies),
        ("opioids", opioids),
        ("goals", goals),
        ("physicians", colleagues.physicians),
        ("units", colleagues.units),
    ):
        options.register(name, source)


def read_elsewhere(source: str) -> bool:
    """Whether an entry was read from another system: it is changed there."""
    return bool(source) and not source.startswith("form|")


def relatives(opened: Opened, kept: Kept) -> Iterator[Option]:
    """Those close to the patient, as among the patient's details."""
    for one in opened.person.details.get(Relative.kind, ()):
        if isinstance(one, Relative):
            yield _option(one.ref, joined(one.name or one.ref, one.relation))


def orders(opened: Opened, kept: Kept) -> Iterator[Option]:
    """As-needed orders that a dose may be given of: substance, route and, where it does not vary, the dose."""
    for order in needed.ordered(opened.chart):
        yield _option(_name(order), _order_title(order), **_given(order.value))
    for row in opened.chart.rows("medicines"):
        ended = row.get("ordered")
        if ended and _name(ended) in kept and ended not in rules.as_needed(opened.chart):
            yield _option(_name(ended), _order_title(ended), **_given(ended.value))


def orders_here(opened: Opened, kept: Kept) -> Iterator[Option]:
    """As-needed orders that were copied here by hand."""
    for order in needed.ordered(opened.chart):
        if not read_elsewhere(order.source):
            yield _option(_name(order), _order_title(order))


def _name(order: Statement) -> str:
    return str(order.value.get("order", ""))


def _order_title(order: Statement) -> str:
    why, _sure = needed.indication(order)
    text = joined(code_text(order.value.get("code")), dose(order.value), by=" ")
    return joined(text, str(labels.INDICATIONS[why]) if why else "", by=" – ")


def _given(order: Mapping[str, Any]) -> dict[str, str | Decimal]:
    """What a dose given of an order is known to be."""
    code, terms = order.get("code") or {}, order.get("terms") or {}
    low, high = terms.get("dose") or {}, terms.get("dose_high")
    found: dict[str, str | Decimal] = {
        f"code.{part}": str(code[part]) for part in ("code", "system", "text") if code.get(part)
    }
    if order.get("route"):
        found["route"] = str(order["route"])
    if low.get("unit"):
        found["dose.unit"] = str(low["unit"])
    if low.get("number") is not None and high is None:
        found["dose.number"] = Decimal(str(low["number"]))
    return found


def contacts(opened: Opened, kept: Kept) -> Iterator[Option]:
    """Those to call."""
    for one in _stated(opened.chart, CONTACTS_NAMED, "ended"):
        value = one.value
        way = value.get("phone") or value.get("name") or value.get("other_way", "")
        known = {name: str(value[name]) for name in ("role", "phone", "name", "other_way") if value.get(name)}
        title = joined(
            labels.ROLES[value["role"]], value.get("name"), value.get("phone") or value.get("other_way")
        )
        yield _option(f"{value['role']}|{way}", title, **known)


def steps(opened: Opened, kept: Kept) -> Iterator[Option]:
    """What is to be done when a problem comes."""
    for one in _stated(opened.chart, nursing.STEPS, "ended"):
        value = one.value
        known = {name: str(value[name]) for name in ("problem", "other", "first") if value.get(name)}
        title = joined(value.get("other") or labels.PROBLEMS[value["problem"]], value["first"], by=": ")
        yield _option(f"{value['problem']}|{value.get('other', '')}", title, **known)


def infections(opened: Opened, kept: Kept) -> Iterator[Option]:
    """Contagions to protect others from."""
    return _forms(_stated(opened.chart, nursing.INFECTIONS, "over"), labels.INFECTIONS)


def implants(opened: Opened, kept: Kept) -> Iterator[Option]:
    """What sits in the body."""
    return _forms(_stated(opened.chart, nursing.IMPLANTS, "removed"), labels.IMPLANTS)


def _forms(found: Iterable[Statement], names: Mapping[str, Any]) -> Iterator[Option]:
    for one in found:
        form, what = str(one.value["form"]), str(one.value.get("what", ""))
        title = joined(names[form], what, by=": ")
        yield _option(f"{form}|{what}", title, **{"form": form, **({"what": what} if what else {})})


def devices(opened: Opened, kept: Kept) -> Iterator[Option]:
    """Aids that the patient has."""
    return _coded(opened.chart, DEVICES)


def allergies(opened: Opened, kept: Kept) -> Iterator[Option]:
    """What the patient is hypersensitive to."""
    return _coded(opened.chart, ALLERGIES)


def goals(opened: Opened, kept: Kept) -> Iterator[Option]:
    """What the patient aims at."""
    return _coded(opened.chart, GOALS)


def _coded(chart: Chart, slot: str) -> Iterator[Option]:
    """What was noted here and is known by its reference."""
    for one in _stated(chart, slot):
        value = one.value
        if value.get("status") not in OPEN or read_elsewhere(one.source):
            continue
        code = {f"code.{part}": str(said) for part, said in (value.get("code") or {}).items() if said}
        text = {"text": str(value["text"])} if value.get("text") else {}
        title = value.get("text") or code_text(value.get("code")) or value.get("name") or value["ref"]
        yield _option(str(value["ref"]), str(title), ref=str(value["ref"]), **code, **text)


def opioids(opened: Opened, kept: Kept) -> Iterator[Option]:
    """Regular opioids that were copied here."""
    for one in _stated(opened.chart, told_of.OPIOID):
        substance = one.value.get("substance") or {}
        if one.value.get("known", "yes") == "yes" and substance:
            code = {f"substance.{part}": str(said) for part, said in substance.items() if said}
            yield _option(str(substance.get("code") or substance.get("text")), code_text(substance), **code)


def _stated(chart: Chart, slot: str, ended: str = "") -> list[Statement]:
    found = (row["stated"] for row in chart.rows(slot) if "stated" in row)
    return [one for one in found if not (ended and one.value.get(ended))]


def _option(code: str, title: str, **known: str | Decimal) -> Option:
    constants: tuple[Extension, ...] = tuple(options.fixed(path, value) for path, value in known.items())
    return Option(extension=constants, value_coding=Coding(code=code, display=title))
