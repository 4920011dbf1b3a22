"""The letter to a body, made from its own gaps: what each list says, where they differ, what is asked, until when.

Our own words: it is not the letter that was sent in 2026, which is not kept here.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lindra import clock
from lindra.access.rules import Finding
from lindra.care.paper.bedside import typeset
from lindra.frame import texts
from lindra.governance.bodies import Body
from lindra.governance.campaigns import actions, inventories, rules, words
from lindra.governance.campaigns.inventories import Gap
from lindra.governance.campaigns.queries import Asked, Whole
from lindra.governance.models import Campaign

TEMPLATES = Path(__file__).parent.parent / "templates" / "governance"
LANGUAGES = ("sv", "en")


@dataclass(frozen=True, slots=True)
class Found:
    """What a list says is missing: place and limit in Swedish, empty where neither is stated; the line, 0 for none."""

    text: str
    line: int

    def whole(self) -> str:
        """With the line, in the present language."""
        said, word = self.text or _("missing, no place or limit stated"), _("line")
        return f"{said} ({word} {self.line})" if self.line else said


@dataclass(frozen=True, slots=True)
class Said:
    """A function a body is said to lack: its name, what the two lists say, and a line where they differ."""

    name: str
    summary: tuple[Found, ...]
    appendix: tuple[Found, ...]
    differ: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in one language, as plain values."""

    lang: str
    title: str
    to: str
    functions: tuple[str, ...]
    sender: str
    dated: str
    opening: tuple[str, ...]
    gaps_title: str
    none: str
    gaps: tuple[Said, ...]
    labels: tuple[str, str]
    asks_title: str
    asks: tuple[str, ...]
    until: str
    answer_to: str
    public: str


def letter(campaign: Campaign, asked: Asked, language: str) -> Letter:
    """The letter to a body, in a language; places and limits stay Swedish, as they stand in the lists."""
    with translation.override(language):
        return _letter(campaign, asked, language)


def _letter(campaign: Campaign, asked: Asked, language: str) -> Letter:
    found = of_body(campaign, asked.body)
    until = rules.last_day(campaign.reply_by, actions.reminders(asked.recipient))
    opening = [words.question(campaign), *([_found(campaign, asked, len(found))] if found else [])]
    return Letter(
        language, words.title(campaign), asked.body.name, tuple(asked.recipient.functions), campaign.asked_by,
        texts.instant(asked.recipient.sent_on or campaign.asked_on or clock.today()), tuple(opening),
        _("What is named as missing"), _("The inventory names nothing as missing with you. Say whether that is right."),
        tuple(_said(gap) for gap in found), _labels(found),
        _("What we ask you to answer"),
        (
            _("Is it right? If you see it otherwise, say how, function by function."),
            _("What do you do about each, and by which day is it done?"),
            _("Who answers for it? Name a function rather than a person."),
            _("What will you not do, and why?"),
        ),
        _("Please answer by %(day)s.") % {"day": texts.instant(until)},
        campaign.answer_to,
        _("Answers, and how the promises in them stand, are shown to everybody.") if campaign.public else "",
    )  # fmt: skip


def _found(campaign: Campaign, asked: Asked, number: int) -> str:
    """How much the inventory names, with its day where it was there when the letter was sent."""
    dated, sent = inventories.dated().get(campaign.inventory), asked.recipient.sent_on or clock.today()
    if dated is None or dated > sent:
        return ngettext(
            "The inventory names %(n)s function as missing with you, wholly or in part.",
            "The inventory names %(n)s functions as missing with you, wholly or in part.",
            number,
        ) % {"n": number}
    return ngettext(
        "The inventory of %(day)s names %(n)s function as missing with you, wholly or in part.",
        "The inventory of %(day)s names %(n)s functions as missing with you, wholly or in part.",
        number,
    ) % {"day": texts.instant(dated), "n": number}


def _labels(found: Sequence[Gap]) -> tuple[str, str]:
    two = not found or found[0].two_lists
    return (_("Summary list"), _("Appendix")) if two else (_("The inventory"), "")


