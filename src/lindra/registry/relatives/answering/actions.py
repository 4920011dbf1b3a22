"""What whoever holds a code does: keeps what they have answered so far, sends it once, or declines."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from lindra import clock
from lindra.forms.answers import Answers
from lindra.forms.parsing import tidy
from lindra.ids import new_id
from lindra.record import wall
from lindra.record.envelope import stamp
from lindra.registry.relatives import survey
from lindra.registry.relatives.models import Invitation, RelativeAnswer
from lindra.registry.relatives.survey import Part, Typed


def keep(invitation: Invitation, part: Part, typed: Typed) -> None:
    """Keep what stands in the controls of a part, in place of what was kept of it before."""
    rest = {name: given for name, given in invitation.draft.items() if name not in part.names}
    new = {name: [kept] for name in part.names if (kept := tidy("".join(typed.get(name, ())[:1])))}
    with wall.opened([invitation.patient]):
        _still(invitation).update(draft=rest | new)


def send(invitation: Invitation, answers: Answers, lang: str, *, may_read: bool) -> bool:
    """Store the answers, verbatim and by codes; whether they were, or had been sent or taken back in the meantime."""
    now, form = clock.now(), survey.versions()[invitation.form]
    with wall.opened([invitation.patient]), transaction.atomic():
        if not _still(invitation).update(answered_at=stamp(now), draft={}):
            return False
        RelativeAnswer.objects.create(
            id=new_id(), patient=invitation.patient, invitation=invitation.id, unit=invitation.unit,
            provider=invitation.provider, form=invitation.form, language=lang, may_read=may_read, sent_at=stamp(now),
            response=survey.verbatim(form, answers, lang, now), said=survey.said(form, answers),
        )  # fmt: skip
    return True


def decline(invitation: Invitation) -> None:
    """Whoever was asked does not want to be: what was kept goes, and nobody asks them again."""
    with wall.opened([invitation.patient]):
        _still(invitation).update(declined_at=stamp(clock.now()), draft={})


def _still(invitation: Invitation) -> QuerySet[Invitation]:
    """The invitation, as long as it is open."""
    return Invitation.objects.filter(pk=invitation.pk, answered_at="", declined_at="", revoked_at="")
