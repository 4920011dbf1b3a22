"""An OpenID provider that is not ours: django-oauth-toolkit, a Django of its own in a process of its own.

Run by its path, so that nothing of Lindra is set up in it: ``openid_provider.py PORT FOLDER CALLBACK`` serves it on
127.0.0.1, with its own database and key in FOLDER, one application that comes back to CALLBACK, and people who sign
in by user name and ``PASSWORD``. What each states as *employeeHsaId* is the JSON object ``PEOPLE`` in its environment.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

CLIENT_ID, CLIENT_SECRET, PASSWORD = "lindra", "a secret of this test", "pass"
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")


@contextmanager
def running(folder: Path, callback: str, people: Mapping[str, str], port: int) -> Iterator[str]:
    """Serve it for a while; yields its issuer. ``people``: HSA-ids (empty: none is stated) by user name."""
    from helpers import servers

    command = [sys.executable, __file__, str(port), str(folder), callback]
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    with servers.answering(command, environment | {"PEOPLE": json.dumps(people)}, port):
        yield issuer(port)


def issuer(port: int) -> str:
    """How the provider on a port calls itself."""
    return f"http://127.0.0.1:{port}/o"


def main(port: int, folder: Path, callback: str) -> None:
    """Make it, and serve until stopped."""
    folder.mkdir(parents=True, exist_ok=True)
    _configure(port, folder)
    import django

    django.setup()
    _fill(callback)
    from django.core.wsgi import get_wsgi_application

    make_server("127.0.0.1", port, get_wsgi_application(), Server, Quiet).serve_forever()


class Server(ThreadingMixIn, WSGIServer):
    """Answers while it waits for others."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Prints nothing of what is asked for."""

    def log_message(self, *args: object) -> None: ...


def _configure(port: int, folder: Path) -> None:
    from django.conf import settings

    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # on this machine only
    settings.configure(
        SECRET_KEY=os.urandom(32).hex(), ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF="openid_pages", USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "provider.sqlite3"),
                               "OPTIONS": {"timeout": 10, "transaction_mode": "IMMEDIATE"}}},
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
                        "oauth2_provider"],
        MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware",
                    "django.middleware.csrf.CsrfViewMiddleware",
                    "django.contrib.auth.middleware.AuthenticationMiddleware"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"], LOGIN_URL="/sign-in/",
        SESSION_COOKIE_NAME="elsewhere", CSRF_COOKIE_NAME="elsewhere-csrf",
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True, "OIDC_RSA_PRIVATE_KEY": _key(), "OIDC_ISS_ENDPOINT": issuer(port),
            "PKCE_REQUIRED": True, "SCOPES": {"openid": "who somebody is"},
            "OAUTH2_VALIDATOR_CLASS": "openid_pages.Validator",
        },
    )  # fmt: skip


def _key() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pkcs8, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return made.private_bytes(serialization.Encoding.PEM, pkcs8, plain).decode()


def _fill(callback: str) -> None:
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    Application.objects.create(
        client_id=CLIENT_ID, client_secret=CLIENT_SECRET, client_type="confidential", redirect_uris=callback,
        authorization_grant_type="authorization-code", algorithm="RS256", skip_authorization=True,
    )  # fmt: skip
    for name in json.loads(os.environ["PEOPLE"]):
        get_user_model().objects.create_user(name, password=PASSWORD)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
