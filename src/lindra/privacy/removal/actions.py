"""Removal by two persons: one prepares, another confirms or refuses, and only then anything is destroyed.

Each act checks the decision, writes the access log, then changes the state. What is not allowed raises
:class:`PermissionError`; what cannot be done as it stands raises :class:`~lindra.record.kinds.Refused`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction

from lindra import clock
from lindra.areas.models import Provider
from lindra.clock import day
from lindra.ids import new_id
from lindra.people import patients as identities
from lindra.privacy import accesslog, door
from lindra.privacy import rules as privacy
from lindra.privacy.models import Removal, RemovalPart
from lindra.privacy.reader import Reader
from lindra.privacy.removal import queries, rules
from lindra.privacy.removal.rules import Act, Ground, State
from lindra.privacy.rules import Decision
from lindra.privacy.sight import Sight
from lindra.record import destruction, wall
from lindra.record.envelope import Event, stamp
from lindra.record.kinds import Refused

STEP = 10
"""Records of a removal that are destroyed in one go; the rest when somebody carries on."""
MOST = 50
"""Records in one weeding."""


@dataclass(frozen=True, slots=True)
class Told:
    """A decision to destroy: its number, and codes of who decided, what it covers and who applied (``rules``)."""

    decision: str
    authority: str
    decided_on: date
    scope: str
    reason: str


class StandAgain(Refused):
    """Without the entries named, others would stand again: they must be named too."""

    def __init__(self, events: Sequence[Event]) -> None:
        super().__init__("without these, entries that were corrected or withdrawn would stand again")
        self.events = list(events)


# One prepares


def prepare(patient: str, events: Sequence[str], told: Told, reader: Reader) -> Removal:
    """Prepare the destruction of some of the provider's entries by a decision. Nothing is destroyed yet."""
    records = identities.linked(patient)
    allow(may_destroy(patient, reader), records, "prepare destruction", reader)
    _check_decision(told, day(reader.at))
    chosen = dict.fromkeys(events)
    entries = _check_entries(list(chosen), records, told.scope, door.sight(records, reader))
    if not queries.waiting(records).isdisjoint(chosen):
        raise Refused("some of the entries are prepared already")
    by_record: dict[str, list[str]] = defaultdict(list)
    for event in entries:
        by_record[event.patient].append(event.id)
    return _stored(
        reader, by_record, ground=Ground.DECISION, decision=told.decision, scope=told.scope, reason=told.reason,
        authority=told.authority, decided_on=told.decided_on.isoformat(),
    )  # fmt: skip


def prepare_weeding(patients: Sequence[str], archive: str, reader: Reader) -> Removal:
    """Prepare the weeding of records in which the provider's last entry is old enough. Nothing is destroyed yet.

    ``archive`` is the number of the archive authority's decision, which a region or a municipality needs.
    """
    provider = Provider.objects.get(pk=reader.assignment.provider)
    chosen = list(dict.fromkeys(patients))
    found = {one: entries for one in chosen if (entries := queries.weedable(one, provider.pk))}
    allow(_may_weed(reader), list(found), "prepare weeding", reader)
    public = rules.archives(provider.kind)
    if public and not rules.is_number(archive, day(reader.at)):
        raise Refused("a region or a municipality needs the number of the archive authority's decision")
    if not chosen or len(chosen) > MOST:
        raise Refused(f"choose between 1 and {MOST} records")
    before = weedable_before(provider, reader)
    if len(found) < len(chosen) or not all(queries.still_due(one, provider.pk, before) for one in found):
        raise Refused("some of the records must still be kept")
    if not queries.waiting(chosen).isdisjoint(event.id for entries in found.values() for event in entries):
        raise Refused("some of the entries are prepared already")
    return _stored(
        reader, {one: [event.id for event in entries] for one, entries in found.items()}, ground=Ground.WEEDING,
        decision=archive if public else privacy.law("PDL 3:17"), scope="weeding",
        authority="archive" if public else provider.name, decided_on=day(reader.at).isoformat(),
    )  # fmt: skip


def weedable_before(provider: Provider, reader: Reader) -> str:
    """The instant before which the provider's last entry must have been written, as entries tell it."""
    today = day(reader.at)
    return stamp(rules.weedable_before(today, rules.kept(provider.hsa_id, today).years))


