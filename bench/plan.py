"""Opening the plan under load, beside the floor: a signed-in empty page that writes one durable row of the access log.

    .venv/bin/python bench/plan.py [--database sqlite|postgresql] [--quick]

The real server (granian, one process for SQLite, two for PostgreSQL) on a made-up county; ``wrk`` (a public load
generator) asks with two hundred connections, and at once some writers send in the form *phase* for those same patients.
Sign-in, the decision and the access log are on. *Plan* is the page as it is served, *first* the same with nothing kept
from an earlier reader, *logged* the floor, *empty* the bare page. They take turns, and their ratios are told.
Then plans with 10 to 10,000 entries, one connection, without writers.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import common
import courses

PORT = 8917
CONNECTIONS, SECONDS, ROUNDS, WRITERS, PATIENTS = 200, 10, 3, 4, 40
PAUSE = 0.5
"""Seconds between what one writer sends."""
SIZES = (10, 100, 1000, 10_000)
AGENT = "bench"


def main() -> int:
    """Measure on each database in a world of its own."""
    parser = common.parser(__doc__)
    common.databases(parser)
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        common.emit(not_measured="wrk is not installed")
        return 0
    if options.inside is None:
        return common.measured_inside(options, sys.argv[1:])
    common.set_up()
    cookie, patients, grown = _world(options)
    with _serving(options):
        _load(options, cookie, patients)
        _sizes(options, cookie, grown)
    return 0


def _world(options: argparse.Namespace) -> tuple[str, list[str], dict[int, str]]:
    """A county, a nurse signed in, patients she may read, and patients with ever longer logs."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from lindra import clock
    from lindra.privacy import door
    from lindra.privacy.reader import named
    from lindra.synthetic import demo
    from lindra.synthetic.generator import UNTIL

    os.environ |= {"LINDRA_NOW": UNTIL.isoformat(), "LINDRA_DEMO": "1"}
    clock.fix(UNTIL)
    demo.load(17, UNTIL, 40 if options.quick else 200)
    account = next(one for one in demo.accounts() if one.username == "maria")
    client = Client(SERVER_NAME="127.0.0.1", headers={"user-agent": AGENT})
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(get_user_model().objects.get(username=account.username), backend=backend)
    reader = named(account.hsa_id, "care")
    seen = [one.patient for one in door.rows("patients", reader, state="living") if not one.masked][:PATIENTS]
    grown = {size: _grown(size, reader) for size in (SIZES[:2] if options.quick else SIZES)}
    assert client.get(f"/patients/{seen[0]}/plan/").status_code == 200
    return _cookie(client), seen, grown


def _cookie(client: Any) -> str:
    from django.conf import settings

    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def _grown(size: int, reader: Any) -> str:
    """A patient of the reader's unit with so many entries."""
    from lindra import clock
    from lindra.people import actions as people
    from lindra.people.details import Birth, Name
    from lindra.record.envelope import When
    from lindra.record.facts import RelationOpened
    from lindra.record.log import ANY, Draft, append

    patient = people.new_patient()
    people.note(patient, Name(given="Anna", family="Berg"), by="bench")
    people.note(patient, Birth(date="1940-05-17", sex="female"), by="bench")
    now = clock.now()
    append(patient, [Draft(RelationOpened(relation="r"), When.at(now))], reader.author, expected=0)
    drafts = courses.Course(random.Random(size), patient).history(size - 1, now)
    for start in range(0, len(drafts), 250):
        append(patient, drafts[start : start + 250], reader.author, expected=ANY)
    return patient


