"""A picture as a file: the same figure from the same parameters, with its definition, version, date and source."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindra.frame import saving, texts
from lindra.frame.charts import Figure
from lindra.measures.pagesets import defined, names, web
from lindra.measures.pagesets.look import Look, look
from lindra.measures.pagesets.pictures import KINDS, makers
from lindra.measures.pagesets.reading import Reading

TYPES = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}


@require_GET
@web.with_cube
def file(request: HttpRequest, reading: Reading, name: str, kind: str) -> HttpResponse:
    """One picture as SVG, PNG or CSV."""
    make = makers().get(name)
    if make is None or kind not in KINDS:
        raise Http404(name)
    found = look(request, reading, id=request.GET.get("measure", ""), topic=request.GET.get("topic", ""))
    figure = make(found) if found.measure or name in WHOLE else None
    if figure is None:
        raise Http404(name)
    response = HttpResponse(_drawn(figure, kind, lines(found)), content_type=TYPES[kind])
    named = "-".join(
        filter(None, [found.measure.id if found.measure else "", name, found.scope.code, found.year])
    )
    response["Content-Disposition"] = f'attachment; filename="lindra-{named}.{kind}"'
    return response


WHOLE = ("gaps", "gap-years", "trends", "topic", "point")
"""Pictures of all measures; the others are of one."""


def _drawn(figure: Figure, kind: str, said: list[str]) -> bytes:
    words = texts.words()
    if kind == "csv":
        return saving.csv_file(figure.table(words), said)
    return (saving.svg_file if kind == "svg" else saving.png_file)(figure, words, lines=said)


def lines(found: Look) -> list[str]:
    """Where a picture comes from."""
    measure = found.measure
    told = []
    if measure is not None:
        told = [
            _("Definition: %(id)s. %(version)s. %(mark)s.")
            % {
                "id": measure.id,
                "version": defined.version(measure, found.on),
                "mark": names.mark(measure.mark),
            },
            measure.meaning.said(found.language),
            _("Source of the definition: %(source)s") % {"source": measure.source.said(found.language)},
        ]
    else:
        told = [_("Each measure by its version in force on %(day)s.") % {"day": found.on.isoformat()}]
    withheld = found.reading.cube.about.level != "own"
    return [
        *told,
        _("Counted with Lindra %(lindra)s, %(when)s; saved %(day)s.")
        % {
            "lindra": found.reading.cube.about.lindra,
            "when": web.counted_at(found),
            "day": found.on.isoformat(),
        },
        _("Numbers of few are withheld.")
        if withheld
        else _("No number is withheld: for the provider's own follow-up only."),
    ]
