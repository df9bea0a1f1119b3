# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Key pairs of users."""

import pytest

from nova_lite import exception
from nova_lite.db.api import keypairs
from nova_lite.db.session import Session


def make(session: Session, name: str, user_id: str = "u") -> None:
    keypairs.create(session, user_id=user_id, name=name, public_key="ssh-rsa A", fingerprint="f", type="ssh")


def test_key_pairs_are_found_by_user_and_name(api_session: Session) -> None:
    make(api_session, "k")
    row = keypairs.get(api_session, "u", "k")
    assert (row.public_key, row.fingerprint, row.type) == ("ssh-rsa A", "f", "ssh")
    for user, name in (("u", "K"), ("v", "k")):
        with pytest.raises(exception.KeypairNotFound):
            keypairs.get(api_session, user, name)


def test_names_are_unique_per_user(api_session: Session) -> None:
    make(api_session, "k")
    make(api_session, "k", "v")
    with pytest.raises(exception.KeyPairExists):
        make(api_session, "k")
    assert keypairs.count(api_session, "u") == 1


def test_pages(api_session: Session) -> None:
    for name in ("c", "a", "b"):
        make(api_session, name)
    make(api_session, "other", "v")
    assert [row.name for row in keypairs.page(api_session, "u")] == ["a", "b", "c"]
    first = keypairs.page(api_session, "u", limit=1)
    assert [row.name for row in keypairs.page(api_session, "u", limit=1, marker=first[0].name)] == ["b"]
    with pytest.raises(exception.MarkerNotFound):
        keypairs.page(api_session, "u", marker="other")


def test_a_key_pair_goes_once(api_session: Session) -> None:
    make(api_session, "k")
    keypairs.destroy(api_session, "u", "k")
    with pytest.raises(exception.KeypairNotFound):
        keypairs.destroy(api_session, "u", "k")
