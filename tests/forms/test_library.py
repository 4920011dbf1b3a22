"""Forms by id and version; a licensed wording takes the place of our words and of nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from forms.made import given, in_english, item, options
from helpers import workplaces
from helpers.worlds import World
from lindra.forms import library
from lindra.forms.cli import forms
from lindra.forms.models import ImportedForm
from lindra.forms.questionnaire import FormError, items_of, label_of, licence_of, text_of, title_of


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of forms, registered for the length of the test."""
    made = tmp_path / "made"
    made.mkdir()
    monkeypatch.setattr(library, "_folders", {**library._folders})
    library.register(made)
    yield made
    monkeypatch.undo()
    library.shipped.cache_clear()


def put(folder: Path, version: str, **more: Any) -> None:
    text = json.dumps(given(item("x", text=f"As of {version}"), version=version, **more))
    (folder / f"made-{version}.json").write_text(text)


def test_the_latest_version_is_filled_in_and_older_ones_stay_to_be_read(world: World, folder: Path) -> None:
    for version in ("1.9.0", "1.10.0", "1.2.0"):
        put(folder, version)
    assert library.get("made-up").version == "1.10.0"
    assert library.get("made-up|1.2.0").item[0].text == "As of 1.2.0"
    assert library.get("made-up", "1.9.0").version == "1.9.0"
    assert library.versions("made-up") == ["1.2.0", "1.9.0", "1.10.0"]
    assert [form.version for form in library.forms() if form.id == "made-up"] == ["1.10.0"]


def test_there_is_no_form_of_another_name_or_version(world: World) -> None:
    for name in ("nothing", "abbey|0", "", "../abbey"):
        with pytest.raises(library.NoForm):
            library.get(name)


def test_a_shipped_form_that_is_wrong_is_told_with_its_file(folder: Path) -> None:
    put(folder, "1.0.0", extension=[{"url": "https://lindra.invalid/fhir/fact", "valueCode": "nothing"}])
    with pytest.raises(FormError, match=r"made-1\.0\.0\.json, extension: .*'nothing'"):
        library.shipped()


# A licensed wording.


def wording(change: Callable[[dict[str, Any]], None] = lambda given: None, language: str = "sv") -> bytes:
    """The Abbey scale in other words: only linkIds, types, answers and texts, as from elsewhere."""
    form = library.shipped()["abbey", "1.0.0"]
    items = [
        {
            "linkId": one.link_id,
            "type": one.type,
            "text": f"Licensed {one.link_id}",
            "answerOption": [
                {
                    "valueCoding": {
                        "code": option.key,
                        "display": f"Licensed {option.key}",
                        "extension": [
                            {"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 1}
                        ],
                    }
                }
                for option in one.answer_option
            ],
        }
        for one in items_of(form.item)
        if one.is_question and not one.is_given
    ]
    for each in items:
        for option, ours in zip(
            each["answerOption"], by_link(form)[each["linkId"]].answer_option, strict=True
        ):
            coding = option["valueCoding"]
            number = coding.pop("extension")
            if ours.ordinal is not None:
                option["extension"] = [{**number[0], "valueDecimal": int(ours.ordinal)}]
    data = {
        "resourceType": "Questionnaire",
        "id": "abbey",
        "version": "7",
        "language": language,
        "title": "Licensed",
        "item": items,
    }
    change(data)
    return json.dumps(data).encode()


def by_link(form: Any) -> dict[str, Any]:
    return {one.link_id: one for one in items_of(form.item)}


def test_a_licensed_wording_changes_the_words_and_keeps_codes_scores_and_facts(either_world: World) -> None:
    base = library.get("abbey")
    library.import_wording(wording(), "Agreement 12", "staff-1")
    form = library.get("abbey")
    assert (form.version, title_of(form, "sv"), licence_of(form, "sv")) == (
        "1.0.0+sv-7",
        "Licensed",
        "Agreement 12",
    )
    face, before = by_link(form)["face"], by_link(base)["face"]
    assert (text_of(face, "sv"), text_of(face, "en")) == ("Licensed face", text_of(before, "en"))
    assert (label_of(face.answer_option[2], "sv"), label_of(face.answer_option[2], "en")) == (
        "Licensed 2",
        "Moderate",
    )
    assert [one.ordinal for one in face.answer_option] == [0, 1, 2, 3]
    assert (face.code, face.measured, face.required) == (before.code, True, True)
    assert by_link(form)["sum"] == by_link(base)["sum"]
    assert library.get("abbey|1.0.0") == base, "what was answered before is shown as it was asked"
    row = ImportedForm.objects.get()
    assert (row.form, row.language, row.licence, row.imported_by) == (
        "abbey",
        "sv",
        "Agreement 12",
        "staff-1",
    )


def test_wordings_of_two_languages_live_together(world: World) -> None:
    library.import_wording(wording(), "A", "s")
    library.import_wording(wording(lambda given: given.update(title="In English"), "en"), "B", "s")
    form = library.get("abbey")
    assert (form.version, title_of(form, "sv"), title_of(form, "en")) == (
        "1.0.0+en-7",
        "Licensed",
        "In English",
    )
    assert len(library.versions("abbey")) == 3


def _other_code(given: dict[str, Any]) -> None:
    given["item"][0]["code"] = [{"system": "ABBEY", "code": "other"}]


def _other_score(given: dict[str, Any]) -> None:
    given["item"][0]["answerOption"][1]["extension"][0]["valueDecimal"] = 2


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda given: given["item"].pop(0), "lacks this question"),
        (
            lambda given: given["item"].append({"linkId": "more", "type": "string", "text": "More"}),
            "no item with this linkId",
        ),
        (lambda given: given["item"][0].update(type="open-choice"), "type"),
        (lambda given: given["item"][0]["answerOption"].pop(), "answers are not those"),
        (_other_score, "answers are not those of the form: 1"),
        (_other_code, "other codes"),
        (lambda given: given.update(language=""), "which language"),
        (lambda given: given.update(version=""), "version"),
        (lambda given: given.update(resourceType="Bundle"), "not a Questionnaire"),
    ],
)
def test_a_wording_of_another_instrument_is_refused(
    world: World, change: Callable[[dict[str, Any]], None], what: str
) -> None:
    with pytest.raises(FormError, match=what):
        library.import_wording(wording(change), "Agreement 12", "staff-1")
    assert not ImportedForm.objects.exists()


