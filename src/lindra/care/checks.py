"""What care asks of its own facts before they are written: who decides, on what, and when. Pure but for the words.

Sources: SOSFS 2011:7 3 kap. (limits of treatment; second-hand), SYSTEMS A2 (a decision is individual, and not made at a
distance without knowing the patient), HSLF-FS 2015:15 (death; not verified).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from lindra.care import medicine_checks, rules
from lindra.care.events.common import Clinician
from lindra.care.events.medicines import OPIOID
from lindra.care.events.nursing import IMPLANTS, INFECTIONS
from lindra.care.events.people import RELATIVES_NOTED, ContactNamed
from lindra.care.events.situation import MATTERS
from lindra.care.plan import calling
from lindra.care.professions import LICENSED, profession, writers
from lindra.care.signing.rules import is_same, plain_name
from lindra.clock import day
from lindra.forms import checks, writer
from lindra.forms.checks import Objection
from lindra.forms.values import N_
from lindra.forms.yields import Yielded
from lindra.privacy.reader import Reader
from lindra.record.chart import Chart
from lindra.record.clinical import ALLERGIES, DEVICES

PHONE = re.compile(r"\+?[0-9][0-9 ()\-]{4,}")
"""A telephone number as people write it: at least five digits, blanks and dashes between."""
WORDS = re.compile(r"[^\W\d_]+")
DATA = Path(__file__).parent / "data" / "group_words.csv"

ONLY_A_PHYSICIAN = N_("Only a physician can be responsible for this. Give the physician who decides.")
NOT_WRITTEN_BY_YOU = N_(
    "Only a physician or a nurse writes, corrects and withdraws this. Ask one of them to do it."
)
NOT_YOU = N_("You are not a physician. Give the name of the physician who decides.")
ANOTHER = N_("Another licensed colleague must have been consulted. Give the name and profession.")
NOT_LICENSED = N_("The colleague consulted must have a licence, as a physician or nurse has.")
NOT_THE_SAME = N_("The one consulted must be another than the one who decides.")
KNOW_THE_PATIENT = N_(
    "At a distance only a physician who knows the patient decides. See the patient, or ask one who does."
)
PASSED = N_("This day has passed. Give a day from today on.")
WHEN_TOLD = N_("Say which day they were told.")
NOT_YET = N_("This day lies ahead. Give the day it happened.")
NO_REASON = N_(
    "Age, housing or group is no reason. Say what there is in this patient's illness or will that decides it."
)
NO_WAY = N_("Give a telephone number or another way to reach them.")
NO_NUMBER = N_("This is no telephone number. Write digits, and blanks or dashes between.")
BEFORE_DEATH = N_("This is before the patient died. See which time is right.")
LEADS = N_("A conversation at the turn of the illness is led by a physician.")
TWO_NUMBERS = N_(
    "Another number, %(phone)s, stands for the same. Choose it under what this replaces; "
    "if both are answered, tell them apart by their names."
)
SAME_NUMBER = N_("This is what you are noting now. Choose the one that it replaces, or none.")


def register() -> None:
    """Hold every answer to these rules."""
    for kind, check in (
        ("limit_decided", limit),
        ("death_expected", expected),
        ("death_established", established),
        ("conversation_held", conversation),
        ("contact_named", contact),
        ("medicine_ordered", medicine_checks.as_needed),
        ("medicine_given", medicine_checks.given),
        ("opioid_noted", medicine_checks.opioid),
        ("pump_noted", medicine_checks.pump),
        ("asked", asked),
        ("bereavement_contact", next_contact),
        ("death-at-home", in_order),
    ):
        checks.register(kind, check)
    writer.professions(profession)
    for kind, allowed in writers().items():
        writer.only(kind, allowed, NOT_WRITTEN_BY_YOU)
        writer.signing(kind, by_the_physician)
    checks.AFTER_DEATH |= {
        "bereavement_contact",
        "death_established",
        "conversation_held",
        "contact",
        "relative_noted",
    }


Facts = Sequence[Yielded]


def limit(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """A limit of treatment: a physician, who consulted another, and knows the patient where decided at a distance."""
    for one in facts:
        fact: Any = one.fact
        yield from _responsible(one, fact.physician, "physician", reader)
        if not is_individual(fact.reason):
            yield Objection(one, "reason", NO_REASON)
        if fact.decision != "give":
            yield from _consulted(one, fact.physician, fact.consulted)
        if fact.assessed == "at_a_distance" and not fact.knows_patient:
            yield Objection(one, "knows_patient", KNOW_THE_PATIENT)
        if "yes" in (fact.patient_told, fact.relatives_told) and fact.told_on is None:
            yield Objection(one, "told_on", WHEN_TOLD)
        if fact.told_on is not None and fact.told_on > day(now):
            yield Objection(one, "told_on", NOT_YET)
        yield from _ahead(one, "review", fact.review, now)


def is_individual(reason: str) -> bool:
    """Whether a reason says anything but group, age or housing."""
    return any(word not in group_words() for word in WORDS.findall(reason.casefold()))


@cache
def group_words() -> frozenset[str]:
    """Words of age, housing and group, and those that bind them: they find the plain cases, and no more."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return frozenset(row["word"] for row in csv.DictReader(file))


