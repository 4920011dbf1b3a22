"""The page *death report*: what the record answers of the register's questions, confirmed by a person and signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lindra.care.plan.reading import partly
from lindra.forms import actions as forms
from lindra.forms import library, pages, sheets, writer
from lindra.forms.answers import of_answered
from lindra.forms.filling import Page
from lindra.forms.pages import for_opened
from lindra.forms.sheets import Sheet
from lindra.frame import texts
from lindra.privacy.door import Appended, Opened
from lindra.privacy.reader import Reader
from lindra.privacy.sharing import words as sharing
from lindra.registry.prefill import reading
from lindra.registry.reporting import actions, state, words
from lindra.registry.reporting import sheet as sheets_of
from lindra.registry.reporting.state import Standing

FORM = "death-report"


@require_http_methods(["GET", "POST"])
@for_opened("death report")
def report_page(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Report a death, or correct the report while that may be done; afterwards it is read."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    verdict = pages.may_write(opened)
    if not verdict.allowed:
        paragraph, back = sharing.paragraph(verdict.right), reverse("patient", args=[opened.patient])
        return pages.show(request, opened, "refused.html", [], status=403, paragraph=paragraph, back=back)
    standing = state.of(opened, reader)
    if not standing.writes:
        return pages.show(
            request, opened, "registry/standing.html", [(_("Death report"), "")],
            standing=words.standing(standing, opened), back=reverse("patient", args=[opened.patient]),
        )  # fmt: skip
    if request.method == "POST" and request.POST.get("do") == "discard":
        forms.drop_draft(reader, opened.patient, FORM, standing.answer)
        return redirect("death-report", opened.patient)
    return _Report(request, opened, standing).answer()


class _Report(Page):
    """The questionnaire of one death: opened, sent in, sent back with what has to be put right."""

    template = "registry/report.html"

    def __init__(self, request: HttpRequest, opened: Opened, standing: Standing) -> None:
        self.standing = standing
        self.claims = {claim.question: claim for claim in reading.read(opened)}
        super().__init__(
            request, opened, [], back=reverse("patient", args=[opened.patient]),
            standing=words.standing(standing, opened), partly=partly(opened),
            deaths=words.deaths(reading.contradicting(opened), opened),
        )  # fmt: skip

    def answer(self) -> HttpResponse:
        """The page as it is opened, or what comes of what was sent."""
        if self.request.method != "POST":
            return self.show(self._opened())
        sent = sheets.sent(self.request, library.get(FORM), self.standing.answer)
        if sheets.is_saving(self.request):
            sent.problems = [*sent.problems, *self._unconfirmed(sent)]
        return self.take(sent, self._write)

    def show(self, sheet: Sheet, status: int = 200, **more: Any) -> HttpResponse:
        """With each question where its answer comes from, and a box at the end of each section."""
        sheet.besides = self._besides(sheet)
        summary = words.summary(sheets_of.asked(sheet.questionnaire, sheet.answers, self.claims))
        return super().show(sheet, status, summary=summary, **more)

    def done(self, written: Appended) -> HttpResponse:
        """The report as it stands, and what may still be done with it."""
        return redirect("death-report", self.opened.patient)

    def _opened(self) -> Sheet:
        form = library.get(FORM)
        known = sheets_of.answered(form, self.claims)
        if self.standing.entry is not None:
            known = of_answered(form, self.standing.entry.answered)
        known = writer.fill(form, known, self.reader)
        return sheets.begun(self.opened, self.reader, form, known, self.standing.answer)

    def _besides(self, shown: Sheet) -> dict[str, Any]:
        explained: Mapping[str, Any] = words.explained(self.claims, self.opened, shown.questionnaire)
        wanted = sheets_of.sections(shown.questionnaire, self.claims)
        return sheets_of.besides(shown.questionnaire, explained, wanted, self._ticked())

    def _unconfirmed(self, sent: Sheet) -> list[Any]:
        wanted = sheets_of.sections(sent.questionnaire, self.claims, sent.answers)
        return sheets_of.unconfirmed(wanted, self._ticked())

    def _ticked(self) -> list[str]:
        return self.request.POST.getlist(sheets_of.CONFIRM)

    def _write(self, sent: Sheet) -> Appended:
        return actions.sign(
            self.opened, self.reader, self.standing, sent, list(self.claims.values()), texts.language()
        )
