"""``{% load frame %}``: every component, chart, date and number of a page. README.md shows their use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from lindra.frame import dates, numbers, pieces, texts, timeline
from lindra.frame.charts import Figure
from lindra.frame.icons import icon
from lindra.frame.tables import Table

register = template.Library()

COMPONENTS = "frame/components/"


# Dates and numbers

register.filter("instant", texts.instant)
register.filter("stamp", texts.stamp)
register.filter("ago", texts.ago)
register.filter("age", texts.age)


@register.filter
def number(value: float | None, decimals: int | None = None) -> str:
    """1 234,5 – a dash for None."""
    return "–" if value is None else numbers.number(value, decimals, texts.language())


@register.filter
def percent(value: float | None, decimals: int = 0) -> str:
    """0.345 → 34,5 % – a dash for None."""
    return "–" if value is None else numbers.percent(value, decimals, texts.language())


@register.simple_tag
def moment(value: datetime | date | None, precision: str = "", short: bool = False) -> SafeString:
    """``<time>`` with the instant in words, or ``short`` as a stamp."""
    text = texts.stamp(value, precision) if short else texts.instant(value, precision)
    if value is None or not (attribute := dates.machine(value, precision)):
        return format_html('<span class="soft">{}</span>', text)
    return format_html('<time datetime="{}">{}</time>', attribute, text)


@register.filter
def short_day(value: datetime | date) -> str:
    """14 mars, where the year stands above."""
    return dates.short_day(value, texts.language())


@register.filter
def time_of_day(value: datetime | date, precision: str = "") -> str:
    """03:15, or nothing when the hour is not known."""
    return dates.time_of_day(value, precision)


@register.filter
def month_name(value: int) -> str:
    """The name of a month, 1–12."""
    return dates.long_month(value, texts.language())


# Shapes, blocks and buttons (pieces.py)

register.simple_tag(icon)
register.simple_tag(pieces.badge)
register.simple_tag(pieces.mark)
register.simple_tag(pieces.link_button)
register.simple_tag(pieces.button)
register.simple_block_tag(pieces.panel)
register.simple_block_tag(pieces.callout)
register.simple_block_tag(pieces.empty_state)
register.simple_block_tag(pieces.scroll_region)


# Components with a template of their own


@register.inclusion_tag(COMPONENTS + "page_header.html")
def page_header(title: str, lead: str = "", eyebrow: str = "") -> dict[str, Any]:
    """The name of the page, once a page."""
    return {"title": title, "lead": lead, "eyebrow": eyebrow}


@register.inclusion_tag(COMPONENTS + "breadcrumbs.html")
def breadcrumbs(crumbs: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Where the page stands; the last is the page itself."""
    return {"crumbs": crumbs}


