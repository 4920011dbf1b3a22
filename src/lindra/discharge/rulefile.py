"""The rules as dated data: the statute's numbers, and what a region's agreement changes. Pure but for reading files.

A rule is a TOML file. ``national`` is the statute; every other says only what it changes of the one it is ``based_on``,
table by table and key by key. Each table with a number has its ``source`` and whether it was ``verified`` there; what
is not known stands in ``not_known`` with the reason, and is never filled in. ``docs/discharge-cases.md`` documents it.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from lindra.discharge.days import Count
from lindra.discharge.steps import DATA, EVENTS

RULES = DATA / "rules"
NATIONAL = "national"


class BadRule(ValueError):
    """A rule file that cannot be used; says which key, and what is allowed."""


def _hour(value: Any) -> Any:
    return time.fromisoformat(value) if isinstance(value, str) else value


def _event(value: Any) -> Any:
    if value not in EVENTS:
        raise ValueError(f"must be one of {', '.join(EVENTS)}")
    return value


Hour = Annotated[time, BeforeValidator(_hour)]
Event = Annotated[str, BeforeValidator(_event)]
Days = Annotated[int, Field(ge=0, le=366)]
Late = Literal["no_liability", "from_then", "no_matter"]


class Table(BaseModel):
    """A table of a rule: frozen, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Sourced(Table):
    """A table with numbers. ``verified``: they were read in the source, but for those named in ``working_model``.

    ``reading``: what of it is our own understanding of the source.
    """

    source: str = ""
    verified: bool = False
    working_model: tuple[str, ...] = ()
    reading: str = ""


class Notice(Sourced):
    """Hours after admission, or the later judgement, within which the admission notice is sent (2 kap. 3 §)."""

    hours: int = Field(ge=1, le=8784)


class SipCall(Sourced):
    """Days after the ready notice within which SIP is called (4 kap. 3 §)."""

    days: Days
    count: Count


class Payment(Sourced):
    """Days after the ready notice until payment, and until then if it was sent after ``day_break`` (5 kap. 4 §)."""

    days: Days
    days_after_break: Days
    day_break: Hour
    count: Count


class Conditions(Sourced):
    """What a notice, or a call to SIP, that was late does to liability (5 kap. 3 §): none, from then on, no matter."""

    late_notice: Late
    late_sip_call: Late


class Average(Sourced):
    """The mean of a month. ``limit``: days free of charge in the mean, null where not known.

    ``excess``: how what is over the limit is charged. ``mean_over_limit``: (mean − limit) × cases × amount.
    ``zero_days``: whether stays of no day count in the mean. ``conditions``: whether stays for which there would be no
    liability (5 kap. 3 §), and days without open care (5 kap. 5 §), are left out of it.
    """

    limit: Annotated[Decimal, Field(ge=0, le=366)] | None = None
    day_break: Hour = time(0)
    zero_days: Literal["count", "leave_out"] = "count"
    conditions: Literal["not_asked", "left_out"] = "not_asked"
    excess: Literal["mean_over_limit"] | None = None


class LongStay(Sourced):
    """Stays ready for more than ``over_days`` calendar days leave the mean, and are counted one by one.

    ``payable``: from when they are paid. *payment*: as without agreement (5 kap. 4 §); *after_days*: from the day after
    ``over_days``; null where not known.
    """

    over_days: Days | None = None
    payable: Literal["payment", "after_days"] | None = None


class Exclusions(Sourced):
    """Who is left out of mean and liability: kinds of care, as ``admitted`` names them; who died as inpatient."""

    care: tuple[str, ...] = ()
    died: bool = False


class Deadline(Sourced):
    """A further deadline: ``to`` within so many of ``unit`` after ``since``, both events."""

    name: str
    since: Event
    to: Event
    within: int = Field(ge=0, le=8784)
    unit: Literal["hours", "calendar_days", "working_days"]


class Amounts(Sourced):
    """SEK a care day, by year. ``national``: for other years those of Socialstyrelsen (``data/amounts.csv``)."""

    national: bool = True
    sek: Mapping[int, Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=2)]] = Field(
        default_factory=dict
    )


class NotKnown(Table):
    """What is not known, or not computed, and why."""

    what: str
    why: str


class Rule(Table):
    """A rule in force or proposed: the statute, or what a region and its municipalities agreed (4 kap. 5 §)."""

    name: str
    title: str
    kind: Literal["case", "average"]
    status: Literal["in_force", "proposed", "unknown"]
    valid_from: date
    source: str
    based_on: str = NATIONAL
    notice: Notice
    sip_call: SipCall
    payment: Payment
    conditions: Conditions
    average: Average = Average()
    long_stay: LongStay = LongStay()
    exclusions: Exclusions = Exclusions()
    amounts: Amounts = Amounts()
    deadlines: tuple[Deadline, ...] = ()
    not_known: tuple[NotKnown, ...] = ()
    not_computed: tuple[NotKnown, ...] = ()

    def why_unknown(self, what: str) -> str:
        """Why something is not known, in the file's words; empty where it does not say."""
        return next((one.why for one in self.not_known if one.what == what), "")


