"""The options of every command on one patient: in whose name, and why."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from lindra.console import USAGE
from lindra.privacy import door
from lindra.privacy.reader import NoReader, Reader, named


def reader_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds ``--as``, ``--purpose`` and ``--unit``; the command gets them as ``hsa_id``, ``purpose``, ``unit``."""
    for option in (
        click.option(
            "--unit", default="", help="HSA-id of the unit, where the person has several assignments."
        ),
        click.option("--purpose", required=True, help="care, followup, extract or admin."),
        click.option("--as", "hsa_id", required=True, help="HSA-id of the person who reads."),
    ):
        command = option(command)
    return command


def the_reader(hsa_id: str, purpose: str, unit: str) -> Reader:
    """The reader the options name; exits 2 saying what is wrong."""
    try:
        return named(hsa_id, purpose, unit)
    except NoReader as error:
        click.echo(f"Error: {error}", err=True)
        raise SystemExit(USAGE) from error


def the_patient(text: str, reader: Reader) -> str:
    """The patient by opaque id, or by identity number read from standard input where the text is ``-``."""
    given = sys.stdin.readline().strip() if text == "-" else text
    return door.patient_of(given, reader) or given
