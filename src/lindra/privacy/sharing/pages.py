"""What every page about sharing begins and ends with: the patient opened through the door, the head of the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lindra.people.patients import Person
from lindra.privacy import door
from lindra.privacy.door import Opened
from lindra.privacy.sharing import words
from lindra.privacy.web import denied, reader_required

Page = Callable[..., HttpResponse]


def for_opened(what: str) -> Callable[[Page], Page]:
    """A page about one patient, who is opened first; the access log says ``what``."""

    def with_patient(page: Page) -> Page:
        @reader_required
        @wraps(page)
        def guarded(request: HttpRequest, patient: UUID, **named: Any) -> HttpResponse:
            opened = door.open(str(patient), request.reader, what)  # type: ignore[attr-defined]
            if isinstance(opened, door.Denied):
                return denied(request, opened.right)
            return page(request, opened, **named)

        return guarded

    return with_patient


def show(
    request: HttpRequest, opened: Opened, template: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    """A page with the patient at its head and the way back."""
    person = opened.person
    head = {
        "patient": opened.patient,
        "name": person.name or _("Name not known"),
        "number": number(person),
        "facts": [(_("Born"), person.born)] if person.born and not person.number else [],
        "badges": [("critical", _("Protected identity"))] if person.protected else [],
        "back": reverse("patient", args=[opened.patient]),
        "provider": request.reader.assignment.provider_name,  # type: ignore[attr-defined]
    }
    return render(request, f"privacy/{template}", head | more, status=status)


def refused(request: HttpRequest, opened: Opened, right: str) -> HttpResponse:
    """The patient is one's own, but this may not be done, or has become of no use."""
    return show(request, opened, "sharing_refused.html", status=403, paragraph=words.paragraph(right))


def number(person: Person) -> str:
    """The identity number as people write it."""
    digits = person.number
    return f"{digits[:8]}-{digits[8:]}" if len(digits) == 12 and digits.isdigit() else digits
