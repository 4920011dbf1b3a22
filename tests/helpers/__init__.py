"""What tests of several rooms use. The fixtures made of it stand in ``tests/conftest.py``.

Importing it gives this test process an empty folder of its own as its world and sets Django up,
before anything reads the settings.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django

KEPT = ("LINDRA_HYPOTHESIS", "LINDRA_TEST_POSTGRES", "LINDRA_TEST_POSTGRES_VERSION")


def own_environment(home: Path) -> None:
    """Forget what the surroundings say of a world; this process gets an empty one of its own in ``home``."""
    for name in list(os.environ):
        if name == "DATABASE_URL" or (name.startswith("LINDRA_") and name not in KEPT):
            del os.environ[name]
    os.environ["LINDRA_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "lindra.site.settings"
    # Playwright leaves an event loop on the thread, which Django takes for an asynchronous program.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


HOME = Path(tempfile.mkdtemp(prefix="lindra-tests-"))
"""What this process takes for its world where no test has made one: no database is ever there."""
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
own_environment(HOME)
django.setup()

from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402 - needs the settings


def cheap_passwords() -> None:
    """Passwords are kept by the same algorithm, at the least cost it takes: worlds hash thousands of them.

    What they cost in earnest is tested in a process of its own (``tests/site/test_environment.py``).
    """
    Argon2PasswordHasher.time_cost = Argon2PasswordHasher.parallelism = 1
    Argon2PasswordHasher.memory_cost = 8


cheap_passwords()
