"""Random histories in a real database: cache, readings, proof and export always agree with the log."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lindra.ids import new_id
from lindra.people import actions
from lindra.people.details import Address, Protection, RegisterOptOut
from lindra.record import derive, export, facts, layers, log, queries, readings
from lindra.record.chart import fold
from lindra.record.destruction import Decision, destroy
from lindra.record.envelope import Source
from lindra.record.kinds import READINGS, Refused
from lindra.record.log import ANY, Draft
from lindra.record.verify import verify
from record.sequences import NOW, _like, steps

DECISION = Decision("3.4.1-1/2026", "IVO", "2026-06-01", "two entries")
KEY = "a key of this test"

in_a_world = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def write(patient, done):
    """Write steps through append, as people and sources would."""
    for number, step in enumerate(done):
        entries = queries.events_of(patient)
        target = entries[step.target % len(entries)] if entries and step.act != "write" else None
        if target is not None and target.payload is None:
            continue  # nobody corrects what was destroyed
        fact = step.fact
        if target is not None:
            fact = facts.Withdrawn(reason="test") if step.act == "withdraw" else _like(target, fact)
        source = Source("test", f"R/{number}", step.version) if step.version else None
        corrects = target.id if target else None
        try:
            log.append(
                patient, [Draft(fact, step.when, corrects, source)], step.author, expected=len(entries)
            )
        except Refused:
            assert target is not None


def stored(patient):
    with readings.connection.cursor() as cursor:
        cursor.execute(
            "SELECT reading, key, unit, provider, at, data FROM record_reading WHERE patient = %s", [patient]
        )
        return {(row[0], row[1]): (row[2], row[3], row[4], row[5].encode()) for row in cursor.fetchall()}


@given(steps)
@in_a_world
def test_cache_and_every_reading_equal_those_computed_anew(either_world, clock_at, done):
    clock_at(NOW)
    patient = new_id()
    write(patient, done)
    anew = fold(queries.events_of(patient))
    assert readings.chart_of(patient) == anew
    carried = stored(patient)
    assert carried == readings.rows_of(anew)
    readings.rebuild_one(patient)
    assert stored(patient) == carried
    assert {name for name, _ in carried} <= set(READINGS)


@given(steps, st.data())
@in_a_world
def test_after_a_destruction_the_chain_holds_and_nothing_of_it_is_left(either_world, clock_at, done, data):
    clock_at(NOW)
    patient, home = new_id(), Path(tempfile.mkdtemp(dir=either_world.home))
    write(patient, done)
    named = data.draw(
        st.sets(st.sampled_from([event.id for event in queries.events_of(patient)]), min_size=1)
    )
    try:
        destroy(patient, sorted(named), DECISION, home, KEY)
    except Refused:
        named = set()
    after = queries.events_of(patient)
    assert {event.id for event in after if event.payload is None} == named
    anew = fold(after)
    assert readings.chart_of(patient) == anew
    assert stored(patient) == readings.rows_of(anew)
    assert [fault for fault in verify().faults if fault.patient == patient] == []


PEOPLE = 3
who = st.integers(0, PEOPLE - 1)
happenings = st.lists(
    st.one_of(
        st.tuples(st.just("write"), who, steps),
        st.tuples(st.just("link"), who, who),
        st.tuples(st.just("unlink"), who, who),
        st.tuples(st.just("protect"), who, st.sampled_from(["none", "sekretessmarkering"])),
        st.tuples(st.just("opt out"), who, st.booleans()),
        st.tuples(st.just("live"), who, st.sampled_from(["0180", "1280", ""])),
        st.tuples(st.just("destroy"), who, st.lists(st.integers(0, 50), min_size=1, max_size=6)),
        st.tuples(st.just("export"), who, st.none()),
    ),
    max_size=12,
)


class Telling:
    """What happened to some people, kept apart from what the program knows of them."""

    def __init__(self, home: Path) -> None:
        self.home, self.folder = home, home / "export"
        self.patients = [actions.new_patient() for _ in range(PEOPLE)]
        self.links: set[tuple[str, str]] = set()
        self.protected: dict[str, bool] = {}
        self.opted_out: dict[str, bool] = {}
        self.municipality: dict[str, str] = {}
        export.remember_folder(home, self.folder)

    def happen(self, act, patient, other):
        patient = self.patients[patient]
        if act == "write":
            write(patient, other)
        elif act in ("link", "unlink"):
            self.tie(act, *sorted((patient, self.patients[other])))
        elif act == "protect":
            actions.note(patient, Protection(level=other), by="test")
            self.protected[patient] = other != "none"
        elif act == "opt out":
            actions.note(patient, RegisterOptOut(opted_out=other), by="test")
            self.opted_out[patient] = other
        elif act == "live":
            actions.note(patient, Address(municipality=other), by="test")
            self.municipality[patient] = other
        elif act == "destroy":
            self.destroy(patient, other)
        else:
            export.export(self.folder, KEY)

    def tie(self, act, one, other):
        if act == "link" and one != other:
            actions.link(one, other, reason="same person", by="test")
            self.links.add((one, other))
        elif act == "unlink" and (one, other) in self.links:
            actions.unlink(one, other, reason="two persons", by="test")
            self.links.remove((one, other))

    def destroy(self, patient, picked):
        entries = queries.events_of(patient)
        named = sorted({entries[number % len(entries)].id for number in picked}) if entries else []
        with suppress(Refused):
            destroy(patient, named, DECISION, self.home, KEY)

    def groups(self):
        """The records of each person, by the links."""
        found = {patient: {patient} for patient in self.patients}
        for one, other in self.links:
            joined = found[one] | found[other]
            found |= dict.fromkeys(joined, joined)
        return {tuple(sorted(group)) for group in found.values()}


@given(st.lists(steps, min_size=PEOPLE, max_size=PEOPLE), happenings)
@settings(in_a_world, max_examples=6)
def test_the_export_is_the_log_whatever_happened_between_two_exports(
    either_world, clock_at, histories, happenings
):
    clock_at(NOW)
    telling = Telling(Path(tempfile.mkdtemp(dir=either_world.home)))
    for patient, done in zip(telling.patients, histories, strict=True):
        write(patient, done)
    for happening in [("export", 0, None), *happenings, ("export", 0, None)]:
        telling.happen(*happening)
    mine = {export.keyed_with(KEY)(patient) for patient in telling.patients}
    assert rows_of_layer(telling.folder, "log", LOG, mine) == expected_log(telling)
    assert rows_of_layer(telling.folder, "last_year", LAST_YEAR, mine) == expected_last_year(telling)
    assert rows_of_layer(telling.folder, "people", PEOPLE_LAYER, mine) == expected_people(telling)
    assert layers.read_manifest(telling.folder).layers == layers.LAYERS


LOG = ("patient", "event", "seq", "unit", "provider", "system", "occurred_from")
PEOPLE_LAYER = tuple(derive.PEOPLE_COLUMNS)
LAST_YEAR = ("patient", "kind", "days_before_death", "minutes_before_death", "ended_minutes_before_death",
             "ended_days_before_death", "unit", "form", "code", "municipality", "region", "register_opt_out",
             "death_month")  # fmt: skip


def rows_of_layer(folder, layer, columns, mine):
    """The rows of these patients, as they stand in all files of a layer."""
    files = sorted(folder.glob(f"{layer}/*/*.parquet"))
    if not files:
        return []
    found = duckdb.sql(f"SELECT {', '.join(columns)} FROM read_parquet({[str(file) for file in files]}, "
                       "union_by_name = true, hive_partitioning = false)").fetchall()  # fmt: skip
    return sorted(tuple(map(told, row)) for row in found if row[0] in mine)


def told(value):
    """As text; instants as the log holds them."""
    return value.isoformat(timespec="microseconds") if hasattr(value, "isoformat") else str(value)


def expected_log(telling):
    """Straight from the log: every entry once, under the person's pseudonym, without places where protected."""
    rows = []
    for group in telling.groups():
        hidden = any(telling.protected.get(record) for record in group)
        pseudonym = export.keyed_with(KEY)(group[0])
        for event in queries.events_of(*group):
            if event.payload is None:
                continue
            system = event.source.system if event.source else None
            places = (None, None, None) if hidden else (event.unit, event.provider, system)
            occurred = event.occurred_from.rstrip("Z") if event.occurred_from else None
            rows.append(tuple(map(str, (pseudonym, event.id, event.seq, *places, occurred))))
    return sorted(rows)


