# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Fields of key pairs by version."""

import datetime

from nova_lite.api.views import keypairs
from nova_lite.db.api.models import KeyPair
from tests.unit.api.views.requests import at

MADE = datetime.datetime(2026, 1, 2, 3, 4, 5)
ROW = KeyPair(id=7, name="a", user_id="u", type="ssh", public_key="k", fingerprint="f", created_at=MADE)


def test_type_comes_with_2_2() -> None:
    assert "type" not in keypairs.brief(at(1), ROW)
    assert keypairs.brief(at(2), ROW)["type"] == "ssh"


def test_private_key_only_if_generated() -> None:
    assert "private_key" not in keypairs.created(at(2), ROW, None)
    assert keypairs.created(at(2), ROW, "secret")["private_key"] == "secret"


def test_full() -> None:
    found = keypairs.full(at(1), ROW)
    assert (found["id"], found["created_at"], found["deleted"]) == (7, "2026-01-02T03:04:05.000000", False)