@contextmanager
def _serving(options: argparse.Namespace) -> Iterator[None]:
    """The real server, until the block ends."""
    workers = "1" if options.inside == "sqlite" else "2"
    command = [sys.executable, "plan_app.py", str(PORT), workers]
    process = subprocess.Popen(command, cwd=Path(__file__).parent, stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/sign-in/", timeout=5)
                break
            except OSError:
                time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait()


def _load(options: argparse.Namespace, cookie: str, patients: list[str]) -> None:
    """Each page in turn, rounds of them, with and without those who write."""
    pages = {
        "empty": ["/bench/empty/"],
        "logged": ["/bench/logged/"],
        "plan": [f"/patients/{one}/plan/" for one in patients],
        "first": [f"/bench/first/{one}/" for one in patients],
    }
    seconds, rounds = (1, 1) if options.quick else (SECONDS, ROUNDS)
    found: dict[str, list[dict[str, float]]] = {name: [] for name in pages}
    with _writing(cookie, patients) as written:
        for _ in range(rounds):
            for name, addresses in pages.items():
                found[name].append(_wrk(addresses, cookie, CONNECTIONS, seconds))
        sent = len(written)
    for name, runs in found.items():
        common.emit(
            database=options.inside, what="load", page=name, connections=CONNECTIONS, written=sent,
            **{key: common.spread([run[key] for run in runs], 2) for key in runs[0]},
        )  # fmt: skip


def _sizes(options: argparse.Namespace, cookie: str, grown: dict[int, str]) -> None:
    for size, patient in grown.items():
        for name in ("plan", "first"):
            address = f"/patients/{patient}/plan/" if name == "plan" else f"/bench/first/{patient}/"
            run = _wrk([address], cookie, 1, 1 if options.quick else 5)
            common.emit(database=options.inside, what="size", page=name, entries=size, **run)


SCRIPT = """
local paths = {%s}
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", paths[(n %% #paths) + 1], {["Cookie"] = "%s", ["User-Agent"] = "%s"})
end
done = function(summary, latency, requests)
  io.write(string.format('{"rate": %%f, "median_ms": %%f, "p95_ms": %%f, "p99_ms": %%f, "errors": %%d}\\n',
    summary.requests / (summary.duration / 1000000), latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    latency:percentile(99) / 1000,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
"""


def _wrk(addresses: list[str], cookie: str, connections: int, seconds: int) -> dict[str, float]:
    """Pages a second and waiting times in milliseconds; errors are answers that are not 2xx or 3xx, or none."""
    from django.conf import settings

    told = ", ".join(f'"{one}"' for one in addresses)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % (told, f"{settings.SESSION_COOKIE_NAME}={cookie}", AGENT))
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", script.name]
        done = subprocess.run(
            [*command, f"http://127.0.0.1:{PORT}"], capture_output=True, text=True, check=True
        )
    result: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


@contextmanager
def _writing(cookie: str, patients: list[str]) -> Iterator[list[int]]:
    """Some writers, each sending in a form twice a second, as people do from a browser, until the block ends."""
    stop, sent = threading.Event(), list[int]()
    threads = [
        threading.Thread(target=_write, args=(cookie, patients[nth::WRITERS], stop, sent), daemon=True)
        for nth in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    try:
        yield sent
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=60)


def _write(cookie: str, patients: list[str], stop: threading.Event, sent: list[int]) -> None:
    from django.conf import settings

    jar = {settings.SESSION_COOKIE_NAME: cookie}
    while not stop.is_set():
        for patient in patients:
            if stop.wait(PAUSE):
                return
            address = f"http://127.0.0.1:{PORT}/patients/{patient}/forms/phase/"
            page = _ask(address, jar)
            fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
            radio = re.search(r'<input[^>]*type="radio"[^>]*>', page)
            if radio is None:
                raise SystemExit("the form has no choice to make")
            chosen = dict(re.findall(r'(name|value)="([^"]*)"', radio[0]))
            sent.append(_send(address, {**fields, chosen["name"]: chosen["value"]}, jar))


def _ask(address: str, jar: dict[str, str]) -> str:
    request = urllib.request.Request(address, headers=_headers(jar))
    with urllib.request.urlopen(request, timeout=60) as answer:
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = header.split(";")[0].partition("=")
            jar[name] = value
        return str(answer.read().decode())


def _send(address: str, fields: dict[str, str], jar: dict[str, str]) -> int:
    from urllib.parse import urlencode

    headers = {**_headers(jar), "Origin": f"http://127.0.0.1:{PORT}"}
    request = urllib.request.Request(address, urlencode(fields).encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return int(answer.status)


def _headers(jar: dict[str, str]) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()), "User-Agent": AGENT}


if __name__ == "__main__":
    sys.exit(main())
