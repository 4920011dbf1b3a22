"""Every text has its Swedish: what ``bin/messages`` finds, and that it can find it."""

from __future__ import annotations

import gettext
import io
import re
from pathlib import Path

import pytest

import messages

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
TEMPLATE = """{% load i18n %}
<h1>{% translate "Place of death" %}</h1>
    {% blocktranslate trimmed count counter=n with name=unit.name %}
        One case at {{ name }}
    {% plural %}
        {{ counter }} cases at {{ name }}
    {% endblocktranslate %}
  <p>{{ _("Not known") }} {% translate "open" context "state" %}</p>
"""
CODE = """
from django.utils.translation import gettext_lazy, pgettext
NAME = gettext_lazy("Hospital")
def state() -> str:
    return pgettext("state", "closed")
"""
SWEDISH = """
msgid "Place of death"
msgstr "Dödsplats"

msgid "One case at %(name)s"
msgid_plural "%(counter)s cases at %(name)s"
msgstr[0] "Ett fall vid %(name)s"
msgstr[1] "%(counter)s fall vid %(name)s"

msgid "Not known"
msgstr "Ej känt"

msgctxt "state"
msgid "open"
msgstr "öppen"

msgctxt "state"
msgid "closed"
msgstr "stängd"

msgid "Hospital"
msgstr "Sjukhus"
"""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A room whose every text has its Swedish, compiled."""
    made = tmp_path / "room"
    (made / "templates" / "room").mkdir(parents=True)
    (made / messages.PO).parent.mkdir(parents=True)
    (made / "templates" / "room" / "page.html").write_text(TEMPLATE)
    (made / "views.py").write_text(CODE)
    translate(made, SWEDISH)
    return made


def translate(room: Path, swedish: str) -> None:
    (room / messages.PO).write_text(HEADER + swedish)
    (room / messages.PO).with_suffix(".mo").write_bytes(messages.compile_po(room / messages.PO))


def found(room: Path) -> str:
    return "\n".join(messages.faults(room))


def test_texts_are_found_in_templates_and_code(room: Path) -> None:
    assert {text[:2] for text in messages.texts(room)} == {
        (None, "Place of death"),
        (None, "One case at %(name)s"),
        (None, "Not known"),
        ("state", "open"),
        ("state", "closed"),
        (None, "Hospital"),
    }


def test_a_sound_room_has_no_fault(room: Path) -> None:
    assert found(room) == ""


def test_a_missing_translation_is_found(room: Path) -> None:
    translate(room, SWEDISH.replace('msgid "Not known"', 'msgid "Known"'))
    assert "room: no Swedish for 'Not known' (templates/room/page.html:" in found(room)
    assert "room: no longer used: 'Known'" in found(room)


@pytest.mark.parametrize(
    ("sound", "faulty", "fault"),
    [
        ('msgstr "Sjukhus"', 'msgstr ""', "has an entry without Swedish: 'Hospital'"),
        ('msgstr[1] "%(counter)s fall vid %(name)s"', 'msgstr[1] ""', "has an entry without Swedish"),
        ("Ett fall vid %(name)s", "Ett fall vid %(namn)s", "'%(namn)s'"),
        ('\nmsgid "Hospital"', '\n#, fuzzy\nmsgid "Hospital"', "marked as uncertain (fuzzy)"),
    ],
)
def test_a_faulty_translation_is_found(room: Path, sound: str, faulty: str, fault: str) -> None:
    translate(room, SWEDISH.replace(sound, faulty))
    assert fault in found(room)


def test_texts_without_any_translations_are_found(room: Path) -> None:
    (room / messages.PO).unlink()
    assert found(room).startswith("room: 6 texts and no locale/sv")


def test_a_compiled_file_that_is_older_than_its_source_is_found(room: Path) -> None:
    compiled = (room / messages.PO).with_suffix(".mo")
    before = compiled.read_bytes()
    translate(room, SWEDISH.replace("Sjukhus", "Lasarett"))
    compiled.write_bytes(before)
    assert found(room) == "room: django.mo is not what django.po says; run bin/messages"


def test_compiling_gives_what_python_reads_and_the_same_bytes_each_time(room: Path) -> None:
    compiled = messages.compile_po(room / messages.PO)
    assert compiled == messages.compile_po(room / messages.PO)
    swedish = gettext.GNUTranslations(io.BytesIO(compiled))
    assert swedish.gettext("Place of death") == "Dödsplats"
    assert swedish.ngettext("One case at %(name)s", "%(counter)s cases at %(name)s", 2).startswith(
        "%(counter)s fall"
    )


def test_two_rooms_that_translate_a_text_differently_are_found(room: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / messages.PO).parent.mkdir(parents=True)
    translate(other, 'msgid "Hospital"\nmsgstr "Lasarett"\n')
    assert list(messages.disagreements([room, other])) == ["other and room translate 'Hospital' differently"]
    assert list(messages.disagreements([room, room])) == []


# Further languages


@pytest.fixture
def arabic(room: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The room, with its pages (and not its code) in Arabic as well."""
    monkeypatch.setitem(messages.FURTHER, "room", {"ar": ("templates/",)})
    path = room / "locale" / "ar" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    forms = "".join(f'msgstr[{number}] "%(counter)s في %(name)s"\n' for number in range(6))
    entries = re.sub(r"(msgstr\[.\] .*\n)+", forms, SWEDISH.replace("Dödsplats", "مكان الوفاة"))
    path.write_text(HEADER + entries)
    path.with_suffix(".mo").write_bytes(messages.compile_po(path))
    return path


def of_further(room: Path) -> str:
    return "\n".join(messages.further([room]))


def test_a_further_language_is_whole_where_the_pages_have_it(room: Path, arabic: Path) -> None:
    assert of_further(room) == ""
    arabic.write_text(arabic.read_text().replace('msgid "Hospital"\nmsgstr "Sjukhus"', ""))
    arabic.with_suffix(".mo").write_bytes(messages.compile_po(arabic))
    assert of_further(room) == "", "the code's texts need it not"


def test_what_a_further_language_lacks_or_has_too_much_of_is_found(room: Path, arabic: Path) -> None:
    arabic.write_text(arabic.read_text().replace('msgid "Place of death"', 'msgid "Place of birth"'))
    found = of_further(room)
    assert "room: no ar for 'Place of death'" in found
    assert "room: no longer used, in ar: 'Place of birth'" in found
    assert "django.mo is not what django.po says" in found
