"""Patients to export, the rows of a folder, and exports that are killed on the way."""

from __future__ import annotations

from datetime import timedelta

from lindra.people import actions
from lindra.people.details import Address, Protection
from lindra.record import export, facts, log, parquet, queries
from lindra.record.envelope import Source, When
from lindra.record.log import ANY, Draft
from record.sequences import AUTHOR, NOW

KEY = "a key of this test"


def write(patient, *drafts):
    return log.append(patient, drafts, AUTHOR, expected=ANY).events


def lived(*, died=True):
    """A patient with a residence, a stay and, where asked, a death a month ago."""
    patient = actions.new_patient()
    write(
        patient,
        Draft(facts.Moved(to="own_home", municipality="0180"), ago(300), source=Source("hospital-x", "M/1")),
        Draft(facts.Admitted(episode="e1"), ago(60)),
        Draft(facts.Discharged(episode="e1"), ago(50)),
    )
    if died:
        write(patient, Draft(facts.Died(), ago(30)))
    return patient


def ago(days):
    return When.at(NOW - timedelta(days=days))


def home(patient, municipality):
    actions.note(patient, Address(municipality=municipality), by="test")


def protect(patient, level="sekretessmarkering"):
    actions.note(patient, Protection(level=level), by="test")


def layer(folder, name, columns):
    """Rows of a layer, from every file in it."""
    found = [row for path in folder.glob(f"{name}/*/*.parquet") for row in export.read_rows(path, columns)]
    return sorted(found, key=repr)


def pseudonym(*records):
    return export.keyed_with(KEY)(min(records))


def ids(*patients):
    return sorted(entry.id for patient in patients for entry in queries.events_of(patient))


def exported(folder):
    """The ids in the layer as written, each as often as it is there."""
    return sorted(identifier for (identifier,) in layer(folder, "log", "event"))


class Killed(BaseException):
    """The process was killed."""


def kill_at(monkeypatch, number):
    """Let the next export die when it writes its file of this number (its spool is then left)."""
    copy, left = parquet._copy, [number]

    def dying(*arguments):
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        return copy(*arguments)

    monkeypatch.setattr(parquet, "_copy", dying)
