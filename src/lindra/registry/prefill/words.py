"""What the record says of a question, in the page's language: each entry with its time and unit, and why not more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lindra.care import labels as care
from lindra.care.plan import labels as plan
from lindra.frame import texts
from lindra.record.envelope import instant
from lindra.registry.claims import Claim, Evidence
from lindra.registry.prefill import labels

About = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as evidence, in words: when it was, at which unit it was written, what it says."""

    event: str
    when: str
    unit: str
    says: str

    @property
    def line(self) -> str:
        """All of it in one line."""
        return f"{self.when}, {self.unit}: {self.says}" if self.unit else f"{self.when}: {self.says}"


def told(evidence: Evidence, units: Mapping[str, str]) -> Told:
    """One entry in words; ``units`` are the names of units by id."""
    statement = evidence.statement
    at = statement.occurred_from
    when = texts.instant(instant(at), statement.precision) if at else texts.instant(None)
    return Told(statement.event, when, units.get(statement.unit, ""), says(evidence))


def certainty(claim: Claim) -> str:
    """How sure a claim is, in a word."""
    return str(labels.CERTAINTIES[claim.certainty])


def why(claim: Claim) -> str:
    """Why it is silent, a conflict, or no more than likely; empty where there is nothing to explain."""
    if not claim.why:
        return ""
    about = {name: int(value) if name == "days" and value else value for name, value in claim.about.items()}
    return str(labels.WHY[claim.why] % about)


def says(evidence: Evidence) -> str:
    """What an entry says of the question."""
    special = SPECIAL.get(evidence.says)
    return special(evidence.about) if special else str(labels.SAYS[evidence.says]) % _named(evidence.about)


def _named(about: About) -> dict[str, str]:
    """The values of an entry, codes in words."""
    return {name: str(labels.VALUES[name].get(value, value)) if name in labels.VALUES else value
            for name, value in about.items()}  # fmt: skip


def _and(text: str, more: str, by: str = ", ") -> str:
    return f"{text}{by}{more}" if more else text


def _lives(about: About) -> str:
    return _and(_("lives: %(where)s") % {"where": care.form(about["to"])}, about.get("place", ""))


def _talk(about: About) -> str:
    who = ", ".join(str(labels.TOOK_PART.get(one, one)) for one in about["who"].split(",") if one)
    form = str(plan.TALKS.get(about["form"], about["form"]))
    return _("%(talk)s – took part: %(who)s") % {"talk": form, "who": who or _("not told")}


def _wish(about: About) -> str:
    known = about["known"]
    if known != "yes":
        return _("did not want to say where to die") if known == "no" else _("where to die: asked, not known")
    first, second = (str(plan.PLACES.get(about[name], about[name])) for name in ("first", "second"))
    text = _("would rather die: %(first)s") % {"first": first}
    text = _and(text, _("otherwise %(second)s") % {"second": second} if second else "")
    return _and(text, str(plan.SAID_BY.get(about["said_by"], "")))


def _skin(about: About) -> str:
    if about["worst"] in ("none", "unknown"):
        return _("no pressure ulcer") if about["worst"] == "none" else _("pressure ulcer: could not be known")
    return _and(_("pressure ulcer, category %(worst)s") % {"worst": about["worst"]}, about["site"])


def _infusion(about: About) -> str:
    what = plan.TOPICS["fluids" if about["form"] == "fluid" else "nutrition"]
    running = {"yes": _("running"), "no": _("not running"), "unknown": _("not known")}[about["running"]]
    return _and(f"{what}: {running}", str(plan.ROUTES.get(about["route"], about["route"])))


def _dose(about: About) -> str:
    if not about["indication"]:
        return _("%(text)s given") % about
    named = {"text": about["text"], "indication": str(plan.INDICATIONS[about["indication"]]).lower()}
    return _("%(text)s given as needed, for: %(indication)s") % named


def _order(lacks: str) -> Callable[[About], str]:
    return lambda about: _and(
        _("%(text)s as needed, for: %(indication)s, %(route)s")
        % {
            "text": about["text"],
            "indication": str(plan.INDICATIONS[about["indication"]]).lower(),
            "route": str(plan.ROUTES.get(about["route"], about["route"])) or _("way of giving not told"),
        },
        str(labels.LACKS[lacks]),
        by=" – ",
    )


def _advice(about: About) -> str:
    profession = str(plan.PROFESSIONS.get(about["profession"], about["profession"]))
    return _("advice from %(who)s") % {"who": _and(profession, about["unit"])}


SPECIAL: Mapping[str, Callable[[About], str]] = {
    "lives": _lives,
    "talk": _talk,
    "wish": _wish,
    "wish_care": lambda about: (
        _("would rather be cared for: %(first)s")
        % {"first": str(plan.PLACES.get(about["first"], about["first"]))}
    ),
    "skin": _skin,
    "infusion": _infusion,
    "dose": _dose,
    "advice": _advice,
    **{f"order{'_' if lacks else ''}{lacks}": _order(lacks) for lacks in labels.LACKS},
}
"""Entries whose words take more than a sentence with values in it."""
