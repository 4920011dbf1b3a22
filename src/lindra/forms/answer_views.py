"""Pages of answers that were written: read as they were given, copied as text, corrected, withdrawn."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from lindra.forms import actions, entries, library, options, pages, present, sheets
from lindra.forms.answers import of_answered
from lindra.forms.entries import Entry
from lindra.forms.filling import Page
from lindra.forms.pages import for_opened
from lindra.forms.structs import Questionnaire
from lindra.frame import texts
from lindra.privacy import rules
from lindra.privacy.door import Conflict, Opened
from lindra.privacy.reader import Reader
from lindra.privacy.sharing import words
from lindra.record.envelope import Event

REASON = 500
"""Letters in why something is withdrawn: it stays in the log, and is no record of its own."""
NEWER = gettext_lazy(
    "Something has been written since you opened this. Look at what is new, then withdraw it if it is still right."
)


@require_GET
@for_opened("answers to a form")
def answer_page(request: HttpRequest, opened: Opened, event: UUID) -> HttpResponse:
    """Answers as they were given, in the version and the language of the form in which they were."""
    history = opened.history()
    entry = _entry(history, str(event))
    shown = next(one for one in entry.versions if one.id == str(event))
    payload = shown.payload or {}
    [told] = present.told([shown], texts.language())
    language = str(payload.get("language", ""))
    correctable = _may_correct(opened, entry)
    return pages.show(
        request, opened, "answer.html", [(_("Forms"), reverse("forms", args=[opened.patient])), (told.title, "")],
        told=told, lines=told.lines, text=present.as_text(told), about=_about(told, payload),
        language=language if language != texts.language() else "", here=texts.language(),
        newer=_newer(entry, shown), withdrawn=_withdrawn(history, entry), changed=bool(entry.changed_since),
        correct=_way("form-correct", entry) if correctable and _form(entry) else "",
        withdraw=_way("form-withdraw", entry) if correctable else "",
        back=reverse("patient", args=[opened.patient]),
    )  # fmt: skip


def _entry(history: list[Event], event: str) -> Entry:
    found = entries.find(history, event)
    if found is None or not any(one.id == event and one.payload for one in found.versions):
        raise Http404
    return found


def _about(told: present.Told, payload: dict[str, Any]) -> list[tuple[str, str]]:
    form, _sign, version = str(payload.get("questionnaire", "")).partition("|")
    when = texts.instant(told.at, told.precision)
    rows = [(_("When"), when), (_("Who"), told.who), (_("Unit"), told.unit)]
    which = (form, _("Version %(version)s") % {"version": version} if version else "")
    rows += [(_("Form"), ", ".join(filter(None, which)))]
    return [(label, value) for label, value in rows if value]


def _newer(entry: Entry, shown: Event) -> dict[str, Any]:
    """What stands instead of the version shown."""
    if entry.standing is None or entry.standing.id == shown.id:
        return {}
    return _by(entry.standing) | {
        "url": reverse("form-answer", args=[entry.standing.patient, entry.standing.id])
    }


def _withdrawn(history: list[Event], entry: Entry) -> dict[str, Any]:
    if entry.standing is not None:
        return {}
    gone = [one for one in history if one.kind == "withdrawn" and one.corrects == entry.first.id]
    return _by(gone[-1]) | {"reason": (gone[-1].payload or {}).get("reason", "")} if gone else {}


def _by(event: Event) -> dict[str, Any]:
    [told] = present.told([event], texts.language(), recorded=True)
    return {"at": told.at, "by": told.by}


def _way(name: str, entry: Entry) -> str:
    return reverse(name, args=[entry.first.patient, entry.first.id])


def _may_correct(opened: Opened, entry: Entry) -> bool:
    """Each provider corrects what it wrote itself (SFS 2008:355 2 kap. 6 §), and only what still stands."""
    own = entry.first.provider == opened.sight.side.provider and entry.first.source is None
    return own and entry.standing is not None and pages.may_write(opened).allowed


def _form(entry: Entry) -> Questionnaire | None:
    """The form in the version that was answered; none where it no longer exists."""
    try:
        return library.get(str((entry.first.payload or {}).get("questionnaire", "")))
    except library.NoForm:
        return None


@require_http_methods(["GET", "POST"])
@for_opened("correction of a form")
def correct_page(request: HttpRequest, opened: Opened, event: UUID) -> HttpResponse:
    """Correct answers: the facts that they gave are corrected with them, in one act."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    entry = _entry(opened.history(), str(event))
    questionnaire = _form(entry)
    if not _may_correct(opened, entry) or questionnaire is None or entry.first.patient != opened.patient:
        return _refused(request, opened)
    if own := library.page_of(questionnaire.id):
        return redirect(own, opened.patient)
    if request.method == "POST" and request.POST.get("do") == "discard":
        actions.drop_draft(reader, opened.patient, questionnaire.id, entry.first.id)
        return redirect("form-correct", opened.patient, entry.first.id)
    questionnaire = options.for_patient(questionnaire, opened, entry.answered)
    [told] = present.told([entry.standing or entry.first], texts.language())
    back = reverse("form-answer", args=[opened.patient, event])
    crumbs = [(_("Forms"), reverse("forms", args=[opened.patient]))]
    page = Page(request, opened, crumbs, back=back, correcting=told)
    if request.method != "POST":
        stands = of_answered(questionnaire, entry.answered)
        return page.show(sheets.begun(opened, reader, questionnaire, stands, entry.first.id))
    return page.take(
        sheets.sent(request, questionnaire, entry.first.id),
        lambda sheet: actions.correct(
            opened,
            reader,
            entry,
            sheet.questionnaire,
            sheet.answers,
            texts.language(),
            expected=sheet.seen,
            key=sheet.key,
        ),
    )  # fmt: skip


