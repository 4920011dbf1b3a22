"""What governance adds to the gaps of indicators and to deviations: what is done about them, and the way to more."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindra import clock
from lindra.governance.commitments import queries
from lindra.governance.seats import seat
from lindra.governance.walk import steps
from lindra.governance.walk.afterwards import place_of
from lindra.measures.measure import Measure
from lindra.measures.pagesets.further import Further
from lindra.measures.pagesets.look import Look
from lindra.privacy.reader import Reader


def of_gap(request: HttpRequest, found: Look) -> Further | None:
    """Actions on this gap, and the walk to a new one."""
    others = queries.count(None, queries.Filters(measure=found.of.id, open="yes"))
    ways = [(_("Walk from this gap to an action"), steps.url(found, "walk"))]
    if others:
        address = reverse("governance:actions") + "?" + urlencode({"measure": found.of.id, "whose": "all"})
        ways.append((_("All that is to change this indicator (%(n)s)") % {"n": others}, address))
    return Further(
        _("What is done about it"),
        steps.lines(found),
        _("Nothing has been undertaken about this gap here."),
        ways,
    )


def of_list(
    request: HttpRequest, found: Look, measures: Sequence[Measure]
) -> dict[str, list[tuple[str, str]]]:
    """Beneath each gap of a list: how many actions there are on it here, and the walk."""
    from dataclasses import replace

    open_here = queries.open_by_measure(place_of(found.scope))
    ways: dict[str, list[tuple[str, str]]] = {}
    for measure in measures:
        own = replace(found, measure=measure)
        n = open_here.get(measure.id, 0)
        said = ngettext("%(n)s action goes on", "%(n)s actions go on", n) % {"n": n}
        address = f"{own.url('indicator-gap', measure.id)}#further"
        ways[measure.id] = [
            *([(said, address)] if n else []),
            (_("From gap to action"), steps.url(own, "walk")),
        ]
    return ways


def of_deviation(reader: Reader, deviation: str) -> list[tuple[str, str, str, str]]:
    """(label, address, tone, state): what came of a deviation; the way to an action for those who make them."""
    some = queries.of_origin("deviation", deviation)
    gone = queries.gone((one.owner_staff for one in some), clock.day(reader.at))
    found = [
        (line.label, line.url, line.tone, line.state) for line in (steps.line(one, gone) for one in some)
    ]
    if seat(reader).governs:
        query = urlencode({"origin": "deviation", "origin_key": deviation})
        found.append((_("Make an action of it"), f"{reverse('governance:action-new')}?{query}", "", ""))
    return found
