"""A form on its way into the record, whether new or corrected: shown, sent, sent back with what has to be put right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lindra.forms import actions, pages, passes, present, sheets
from lindra.forms.answers import Problem
from lindra.forms.questionnaire import title_of
from lindra.forms.sheets import Sheet
from lindra.forms.values import N_
from lindra.frame import texts
from lindra.privacy.door import Appended, Conflict, Opened
from lindra.privacy.reader import Reader
from lindra.record.envelope import instant
from lindra.record.kinds import Refused

ANOTHER = N_(
    "You opened this form in another assignment. Saved now, it is written in your present one: see that it is right."
)
DESTROYED = N_(
    "Entries about this patient were destroyed by decision after you opened this form, and they may stand on the page. "
    "Nothing of it is kept: open the form anew."
)
CANNOT = N_("This could not be written. Read through it, and save again.")
WRONG, TOGETHER = 422, 409

Write = Callable[[Sheet], Appended]


class Page:
    """The page of one form of one patient; rooms whose forms have pages of their own build on it."""

    template = "form.html"

    def __init__(
        self, request: HttpRequest, opened: Opened, crumbs: list[tuple[str, str]], **more: Any
    ) -> None:
        self.request, self.opened, self.crumbs, self.more = request, opened, crumbs, more
        self.reader: Reader = request.reader  # type: ignore[attr-defined]

    def show(self, sheet: Sheet, status: int = 200, **more: Any) -> HttpResponse:
        """The form as it stands."""
        told = sheet.context(self.reader, self.opened.patient)
        crumbs = [*self.crumbs, (told["title"], "")]
        drafted = instant(sheet.draft.updated_at) if sheet.draft else None
        new = []
        if sheet.seen < self.opened.seq and (sheet.draft or status == TOGETHER) and not more:
            new = present.since(self.opened, sheet.seen, texts.language())
        if status == TOGETHER:
            told["seen"] = self.opened.seq  # all of it stands on this page
        return pages.show(
            self.request, self.opened, self.template, crumbs, status=status, since=new, drafted=drafted,
            refused=status == TOGETHER, fetch=sheets.may_fetch(self.opened, sheet), **told, **self.more, **more,
        )  # fmt: skip

    def take(self, sheet: Sheet, write: Write) -> HttpResponse:
        """What was sent: written, or shown again with what has to be put right. Nothing typed is lost.

        But for a page from before a destruction: what is destroyed must not come back by it.
        """
        if passes.outlived(self.request.POST.get("pass", ""), self.opened.patient):
            return self._outlived(sheet)
        if not sheets.is_saving(self.request):
            sheet.problems = []
            if sheets.FETCH in self.request.POST:
                sheet.answers = sheets.known(self.opened, self.reader, sheet.questionnaire, sheet.answers)
            return self.show(sheet)
        if self._elsewhere():
            sheet.problems = [*sheet.problems, Problem("", "", ANOTHER)]
        if sheet.problems:
            return self._again(sheet)
        try:
            done = write(sheet)
        except actions.NotYet as error:
            sheet.problems = error.problems
            return self.show(sheet, WRONG)
        except actions.Before as error:
            return self.show(sheet, TOGETHER, before=error.at, anew=self._anew(sheet))
        except Conflict:
            return self.show(sheet, TOGETHER)
        except (Refused, PermissionError):
            sheet.problems = [Problem("", "", CANNOT)]
            return self.show(sheet, WRONG)
        return self.done(done)

    def done(self, written: Appended) -> HttpResponse:
        """Where one comes when it is written."""
        messages.success(self.request, _("Saved in the record."))
        return redirect("form-answer", self.opened.patient, written.events[0])

    def _anew(self, sheet: Sheet) -> str:
        """The address of the same form, opened anew."""
        if sheet.answer:
            return reverse("form-correct", args=[self.opened.patient, sheet.answer])
        return reverse("form", args=[self.opened.patient, sheet.questionnaire.id])

    def _outlived(self, sheet: Sheet) -> HttpResponse:
        crumbs = [*self.crumbs, (title_of(sheet.questionnaire, texts.language()), "")]
        return pages.show(
            self.request, self.opened, "outlived.html", crumbs, status=TOGETHER, told=_(DESTROYED),
            anew=self._anew(sheet),
        )  # fmt: skip

    def _elsewhere(self) -> bool:
        """Whether the page was opened in another assignment than the present one."""
        place = passes.read(self.request.POST.get("pass", ""))
        return place is not None and place["assignment"] != self.reader.assignment.id

    def _again(self, sheet: Sheet) -> HttpResponse:
        """Everything that is wrong at once: what could not be read, and what is wrong besides."""
        sheet.problems = actions.wrong(sheet.questionnaire, sheet.answers, sheet.problems)
        return self.show(sheet, WRONG)
