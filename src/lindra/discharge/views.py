"""The pages of one patient's discharge: what was said, what is due, and what one's own unit may send next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages as told
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lindra import clock
from lindra.areas import queries as areas
from lindra.areas.geography import region_of
from lindra.care.pages import ways
from lindra.care.queries import unit_names
from lindra.discharge import actions, counties, labels, parties, process, story, words
from lindra.discharge.actions import NotSent
from lindra.discharge.case import Case, Message, cases, may_do, messages, steps
from lindra.discharge.clocks import clocks
from lindra.discharge.entering import MessageForm, initial_of
from lindra.discharge.months import judge
from lindra.discharge.paying import words as paying
from lindra.forms.pages import for_opened, head, may_write
from lindra.forms.values import N_
from lindra.ids import new_id
from lindra.people import staff as people
from lindra.people.details import Relative
from lindra.privacy import rules as privacy
from lindra.privacy.door import Conflict, Opened
from lindra.privacy.handing import NoSuchUnit
from lindra.privacy.reader import Reader
from lindra.privacy.rules import Purpose
from lindra.privacy.web import denied

WHAT = "discharge"
WRONG, TOGETHER = 422, 409
SENT_ALREADY = N_("Somebody has written since you opened the page. See what is new, then send.")
Page = Callable[..., HttpResponse]


def for_care(page: Page) -> Page:
    """A page about one patient's discharge, opened to give care."""

    @for_opened(WHAT)
    @wraps(page)
    def guarded(request: HttpRequest, opened: Opened, **named: Any) -> HttpResponse:
        reader: Reader = request.reader  # type: ignore[attr-defined]
        if reader.purpose is not Purpose.CARE:
            return denied(request, privacy.law("PDL 4:1"))
        return page(request, opened, reader, **named)

    return guarded


@require_GET
@for_care
def page(request: HttpRequest, opened: Opened, reader: Reader) -> HttpResponse:
    """One stay: where the patient is, what is due, what was said – the same, in the same order, to all its parties."""
    return _page(request, opened, reader)