def expected(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """Expected death: a physician decides, and it is reviewed."""
    for one in facts:
        fact: Any = one.fact
        yield from _responsible(one, fact.physician, "physician", reader)
        yield from _ahead(one, "review", fact.review, now)


def established(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """Death is established by a physician; a nurse may have examined only where it was expected."""
    for one in facts:
        fact: Any = one.fact
        yield from _responsible(one, fact.physician, "physician", reader)
        allowed = {"physician", "nurse"} if fact.expected else {"physician"}
        if fact.examined_by.profession not in allowed:
            yield Objection(one, "examined_by.profession", ONLY_IF_EXPECTED)


ONLY_IF_EXPECTED = N_(
    "A nurse may examine only where a physician had decided that death was expected; else a physician."
)


def in_order(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """Nobody is found dead before they died."""
    died = next((one.when.start for one in facts if one.fact.kind == "died"), None)
    for one in facts:
        found = one.when.start
        if one.fact.kind == "death_established" and died is not None and found is not None and found < died:
            yield Objection(one, "when", BEFORE_DEATH)


def conversation(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """Brytpunktssamtal is led by a physician; the next conversation lies ahead."""
    for one in facts:
        fact: Any = one.fact
        if fact.form == "turning_point" and fact.led_by.profession != "physician":
            yield Objection(one, "led_by.profession", LEADS)
        elif fact.form == "turning_point":
            yield from _responsible(one, fact.led_by, "led_by", reader)
        yield from _ahead(one, "next_at", fact.next_at, now)


def contact(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """Somebody to call can be reached; what is replaced is another, and nobody has two numbers unawares."""
    new = {_reached(one.fact) for one in facts if not getattr(one.fact, "ended", False)}
    gone = {_reached(one.fact) for one in facts} - new
    known = [ContactNamed.model_validate(each.value) for each in calling.contacts(chart)]
    stands = [one for one in known if _reached(one) not in new | gone]
    for one in facts:
        fact: Any = one.fact
        if fact.ended:
            if _reached(fact) in new:
                yield Objection(one, "", SAME_NUMBER)
            continue
        if not fact.phone and not fact.other_way:
            yield Objection(one, "phone", NO_WAY)
        if fact.phone and not PHONE.fullmatch(fact.phone):
            yield Objection(one, "phone", NO_NUMBER)
        other = next((each.phone for each in stands if each.phone and _who(each) == _who(fact)), "")
        if fact.phone and other:
            yield Objection(one, "phone", TWO_NUMBERS, {"phone": other})


def _who(fact: Any) -> tuple[str, str, str]:
    return fact.role, _plain(fact.name), _plain(fact.unit)


def _reached(fact: Any) -> tuple[str, str]:
    return fact.role, fact.phone or fact.name


NOTED = {
    "hypersensitivity": (ALLERGIES, ""),
    "implants": (IMPLANTS, "removed"),
    "infection": (INFECTIONS, "over"),
    "what_matters": (MATTERS, ""),
    "relatives": (RELATIVES_NOTED, ""),
    "equipment": (DEVICES, ""),
    "opioid": (OPIOID, ""),
}
"""Where what is noted of a topic stands, and which field says that it has ended."""
GONE = ("inactive", "resolved", "completed", "stopped", "entered-in-error", "intended", "cancelled")


def asked(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """Nobody is said to have none of what is noted: that would hide it."""
    for one in facts:
        topic = getattr(one.fact, "topic", "")
        slot, ended = NOTED.get(topic, ("", ""))
        found = [row["stated"].value for row in chart.rows(slot)] if slot else []
        if topic == "as_needed":
            found = [each.value for each in rules.as_needed(chart)]
        if any(_stands(value, ended) for value in found):
            yield Objection(one, "known", medicine_checks.STILL_THERE)


def _stands(value: dict[str, Any], ended: str) -> bool:
    return not value.get(ended) and value.get("status", "") not in GONE and value.get("known", "yes") == "yes"


def next_contact(facts: Facts, chart: Chart, reader: Reader, now: datetime) -> Iterator[Objection]:
    """The next contact with those who are left lies ahead."""
    for one in facts:
        yield from _ahead(one, "next_at", getattr(one.fact, "next_at", None), now)


def _responsible(one: Yielded, who: Clinician, field: str, reader: Reader) -> Iterable[Objection]:
    if who.profession != "physician":
        yield Objection(one, f"{field}.profession", ONLY_A_PHYSICIAN)
    elif _is(who, reader) and profession(reader.assignment.role) != "physician":
        yield Objection(one, f"{field}.name", NOT_YOU)


def by_the_physician(fact: Any, reader: Reader) -> bool:
    """Whether the one who writes is the physician named: others write for them, and sign nothing."""
    return profession(reader.assignment.role) == "physician" and _is(fact.physician, reader)


def _is(who: Clinician, reader: Reader) -> bool:
    return is_same(who.name, who.hsa_id, reader.staff.name, reader.staff.hsa_id)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _consulted(one: Yielded, physician: Clinician, consulted: Clinician | None) -> Iterable[Objection]:
    if consulted is None:
        yield Objection(one, "consulted.name", ANOTHER)
    elif consulted.profession not in LICENSED:
        yield Objection(one, "consulted.profession", NOT_LICENSED)
    elif plain_name(consulted.name) == plain_name(physician.name):
        yield Objection(one, "consulted.name", NOT_THE_SAME)


def _ahead(one: Yielded, field: str, on: date | None, now: datetime) -> Iterable[Objection]:
    if on is not None and on < day(now):
        yield Objection(one, field, PASSED)
