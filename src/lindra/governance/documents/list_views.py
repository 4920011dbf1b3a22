"""Pages of many documents: the list, what one must know, and every obligation with how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lindra.areas.models import Provider
from lindra.frame import texts
from lindra.frame.tables import Cell, Column, Table
from lindra.governance import bodies
from lindra.governance.documents import due, queries, shown, words
from lindra.governance.documents.guarded import seated
from lindra.governance.documents.queries import SHOWS, Filters
from lindra.governance.models import Document, Obligation
from lindra.governance.obligations import rules
from lindra.governance.obligations import words as obligation_words
from lindra.governance.obligations.evidence import Checked, check
from lindra.governance.seats import Seat
from lindra.measures.pages import own_cube
from lindra.privacy.reader import Reader
from lindra.record.envelope import instant

TILES = ("ownerless", "expired", "follow_up", "expiring")
MOST = 2000
"""Obligations that are judged on one page; the rest are told to be left out."""


class FilterForm(forms.Form):
    """What the list is narrowed to; it stays in the address."""

    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    body = forms.ChoiceField(label=gettext_lazy("Party"), required=False)
    whose = forms.ChoiceField(label=gettext_lazy("Whose"), required=False)

    def __init__(self, data: Any, own: Seat) -> None:
        super().__init__(data)
        parties = [(bodies.provider(one.pk), one.name) for one in Provider.objects.order_by("name", "id")]
        offered: dict[str, list[tuple[str, Any]]] = {
            "kind": list(words.KINDS.items()), "body": parties, "whose": [("ours", _("Ours"))],
        }  # fmt: skip
        for name, found in offered.items():
            self.fields[name].choices = [("", _("All")), *found]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
        if own.scope not in ("provider", "unit"):
            del self.fields["whose"]

    def filters(self, show: str) -> Filters:
        """What was asked for, as far as it is offered."""
        self.is_valid()
        told = self.cleaned_data
        return Filters(
            show=show, kind=told.get("kind", ""), body=told.get("body", ""), words=told.get("words", ""),
            ours=told.get("whose", "") == "ours",
        )  # fmt: skip


@require_GET
@seated
def documents(request: HttpRequest, reader: Reader, own: Seat) -> HttpResponse:
    """What nobody owns or has expired first; then what is late, expires soon, is proposed, is in force."""
    today = queries.today()
    form = FilterForm(request.GET, own)
    asked = request.GET.get("show", "")
    chosen = asked if asked in SHOWS else ""
    filters = form.filters(chosen)
    counted = queries.counts(filters, own, today)
    groups = [chosen] if chosen else [show for show in SHOWS if counted[show] and show != "over"]
    page = (
        Paginator(range(counted[chosen]), queries.PAGE).get_page(request.GET.get("page")) if chosen else None
    )
    start, limit = ((page.number - 1) * queries.PAGE, queries.PAGE) if page else (0, queries.FEW)
    rows = {
        show: queries.listed(filters.but(show=show), own, today, start, limit) for show in groups
    }  # fmt: skip
    whole = {show: len(some) for show, some in rows.items()}
    must = queries.must_know(reader.assignment.unit, reader.assignment.role, today)
    unread = len(must) - len(queries.read_at(reader, [one.pk for one in must]))
    return render(request, "governance/document_list.html", {
        "form": form, "show": chosen, "page": page,
        "narrowed": bool(filters.kind or filters.body or filters.ours), "tabs": _tabs(request, counted, chosen),
        "must": len(must),
        "unread": unread, "may_write": own.governs, "obligations_url": reverse("governance:obligations"),
        "mine_url": reverse("governance:documents-mine"), "new_url": reverse("governance:document-new"),
        "tiles": _tiles(request, counted),
        "sections": [
            {"group": show, "title": words.SHOWS[show][1],
             "table": shown.table(str(words.SHOWS[show][1]), some, today),
             "more": _address(request, show=show) if not chosen and counted[show] > whole[show] else ""}
            for show, some in _each_once(rows).items()
        ],
    })  # fmt: skip


def _each_once(rows: dict[str, list[Document]]) -> dict[str, list[Document]]:
    """Each document where it stands first, so that what is wrong with one is read once; groups with none left out."""
    seen: set[str] = set()
    found = {}
    for show, some in rows.items():
        if left := [one for one in some if one.pk not in seen]:
            found[show] = left
            seen |= {one.pk for one in left}
    return found


def _address(request: HttpRequest, **changed: str) -> str:
    """The same list, with what was asked for, and something else."""
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changed.items():
        query[name] = value
        if not value:
            del query[name]
    url = reverse("governance:documents")
    return f"{url}?{query.urlencode()}" if query else url


def _tabs(request: HttpRequest, counted: dict[str, int], chosen: str) -> list[dict[str, Any]]:
    every: list[dict[str, Any]] = [
        {"url": _address(request, show=""), "label": _("All"), "current": not chosen}
    ]
    return every + [
        {"url": _address(request, show=show), "label": words.SHOWS[show][1], "count": counted[show],
         "current": show == chosen}
        for show in SHOWS
        if counted[show] or show == chosen
    ]  # fmt: skip


def _tiles(request: HttpRequest, counted: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"value": counted[show], "label": words.SHOWS[show][1], "url": _address(request, show=show),
         "tone": words.SHOWS[show][0] if counted[show] else "ok"}
        for show in TILES
    ]  # fmt: skip


@require_GET
@seated
def mine(request: HttpRequest, reader: Reader, own: Seat) -> HttpResponse:
    """What those of one's role at one's unit must know, what one has not read first."""
    today = queries.today()
    must = queries.must_know(reader.assignment.unit, reader.assignment.role, today)
    read = queries.read_at(reader, [one.pk for one in must])
    must.sort(key=lambda one: one.pk in read)
    return render(request, "governance/document_mine.html", {
        "where": reader.assignment.unit_name, "table": _mine(must, read), "read": len(read),
        "must": len(must),
    })  # fmt: skip


def _mine(must: Sequence[Document], read: dict[str, str]) -> Table:
    columns = [Column(_("Document")), Column(_("Valid from")), Column(_("Last day")), Column(_("Read"))]
    rows: list[list[Cell | str]] = []
    for one in must:
        at = read.get(one.pk)
        done = (
            Cell(texts.stamp(instant(at), "day"), tone="ok", icon="ok")
            if at
            else Cell(_("Not read"), tone="warning", icon="warning")
        )
        last = texts.stamp(one.valid_to, "day") if one.valid_to else _("Until further notice")
        url = reverse("governance:document", args=[one.pk])
        rows.append([
            Cell(one.title, url=url, note=str(words.KINDS.get(one.kind, one.kind))),
            texts.stamp(one.valid_from, "day"), last, done,
        ])  # fmt: skip
    return Table(_("What I must know"), columns, rows)


@require_GET
@seated
def obligations(request: HttpRequest, reader: Reader, own: Seat) -> HttpResponse:
    """The obligations of the rules in force, the broken first, each with why."""
    today = queries.today()
    ours = request.GET.get("whose") == "ours" and own.scope in ("provider", "unit")
    owed = due.owed(own if ours else None, today)
    with own_cube(request) as cube:
        checked = check(owed[:MOST], cube, today)
    asked = request.GET.get("show", "")
    chosen = asked if asked in rules.STATES else ""
    counted = rules.counted([one.verdict for one in checked])
    some = [one for one in sorted(checked, key=_worst) if not chosen or one.verdict.state == chosen]
    page = Paginator(some, queries.PAGE).get_page(request.GET.get("page"))
    return render(request, "governance/document_obligations.html", {
        "page": page, "obligations": shown.obligations(list(page)), "left_out": max(len(owed) - MOST, 0),
        "tabs": [
            {"url": _obligations(ours, ""), "label": _("All"), "current": not chosen, "count": len(checked)},
            *(
                {"url": _obligations(ours, state), "label": obligation_words.STATES[state][1], "count": counted[state],
                 "current": state == chosen}
                for state in rules.STATES[:3]
            ),
        ],
        "ours": ours, "narrows": own.scope in ("provider", "unit"), "other": _obligations(not ours, chosen),
    })  # fmt: skip


def _worst(one: Checked) -> int:
    return rules.STATES.index(one.verdict.state)


def _obligations(ours: bool, show: str) -> str:
    query = "&".join(filter(None, ("whose=ours" if ours else "", f"show={show}" if show else "")))
    url = reverse("governance:obligations")
    return f"{url}?{query}" if query else url


def elsewhere(document: Document, today: Any) -> list[Obligation]:
    """The obligations of other rules that hold or are decided: what an obligation may be moved to."""
    rulings = Document.objects.filter(queries.holding(today) | queries.in_state("coming", today))
    found = Obligation.objects.filter(Q(document__in=rulings.values("pk"))).exclude(document=document)
    return list(
        found.select_related("document").order_by("document__title", "document", "order", "id")[:MOST]
    )