def _stored(reader: Reader, by_record: dict[str, list[str]], **told: str) -> Removal:
    with transaction.atomic():
        removal = Removal.objects.create(
            id=new_id(), state=State.PREPARED, provider=reader.assignment.provider, unit=reader.assignment.unit,
            prepared_by=reader.staff.hsa_id, prepared_at=stamp(clock.now()), **told,
        )  # fmt: skip
        RemovalPart.objects.bulk_create(
            RemovalPart(removal=removal, patient=patient, events=events)
            for patient, events in by_record.items()
        )
    return removal


# Another confirms, or not


def confirm(removal: Removal, shown: str, reader: Reader, most: int = STEP) -> None:
    """Confirm what another has prepared, and begin to carry it out; ``shown`` is the fingerprint of what was seen."""
    parts = _turn(removal, Act.CONFIRM, reader)
    events = [event for part in parts for event in part.events]
    if shown != rules.fingerprint(events):
        raise Refused("what was shown is not what would go: read the page again")
    if removal.ground == Ground.DECISION:
        records = identities.linked(parts[0].patient)
        _check_entries(events, records, removal.scope, door.sight(records, reader))
    _settle(removal, State.CONFIRMED, reader)
    carry_on(removal, reader, most)


def refuse(removal: Removal, why: str, reader: Reader) -> None:
    """Do not confirm what another has prepared; ``why`` is a code of :data:`rules.REFUSALS`."""
    _turn(removal, Act.REFUSE, reader)
    if why not in rules.REFUSALS:
        raise Refused("say why")
    _settle(removal, State.REFUSED, reader, refusal=why)


def withdraw(removal: Removal, reader: Reader) -> None:
    """Take back what one has prepared oneself."""
    _turn(removal, Act.WITHDRAW, reader)
    _settle(removal, State.WITHDRAWN, reader)


def carry_on(removal: Removal, reader: Reader, most: int = STEP) -> int:
    """Destroy what has been confirmed, some records at a time; returns how many are left.

    Safe to run again after it was stopped anywhere: what is empty stays so.
    """
    parts = _turn(removal, Act.CARRY_ON, reader)
    left = [part for part in _last_bound_last(parts, reader) if not part.done_at and not part.problem]
    for part in left[:most]:
        _carry_out(removal, part, reader)
    if len(left) <= most:
        Removal.objects.filter(pk=removal.pk, state=State.CONFIRMED).update(state=State.CARRIED_OUT)
        removal.refresh_from_db()
    return max(len(left) - most, 0)


def _last_bound_last(parts: Sequence[RemovalPart], reader: Reader) -> list[RemovalPart]:
    """The records through which the unit knows the person come last: without them it could not go on."""
    bound = queries.bound([part.patient for part in parts], reader.assignment.unit)
    return sorted(parts, key=lambda part: part.patient in bound)


def _carry_out(removal: Removal, part: RemovalPart, reader: Reader) -> None:
    try:
        if not queries.emptied(part.events):
            _destroy(removal, part, reader)
        part.done_at = stamp(clock.now())
    except Refused:
        part.problem = "refused"
    part.save(update_fields=["done_at", "problem"])


def _destroy(removal: Removal, part: RemovalPart, reader: Reader) -> None:
    authority = rules.AUTHORITIES.get(removal.authority, removal.authority)
    scope = rules.SCOPES.get(removal.scope, removal.scope)
    decision = destruction.Decision(removal.decision, authority, removal.decided_on, scope)
    if removal.ground == Ground.DECISION:
        door.destroy(part.patient, part.events, decision, reader)
        return
    provider = Provider.objects.get(pk=removal.provider)
    if not queries.still_due(part.patient, provider.pk, weedable_before(provider, reader)):
        raise Refused("somebody has written in the record since")
    allow(_may_weed(reader), [part.patient], "weed after the retention time", reader)
    home, key = settings.LINDRA_HOME, settings.LINDRA_PSEUDONYM_KEY
    with wall.opened([part.patient]):
        destruction.destroy(part.patient, part.events, decision, home, key)


# What is checked


def may_destroy(patient: str, reader: Reader) -> Decision:
    """Whether this reader may prepare or confirm that entries of this patient are destroyed."""
    side, seen = reader.side, door.sight(identities.linked(patient), reader)
    return privacy.may_administer(side.purpose, side.duty, seen.relation, "PDL 8:4")


