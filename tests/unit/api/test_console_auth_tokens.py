# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""os-console-auth-tokens."""

import time

from nova_lite.db.engine import cell_database
from nova_lite.db.main import console_tokens as query
from nova_lite.operations.console_tokens import token_hash
from tests.unit.api import cloud
from tests.unit.api.calls import Client, admin

UUID = "44444444-4444-4444-8444-444444444444"
PATH = "/os-console-auth-tokens/secret"


def add(token: str, console_type: str) -> None:
    with cell_database().writer() as session:
        query.create(
            session,
            token_hash=token_hash(token),
            console_type=console_type,
            host="10.0.0.1",
            port=5900,
            tls_port=5901,
            instance_uuid=UUID,
            expires=int(time.time()) + 60,
        )


def test_by_version() -> None:
    cloud.add_server(UUID, "host1")
    add("secret", "spice-direct")
    add("other", "spice-html5")
    old = {"instance_uuid": UUID, "host": "10.0.0.1", "port": 5900, "internal_access_path": None}
    assert admin().call("GET", PATH, version="2.31").json == {"console": old}
    assert admin().call("GET", PATH, version="2.99").json == {"console": {**old, "tls_port": 5901}}
    assert admin().call("GET", "/os-console-auth-tokens/other", version="2.99").json == {"console": old}
    assert admin().call("GET", PATH, version="2.30").status_int == 400
    assert Client().call("GET", PATH, version="2.30").status_int == 400


def test_refusals() -> None:
    assert admin().call("GET", PATH, version="2.31").status_int == 404
    assert Client().call("GET", PATH, version="2.31").status_int == 403
    assert admin().call("GET", f"{PATH}?x=1", version="2.99").status_int == 400
