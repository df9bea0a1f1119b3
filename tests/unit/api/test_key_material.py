# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Keys and fingerprints."""

import base64
import hashlib

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from nova_lite import exception
from nova_lite.api import key_material

ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdhe9mW7RkM2rJmJfmnOZmHOX+Wl93+b9kDTW6dKEvq me@here"


def test_fingerprint_of_ssh_key_is_md5_with_colons() -> None:
    found = key_material.fingerprint("ssh", ED25519 + "\n")
    blob = base64.b64decode(ED25519.split()[1])
    assert found.replace(":", "") == hashlib.md5(blob).hexdigest()
    assert found.count(":") == 15


@pytest.mark.parametrize(("kind", "text"), [("ssh", "ssh-rsa AAAA"), ("ssh", ""), ("x509", "nothing")])
def test_bad_keys(kind: str, text: str) -> None:
    with pytest.raises(exception.Invalid, match="Keypair data is invalid"):
        key_material.fingerprint(kind, text)


def test_generated_ssh_keys_belong_together() -> None:
    made = key_material.generate("ssh", "me")
    private = serialization.load_pem_private_key(made.private_key.encode(), None)
    public = serialization.load_ssh_public_key(made.public_key.encode())
    form = (serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    assert private.public_key().public_bytes(*form) == public.public_bytes(*form)
    assert made.fingerprint == key_material.fingerprint("ssh", made.public_key)


def test_generated_certificate_names_the_user() -> None:
    made = key_material.generate("x509", "me")
    certificate = x509.load_pem_x509_certificate(made.public_key.encode())
    assert certificate.subject.rfc4514_string() == "CN=me"
    assert made.fingerprint.count(":") == 19


def test_private_half_of_a_certificate_is_a_bundle_that_windows_imports() -> None:
    made = key_material.generate("x509", "me")
    key, certificate, _ = pkcs12.load_key_and_certificates(base64.b64decode(made.private_key), None)
    assert certificate == x509.load_pem_x509_certificate(made.public_key.encode())
    assert key is not None and key.public_key() == certificate.public_key()
