"""The plan as it was put together for the page, kept for the minute: the next reader need not wait for the words.

Kept under what this reader may see of the chart, whether it is said that there is more, who the patient is, the minute
and the language. The door has decided, and the access log is written, before anything is looked for here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from lindra.care.plan import first, reading
from lindra.care.plan.shown import Shown
from lindra.frame import texts
from lindra.privacy.door import Opened

MOST = 200
"""Plans kept at a time, in each process."""

Key = tuple[str, str, bool, str, datetime, str]


@dataclass(frozen=True, slots=True)
class Made:
    """The plan in words, and its two pieces of the page."""

    shown: Shown
    empty: bool
    first: SafeString
    parts: SafeString


_kept: dict[Key, Made] = {}


def page(opened: Opened, at: datetime) -> Made:
    """The plan of an opened patient at this minute."""
    minute = at.replace(second=0, microsecond=0)
    if not opened.mark:
        return _make(opened, at)
    told = reading.partly(opened), repr(opened.person)
    key = (opened.patient, opened.mark, *told, minute, texts.language())
    if (found := _kept.get(key)) is not None:
        return found
    if len(_kept) >= MOST or any(other[4] != minute for other in list(_kept)[:1]):
        _kept.clear()
    made = _kept[key] = _make(opened, at)
    return made


def _make(opened: Opened, at: datetime) -> Made:
    plan, shown = reading.read(opened, at)
    sign = reverse("sign", args=[opened.patient]) if shown.unsigned else ""
    glance = render_to_string("care/plan/first.html", {"plan": shown, "rows": first.rows(shown)})
    parts = "".join(
        render_to_string("care/plan/part.html", {"part": part, "sign": sign}) for part in shown.parts
    )
    return Made(shown, plan.empty, glance, mark_safe(parts))  # noqa: S308 - made of templates, which escape
