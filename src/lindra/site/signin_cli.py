"""Upkeep of accounts on the command line."""

from __future__ import annotations

import click

from lindra.console import USAGE, say, system


@system("upkeep of accounts")
@click.command("forget-keys")
@click.argument("hsa_id", metavar="HSA-ID")
def forget_keys(hsa_id: str) -> None:
    """Remove every security key of somebody who has lost theirs; in production they register a new one at once."""
    from allauth.mfa.models import Authenticator

    from lindra.people import staff

    member = staff.by_hsa_id(hsa_id)
    if member is None or member.user is None:
        say(f"Error: nobody with the HSA-id {hsa_id} has an account here")
        raise SystemExit(USAGE)
    count, _ = Authenticator.objects.filter(user=member.user).delete()
    say(f"{member.name}: {count} keys removed")


commands: list[click.Command] = [forget_keys]