LISTS = ("deadlines", "not_known", "not_computed")


def shipped() -> tuple[str, ...]:
    """Names of the rules that come with Lindra, the statute first."""
    names = sorted(path.stem for path in RULES.glob("*.toml"))
    return (NATIONAL, *(name for name in names if name != NATIONAL))


@cache
def named(name: str) -> Rule:
    """A rule that comes with Lindra."""
    return _rule(_raw(name), name)


def find(asked: str) -> Rule:
    """The rule of a name that comes with Lindra, or of a file. ``BadRule`` says what is wrong."""
    if asked in shipped():
        return named(asked)
    path = Path(asked)
    if not path.is_file():
        raise BadRule(f"no rule of that name and no such file. There are: {', '.join(shipped())}")
    try:
        told = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRule(f"the file is no TOML: {error}") from None
    told.setdefault("name", path.stem)
    return _rule(_over(told, f"stated in {path.name}"), path.name)


def _raw(name: str) -> dict[str, Any]:
    told = tomllib.loads((RULES / f"{name}.toml").read_text("utf-8"), parse_float=Decimal)
    return told if name == NATIONAL else _over(told, told.get("source", ""))


def _over(told: dict[str, Any], source: str) -> dict[str, Any]:
    """A file's tables laid over those of the rule it is based on.

    A table that changes a number has the file's own source, not that of the number it changed; what it states is no
    longer among what is not known.
    """
    base = told.get("based_on", NATIONAL)
    if base not in shipped() or (base != NATIONAL and base == told.get("name")):
        raise BadRule(f"based_on: no such rule. There are: {', '.join(shipped())}")
    found = dict(_raw(base))
    stated = set()
    for key, value in told.items():
        if key in LISTS and isinstance(value, list):
            found[key] = [*found.get(key, []), *value]
        elif isinstance(value, dict):
            below = found.get(key, {})
            own = {
                "source": told.get("source", source),
                "verified": False,
                "working_model": (),
                "reading": "",
            }
            found[key] = below | own | value
            stated |= {f"{key}.{inner}" for inner in value}
        else:
            found[key] = value
    own_unknown = told.get("not_known", [])
    found["not_known"] = [
        one for one in found.get("not_known", []) if one in own_unknown or one.get("what") not in stated
    ]
    return found


def _rule(told: dict[str, Any], shown: str) -> Rule:
    try:
        return Rule.model_validate(told)
    except ValidationError as error:
        raise BadRule("; ".join(_said(one) for one in error.errors()) + f" ({shown})") from None


def _said(error: Any) -> str:
    """One fault of a file: the key, what is wrong, what is allowed."""
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        return f"{where}: no such key. Allowed here: {', '.join(_allowed(error['loc']))}"
    if error["type"] == "missing":
        return f"{where}: is missing"
    return f"{where}: {error['msg'][0].lower()}{error['msg'][1:]}"


def _allowed(where: tuple[str | int, ...]) -> list[str]:
    """The keys of the table that a key stands in."""
    model: Any = Rule
    for part in where[:-1]:
        if isinstance(part, str) and part in model.model_fields:
            inner = model.model_fields[part].annotation
            model = next((one for one in get_args(inner) if isinstance(one, type)), inner)
    return sorted(model.model_fields)


class Amount(NamedTuple):
    """SEK for a care day of a year, or none and why; whether it was read in its source, and which that is."""

    sek: Decimal | None
    verified: bool
    source: str
    why: str = ""


@cache
def _national_amounts() -> dict[int, Amount]:
    with (DATA / "amounts.csv").open(encoding="utf-8", newline="") as file:
        return {
            int(row["year"]): Amount(
                Decimal(row["sek"]) if row["sek"] else None,
                row["verified"] == "yes",
                row["source"],
                row["why"],
            )
            for row in csv.DictReader(file)
        }


def years() -> tuple[int, ...]:
    """The years of which Socialstyrelsen's amount is known, or known not to have been found."""
    return tuple(_national_amounts())


def amount(rule: Rule, year: int) -> Amount:
    """What a care day of a year costs by a rule (5 kap. 6 §, or what was agreed)."""
    if (own := rule.amounts.sek.get(year)) is not None:
        return Amount(own, rule.amounts.verified, rule.amounts.source)
    if not rule.amounts.national:
        return Amount(None, False, "", f"the rule does not state the amount of {year}")
    why = f"the amount of {year} is not known; state it in a rule file (amounts.sek)"
    return _national_amounts().get(year, Amount(None, False, "", why))
