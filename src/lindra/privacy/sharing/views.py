"""Pages about one patient's sharing: today's state, what the patient says, blocks, and what is held to be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lindra.clock import day
from lindra.frame import texts
from lindra.privacy import actions, rules
from lindra.privacy.door import Opened
from lindra.privacy.events import Level
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Attitude
from lindra.privacy.sharing import forms, noted, ways, words
from lindra.privacy.sharing.pages import for_opened, refused, show
from lindra.privacy.sight import Sight
from lindra.record import queries as record
from lindra.record import wall
from lindra.record.envelope import Event, instant

LEVELS: tuple[Level, ...] = ("unit", "process", "provider")


@require_http_methods(["GET", "POST"])
@for_opened("sharing and blocks")
def sharing_page(request: HttpRequest, opened: Opened) -> HttpResponse:
    """What stands today of consent, information, blocks and emergencies; blocks are set and lifted here."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    may_note, may_block = ways.may_note(opened.sight), ways.may_block(opened.sight)
    if not (may_note.allowed or may_block.allowed):
        return refused(request, opened, may_block.right)
    wanted = request.POST.get("level") if request.method == "POST" else None
    stand = actions.own_blocks(opened.patient, reader)
    blocks = [
        forms.BlockForm(level, stand[level], request.POST if level == wanted else None) for level in LEVELS
    ]
    sent = next((form for form in blocks if form.is_bound), None)
    if sent is not None and sent.is_valid() and may_block.allowed and _blocked(request, opened, sent):
        return redirect("sharing", opened.patient)
    log = noted.entries(opened)
    return show(
        request, opened, "sharing.html", error=sent, log=noted.lines(log), informed=_informed(opened, log),
        attitude=_attitude(opened, log, reader), until=ways.until(opened.sight), may_block=may_block.allowed,
        blocks=[_block(form, reader) for form in blocks], ways=_ways(opened) if may_note.allowed else [],
        may_note=may_note.allowed,
    )  # fmt: skip


def _blocked(request: HttpRequest, opened: Opened, form: forms.BlockForm) -> bool:
    """Set or lift a block as the form says; what cannot be is said in the form."""
    reader, who = request.reader, form.cleaned_data.get("told_by", "patient")  # type: ignore[attr-defined]
    lifting = request.POST.get("act") == "lift"
    try:
        (actions.lift if lifting else actions.block)(opened.patient, form.level, reader, told_by=who)
    except PermissionError:
        law = words.paragraph(rules.law("PDL 4:4" if form.level != "provider" else "SVOD 2:3"))
        form.add_error("told_by", f"{words.GUARDIAN if who == 'guardian' else words.ONLY_PATIENT} ({law})")
        return False
    messages.success(
        request, _("The block is lifted.") if lifting else _("The entries are blocked, from now on.")
    )
    return True


def _block(form: forms.BlockForm, reader: Reader) -> dict[str, Any]:
    name, meaning = words.LEVELS[form.level]
    of = {
        "unit": reader.assignment.unit_name,
        "process": str(words.PROCESSES.get(actions.process_of(reader), words.PROCESSES["other"])),
        "provider": reader.assignment.provider_name,
    }[form.level]
    right = words.BLOCK_LAW[form.level] if reader.assignment.regime == "health" else rules.law("SVOD 2:3")
    return {
        "form": form, "level": form.level, "name": name, "meaning": meaning, "of": of, "stands": form.stands,
        "law": words.paragraph(right),
    }  # fmt: skip


def _informed(opened: Opened, log: Iterable[Event]) -> dict[str, Any]:
    side = opened.sight.side
    return {
        "stands": side.provider in opened.sight.known.informed,
        "noted": noted.by(noted.latest(log, "informed", side.provider)),
        "law": words.paragraph(rules.law("SVOD 2:2")),
    }


def _attitude(opened: Opened, log: Iterable[Event], reader: Reader) -> dict[str, Any]:
    """What stands of the patient's attitude to the reader's side, until when, and who noted it."""
    seen, work = opened.sight, reader.assignment
    told = seen.known.attitudes.get(f"{work.provider}|{work.regime}", {})
    opposed = told.get("attitude") == "unable" and told.get("opposed")
    found = noted.latest(log, "attitude_noted", work.provider, work.regime)
    ended = told.get("until") if told.get("until") and seen.attitude.value != told.get("attitude") else ""
    return {
        "said": _state(seen, told),
        "until": told.get("until") if not ended and not opposed else "",
        "ended": ended if not opposed else "",
        "noted": noted.by(found),
        "law": words.paragraph(words.LAW_OF[seen.attitude.value if not opposed else "unable", work.regime]),
    }


