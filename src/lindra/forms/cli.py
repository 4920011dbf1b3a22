"""``lindra forms …``: which forms there are, what a filled-in one scores, and a licensed wording read in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import click

from lindra.console import DONE, PARTLY, USAGE, say, show

AS_JSON = click.option("--json", "as_json", is_flag=True, help="The result as JSON on standard output.")
LANG = click.option("--lang", default="sv", show_default=True, type=click.Choice(["sv", "en"]))
FILE = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))


@click.group()
def forms() -> None:
    """Forms and instruments: list, show, score answers, import a licensed wording."""


@forms.command("list")
@LANG
@AS_JSON
def list_forms(lang: str, as_json: bool) -> None:
    """Every form in its latest version, with licence and source."""
    from lindra.forms import library
    from lindra.forms.questionnaire import licence_of, source_of, title_of

    told = [
        {
            "form": form.id, "version": form.version, "title": title_of(form, lang),
            "licence": licence_of(form, lang), "source": source_of(form, lang),
        }
        for form in library.forms()
    ]  # fmt: skip
    if as_json:
        show({"forms": told}, as_json=True)
        return
    for one in told:
        click.echo(f"{one['form']}  {one['version']}  {one['title']}")
        for name in ("licence", "source"):
            if one[name]:
                click.echo(f"    {name}: {one[name]}")


@forms.command("show")
@click.argument("form")
@LANG
@AS_JSON
def show_form(form: str, lang: str, as_json: bool) -> None:
    """The questions of FORM (``id``, or ``id|version``), with the names by which answers are given."""
    from lindra.forms.questionnaire import dump, items_of, label_of, text_of

    found = _form(form)
    if as_json:
        click.echo(dump(found))
        return
    click.echo(found.named)
    for item in items_of(found.item):
        options = ": " * bool(item.answer_option)
        options += ", ".join(f"{one.key} {label_of(one, lang)}" for one in item.answer_option)
        marks = [item.type, *(name for name in ("required", "repeats") if getattr(item, name))]
        click.echo(
            f"{item.link_id:20} {text_of(item, lang)} ({', '.join(marks)})"
            + (f": {options}" if options else "")
        )


@forms.command("score")
@click.argument("instrument")
@FILE
@AS_JSON
def score(instrument: str, file: Path, as_json: bool) -> None:
    """Score the answers in FILE (- for standard input): ``{"pain": 3, …}`` or a FHIR QuestionnaireResponse.

    Exit 0 when every score is complete, 1 when answers are missing, 2 when the answers are not answers to INSTRUMENT.
    """
    from lindra.forms.answers import check
    from lindra.forms.scores import scored

    form, given = _form(instrument), _loaded(file)
    answers, problems = _answers(form, given)
    required = [one for one in check(form, answers, datetime.max.replace(tzinfo=UTC)) if one not in problems]
    for problem in (*problems, *required):
        say(f"{problem.path or form.id}: {problem}")
    if problems or any(answers.get(one.path) for one in required) or not answers:
        raise SystemExit(USAGE)
    told = scored(form, answers)
    if as_json:
        show({"form": form.id, "version": form.version, "scores": told}, as_json=True)
    else:
        for one in told:
            value = "–" if one["value"] is None else one["value"]
            missing = f" (missing: {', '.join(one['missing'])})" if one["missing"] else ""
            click.echo(f"{one['item']}: {value}{' ' + one['grade'] if one['grade'] else ''}{missing}")
    raise SystemExit(DONE if not required and all(one["complete"] for one in told) else PARTLY)


@forms.command("import")
@FILE
@click.option("--licence", required=True, help="Under which licence the wording may be used here.")
@click.option("--as", "hsa_id", required=True, help="HSA-id of the one who answers for that.")
def import_wording(file: Path, licence: str, hsa_id: str) -> None:
    """A licensed wording (a FHIR Questionnaire whose id is that of the form it words) in place of our short labels."""
    from lindra.forms import library
    from lindra.forms.questionnaire import FormError
    from lindra.people.staff import by_hsa_id

    if (staff := by_hsa_id(hsa_id)) is None:
        _refuse(f"no staff has the HSA-id {hsa_id}")
    try:
        form = library.import_wording(_read(file), licence, str(staff.pk))
    except (FormError, library.NoForm) as error:
        _refuse(str(error))
    say(f"imported: {form.named}")


def _form(name: str) -> Any:
    from lindra.forms import library

    try:
        return library.get(name)
    except library.NoForm as error:
        known = ", ".join(form.id for form in library.forms())
        _refuse(f"{error}. There are: {known}")


def _refuse(why: str) -> NoReturn:
    say(f"Error: {why}")
    raise SystemExit(USAGE)


def _read(file: Path) -> bytes:
    with click.open_file(str(file), "rb") as opened:
        return bytes(opened.read())


def _loaded(file: Path) -> Mapping[str, Any]:
    try:
        given = json.loads(_read(file), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        _refuse(f"{file} is not JSON: {error}")
    if not isinstance(given, dict):
        _refuse(f"{file} holds no answers: a JSON object is needed")
    return given


def _answers(form: Any, given: Mapping[str, Any]) -> Any:
    from lindra.forms.answers import of_response
    from lindra.forms.scores import of_values

    if given.get("resourceType") == "QuestionnaireResponse":
        return of_response(form, given)
    return of_values(form, given)


commands: list[click.Command] = [forms]
