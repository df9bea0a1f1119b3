# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Console authorisations: they end by themselves."""

import time

from nova_lite.db.main import console_tokens
from nova_lite.db.session import Session
from tests.unit.db import rows

HOUR_S = 3600


def authorise(session: Session, uuid: str, token_hash: str, expires: int) -> None:
    console_tokens.create(
        session,
        token_hash=token_hash,
        console_type="novnc",
        host="h1",
        port=5900,
        instance_uuid=uuid,
        expires=expires,
    )


def test_an_authorisation_is_found_until_it_expires(session: Session) -> None:
    uuid = rows.server(session)
    authorise(session, uuid, "live", int(time.time()) + HOUR_S)
    authorise(session, uuid, "over", int(time.time()) - 1)
    found = console_tokens.find(session, "live")
    assert found is not None and (found.host, found.port, found.instance_uuid) == ("h1", 5900, uuid)
    assert console_tokens.find(session, "over") is None
    assert console_tokens.clean(session) == 1
    assert console_tokens.clean(session) == 0
    assert console_tokens.find(session, "live") is not None


def test_all_authorisations_of_a_server_go(session: Session) -> None:
    first, second = rows.server(session), rows.server(session)
    for uuid, token_hash in ((first, "a"), (first, "b"), (second, "c")):
        authorise(session, uuid, token_hash, int(time.time()) + HOUR_S)
    assert console_tokens.remove(session, first) == 2
    assert console_tokens.find(session, "c") is not None
