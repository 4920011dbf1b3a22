"""The list: what has no day and what is late first; narrowed, searched, and opened at any place alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lindra import clock
from lindra.governance import bodies
from lindra.governance.asked import plain
from lindra.governance.commitments import queries, shown, words
from lindra.governance.commitments.queries import Filters
from lindra.governance.models import Commitment
from lindra.governance.seats import Seat, seat
from lindra.privacy.web import reader_required

ALL = [("", gettext_lazy("All"))]


class FilterForm(forms.Form):
    """What the list can be narrowed to."""

    words = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=100)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    origin = forms.ChoiceField(label=gettext_lazy("Comes from"), required=False)
    body = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    measure = forms.ChoiceField(label=gettext_lazy("Indicator"), required=False)

    def __init__(self, asked: Any) -> None:
        super().__init__(asked)
        offered: dict[str, list[tuple[str, Any]]] = {
            "kind": list(words.KINDS.items()),
            "state": [(key, label) for key, (_tone, label) in words.STATES.items()],
            "origin": list(words.ORIGINS.items()),
            "body": _bodies(str(asked.get("body", ""))),
            "measure": _measures(),
        }
        for name, found in offered.items():
            self.fields[name].choices = [*ALL, *found]  # type: ignore[attr-defined]
        for each in self.fields.values():
            each.widget.attrs["class"] = "input"

    def filters(self, show: str) -> Filters:
        """What was asked for, as far as it is offered."""
        self.is_valid()
        told = {name: str(self.cleaned_data.get(name, "")) for name in self.fields}
        return Filters(show=show, **told)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the search is asked for."""
        return any(value for name, value in self.cleaned_data.items() if name != "words")


def _bodies(asked: str) -> list[tuple[str, str]]:
    keys = set(queries.every_body()) | ({asked} if asked else set())
    return sorted(((one.key, one.name) for one in bodies.bodies(keys).values()), key=lambda each: each[1])


def _measures() -> list[tuple[str, str]]:
    ids: dict[str, str] = {}
    for key in queries.every_measure():
        ids.setdefault(key.partition("@")[0], shown.measure_title(key))
    return sorted(ids.items(), key=lambda each: each[1])


@require_GET
@reader_required
def page(request: HttpRequest) -> HttpResponse:
    """Commitments: of one's own provider or unit, or of everybody."""
    own = seat(request.reader)  # type: ignore[attr-defined]
    form, show = FilterForm(plain(request.GET)), request.GET.get("show", "")
    show = show if show in words.SHOWS else ""
    whose = _whose(request, own, show)
    filters, today = form.filters(show), clock.today()
    held = own if whose == "own" else None
    if show == "mine":
        held, filters = None, filters.but(owner=own.staff)
    some, ways = _page(request, held, filters)
    return render(request, "governance/action_list.html", {
        "form": form, "show": show, "filters": filters, "rows": shown.rows(some, today), "ways": ways,
        "narrowed": form.narrowed, "searched": filters.words, "heading": words.SHOWS[show],
        "tabs": _tabs(request, own, whose, show), "whose": _offered(own),
        "count": queries.count(held, _over_too(filters)), "governs": own.governs, "is_open": show not in ("over",),
        "kept": [("show", show)] if show else [],
        "all_url": _address(request, whose="all"), "everybody": whose == "all",
    })  # fmt: skip


def _over_too(filters: Filters) -> Filters:
    """The list as it is shown: what is over only where it is asked for, or a state is."""
    if filters.show in ("", "promises", "mine") and not filters.state:
        return filters.but(open="yes")
    return filters


def _whose(request: HttpRequest, own: Seat, show: str) -> str:
    """Whose are shown: one's own where one governs a part, unless everybody's are asked for."""
    if not own.governs or own.scope == "council":
        return "all"
    return "all" if request.GET.get("whose") == "all" else "own"


def _page(
    request: HttpRequest, held: Seat | None, filters: Filters
) -> tuple[list[Commitment], dict[str, str]]:
    """Some of the list, and the ways back and on: each names the place after or before which a page stands."""
    filters = _over_too(filters)
    asked, size = plain(request.GET), queries.PAGE
    after, before = asked.get("after", ""), asked.get("before", "")
    if before:
        some = queries.before(held, filters, before, size + 1)
        more_before, more_after, some = len(some) > size, True, some[-size:]
    elif asked.get("last"):
        some = queries.last(held, filters, size + 1)
        more_before, more_after, some = len(some) > size, False, some[-size:]
    else:
        some = queries.listed(held, filters, after, size + 1)
        more_before, more_after, some = bool(after), len(some) > size, some[:size]
    ways: dict[str, str] = {}
    if some and more_before:
        ways |= {"first": _address(request), "previous": _address(request, before=queries.mark(some[0]))}
    if some and more_after:
        ways |= {
            "next": _address(request, after=queries.mark(some[-1])),
            "last": _address(request, last="yes"),
        }
    return some, ways


def _address(request: HttpRequest, **changed: str) -> str:
    """The same list from its beginning, with something else."""
    query = request.GET.copy()
    for name in ("after", "before", "last"):
        query.pop(name, None)
    for name, value in changed.items():
        query[name] = value
        if not value:
            del query[name]
    return reverse("governance:actions") + (f"?{query.urlencode()}" if query else "")


def _tabs(request: HttpRequest, own: Seat, whose: str, show: str) -> list[dict[str, Any]]:
    held = own if whose == "own" else None
    counted = queries.counted(held, clock.today(), own.staff)
    return [
        {"url": _address(request, show=key), "label": label, "count": counted.get(key, ""), "current": key == show}
        for key, label in words.SHOWS.items()
        if counted.get(key, 1) or key in ("", "late", show)
    ]  # fmt: skip


def _offered(own: Seat) -> list[tuple[str, Any]]:
    """Whose can be looked at: the key as it stands in the address, and what it is called."""
    if own.scope not in ("unit", "provider"):
        return []
    label = _("Our unit's") if own.scope == "unit" else _("Our organisation's")
    return [("", label), ("all", _("Everybody's"))]
