"""Where a county goes: into a world, through the same actions as everybody's, or straight to Parquet.

Both tell the same: a test holds their exports against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from lindra import clock
from lindra.areas import actions as areas
from lindra.areas import queries as areas_queries
from lindra.people import actions as people
from lindra.people import patients as identities
from lindra.people import staff as staff_queries
from lindra.people.models import Staff
from lindra.record import derive, layers, log
from lindra.record.envelope import Author, Event, stamp
from lindra.record.export import replace_durably
from lindra.record.kinds import Fact
from lindra.record.parquet import Table
from lindra.synthetic import county
from lindra.synthetic.discharges.passing import addressed
from lindra.synthetic.story import Step, Story
from lindra.synthetic.telling import OWN

OPENED = date(2010, 1, 1)
"""The day the made-up units began."""
BATCH = 50
BY = "demo"
Each = Callable[[Iterable[Any]], Iterator[Any]]

# Into a world.


def load(stories: Iterable[Story], each: Each = iter) -> int:
    """Append stories to the world Django points at; those that are there already are passed over.

    Every entry is recorded at the time its step was written; the clock is put back afterwards. The
    organisation is made with the first people. A stop in between loses at most the batch being written, and
    the next call goes on.
    """
    writers: dict[tuple[str, str], Author] = {}
    told, count = iter(each(stories)), 0
    with clock_put_back():
        while batch := list(islice(told, BATCH)):
            with log.batch():
                writers = writers or _writers()
                for story in batch:
                    if not identities.exists(story.patient):
                        _append(story, writers)
                        count += 1
    return count


def _append(story: Story, writers: dict[tuple[str, str], Author]) -> None:
    clock.fix(story.steps[0].at)
    people.new_patient(story.patient)
    kind, system, value = story.identity.identifier
    people.identify(story.patient, kind, value, system=system)
    for detail in story.identity.details:
        people.note(story.patient, detail, by=BY)
    named: dict[str, str] = {}
    seq = 0
    for step in story.steps:
        clock.fix(step.at)
        author = _author(step, writers)
        drafts = [
            log.Draft(
                _placed(_owned(entry.fact, author), writers),
                entry.when,
                corrects=named.get(entry.corrects),
                signed=entry.signed,
            )
            for entry in step.entries
        ]
        written = log.append(story.patient, drafts, author, expected=seq)
        seq = written.seq
        named |= {
            entry.name: event for entry, event in zip(step.entries, written.events, strict=True) if entry.name
        }


def _owned(fact: Fact, author: Author) -> Fact:
    """The same fact, with the writer's provider and unit where they are spoken of as one's own."""
    names = {"provider": author.provider, "of": author.unit}
    own = {name: value for name, value in names.items() if getattr(fact, name, "") == OWN}
    return fact.model_copy(update=own) if own else fact


def _author(step: Step, writers: dict[tuple[str, str], Author]) -> Author:
    """Who writes; what is handed over is written in the name of the unit that gets it."""
    own = writers[step.unit, step.role]
    if not step.by:
        return own
    by = writers[step.by, step.role]
    return Author(by.staff, by.assignment, own.unit, own.provider)


def _placed(fact: Fact, writers: dict[tuple[str, str], Author]) -> Fact:
    """The same fact, with the units it names by their ids."""
    return addressed(fact, lambda key: writers[key, "nurse"].unit, lambda key: writers[key, "nurse"].provider)


@contextmanager
def clock_put_back() -> Iterator[None]:
    """Whatever is done to the clock inside, it stands afterwards as it stood."""
    before = clock.fixed()  # the clock has no other way to tell whether it stood still
    try:
        yield
    finally:
        clock.fix(before)


def _writers() -> dict[tuple[str, str], Author]:
    """Who writes at each unit, as nurse and as physician; makes the organisation where it is not there yet."""
    made = county.organisation()
    providers = {key: _provider(spec) for key, spec in made.providers.items()}
    units = {key: _unit(spec, providers[_key_of(made, spec)]) for key, spec in made.units.items()}
    found: dict[tuple[str, str], Author] = {}
    members = {key: _member(spec, units) for key, spec in made.staff.items()}
    for (unit, role), key in made.writers.items():
        work = next(each for each in members[key].assignments.order_by("id") if each.unit == units[unit])
        owner = providers[_key_of(made, made.units[unit])]
        found[unit, role] = Author(members[key].hsa_id, work.id, units[unit], owner.id)
    return found


def _key_of(made: county.Organisation, unit: county.UnitSpec) -> str:
    return next(key for key, spec in made.providers.items() if spec is unit.provider)


def _provider(spec: county.ProviderSpec) -> Any:
    known = areas_queries.provider_by_hsa_id(spec.hsa_id)
    if known is None:
        known = areas.add_provider(
            hsa_id=spec.hsa_id,
            name=spec.name,
            kind=spec.kind,
            organisation_number=spec.organisation,
            area=spec.area,
        )
        areas.share_records(known, OPENED)
    return known


def _unit(spec: county.UnitSpec, provider: Any) -> str:
    unit = areas_queries.unit_by_hsa_id(spec.hsa_id)
    if unit is None:
        unit = areas.add_unit(
            hsa_id=spec.hsa_id,
            name=spec.name,
            kind=spec.kind,
            municipality=spec.municipality,
            provider=provider,
            valid_from=OPENED,
        )
        for area in spec.serves:
            areas.serve(unit, area=area, valid_from=OPENED)
    return unit.id


def _member(spec: county.StaffSpec, units: dict[str, str]) -> Staff:
    """A member of staff with assignments, and with a local account where the demo may be tried as them."""
    known = staff_queries.by_hsa_id(spec.hsa_id)
    if known is not None:
        return known
    password = county.PASSWORD if spec.username else ""
    member = people.add_staff(spec.hsa_id, spec.name, spec.title, username=spec.username, password=password)
    for unit, role, purposes in spec.works:
        people.assign(member, units[unit], role, purposes, valid_from=OPENED.isoformat())
    return member


# Straight to Parquet.


@dataclass(slots=True)
class Written:
    """What was written."""

    patients: int = 0
    dead: int = 0
    events: int = 0
    months: list[str] = field(default_factory=list)


def to_parquet(
    stories: Iterable[Story], folder: Path, keyed: derive.Keyed, *, with_log: bool = True, each: Each = iter
) -> Written:
    """Write stories as the export would, without a world; units and providers are told by HSA-id.

    Memory does not grow with the stories. ``with_log`` also writes the layer ``log/``; the manifest comes last.
    """
    done = Written()
    months: dict[str, Table] = {}
    kinds: dict[str, Table] = {}
    buckets: dict[str, Table] = {}
    last_year, entries, people = (folder / name for name in (layers.LAST_YEAR, layers.LOG, layers.PEOPLE))
    for story in each(stories):
        pseudonym, events = keyed(story.patient), list(events_of(story))
        done.patients += 1
        done.events += len(events)
        about = _person(story, pseudonym)
        bucket = "bucket=" + derive.bucket_of(pseudonym)
        _table(buckets, people, bucket, derive.PEOPLE_COLUMNS).add(derive.people_row(about))
        for row in derive.last_year(about, events, keyed):
            done.dead += row["kind"] == "died"
            month = "death_month=" + row["death_month"]
            _table(months, last_year, month, derive.LAST_YEAR_COLUMNS).add(row)
        for event in events if with_log else ():
            columns = derive.log_columns(event.kind)
            row = derive.log_row(event, pseudonym, keyed, protected=story.plan.protected)
            _table(kinds, entries, event.kind, columns).add(row)
    for table in (*months.values(), *buckets.values(), *kinds.values()):
        table.close()
    held = layers.LAYERS if with_log else (layers.LAST_YEAR, layers.PEOPLE)
    replace_durably(folder / layers.NAME, layers.manifest_text(held))
    done.months = sorted(name.removeprefix("death_month=") for name in months)
    return done


def _table(tables: dict[str, Table], layer: Path, name: str, columns: dict[str, str]) -> Table:
    if name not in tables:
        tables[name] = Table(layer / name / "part.parquet", columns)
    return tables[name]


def _person(story: Story, pseudonym: str) -> derive.ExportPerson:
    plan = story.plan
    born, municipality = story.identity.born.isoformat(), plan.municipality
    return derive.ExportPerson(
        pseudonym, story.identity.sex, born, municipality, plan.opted_out, plan.protected
    )


def events_of(story: Story) -> Iterator[Event]:
    """The story's entries as events, as append would have made them but for their ids."""
    made = county.organisation()
    named, seq = dict[str, str](), 0
    for step in story.steps:
        act = f"{story.patient}-act-{seq}"
        unit, author = _written_by(step)
        for entry in step.entries:
            seq += 1
            identifier = f"{story.patient}-{seq}"
            fact = addressed(
                entry.fact,
                lambda key: made.units[key].hsa_id,
                lambda key: made.units[key].provider.hsa_id,
            )
            named |= {entry.name: identifier} if entry.name else {}
            yield Event(
                id=identifier,
                patient=story.patient,
                seq=seq,
                recorded_at=stamp(step.at),
                kind=fact.kind,
                version=fact.version,
                occurred_from=_text(entry.when.start),
                occurred_to=_text(entry.when.end),
                precision=entry.when.precision,
                act=act,
                author=author.hsa_id,
                unit=unit.hsa_id,
                provider=unit.provider.hsa_id,
                signed=entry.signed,
                corrects=named.get(entry.corrects),
                payload=fact.dump(),
            )


def _text(moment: datetime | None) -> str | None:
    return stamp(moment) if moment else None


def _written_by(step: Step) -> tuple[county.UnitSpec, county.StaffSpec]:
    made = county.organisation()
    return made.units[step.unit], made.staff[made.writers[step.by or step.unit, step.role]]