def _page(
    request: HttpRequest, opened: Opened, reader: Reader, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    every = cases(opened.chart)
    case = _chosen(every, request.GET.get("stay"))
    names = names_of(opened, case)
    unread = [one.ref for one in case.messages if reader.assignment.unit in one.unread]
    context = head(opened) | {
        "ways": ways(opened.patient, reader, "discharge"), "case": case, "refused": refused,
        "strip": words.strip(case.stage), "stage": labels.STAGES[case.stage], **_counted(opened, case),
        "lines": _lines(case, names, reader), "unread": unread, "may_write": may_write(opened).allowed,
        "sends": _sends(opened, case, reader), "elsewhere": _elsewhere(reader), "stays": _stays(every, case),
        "sip": next((one for one in reversed(case.messages) if one.kind == "sip_held" and one.valid), None),
    }  # fmt: skip
    return render(request, "discharge/case.html", context, status=status)


def _chosen(every: Sequence[Case], episode: str | None) -> Case:
    """The stay that was asked for; else the latest that goes on, else the latest."""
    if episode is not None and (found := [one for one in every if one.episode == episode]):
        return found[0]
    going_on = [one for one in every if one.open]
    return (going_on or list(every) or [Case("")])[-1]


def names_of(opened: Opened, case: Case) -> words.Names:
    """Names of units, staff and relatives that a case speaks of."""
    units = (
        {one.unit for one in case.messages}
        | {at.unit for one in case.messages for at in one.passed}
        | {case.unit}
    )
    staff = people.names(one.author for one in case.messages)
    return words.Names(unit_names(units), staff, relatives_of(opened))


def relatives_of(opened: Opened) -> dict[str, str]:
    """Those close to the patient by reference, as far as this reader may know of them."""
    if not opened.sight.address.allowed:
        return {}
    found = opened.person.details.get(Relative.kind, ())
    return {one.ref: one.name or _("Name not known") for one in found if isinstance(one, Relative)}


def _counted(opened: Opened, case: Case) -> dict[str, Any]:
    """Deadlines, and who pays, of a stay that can be computed."""
    municipality = opened.person.municipality or ""
    told_of, _findings = story.tell(steps(case, municipality, _kinds(case)))
    if told_of is None or not case.episode:
        return {}
    now, rule = clock.now(), counties.rule(_region(case.unit))
    due = [words.clock(one, now, case.unit) for one in clocks(told_of, rule, now)]
    pays = paying.case(judge(told_of, rule, now)) if told_of.ready is not None else None
    return {"clocks": due, "pays": pays}


def _kinds(case: Case) -> dict[str, str]:
    return areas.kinds({at.unit for one in case.messages for at in one.passed})


def _region(unit: str) -> str:
    found = areas.kinds([unit]) if unit else {}
    return region_of(areas.unit(unit).municipality).code if found else ""


def _lines(case: Case, names: words.Names, reader: Reader) -> list[dict[str, Any]]:
    by_ref = {one.ref: one for one in case.messages}
    return [
        {"line": line, "can": _can(by_ref.get(line.ref), reader), "new": _new(by_ref.get(line.ref), reader)}
        for line in words.lines(case, names)
    ]


def _new(message: Message | None, reader: Reader) -> bool:
    return message is not None and reader.assignment.unit in message.unread


def _can(message: Message | None, reader: Reader) -> tuple[str, ...]:
    return () if message is None else may_do(message, reader.assignment.unit)


def own_messages(reader: Reader) -> bool:
    """Whether messages are sent here, and not with another tool, where this unit is."""
    return _region(reader.assignment.unit) in settings.LINDRA_DISCHARGE_MESSAGES


def _elsewhere(reader: Reader) -> str:
    """Where messages are sent with another tool: its name, or that it is another one."""
    if own_messages(reader):
        return ""
    return counties.county(_region(reader.assignment.unit)).tool or _("the county's own tool")


def _sends(opened: Opened, case: Case, reader: Reader) -> list[dict[str, Any]]:
    """What this unit may send in this stage of the process, and what it writes of it elsewhere."""
    if not own_messages(reader):
        return []
    mine = areas.unit(reader.assignment.unit).kind
    kinds = [
        kind
        for kind in parties.sends()
        if kind != "message_taken_back" and parties.may_send(kind, mine) and process.after(case.stage, kind)
    ]
    stay = f"?stay={case.episode}" if case.episode else ""
    found = [_way(kind, reverse("discharge-send", args=[opened.patient, kind]) + stay) for kind in kinds]
    if parties.side(mine) == "open_care" and process.after(case.stage, "contact_named"):
        found.append(_way("contact_named", reverse("form", args=[opened.patient, "contact"])))
    if parties.side(mine) == "municipality":
        found.append(_way("home_nursing_assessed", reverse("patient-home-nursing", args=[opened.patient])))
    return found


def _way(kind: str, url: str) -> dict[str, Any]:
    if kind in labels.KINDS:
        return {"kind": kind, "label": labels.KINDS[kind].title, "icon": labels.KINDS[kind].icon, "url": url}
    return {"kind": kind, "label": labels.FACTS[kind], "icon": "person", "url": url}


def _stays(every: Iterable[Case], case: Case) -> list[dict[str, Any]]:
    """The other stays of the patient that hold messages."""
    return [
        {"episode": one.episode, "at": one.admitted or one.messages[0].at, "current": one is case}
        for one in every
        if one.admitted or one.messages
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_care
def send(request: HttpRequest, opened: Opened, reader: Reader, kind: str) -> HttpResponse:
    """Write and send one message."""
    if kind not in parties.sends() or kind == "message_taken_back":
        raise Http404
    case = _chosen(cases(opened.chart), request.POST.get("stay", request.GET.get("stay")))
    if kind not in [one["kind"] for one in _sends(opened, case, reader)]:
        return _page(request, opened, reader, status=TOGETHER, refused=_(actions.NO_PLACE))
    answers = request.POST.get("answers", request.GET.get("answers", ""))
    form = MessageForm(
        kind, units_for(opened, case, reader), request.POST or None, relatives=list(relatives_of(opened).items()),
        initial=started(kind, case, answers),
    )  # fmt: skip
    wrong = ""
    if request.method == "POST" and form.is_valid():
        to, key = tuple(form.cleaned_data.get("to", ())), request.POST.get("key", "")
        message = form.fact(ref=new_id(), episode=case.episode, to=to, answers=answers)
        done, wrong = _try(lambda: actions.send(opened, reader, message, expected=opened.seq, key=key))
        if done:
            told.success(request, _("Sent."))
            return redirect_to(opened, case)
    return _form(request, opened, case, form, kind, wrong, key=new_id(), answers=answers)


def started(kind: str, case: Case, answers: str) -> dict[str, Any]:
    """What a form begins with: those already in the case, when the patient was admitted, what was estimated last."""
    parties_of = {unit for one in case.messages for unit in (one.unit, *(at.unit for at in one.passed))}
    found: dict[str, Any] = {"to": sorted(parties_of | ({case.unit} if case.unit else set()))}
    if answers:
        found["to"] = [one.unit for one in case.messages if one.ref == answers]
    if kind == "admission_notice" and case.admitted:
        found["admitted"] = case.admitted.astimezone(clock.STOCKHOLM).replace(tzinfo=None)
    return found


def units_for(opened: Opened, case: Case, reader: Reader) -> list[tuple[str, str]]:
    """Units that may have a part in it: those of the case, and those that serve where the patient lives."""
    known = {unit for one in case.messages for unit in (one.unit, *(at.unit for at in one.passed))} | {
        case.unit
    }
    where = opened.person.municipality or areas.unit(reader.assignment.unit).municipality
    serving = {one.pk: one.name for one in areas.serving(where, clock.today()) if parties.side(one.kind)}
    names = unit_names(known - {""}) | serving
    names.pop(reader.assignment.unit, None)
    return sorted(names.items(), key=lambda one: (one[0] not in known, one[1]))


@require_http_methods(["GET", "HEAD", "POST"])
@for_care
def correct(request: HttpRequest, opened: Opened, reader: Reader, ref: UUID) -> HttpResponse:
    """Put right what one's own unit has sent."""
    message = _message(opened, ref)
    if "correct" not in _can(message, reader):
        raise Http404
    case = _chosen(cases(opened.chart), message.episode)
    fact = words.fact(message)
    form = MessageForm(
        message.kind, units_for(opened, case, reader), request.POST or None,
        relatives=list(relatives_of(opened).items()), initial=initial_of(fact),
    )  # fmt: skip
    wrong = ""
    if request.method == "POST" and form.is_valid():
        right = form.fact(ref=message.ref, episode=message.episode, to=tuple(form.cleaned_data.get("to", ())))
        done, wrong = _try(lambda: actions.correct(opened, reader, message.ref, right, expected=opened.seq))
        if done:
            told.success(request, _("Put right, and sent anew to all who have it."))
            return redirect_to(opened, case)
    return _form(request, opened, case, form, message.kind, wrong)


def _form(
    request: HttpRequest, opened: Opened, case: Case, form: MessageForm, kind: str, wrong: str, **more: Any
) -> HttpResponse:
    title = labels.KINDS[kind].title
    crumbs = [
        {"label": _("The patient"), "url": reverse("patient", args=[opened.patient])},
        {"label": _("Discharge"), "url": reverse("discharge", args=[opened.patient])},
        {"label": title, "url": ""},
    ]
    context = (
        head(opened) | more | {"crumbs": crumbs, "form": form, "title": title, "case": case, "wrong": wrong}
    )
    status = WRONG if form.is_bound and not form.is_valid() else TOGETHER if wrong else 200
    return render(request, "discharge/send.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_care
def back(request: HttpRequest, opened: Opened, reader: Reader, ref: UUID) -> HttpResponse:
    """Take back a message of one's own unit, or send back one that came to the wrong place."""
    message = _message(opened, ref)
    can = _can(message, reader)
    if not {"take_back", "send_back"} & set(can):
        raise Http404
    own, wrong = "take_back" in can, ""
    case = _chosen(cases(opened.chart), message.episode)
    why, note = request.POST.get("why", ""), request.POST.get("note", "").strip()
    reasons = [(one, labels.code(one)) for one in ("wrong_unit", "wrong_patient", "not_so", "other")]
    if request.method == "POST":
        if (own and why not in dict(reasons)) or (not own and not note):
            wrong = _("Say why.")
        else:
            done, wrong = _try(lambda: _give_back(opened, reader, message.ref, why, note, own=own))
            if done:
                told.success(request, _("Taken back.") if own else _("Sent back."))
                return redirect_to(opened, case)
    [line] = [one for one in words.lines(case, names_of(opened, case)) if one.ref == message.ref]
    context = head(opened) | {
        "line": line,
        "own": own,
        "reasons": reasons,
        "wrong": wrong,
        "why": why,
        "note": note,
    }
    return render(request, "discharge/back.html", context, status=WRONG if wrong else 200)


def _give_back(opened: Opened, reader: Reader, ref: str, why: str, note: str, *, own: bool) -> Any:
    if own:
        return actions.take_back(opened, reader, ref, why, note, expected=opened.seq)
    return actions.send_back(opened, reader, ref, note, expected=opened.seq)


@require_POST
@for_care
def acknowledge(request: HttpRequest, opened: Opened, reader: Reader) -> HttpResponse:
    """Say that the messages that the page showed as new have been read."""
    done, wrong = _try(
        lambda: actions.acknowledge(opened, reader, request.POST.getlist("ref"), expected=opened.seq)
    )
    if wrong:
        return _page(request, opened, reader, status=TOGETHER, refused=wrong)
    if done:
        told.success(request, _("Acknowledged."))
    return redirect("discharge", opened.patient)


def _message(opened: Opened, ref: UUID) -> Message:
    found = next((one for one in messages(opened.chart) if one.ref == str(ref)), None)
    if found is None:
        raise Http404
    return found


def _try(act: Callable[[], Any]) -> tuple[Any, str]:
    """What an act gave, or in words why it was not done."""
    try:
        return act() or True, ""
    except Conflict:
        return None, _(SENT_ALREADY)
    except NoSuchUnit:
        return None, _("One of the units does not exist any more. Choose another to send to.")
    except NotSent as error:
        return None, _(str(error))
    except PermissionError:
        return None, _("You may not write about this patient.")


def redirect_to(opened: Opened, case: Case) -> HttpResponse:
    """Back to the case."""
    where = reverse("discharge", args=[opened.patient])
    return redirect(f"{where}?stay={case.episode}" if case.episode else where)
