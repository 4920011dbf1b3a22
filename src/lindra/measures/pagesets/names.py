"""What things are called: areas, units, groups, topics, marks, periods."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from lindra.areas import geography
from lindra.areas.models import CareUnit
from lindra.frame import dates
from lindra.measures.pagesets.scope import Scope


class Names:
    """The names of areas and units; units are looked up once for many. One that is not known is called by its id."""

    def __init__(self) -> None:
        self._units: dict[str, str] = {}

    def learn(self, units: Iterable[str]) -> None:
        """Look up the names of these units, those not yet known."""
        wanted = [one for one in dict.fromkeys(units) if one and one not in self._units]
        for at in range(0, len(wanted), 400):
            some = wanted[at : at + 400]
            rows = CareUnit.objects.filter(Q(pk__in=some) | Q(hsa_id__in=some)).values_list(
                "pk", "hsa_id", "name"
            )
            for key, hsa_id, name in rows:
                self._units |= {key: name, hsa_id: name}
        self._units |= {one: one for one in wanted if one not in self._units}

    def of(self, kind: str, code: str) -> str:
        """The name of a group's value."""
        if not code:
            return _("Not known")
        if kind in ("region", "municipality"):
            return area(code)
        if kind == "unit":
            self.learn([code])
            return self._units[code]
        return stratum(kind, code)

    def scope(self, scope: Scope) -> str:
        """The name of a scope."""
        return _("All that is counted") if scope.kind == "whole" else self.of(scope.kind, scope.code)


def area(code: str) -> str:
    """The short name of a region, or that of a municipality; its code where there is none."""
    try:
        found = geography.area(code)
    except geography.UnknownArea:
        return code
    return found.short if isinstance(found, geography.Region) else found.name


def stratum(kind: str, key: str) -> str:
    """The name of an age group, a diagnosis group, …"""
    if kind == "age":
        return (
            _("%(ages)s years") % {"ages": key.replace("-", "–")}
            if not key.endswith("-")
            else _("90 years and over")
        )
    return _strata().get(kind, {}).get(key, key)


def _strata() -> dict[str, dict[str, str]]:
    return {
        "place": {
            "own_home": _("Own home"), "care_home": _("Care home"), "short_stay": _("Short-stay home"),
            "hospital": _("Hospital ward"), "emergency": _("Emergency department"),
            "palliative": _("Palliative bed or hospice"), "other": _("Other place"), "not_known": _("Not known"),
        },
        "sex": {"female": _("Women"), "male": _("Men"), "unknown": _("Not known")},
        "diagnosis": {
            "cancer": _("Cancer"), "heart_failure": _("Heart failure"), "lung": _("Chronic lung disease"),
            "kidney": _("Kidney failure"), "dementia": _("Dementia"), "stroke": _("Stroke"),
            "neurological": _("Other neurological disease"), "heart": _("Other heart disease"), "other": _("Other"),
        },
        "weekend": {"weekend": _("Weekends"), "weekday": _("Weekdays")},
    }  # fmt: skip


def by(kind: str) -> str:
    """How something is divided."""
    return {
        "region": _("By region"), "municipality": _("By municipality"), "unit": _("By care unit"),
        "place": _("By place of death"), "age": _("By age"), "sex": _("By sex"), "diagnosis": _("By diagnosis"),
        "weekend": _("By weekday and weekend"),
    }[kind]  # fmt: skip


def one(kind: str) -> str:
    """The heading of the first column of a table."""
    return {
        "region": _("Region"), "municipality": _("Municipality"), "unit": _("Unit"), "place": _("Place of death"),
        "age": _("Age"), "sex": _("Sex"), "diagnosis": _("Diagnosis"), "weekend": _("Day of the week"),
    }[kind]  # fmt: skip


def topic(key: str) -> str:
    """The heading of a topic."""
    return {
        "national": _("The six national indicators"), "register": _("More from the register's reports"),
        "record": _("The six national indicators, by the record"), "place": _("Where people die"),
        "hospital": _("Hospital and emergency care in the last month"), "pathway": _("How early it began"),
        "enrolled": _("Specialised palliative care"), "benchmark": _("Readiness and unstable phases (PCOC)"),
        "discharge": _("Leaving hospital"),
    }[key]  # fmt: skip


def mark(key: str) -> str:
    """How firmly a definition stands."""
    return {
        "V": _("verified: read in the source named"), "M": _("working definition, not confirmed"),
        "?": _("no official definition found"),
    }[key]  # fmt: skip


def period(key: str, language: str) -> str:
    """A month, a quarter or a year in words."""
    if "Q" in key:
        return _("Q%(quarter)s %(year)s") % {"quarter": key[-1], "year": key[:4]}
    if len(key) == 4:
        return key
    return f"{dates.short_month(int(key[5:7]), language)} {key[:4]}"
