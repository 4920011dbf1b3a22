"""A licensed wording laid over the form that it words: its words, our mapping. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from lindra.forms.soundness import FormError, items_of
from lindra.forms.structs import (
    LICENCE,
    TRANSLATION,
    Coding,
    Extended,
    Extension,
    Item,
    Option,
    Questionnaire,
)
from lindra.forms.texts import label_of, text_of


def worded(form: Questionnaire, wording: Questionnaire, licence: str) -> Questionnaire:
    """``form`` in the words of ``wording``, in the wording's language, as a version of its own.

    Raises :class:`FormError` where the wording asks something else: other linkIds, types, codes, answers or numbers.
    """
    lang = wording.language
    if not lang:
        raise FormError("language", "say which language the wording is in, such as sv")
    if not wording.version:
        raise FormError("version", "give the wording a version")
    ours = {item.link_id: item for item in items_of(form.item)}
    theirs = {item.link_id: item for item in items_of(wording.item)}
    for link, item in theirs.items():
        if link not in ours:
            raise FormError(link, f"{form.id} has no item with this linkId")
        _same(ours[link], item)
    for link, item in ours.items():
        if link not in theirs and item.is_question and not item.is_given:
            raise FormError(link, f"the wording lacks this question of {form.id}")
    texts = {"title": wording.title, "description": wording.description}
    return msgspec.structs.replace(
        form,
        version=f"{form.version.partition('+')[0]}+{lang}-{wording.version}",
        copyright=licence,
        extension=tuple(one for one in form.extension if one.url != LICENCE),
        item=tuple(_item(item, theirs, form.language, lang) for item in form.item),
        **{
            name: value
            for what, text in texts.items()
            for name, value in _said(form, what, text, lang).items()
        },
    )


def _same(ours: Item, theirs: Item) -> None:
    """The same question: what is scored, and how, is the instrument; only the words may differ."""
    link = ours.link_id
    if ours.type != theirs.type:
        raise FormError(link, f"it is of type {theirs.type!r} here and {ours.type!r} in the form")
    if theirs.code and {(one.system, one.code) for one in theirs.code} != {
        (one.system, one.code) for one in ours.code
    }:
        raise FormError(link, "it has other codes than in the form")
    mine, others = _answers(ours), _answers(theirs)
    if mine != others:
        differing = sorted(mine.keys() ^ others.keys()) or sorted(
            key for key in mine if mine[key] != others[key]
        )
        raise FormError(link, f"its answers are not those of the form: {', '.join(differing)}")


def _answers(item: Item) -> dict[str, Any]:
    return {option.key: option.ordinal for option in item.answer_option}


def _item(item: Item, theirs: Mapping[str, Item], base: str, lang: str) -> Item:
    below = tuple(_item(one, theirs, base, lang) for one in item.item)
    given = theirs.get(item.link_id)
    if given is None:
        return msgspec.structs.replace(item, item=below)
    words = {option.key: label_of(option, lang) for option in given.answer_option}
    text, extended = _put(item.text, item.text_extended, text_of(given, lang), base, lang)
    return msgspec.structs.replace(
        item, item=below, text=text, text_extended=extended, prefix=given.prefix or item.prefix,
        answer_option=tuple(_option(option, words[option.key], base, lang) for option in item.answer_option),
    )  # fmt: skip


def _option(option: Option, words: str, base: str, lang: str) -> Option:
    coding = option.value_coding
    if coding is None:
        return option  # a number or a text is the answer itself
    display, extended = _put(coding.display, coding.display_extended, words, base, lang)
    said = Coding(code=coding.code, system=coding.system, display=display, display_extended=extended)
    return msgspec.structs.replace(option, value_coding=said)


def _said(form: Questionnaire, what: str, text: str, lang: str) -> dict[str, Any]:
    """The form's title or description in the words of the wording, where it has such."""
    if not text:
        return {}
    said, extended = _put(getattr(form, what), getattr(form, f"{what}_extended"), text, form.language, lang)
    return {what: said, f"{what}_extended": extended}


def _put(
    text: str, extended: Extended | None, words: str, base: str, lang: str
) -> tuple[str, Extended | None]:
    """A text with its translations, once it has these words in this language."""
    if not words:
        return text, extended
    if lang == base:
        return words, extended
    others = tuple(
        one for one in (extended.extension if extended else ())
        if not any(part.url == "lang" and part.value == lang for part in one.extension)
    )  # fmt: skip
    parts = (Extension(url="lang", value_code=lang), Extension(url="content", value_string=words))
    return text, Extended(extension=(*others, Extension(url=TRANSLATION, extension=parts)))
