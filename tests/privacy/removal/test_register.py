"""What a patient says of quality registers: noted, taken back, of one who cannot say; and the export."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings

from helpers import workplaces
from lindra import clock
from lindra.measures import catalogue
from lindra.measures.counting.run import run
from lindra.measures.cubes.cube import Cube
from lindra.people import actions as people
from lindra.people import patients as identities
from lindra.people.details import Address, Protection, RegisterOptOut
from lindra.privacy import accesslog
from lindra.privacy.reader import named
from lindra.privacy.removal import queries, register
from lindra.privacy.removal.register import Said
from lindra.record import export, facts
from lindra.record.kinds import Refused
from privacy.removal.scenes import write


@pytest.fixture
def patient(scene):
    return workplaces.patient_at(scene.places.ward)


def out(*records):
    return identities.united(records).opted_out


BASIS = "Dottern och den fasta läkaren är tillfrågade."


# PDL 7 kap. 2 §: not against the patient's will; 2 a §: of one who cannot take a position


@pytest.mark.parametrize(
    ("said", "opted_out", "right"),
    [
        (Said("opposed"), True, "SFS 2008:355 7 kap. 2 §"),
        (Said("not_opposed"), False, "SFS 2008:355 7 kap. 2 §"),
        (Said("unable_not_opposed", "relative", BASIS), False, "SFS 2008:355 7 kap. 2 a §"),
        (Said("unable_opposed", "record", BASIS), True, "SFS 2008:355 7 kap. 2 a §"),
    ],
)
def test_what_is_said_holds_at_once_and_is_logged_with_its_paragraph(scene, patient, said, opted_out, right):
    register.note(patient, said, scene.places.ward.reader("care"))
    assert out(patient) is opted_out
    entry = accesslog.entries(1)[0]
    assert (entry["right"], entry["patients"], entry["outcome"]) == (right, [patient], "allowed")


def test_opposition_is_taken_back_and_its_history_kept(scene, patient):
    reader = scene.places.ward.reader("care")
    for stance in ("opposed", "not_opposed", "opposed"):
        register.note(patient, Said(stance), reader)
    noted = [RegisterOptOut.model_validate_json(one.value).opted_out for one in queries.opt_outs([patient])]
    assert noted == [True, False, True]
    assert {one.by for one in queries.opt_outs([patient])} == {reader.staff.hsa_id}


@pytest.mark.parametrize(
    "said",
    [
        Said("unable_not_opposed"), Said("unable_opposed", "relative", "  "), Said("perhaps"),  # type: ignore[arg-type]
        Said("opposed", "nobody"),
    ],
)  # fmt: skip
def test_what_is_missing_is_asked_for(scene, patient, said):
    with pytest.raises(Refused):
        register.note(patient, said, scene.places.ward.reader("care"))
    assert queries.opt_outs([patient]) == []


def test_only_who_treats_or_administers_the_units_own_patient(scene, patient):
    assistant = people.add_staff("SE2321000016-S7", "Person 7", "Undersköterska")
    people.assign(assistant, scene.places.ward.unit, "undersköterska", ("care",))
    places = scene.places
    for reader in (
        places.ward.reader("followup"), places.ward.reader("extract"), places.clinic.reader("care"),
        places.home_nursing.reader("admin"), named(assistant.hsa_id, "care"),
    ):  # fmt: skip
        with pytest.raises(PermissionError):
            register.note(patient, Said("opposed"), reader)
        assert accesslog.entries(1)[0]["outcome"] == "denied"
    with pytest.raises(PermissionError):
        register.note("nobody", Said("opposed"), places.ward.reader("care"))
    assert accesslog.entries(1)[0]["patients"] == []
    assert out(patient) is False
    register.note(patient, Said("opposed"), places.ward.reader("admin"))
    assert out(patient) is True


def test_opposition_in_any_linked_record_holds_and_is_taken_back_in_each(scene, patient):
    other = workplaces.patient_at(scene.places.ward, episode="e2")
    reader = scene.places.ward.reader("care")
    register.note(other, Said("opposed"), reader)
    people.link(patient, other, reason="one person", by="test")
    assert out(patient, other) is True
    register.note(patient, Said("opposed"), reader)
    register.note(patient, Said("not_opposed"), reader)
    assert (out(patient, other), out(patient), out(other)) == (False, False, False)


# It reaches the next export, which is incremental by entries though this is none


@pytest.fixture
def exported(scene, patient):
    """The patient has died, and all is exported; a function that exports again and gives the months rewritten."""
    people.note(patient, Address(municipality="1780"), by="test")
    write(patient, scene.places.ward, facts.Died(), days=0.5)
    bystander = workplaces.patient_at(scene.places.ward, episode="e3")
    write(bystander, scene.places.ward, facts.Died(), days=60)
    folder = scene.world.home / "export"

    def again():
        done = export.export(folder, settings.LINDRA_PSEUDONYM_KEY)
        return done.months

    assert len(again()) == 2
    assert again() == []
    return folder, again


def months_of(folder):
    names = "DISTINCT death_month, municipality, register_opt_out, unit IS NULL"
    return sorted(
        (row for path in folder.glob("last_year/*/*.parquet") for row in export.read_rows(path, names)),
        key=repr,
    )


def test_opposition_reaches_the_export_and_the_measures_of_a_register(scene, patient, exported, tmp_path):
    folder, again = exported
    month = f"{clock.today() - timedelta(days=1):%Y-%m}"
    reader = scene.places.ward.reader("care")
    both = [catalogue.in_force(id, clock.today()) for id in ("place-of-death", "palliative-contact")]

    def counted():
        run(folder, tmp_path / "cube", both, clock.now())
        with Cube(tmp_path / "cube") as cube:
            found = cube.cells(both)
        return tuple(found[measure.key][0]["of"] for measure in both)

    assert counted() == (2, 2)
    register.note(patient, Said("opposed"), reader)
    assert again() == [month]
    assert (month, "1780", True, False) in months_of(folder)
    assert counted() == (1, 2)  # still in last_year, for the provider's own follow-up
    register.note(patient, Said("not_opposed"), reader)
    assert again() == [month]
    assert counted() == (2, 2)
    assert again() == []


@pytest.mark.parametrize(
    ("detail", "row"),
    [
        (Protection(level="sekretessmarkering"), (None, False, True)),
        (Address(municipality="1715"), ("1715", False, False)),
        (RegisterOptOut(opted_out=True), ("1780", True, False)),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_a_change_of_protection_municipality_or_opposition_rewrites_the_month(patient, exported, detail, row):
    folder, again = exported
    people.note(patient, detail, by="test")
    month = f"{clock.today() - timedelta(days=1):%Y-%m}"
    assert again() == [month]
    assert (month, *row) in months_of(folder)
    assert len(months_of(folder)) == 2
    assert again() == []
