"""The options of every command on one patient: in whose name, and why."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

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
    """The patient by opaque id, or with ``-`` by an identity number read from standard input; nothing if neither.

    Numbers are not taken from the command line, where other users and the shell's history would see them.
    """
    if text == "-":
        return door.patient_of(sys.stdin.readline().strip(), reader)
    try:
        return str(UUID(text))
    except ValueError as error:
        click.echo(
            "Error: PATIENT is an opaque id, or - to read an identity number from standard input", err=True
        )
        raise SystemExit(USAGE) from error
