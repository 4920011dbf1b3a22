"""Obligations in words: what is promised, how it stands, and why, in the language of the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lindra.access import functions, hours
from lindra.areas import geography
from lindra.areas import queries as areas
from lindra.frame import numbers, texts
from lindra.governance.documents import words as documents
from lindra.governance.obligations.kinds import HoursHeld, Other, ReportBy, Share, Staffed, Told
from lindra.governance.obligations.rules import Verdict
from lindra.measures import catalogue

Text = str | Promise

KINDS: dict[str, Text] = {
    "share": gettext_lazy("A share that is counted"),
    "staffed": gettext_lazy("A function that is staffed"),
    "hours_held": gettext_lazy("Physician hours that are held"),
    "report_by": gettext_lazy("A report or decision by a day"),
    "other": gettext_lazy("Something that people judge"),
}

STATES: dict[str, tuple[str, Text]] = {
    "kept": ("ok", gettext_lazy("Kept")),
    "broken": ("critical", gettext_lazy("Broken")),
    "undecidable": ("unknown", gettext_lazy("Cannot be decided")),
    "not_in_force": ("neutral", gettext_lazy("Not owed now")),
}
"""Tone and words."""

_DAYS = (
    gettext_lazy("Mon"), gettext_lazy("Tue"), gettext_lazy("Wed"), gettext_lazy("Thu"), gettext_lazy("Fri"),
    gettext_lazy("Sat"), gettext_lazy("Sun"),
)  # fmt: skip


def place(told: str) -> str:
    """A place in words."""
    kind, _sep, value = told.partition("=")
    if not kind:
        return _("everybody who is counted here")
    if kind == "unit":
        return areas.names([value]).get(value, value)
    return area(value)


def area(code: str) -> str:
    """The name of a region or municipality; the code where there is none such."""
    try:
        return geography.region(code).name if len(code) == 2 else geography.municipality(code).name
    except geography.UnknownArea:
        return code


def measure(key: str) -> str:
    """The title of a measure; its key where the catalogue has none such."""
    found = catalogue.keyed(key)
    return (found.title.sv if _swedish() else found.title.en) if found else key


def function(code: str) -> str:
    """The name of a function of the inventory."""
    found = functions.functions().get(code)
    return found.text(texts.language()) if found else code


def _swedish() -> bool:
    return texts.language().startswith("sv")


def _percent(value: float, decimals: int = 0) -> str:
    return numbers.percent(value, decimals, texts.language())


def _number(value: Any, decimals: int = 0) -> str:
    return numbers.number(float(value), decimals, texts.language())


def _day(value: date) -> str:
    return texts.stamp(value, "day")


def promised(told: Told | None) -> str:
    """What is checked, in a line."""
    match told:
        case Share(key, threshold, where):
            found = catalogue.keyed(key)
            most = found is not None and found.good == "low"
            text = (
                _("%(what)s: at most %(share)s, %(where)s")
                if most
                else _("%(what)s: at least %(share)s, %(where)s")
            )
            return text % {"what": measure(key), "share": _percent(threshold), "where": place(where)}
        case Staffed(code, own, mask):
            where = ngettext("%(count)s area", "%(count)s areas", len(own)) % {"count": len(own)}
            if len(own) == 1:
                where = area(own[0])
            said = hours.text(hours.of_mask(mask), [str(one) for one in _DAYS])
            return _("%(what)s, %(hours)s, %(where)s") % {
                "what": function(code),
                "hours": said,
                "where": where,
            }
        case HoursHeld(where):
            return _("Hours of physicians as they are agreed, %(where)s") % {"where": place(where)}
        case ReportBy(by, _commitment):
            return _("Done by %(day)s") % {"day": _day(by)}
        case Other():
            return _("For people to judge")
    return _("What is to be checked cannot be read")


# Why


def why(verdict: Verdict) -> list[str]:
    """Why an obligation stands as it does: sentences, what decides it first."""
    told = verdict.told
    if verdict.state == "not_in_force":
        return [_not_in_force(verdict)]
    if verdict.reason in _LONG:
        return _LONG[verdict.reason](told)
    return [str(_SHORT.get(verdict.reason, verdict.reason))]


_SHORT: dict[str, Text] = {
    "people_judge": gettext_lazy("Nothing in the record answers it: people must judge it."),
    "no_cube": gettext_lazy("The indicators of this world are not counted yet: run lindra measures refresh."),
    "no_measure": gettext_lazy("The definition it names is not in the catalogue."),
    "no_share": gettext_lazy("The definition it names counts no share."),
    "not_counted": gettext_lazy(
        "The definition is newer than what was counted: run lindra measures refresh."
    ),
    "not_due_yet": gettext_lazy("The day has not come yet."),
    "not_followed": gettext_lazy("The day has passed, and no action here says whether it was done."),
    "abandoned": gettext_lazy("The action that was to see to it was given up."),
}


def _not_in_force(verdict: Verdict) -> str:
    on = verdict.told.get("on")
    day = _day(on) if on else ""
    texts_ = {
        "proposed": _("It is proposed, and no rule in force."),
        "coming": _("It is owed from %(day)s.") if day else _("It has not begun."),
        "expired": _("The document expired: the last day was %(day)s."),
        "replaced": _("A later version took its place on %(day)s."),
        "repealed": _("The document was repealed from %(day)s."),
        "own_days": _("It is not owed on this day; the day it turns on is %(day)s."),
    }
    return texts_.get(verdict.reason, verdict.reason) % {"day": day}


def _periods(told: Mapping[str, Any]) -> str:
    first, last = str(told["first"]), str(told["last"])
    return first if first == last else f"{first} – {last}"


def _counted_by(told: Mapping[str, Any]) -> str:
    return _("Counted %(periods)s, by the definition %(key)s.") % {
        "periods": _periods(told),
        "key": told["measure"],
    }


def _share(told: Mapping[str, Any]) -> list[str]:
    line = _("%(met)s of %(of)s: %(value)s (95%% interval %(range)s), promised at least %(threshold)s.")
    if told["at_most"]:
        line = _("%(met)s of %(of)s: %(value)s (95%% interval %(range)s), promised at most %(threshold)s.")
    found = [
        line
        % {
            "met": _number(told["met"]), "of": _number(told["of"]), "value": _percent(told["value"], 1),
            "range": numbers.interval(told["low"], told["high"], language=texts.language()),
            "threshold": _percent(told["threshold"]),
        }
    ]  # fmt: skip
    if told["chance"]:
        found.append(
            _("So few are counted that chance alone could explain on which side of the promise it falls.")
        )
    elif told["missing"] and not told["at_most"]:
        found.append(
            ngettext("%(count)s more would have had to meet it.", "%(count)s more would have had to meet it.",
                     told["missing"]) % {"count": _number(told["missing"])}
        )  # fmt: skip
    return [*found, _counted_by(told)]


def _nobody(told: Mapping[str, Any]) -> list[str]:
    return [_("Nobody is counted: there is nothing to judge by."), _counted_by(told)]


def _withheld(told: Mapping[str, Any]) -> list[str]:
    return [_("So few are counted that the numbers are withheld from this reader."), _counted_by(told)]


def _too_short(told: Mapping[str, Any]) -> list[str]:
    return [_("It has not been owed for a whole month that can be judged yet.")]


def _not_stated(told: Mapping[str, Any]) -> list[str]:
    what = {"what": function(told["function"])}
    return [_("The inventory states nothing of %(what)s in these areas: it is not stated, which is not the same as "
              "missing.") % what]  # fmt: skip


_NO_CALLS: Text = gettext_lazy(
    "Nothing in the record shows that it was kept: who was there, and who answered, is not recorded."
)


def _stated(told: Mapping[str, Any]) -> list[str]:
    line = _("The inventory of %(day)s states %(what)s at all the hours that were promised.")
    said = {"what": function(told["function"]), "day": _day(told["stated_on"]) if told["stated_on"] else "–"}
    return [str(_NO_CALLS), line % said]


def _stated_in_part(told: Mapping[str, Any]) -> list[str]:
    found = [str(_NO_CALLS)]
    if told["partly"]:
        line = ngettext(
            "In %(count)s area fewer hours are stated than were promised: %(hours)s of %(of)s a week.",
            "In %(count)s areas fewer hours are stated than were promised, down to %(hours)s of %(of)s a week.",
            len(told["partly"]),
        )
        found.append(line % {"count": len(told["partly"]), "hours": told["stated"], "of": told["hours"]})
    if told["silent"]:
        names = ", ".join(area(code) for code in told["silent"])
        found.append(_("The inventory states nothing of it in: %(areas)s.") % {"areas": names})
    return found


def _units(told: Mapping[str, Any]) -> str:
    return _("Hours are agreed for %(units)s of %(of)s units there.") % {
        "units": told["units"],
        "of": told["of"],
    }


def _no_hours_agreed(told: Mapping[str, Any]) -> list[str]:
    return [_("No hours are noted as agreed for %(where)s: there is nothing to hold them against.")
            % {"where": place(told["place"])}]  # fmt: skip


def _no_hours_noted(told: Mapping[str, Any]) -> list[str]:
    return [
        _("No hours are noted as held. That nobody has noted them does not say that none were held."),
        _units(told),
    ]


def _hours_noted_in_part(told: Mapping[str, Any]) -> list[str]:
    line = ngettext(
        "At %(count)s unit no hours are noted as held. That nobody has noted them does not say that none were held.",
        "At %(count)s units no hours are noted as held. That nobody has noted them does not say that none were held.",
        told["silent"],
    )
    return [line % {"count": told["silent"]}, _units(told)]


def _hours(told: Mapping[str, Any]) -> list[str]:
    share = float(told["held"] / told["agreed"])
    line = _("%(held)s hours were held of %(agreed)s agreed (%(share)s), %(first)s – %(last)s.")
    found = [
        line
        % {
            "held": _number(told["held"]), "agreed": _number(told["agreed"]), "share": _percent(share),
            "first": f"{told['first']:%Y-%m}", "last": f"{told['last']:%Y-%m}",
        }
    ]  # fmt: skip
    short = len(told["short"])
    if short:
        names = ", ".join(f"{month:%Y-%m}" for month in told["short"])
        found.append(_("Short in %(short)s of %(months)s months: %(names)s.")
                     % {"short": short, "months": told["months"], "names": names})  # fmt: skip
    return [*found, _units(told)]


def _done(told: Mapping[str, Any]) -> list[str]:
    said = {"done": _day(told["done"]), "by": _day(told["by"])}
    if told["days"]:
        late = ngettext("%(count)s day late", "%(count)s days late", told["days"]) % {"count": told["days"]}
        return [_("Done on %(done)s, %(late)s.") % {**said, "late": late}]
    return [_("Done on %(done)s, in time.") % said]


def _not_done(told: Mapping[str, Any]) -> list[str]:
    late = ngettext("%(count)s day late", "%(count)s days late", told["days"]) % {"count": told["days"]}
    return [_("It is not done, %(late)s.") % {"late": late}]


def _unclear(told: Mapping[str, Any]) -> list[str]:
    return [
        _("What is to be checked cannot be read."),
        *(documents.refused(code) for code in told["fields"].values()),
    ]


_LONG: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "share": _share, "nobody": _nobody, "withheld": _withheld, "too_short": _too_short, "not_stated": _not_stated,
    "stated": _stated, "stated_in_part": _stated_in_part, "no_hours_agreed": _no_hours_agreed,
    "no_hours_noted": _no_hours_noted, "hours_noted_in_part": _hours_noted_in_part, "hours": _hours, "done": _done,
    "not_done": _not_done, "unclear": _unclear,
}  # fmt: skip