def test_the_same_wording_is_not_imported_twice_nor_without_a_licence(world: World) -> None:
    library.import_wording(wording(), "Agreement 12", "staff-1")
    with pytest.raises(FormError, match="there already"):
        library.import_wording(wording(), "Agreement 12", "staff-1")
    with pytest.raises(FormError, match="licence"):
        library.import_wording(wording(lambda given: given.update(version="8")), " ", "staff-1")


# The command.


def lindra(*arguments: str, given: Any = None) -> Result:
    text = given if isinstance(given, str) else json.dumps(given)
    return CliRunner().invoke(forms, list(arguments), input=text)


ALL = dict.fromkeys(("vocalisation", "face", "body", "behaviour", "physiology", "physical"), 2)


def test_answers_are_scored_as_values_or_as_a_response(world: World) -> None:
    told = lindra("score", "abbey", "-", "--json", given=ALL)
    assert (told.exit_code, json.loads(told.stdout)) == (
        0,
        {
            "form": "abbey",
            "version": "1.0.0",
            "scores": [
                {"item": "sum", "value": 12, "grade": "Moderate pain", "complete": True, "missing": []}
            ],
        },
    )
    items = [{"linkId": sign, "answer": [{"valueCoding": {"code": "1"}}]} for sign in ALL]
    answer = {"resourceType": "QuestionnaireResponse", "item": [{"linkId": "signs", "item": items}]}
    assert lindra("score", "abbey", "-", given=answer).stdout == "sum: 6 Mild pain\n"
    assert lindra("score", "akps", "-", given={"function": 40}).stdout == "function: 40\n"


def test_missing_answers_are_named_and_wrong_ones_refused(world: World) -> None:
    told = lindra("score", "esas", "-", given={"depression": 3, "pain": 2})
    assert told.exit_code == 1
    assert "sum-emotional: – (missing: anxiety)" in told.stdout
    for wrong, message in (
        ({"pain": 11}, "pain: Give a number from 0 to 10."),
        ({"pain": "much"}, "pain: Write a whole number"),
        ({"none": 1}, "There is no such question here: none."),
        ({}, "Nothing has been answered yet."),
        ([1], "a JSON object is needed"),
        ("{", "is not JSON"),
    ):
        told = lindra("score", "esas", "-", given=wrong)
        assert (told.exit_code, told.stdout) == (2, "")
        assert message in told.stderr
    told = lindra("score", "esa", "-", given={})
    assert told.exit_code == 2
    assert "There are: abbey" in told.stderr


def test_forms_are_listed_and_shown_with_their_licence(world: World) -> None:
    listed = json.loads(lindra("list", "--json", "--lang", "en").stdout)["forms"]
    assert {"abbey", "esas", "phase"} <= {one["form"] for one in listed}
    assert all(
        one["licence"] and one["source"] for one in listed if one["form"] in ("abbey", "esas", "phase")
    )
    assert "pain-nrs  1.0.0  Smärta" in lindra("list").stdout
    shown = lindra("show", "akps", "--lang", "en").stdout
    assert "function" in shown
    assert "40 40 – In bed more than half the day" in shown
    assert json.loads(lindra("show", "akps", "--json").stdout)["id"] == "akps"


def test_a_wording_is_imported_by_somebody_who_is_known(world: World, tmp_path: Path) -> None:
    places = workplaces.build()
    file = tmp_path / "wording.json"
    file.write_bytes(wording())
    told = lindra("import", str(file), "--licence", "Agreement 12", "--as", places.ward.staff.hsa_id)
    assert (told.exit_code, told.stderr) == (0, "imported: abbey|1.0.0+sv-7\n")
    told = lindra("import", str(file), "--licence", "Agreement 12", "--as", "SE-nobody")
    assert (told.exit_code, "no staff has" in told.stderr) == (2, True)
    file.write_bytes(
        json.dumps(given(item("c", "choice", answerOption=options("a")), _title=in_english("x"))).encode()
    )
    told = lindra("import", str(file), "--licence", "x", "--as", places.ward.staff.hsa_id)
    assert (told.exit_code, "no form 'made-up'" in told.stderr) == (2, True)
