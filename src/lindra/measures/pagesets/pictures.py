"""The pictures by name: each made of a look alone, so that a page and a saved file show the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lindra.frame.charts import Figure
from lindra.measures.pagesets.look import Look

Make = Callable[[Look], Figure | None]
KINDS = ("svg", "png", "csv")


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure and the addresses of its files."""

    figure: Figure
    urls: Mapping[str, str]


def makers() -> dict[str, Make]:
    """Every picture there is."""
    from lindra.measures.pagesets import (
        comparing,
        over_time,
        overview,
        shortfalls,
        standardising,
        target_points,
    )

    return {
        "gaps": overview.gaps,
        "gap-years": overview.gap_years,
        "trends": overview.trends,
        "topic": overview.topic,
        "parts": overview.parts,
        "map": comparing.area_map,
        "multiples": over_time.multiples,
        "groups": comparing.groups,
        "funnel": comparing.funnel,
        "run": over_time.run_chart,
        "strata": comparing.strata,
        "standardised": standardising.standardised,
        "versions": comparing.versions,
        "behind": shortfalls.behind,
        "years": shortfalls.years,
        "change": shortfalls.change,
        "point": target_points.point,
        "parts-years": over_time.parts_years,
    }


def picture(name: str, look: Look) -> Picture | None:
    """A picture and where its files are; none where there is nothing to draw."""
    figure = makers()[name](look)
    if figure is None:
        return None
    about = {"measure": look.measure.id if look.measure else "", "topic": look.topic}
    return Picture(figure, {kind: look.url("picture", name, kind, **about) for kind in KINDS})
