"""A form's words in a language. Pure."""

from __future__ import annotations

from lindra.forms.structs import LICENCE, SOURCE, TRANSLATION, Coding, Extended, Item, Option, Questionnaire


def text_of(item: Item, lang: str) -> str:
    """The question as asked in a language (``sv``, ``en``); in the form's own where there is no translation."""
    return translated(item.text, item.text_extended, lang)


def label_of(option: Option, lang: str) -> str:
    """An option's words in a language."""
    value = option.value
    if isinstance(value, Coding):
        return translated(value.display or value.code, value.display_extended, lang)
    return translated(str(value), option.value_string_extended, lang)


def title_of(questionnaire: Questionnaire, lang: str) -> str:
    """The form's title in a language."""
    return translated(questionnaire.title or questionnaire.id, questionnaire.title_extended, lang)


def description_of(questionnaire: Questionnaire, lang: str) -> str:
    """What the form is for, in a language."""
    return translated(questionnaire.description, questionnaire.description_extended, lang)


def licence_of(questionnaire: Questionnaire, lang: str) -> str:
    """What may be done with the form's wording, in a language; what FHIR calls its copyright, where it says no more."""
    return _of_extension(questionnaire, LICENCE, lang) or questionnaire.copyright


def source_of(questionnaire: Questionnaire, lang: str) -> str:
    """Where the form's facts come from, in a language; empty where it does not say."""
    return _of_extension(questionnaire, SOURCE, lang)


def _of_extension(questionnaire: Questionnaire, url: str, lang: str) -> str:
    found = next((one for one in questionnaire.extension if one.url == url), None)
    return translated(found.value_string or "", found.value_string_extended, lang) if found else ""


def translated(text: str, extended: Extended | None, lang: str) -> str:
    """A text in a language, by its translations; ``en`` finds ``en-GB`` too."""
    for language, content in translations(extended).items():
        if language.partition("-")[0].lower() == lang.partition("-")[0].lower():
            return content
    return text


def translations(extended: Extended | None) -> dict[str, str]:
    """Every translation of a text, by language."""
    found = {}
    for one in extended.extension if extended else ():
        if one.url == TRANSLATION:
            parts = {part.url: part.value for part in one.extension}
            found[str(parts.get("lang", ""))] = str(parts.get("content", ""))
    return found
