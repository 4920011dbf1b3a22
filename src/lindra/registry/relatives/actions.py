"""What a unit does: asks a relative, takes that back, notes that somebody declines; and what is no longer kept goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from lindra import clock
from lindra.care.events.people import RELATIVES_NOTED
from lindra.clock import day
from lindra.ids import new_id
from lindra.people.details import Relative
from lindra.privacy import beside
from lindra.privacy.door import Opened
from lindra.privacy.reader import Reader
from lindra.record import wall
from lindra.record.chart import Chart
from lindra.record.envelope import Event, instant, midnight, stamp
from lindra.registry.relatives import codes, queries, rules, survey
from lindra.registry.relatives.models import Invitation, RelativeAnswer
from lindra.registry.relatives.rules import Death, Why


class NotAsked(ValueError):
    """Somebody is not asked; ``why`` is a code of the rules."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Given:
    """An invitation with its code, which is nowhere else and is not seen again."""

    invitation: Invitation
    code: str


def death_of(opened: Opened) -> Death | None:
    """The patient's death as the reader may know it."""
    death = opened.chart.one("death")
    if death is None:
        return None
    known = death.occurred_from if death.precision not in ("month", "year", "unknown") else None
    return Death(day(instant(known)) if known else None, opened.person.protected)


def relatives(opened: Opened) -> dict[str, Relative]:
    """Those close to the patient whom this reader may know of, by reference."""
    found = opened.person.details.get(Relative.kind, ())
    return {one.ref: one for one in found if isinstance(one, Relative)}


def children(chart: Chart) -> set[str]:
    """References of the relatives who are children."""
    noted = [row["stated"].value for row in chart.rows(RELATIVES_NOTED) if "stated" in row]
    return {str(one["relative"]) for one in noted if one.get("child")}


def refusal(opened: Opened, relative: str, known: Sequence[Invitation]) -> Why | None:
    """Why a relative is not asked today."""
    today = clock.today()
    if (why := rules.closed(death_of(opened), today)) is not None:
        return why
    states = [one.state(today) for one in known if one.relative == relative]
    return rules.refused(states, child=relative in children(opened.chart))


def invite(opened: Opened, reader: Reader, relative: str, language: str, phone: str) -> Given:
    """Ask a relative: makes a code that holds for a time. Raises :class:`NotAsked`, :class:`PermissionError`."""
    beside.note(opened.patient, reader, "ask a relative")
    if (why := refusal(opened, relative, queries.of_person(opened.records))) is not None:
        raise NotAsked(why)
    code, today = codes.draw(), clock.today()
    with wall.opened(opened.records):
        _revoke(
            Invitation.objects.filter(patient=opened.patient, relative=relative), reader
        )  # those out of time
        made = _new(opened, reader, relative, code=codes.kept(code), until=rules.until(today).isoformat(),
                    language=language, phone=phone)  # fmt: skip
    return Given(made, code)


def _new(opened: Opened, reader: Reader, relative: str, **told: str) -> Invitation:
    work = reader.assignment
    try:
        with transaction.atomic():
            return Invitation.objects.create(
                id=new_id(), patient=opened.patient, relative=relative, unit=work.unit, provider=work.provider,
                by=reader.staff.hsa_id, at=stamp(clock.now()), form=survey.latest().named, **told,
            )  # fmt: skip
    except IntegrityError as error:
        raise NotAsked("asked") from error  # somebody else was quicker


def _revoke(some: QuerySet[Invitation], reader: Reader) -> int:
    still = some.filter(answered_at="", declined_at="", revoked_at="")
    return still.update(revoked_at=stamp(clock.now()), revoked_by=reader.staff.hsa_id, draft={})


def revoke(opened: Opened, reader: Reader, invitation: str) -> bool:
    """Take an invitation of one's own unit back, so that its code no longer opens anything; whether there was one.

    Raises :class:`PermissionError`.
    """
    beside.note(opened.patient, reader, "take back the asking of a relative")
    own = [one.pk for one in queries.of_person(opened.records) if one.unit == reader.assignment.unit]
    if invitation not in own:
        return False
    with wall.opened(opened.records):
        return bool(_revoke(Invitation.objects.filter(pk=invitation), reader))


def declined(opened: Opened, reader: Reader, relative: str) -> None:
    """Note that a relative does not want to be asked: nobody asks them again. Raises :class:`PermissionError`."""
    beside.note(opened.patient, reader, "note that a relative declines to be asked")
    now, to = stamp(clock.now()), reader.staff.hsa_id
    with wall.opened(opened.records):
        same = Invitation.objects.filter(patient__in=opened.records, relative=relative)
        if same.filter(Q(answered_at__gt="") | Q(declined_at__gt="")).exists():
            return
        if not same.filter(revoked_at="").update(declined_at=now, declined_to=to, draft={}):
            _new(opened, reader, relative, code=codes.nobodys(), until=clock.today().isoformat(), language="",
                 declined_at=now, declined_to=to)  # fmt: skip


# What is no longer kept


def weed() -> int:
    """Remove answers, and who was asked, whose time is over, and drafts that can no longer be sent; how many answers.

    That somebody declined is kept as long as the answers of others: by then nobody is asked any more.
    """
    today = clock.today()
    before = stamp(midnight(today - timedelta(days=rules.number("keep_days", today))))
    with wall.everything(), transaction.atomic():  # whoever they are about: only the time is looked at
        Invitation.objects.filter(until__lt=today.isoformat()).exclude(draft={}).update(draft={})
        Invitation.objects.filter(at__lt=before).exclude(answered_at__gte=before).delete()
        count, _ = RelativeAnswer.objects.filter(sent_at__lt=before).delete()
    return count


def forget(patient: str, gone: Sequence[Event], home: Path) -> None:
    """With destroyed entries goes what relatives answered about the patient: it may tell of the same."""
    RelativeAnswer.objects.filter(patient=patient).delete()
    Invitation.objects.filter(patient=patient).delete()


def settle(home: Path) -> None:
    """Nothing of this stands in files."""