def expected_last_year(telling):
    """Straight from the log, one person at a time."""
    keyed = export.keyed_with(KEY)
    rows = []
    for group, about in abouts(telling):
        for row in derive.last_year(about, queries.events_of(*group), keyed):
            rows.append(tuple(str(row[name]) for name in LAST_YEAR))
    return sorted(rows)


def expected_people(telling):
    """Everybody of whom anything stands, once, alive or not; no municipality of the protected."""
    rows = []
    for group, about in abouts(telling):
        if any(event.payload is not None for event in queries.events_of(*group)):
            place = None if about.protected else about.municipality or None
            told = (about.patient, about.sex, None, place, about.municipality[:2] or None, about.opted_out)
            rows.append(tuple(map(str, told)))
    return sorted(rows)


def abouts(telling):
    """Of each person, all records and what may leave of who it is."""
    keyed = export.keyed_with(KEY)
    for group in telling.groups():
        municipality = next(
            (telling.municipality[record] for record in group if record in telling.municipality), ""
        )
        about = derive.ExportPerson(
            keyed(group[0]),
            municipality=municipality,
            opted_out=any(telling.opted_out.get(record) for record in group),
            protected=any(telling.protected.get(record) for record in group),
        )
        yield group, about


def test_an_entry_written_and_exported_twice_is_once_in_the_export(world, clock_at):
    clock_at(NOW)
    patient = actions.new_patient()
    log.append(patient, [Draft(facts.Moved(to="own_home"))], _author(), expected=ANY)
    folder = world.home / "export"
    assert export.export(folder, KEY).events == 1
    assert export.export(folder, KEY).events == 0
    log.append(patient, [Draft(facts.Moved(to="care_home"))], _author(), expected=ANY)
    assert export.export(folder, KEY).events == 1


def _author():
    from record.sequences import AUTHOR

    return AUTHOR
