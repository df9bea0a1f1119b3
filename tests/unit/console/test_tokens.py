# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""What a console token allows."""

import time

import pytest

from nova_lite import exception
from nova_lite.console import tokens
from nova_lite.db.engine import cell_database
from nova_lite.db.main import console_tokens
from nova_lite.operations.console_tokens import token_hash
from tests.unit.control_plane import Plane, an_instance


def with_token(plane: Plane, token: str = "secret", seconds: int = 60) -> str:
    instance = plane.add(an_instance(host="host1"))
    with cell_database().writer() as session:
        console_tokens.create(
            session,
            token_hash=token_hash(token),
            console_type="novnc",
            host="10.0.0.1",
            port=5900,
            instance_uuid=instance.uuid,
            expires=int(time.time()) + seconds,
            access_url_base="http://proxy/vnc",
        )
    return instance.uuid


def test_a_live_token_that_the_host_confirms(plane: Plane) -> None:
    uuid = with_token(plane)
    plane.answers["validate_console_port"] = True
    found = tokens.validate("secret")
    assert (found.instance_uuid, found.host, found.port, found.base_url) == (uuid, "10.0.0.1", 5900, "http://proxy/vnc")
    assert plane.sent[0][1] == "host1"
    assert 0 < found.expires - time.time() <= 60


def test_unknown_old_and_outdated_tokens(plane: Plane) -> None:
    with_token(plane, seconds=-1)
    for token in ("secret", "other"):
        with pytest.raises(exception.InvalidToken):
            tokens.validate(token)


def test_a_port_that_another_guest_has_now(plane: Plane) -> None:
    with_token(plane)
    plane.answers["validate_console_port"] = False
    with pytest.raises(exception.InvalidToken):
        tokens.validate("secret")
