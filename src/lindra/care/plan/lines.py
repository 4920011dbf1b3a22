"""How each topic of the plan is said: label, text, what more, and how grave it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from lindra import clock
from lindra.care import present
from lindra.care.events.decisions import DECIDED
from lindra.care.plan import labels
from lindra.care.plan.model import Line
from lindra.care.signing.rules import is_same
from lindra.frame import dates, texts
from lindra.record.envelope import instant

Relatives = Mapping[str, str]
Staff = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """One line in words; see :class:`lindra.care.plan.shown.ShownLine`."""

    label: str
    text: str
    more: tuple[str, ...] = ()
    tone: str = ""
    phone: str = ""
    about: str = ""
    short: str = ""


def said(line: Line, relatives: Relatives, staff: Staff, *, partly: bool = False) -> Said:
    """The line in words; *not known* is written out, never left blank.

    ``partly``: it may stand where this reader may not see, so that it is not said that nobody has asked or signed.
    """
    told, signed = _said(line, relatives, partly=partly), signature(line, staff, partly=partly)
    return replace(told, more=(*told.more[:1], signed, *told.more[1:])) if signed else told


def _said(line: Line, relatives: Relatives, *, partly: bool) -> Said:
    label = str(labels.TOPICS.get(line.topic, line.topic))
    if line.statement is None or line.state != "stated":
        return _hidden(label) if partly and line.state == "not_asked" else _silent(line, label)
    if line.topic in ("relatives", "key"):
        return _relative(line, label, relatives)
    if line.statement.kind == "limit_decided":
        return _limit(line, label)
    return WORDS.get(line.topic, _coded)(line, label)


def joined(*parts: object, by: str = ", ") -> str:
    """The parts that say something, in one text."""
    return by.join(str(part) for part in parts if part)


UNDECIDED = ("resuscitation", "hospital", "death_expected")


def _hidden(label: str) -> Said:
    return Said(label, _("Nothing that you may see"), (), "unknown")


def _silent(line: Line, label: str) -> Said:
    """There is none, it could not be known, or nobody has asked."""
    if line.topic == "death_expected" and line.state != "not_asked":
        answer = _("No") if line.state == "no" else str(labels.STATES[line.state])
        tone = "" if line.state == "no" else "unknown"
        return Said(label, answer, _by_physician(line.value), tone, short=_decided(line, answer))
    text = (
        labels.UNDECIDED
        if line.topic in UNDECIDED and line.state == "not_asked"
        else labels.STATES[line.state]
    )
    note = str(line.value.get("note", ""))
    return Said(label, str(text), (note,) if note else (), "" if line.state == "no" else "unknown")


def _limit(line: Line, label: str) -> Said:
    value = line.value
    text = str(labels.DECISIONS[value["decision"]]) % {"condition": value.get("condition", "")}
    tone = {"give": "ok", "withhold": "critical", "conditional": "warning"}[value["decision"]]
    basis = ", ".join(str(labels.BASES[one]) for one in value.get("basis", ()))
    reason = joined(basis, value.get("reason"), by=": ")
    name = joined(label, value.get("other"), by=": ")
    return Said(name, text, (*_by_physician(value), reason, *_review(line)), tone)


def _by_physician(value: Mapping[str, Any]) -> tuple[str, ...]:
    who = value.get("physician") or {}
    name = joined(who.get("name"), who.get("unit"))
    return (_("decided by %(who)s") % {"who": name},) if name else ()


def signature(line: Line, staff: Staff, *, partly: bool) -> str:
    """Of a decision that somebody else has written down for the physician (SFS 2008:355 3 kap. 10 §): who signed it."""
    if line.unsigned:
        if partly:
            return _("not yet signed by the physician, as far as you may see")
        return _("not yet signed by the physician")
    if line.signature is None or line.statement is None or line.statement.kind not in DECIDED:
        return ""
    later, physician = line.signature, line.value.get("physician") or {}
    who = staff.get(later.author, later.author)
    told = {"who": who, "when": texts.instant(instant(later.recorded_at), "day")}
    if is_same(physician.get("name", ""), physician.get("hsa_id", ""), who, later.author):
        return _("signed by %(who)s, %(when)s") % told
    return _("signed by %(who)s, who took over responsibility, %(when)s") % told


def _review(line: Line) -> tuple[str, ...]:
    review = line.value.get("review")
    if not review:
        return ()
    day = texts.instant(date.fromisoformat(review))
    told = (
        _("to be reviewed %(when)s – that day has passed")
        if line.facts.get("review_past")
        else _("to be reviewed %(when)s")
    )
    return (told % {"when": day},)


def _expected(line: Line, label: str) -> Said:
    value = line.value
    wake = joined(labels.WAKE[value.get("wake", "unknown")], value.get("wake_whom"), by=" ")
    more = (
        *_by_physician(value),
        value.get("establishes", ""),
        wake,
        value.get("transport", ""),
        *_review(line),
    )
    return Said(
        label, _("Yes"), tuple(text for text in more if text), "warning", short=_decided(line, _("Yes"))
    )


def _decided(line: Line, text: str) -> str:
    """A decision in short: yes or no, the physician, the day."""
    who = (line.value.get("physician") or {}).get("name")
    at = line.statement.occurred_from if line.statement else None
    return joined(text, who, texts.stamp(instant(at), "day") if at else "")


def _implant(line: Line, label: str) -> Said:
    value = line.value
    icd = value["form"] == "icd"
    shocks = labels.SHOCKS.get(value.get("active", "")) if icd else None
    tone = "critical" if icd and value.get("active") != "no" else "warning"
    name = joined(labels.IMPLANTS[value["form"]], value.get("what"), by=": ")
    return Said(label, name, (str(shocks),) if shocks else (), tone)


def _infection(line: Line, label: str) -> Said:
    value = line.value
    name = value.get("what") or str(labels.INFECTIONS[value["form"]])
    return Said(label, name, (value["precautions"],) if value.get("precautions") else (), "warning")


def _hypersensitive(line: Line, label: str) -> Said:
    return Said(
        label, present.code_text(line.value.get("code")) or line.value.get("note", ""), (), "critical"
    )


def _phase(line: Line, label: str) -> Said:
    phase = line.value["phase"]
    tone = {"dying": "critical", "deteriorating": "warning", "unstable": "warning"}.get(phase, "")
    return Said(
        label, str(labels.PHASES[phase]), (line.value["line"],) if line.value.get("line") else (), tone
    )


def _measured(line: Line, label: str) -> Said:
    return Said(label, present.amount(line.value))


def _nutrition(line: Line, label: str) -> Said:
    note = line.value.get("note", "")
    return Said(label, str(labels.EATS[line.value["eats"]]), (note,) if note else ())


def _infusion(line: Line, label: str) -> Said:
    what = str(labels.TOPICS["fluids"] if line.value["form"] == "fluid" else labels.TOPICS["nutrition"])
    known = {"yes": _("running"), "no": _("none"), "unknown": _("not known")}[line.value["running"]]
    route = str(labels.ROUTES.get(line.value.get("route", ""), ""))
    return Said(what, known, (route,) if route else ())


def _skin(line: Line, label: str) -> Said:
    worst, site = line.value.get("worst"), line.value.get("site", "")
    if worst is None:
        return Said(label, str(labels.STATES["unknown"]), (), "unknown")
    if worst == 0:
        return Said(label, str(labels.STATES["no"]))
    return Said(label, _("Category %(worst)s") % {"worst": worst}, (site,) if site else (), "warning")


def _step(line: Line, label: str) -> Said:
    value = line.value
    problem = value.get("other") or str(labels.PROBLEMS[value["problem"]])
    more = []
    if value.get("second"):
        more.append(_("then: %(step)s") % {"step": value["second"]})
    if value.get("call"):
        more.append(_("call: %(whom)s") % {"whom": value["call"]})
    return Said(problem, value["first"], tuple(more))


def _as_needed(line: Line, label: str) -> Said:
    value, terms = line.value, line.value.get("terms") or {}
    why = str(labels.INDICATIONS[line.facts["indication"]])
    presumed = line.facts["presumed"] and line.facts["indication"]
    substance = present.code_text(value.get("code"))
    return Said(
        label=_("%(indication)s (presumed)") % {"indication": why} if presumed else why,
        text=joined(substance, terms.get("strength"), by=" "),
        more=(dose(value), limits(terms), given(line)),
        tone="warning" if line.facts["spent"] else "",
        about=str(value.get("order", "")),
        short=joined(joined(substance, dose(value, short=True), by=" "), given_shortly(line), by=" · "),
    )


def dose(value: Mapping[str, Any], *, short: bool = False) -> str:
    """The dose and the route (short: as on a list of medicines), or the dosage as its source writes it."""
    terms = value.get("terms")
    if not terms:
        return joined(value.get("dosage"), value.get("route"), by=" · ")
    low, high = terms["dose"], terms.get("dose_high")
    number = f"{exact(low['number'])}–{exact(high['number'])}" if high else exact(low["number"])
    name = value.get("route", "")
    route = labels.SHORT_ROUTES.get(name, "") if short else labels.ROUTES.get(name, name)
    return joined(number, UNITS.get(low.get("unit", ""), low.get("unit")), route, by=" ")


UNITS = {"ug": "µg", "microg": "µg"}


def exact(number: Any) -> str:
    """A dose as it was written, never rounded: 2,5 in Swedish."""
    text = str(number)
    return text.replace(".", ",") if texts.language() == "sv" else text


def limits(terms: Mapping[str, Any]) -> str:
    """Least time between doses, most doses a day, and who may give it."""
    said = []
    if terms.get("least_interval"):
        hours, minutes = divmod(int(terms["least_interval"]), 60)
        span = _("%(n)s h") % {"n": hours} if not minutes else _("%(n)s min") % {"n": terms["least_interval"]}
        said.append(_("at least %(span)s between") % {"span": span})
    if terms.get("most_per_day"):
        said.append(_("at most %(n)s in 24 hours") % {"n": terms["most_per_day"]})
    if terms.get("may_give"):
        said.append(
            _("given by %(who)s") % {"who": ", ".join(str(labels.GIVERS[one]) for one in terms["may_give"])}
        )
    return " · ".join(said)


def given(line: Line) -> str:
    """When it, or the same substance, was last given, how often in 24 hours, and from when again."""
    facts = line.facts
    if not facts["given"]:
        return _("last given: no dose recorded")
    what = _("same substance last given %(when)s") if facts["of_another"] else _("last given %(when)s")
    if facts["last_given"]:
        told = what % {"when": texts.stamp(instant(facts["last_given"]), _minute(facts))}
    else:
        told = _untimed(facts)
    count = _("at least %(n)s in 24 hours") if facts["at_least"] else _("%(n)s in 24 hours")
    return joined(
        joined(told, _why(facts), by=" "),
        _("and a dose at a time not known") if facts["untimed"] and facts["last_given"] else "",
        count % {"n": facts["in_24_hours"]},
        _again(facts),
        by=" · ",
    )


def given_shortly(line: Line) -> str:
    """The last dose for the first screen: its time today, its day and time in 24 hours, else its day; when again."""
    facts = line.facts
    if not facts["given"]:
        return ""
    what = _("same substance last %(when)s") if facts["of_another"] else _("last %(when)s")
    told = what % {"when": _shortly(facts)} if facts["last_given"] else _untimed(facts)
    untimed = _("and a dose at a time not known") if facts["untimed"] and facts["last_given"] else ""
    return joined(joined(told, _why(facts), by=" "), untimed, _again(facts), by=" · ")


def _shortly(facts: Mapping[str, Any]) -> str:
    last = instant(facts["last_given"])
    if instant(facts["at"]) - last >= timedelta(hours=24) or _minute(facts) != "minute":
        return texts.stamp(last, "day" if _minute(facts) == "minute" else facts["precision"])
    return _hour(last, facts)


def _minute(facts: Mapping[str, Any]) -> str:
    """As precise as the time of the last dose is known, but not finer than a minute."""
    return "minute" if facts["precision"] == "second" else str(facts["precision"])


def _untimed(facts: Mapping[str, Any]) -> str:
    if facts["of_another"]:
        return _("same substance given, time not known")
    return _("given, time not known")


def _why(facts: Mapping[str, Any]) -> str:
    """What a dose of another order was given for, where that is known."""
    if not facts["of_another"] or facts["given_for"] in ("", "other"):
        return ""
    name = str(labels.INDICATIONS[facts["given_for"]])
    return _("(for %(indication)s)") % {"indication": name[:1].lower() + name[1:]}


def _again(facts: Mapping[str, Any]) -> str:
    if not facts["again_from"]:
        return ""
    return _("again from %(when)s") % {"when": _hour(instant(facts["again_from"]), facts)}


def _hour(when: datetime, facts: Mapping[str, Any]) -> str:
    """The time, with its day where that is not the day of the plan."""
    time = dates.time_of_day(when)
    if clock.day(when) == clock.day(instant(facts["at"])):
        return time
    return joined(dates.short_day(when, texts.language()), time, by=" ")


def _opioid(line: Line, label: str) -> Said:
    value = line.value
    if line.statement is not None and line.statement.kind == "medicine_ordered":
        return Said(
            label, present.code_text(value.get("code")), (value["dosage"],) if value.get("dosage") else ()
        )
    amount = joined(exact(value.get("per_day")), UNITS.get(value.get("unit", ""), "mg"), by=" ")
    route = labels.ROUTES[value.get("route", "oral")]
    return Said(label, joined(present.code_text(value.get("substance")), amount, route, by=" "))


def _pump(line: Line, label: str) -> Said:
    value = line.value
    more = (value.get("content", ""), value.get("rate", ""), value.get("change", ""))
    return Said(label, _("running"), tuple(text for text in more if text), "warning")


def _kept(line: Line, label: str) -> Said:
    note = line.value.get("note", "")
    return Said(label, line.value["place"], (note,) if note else ())


def _contact(line: Line, label: str) -> Said:
    value = line.value
    who = joined(value.get("name"), value.get("profession"), value.get("unit"))
    hours = "; ".join(map(hours_words, value.get("hours") or ({},)))
    return Said(
        label=str(labels.ROLES[value["role"]]),
        text=value.get("phone") or value.get("other_way", ""),
        more=(who, hours),
        tone="ok" if line.facts.get("now") else "",
        phone=value.get("phone", ""),
    )


def hours_words(hours: Mapping[str, Any]) -> str:
    """When a number is answered: workdays 08:00–16:30, or every day round the clock."""
    days = str(labels.DAYS[hours.get("days", "every_day")])
    start, end = hours.get("start", "00:00"), hours.get("end", "00:00")
    return joined(days, _("round the clock") if start == end else f"{start}–{end}", by=" ")


def _matters(line: Line, label: str) -> Said:
    by = labels.SAID_BY.get(line.value.get("said_by", ""))
    return Said(label, _("“%(words)s”") % {"words": line.value["text"]}, (str(by),) if by else ())


def _place(line: Line, label: str) -> Said:
    first, second = line.value.get("first"), line.value.get("second")
    more = (_("otherwise %(place)s") % {"place": labels.PLACES[second]},) if second else ()
    return Said(label, str(labels.PLACES[first]) if first else str(labels.STATES["unknown"]), more)


def _relative(line: Line, label: str, relatives: Relatives) -> Said:
    value = line.value
    name = relatives.get(str(value["relative"]), "") or _("Name not known")
    if line.topic == "key":
        return Said(label, name)
    more = [text for text in (value.get("knows", ""), value.get("wants", "")) if text]
    if value.get("child"):
        more.append(_("child as relative"))
    if (night := labels.NIGHT.get(value.get("call_at_night", ""))) is not None:
        more.append(str(night))
    return Said(label, name, tuple(more), about=str(value["relative"]))


def _talk(line: Line, label: str) -> Said:
    value = line.value
    if line.statement is not None and line.statement.kind == "procedure":
        return Said(label, present.code_text(value.get("code")))
    by = value.get("led_by", {})
    more = [_("led by %(who)s") % {"who": ", ".join((by["name"], str(labels.PROFESSIONS[by["profession"]])))}]
    more += [
        text
        for text in (value.get("understood", ""), value.get("matters", ""), value.get("decided", ""))
        if text
    ]
    if value.get("next_at"):
        more.append(
            _("next conversation %(when)s") % {"when": texts.instant(date.fromisoformat(value["next_at"]))}
        )
    return Said(label, str(labels.TALKS[value["form"]]), tuple(more))


def _goal(line: Line, label: str) -> Said:
    return Said(label, line.value.get("text") or present.code_text(line.value.get("code")))


def _coded(line: Line, label: str) -> Said:
    value = line.value
    return Said(
        label, present.code_text(value.get("code")) or str(value.get("name", "") or value.get("device", ""))
    )


WORDS: dict[str, Callable[[Line, str], Said]] = {
    "death_expected": _expected,
    "hypersensitivity": _hypersensitive,
    "implants": _implant,
    "infection": _infection,
    "kidney": _measured,
    "phase": _phase,
    "functional_status": _measured,
    "mouth": _measured,
    "nutrition": _nutrition,
    "infusion": _infusion,
    "skin": _skin,
    "step": _step,
    "as_needed": _as_needed,
    "kept": _kept,
    "opioid": _opioid,
    "pump": _pump,
    "contact": _contact,
    "what_matters": _matters,
    "preferred_place_care": _place,
    "preferred_place_death": _place,
    "conversation": _talk,
    "goal": _goal,
}