def _may_weed(reader: Reader) -> Decision:
    return privacy.may_weed(reader.side.purpose, reader.side.duty)


def allow(verdict: Decision, records: Sequence[str], what: str, reader: Reader) -> None:
    """Write in the access log what is done or refused; goes on only where it is allowed."""
    known = [record for record in records if identities.exists(record)]
    accesslog.log(reader, known, what, verdict.right, "allowed" if verdict.allowed else "denied")
    if not verdict.allowed:
        raise PermissionError(f"not allowed: {what} ({verdict.right})")


def _turn(removal: Removal, act: Act, reader: Reader) -> list[RemovalPart]:
    """The removal as it stands now, if this person may do this with it."""
    removal.refresh_from_db()
    parts = list(removal.parts.order_by("id"))
    records = [part.patient for part in parts]
    weeding = removal.ground == Ground.WEEDING
    verdict = _may_weed(reader) if weeding else _may_take_part(act, parts, reader)
    own = removal.prepared_by == reader.staff.hsa_id
    two = act is Act.WITHDRAW or not own
    if removal.provider != reader.assignment.provider or not two:
        verdict = Decision(privacy.Answer.NO, False, verdict.right)
    allow(verdict, records, f"{act.replace('_', ' ')} {_what(removal)}", reader)
    if not rules.may(act, State(removal.state), own=own):
        raise Refused("somebody has settled this already, or it is not for the one who prepared it")
    return parts


def _may_take_part(act: Act, parts: Sequence[RemovalPart], reader: Reader) -> Decision:
    """Through the unit's relation. What destroys nothing may be done without: it may have gone with the record."""
    harmless = act in (Act.REFUSE, Act.WITHDRAW)
    if harmless or (act is Act.CARRY_ON and all(queries.emptied(part.events) for part in parts)):
        side = reader.side
        return privacy.may_administer(side.purpose, side.duty, privacy.Relation.ENDED, "PDL 8:4")
    return may_destroy(parts[0].patient, reader)


def _what(removal: Removal) -> str:
    return "weeding" if removal.ground == Ground.WEEDING else "destruction"


def _settle(removal: Removal, state: State, reader: Reader, refusal: str = "") -> None:
    """Change the state of what is prepared, once: of two who come at the same time one is told."""
    waits = Removal.objects.filter(pk=removal.pk, state=State.PREPARED)
    changed = waits.update(
        state=state, settled_by=reader.staff.hsa_id, settled_at=stamp(clock.now()), refusal=refusal
    )
    if not changed:
        raise Refused("somebody has settled this already")
    removal.refresh_from_db()


def _check_decision(told: Told, today: date) -> None:
    if not rules.is_number(told.decision, today):
        raise Refused("write the number of the decision")
    if (
        told.authority not in rules.DESTROYING
        or told.scope not in rules.SCOPES
        or told.reason not in rules.REASONS
    ):
        raise Refused("say who decided, what the decision covers and who applied")
    if told.decided_on > today:
        raise Refused("the decision cannot be of a day that has not come")


def _check_entries(events: Sequence[str], records: Sequence[str], scope: str, seen: Sight) -> list[Event]:
    """The entries, where all are the provider's own and choosable by this reader, and nothing would stand again."""
    may_be_chosen = {event.id: event for event in choosable(records, seen)}
    if not events or any(event not in may_be_chosen for event in events):
        raise Refused("choose entries of your own provider that are shown to your unit")
    if scope == "whole" and len(events) < len(may_be_chosen):
        raise Refused("the decision covers the whole record: every entry must be chosen")
    if again := queries.standing_again(events, records):
        if all(event.id in may_be_chosen for event in again):
            raise StandAgain(again)
        raise Refused(
            "entries that are not shown to your unit would stand again: prepare this where they are shown"
        )
    return [may_be_chosen[event] for event in events]


def choosable(records: Sequence[str], seen: Sight) -> list[Event]:
    """The provider's own entries that this reader may prepare and confirm."""
    return [event for event in queries.own(records, seen.side.provider) if may_choose(event, seen)]


def may_choose(event: Event, seen: Sight) -> bool:
    """Whether this entry of the reader's provider is one that its unit may prepare and confirm."""
    return rules.choosable(own_unit=event.unit == seen.side.unit, seen=seen.sees(event))
