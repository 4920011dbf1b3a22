"""What a unit may do next, from its gaps: suggestions with the page where it is done (``data/next_steps.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import NoReverseMatch, reverse

from lindra.measures.pagesets import overview, sentences
from lindra.measures.pagesets.counted import many, of_year
from lindra.measures.pagesets.look import Look
from lindra.registry.rules import COMPARABLE

DATA = Path(__file__).parent.parent / "data" / "next_steps.toml"
APART = 0.1
"""The record says less than the reports where its share is lower by so much (0–1). Our own choice."""


@dataclass(frozen=True, slots=True)
class Step:
    """A suggestion: why, what, where it is done, and what it rests on."""

    why: str
    text: str
    label: str
    url: str
    source: str


@cache
def _every() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(DATA.read_text(encoding="utf-8"))["step"])


def steps(look: Look) -> list[Step]:
    """The suggestions that the gaps call for, those of the most people first."""
    why = _why(look)
    called = sorted(
        (one for one in _every() if one["when"] in why), key=lambda one: list(why).index(one["when"])
    )
    return [_step(one, why[one["when"]], look.language) for one in called]


def _why(look: Look) -> dict[str, str]:
    """What calls for something, and the number that does; in the order of the page."""
    from django.utils.translation import gettext as _

    found = {
        one.measure.goal: sentences.more(one.measure, one.people, look.language)
        for one in overview.gaps_of(look)
        if one.people
    }
    _measures, results = many(look, "deaths")
    year = {key.partition("@")[0]: of_year(each, look.year) for key, each in results.items()}
    coverage = year.get("coverage")
    if coverage is not None and coverage.value is not None and coverage.value <= COMPARABLE:
        found["coverage"] = _("Coverage %(share)s") % {"share": sentences.value(coverage, look.language)}
    for goal in ("pain", "mouth", "conversation", "opioid", "anxiety"):
        record, report = year.get(f"{goal}-recorded"), year.get(f"{goal}-reported")
        if record and report and _lower(record.value, report.value):
            told = {
                "record": sentences.value(record, look.language),
                "report": sentences.value(report, look.language),
            }
            found["record"] = (
                f"{overview.short_title(report.measure, look.language)}: "
                + _("%(record)s by the record, %(report)s by the reports") % told
            )
            break
    return found  # fmt: skip


def _lower(record: float | None, report: float | None) -> bool:
    return record is not None and report is not None and record < report - APART


def _step(one: dict[str, Any], why: str, language: str) -> Step:
    end = "en" if language.startswith("en") else "sv"
    try:
        url = reverse(one["link"])
    except NoReverseMatch:
        url = ""
    return Step(why, one[end], one[f"link_{end}"], url, one[f"source_{end}"])
