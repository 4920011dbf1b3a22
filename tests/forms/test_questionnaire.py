"""A form is read whole or refused with the place and what to put right."""

from __future__ import annotations

import json
from typing import Any

import pytest

from forms.made import bounds, form, given, in_english, item, look, options, own, when
from lindra.forms.questionnaire import FormError, dump, items_of, label_of, read, text_of, title_of
from lindra.forms.structs import OURS

YES = item("yes", "boolean")
CHOICE = item("choice", "choice", answerOption=options("a", "b"))
FACT = own(fact="procedure")

WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "a reference that there is not",
        given(YES, extension=own(fact="procedure", fixed={"ref": "@this"})),
        "extension",
        "no reference '@this'",
    ),
    (
        "the same as a field that there is not",
        given(YES, extension=own(fact="procedure", fixed={"ref": "@same:name"})),
        "extension",
        "no field 'name'",
    ),
    (
        "a group that makes a plain value",
        given(item("g", "group", YES, extension=own(field="note")), extension=FACT),
        "g",
        "procedure.note has none",
    ),
    (
        "when inside a value",
        given(
            item("g", "group", item("d", "date", extension=own(when=True)), extension=own(field="code")),
            extension=FACT,
        ),
        "d",
        "not to a value inside it",
    ),
    (
        "the patient's own among others",
        given({**CHOICE, "extension": own(options="orders")}),
        "choice",
        "without",
    ),
    ("an unknown part of who writes", given(item("n", extension=own(reader="age"))), "n", "which part"),
    ("not a form", {"resourceType": "Patient"}, "resourceType", "not a Questionnaire"),
    ("no version", given(YES, version=""), "version", "version"),
    ("an id that is no id", given(YES, id="a b"), "id", "letters, digits"),
    ("nothing asked", given(item("t", "display")), "item", "asks nothing"),
    ("a type of file", given(item("f", "attachment")), "f", "'attachment' cannot be asked"),
    ("a type of link", given(item("f", "url")), "f", "'url' cannot be asked"),
    ("two of one linkId", given(YES, item("g", "group", YES)), "yes", "two items"),
    ("a wrong JSON type", given({**YES, "required": "true"}), "$.item[0].required", "bool"),
    (
        "what turns meaning around",
        given({**YES, "modifierExtension": [{"url": "x"}]}),
        "item[0].modifierExtension",
        "take it out",
    ),
    ("no text", given({**YES, "text": ""}), "yes", "needs a text"),
    ("no options", given(item("c", "choice")), "c", "answerOption"),
    ("a value set", given({**item("c", "choice"), "answerValueSet": "x"}), "c", "value sets"),
    ("two options alike", given(item("c", "choice", answerOption=options("a", "a"))), "c", "'a'"),
    ("options of yes or no", given({**YES, "answerOption": options("a")}), "yes", "no answerOption"),
    ("a text below a text", given(YES, item("d", "display", item("e"))), "d", "nothing below"),
    (
        "a repeated question with questions",
        given(item("c", "string", item("d"), repeats=True)),
        "c",
        "group that repeats",
    ),
    ("a length of a number", given(item("n", "integer", maxLength=3)), "n", "maxLength"),
    ("a bound of a text", given(item("n", "string", extension=bounds(0, 3))), "n", "least or greatest"),
    ("a bound of another type", given(item("n", "date", extension=bounds(0, 3))), "n", "not of type date"),
    (
        "an initial value of another type",
        given(item("n", "integer", initial=[{"valueString": "3"}])),
        "n",
        "not of type integer",
    ),
    (
        "an initial value not to choose",
        given({**CHOICE, "initial": [{"valueCoding": {"code": "z"}}]}),
        "choice",
        "not one of its",
    ),
    (
        "two initial values",
        given(item("s", initial=[{"valueString": "a"}, {"valueString": "b"}])),
        "s",
        "one initial",
    ),
    ("a condition on nothing", given(YES, item("s", **when("none", answerBoolean=True))), "s", "'none'"),
    (
        "a condition on a group",
        given(item("g", "group", YES), item("s", **when("g", answerBoolean=True))),
        "s",
        "'g'",
    ),
    ("an unknown operator", given(YES, item("s", **when("yes", "~", answerBoolean=True))), "s", "'~'"),
    (
        "an order of what has none",
        given(CHOICE, item("s", **when("choice", ">", answerCoding={"code": "a"}))),
        "s",
        "no order",
    ),
    (
        "a condition of another type",
        given(YES, item("s", **when("yes", answerString="x"))),
        "s",
        "not of type boolean",
    ),
    (
        "a condition on no answer",
        given(CHOICE, item("s", **when("choice", answerCoding={"code": "z"}))),
        "s",
        "'z'",
    ),
    (
        "exists without yes or no",
        given(YES, item("s", **when("yes", "exists", answerInteger=1))),
        "s",
        "answerBoolean",
    ),
    ("a condition on itself", given(item("s", **when("s", "exists", answerBoolean=True))), "s", "circle"),
    (
        "a circle by way of a group",
        given(
            item("g", "group", item("a"), **when("b", "exists", answerBoolean=True)),
            item("b", **when("a", "exists", answerBoolean=True)),
        ),
        "g",
        "circle",
    ),
    (
        "a mistyped extension",
        given({**YES, "extension": [{"url": OURS + "feild", "valueString": "x"}]}),
        "yes",
        "feild",
    ),
    ("an unknown kind", given(YES, extension=own(fact="nothing")), "extension", "'nothing'"),
    ("an unknown field", given(item("s", extension=own(field="nothing")), extension=FACT), "s", "'nothing'"),
    ("a field of a field", given(item("s", extension=own(field="note.more")), extension=FACT), "s", "'more'"),
    ("a field without a fact", given(item("s", extension=own(field="note"))), "s", "needs a fact"),
    (
        "several answers to one value",
        given(item("s", repeats=True, extension=own(field="note")), extension=FACT),
        "s",
        "one value",
    ),
    (
        "an impossible constant",
        given(item("s", extension=own(field="ref")), extension=own(fact="contact", fixed={"form": "x"})),
        "extension",
        "'form'",
    ),
    (
        "a constant without a fact",
        given(YES, extension=own(fixed={"form": "x"})),
        "extension",
        "belongs to a fact",
    ),
    ("a time that is a number", given(item("n", "integer", extension=own(when=True))), "n", "date"),
    ("a measurement without a code", given(item("n", "integer", extension=own(measured=True))), "n", "code"),
    (
        "an unknown score",
        given(YES, item("n", "integer", readOnly=True, extension=own(score="x"))),
        "n",
        "'x'",
    ),
    ("a score to fill in", given(YES, item("n", "integer", extension=own(score="abbey"))), "n", "readOnly"),
    (
        "a score without its items",
        given(YES, item("n", "integer", readOnly=True, extension=own(score="abbey"))),
        "n",
        "'vocalisation'",
    ),
    (
        "a score of what has no number",
        given(
            item("depression", "integer", extension=bounds(0, 10)),
            item("anxiety", "choice", answerOption=options("a", b=2)),
            item("n", "integer", readOnly=True, extension=own(score="esas-emotional")),
        ),
        "anxiety",
        "from 0 to 10",
    ),
    (
        "a score of what may be more",
        given(
            item("depression", "integer", extension=bounds(0, 100)),
            item("anxiety", "integer", extension=bounds(0, 10)),
            item("n", "integer", readOnly=True, extension=own(score="esas-emotional")),
        ),
        "depression",
        "from 0 to 10",
    ),
]