@register.inclusion_tag(COMPONENTS + "facts.html")
def facts(rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """Key facts: (label, value) or (label, value, note)."""
    return {"rows": [(row[0], row[1], row[2] if len(row) > 2 else "") for row in rows]}


@register.inclusion_tag(COMPONENTS + "glance.html")
def glance(items: Iterable[pieces.Glance]) -> dict[str, Any]:
    """The plan at a glance."""
    return {"items": [(item, icon(item.icon or pieces.shape(item.tone or "neutral"))) for item in items]}


@register.inclusion_tag(COMPONENTS + "identity.html")
def identity(
    name: str,
    number: str = "",
    age: str = "",
    facts: Iterable[Sequence[Any]] = (),
    badges: Iterable[tuple[str, str]] = (),
    heading: bool = False,
) -> dict[str, Any]:
    """Whom the page is about, following the scroll."""
    return {
        "name": name,
        "number": number,
        "age": age,
        "facts": [(fact[0], fact[1]) for fact in facts],
        "badges": badges,
        "heading": heading,
    }


@register.inclusion_tag(COMPONENTS + "statement.html")
def statement(
    value: Any,
    by: str = "",
    unit: str = "",
    at: datetime | date | None = None,
    precision: str = "",
    note: str = "",
) -> dict[str, Any]:
    """A value, and who said it, where and when."""
    return {"value": value, "by": by, "unit": unit, "at": at, "precision": precision, "note": note}


@register.inclusion_tag(COMPONENTS + "data_table.html")
def data_table(table: Table) -> dict[str, Any]:
    """A table in a region that scrolls by itself."""
    rows = [
        [
            (column, cell, icon(cell.icon or pieces.shape(cell.tone)) if cell.icon or cell.tone else "")
            for column, cell in row
        ]
        for row in table.cells()
    ]
    return {"table": table, "rows": rows}


@register.inclusion_tag(COMPONENTS + "stat.html")
def stat(
    value: Any, label: str, interval: str = "", note: str = "", tone: str = "", url: str = ""
) -> dict[str, Any]:
    """A number tile: the number, what it counts, how sure it is."""
    shape = icon(pieces.shape(tone)) if tone else ""
    return {
        "value": value,
        "label": label,
        "interval": interval,
        "note": note,
        "tone": tone,
        "url": url,
        "shape": shape,
    }


@register.inclusion_tag(COMPONENTS + "progress.html")
def progress(done: int, total: int, label: str) -> dict[str, Any]:
    """How far, in words and as a bar; of nothing, nothing."""
    return {"done": done, "total": total, "label": label}


@register.inclusion_tag(COMPONENTS + "timeline.html", name="timeline")
def timeline_tag(entries: Iterable[timeline.Entry]) -> dict[str, Any]:
    """What happened, newest first, by year and month."""
    arranged = timeline.arranged(entries)
    return {"years": arranged.years, "undated": arranged.undated}


@register.inclusion_tag(COMPONENTS + "tabs.html")
def tabs(items: Sequence[Mapping[str, Any]], label: str = "") -> dict[str, Any]:
    """Parts of one subject, each a page of its own."""
    return {"items": items, "label": label}


@register.inclusion_tag(COMPONENTS + "pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Forwards and back through a long list, keeping what was asked for."""
    numbers_shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    request = context.get("request")
    query = request.GET if request else QueryDict()
    return {"page": page, "numbers": list(numbers_shown), "query": query}


@register.inclusion_tag(COMPONENTS + "field.html")
def field(field: BoundField) -> dict[str, Any]:
    """A form field with its label, hint and error tied to it."""
    box = getattr(field.field.widget, "input_type", "") in ("checkbox", "radio")
    kind = "many" if field.use_fieldset else "single" if box else "plain"
    described = " ".join(
        f"{field.auto_id}_{what}"
        for what, there in (("helptext", field.help_text), ("error", field.errors))
        if there
    )
    attributes: dict[str, str | bool] = {"class": "choice__box" if box else "input"}
    if described and kind != "many":
        attributes["aria-describedby"] = described
    return {
        "field": field,
        "control": field.as_widget(attrs=attributes),
        "kind": kind,
        "described": described,
    }


@register.inclusion_tag(COMPONENTS + "error_summary.html")
def error_summary(form: BaseForm, focus: bool = True) -> dict[str, Any]:
    """What went wrong in a form, each line leading to its field; the page opens there."""
    named = [
        (field.id_for_label or field.auto_id, message)
        for field in form.visible_fields()
        for message in field.errors
    ]
    return {"general": form.non_field_errors(), "named": named, "focus": focus}


# Charts


@register.simple_tag
def chart(figure: Figure) -> SafeString:
    """Only the picture; its table must stand elsewhere on the page."""
    return mark_safe(figure.svg(texts.words()))  # noqa: S308 - svg.py escapes every text it writes


@register.inclusion_tag(COMPONENTS + "data_table.html")
def chart_table(figure: Figure) -> dict[str, Any]:
    """Only the table of a picture."""
    return data_table(figure.table(texts.words()))


@register.inclusion_tag(COMPONENTS + "figure.html")
def chart_with_table(figure: Figure, open: bool = False) -> dict[str, Any]:
    """The picture, and under it its table, folded unless ``open``."""
    own = texts.words()
    below = replace(figure.table(own), note="")  # said once, under the picture
    return {"figure": figure, "picture": figure.svg(own), "open": open, **data_table(below)}


@register.inclusion_tag(COMPONENTS + "save_picture.html")
def save_picture(urls: Mapping[str, str], title: str = "") -> dict[str, Any]:
    """Links to a picture's files, beneath it; ``urls`` has any of ``svg``, ``png`` and ``csv``. Not on paper."""
    what = {
        "svg": gettext("picture that can be enlarged"),
        "png": gettext("picture"),
        "csv": gettext("table"),
    }
    links = [(kind.upper(), what[kind], urls[kind]) for kind in what if urls.get(kind)]
    return {"links": links, "title": title}


# Used by the base page


@register.filter
def tone_of(message: Any) -> str:
    """The tone of one of Django's messages."""
    return {"success": "ok", "warning": "warning", "error": "critical"}.get(message.level_tag, "info")
