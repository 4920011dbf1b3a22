"""What the surroundings say: every environment variable the project reads, checked once at start."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from lindra.site import rules


class IdProvider(BaseModel):
    """One provider of e-identities (OpenID Connect), an item of the list in ``LINDRA_OIDC``.

    ``issuer`` as its tokens state it; its description is fetched from ``issuer/.well-known/openid-configuration``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    id: str = Field(pattern=r"^[a-z0-9-]{1,40}$", description="stands in addresses: /sign-in/with/ID/")
    name: str = Field(min_length=1, description="what the button says, as SITHS")
    issuer: str
    client_id: str = Field(min_length=1)
    client_secret: str = ""
    hsa_claim: str = Field(default=rules.HSA_CLAIM, min_length=1)
    level_claim: str = Field(default=rules.LEVEL_CLAIM, min_length=1)
    levels: tuple[str, ...] = Field(default=(), description="levels of assurance let in; none: any")
    scopes: tuple[str, ...] = ("openid",)

    def refused(self, production: bool) -> str:
        """What makes it unsafe; empty where nothing does."""
        if not rules.encrypted(self.issuer, here=not production):
            return "the issuer must be an https address"
        if "openid" not in self.scopes:
            return "the scopes must hold openid"
        if production and not self.client_secret:
            return "the client secret must be set in production"
        if production and not self.levels:
            return (
                "the levels of assurance let in must be named in production: any would do as a second factor"
            )
        return ""


class Environment(BaseModel):
    """The variables, by the name each has without ``LINDRA_``.

    ``mode`` is *local* (embedded, makes its own keys, may stand still in time) or *production*
    (keys from the environment only, no fixed clock, no demo accounts).
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    mode: Literal["local", "production"] = "local"
    home: Path = Path("var")
    database_url: str = ""
    now: datetime | None = None
    secret_key: str = ""
    pseudonym_key: str = ""
    plan_key: str = Field(
        default="", description="private key (P-256) and certificate in PEM: signs plans on paper"
    )
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    demo: bool = Field(default=False, description="show on the sign-in page who may be tried")
    discharge_messages: tuple[str, ...] = Field(
        default=(),
        description="regions (two-digit codes) whose discharge messages are sent here: no other tool is",
    )
    oidc: tuple[IdProvider, ...] = Field(default=(), description="providers of e-identities, a list in JSON")

    @model_validator(mode="after")
    def _consistent(self) -> Environment:
        if self.now is not None and self.now.tzinfo is None:
            raise ValueError("LINDRA_NOW needs an offset, as in 2026-06-15T03:00:00+02:00")
        if len({provider.id for provider in self.oidc}) < len(self.oidc):
            raise ValueError("LINDRA_OIDC: two providers have the same id")
        for provider in self.oidc:
            if why := provider.refused(self.mode == "production"):
                raise ValueError(f"LINDRA_OIDC, {provider.id}: {why}")
        if self.plan_key:
            from lindra.care.paper import keys  # only where there is one: it takes time to load

            keys.of_text(self.plan_key)
        if self.mode == "production":
            self._safe()
        elif far := [host for host in self.hosts if not rules.here(host)]:
            raise ValueError(
                f"LINDRA_HOSTS names {', '.join(far)}, but LINDRA_MODE is local, which is for this machine only; "
                "set LINDRA_MODE=production"
            )
        return self

    def _safe(self) -> None:
        """Raises where production would be unsafe, saying which variable and why."""
        if self.now is not None:
            raise ValueError("LINDRA_NOW is refused in production: the clock must be the real one")
        if self.demo:
            raise ValueError("LINDRA_DEMO is refused in production")
        for name in ("secret_key", "pseudonym_key"):
            key = getattr(self, name)
            if not key:
                raise ValueError(f"LINDRA_{name.upper()} must be set in production")
            if rules.weak(key):
                raise ValueError(
                    f"LINDRA_{name.upper()} could be guessed: it needs {rules.KEY_LENGTH} signs, "
                    f"{rules.KEY_SIGNS} of them different; make one with: openssl rand -hex 32"
                )
        if self.secret_key == self.pseudonym_key:
            raise ValueError(
                "LINDRA_SECRET_KEY and LINDRA_PSEUDONYM_KEY must differ: one may have to be changed alone"
            )
        if not self.hosts or any("*" in host or host.startswith(".") for host in self.hosts):
            raise ValueError("LINDRA_HOSTS must name every host in production, none by * or a leading dot")


def read(environ: dict[str, str] | None = None) -> Environment:
    """Read and check the environment; a world that is not production makes its own keys."""
    source = dict(os.environ) if environ is None else environ
    values: dict[str, Any] = {
        name: source[key]
        for name in Environment.model_fields
        if (key := "DATABASE_URL" if name == "database_url" else f"LINDRA_{name.upper()}") in source
    }
    for name in ("hosts", "discharge_messages"):
        if name in values:
            values[name] = tuple(one.strip() for one in values[name].split(",") if one.strip())
    values["oidc"] = _providers(values.get("oidc", ""))
    home = Path(values.get("home") or "var").expanduser().resolve()
    values["home"] = home
    if values.get("mode", "local") != "production":
        values = _own_keys(home) | {k: v for k, v in values.items() if v != ""}
    return Environment(**values)


def _providers(text: str) -> list[Any]:
    try:
        found = json.loads(text) if text.strip() else []
    except ValueError:
        found = None  # what was written may hold a secret: it is not repeated
    if not isinstance(found, list):
        raise ValueError('LINDRA_OIDC must be a list in JSON, as [{"id": "siths", "name": "SITHS", …}]')
    return found


def _own_keys(home: Path) -> dict[str, str]:
    """Keys of a world that is not production, made once and kept in its folder; two first starts agree on one set."""
    path = home / "keys.json"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = {name: secrets.token_hex(32) for name in ("secret_key", "pseudonym_key")}
        handle, beside = tempfile.mkstemp(dir=home, prefix=".keys-")
        with os.fdopen(handle, "w") as file:
            json.dump(made, file)
        with contextlib.suppress(FileExistsError):
            os.link(beside, path)
        os.unlink(beside)
    return dict(json.loads(path.read_text()))
