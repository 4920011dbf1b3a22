"""A PDF signed (PAdES), and the plan as a signed file (JWS, ES256): both can be checked without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import date, datetime
from io import BytesIO
from typing import Any, TypeVar

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jwt.api_jws import PyJWS
from pyhanko.keys.pemder import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lindra.care.paper.keys import Signer
from lindra.care.plan.shown import Shown
from lindra.record.envelope import stamp

FIELD = "Lindra"
FORMAT = 1
TYPE = "lindra-plan"
ALGORITHM = "ES256"
DIGEST = "sha256"
ROOM = 4096
"""Hexadecimal digits kept free for the signature with its certificate: about 750 bytes of them are used."""

T = TypeVar("T")


def mark(made: datetime, not_after: date) -> str:
    """What a machine reads on a paper (a keyword of the PDF): when it was made and until when it may be trusted."""
    return f"{TYPE} {FORMAT} made {stamp(made)} not after {not_after.isoformat()}"


def signed_pdf(paper: bytes, signer: Signer, made: datetime) -> bytes:
    """The same PDF with a signature nobody sees; hidden, since what is shown must be tagged (PDF/UA-1, 7.18.1)."""
    unseen = InvisSigSettings(set_print_flag=False, set_hidden_flag=True)
    writer = IncrementalPdfFileWriter(BytesIO(paper))
    steps = PdfCMSEmbedder(SigFieldSpec(FIELD, invis_sig_settings=unseen)).write_cms(FIELD, writer)
    next(steps)
    steps.send(SigObjSetup(SignatureObject(made, SigSeedSubFilter.PADES, bytes_reserved=ROOM)))
    prepared, output = steps.send(SigIOSetup(DIGEST))
    steps.send(finished(_signer(signer).async_sign(prepared.document_digest, DIGEST, use_pades=True)))
    signed: bytes = output.getvalue()
    return signed


def _signer(signer: Signer) -> SimpleSigner:
    certificate = next(load_certs_from_pemder_data(signer.certificate.public_bytes(Encoding.PEM)))
    pem = signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(certificate, load_private_key_from_pemder_data(pem, None), SimpleCertificateStore())  # type: ignore[no-untyped-call]


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What the library's asynchronous work gives; in a thread of its own, where no other loop is running."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, work).result()


def signed_file(
    shown: Shown, signer: Signer, *, made: datetime, not_after: date, address: str, language: str
) -> str:
    """The plan as a compact JWS: one line of text. What it holds is read with any tool for JWS."""
    told = {
        "lindra_plan": FORMAT, "signed_by": signer.known.name, "made_at": stamp(made),
        "not_after": not_after.isoformat(), "address": address, "language": language, "plan": asdict(shown),
    }  # fmt: skip
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return PyJWS().encode(body, signer.key, ALGORITHM, {"typ": TYPE, "kid": signer.known.id})


def chosen(shown: Shown, sections: tuple[str, ...], number: bool) -> Shown:
    """Only what the patient chose; of a protected person never where they live or how to get in."""
    address, entry = ((), ()) if shown.protected or "person" not in sections else (shown.address, shown.entry)
    return replace(
        shown, number=shown.number if number else "", address=address, entry=entry,
        where="" if shown.protected else shown.where,
        parts=tuple(part for part in shown.parts if part.section in sections),
    )  # fmt: skip
