# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Making keys and reading fingerprints of keys that users bring. Private keys only pass through."""

import base64
import binascii
import datetime
import hashlib
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from nova_lite import exception

RSA_BITS = 2048
CERTIFICATE_DAYS = 3650
_UPN = ObjectIdentifier("1.3.6.1.4.1.311.20.2.3")


@dataclass(frozen=True, slots=True)
class Generated:
    """A new key pair in text form."""

    public_key: str
    private_key: str
    fingerprint: str


def fingerprint(kind: str, public_key: str) -> str:
    """MD5 of an ssh key or SHA-1 of a certificate, as pairs of digits with colons; raises Invalid for bad keys."""
    return _certificate_fingerprint(public_key) if kind == "x509" else _ssh_fingerprint(public_key)


def generate(kind: str, user_id: str) -> Generated:
    """A new RSA key, for x509 with a certificate that the key itself signed."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    if kind == "x509":
        certificate = _certificate(key, user_id)
        public = certificate.public_bytes(serialization.Encoding.PEM).decode()
        # What Windows imports: key and certificate together, as text.
        bundle = pkcs12.serialize_key_and_certificates(None, key, certificate, None, serialization.NoEncryption())
        return Generated(public, base64.b64encode(bundle).decode(), fingerprint(kind, public))
    encoded = key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    public = f"{encoded.decode()} Generated-by-Nova"
    form = serialization.PrivateFormat.TraditionalOpenSSL
    private = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()
    return Generated(public, private, fingerprint(kind, public))


def _ssh_fingerprint(public_key: str) -> str:
    text = public_key.strip()
    try:
        serialization.load_ssh_public_key(text.encode())
        blob = base64.b64decode(text.split()[1])
    except (ValueError, IndexError, UnsupportedAlgorithm, binascii.Error) as error:
        raise exception.Invalid("Keypair data is invalid: failed to generate fingerprint") from error
    return _colons(hashlib.md5(blob, usedforsecurity=False).digest())


def _certificate_fingerprint(public_key: str) -> str:
    try:
        certificate = x509.load_pem_x509_certificate(public_key.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise exception.Invalid(f"Keypair data is invalid: failed to generate X509 fingerprint. {error}") from error
    return _colons(certificate.fingerprint(hashes.SHA1()))


def _colons(digest: bytes) -> str:
    return ":".join(f"{byte:02x}" for byte in digest)


def _certificate(key: rsa.RSAPrivateKey, user_id: str) -> x509.Certificate:
    """A client certificate of the user, which Windows guests accept for logins."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, user_id[:64])])
    now = datetime.datetime.now(datetime.UTC)
    principal = f"{user_id}@localhost".encode()
    value = bytes([0x0C, len(principal)]) + principal if len(principal) < 128 else b"\x0c\x00"
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(minutes=5))
        .not_valid_after(now + datetime.timedelta(days=CERTIFICATE_DAYS))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([x509.OtherName(_UPN, value)]), critical=False)
        .sign(key, hashes.SHA256())
    )