def of_body(campaign: Campaign, body: Body) -> list[Gap]:
    """What the campaign's inventory names as missing with a body; nothing for a body that is no region."""
    return inventories.gaps(campaign.inventory, body.area) if len(body.area) == 2 else []


def _said(gap: Gap) -> Said:
    differ = ""
    if gap.differ:
        named = _("The summary list names it, the appendix does not. Which is right?")
        differ = (
            named if gap.summary else _("The appendix names it, the summary list does not. Which is right?")
        )
    return Said(
        words.function(gap.function),
        tuple(map(finding, gap.summary)),
        tuple(map(finding, gap.appendix)),
        differ,
    )


def finding(one: Finding) -> Found:
    """What a list says: place and limit as they stand there, in Swedish; empty where neither is stated."""
    told = ": ".join(part for part in (_capital(one.area), one.limitation) if part)
    return Found(_capital(told), one.source_line)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def content(one: Letter) -> dict[str, Any]:
    """Everything on the paper."""
    with translation.override(one.lang):
        return _content(one)


def _content(one: Letter) -> dict[str, Any]:
    return {
        "lang": one.lang, "title": one.title, "to": one.to, "functions": list(one.functions), "sender": one.sender,
        "dated": one.dated, "opening": list(one.opening), "gaps_title": one.gaps_title, "none": one.none,
        "labels": list(one.labels), "asks_title": one.asks_title, "asks": list(one.asks), "until": one.until,
        "answer_to": one.answer_to, "public": one.public,
        "gaps": [
            {
                "name": gap.name, "differ": gap.differ, "summary": [one.whole() for one in gap.summary],
                "appendix": [one.whole() for one in gap.appendix],
            }
            for gap in one.gaps
        ],
    }  # fmt: skip


def pdf(letters: Sequence[Letter]) -> bytes:
    """One or several letters on paper (A4, PDF/UA-1), each beginning on a page of its own."""
    told = {"lang": letters[0].lang, "title": letters[0].title, "letters": [content(one) for one in letters]}
    return typeset("campaign_letter.typ", told, clock.now(), TEMPLATES)


def text(one: Letter) -> str:
    """A letter as plain text, for e-mail."""
    with translation.override(one.lang):
        return _text(one)


def _text(one: Letter) -> str:
    lines = [one.to, *one.functions, "", one.title, one.dated, ""]
    for paragraph in one.opening:
        lines += [paragraph, ""]
    lines += [one.gaps_title.upper(), ""] if one.gaps else [one.none, ""]
    for gap in one.gaps:
        lines.append(gap.name)
        for label, said in zip(one.labels, (gap.summary, gap.appendix), strict=True):
            lines += [f"  {label}: {entry.whole()}" for entry in said]
        lines += [f"  {gap.differ}", ""] if gap.differ else [""]
    lines += [one.asks_title.upper(), ""]
    lines += [f"{nth}. {ask}" for nth, ask in enumerate(one.asks, 1)]
    lines += ["", one.until, *(line for line in (one.answer_to, one.public, one.sender) if line)]
    return "\n".join(lines) + "\n"


def archive(whole: Whole, languages: Sequence[str] = LANGUAGES) -> bytes:
    """Every letter as text, in each language, in a zip; names say which body."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for asked in whole.asked:
            for language in languages:
                name = zipfile.ZipInfo(f"{stem(asked.body)}-{language}.txt", clock.now().timetuple()[:6])
                file.writestr(name, text(letter(whole.campaign, asked, language)))
    return packed.getvalue()


def stem(body: Body) -> str:
    """A body as the beginning of a file's name."""
    plain = body.name.lower().translate(str.maketrans("åäöé ", "aaoe-"))
    kept = "".join(sign for sign in plain if sign.isascii() and (sign.isalnum() or sign == "-"))
    return f"{body.key.partition(':')[2]}-{kept}" if kept else body.key.replace(":", "-")