@pytest.mark.parametrize(("data", "where", "what"), [one[1:] for one in WRONG], ids=[one[0] for one in WRONG])
def test_a_wrong_form_is_refused_with_the_place_and_what_to_do(
    data: dict[str, Any], where: str, what: str
) -> None:
    with pytest.raises(FormError) as refused:
        read(json.dumps(data))
    assert refused.value.where == where
    assert what in refused.value.what


@pytest.mark.parametrize("data", [b"", b"[1]", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(data: bytes) -> None:
    with pytest.raises(FormError):
        read(data)


def test_a_form_speaks_the_readers_language_and_else_its_own() -> None:
    option = {"valueCoding": {"code": "a", "display": "Ja då", "_display": in_english("Yes indeed")}}
    asked = item("c", "choice", answerOption=[option], text="Hur då?", _text=in_english("How so?"))
    made = form(asked, title="Titel", _title=in_english("Title"))
    found = next(items_of(made.item))
    assert [text_of(found, lang) for lang in ("sv", "en", "en-GB", "fi")] == [
        "Hur då?",
        "How so?",
        "How so?",
        "Hur då?",
    ]
    assert label_of(found.answer_option[0], "en") == "Yes indeed"
    assert title_of(made, "en") == "Title"


def test_a_form_that_is_kept_reads_back_as_it_was() -> None:
    made = form(
        item("n", "decimal", extension=[*bounds(0, 3), *look("slider")]),
        item("c", "choice", item("d", **when("n", ">", answerDecimal=1.5)), answerOption=options("a", b=2)),
        extension=own(fact="procedure", fixed={"status": "done"}),
        _title=in_english("Title"),
    )
    assert read(dump(made)) == made