def _refused(request: HttpRequest, opened: Opened) -> HttpResponse:
    right = pages.may_write(opened)
    paragraph = words.paragraph(right.right if not right.allowed else rules.law("PDL 2:6"))
    back = reverse("patient", args=[opened.patient])
    return pages.show(request, opened, "refused.html", [], status=403, paragraph=paragraph, back=back)


@require_http_methods(["GET", "POST"])
@for_opened("withdrawal of a form")
def withdraw_page(request: HttpRequest, opened: Opened, event: UUID) -> HttpResponse:
    """Withdraw answers, and every fact that they gave."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    entry = _entry(opened.history(), str(event))
    if not _may_correct(opened, entry) or entry.first.patient != opened.patient:
        return _refused(request, opened)
    reason = request.POST.get("reason", "").strip()[:REASON]
    if request.method != "POST":
        return _ask_why(request, opened, entry)
    if not reason:
        return _ask_why(request, opened, entry, named=[("reason", _("Say why it is withdrawn."))], status=422)
    try:
        actions.withdraw(reader, entry, reason, expected=sheets.number(request.POST.get("seen", "")))
    except actions.NotYet as error:
        general = [_(one.text) for one in error.problems]
        return _ask_why(request, opened, entry, general=general, reason=reason, status=422)
    except Conflict:
        return _ask_why(request, opened, entry, general=[str(NEWER)], reason=reason, status=409)
    messages.success(request, _("Withdrawn, with everything it gave."))
    return redirect("form-answer", opened.patient, entry.first.id)


def _ask_why(
    request: HttpRequest, opened: Opened, entry: Entry, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Which answers, and why they are to be withdrawn."""
    shown = entry.standing or entry.first
    [told] = present.told([shown], texts.language())
    back = reverse("form-answer", args=[opened.patient, shown.id])
    about = [(_("When"), texts.instant(told.at, told.precision)), (_("Who"), told.by)]
    return pages.show(
        request, opened, "withdraw.html", [(told.title, back), (_("Withdraw"), "")], status=status, told=told,
        seen=opened.seq, longest=REASON, about=about, back=back, **more,
    )  # fmt: skip
