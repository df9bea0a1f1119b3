# SPDX-FileCopyrightText: Nova Lite authors
# SPDX-License-Identifier: Apache-2.0
"""Events that are well formed."""

import pytest

from nova_lite import exception
from nova_lite.api import validation
from nova_lite.api.schemas import external_events as schemas

EVENT = {"name": "network-changed", "server_uuid": "5f2c1d5e-7a3b-4a53-9c61-2b1a1c1f0a01"}


@pytest.mark.parametrize(
    "events",
    [[], [{**EVENT, "status": "odd"}], [{**EVENT, "tag": 1}], [{"name": "network-changed"}], [{**EVENT, "more": 1}]],
)
def test_refused(events: object) -> None:
    validation.check_body(schemas.CREATE, {"events": [{**EVENT, "status": "in-progress", "tag": "t"}]})
    with pytest.raises(exception.ValidationError):
        validation.check_body(schemas.CREATE, {"events": events})
