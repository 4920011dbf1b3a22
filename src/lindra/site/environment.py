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
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    demo: bool = Field(default=False, description="show on the sign-in page who may be tried")

    @model_validator(mode="after")
    def _consistent(self) -> Environment:
        if self.now is not None and self.now.tzinfo is None:
            raise ValueError("LINDRA_NOW needs an offset, as in 2026-06-15T03:00:00+02:00")
        if self.mode == "production":
            if self.now is not None:
                raise ValueError("LINDRA_NOW is refused in production: the clock must be the real one")
            if self.demo:
                raise ValueError("LINDRA_DEMO is refused in production")
            for name in ("secret_key", "pseudonym_key"):
                if not getattr(self, name):
                    raise ValueError(f"LINDRA_{name.upper()} must be set in production")
        return self


def read(environ: dict[str, str] | None = None) -> Environment:
    """Read and check the environment; a world that is not production makes its own keys."""
    source = dict(os.environ) if environ is None else environ
    values: dict[str, Any] = {
        name: source[key]
        for name in Environment.model_fields
        if (key := "DATABASE_URL" if name == "database_url" else f"LINDRA_{name.upper()}") in source
    }
    if "hosts" in values:
        values["hosts"] = tuple(host.strip() for host in values["hosts"].split(",") if host.strip())
    home = Path(values.get("home") or "var").expanduser().resolve()
    values["home"] = home
    if values.get("mode", "local") != "production":
        values = _own_keys(home) | {k: v for k, v in values.items() if v != ""}
    return Environment(**values)


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
