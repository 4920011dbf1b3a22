"""The instance's own key for paper and files: ECDSA on P-256, which readers of PDF know, and its certificate.

In production both come from the environment (``LINDRA_PLAN_KEY``: PEM of the private key, then of its certificate; a
line break may be written ``\\n``). A local world makes its own once and keeps it in its folder (``plan-key.pem``).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from cryptography.x509.oid import NameOID
from django.conf import settings

FILE = "plan-key.pem"
WITHOUT_END = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""A certificate that is not meant to run out: RFC 5280, 4.1.2.5."""
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""Local worlds may stand at any moment."""


class NoKey(ValueError):
    """There is no key, or what is there is none: says what to do."""


@dataclass(frozen=True, slots=True)
class Known:
    """A public key against which something is checked, with the name of whoever has the private one."""

    key: ec.EllipticCurvePublicKey
    name: str = ""

    @property
    def id(self) -> str:
        """What tells keys apart: the beginning of the SHA-256 of the public key."""
        return hashlib.sha256(_spki(self.key)).hexdigest()[:16]

    def same(self, other: ec.EllipticCurvePublicKey) -> bool:
        """Whether another key is this one."""
        return _spki(self.key) == _spki(other)


@dataclass(frozen=True, slots=True)
class Signer:
    """The private key of this instance and its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def known(self) -> Known:
        """What others need to check it."""
        return Known(self.key.public_key(), _name(self.certificate))


def own() -> Signer:
    """This instance's key. Raises :class:`NoKey` in production where the environment has none."""
    if settings.LINDRA_PLAN_KEY:
        return of_text(settings.LINDRA_PLAN_KEY)
    if settings.PRODUCTION:
        raise NoKey(
            "no plan is signed here: set LINDRA_PLAN_KEY to a private key (P-256) and its certificate, in PEM"
        )
    path = settings.LINDRA_HOME / FILE
    if not path.exists():
        _keep(path, make())
    return read(path.read_bytes())


def there() -> bool:
    """Whether this machine has a key already, so that checking a file makes none."""
    return bool(settings.LINDRA_PLAN_KEY) or (
        not settings.PRODUCTION and (settings.LINDRA_HOME / FILE).exists()
    )


def make() -> bytes:
    """A new key and a certificate of its own, in PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    spki = _spki(key.public_key())
    name = f"Lindra {hashlib.sha256(spki).hexdigest()[:8]}"
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGINNING)
        .not_valid_after(WITHOUT_END)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + certificate.public_bytes(Encoding.PEM)


def of_text(pem: str) -> Signer:
    """As it stands in the environment, where a line break may be written as two signs. Raises :class:`NoKey`."""
    return read(pem.replace("\\n", "\n").encode())


def read(pem: bytes) -> Signer:
    """A private key and its certificate from PEM. Raises :class:`NoKey`."""
    try:
        key = load_pem_private_key(pem, None)
        certificate = x509.load_pem_x509_certificate(pem)
    except (ValueError, TypeError) as error:
        raise NoKey(
            "LINDRA_PLAN_KEY must be PEM: a private key without passphrase, then its certificate"
        ) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise NoKey(
            "the key in LINDRA_PLAN_KEY must be an elliptic one on P-256: ES256 is what is signed with"
        )
    if not Known(key.public_key()).same(_public(certificate)):
        raise NoKey("the certificate in LINDRA_PLAN_KEY is of another key")
    return Signer(key, certificate)


def known(pem: bytes) -> Known:
    """What to check against, from a certificate or a public key in PEM. Raises :class:`NoKey`."""
    with contextlib.suppress(ValueError):
        certificate = x509.load_pem_x509_certificate(pem)
        return Known(_public(certificate), _name(certificate))
    with contextlib.suppress(ValueError):
        found = load_pem_public_key(pem)
        if isinstance(found, ec.EllipticCurvePublicKey):
            return Known(found)
    raise NoKey(
        "the key to check against must be a certificate or a public key in PEM, as lindra plan key prints it"
    )


def public(signer: Signer) -> str:
    """The certificate, in PEM: nothing of it is secret."""
    return signer.certificate.public_bytes(Encoding.PEM).decode()


def _keep(path: Path, pem: bytes) -> None:
    """Only its owner reads it; two that make one at once agree on one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".plan-key-")
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
    with contextlib.suppress(FileExistsError):
        os.link(beside, path)
    os.unlink(beside)


def _public(certificate: x509.Certificate) -> ec.EllipticCurvePublicKey:
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise NoKey("the certificate is not of an elliptic key")
    return key


def _spki(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _name(certificate: x509.Certificate) -> str:
    """Whom the certificate names."""
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if found := certificate.subject.get_attributes_for_oid(oid):
            return str(found[0].value)
    return certificate.subject.rfc4514_string()
