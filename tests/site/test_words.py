"""One glossary for pages, documents and tests: the field's words, and those that are not used."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "lindra"
CATALOGS = sorted(SOURCE.glob("*/locale/sv/LC_MESSAGES/django.po"))


@dataclass(frozen=True)
class Term:
    """A row of ``docs/glossary.csv``; ``never`` are the words that are not used for it."""

    swedish: str
    english: str
    meaning: str
    never: tuple[str, ...]
    source: str


def glossary() -> list[Term]:
    with (ROOT / "docs" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        return [
            Term(
                row["swedish"],
                row["english"],
                row["meaning"],
                tuple(filter(None, row["never"].split("|"))),
                row["source"],
            )
            for row in csv.DictReader(file)
        ]


TERMS = glossary()
NEVER = [word for term in TERMS for word in term.never]


def forbidden(text: str) -> list[str]:
    """The words of a text that the glossary does not want, in whatever ending; a term that holds one is no fault."""
    plain = " ".join(text.casefold().split())
    for term in TERMS:
        plain = plain.replace(term.swedish.casefold(), "…")
    return [word for word in NEVER if re.search(rf"\b{re.escape(word)}", plain)]


def texts(catalog: Path) -> Iterator[tuple[str, str]]:
    """English and Swedish of every text of a room, one of its forms at a time."""
    with catalog.open("rb") as file:
        for message in read_po(file, locale="sv"):
            english = [message.id] if isinstance(message.id, str) else list(message.id)
            swedish = [message.string] if isinstance(message.string, str) else list(message.string)
            if message.id:
                yield from zip(english, swedish, strict=True)


def test_every_term_is_told_in_both_languages_with_its_meaning_and_source() -> None:
    assert all(term.swedish and term.english and term.meaning and term.source for term in TERMS)
    assert len({term.swedish for term in TERMS}) == len(TERMS)
    assert len({term.english for term in TERMS}) == len(TERMS)


def test_no_term_holds_a_word_that_is_not_used() -> None:
    assert [term.swedish for term in TERMS if term.swedish.casefold() in map(str.casefold, NEVER)] == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Anhöriga", ["anhörig"]),
        ("De närstående", []),
        ("Individuell plan", ["individuell plan"]),
        ("Samordnad individuell plan", []),
        ("Individuell vårdplan", []),
        ("Patienten är medicinskt\n färdigbehandlad", ["medicinskt färdigbehandlad", "färdigbehandlad"]),
        ("Utskrivningsklar", []),
        ("Eftersamtal", ["eftersamtal"]),
        ("Efterlevandesamtal", []),
        ("Rådgivningsteamet", ["rådgivningsteam"]),
        ("avancerad palliativ vård", ["avancerad palliativ vård"]),
        ("specialiserad palliativ vård", []),
    ],
)
def test_a_word_that_is_not_used_is_found_in_any_form(text: str, faults: list[str]) -> None:
    assert forbidden(text) == faults


@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda path: path.parts[-5])
def test_the_pages_use_the_words_of_the_glossary(catalog: Path) -> None:
    faults = [(swedish, forbidden(swedish)) for _, swedish in texts(catalog) if forbidden(swedish)]
    assert faults == []


@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda path: path.parts[-5])
def test_a_term_is_translated_as_the_glossary_says(catalog: Path) -> None:
    known = {term.english.casefold(): term.swedish for term in TERMS}
    other = [
        (english, swedish, known[english.casefold()])
        for english, swedish in texts(catalog)
        if english.casefold() in known and swedish.casefold() != known[english.casefold()]
    ]
    assert other == []


@pytest.mark.parametrize("folder", ["docs", "src/lindra"])
def test_documents_use_the_words_of_the_glossary(folder: str) -> None:
    documents = list((ROOT / folder).rglob("*.md"))
    faults = {str(path.relative_to(ROOT)): forbidden(path.read_text("utf-8")) for path in documents}
    assert {name: words for name, words in faults.items() if words} == {}


def hidden_texts(source: str) -> list[int]:
    """Lines of texts to be translated inside an f-string, where no tool finds them: they would stay English."""
    names = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
    return [
        call.lineno
        for string in ast.walk(ast.parse(source))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names
    ]


def test_a_text_hidden_in_another_is_found() -> None:
    assert hidden_texts("a = f\"{_('from')} x\"\n") == [1]
    assert hidden_texts("a = _('from %(x)s') % {'x': x}\n") == []


def test_no_text_hides_where_it_would_stay_english() -> None:
    found = {
        str(path.relative_to(ROOT)): hidden_texts(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")
    }
    assert {name: lines for name, lines in found.items() if lines} == {}
