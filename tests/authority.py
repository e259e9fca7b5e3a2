"""A certificate authority for one run, and the good and bad certificates that it gives out."""

import ssl
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class Certificate(StrEnum):
    """What a server shows for itself."""

    GOOD = "good"
    EXPIRED = "expired"
    SELF_SIGNED = "self-signed"
    WRONG_HOST = "wrong-host"
    UNTRUSTED = "untrusted"
    """Good in every way, but by an authority that nobody was told to trust."""


class Authority:
    """Signs certificates lazily, one for each name; `path` holds the PEM file to trust."""

    def __init__(self) -> None:
        self._ca = trustme.CA()
        self._contexts: dict[tuple[str, ...], ssl.SSLContext] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        folder = Path(self._stack.enter_context(TemporaryDirectory(prefix="authority-")))
        self._folder = folder
        self.path = folder / "ca.pem"
        self._ca.cert_pem.write_to_path(str(self.path))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def context(self, *names: str, certificate: Certificate = Certificate.GOOD) -> ssl.SSLContext:
        """What a server needs to speak TLS under these names (IP addresses included)."""
        key = (certificate, *names)
        if key not in self._contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._equip(context, names, certificate)
            self._contexts[key] = context
        return self._contexts[key]

    def _equip(self, context: ssl.SSLContext, names: tuple[str, ...], certificate: Certificate) -> None:
        if certificate is Certificate.SELF_SIGNED:
            pem = self._folder / "self-signed.pem"
            pem.write_bytes(_self_signed(names[0]))
            context.load_cert_chain(pem)
            return
        shown = ("another-host.example",) if certificate is Certificate.WRONG_HOST else names
        until = _LONG_AGO + timedelta(days=90) if certificate is Certificate.EXPIRED else None
        signer = trustme.CA() if certificate is Certificate.UNTRUSTED else self._ca
        signer.issue_cert(*shown, not_before=_LONG_AGO if until else None, not_after=until).configure_cert(context)


def _self_signed(name: str) -> bytes:
    """Key and certificate, PEM, of a server that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_LONG_AGO)
        .not_valid_after(_LONG_AGO + timedelta(days=365 * 30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)
