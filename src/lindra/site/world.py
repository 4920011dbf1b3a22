"""Getting a world ready: databases in this version's form, settings that lose nothing."""

from __future__ import annotations

import click
from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from lindra.console import progress
from lindra.record import durability, readings, wall
from lindra.synthetic import demo


def get_ready() -> None:
    """Migrate and rebuild where that is due (in production: say so and stop), and refuse unsafe settings."""
    if due() or readings.stale():
        if settings.PRODUCTION:
            click.echo("Error: the database is of another version; run: lindra migrate", err=True)
            raise SystemExit(2)
        migrate()
    if settings.PRODUCTION and (why := unsafe()):
        click.echo(f"Error: {why}", err=True)
        raise SystemExit(2)
    try:
        if settings.PRODUCTION:
            wall.ensure()
        for alias in ("default", "access"):
            durability.ensure(alias)
    except durability.Unsafe as error:
        click.echo(f"Error: {error}", err=True)
        raise SystemExit(2) from error


def unsafe() -> str:
    """Why this world may not be served in production; empty where nothing speaks against it."""
    if demo.accounts():
        return "this world holds the demo, whose passwords are known; it is not served in production"
    if not settings.SECOND_FACTOR_DEMANDED or "webauthn" not in settings.MFA_SUPPORTED_TYPES:
        return "production demands a second factor of local accounts; the settings do not"
    found = checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=True)
    return "; ".join(f"{one.id}: {one.msg}" for one in found if not one.is_silenced())


def due() -> bool:
    """Whether any migration has not been run."""
    for alias in _aliases():
        executor = MigrationExecutor(connections[alias])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return True
    return False


def migrate() -> None:
    """Run every migration, then rebuild what is stored of readings whose version changed."""
    for alias in _aliases():
        call_command("migrate", database=alias, verbosity=0, interactive=False)
    if readings.stale():
        readings.rebuild(each=lambda patients: progress(patients, "readings computed anew"))


def _aliases() -> tuple[str, ...]:
    """On PostgreSQL both aliases are one database."""
    return ("default",) if connections["default"].vendor == "postgresql" else ("default", "access")
