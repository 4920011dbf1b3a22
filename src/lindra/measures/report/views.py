"""A report as a file: what may be seen inside; of a unit, every count for who follows up its provider. Kept nowhere."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lindra import clock
from lindra.areas.models import CareUnit
from lindra.measures import pages
from lindra.measures.report.scope import NoScope, Scope, last_month, month, parse


@never_cache
@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """The report of ``scope`` (``all`` where none is named) and ``month`` (the last whole one), as PDF."""
    from lindra.measures.cubes.cube import NotInCube
    from lindra.measures.report import content, pdf

    try:
        scope = parse(request.GET.get("scope") or "all")
        wanted = month(request.GET.get("month") or last_month(clock.today()))
    except NoScope as error:
        raise Http404(str(error)) from error
    with pages.own_cube(request, scope.code if scope.kind == "unit" else "") as cube:
        if cube is None:
            raise Http404("nothing is counted yet")
        try:
            found = content.report(cube, scope, wanted)
        except NotInCube as error:
            raise Http404(str(error)) from error
    answer = HttpResponse(pdf.pdf(found, pages.language(), _unit_name(scope)), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="lindra-{scope.kind}-{found.period}.pdf"'
    return answer


def _unit_name(scope: Scope) -> str:
    """What a unit is called here; nothing where it is not known, or the scope is an area."""
    if scope.kind != "unit":
        return ""
    known = CareUnit.objects.filter(Q(pk=scope.code) | Q(hsa_id=scope.code)).values_list("name", flat=True)
    return known.first() or ""
