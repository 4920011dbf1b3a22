"""The paragraph for the yearly patient-safety report: figures in plain words, and what is not known.

A provider writes by the first of March what its work for patient safety was in the year before, what was done and what
came of it, and keeps that open to anybody (SFS 2010:659 3 kap. 10 §). This is the part of it that can be counted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

import lindra
from lindra import clock
from lindra.frame import texts
from lindra.governance.monday import sentences, yearly
from lindra.governance.monday.gather import Monday
from lindra.measures.honest.disclosure import profile
from lindra.privacy.reader import Reader

TEMPLATE = Path(__file__).parent.parent / "templates" / "governance" / "monday_paragraph.typ"
LAW = "SFS 2010:659 3 kap. 10 §"
BACK = 5
"""Years that may be chosen, besides the present one."""


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences under a heading."""

    title: str
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """As one paragraph."""
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Made:
    """The paragraph as it is given out."""

    title: str
    lead: str
    sections: tuple[Section, ...]
    definitions: tuple[tuple[str, str], ...]
    definitions_title: str
    foot: str
    language: str
    at: int
    """When it was made, in seconds: the same paragraph gives the same file."""

    @property
    def plain(self) -> str:
        """As text without marks."""
        parts = [self.title, self.lead]
        parts += [f"{one.title}\n{one.text}" for one in self.sections]
        parts.append(
            "\n".join([self.definitions_title, *(f"{key}: {text}" for key, text in self.definitions)])
        )
        return "\n\n".join([*parts, self.foot]) + "\n"


def years(today: date) -> list[int]:
    """The years that may be chosen, the latest first."""
    return list(range(today.year, today.year - BACK - 1, -1))


def year(asked: str, today: date) -> int:
    """The year asked for, where it may be; else the one that the next report is about."""
    offered = [str(one) for one in years(today)]
    return (
        int(asked)
        if asked in offered
        else today.year - 1
        if (today.month, today.day) <= (3, 1)
        else today.year
    )


def least_given(today: date) -> int:
    """Of how many at least a figure may be given to anybody."""
    return profile("outside", today).least


def make(reader: Reader, found: Monday, chosen: int) -> Made:
    """The paragraph of a year, in the page's language."""
    told = yearly.of_year(reader, found.seat, chosen, found.today)
    least = least_given(found.today)
    at = clock.now()
    parts = (
        Section(
            _("How it stands on %(day)s") % {"day": sentences.written(found.today)},
            tuple(sentences.now(found, least)),
        ),
        Section(sentences.period(told), tuple(sentences.of_year(told, least))),
        Section(_("What is not known"), tuple(sentences.unknown(found, told, least))),
    )
    return Made(
        title=_("Patient safety in palliative care %(year)s: %(where)s") % {"year": chosen, "where": found.where},
        lead=_("For the yearly patient-safety report (%(law)s).") % {"law": LAW},
        sections=tuple(one for one in parts if one.sentences), definitions=tuple(sentences.definitions(found, told)),
        definitions_title=_("What is counted"),
        foot=_("Source: the record and the lists of %(where)s in Lindra %(version)s. Made %(when)s by %(who)s.") % {
            "where": found.where, "version": lindra.__version__, "when": texts.instant(at), "who": reader.staff.name,
        },
        language=texts.language(), at=int(at.timestamp()),
    )  # fmt: skip


def pdf(made: Made) -> bytes:
    """The same as tagged PDF (A4, PDF/UA-1), set by Typst."""
    import typst

    told = {
        "title": made.title, "lead": made.lead, "foot": made.foot, "lang": made.language,
        "sections": [{"title": one.title, "text": one.text} for one in made.sections],
        "definitions_title": made.definitions_title, "definitions": made.definitions,
    }  # fmt: skip
    done = typst.compile(
        TEMPLATE.read_bytes(), format="pdf", ignore_system_fonts=True, pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(told)}, timestamp=made.at,
    )  # fmt: skip
    assert isinstance(done, bytes)
    return done
