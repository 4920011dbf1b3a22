"""A definition in words: what is counted, of whom, what is left out, how firmly it stands."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from lindra.frame import numbers
from lindra.measures import catalogue
from lindra.measures.catalogue.common import ENROLLED, EXPECTED_BY_RECORD, EXPECTED_BY_REPORT
from lindra.measures.language import EVERYBODY, NOBODY
from lindra.measures.measure import Measure
from lindra.measures.pagesets import names
from lindra.measures.targets import target

Fact = tuple[str, str]


def facts(measure: Measure, on: date, language: str) -> list[Fact]:
    """The definition, a line for each thing that must be known to read its number."""
    aim = target(measure.goal, on)
    return [
        (_("Meaning"), measure.meaning.said(language)),
        (_("Population"), population(measure)),
        (_("Left out"), excluded(measure)),
        *([(_("Does not know"), unknown(measure))] if measure.kind == "share" else []),
        (_("Target"), _aim(measure, aim.share, aim.source, language) if aim else _("No target yet.")),
        (_("Which way is good"), {"high": _("High"), "low": _("Low"), "neutral": _("Neither")}[measure.good]),
        (_("Who is counted"), register(measure)),
        (_("Source"), measure.source.said(language)),
        (_("How firmly it stands"), names.mark(measure.mark)),
        (_("Version"), version(measure, on)),
        (_("Digest of what is counted"), measure.fingerprint),
    ]


def _aim(measure: Measure, share: float, source: str, language: str) -> str:
    told = {"share": numbers.percent(share, language=language), "source": source}
    return (
        _("At most %(share)s. %(source)s") if measure.good == "low" else _("At least %(share)s. %(source)s")
    ) % told


def population(measure: Measure) -> str:
    """Of whom, in words."""
    if measure.subject == "stays":
        return _("Stays in hospital that have ended, as the definition says above.")
    if measure.of is not None:
        return _("Episodes of those who have died, as the definition says above.")
    known = {
        EXPECTED_BY_REPORT: _("Those whose signed death report says that the death was expected."),
        EXPECTED_BY_RECORD: _("Those whose death the record says was expected, the day of death known."),
        ENROLLED: _("Those who were enrolled in specialised palliative care some time before death."),
        EVERYBODY: _("Everybody who has died."),
    }
    return known.get(measure.population, _("Those whom the definition above names, of all who have died."))


def excluded(measure: Measure) -> str:
    """Who is left out, in words."""
    if measure.exclusions == NOBODY:
        return _("Nobody.")
    return _("Those whom the definition above says are left out; how many they are stands beside the number.")


def unknown(measure: Measure) -> str:
    """How *does not know* counts."""
    if measure.unknown == NOBODY:
        return _("There is no such answer; where nothing is written it counts as not met.")
    return _("Counts as not met, and is shown apart.")


def register(measure: Measure) -> str:
    """Whether those who do not want to be in quality registers are counted."""
    if measure.register:
        return _(
            "A register's measure: those who do not want to be in quality registers are not counted (Patient Data "
            "Act, chapter 7 section 2)."
        )
    return _("The providers' own follow-up (Patient Data Act, chapter 2 section 4): everybody is counted.")


def version(measure: Measure, on: date) -> str:
    """A version and since when it holds."""
    told = {"version": measure.version, "day": measure.valid_from.isoformat()}
    if measure.trial:
        return _("Version %(version)s, on trial from %(day)s") % told
    if catalogue.in_force(measure.id, on) is measure:
        return _("Version %(version)s, in force from %(day)s") % told
    return _("Version %(version)s, from %(day)s, not in force") % told
