"""A page gets a control for each question, with what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from forms.made import bounds, form, given, in_english, item, look, options, own, unit, when
from lindra.forms.answers import Coding, Control, Quantity, Unread, controls
from lindra.forms.questionnaire import read


def every(found: list[Control]) -> Iterator[Control]:
    """Controls with all below them."""
    for one in found:
        yield one
        yield from every(list(one.children))


def test_each_type_has_its_look() -> None:
    many = [f"option-{number}" for number in range(13)]
    made = form(
        item("yes", "boolean"),
        item("few", "choice", answerOption=options("a", "b")),
        item("many", "choice", answerOption=options(*many)),
        item("down", "choice", answerOption=options("a"), extension=look("drop-down")),
        item("several", "choice", answerOption=options("a"), repeats=True),
        item("slide", "integer", extension=[*look("slider"), *bounds(0, 10)]),
        item("number", "integer"),
        item("amount", "quantity", extension=unit("mg")),
        item("line"),
        item("area", "text"),
        item("box", "string", extension=look("text-box")),
        item("day", "date"),
        item("at", "dateTime"),
        item("clock", "time"),
        item("said", "display"),
        item("fixed", readOnly=True, initial=[{"valueString": "f"}]),
    )
    assert {one.link: one.look for one in controls(made, {}, "sv")} == {
        "yes": "radio",
        "few": "radio",
        "many": "select",
        "down": "select",
        "several": "checkboxes",
        "slide": "radio",
        "number": "number",
        "amount": "quantity",
        "line": "line",
        "area": "area",
        "box": "area",
        "day": "date",
        "at": "datetime",
        "clock": "time",
        "said": "text-only",
        "fixed": "shown",
    }


def test_a_control_holds_what_was_answered_or_typed() -> None:
    made = form(
        item("c", "open-choice", answerOption=options("a", "b")),
        item("n", "decimal"),
        item("bad", "date"),
        item("dose", "quantity", extension=unit("mg")),
        item("at", "dateTime"),
        item("yes", "boolean"),
    )
    answers = {
        "c": ["my own"],
        "n": [Decimal("2.5")],
        "bad": [Unread("15/6")],
        "dose": [Quantity(Decimal("0.5"), "mg", "", "mg")],
        "at": ["2026-06-15T01:00:00+00:00"],
        "yes": [False],
    }
    found = {one.link: one for one in controls(made, answers, "sv")}
    assert (found["c"].values, found["c"].other_value, found["c"].other) == ((), "my own", "q:c#other")
    assert {link: found[link].values for link in ("n", "bad", "dose", "at")} == {
        "n": ("2,5",),
        "bad": ("15/6",),
        "dose": ("0,5",),
        "at": ("2026-06-15T03:00",),
    }
    assert [(one.label, one.chosen) for one in found["yes"].choices] == [("Ja", False), ("Nej", True)]
    assert controls(made, answers, "en")[1].values == ("2.5",)


def test_choices_have_the_words_of_the_language_and_their_number() -> None:
    option = {**options(b=2)[0]}
    option["valueCoding"] = {**option["valueCoding"], "_display": in_english("Bee")}
    (control,) = controls(form(item("c", "choice", answerOption=[option])), {"c": [Coding("b")]}, "en")
    (choice,) = control.choices
    assert (choice.key, choice.label, choice.number, choice.chosen) == ("b", "Bee", "2", True)


def test_a_group_that_repeats_has_a_control_for_each_time_and_one_to_begin_with() -> None:
    made = form(item("g", "group", item("x"), repeats=True))
    assert [one.path for one in controls(made, {}, "sv")] == ["g[0]"]
    found = controls(made, {"g[1]/x": ["b"]}, "sv", {"g": 3})
    assert [(one.path, one.repetition, one.repetitions) for one in found] == [
        ("g[0]", 0, 3),
        ("g[1]", 1, 3),
        ("g[2]", 2, 3),
    ]
    assert [one.children[0].values for one in found] == [(), ("b",), ()]


def test_conditions_name_the_controls_that_they_look_at() -> None:
    made = form(
        item("a", "boolean"),
        item(
            "g",
            "group",
            item("n", "integer"),
            item("x", **when("n", ">", answerInteger=3)),
            item("y", **when("a", answerBoolean=True)),
            repeats=True,
        ),
        item("z", **when("n", "exists", answerBoolean=True)),
    )
    found = {one.path: one for one in every(controls(made, {"g[1]/n": [5]}, "sv"))}
    (own_n,) = found["g[1]/x"].when.conditions  # type: ignore[union-attr]
    assert (own_n.names, own_n.operator, own_n.value) == (("q:g[1]/n",), ">", "3")
    assert found["g[1]/y"].when.conditions[0].names == ("q:a",)  # type: ignore[union-attr]
    assert found["z"].when.conditions[0].names == ("q:g[0]/n", "q:g[1]/n")  # type: ignore[union-attr]
    assert [found[path].asked for path in ("g[0]/x", "g[1]/x", "g[1]/y", "z")] == [False, True, False, True]


def test_ids_are_safe_and_never_the_same() -> None:
    links = ["a.b", "a-b", "a_b", "a/b", "å b", "a[0]", "g"]
    below = [item(f"{link}!", text="t") for link in links]
    made = form(*(item(link) for link in links[:-1]), item("g", "group", *below, repeats=True))
    ids = [one.id for one in every(controls(made, {}, "sv", {"g": 2}))]
    assert len(set(ids)) == len(ids) == 22
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", one) for one in ids)


def test_help_stands_at_its_question_and_the_hidden_nowhere() -> None:
    helped = item("x", "string", item("h", "display", extension=look("help"), text="As much as you can."))
    hidden = item(
        "s",
        extension=[
            {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden", "valueBoolean": True}
        ],
    )
    (control,) = controls(form(helped, hidden), {}, "sv")
    assert (control.help, control.children) == ("As much as you can.", ())


def test_a_computed_score_is_shown_with_what_it_means() -> None:
    signs = ("vocalisation", "face", "body", "behaviour", "physiology", "physical")
    made = read(
        given(
            *(item(sign, "integer", extension=bounds(0, 3)) for sign in signs),
            item("sum", "integer", readOnly=True, extension=own(score="abbey")),
        )
    )
    shown = controls(made, {sign: [3] for sign in signs}, "sv")[-1]
    assert (shown.look, shown.values, shown.grade) == ("shown", ("18",), "Severe pain")
    assert controls(made, {"face": [3]}, "sv")[-1].values == ()