def _state(seen: Sight, told: Mapping[str, Any]) -> Any:
    if (
        seen.known.died is not None
        and seen.attitude is Attitude.REFUSES
        and told.get("attitude") != "refuses"
    ):
        return words.DIED
    opposed = told.get("attitude") == "unable" and told.get("opposed")
    return words.OPPOSED if opposed else words.STATES[seen.attitude]


def _ways(opened: Opened) -> list[dict[str, Any]]:
    """What may be noted of the patient's attitude: everything but what stands."""
    child = _is_child(opened)
    stands = opened.sight.attitude.value
    offered = ["consents", "refuses", *(["not_asked"] if stands != "not_asked" else []), "unable"]
    offered += ["child"] if child else []
    return [
        {"name": words.ATTITUDES[one][0], "url": reverse(f"sharing-{one.replace('_', '-')}", args=[opened.patient])}
        for one in offered if one != stands or one in ("consents", "unable")
    ]  # fmt: skip


def _is_child(opened: Opened) -> bool:
    return rules.is_child(opened.person.born, day(opened.sight.side.at))


@require_http_methods(["GET", "POST"])
@for_opened("attitude to shared records")
def attitude_page(request: HttpRequest, opened: Opened, attitude: str) -> HttpResponse:
    """Note what the patient says of the provider reading what others have shared."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    verdict = ways.may_note(opened.sight)
    if not verdict.allowed:
        return refused(request, opened, verdict.right)
    if attitude == "child" and not _is_child(opened):
        return refused(request, opened, words.LAW_OF[attitude, reader.assignment.regime])
    form = forms.attitude_form(
        attitude, _is_child(opened), request.POST if request.method == "POST" else None
    )
    if form.is_bound and form.is_valid():
        told = {"told_by": "other" if attitude == "child" else "patient"} | form.cleaned_data
        actions.note_attitude(opened.patient, attitude, reader, **told)
        messages.success(request, str(words.NOTED[attitude]))
        return redirect("patient", opened.patient)
    title, meaning, button = words.ATTITUDES[attitude]
    law = words.paragraph(words.LAW_OF[attitude, reader.assignment.regime])
    return show(
        request, opened, "sharing_form.html", title=title, lead=meaning, law=law, form=form, button=button
    )


@require_http_methods(["GET", "POST"])
@for_opened("information on shared records")
def informed_page(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Note that the patient has been told what shared records are, and may say no to them."""
    verdict = ways.may_note(opened.sight)
    if not verdict.allowed:
        return refused(request, opened, verdict.right)
    form = forms.InformForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.inform(opened.patient, form.cleaned_data["how"], request.reader)  # type: ignore[attr-defined]
        messages.success(request, _("It is noted that the patient has been informed."))
        return redirect("sharing", opened.patient)
    return show(
        request, opened, "sharing_form.html", title=_("The patient has been informed"),
        law=words.paragraph(rules.law("SVOD 2:2")), form=form, button=_("Note that the patient is informed"),
        points=[
            _("What shared records mean: care providers can read what others have written."),
            _("The patient may say no, and may have entries blocked."),
            _("Others can see that there are blocked entries, and in danger to life who has blocked them."),
        ],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@for_opened("an entry held to be wrong")
def dispute_page(request: HttpRequest, opened: Opened, event: UUID) -> HttpResponse:
    """Note that the patient holds an entry to be wrong or misleading; the entry stays as it is."""
    verdict = ways.may_dispute(opened.sight)
    with wall.opened([opened.patient]):
        entry = record.entry(opened.patient, str(event))
    if entry is None or entry.provider != opened.sight.side.provider or not opened.sight.sees(entry):
        return refused(request, opened, rules.law("PDL 2:6"))
    if not verdict.allowed:
        return refused(request, opened, verdict.right)
    form = forms.DisputeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.dispute(opened.patient, entry.id, form.cleaned_data["view"], request.reader)  # type: ignore[attr-defined]
        messages.success(request, _("The patient's view is noted, and shown beside the entry."))
        return redirect(f"{reverse('patient', args=[opened.patient])}?show=everything#timeline")
    when = (
        texts.instant(instant(entry.occurred_from), entry.precision)
        if entry.occurred_from
        else texts.instant(None)
    )
    return show(
        request, opened, "sharing_form.html", title=_("The patient holds an entry to be wrong"),
        lead=_("It is noted in the record. Nothing is changed or taken away by it."), form=form,
        law=words.paragraph(rules.law("PDL 3:8")), button=_("Note the patient's view"),
        about=[(_("Entry"), noted.named(entry)), (_("When"), when), (_("Unit"), noted.unit(entry))],
    )  # fmt: skip
