"""Checking a signed plan with nothing but a public key: no network, no database, nothing of the world."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any, Literal

from asn1crypto import cms  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import load_der_x509_certificate
from jwt.api_jws import PyJWS
from jwt.exceptions import PyJWTError
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from lindra.care.paper.keys import Known
from lindra.care.paper.signing import ALGORITHM, DIGEST, ROOM, TYPE, finished
from lindra.record.envelope import instant

State = Literal["holds", "run_out", "changed", "another_key", "not_signed"]
MARK = re.compile(rf"{TYPE} \d+ made (\S+) not after (\d{{4}}-\d\d-\d\d)")
MEANINGS: dict[State, str] = {
    "holds": "genuine, and holds",
    "run_out": "genuine, but its time has run out: do not rely on it",
    "changed": "CHANGED or damaged since it was signed: do not rely on it",
    "another_key": "NOT SIGNED BY THIS KEY: it comes from elsewhere, has been changed, or is forged",
    "not_signed": "NOT SIGNED: anybody may have written it",
}


class NotAPlan(ValueError):
    """Neither a PDF nor a signed file."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found; of what is not genuine nothing is told but that."""

    state: State
    form: Literal["pdf", "file"]
    signed_by: str = ""
    key: str = ""
    made_at: datetime | None = None
    not_after: date | None = None

    @property
    def genuine(self) -> bool:
        """Whether not a byte has changed since the owner of the key signed it."""
        return self.state in ("holds", "run_out")


def check(data: bytes, known: Known, today: date) -> Verdict:
    """Whether a file is a plan that the owner of a key signed, and whether it still holds on a day.

    Raises :class:`NotAPlan` for something else altogether.
    """
    if data.startswith(b"%PDF-"):
        return _pdf(data, known, today)
    if data.lstrip().startswith(b"eyJ"):
        return _file(data.strip(), known, today)
    raise NotAPlan("this is no plan: neither a PDF nor a signed file")


def _found(
    form: Literal["pdf", "file"], name: str, known: Known, made: str, until: str, today: date
) -> Verdict:
    last = date.fromisoformat(until)
    return Verdict(
        "holds" if today <= last else "run_out", form, known.name or name, known.id, instant(made), last
    )


# The signed file


def _file(data: bytes, known: Known, today: date) -> Verdict:
    try:
        pieces = data.decode("ascii").split(".")
        header = json.loads(_exactly(pieces[0]))
    except ValueError:
        return Verdict("changed", "file")
    if len(pieces) != 3 or not isinstance(header, dict) or header.get("typ") != TYPE:
        return Verdict("changed", "file")
    if header.get("kid") != known.id:
        return Verdict("another_key", "file")
    try:
        _exactly(pieces[2])
        told: dict[str, Any] = json.loads(PyJWS().decode(data, known.key, [ALGORITHM]))
    except (PyJWTError, ValueError):
        return Verdict("changed", "file")
    return _found("file", told["signed_by"], known, told["made_at"], told["not_after"], today)


def _exactly(text: str) -> bytes:
    """Base64url in the one way in which it is written: bits that mean nothing may not be used for a change."""
    found = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if urlsafe_b64encode(found).rstrip(b"=").decode() != text:
        raise ValueError("not base64url as it is written")
    return found


# The paper

ODD = (
    PdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    AssertionError,
    RecursionError,
    OSError,
)
"""What the library raises on a file that has been damaged, from wherever it stumbles."""


def _pdf(data: bytes, known: Known, today: date) -> Verdict:
    try:
        reader = PdfFileReader(BytesIO(data))
        if not reader.embedded_regular_signatures:
            return Verdict("not_signed", "pdf")
        return _signed(reader, data, known, today)
    except ODD:
        return Verdict("changed", "pdf")


def _signed(reader: PdfFileReader, data: bytes, known: Known, today: date) -> Verdict:
    (signature,) = reader.embedded_regular_signatures
    signer = load_der_x509_certificate(signature.signer_cert.dump()).public_key()
    if not isinstance(signer, ec.EllipticCurvePublicKey) or not known.same(signer):
        return Verdict("another_key", "pdf")
    if not _as_written(signature, data) or not _sound(signature):
        return Verdict("changed", "pdf")
    found = MARK.search(str(reader.trailer_view["/Info"]["/Keywords"]))
    if found is None:
        return Verdict("not_signed", "pdf")
    return _found("pdf", signature.signer_cert.subject.human_friendly, known, found[1], found[2], today)


def _sound(signature: EmbeddedPdfSignature) -> bool:
    """Whether the signature is of every byte of the file; whose key it is, is asked apart."""
    alone = ValidationContext(
        trust_roots=[signature.signer_cert], allow_fetching=False, revocation_mode="soft-fail"
    )
    status = finished(async_validate_pdf_signature(signature, alone, skip_diff=True))
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return bool(status.intact and status.valid and whole)


def _as_written(signature: EmbeddedPdfSignature, data: bytes) -> bool:
    """Whether the envelope of the signature, of which no signature is, is written as we write it, digit by digit."""
    info, sha256 = signature.signer_info, {"algorithm": DIGEST}
    signed = {name: info[name] for name in ("sid", "signed_attrs", "signature_algorithm", "signature")}
    ours = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData({
        "version": "v1", "digest_algorithms": [sha256], "encap_content_info": {"content_type": "data"},
        "certificates": [signature.signer_cert],
        "signer_infos": [cms.SignerInfo({"version": "v1", "digest_algorithm": sha256} | signed)],
    })})  # fmt: skip
    digits = ours.dump().hex().upper().ljust(ROOM, "0")
    return data.count(f"<{digits}>".encode()) == 1
