"""Gaps and signals in sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindra.frame import numbers
from lindra.measures.cubes.results import Result
from lindra.measures.honest.gap import Gap
from lindra.measures.measure import Measure, Text
from lindra.measures.pagesets.counted import begun
from lindra.measures.pagesets.gaps import REST, WEEKEND, Short
from lindra.measures.pagesets.look import Look

WHAT: dict[str, tuple[Text, Text]] = {
    "mouth": (
        Text("bedömning av munhälsan", "assessment of the mouth"),
        Text("bedömningar av munhälsan", "assessments of the mouth"),
    ),
    "pain": (Text("smärtskattning", "pain rating"), Text("smärtskattningar", "pain ratings")),
    "opioid": (
        Text("ordination av opioid vid behov", "order of an as-needed opioid"),
        Text("ordinationer av opioid vid behov", "orders of an as-needed opioid"),
    ),
    "anxiety": (
        Text("ordination mot ångest vid behov", "as-needed order for anxiety"),
        Text("ordinationer mot ångest vid behov", "as-needed orders for anxiety"),
    ),
    "ulcer": (
        Text("person utan trycksår", "person without a pressure ulcer"),
        Text("personer utan trycksår", "people without a pressure ulcer"),
    ),
    "conversation": (Text("brytpunktssamtal", "conversation"), Text("brytpunktssamtal", "conversations")),
}
"""What one more is, by the key of the target; one and several."""
PERSON = (Text("person", "person"), Text("personer", "people"))


def more(measure: Measure, people: int, language: str) -> str:
    """*17 more conversations*; *3 fewer people* where low is good."""
    return f"{numbers.number(people, 0, language)} {what(measure, people, language)}"


def what(measure: Measure, people: int, language: str) -> str:
    """*more conversations*; *fewer people* where low is good."""
    one, several = WHAT.get(measure.goal, PERSON)
    told = {"what": (one if people == 1 else several).said(language)}
    return (_("fewer %(what)s") if measure.good == "low" else _("more %(what)s")) % told


def gap(short: Short, look: Look) -> str:
    """What a gap is and where those are: *17 more conversations this year; 12 of those missed were in two units, 9 at
    weekends.*"""
    result, people = short.result, short.people
    assert result.target is not None  # what has none that year is no gap
    if people is None:
        return _("Not shown: it is of so few that somebody could be recognised.")
    share = numbers.percent(result.target.share, language=look.language)
    if not people:
        return _("The target of %(target)s is reached.") % {"target": share}
    told = {"more": more(short.measure, people, look.language), "target": share, "year": look.year}
    first = _("%(more)s this year to the target of %(target)s.") if begun(look) else _(
        "%(more)s in %(year)s would have reached the target of %(target)s."
    )  # fmt: skip
    return " ".join([first % told, *where(short, look)])


def brief(short: Short, look: Look) -> str:
    """*47 %, target 98 %*."""
    result = short.result
    if result.target is None or result.withheld:
        return ""
    share = numbers.percent(result.target.share, language=look.language)
    return _("%(share)s, target %(target)s") % {"share": value(result, look.language), "target": share}


def where(short: Short, look: Look) -> list[str]:
    """Where those missed are: the fewest groups that hold a good part of them, and weekends."""
    said: list[str] = []
    if look.group and (divided := short.divided.get(look.group)):
        said += _places(divided, look)
    if weekend := short.divided.get(WEEKEND):
        said += _weekend(weekend, look.language)
    return said


def _places(found: Gap, look: Look) -> list[str]:
    assert look.group is not None
    keys = [key for key in found.most.keys if key not in (REST, "")]
    if not keys or len(keys) < len(found.most.keys):
        return [_spread(found, look)] if len(found.groups) > 1 else []
    told = {
        "n": numbers.number(found.most.missed, 0, look.language), "all": numbers.number(found.missed, 0, look.language),
        "names": listed([look.names.of(look.group, key) for key in keys]),
    }  # fmt: skip
    return [_("%(n)s of the %(all)s missed were in %(names)s.") % told]


def _spread(found: Gap, look: Look) -> str:
    named = [one for one in found.groups if one.key not in (REST, "") and one.missed]
    told = {"all": numbers.number(found.missed, 0, look.language), "n": len(named)}
    if not named:
        return _("Those missed are not shown by group: too few in each.")
    group = {
        "unit": _("The %(all)s missed are spread over %(n)s units"),
        "municipality": _("The %(all)s missed are spread over %(n)s municipalities"),
        "region": _("The %(all)s missed are spread over %(n)s regions"),
    }[look.group or "unit"]
    most = _("most, %(most)s, in %(name)s.") % {
        "most": named[0].missed, "name": look.names.of(look.group or "unit", named[0].key)
    }  # fmt: skip
    return f"{group % told}; {most}"


def _weekend(found: Gap, language: str) -> list[str]:
    own, expected = found.group(WEEKEND), found.as_others(WEEKEND)
    if own is None or expected is None or REST in {one.key for one in found.groups}:
        return []
    told = {
        "n": numbers.number(own.missed, 0, language),
        "expected": numbers.number(round(expected), 0, language),
    }
    if own.missed == round(expected):
        return [_("%(n)s at weekends, as many as on other days.") % told]
    return [_("%(n)s at weekends, where %(expected)s would be as on other days.") % told]


def listed(names: list[str]) -> str:
    """A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


# A number in words.


def value(result: Result, language: str) -> str:
    """The number: *84 %*, *61.3 days*; withheld as that."""
    if result.withheld:
        return _("not shown: too few")
    if result.value is None:
        return "–"
    if result.measure.kind == "mean":
        return f"{numbers.number(result.value, 1, language)} {result.measure.unit.said(language)}"
    return numbers.percent(result.value, language=language)


def interval(result: Result, language: str) -> str:
    """Its interval, empty where there is none."""
    if result.low is None or result.high is None:
        return ""
    if result.measure.kind == "mean":
        return "–".join(numbers.number(end, 1, language) for end in (result.low, result.high))
    return numbers.interval(result.low, result.high, language=language)


def basis(result: Result, language: str) -> str:
    """How many it is counted on, how many do not know, how many are left out."""
    if result.withheld or result.of is None:
        return ""
    of = numbers.number(result.of, 0, language)
    deaths = result.measure.subject == "deaths"
    if result.measure.kind == "mean":
        said = [
            ngettext("%(of)s death", "%(of)s deaths", result.of) if deaths else
            ngettext("%(of)s stay", "%(of)s stays", result.of)
        ]  # fmt: skip
    else:
        said = [_("%(met)s of %(of)s")]
    if result.unknown:
        said.append(_("%(unknown)s not known, counted as not met"))
    if result.out:
        said.append(_("%(out)s left out by the definition"))
    told = {
        "of": of,
        "met": numbers.number(result.met or 0, 0, language),
        "unknown": numbers.number(result.unknown or 0, 0, language),
        "out": numbers.number(result.out or 0, 0, language),
    }
    return "; ".join(said) % told


def coverage(result: Result, language: str) -> str:
    """The coverage beside a register figure; empty of others."""
    if not result.measure.register or result.coverage is None:
        return ""
    return numbers.percent(result.coverage, language=language)
