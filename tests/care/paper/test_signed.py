"""Signed papers and files: genuine ones are told from others, byte by byte, with no network and no database."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfReader

from care.paper import papers
from lindra.care.paper import bedside, checking, keys, signing
from lindra.site import environment

MADE = datetime(2026, 6, 15, 1, tzinfo=UTC)
LAST = date(2026, 6, 22)
ADDRESS = "https://lindra.norrvik.example/patients/x/plan/"
SOURCE = Path(__file__).resolve().parents[3] / "src"


@pytest.fixture(scope="module")
def signer():
    return keys.read(keys.make())


@pytest.fixture(scope="module")
def unsigned():
    return bedside.pdf(bedside.Sheet(papers.full(), MADE, LAST, ADDRESS, True))


@pytest.fixture(scope="module")
def paper(signer, unsigned):
    return signing.signed_pdf(unsigned, signer, MADE)


@pytest.fixture(scope="module")
def file(signer):
    return signing.signed_file(
        papers.full(), signer, made=MADE, not_after=LAST, address=ADDRESS, language="sv"
    ).encode()


def state(data, signer, on=LAST):
    return checking.check(data, signer.known, on).state


@pytest.mark.parametrize("form", ["pdf", "file"])
def test_it_tells_who_signed_when_and_until_when_it_holds(form, paper, file, signer):
    found = checking.check(paper if form == "pdf" else file, signer.known, LAST)
    assert found == checking.Verdict("holds", form, signer.known.name, signer.known.id, MADE, LAST)
    assert found.genuine


def test_the_day_after_it_has_run_out(paper, file, signer):
    for data in (paper, file):
        found = checking.check(data, signer.known, date(2026, 6, 23))
        assert (found.state, found.genuine, found.not_after) == ("run_out", True, LAST)


def changed(data, every, start=0, end=None):
    """The same with one bit of a byte changed, at many places."""
    for place in range(start, end or len(data), every):
        other = bytearray(data)
        other[place] ^= 1
        yield place, bytes(other)


def told(data, signer):
    try:
        return state(data, signer)
    except checking.NotAPlan:
        return "no plan"


def test_a_changed_byte_is_found_wherever_in_the_paper(paper, signer):
    start = paper.index(b"/Contents <") + 11 if b"/Contents <" in paper else paper.index(b"/Contents<") + 10
    for place, other in (*changed(paper, 401), *changed(paper, 23, start, start + signing.ROOM)):
        assert told(other, signer) in ("changed", "another_key", "no plan", "not_signed"), place


def test_a_changed_byte_is_found_wherever_in_the_file(file, signer):
    for place, other in (*changed(file, 37), *changed(file, 1, len(file) - 90)):
        assert told(other, signer) in ("changed", "another_key", "no plan"), place


def test_what_is_added_to_a_paper_is_found(paper, signer, tmp_path):
    assert state(paper + b"\n", signer) == "changed"
    (tmp_path / "paper.pdf").write_bytes(paper)
    with (tmp_path / "paper.pdf").open("r+b") as opened:
        writer = IncrementalPdfFileWriter(opened)
        writer.root["/Lang"] = writer.root["/Type"]
        writer.update_root()
        writer.write_in_place()
    assert state((tmp_path / "paper.pdf").read_bytes(), signer) == "changed"


def test_what_another_key_signed_is_not_taken_for_ours(paper, file):
    other = keys.read(keys.make())
    assert state(paper, other) == state(file, other) == "another_key"
    forged = signing.signed_file(
        papers.full(), other, made=MADE, not_after=LAST, address=ADDRESS, language="sv"
    )
    ours = checking.check(paper, keys.read(keys.make()).known, LAST)
    assert not ours.genuine
    assert ours.made_at is None
    head, *rest = forged.split(".")
    named = json.loads(urlsafe_b64decode(head + "==")) | {"kid": "0" * 16}
    assert state(".".join([b64(named), *rest]).encode(), other) == "another_key"


def b64(told):
    return urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS256"}, {"alg": "ES256", "typ": "JWT"}, {}])
def test_no_other_way_of_signing_is_taken(header, file, signer):
    _, body, mark = file.decode().split(".")
    head = b64({"typ": signing.TYPE, "kid": signer.known.id} | header)
    for signature in (mark, ""):
        assert state(f"{head}.{body}.{signature}".encode(), signer) == "changed"


def test_a_paper_without_a_signature_is_said_to_have_none(unsigned, signer):
    assert state(unsigned, signer) == "not_signed"


@pytest.mark.parametrize("data", [b"", b"hello", b"\x00" * 50, b"PK\x03\x04"])
def test_what_is_no_plan_is_said_to_be_none(data, signer):
    with pytest.raises(checking.NotAPlan):
        checking.check(data, signer.known, LAST)


@pytest.mark.parametrize(
    "data", [b"%PDF-", b"%PDF-1.7\n%%EOF", b"eyJ", b"eyJ.a.b", b"eyJhIjoxfQ.x.y", b"%PDF-1.7" + b"<" * 999]
)
def test_what_is_torn_is_said_to_be_damaged(data, signer):
    assert state(data, signer) == "changed"


def test_a_torn_paper_is_damaged_wherever_it_is_torn(paper, signer):
    for length in range(10, len(paper), 3001):
        assert state(paper[:length], signer) in ("changed", "not_signed")


def test_the_signed_paper_is_still_tagged_and_the_signature_unseen(paper, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(paper)
    reader = PdfReader(tmp_path / "paper.pdf")
    root = reader.trailer["/Root"]
    assert len(reader.pages) == 1
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/StructTreeRoot"]["/K"]
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    (field,) = root["/AcroForm"]["/Fields"]
    assert field.get_object()["/F"] & 2, "hidden, so that it need not be tagged"


def test_the_file_can_be_read_with_any_tool(file):
    body = json.loads(urlsafe_b64decode(file.split(b".")[1] + b"=="))
    assert (body["made_at"], body["not_after"], body["address"]) == (
        "2026-06-15T01:00:00.000000Z",
        "2026-06-22",
        ADDRESS,
    )
    (steps,) = [part for part in body["plan"]["parts"] if part["section"] == "steps"]
    assert steps["lines"][0]["text"] == "Morphine 2.5 mg under the skin"


# Keys


def test_a_local_world_makes_its_key_once_and_keeps_it_to_itself(world):
    assert not keys.there()
    first = keys.own()
    assert keys.own().known.id == first.known.id
    assert keys.there()
    (path,) = world.home.glob("*.pem")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(world.home.glob(".plan-key-*")) == []


def test_production_takes_its_key_from_the_environment_and_has_none_otherwise(world, monkeypatch):
    pem = keys.make()
    monkeypatch.setattr(settings, "PRODUCTION", True)
    with pytest.raises(keys.NoKey, match="LINDRA_PLAN_KEY"):
        keys.own()
    assert not keys.there()
    for text in (pem.decode(), pem.decode().replace("\n", "\\n")):
        monkeypatch.setattr(settings, "LINDRA_PLAN_KEY", text)
        assert keys.own().known.id == keys.read(pem).known.id
    assert list(world.home.glob("*.pem")) == []


def pem_of(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize(
    "wrong", ["no key", "no certificate", "another's certificate", "another curve", "Ed25519"]
)
def test_a_key_that_cannot_sign_is_refused_at_start(wrong, tmp_path):
    mine, other = keys.make(), keys.make()
    certificate = other[other.index(b"-----BEGIN CERT") :]
    pem = {
        "no key": certificate, "no certificate": mine[: mine.index(b"-----BEGIN CERT")],
        "another's certificate": mine[: mine.index(b"-----BEGIN CERT")] + certificate,
        "another curve": pem_of(ec.generate_private_key(ec.SECP384R1())) + certificate,
        "Ed25519": pem_of(ed25519.Ed25519PrivateKey.generate()) + certificate,
    }[wrong]  # fmt: skip
    with pytest.raises(ValueError, match="LINDRA_PLAN_KEY"):
        environment.read({"LINDRA_HOME": str(tmp_path), "LINDRA_PLAN_KEY": pem.decode()})


def test_a_certificate_and_a_bare_public_key_both_check(paper, signer):
    bare = signer.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for pem in (bare, keys.public(signer).encode()):
        assert checking.check(paper, keys.known(pem), LAST).state == "holds"
    with pytest.raises(keys.NoKey):
        keys.known(b"not a key")
    with pytest.raises(keys.NoKey):
        keys.known(pem_of(signer.key))


# The command, elsewhere

ALONE = """
import json, sys
def refuse(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind", "sqlite3.connect", "urllib.Request"):
        raise RuntimeError(f"{event} {args}")
sys.addaudithook(refuse)
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "lindra.site.settings"
import django
django.setup()
from datetime import datetime
from click.testing import CliRunner
from lindra import clock
from lindra.site.cli import gathered
command, told = gathered(), []
for moment, *words in json.loads(sys.argv[1]):
    clock.fix(datetime.fromisoformat(moment))
    done = CliRunner().invoke(command, ["plan", *words])
    told.append([done.exit_code, done.stdout, done.stderr])
print(json.dumps(told))
"""
NOW, LATER = "2026-06-20T03:00:00+02:00", "2026-06-23T00:01:00+02:00"


def elsewhere(home, *commands):
    """Commands on a machine without a network, a database or anything of the world: code, output and errors of each."""
    env = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    env |= {"PYTHONPATH": str(SOURCE), "LINDRA_HOME": str(home),
            "DATABASE_URL": "postgresql://nobody@203.0.113.1:1/none?connect_timeout=1"}  # fmt: skip
    asked = json.dumps([[str(word) for word in words] for words in commands])
    done = subprocess.run(
        [sys.executable, "-c", ALONE, asked], capture_output=True, text=True, env=env, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_both_are_verified_without_network_and_database(paper, file, signer, tmp_path):
    pdf, jws, key, torn = (tmp_path / name for name in ("plan.pdf", "plan.jws", "key.pem", "torn.pdf"))
    pdf.write_bytes(paper)
    jws.write_bytes(file + b"\n")
    key.write_text(keys.public(signer))
    torn.write_bytes(paper.replace(b"%%EOF", b"%%EOG", 1))
    with_key = ("--key", key)
    *genuine, late, wrong, keyless, other = elsewhere(
        tmp_path / "home",
        (NOW, "verify", pdf, *with_key),
        (NOW, "verify", jws, *with_key),
        (LATER, "verify", pdf, *with_key, "--json"),
        (NOW, "verify", torn, *with_key),
        (NOW, "verify", pdf),
        (NOW, "verify", key, *with_key),
    )
    for code, said, errors in genuine:
        assert (code, errors) == (0, "")
        assert f"signed_by: {signer.known.name}" in said
        assert "made_at: 2026-06-15 03:00" in said
        assert "not_after: 2026-06-22" in said
    assert (late[0], json.loads(late[1])["result"]) == (1, "run_out")
    assert (wrong[0], wrong[2]) == (1, "")
    assert "CHANGED" in wrong[1]
    assert keyless[:2] == [2, ""]
    assert "--key FILE" in keyless[2]
    assert other[:2] == [2, ""]


def test_an_instance_prints_its_certificate_and_checks_its_own(tmp_path, signer, unsigned):
    mine = tmp_path / "plan-key.pem"
    mine.write_bytes(pem_of(signer.key) + keys.public(signer).encode())
    (tmp_path / "plan.pdf").write_bytes(signing.signed_pdf(unsigned, signer, MADE))
    printed, checked = elsewhere(tmp_path, (NOW, "key"), (NOW, "verify", tmp_path / "plan.pdf"))
    assert printed == [0, keys.public(signer), ""]
    assert "PRIVATE" not in printed[1]
    assert checked[0] == 0
