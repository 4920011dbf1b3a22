"""A county's own export, by a mapping: as neutral rows, and read into the record."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from discharge import sides
from helpers import small_world, workplaces
from helpers.workplaces import Workplaces
from lindra.areas.models import CareUnit
from lindra.discharge import importing
from lindra.discharge.files import mapping
from lindra.people import actions as people

HEAD = "Vårdtillfälle;Kommun;Händelse;Datum;Klockslag;Mottagare;Personnummer;Avsändare HSA-id"
NUMBER = "191212121212"
OTHER = small_world.NUMBERS.read_text().split()[5]


@pytest.fixture
def places(world: object, clock_at: Callable[[str], object]) -> Workplaces:
    clock_at(sides.NOW)
    return workplaces.build()


@pytest.fixture
def patient(places: Workplaces) -> str:
    found = sides.admitted(places)
    people.identify(found, "personnummer", NUMBER)
    return found


def hsa(place: workplaces.Workplace) -> str:
    return CareUnit.objects.get(pk=place.unit).hsa_id


def export(*rows: str) -> io.BytesIO:
    return io.BytesIO("\r\n".join([HEAD, *rows, ""]).encode("cp1252"))


def stay(places: Workplaces, number: str = NUMBER) -> list[str]:
    ward, nursing, practice = hsa(places.ward), hsa(places.home_nursing), hsa(places.clinic)
    both = f'"{nursing}; {practice}"'
    return [
        f"17;Demostad;Inskriven;2026-06-12;10:00;;{number};{ward}",
        f"17;Demostad;Inskrivningsmeddelande;2026-06-12;14:30;{both};{number};{ward}",
        f"17;Demostad;Kommentar;2026-06-12;15:00;{both};{number};{ward}",
        f"17;Demostad;Ändrat beräknat datum;2026-06-13;08:00;2026-06-16;{number};{ward}",
        f"17;Demostad;SIP behövs;2026-06-14;09:00;{ward};{number};{practice}",
        f"17;Demostad;Utskrivningsklar;2026-06-14;12:00;{both};{number};{ward}",
    ]


def test_an_export_becomes_the_stay_that_all_its_parties_see(places: Workplaces, patient: str) -> None:
    done = importing.read(export(*stay(places)), mapping.find("example"))
    assert (done.written, done.there, done.left) == (4, 0, [])
    for place in (places.ward, places.home_nursing, places.clinic):
        seen = sides.case(patient, place)
        assert seen.stage == "ready"
        kinds = [one.kind for one in seen.messages]
        assert "admission_notice" in kinds
        assert ("sip_judged" in kinds) == (place is not places.home_nursing), "it went to the ward alone"
    told = sides.case(patient, places.ward)
    assert len({one.ref for one in told.messages}) == 4
    assert told.last("estimate_changed").said["estimate"] == "2026-06-16"  # type: ignore[union-attr]


def test_the_same_file_again_writes_nothing(places: Workplaces, patient: str) -> None:
    importing.read(export(*stay(places)), mapping.find("example"))
    before = sides.opened(patient, places.ward).seq
    done = importing.read(export(*stay(places)), mapping.find("example"))
    assert (done.written, done.there) == (0, 4)
    assert sides.opened(patient, places.ward).seq == before


def test_what_cannot_be_read_is_told_by_line_and_the_rest_is_done(places: Workplaces, patient: str) -> None:
    ward, number = hsa(places.ward), NUMBER
    bad = [
        f"17;Demostad;Utskriven;2026-06-99;10:00;;{number};{ward}",
        f"17;Demostad;Vet inte;2026-06-14;10:00;;{number};{ward}",
        f"17;Demostad;Utskriven;2026-06-14;10:00;;191212121213;{ward}",
        f"17;Demostad;Utskriven;2026-06-14;10:00;;{OTHER};{ward}",
        f"17;Demostad;Utskriven;2026-06-14;10:00;;{number};SE-NOBODY",
        f"17;Demostad;Information överförd;2026-06-14;10:00;SE-NOBODY;{number};{ward}",
        f"17;Demostad;Utskriven;2027-06-14;10:00;;{number};{ward}",
        "17;Demostad",
    ]
    done = importing.read(export(*bad, *stay(places)), mapping.find("example"))
    assert [line for line, _ in done.left] == list(range(2, 10))
    why = [text for _, text in done.left]
    parts = ("time that is not", "mapping does not know", "identity number", "nobody here", "not known here",
             "not known here", "not come yet", "fewer columns")  # fmt: skip
    for said, part in zip(why, parts, strict=True):
        assert part in said
    assert done.written == 4
    assert all(NUMBER not in said for said in why)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("title = 'x'", "columns"),
        ("title = [", "no TOML"),
        (
            "title='x'\n[columns]\ncase='a'\nmunicipality='b'\nevent='c'\nat='d'\n[events]\nx='nothing'",
            "no event",
        ),
        (
            "title='x'\nmore=1\n[columns]\ncase='a'\nmunicipality='b'\nevent='c'\nat='d'\n[events]\nx='ready'",
            "more",
        ),
    ],
)
def test_a_mapping_that_cannot_be_used_says_what_to_put_right(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(mapping.BadMapping, match=why):
        mapping.find(str(path))


def test_a_name_that_is_none_and_a_file_of_another_tool() -> None:
    with pytest.raises(mapping.BadMapping, match="There are: example"):
        mapping.find("elsewhere")
    with pytest.raises(mapping.BadMapping, match="no column Vårdtillfälle"):
        list(mapping.rows(io.BytesIO(b"a;b\n1;2\n"), mapping.find("example")))


def test_a_mapping_without_persons_is_for_files_only(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        "title='x'\n[columns]\ncase='a'\nmunicipality='b'\nevent='c'\nat='d'\n[events]\nx='ready'", "utf-8"
    )
    with pytest.raises(mapping.BadMapping, match="number and sender"):
        importing.read(io.BytesIO(b""), mapping.find(str(path)))
