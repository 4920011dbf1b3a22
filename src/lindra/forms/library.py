"""The forms there are: those that rooms ship as data, and licensed wordings that were imported.

A form is known by id and version. Every version that was ever shipped stays in its folder, so that an answer to an
older one can be read and corrected; the latest is the one that is filled in.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path

from django.db import transaction

from lindra import clock
from lindra.forms.models import ImportedForm
from lindra.forms.questionnaire import FormError, dump, plain, read
from lindra.forms.structs import Questionnaire
from lindra.forms.wording import worded
from lindra.record.envelope import stamp


class NoForm(LookupError):
    """There is no form of this id, or not in this version."""


_folders: dict[Traversable | Path, str] = {}
"""Folders of forms, and the name of the page on which those of each are filled in; empty for the common one."""


def register(folder: Traversable | Path, page: str = "") -> None:
    """Add the forms of a folder (``*.json``). Called by rooms in ``apps.ready``; they are read when first asked for.

    ``page`` names the address (that takes the patient) where they are filled in instead of the common one.
    """
    if folder not in _folders:
        _folders[folder] = page
        shipped.cache_clear()
        _pages.cache_clear()


def page_of(form: str) -> str:
    """The name of a form's own page; empty where it has none."""
    return _pages().get(form, "")


def forms() -> list[Questionnaire]:
    """The latest version of each form that can be filled in, by id."""
    known = _known()
    latest = {form: (form, version) for form, version in sorted(known, key=_numbers)}
    return [known[key] for key in sorted(latest.values())]


def get(form: str, version: str = "") -> Questionnaire:
    """A form, in its latest version or the one named (``id|version`` is understood too). Raises :class:`NoForm`."""
    form, _, named = form.partition("|")
    wanted, there = version or named, versions(form)
    if not there or (wanted and wanted not in there):
        raise NoForm(f"there is no form {form!r}" + (f" in version {wanted!r}" if there else ""))
    return _known(form)[form, wanted or there[-1]]


def versions(form: str) -> list[str]:
    """The versions there are of a form, the oldest first."""
    return [version for _, version in sorted((key for key in _known(form) if key[0] == form), key=_numbers)]


def import_wording(data: bytes, licence: str, staff: str) -> Questionnaire:
    """Keep a licensed wording of a form (its id says which). Raises :class:`FormError` or :class:`NoForm`.

    It is laid over the latest version, so that what is imported in another language stays.
    """
    wording = plain(data)
    if not licence.strip():
        raise FormError("licence", "say under which licence the wording may be used")
    form = read(dump(worded(get(wording.id), wording, licence.strip())))
    with transaction.atomic():
        if ImportedForm.objects.filter(form=form.id, version=form.version).exists():
            raise FormError(
                "version", f"{form.id} {form.version} is there already; give the wording another version"
            )
        ImportedForm.objects.create(
            form=form.id, version=form.version, language=wording.language, body=dump(form), licence=licence.strip(),
            imported_at=stamp(clock.now()), imported_by=staff,
        )  # fmt: skip
    return form


Key = tuple[str, str]


def _known(form: str = "") -> dict[Key, Questionnaire]:
    """Every version of one form, or of all: shipped, then imported in the order they were."""
    rows = ImportedForm.objects.order_by("pk")
    rows = rows.filter(form=form) if form else rows
    return shipped() | {(row.form, row.version): _imported(row.body) for row in rows}


@lru_cache(maxsize=1)
def _pages() -> dict[str, str]:
    return {_read(path).id: page for folder, page in _folders.items() if page for path in _files(folder)}


@lru_cache(maxsize=1)
def shipped() -> dict[Key, Questionnaire]:
    """Every version of each form that rooms ship, by id and version."""
    found: dict[Key, Questionnaire] = {}
    for folder in _folders:
        for path in _files(folder):
            form = _read(path)
            if (form.id, form.version) in found:
                raise FormError(path.name, f"{form.id} {form.version} is there twice")
            found[form.id, form.version] = form
    return found


def _files(folder: Traversable | Path) -> list[Traversable | Path]:
    return sorted((one for one in folder.iterdir() if one.name.endswith(".json")), key=lambda one: one.name)


def _read(path: Traversable | Path) -> Questionnaire:
    try:
        return read(path.read_bytes())
    except FormError as error:
        raise FormError(f"{path.name}, {error.where}", error.what) from None


@lru_cache(maxsize=64)
def _imported(body: str) -> Questionnaire:
    return read(body)


def _numbers(key: Key) -> list[int]:
    """Versions go by their numbers (1.9 before 1.10); a wording is of the version that it words."""
    return [int(number) for number in re.findall(r"[0-9]+", key[1].partition("+")[0])]
